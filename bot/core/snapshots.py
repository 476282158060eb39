"""Snapshots: all listings of a source at one version, and whether a new one may replace the last."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from bot.core.listings import Listing
from bot.core.roll import Roll

Origin = Literal["sample", "official", "file"]
Outcome = Literal["refreshed", "unchanged", "held", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Delisted:
    """An entry that a list still prints and says to be no longer in force, since `on` where it gives the day."""

    listing: Listing
    on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ParsedList:
    """What a parser makes of one delivery (one or several files of the same list and day).

    `observed` names the properties these files can state (see `listings.PROPERTIES`; `printed:PART` too);
    `declared` is the list's own count; `duplicates` are references found twice with different content;
    `unknown` are elements or columns that the parser does not know; `ended` is False where a format that has
    an end mark came without it, so that entries may be missing at its end. `delisted` are entries that the file
    itself keeps and says to be no longer in force; they are not among `listings`.
    """

    source: str
    format: str
    listings: Mapping[str, Listing]
    observed: frozenset[str]
    list_date: date | None = None
    declared: int | None = None
    duplicates: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    ended: bool = True
    delisted: Mapping[str, Delisted] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParsedDelta:
    """What an official delta file says: changes of single entries, never a whole list.

    `added` and `changed` are full new versions; `patched` holds (what was gained, what was lost) as partial listings;
    `removed` holds the record as it stood (None when the file gives only its number); `merged` maps a reference that
    was given up to the one that carries on. `publication` is the publisher's own name for it.
    """

    source: str
    format: str
    observed: frozenset[str]
    list_date: date | None = None
    publication: str = ""
    added: Mapping[str, Listing] = field(default_factory=dict)
    changed: Mapping[str, Listing] = field(default_factory=dict)
    patched: Mapping[str, tuple[Listing, Listing]] = field(default_factory=dict)
    removed: Mapping[str, Listing | None] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A stored version of a source; `id` is made from its content, `sequence` orders the versions of a source."""

    id: str
    source: str
    sequence: int
    sha256: str
    format: str
    origin: Origin
    list_date: date | None
    checked_at: datetime
    entries: int
    observed: frozenset[str] = field(default_factory=frozenset)


class Malformed(ValueError):
    """A file that is not a whole, readable copy of the list it should be; the text says why, with figures."""


class Incomplete(Malformed):
    """Files that are fine in themselves but lack the main one of their family."""


@dataclass(frozen=True, slots=True)
class LastCopy:
    """What vetting needs to know of the copy in force: its references, and how many entries state each property."""

    refs: Collection[str]
    stated: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a new snapshot is measured by.

    `min_entries` and `max_entries` bound its size (for samples and hand-fed files they do not apply); `filled` maps a
    property to the least share of entries that state it; `parts` are the least entries under each programme of a list
    that is made of several; `observed` and `last_date` are the last snapshot's;
    `min_share` is the share of the last entries that must remain, `max_amended` the share of the common entries
    that may change at once without a human's word.
    """

    min_entries: int = 0
    max_entries: int = 10_000_000
    min_share: float = 0.8
    max_amended: float = 0.2
    filled: Mapping[str, float] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)
    observed: frozenset[str] = frozenset()
    last_date: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a snapshot may replace the last: `refused` and `held` say why not, with figures; both empty: it may.

    `rule` is the name of the rule that spoke.
    """

    refused: str = ""
    held: str = ""
    rule: str = ""

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against the snapshot."""
        return not self.refused and not self.held

    @property
    def reason(self) -> str:
        """The rule with its figures."""
        return f"{self.rule}: {self.refused or self.held}"


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may look at; `last` is None for a first copy."""

    parsed: ParsedList
    last: LastCopy | None
    limits: Limits


def vet(parsed: ParsedList, last: LastCopy | None, limits: Limits) -> Verdict:
    """Measure a parsed list against itself and the copy in force (None: there is none to compare with)."""
    case = Case(parsed, last, limits)
    for name, rule in REFUSAL_RULES.items():
        if reason := rule(case):
            return Verdict(refused=reason, rule=name)
    return Verdict()


def vet_amended(amended: int, common: int, limits: Limits) -> Verdict:
    """Hold a snapshot in which so many common entries changed that a change of layout is likelier than an act."""
    most = limits.max_amended
    if not common or amended <= most * common:
        return Verdict()
    held = f"{amended:,} of {common:,} common entries amended ({amended / common:.0%}, at most {most:.0%})"
    return Verdict(held=held, rule="changed in bulk")


def is_empty(case: Case) -> str:
    """No entries at all."""
    return "" if case.parsed.listings else "0 entries"


def is_short_of_its_own_count(case: Case) -> str:
    """The list declares another number of entries than it holds."""
    found, declared = len(case.parsed.listings), case.parsed.declared
    return "" if declared in (None, found) else f"{found:,} entries, but the list declares {declared:,}"


