"""Snoozes: made, listed and ended by command, ended by button."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext, Respond

from bot.blocks import ids, problems
from bot.blocks import snoozes as blocks
from bot.blocks.kit import Message
from bot.core.audience import Audience, Surface
from bot.core.snoozes import SnoozeProblem, end_text
from bot.services import snoozes
from bot.services.replies import Reply
from bot.services.screening import check
from bot.services.settings_of import team_settings
from handlers.context import Asker, is_aloud, tell
from handlers.verbs import Command
from storage.db import ReadOnly


def _snooze(asker: Asker, text: str, surface: Surface) -> Reply:
    audience, desk = _readers(asker, surface), asker.desk
    if refused := asker.refusal():
        return Reply(problems.plain_problem(refused))
    with desk.db.read() as session:
        timezone = team_settings(session, asker.tenant, desk.settings.timezone).timezone
    made = snoozes.snooze_text(
        desk.db, lambda query: check(desk, query, audience, asker.now), audience, asker.user, text, asker.now, timezone
    )
    match made:
        case SnoozeProblem(problem):
            return Reply(problems.plain_problem(problem))
        case snoozes.SeveralParties(name, matches):
            return Reply(blocks.choose(name, matches, end_text(text)))
        case _:
            return Reply(blocks.snoozed(made))


def _readers(asker: Asker, surface: Surface) -> Audience:
    """Who reads along; in a direct message that is the person, whose own watches are kept under the user id."""
    audience = asker.audience(surface)
    return replace(audience, channel=asker.user) if asker.channel.startswith("D") else audience


def _snoozes(asker: Asker, _text: str, surface: Surface) -> Reply:
    audience = _readers(asker, surface)
    if refused := _refusal(asker, audience):
        return Reply(problems.plain_problem(refused))
    return Reply(blocks.listing(snoozes.list_snoozes(asker.desk.db, audience, asker.now)))


def _refusal(asker: Asker, audience: Audience) -> str:
    """Why what is snoozed here is not told, or not ended ("": it is)."""
    return asker.refusal() or (problems.READ_ALONG if is_aloud(audience) else "")


def _unsnooze(asker: Asker, text: str, surface: Surface) -> Reply:
    return Reply(_end(asker, text, surface))


def _end(asker: Asker, text: str, surface: Surface) -> Message:
    audience = _readers(asker, surface)
    if refused := _refusal(asker, audience):
        return problems.plain_problem(refused)
    number = text.strip().lstrip("#")
    is_number = number.isdecimal() and len(number) < 10
    gone = snoozes.end_snooze(asker.desk.db, audience, int(number), asker.now) if is_number else None
    return blocks.ended(gone) if gone else blocks.unknown(text)


COMMANDS: Final = (
    Command(
        "snooze",
        "snooze NAME | programme:CODE | watch NUMBER | here 3d | until:2026-12-01",
        "Hold back what is no change in law, for at most 90 days.",
        _snooze,
        "follow",
        ("snooze Rosneft 3d", "snooze programme:RUSSIA-EO14024 2w", "snooze here until:2026-12-01"),
    ),
    Command("snoozes", "snoozes", "What this channel does not hear now, and until when.", _snoozes, "follow"),
    Command("unsnooze", "unsnooze NUMBER", "End a snooze.", _unsnooze, "follow", ("unsnooze 3",)),
)


def register(app: App) -> None:
    """Listen to the buttons that end a snooze, or choose whom one is about."""
    app.action(re.compile(re.escape(ids.SNOOZE_END) + r":\d+"))(_on_end)
    app.action(re.compile(re.escape(ids.SNOOZE_PICK) + r":\d+"))(_on_picked)


def _on_picked(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    """One of several parties was chosen: the same as typing its line."""
    ack()
    try:
        wanted = str((body.get("actions") or [{}])[0].get("value", ""))
        tell(respond, _snooze(context["asker"], wanted, "ephemeral").message)
    except ReadOnly:
        tell(respond, problems.read_only())


def _on_end(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    number = str((body.get("actions") or [{}])[0].get("value", ""))
    try:
        tell(respond, _end(context["asker"], number, "ephemeral"))
    except ReadOnly:
        tell(respond, problems.read_only())
