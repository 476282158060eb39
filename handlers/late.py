"""Dialogues answered in time: Slack waits three seconds, though what a dialogue needs may take longer.

work ─▶ done soon: its answer acknowledges ─▶ else a word meanwhile, and the answer in the dialogue afterwards
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any, TypeVar

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.blocks.kit import View
from bot.blocks.waiting import going_on_modal, not_saved_modal, waiting_modal

PATIENCE = 2.0
"""Seconds before the dialogue is acknowledged without its answer."""
BROKEN = "Something went wrong, so perhaps nothing was saved. Look before you try again."

T = TypeVar("T")
Answer = dict[str, Any]
"""What acknowledges a dialogue: `response_action` with `view` or `errors`; nothing closes it."""


def settle(
    ack: Ack,
    client: WebClient,
    view: dict[str, Any],
    work: Callable[[], tuple[Answer, T]],
    refused: Callable[[str], View] = not_saved_modal,
) -> T:
    """Do the work and answer the dialogue with its first half; `refused` draws an error that comes late."""
    with ThreadPoolExecutor(1, "dialogue") as pool:
        future = pool.submit(work)
        is_soon = bool(wait((future,), PATIENCE).done)
        if not is_soon:
            ack(response_action="update", view=waiting_modal())
        try:
            answer, found = future.result()
        except Exception:
            if not is_soon:
                client.views_update(view_id=view["id"], view=not_saved_modal(BROKEN))
            raise
    if is_soon:
        ack(**answer)
    else:
        client.views_update(view_id=view["id"], view=_late(answer, refused))
    return found


def _late(answer: Answer, refused: Callable[[str], View]) -> View:
    """The answer as a dialogue of its own."""
    if "errors" in answer:
        return refused(next(iter(answer["errors"].values())))
    return answer["view"] if "view" in answer else going_on_modal()
