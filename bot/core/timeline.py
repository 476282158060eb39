"""Timeline: what happened to a party or under a programme, in rows on three tracks: law, reports, team.

listings and events ─▶ rows ─▶ (amendments of details folded, alike rows counted once) ─▶ by day

Each row says which date it has: the act's own, that of the list, ours when the list has none, or the team's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Final, Literal

from bot.core.issuers import ISSUER_OF, ISSUERS
from bot.core.screening import SourceState

Track = Literal["law", "report", "team"]
TRACKS: Final[tuple[Track, ...]] = ("law", "report", "team")
Dated = Literal["act", "list", "record", "team"]
"""Whose date a row has: the authority's for its act, the list's, our own reading of it, the team's."""
Precision = Literal["day", "month"]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that happened.

    `text` is plain and untreated, `quote` the words of a person. `label` names the list. `count` is how many things a
    row stands for, from `since` on where they are of several days; `came` and `left` how many entries came on a list or
    under a programme, and left it; `ended` is the record (source:ref) that was carried on as another. `key` tells rows
    apart within their kind.
    """

    at: date
    kind: str
    track: Track
    text: str
    url: str = ""
    source: str = ""
    ref: str = ""
    label: str = ""
    dated: Dated = "list"
    precision: Precision = "day"
    material: bool = True
    count: int = 1
    since: date | None = None
    came: int = 0
    left: int = 0
    ended: str = ""
    quote: str = ""
    author: str = ""
    channel: str = ""
    ts: str = ""
    events: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows on a party (`kind` entity) or a programme, oldest first.

    `begins` is the date of our first copy of each list that has something to say; `sources` are those lists, and
    `in_force` how many entries each of them has now.
    """

    kind: Literal["entity", "programme"]
    about: str
    caption: str
    rows: tuple[Row, ...]
    begins: Mapping[str, date]
    sources: tuple[SourceState, ...]
    sample: bool = False
    since: date | None = None
    latin: str = ""
    in_force: Mapping[str, int] = field(default_factory=dict)

    def track(self, track: Track) -> tuple[Row, ...]:
        """The rows of one track, oldest first."""
        return tuple(row for row in self.rows if row.track == track)


def said(row: Row) -> str:
    """A row in one plain sentence, with its list."""
    quoted = f"{row.text}: “{row.quote}”" if row.quote else row.text
    return f"{row.label}: {quoted}" if row.label else quoted


def date_words(row: Row) -> str:
    """Which date a row has, as said before it."""
    if row.dated == "act":
        return {"designated": "designated", "removed": "de-listed"}.get(row.kind, "by the list's own date")
    return {"list": "on the list of", "record": "recorded", "team": ""}[row.dated]


def record_words(timeline: Timeline) -> str:
    """The date of the first list that we have a copy of, and what the dates before it are."""
    days = sorted(set(timeline.begins.values()))
    if not days:
        return "No list has anything on it in our record."
    first = plain_day(days[0]) if len(days) == 1 else f"{plain_day(days[0])} or later, by list"
    return f"First copy: list of {first}; earlier changes are not in our record, earlier dates are the lists' own."


def in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows by day; of one day law before reports before the team's own."""
    return tuple(sorted(rows, key=lambda row: (row.at, TRACKS.index(row.track), row.source, row.kind, row.key)))


def folded(rows: Iterable[Row]) -> list[Row]:
    """Rows by day, those alike told once, amendments of details that follow each other as one with their number."""
    alike: dict[tuple[object, ...], Row] = {}
    for row in in_order(rows):
        same = (row.at, row.kind, row.source, row.dated, row.text, row.quote)
        before = alike.get(same)
        alike[same] = row if before is None else _joined(before, row)
    found: list[Row] = []
    for is_detail, group in groupby(alike.values(), key=_is_detail):
        together = list(group)
        found += [_details(together)] if is_detail and len(together) > 1 else together
    return found


def _joined(one: Row, other: Row) -> Row:
    return replace(one, count=one.count + other.count, events=(*one.events, *other.events))


def _is_detail(row: Row) -> bool:
    return row.kind == "amended" and not row.material


def _details(rows: Sequence[Row]) -> Row:
    number = sum(row.count for row in rows)
    lists = dict.fromkeys(row.label for row in rows)
    return replace(
        rows[-1],
        text=f"{number} amendments of names, addresses or other details",
        label=" and ".join(lists) if len(lists) < 3 else f"{len(lists)} lists",
        source=rows[-1].source if len(lists) == 1 else "",
        ref=rows[-1].ref if len({row.ref for row in rows}) == 1 else "",
        count=number,
        since=rows[0].at,
        events=tuple(key for row in rows for key in row.events),
    )


def list_place(source: str) -> tuple[int, int]:
    """Where a list stands among others: issuers in the house's order; what is of several lists comes last."""
    known = list(ISSUER_OF)
    issuer = ISSUER_OF.get(source, "")
    order = ISSUERS.index(issuer) if issuer in ISSUERS else len(ISSUERS)
    return order, known.index(source) if source in known else len(known)


def plain_day(value: date | None) -> str:
    """A calendar day as the house writes it: 24 Mar 2022."""
    return f"{value.day} {value:%b %Y}" if value else "no date"
