"""The ledger in Slack: a person's own last questions, to that person alone."""

from __future__ import annotations

from typing import Final

from bot.blocks import ledger as blocks
from bot.blocks import problems
from bot.core.audience import Surface
from bot.services.ledger_care import Entry, own_questions
from bot.services.replies import Reply
from handlers.context import Asker
from handlers.verbs import Command


def _ledger(asker: Asker, _text: str, surface: Surface) -> Reply:
    if surface not in ("ephemeral", "dm"):
        return Reply(problems.plain_problem(blocks.ALONE))
    if refused := asker.refusal():
        return Reply(problems.plain_problem(refused))
    found = own_questions(asker.desk, asker.tenant, asker.user, asker.now)
    return Reply(blocks.own_questions([(entry.at, _asked(entry), _answered(entry)) for entry in found]))


def _asked(entry: Entry) -> str | None:
    return (entry.content or {}).get("asked")


def _answered(entry: Entry) -> str:
    """What was answered, in a few words."""
    answers = (entry.content or {}).get("answers") or []
    words = [str(each["status"]).replace("_", " ") for each in answers]
    return ", ".join(words) or "not looked up"


COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "ledger",
        "ledger",
        "Your own last questions, as the team's ledger keeps them; shown to you alone.",
        _ledger,
        group="team",
    ),
)
