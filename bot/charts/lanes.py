"""Lanes: a timeline laid out for a picture, each list a lane of its own, the team's lane below.

rows ─▶ lanes of marks (shape and word by what happened) and spans (from the first day on a list to the last)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from bot.core.timeline import Row, Timeline, list_place, plain_day

MOST_LANES: Final = 8
MOST_LABELS: Final = 3
TEAM: Final = "TEAM"
REPORTS: Final = "REPORTS"
SEVERAL: Final = "several lists"


class Shape(NamedTuple):
    """How a kind of row is drawn, and what its shape is called in the key; `rank` decides which rows keep a label."""

    marker: str
    word: str
    rank: int
    hollow: bool = False


DESIGNATED: Final = Shape("v", "designated or added", 0)
FIRST_COPY: Final = Shape(">", "on our first copy", 0, hollow=True)
REMOVED: Final = Shape("X", "no longer on the list", 1)
PENDING: Final = Shape("D", "absent, not yet confirmed", 2, hollow=True)
LEGAL: Final = Shape("s", "changed in law", 3)
OTHER: Final = Shape("o", "details changed", 5, hollow=True)
NOTE: Final = Shape("h", "note", 4)
DECISION: Final = Shape("P", "assessment", 4)
LINE: Final = Shape("*", "line to take", 4)
CARD: Final = Shape("d", "card", 5, hollow=True)
REPORT: Final = Shape("^", "report", 4)

SHAPES: Final[dict[str, Shape]] = {
    **dict.fromkeys(("designated", "added", "reinstated"), DESIGNATED),
    "first_seen": FIRST_COPY,
    "removed": REMOVED,
    "pending_removal": PENDING,
    **dict.fromkeys(("programme_gained", "programme_lost", "programme_changed", "redesignated"), LEGAL),
    **dict.fromkeys(("escalated", "eased"), LEGAL),
    "note": NOTE,
    **dict.fromkeys(("decision", "decision_ended"), DECISION),
    **dict.fromkeys(("line", "line_ended"), LINE),
    **dict.fromkeys(("card", "claim", "reviewed", "irrelevant"), CARD),
}
BEGINS: Final = frozenset(
    ("designated", "first_seen", "added", "reinstated", "renumbered", "redesignated", "escalated", "eased")
)
"""Rows with which an entry is on a list, if it was not before."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day; `label` is written beside it ("": nothing is)."""

    at: date
    shape: Shape
    label: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Days on a list, as far as its copies tell.

    `is_open` where it began before our record and no list says when, `is_over` where it is known to have ended.
    """

    since: date
    until: date
    is_open: bool = False
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """How many entries came and left at once."""

    at: date
    came: int
    left: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of the picture."""

    label: str
    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()
    bars: tuple[Bar, ...] = ()


def lanes_of(timeline: Timeline) -> tuple[Lane, ...]:
    """The lanes of a timeline: a list each in the house's order, then reports and the team's own."""
    by_list: dict[str, list[Row]] = {}
    for row in sorted(timeline.track("law"), key=lambda row: list_place(row.source)):
        by_list.setdefault(row.label if row.source else SEVERAL, []).append(row)
    law = [_law_lane(timeline, label, rows) for label, rows in by_list.items()][:MOST_LANES]
    reports, team = timeline.track("report"), timeline.track("team")
    return (
        *law,
        *([Lane(REPORTS, _labelled([Mark(row.at, REPORT) for row in reports]))] if reports else []),
        *([Lane(TEAM, _labelled([Mark(row.at, _shape(row)) for row in team]))] if team else []),
    )


def _shape(row: Row) -> Shape:
    if row.kind == "amended" and row.material:
        return LEGAL
    return SHAPES.get(row.kind, OTHER)


def _law_lane(timeline: Timeline, label: str, rows: Sequence[Row]) -> Lane:
    """A list: of a programme the numbers, of a party when each of its entries began and ended there."""
    if timeline.kind == "programme":
        return _counted(label, rows)
    source = rows[0].source
    ended = {row.ended: row.at for row in timeline.track("law") if row.ended}
    removals = [row.at for row in rows if row.kind == "removed"]
    # Rows alike are told once: of two entries that went on one day only one is named.
    over = max(removals) if removals and source not in timeline.in_force else None
    looked = next((s.checked_at.date() for s in timeline.sources if s.source == source and s.checked_at), None)
    marks = _labelled([Mark(row.at, _shape(row)) for row in rows])
    return Lane(label, marks, tuple(_spans(rows, ended, over, looked)))


def _spans(rows: Sequence[Row], ended: Mapping[str, date], over: date | None, looked: date | None) -> Iterable[Span]:
    """Each entry from its beginning to its end; without one to when its list was looked at last."""
    begun: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row.at):
        if row.kind in BEGINS:
            begun.setdefault(row.ref, row)
        elif row.kind == "removed" and row.ref in begun:
            yield _span(begun.pop(row.ref), row.at, None)
    for row in begun.values():
        yield _span(row, ended.get(f"{row.source}:{row.ref}", over), looked)


def _span(first: Row, end: date | None, looked: date | None) -> Span:
    until = end or looked or first.at
    return Span(first.at, max(first.at, until), first.kind == "first_seen", end is not None)


def _counted(label: str, rows: Sequence[Row]) -> Lane:
    """A list under a programme: how many entries came and left with each action."""
    bars = tuple(Bar(row.at, row.came, row.left) for row in rows if row.came or row.left)
    rest = [Mark(row.at, OTHER) for row in rows if not (row.came or row.left)]
    return Lane(label, tuple(rest), bars=bars)


def _labelled(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks with a day at the most telling ones: the first and last of them, and what ranks next."""
    telling = sorted(
        {mark.at for mark in marks},
        key=lambda day: (min(m.shape.rank for m in marks if m.at == day), -day.toordinal()),
    )
    kept = set(telling[:MOST_LABELS])
    return tuple(
        Mark(mark.at, mark.shape, plain_day(mark.at) if mark.at in kept else "")
        for mark in sorted(marks, key=lambda mark: (mark.at, mark.shape.rank))
    )
