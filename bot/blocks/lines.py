"""Lines to take: what the team has agreed to say; never shown outside the workspace."""

from __future__ import annotations

from datetime import date

from bot.blocks.inert import day, dotted, in_code, inert, lines, person, quoted
from bot.blocks.kit import Message, context, message, section
from bot.core.audience import Audience
from bot.core.screening import Answer
from bot.core.team_views import LineView

SHOWN = 2
INSIDE = "Inside this workspace only: never shown in shared channels."


def line_text(line: LineView, today: date, limit: int = 300) -> str:
    """A line with its owner and dates; past its review it says so first."""
    owner = f"owner {person(line.owner)}"
    if line.is_past_review(today):
        return f"⚠️ *Line of {day(line.agreed_on)}, past review*: {quoted(line.text, limit)} ({owner})"
    review = f"review by {day(line.review_by)}" if line.review_by else ""
    return f"*Line*: {quoted(line.text, limit)} ({dotted((f'agreed {day(line.agreed_on)}', review, owner))})"


def answer_lines(answer: Answer, audience: Audience) -> tuple[str, ...]:
    """The lines on an answer's party and programmes, for readers of the team."""
    if audience.is_public:
        return ()
    return told_lines(answer.lines, answer.asked_at.date())


def told_lines(found: tuple[LineView, ...], today: date) -> tuple[str, ...]:
    """The first lines in words, a programme's with its code, and how many more there are."""
    told = [f"{_of(line)}{line_text(line, today)}" for line in found[:SHOWN]]
    return (*told, *([f"+{len(found) - SHOWN} more lines"] if len(found) > SHOWN else []))


def _of(line: LineView) -> str:
    return f"{inert(line.about, 60)} · " if line.kind == "programme" else ""


def shown(label: str, line: LineView | None, today: date) -> Message:
    """The line that stands, in full."""
    if line is None:
        text = f"No line to take on *{inert(label, 120)}*."
        return message(f"No line to take on {inert(label, 120)}.", [section(text), context(_how(label))])
    return message(
        f"Line to take on {inert(label, 120)}.",
        [section(lines(f"*{inert(label, 120)}*", line_text(line, today, 1500))), context(INSIDE)],
    )


def kept(label: str, line: LineView, is_ours: bool, today: date) -> Message:
    """The word that a line was set, or that somebody was quicker."""
    first = "Line set" if is_ours else "Not set: a colleague set another line at the same moment, which stands"
    text = f"{first} on *{inert(label, 120)}*."
    return message(f"{first}.", [section(lines(text, line_text(line, today, 1500))), context(INSIDE)])


def ended(label: str, line: LineView | None) -> Message:
    """The word that a line was ended."""
    was = f"It was: {quoted(line.text, 300)}" if line else ""
    text = f"The line on *{inert(label, 120)}* is ended." if line else f"No line stands on *{inert(label, 120)}*."
    return message("The line is ended." if line else "No line stands.", [section(lines(text, was))])


def _how(label: str) -> str:
    return f"To set one: `/sanctions line {in_code(label, 60)} text… owner:@colleague agreed:DATE review:DATE`"
