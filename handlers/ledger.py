"""The ledger in Slack: a person's own last questions, to that person alone; others' to leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.blocks import ledger as blocks
from bot.blocks import problems
from bot.blocks.inert import count
from bot.core.audience import Surface
from bot.services.forgetting import NoUser, read_user
from bot.services.ledger_care import Entry, others_questions, own_questions
from bot.services.replies import Reply
from handlers.context import Asker
from handlers.verbs import Command


def _ledger(asker: Asker, text: str, surface: Surface) -> Reply:
    if surface not in ("ephemeral", "dm"):
        return Reply(problems.plain_problem(blocks.ALONE))
    if refused := asker.refusal():
        return Reply(problems.plain_problem(refused))
    if text.strip():
        return _others(asker, text.strip(), surface)
    found = own_questions(asker.desk, asker.tenant, asker.user, asker.now)
    return Reply(blocks.own_questions([(entry.at, _asked(entry), _answered(entry)) for entry in found]))


def _others(asker: Asker, text: str, surface: Surface) -> Reply:
    """The questions of all, or of one; that they were read is recorded."""
    user = "" if text.casefold() == "all" else read_user(text)
    if isinstance(user, NoUser):
        return Reply(problems.plain_problem("Write “ledger all”, or “ledger” and the id of a person (U…)."))
    audience = asker.audience(surface)
    if audience.is_public:
        return Reply(problems.plain_problem(problems.READ_ALONG))
    found = others_questions(asker.desk, audience, asker.now, user)
    return Reply(blocks.others_questions([(each.at, each.who, _asked(each), _answered(each)) for each in found]))


def _asked(entry: Entry) -> str | None:
    return (entry.content or {}).get("asked")


def _answered(entry: Entry) -> str:
    """What was answered, in a few words."""
    content = entry.content or {}
    if of_all := content.get("of_all"):
        return f"{of_all} of the thread's parties"
    if kind := content.get("timeline"):
        return f"timeline of a {_TIMELINES.get(kind, kind)}"
    return ", ".join(map(_status, content.get("answers") or [])) or "not looked up"


def _status(answer: Mapping[str, Any]) -> str:
    """An answer's status, and how many hits were hidden from it."""
    hidden = int(answer.get("hidden", 0))
    status = str(answer["status"]).replace("_", " ")
    return f"{status} ({count(hidden, 'hit')} hidden)" if hidden else status


_TIMELINES: Final = {"entity": "party"}


COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "ledger",
        "ledger [all | @user]",
        "Your own last questions, as the team's ledger keeps them; others' for leads. Shown to you alone.",
        _ledger,
        group="team",
        examples=("ledger", "ledger all"),
    ),
)
