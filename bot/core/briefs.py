"""Briefs: what is asked for, the facts that one is written from, and the counts in it.

text ─▶ party, programme or changes; period; with internal notes or not ─▶ facts ─▶ (blocks) document
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from bot.core.changes import Changes, ChangesAsked, parse_changes
from bot.core.delta import Op
from bot.core.events import Event
from bot.core.issuers import ISSUER_OF, ListKind
from bot.core.queries import QUOTES, QueryProblem
from bot.core.screening import Answer, Match, SourceState
from bot.core.team_views import Assessment, LineView
from bot.core.timeline import Timeline
from bot.core.typed_dates import typed_date

Kind = Literal["party", "programme", "changes"]

PERIOD: Final = timedelta(days=365)
"""How far back a brief on a programme goes unless it is told."""
CHANGES_PERIOD: Final = timedelta(days=30)
LONGEST_PERIOD: Final = timedelta(days=3660)
HOW: Final = (
    "Write `brief NAME`, `brief us-ofac-sdn:17018`, `brief programme:RUSSIA-EO14024` or `brief changes`; with "
    "`since:DATE until:DATE`, and `notes:yes` for what the team wrote."
)
YES: Final = frozenset({"yes", "y", "on", "true", "1"})
NO: Final = frozenset({"no", "n", "off", "false", "0"})
_PROGRAMME: Final = re.compile(r'program(?:me)?:\s*(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_OWN: Final = re.compile(r'(?<![\w:])(since|until|notes):\s*("[^"]*"|\S*)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BriefAsked:
    """A brief to be written: on `what` (a name, a reference or a programme's code), both days included."""

    kind: Kind
    what: str = ""
    since: date | None = None
    until: date | None = None
    notes: bool = False
    changes: ChangesAsked = field(default_factory=ChangesAsked)


@dataclass(frozen=True, slots=True)
class Remark:
    """A note as a brief quotes it; `on` is what it is about where that is not the brief's own subject."""

    text: str
    author: str
    at: datetime
    on: str = ""


@dataclass(frozen=True, slots=True)
class Internal:
    """What the team wrote, as far as the readers may see it."""

    lines: tuple[LineView, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    notes: tuple[Remark, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to be shown."""
        return not (self.lines or self.assessments or self.notes)


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A brief on a party: the answer that settled on it, and what happened to it; `internal` None was not asked for."""

    asked: BriefAsked
    answer: Answer
    match: Match
    timeline: Timeline
    internal: Internal | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry under a programme."""

    source: str
    ref: str
    caption: str
    type: str
    list_kind: ListKind
    listed_on: date | None
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """A brief on a programme: its entries in force, what was recorded in the period, and the lists it stands on.

    `begins` is the day on which we took in the first copy of each of these lists: changes are recorded from then on.
    """

    asked: BriefAsked
    entries: tuple[Entry, ...]
    events: tuple[Event, ...]
    timeline: Timeline
    sources: tuple[SourceState, ...]
    at: datetime
    sample: bool
    not_searched: tuple[str, ...] = ()
    internal: Internal | None = None
    begins: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangesFacts:
    """A brief on a period: what changed, by official action, and since when each list is on record."""

    asked: BriefAsked
    found: Changes
    begins: Mapping[str, date]
    at: datetime
    not_searched: tuple[str, ...] = ()
    internal: Internal | None = None


Facts = PartyFacts | ProgrammeFacts | ChangesFacts


@dataclass(frozen=True, slots=True)
class Count:
    """Entries that an issuer added and removed in a period: a month ("2026-03") or a year."""

    period: str
    issuer: str
    added: int = 0
    removed: int = 0


def parse_brief(text: str, today: date) -> BriefAsked | QueryProblem:
    """What a brief is asked for on."""
    text = " ".join(text[:500].translate(QUOTES).split())
    own: dict[str, str] = {key.casefold(): value.strip('" ') for key, value in _OWN.findall(text)}
    rest = " ".join(_OWN.sub(" ", text).split())
    notes = _notes(own.get("notes", "no"))
    if isinstance(notes, QueryProblem):
        return notes
    period: dict[str, str] = {key: value for key, value in own.items() if key != "notes"}
    word, _, after = rest.partition(" ")
    if word.casefold() == "changes":
        return _of_changes(after, period, notes, today)
    days = _days(period, today)
    if isinstance(days, QueryProblem):
        return days
    since, until = days
    if match := _PROGRAMME.fullmatch(rest):
        code = (match[1] or match[2] or "").strip().upper()
        if not code or len(code) > 80:
            return QueryProblem("programme: needs a code, such as programme:RUSSIA-EO14024.")
        return BriefAsked("programme", code, since or (until or today) - PERIOD, until, notes)
    if not rest:
        return QueryProblem(f"Say what the brief is on. {HOW}")
    if until:
        return QueryProblem("A brief on a party tells its state now: until: goes with a programme or with changes.")
    return BriefAsked("party", rest, since, None, notes)


def _of_changes(rest: str, period: Mapping[str, str], notes: bool, today: date) -> BriefAsked | QueryProblem:
    if not rest and not period:
        asked: ChangesAsked | QueryProblem = ChangesAsked(since=today - CHANGES_PERIOD)
    else:
        asked = parse_changes(" ".join((rest, *(f'{key}:"{value}"' for key, value in period.items()))), today)
    if isinstance(asked, QueryProblem):
        return asked
    return BriefAsked("changes", "", asked.since, asked.until, notes, asked)


def _notes(word: str) -> bool | QueryProblem:
    if word.casefold() in YES:
        return True
    if word.casefold() in NO:
        return False
    return QueryProblem(f"notes: is yes or no, not “{word[:20]}”.")


def _days(typed: Mapping[str, str], today: date) -> tuple[date | None, date | None] | QueryProblem:
    days: dict[str, date] = {}
    for key, value in typed.items():
        read = typed_date(value)
        if isinstance(read, str) or read.precision != "day":
            why = read if isinstance(read, str) else "needs a whole day, such as 2026-03-01."
            return QueryProblem(f"{key}: {why}")
        days[key] = date.fromisoformat(read.value)
    since, until = days.get("since"), days.get("until")
    if since and since > today:
        return QueryProblem(f"since:{since} is in the future.")
    if since and until and until < since:
        return QueryProblem(f"until:{until} is before since:{since}.")
    if since and (until or today) - since > LONGEST_PERIOD:
        return QueryProblem("A brief goes back ten years at most.")
    return since, until


def day_of(event: Event) -> date:
    """The day of a change: that of the list where it has one, else the day on which we read it."""
    return event.list_date or event.at.date()


def is_addition(event: Event) -> bool:
    """Whether an entry is new on its list: not one that came back, moved there, or was renumbered."""
    return event.op is Op.ADD and event.kind != "reinstated"


def is_removal(event: Event) -> bool:
    """Whether an entry is gone for sure, and not to another list of the same issuer."""
    return event.op is Op.DEL and event.state == "confirmed" and event.kind != "moved"


def start_of(asked: BriefAsked, begins: Mapping[str, date]) -> date | None:
    """From when on a brief can tell of changes: the day asked for, or the later one on which our record began."""
    first = min(begins.values(), default=None)
    if first is None or (asked.until and asked.until < first):
        return asked.since
    return max(first, asked.since or first)


def counts_of(events: Iterable[Event]) -> tuple[Count, ...]:
    """Entries added and removed by month of the list's date, and issuer."""
    found: Counter[tuple[str, str, bool]] = Counter()
    for event in events:
        if is_addition(event) or is_removal(event):
            found[f"{day_of(event):%Y-%m}", ISSUER_OF.get(event.source, ""), is_addition(event)] += 1
    return _counts(found)


def designated_by_year(entries: Iterable[Entry]) -> tuple[Count, ...]:
    """Entries still in force by the year of designation that their list gives."""
    dated = (entry for entry in entries if entry.listed_on is not None)
    return _counts(Counter((f"{e.listed_on:%Y}", ISSUER_OF.get(e.source, ""), True) for e in dated))


def _counts(found: Mapping[tuple[str, str, bool], int]) -> tuple[Count, ...]:
    made: dict[tuple[str, str], Count] = {}
    for (period, issuer, is_added), number in found.items():
        before = made.get((period, issuer), Count(period, issuer))
        made[period, issuer] = replace(before, added=number) if is_added else replace(before, removed=number)
    return tuple(sorted(made.values(), key=lambda count: (count.period, count.issuer)))


def file_stem(title: str, day: date) -> str:
    """A plain file name without its ending; nothing from outside stands in it as it is."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", title).strip("-").lower()[:60].strip("-")
    return f"brief-{plain or 'party'}-{day.isoformat()}"
