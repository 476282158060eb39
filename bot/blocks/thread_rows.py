"""Rows of answers in threads: changes, notes and earlier threads, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.blocks.events import TAGS, fields, name_of, tags, what_happened
from bot.blocks.inert import count, day, dotted, inert, lines, link, person, quoted
from bot.blocks.kit import Block, context
from bot.blocks.scope import provenance, source_label, stale_line
from bot.core.audience import Audience
from bot.core.events import Event
from bot.core.screening import Answer
from bot.core.subjects import Earlier, SubjectQuestion

SHOWN: Final = 8


def since_of(question: SubjectQuestion, now: datetime) -> date:
    """The day since when changes are told: the one asked for, else a year back."""
    return question.since or now.date() - timedelta(days=365)


def small_print(answer: Answer, text: str) -> Block:
    """What was asked, and what the answer rests on."""
    return context(lines(f"Asked: {quoted(text, 200)}", dotted((provenance(answer), stale_line(answer)))))


def sentence(text: str) -> str:
    """A first line as a sentence of the fallback text: without marks of style, ended."""
    plain = text.split("\n")[0].replace("*", "").removeprefix("• ").rstrip()
    return plain if plain.endswith((".", "?", "”")) else f"{plain}."


def is_asked(source: str, question: SubjectQuestion) -> bool:
    """Whether a list is among those asked about."""
    return not question.lists or source in question.lists


def changes_since(events: Iterable[Event], since: date, question: SubjectQuestion) -> list[Event]:
    """The changes on lists from that day on, or recorded since, newest first; an absence that was none is left out."""
    kept = [
        event
        for event in events
        if event.state != "cancelled"
        and is_asked(event.source, question)
        and max(changed_on(event), event.at.date()) >= since
    ]
    return sorted(kept, key=lambda event: (changed_on(event), event.at), reverse=True)


def changed_on(event: Event) -> date:
    """The day of the list that shows a change; the day we recorded it where the list has none."""
    return event.list_date or event.at.date()


def older_lists(kept: Sequence[Event], since: date) -> str:
    """How many of these changes stand on lists of before that day ("": none), which we recorded since."""
    older = sum(changed_on(event) < since for event in kept)
    if not older:
        return ""
    which = (
        "It stands"
        if len(kept) == 1
        else "All stand"
        if older == len(kept)
        else count(older, "of them stands", "of them stand")
    )
    return f"{which} on older lists, which we recorded since."


def change_rows(kept: Sequence[Event], *, named: bool = False) -> str:
    """The newest changes, a line each; with the party's name where several are meant."""
    rows = (_change(event, f"*{name_of(event)}*: " if named else "") for event in kept[:SHOWN])
    return lines(*rows, f"+{len(kept) - SHOWN:,} earlier" if kept[SHOWN:] else "")


def _change(event: Event, name: str) -> str:
    recorded = event.at.date()
    late = f"recorded {day(recorded)}" if recorded != changed_on(event) else ""
    dated = f"list of {day(event.list_date)}" if event.list_date else f"recorded {day(recorded)}"
    return dotted(
        (
            f"• {source_label(event.source)}, {dated}: {name}{what_happened(event)}",
            *(fields(event, 2, TAGS if tags(event) else ()) if event.op == "MOD" else ()),
            late,
            link(event.url, "entry") if event.url else "",
        )
    )


def closed_to(audience: Audience) -> str:
    """Why these readers see nothing of the team's ("": they do)."""
    if audience.externally_shared:
        return "This channel is shared with another organisation, which sees public data only: no notes here."
    return "Guests see public data only: no notes here." if audience.guest else ""


def note_row(at: datetime, author: str, text: str, on: str = "") -> str:
    """A note in a line; `on` is what it is about, where several are meant."""
    return f"• 📝 {day(at.date())}, {person(author)}{f' on *{on}*' if on else ''}: {quoted(text, 280)}"


def earlier_rows(earlier: Sequence[Earlier]) -> str:
    """Earlier threads, a link each."""
    return lines(
        *(
            f"• {day(item.at.date())}: {link(item.url, item.title) if item.url else inert(item.title)}"
            for item in earlier[:SHOWN]
        )
    )