def contradicts_itself(case: Case) -> str:
    """One reference stands for two different records."""
    twice = case.parsed.duplicates
    return f"{len(twice):,} references occur twice with different content: {', '.join(twice[:5])}" if twice else ""


def is_below_the_least(case: Case) -> str:
    """Fewer entries than this list ever had."""
    found, least = len(case.parsed.listings), case.limits.min_entries
    return f"{found:,} entries, fewer than the {least:,} it ever had" if found < least else ""


def is_above_the_most(case: Case) -> str:
    """More entries than this list can have."""
    found, most = len(case.parsed.listings), case.limits.max_entries
    return f"{found:,} entries, more than the {most:,} that are believable" if found > most else ""


def is_missing_names(case: Case) -> str:
    """Entries without a name."""
    total = len(case.parsed.listings)
    nameless = total - stated_counts(case.parsed.listings).get("name", 0)
    return f"{nameless:,} of {total:,} entries have no name" if nameless else ""


def lacks_a_key_field(case: Case) -> str:
    """A field that (nearly) every entry of this list has is missing from too many."""
    shares = stated_shares(case.parsed.listings)
    if len(case.parsed.listings) < FILL_SAMPLE:
        return ""
    for name, least in case.limits.filled.items():
        share = shares.get(name, 0.0)
        if name in case.parsed.observed and share < least:
            return f"{name}: stated by {share:.1%} of the entries, at least {least:.0%} expected"
    return ""


def lacks_a_part(case: Case) -> str:
    """A list made of several lacks one of them, or most of it."""
    found = as_roll(case.parsed.listings).programmes if case.limits.parts else {}
    wanted = case.limits.parts.items()
    short = [f"{name}: {found.get(name, 0):,} of {least:,}" for name, least in wanted if found.get(name, 0) < least]
    return f"too few entries under {'; '.join(short)} at least" if short else ""


def goes_back_in_time(case: Case) -> str:
    """An older list than the last one."""
    now, before = case.parsed.list_date, case.limits.last_date
    if now is None or before is None or now >= before:
        return ""
    return f"list of {now.isoformat()}, older than the last of {before.isoformat()}"


def stops_early(case: Case) -> str:
    """No end mark, and the last entries of the earlier snapshot are missing: cut off between two rows."""
    if case.parsed.ended or case.last is None or not case.parsed.listings:
        return ""
    final = max((int(ref) for ref in case.parsed.listings if ref.isdigit()), default=0)
    beyond = sum(1 for ref in case.last.refs if ref.isdigit() and int(ref) > final)
    return f"no end mark, and the last {beyond:,} of {len(case.last.refs):,} entries are missing" if beyond else ""


def has_shrunk(case: Case) -> str:
    """Too few of the last entries remain."""
    if case.last is None or not case.last.refs:
        return ""
    before = len(case.last.refs)
    kept = sum(1 for ref in case.last.refs if ref in case.parsed.listings)
    if kept >= case.limits.min_share * before:
        return ""
    found, least = len(case.parsed.listings), case.limits.min_share
    return f"{found:,} entries, among them {kept:,} of the last {before:,} ({kept / before:.0%}, at least {least:.0%})"


def has_lost_a_property(case: Case) -> str:
    """A property that many entries had is (nearly) gone: the layout changed, or a column came empty."""
    if case.last is None or len(case.last.refs) < FILL_SAMPLE:
        return ""
    now = stated_shares(case.parsed.listings)
    for name in sorted(case.parsed.observed & case.limits.observed):
        before, share = case.last.stated.get(name, 0.0), now.get(name, 0.0)
        if before >= FILL_NOTED and share < before / 2:
            return f"{name}: stated by {share:.0%} of the entries, by {before:.0%} before"
    return ""


FILL_SAMPLE = 50
"""Entries below which shares say nothing."""

FILL_NOTED = 0.1
"""Share of entries from which a property counts as usual for its list."""

REFUSAL_RULES: dict[str, Callable[[Case], str]] = {
    "empty": is_empty,
    "contradicts itself": contradicts_itself,
    "short of its own count": is_short_of_its_own_count,
    "too few entries": is_below_the_least,
    "too many entries": is_above_the_most,
    "entries without a name": is_missing_names,
    "key field missing": lacks_a_key_field,
    "part missing": lacks_a_part,
    "older than the last": goes_back_in_time,
    "cut off": stops_early,
    "shrunk": has_shrunk,
    "property lost": has_lost_a_property,
}
"""Asked in this order; the first that speaks decides."""


def stated_counts(listings: Mapping[str, Listing]) -> Mapping[str, int]:
    """How many entries state each property."""
    return as_roll(listings).stated


def as_roll(listings: Mapping[str, Listing]) -> Roll:
    """These listings in stored form."""
    return listings if isinstance(listings, Roll) else Roll("", listings)


def stated_shares(listings: Mapping[str, Listing]) -> dict[str, float]:
    """The share of entries that state each property, to six digits."""
    total = len(listings)
    return {name: round(n / total, 6) for name, n in sorted(stated_counts(listings).items())} if total else {}
