"""Lists of decisions: what the team assessed, of whom, with how to withdraw it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.blocks.decisions import assessment_line
from bot.blocks.inert import count, inert, lines
from bot.blocks.kit import Message, context, message, section
from bot.core.team_views import Assessment

SHOWN: Final = 10
NONE: Final = "No assessment that can be seen here"
WITHDRAW: Final = "To withdraw one, or let one that is open again rest: `/sanctions decide NUMBER end`"


def decisions_card(found: Sequence[tuple[Assessment, str, str]], what: str, more: bool) -> Message:
    """The list; `what` says of whom, by whom or until when ("": all that can be seen here)."""
    if not found:
        text = f"{NONE}{f' {what}' if what else ''}."
        return message(text, [section(text)])
    shown = found[:SHOWN]
    number = f"{len(shown)}+" if more else count(len(shown), "assessment")
    title = f"{number} assessments" if more else number
    rows = [section(lines(f"*{told.id} · {inert(name, 120)}*", assessment_line(told))) for told, name, _ in shown]
    rest = "There are more: narrow with a name, `by:me` or `expiring:30d`." if more else ""
    head = f"*{title}{f' {what}' if what else ''}*"
    return message(f"{title}.", [section(head), *rows, context(*[text for text in (rest, WITHDRAW) if text])])
