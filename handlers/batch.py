"""Batch: a command or a button opens the dialogue; its names are screened aside, the results go to the asker alone.

Files of names are taken by `handlers.dropped`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.blocks import batch as batch_blocks
from bot.blocks import ids
from bot.blocks.inert import size
from bot.blocks.kit import LIMITS
from bot.core.batch_rows import BadRow, Row, row_of_name
from bot.core.escaped import unescape
from bot.services import batch_runs
from bot.services.batch_files import MOST_ROWS
from bot.services.batch_message import board_at, owning_up, post_batch
from bot.services.batch_runs import Place
from bot.services.channels import audience_for
from handlers import dropped
from handlers.context import Asker
from handlers.verbs import SLASH

AT_ONCE: Final = 2
"""Batches that run at a time; further ones wait, so that questions are still answered."""

_VERB: Final = re.compile(r"batch(\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refused:
    """Names of which none is screened: which field is wrong, and why."""

    field: int
    text: str


def register(app: App) -> None:
    """Listen to the command, the button and the dialogue; before the general command, which would take it too."""
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="batch")

    def on_submit(ack: Ack, client: WebClient, view: dict[str, Any], context: BoltContext) -> None:
        rows = read_names(_fields(view))
        if isinstance(rows, Refused):
            ack(response_action="errors", errors={ids.batch_block(rows.field): rows.text})
            return
        asker: Asker = context["asker"]
        place = Place(asker.user)
        run = batch_runs.begin(asker.desk, asker.tenant, place, asker.user)
        ack()
        with owning_up(board_at(asker.desk, place, run), run):
            channel = str(client.conversations_open(users=[asker.user])["channel"]["id"])
            # The results stand in a direct message: what was decided in a private channel does not show there.
            readers = audience_for(asker.desk, asker.tenant, "dm", channel, asker.user)
            pool.submit(post_batch, asker.desk, channel, rows, asker.now, audience=readers, run=run)

    app.command(SLASH, matchers=[_is_batch])(_on_command)
    app.action(ids.BATCH_OPEN)(_on_button)
    app.view(ids.BATCH_MODAL)(on_submit)
    dropped.listen(app, pool)


def _is_batch(command: dict[str, str]) -> bool:
    return bool(_VERB.match(command.get("text", "").strip()))


def _on_command(ack: Ack, client: WebClient, command: dict[str, str]) -> None:
    ack()
    typed = _VERB.sub("", unescape(command.get("text", "")).strip(), count=1).strip()
    view = batch_blocks.batch_modal(typed if size(typed) <= LIMITS.input_length else "")
    client.views_open(trigger_id=command["trigger_id"], view=view)


def _on_button(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=batch_blocks.batch_modal())


def _fields(view: dict[str, Any]) -> list[str]:
    """What was typed into each field, in order."""
    values = view["state"]["values"]
    found = []
    for number in range(1, batch_blocks.FIELDS + 1):
        inputs: dict[str, dict[str, Any]] = values.get(ids.batch_block(number)) or {}
        found.append("".join(each.get("value") or "" for each in inputs.values()))
    return found


def read_names(fields: Sequence[str]) -> list[Row] | Refused:
    """The rows of a batch, or why none of it is screened; lines are counted through all fields, blank ones too."""
    rows: list[Row] = []
    before = 0
    for number, text in enumerate(fields, 1):
        lines = text.splitlines()
        for line, typed in enumerate(lines, before + 1):
            if not typed.strip():
                continue
            row = row_of_name(line, typed)
            if isinstance(row, BadRow):
                return Refused(number, f"Line {line} (“{typed.strip()[:40]}”): {row.problem.rstrip('.')}.")
            if len(rows) == batch_blocks.MOST_NAMES:
                more = f"Line {line} is one too many: at most {batch_blocks.MOST_NAMES} names at a time."
                return Refused(number, f"{more} Send me a file instead: up to {MOST_ROWS:,} names.")
            rows.append(row)
        before += len(lines)
    return rows or Refused(1, "There is no name. Write one on each line.")
