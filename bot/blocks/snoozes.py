"""Snoozes: what a channel does not hear for a while, said, listed and ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.blocks import ids
from bot.blocks.inert import count, in_code, inert, lines, person, quoted, slack_date
from bot.blocks.kit import Block, Message, button, context, header, message, section
from bot.blocks.party import candidate_text
from bot.core.screening import Match
from bot.core.snoozes import Snooze

SHOWN: Final = 10
SHOWN_MATCHES: Final = 8
PASSES: Final = (
    "Changes in law (added, removed, moved, designated further) are told all the same; what is held back is told when "
    "the snooze ends."
)


def snoozed(snooze: Snooze) -> Message:
    """Something is snoozed: until when, what still comes, and how to undo it."""
    what = _what(snooze)
    text = f"💤 Snoozed *{what}* in this channel until {slack_date(snooze.until)}."
    return message(f"Snoozed {what} in this channel.", [section(text, _end_button(snooze, "Undo")), context(PASSES)])


def ended(snooze: Snooze) -> Message:
    """A snooze was ended by hand."""
    text = f"*{_what(snooze)}* is no longer snoozed. What was held back comes within a minute, if there was anything."
    return message(f"{_what(snooze)} is no longer snoozed.", [section(text)])


def unknown(number: str) -> Message:
    """No such snooze here."""
    text = f"No snooze {inert(number, 40) or 'of that number'} runs in this channel. `/sanctions snoozes` lists them."
    return message(text, [section(text)])


def choose(name: str, matches: Sequence[Match], rest: str) -> Message:
    """Several parties may be meant by a name: nothing is snoozed until one is chosen by its button or its id."""
    title = f"{quoted(name, 80)}: which one shall I snooze?"
    shown = matches[:SHOWN_MATCHES]
    return message(
        title,
        [
            section(f"⚠️ {title} Nothing is snoozed yet."),
            *(_candidate(number, match, rest) for number, match in enumerate(shown, 1)),
            context(f"+{len(matches) - len(shown):,} more: add a first name") if matches[len(shown) :] else None,
        ],
    )


def _candidate(number: int, match: Match, rest: str) -> Block:
    """A party that may be meant: what tells it apart, its button, and the line that snoozes it."""
    wanted = f"{match.entity} {rest}".rstrip()
    snooze = button("Snooze", ids.snooze_pick(number), wanted, label=f"Snooze {number}: {match.caption}")
    return section(lines(candidate_text(number, match), f"`/sanctions snooze {in_code(wanted, 100)}`"), snooze)


def listing(snoozes: Sequence[Snooze]) -> Message:
    """What is snoozed in a channel, the first to end first."""
    if not snoozes:
        text = "Nothing is snoozed in this channel. `/sanctions snooze NAME 3d` holds back what is not law."
        return message(text, [section(text)])
    title = f"{count(len(snoozes), 'snooze')} in this channel"
    more = f"+{len(snoozes) - SHOWN:,} more: `desk snoozes`" if len(snoozes) > SHOWN else ""
    return message(f"{title}.", [header(title), *(_row(each) for each in snoozes[:SHOWN]), context(more, PASSES)])


def _row(snooze: Snooze) -> Block:
    by = f" · {person(snooze.by)}" if snooze.by else ""
    text = f"{snooze.id} · *{_what(snooze)}* until {slack_date(snooze.until)}{by}"
    return section(text, _end_button(snooze, "End"))


def _end_button(snooze: Snooze, text: str) -> Block:
    return button(text, ids.snooze_end(snooze.id), str(snooze.id), label=f"{text} the snooze of {snooze.label}")


def _what(snooze: Snooze) -> str:
    return inert(snooze.label, 100) or inert(snooze.value, 80) or "this channel"
