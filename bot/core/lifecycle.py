"""What a new delivery of a list means for the listings known so far: a pure plan, recorded in one transaction.

    known digests × parsed list ─▶ what differs ─▶ carry forward ─▶ diff ─▶ plan (written · pending · gone · returned …)

A removal is first *pending*; the next other delivery that still lacks the entry confirms it, its return cancels it.
An official delta, or a list that itself prints the entry as de-listed, removes at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot.core.dates import iso_day
from bot.core.delta import Change, Delta, Op, ReplaceKind, diff
from bot.core.listings import Listing, carry_forward
from bot.core.roll import Roll
from bot.core.snapshots import Delisted, ParsedList, Snapshot

CONFIRM_IDENTICAL_AFTER = timedelta(hours=24)
"""Identical content confirms a removal only when read afresh this long after the entry went missing."""

RICH = frozenset({"enhanced", "advanced"})
"""OFAC's two rich formats print the same facts otherwise than the plain ones."""

ACROSS_FORMATS = frozenset({"name", "programme", "list_kind", "type"})
"""What two dialects of one list say in the same words, and so what is compared when a delivery changes dialect."""

REINSTATED_AFTER = timedelta(days=60)
"""An entry new to us whose list dates its first listing this long before our last copy was on the list before."""


@dataclass(frozen=True, slots=True)
class Known:
    """A listing as known before the delivery, by the digest of its stored form."""

    digest: str
    state: str
    pending_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write: `events` are changes to tell now; a DEL among them is pending unless its reference is in `gone`.

    `written` new or changed listings, `pending` newly missing, `gone` removed at once on the publisher's word (with its
    day, if given), `confirmed` missing for the second time, `returned` missing once and back, `replaced` carried on
    under another reference, `moved` to another list of the same authority, `dropped` of another origin, `ended` entries
    that the list prints as no longer in force.
    """

    written: Mapping[str, Listing]
    observed: frozenset[str]
    baseline: bool
    events: tuple[Change, ...] = ()
    pending: tuple[str, ...] = ()
    gone: Mapping[str, date | None] = field(default_factory=dict)
    confirmed: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)
    moved: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    ended: Mapping[str, Delisted] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    common: int = 0
    delta: Delta | None = None


def listed(known: Mapping[str, Known]) -> list[str]:
    """The references that the last snapshot held."""
    return [ref for ref, item in known.items() if item.state == "listed"]


def differing(known: Mapping[str, Known], roll: Roll) -> set[str]:
    """References whose entry is new, reads otherwise than before, or is missing: the only ones to look at."""
    changed = {
        ref
        for ref in roll
        if (item := known.get(ref)) is None or item.state != "listed" or item.digest != roll.digest(ref)
    }
    return changed | {ref for ref in listed(known) if ref not in roll}


def plan_baseline(known: Mapping[str, Known], parsed: ParsedList) -> Plan:
    """A first load, or the first of another origin: nothing is news."""
    kept = {**dict.fromkeys(parsed.listings), **dict.fromkeys(parsed.delisted)}
    return Plan(
        written=parsed.listings,
        observed=parsed.observed,
        baseline=True,
        dropped=tuple(sorted(set(known) - set(kept))),
        ended=parsed.delisted,
        counts=counts_of(None),
    )


def plan_update(
    known: Mapping[str, Known],
    old: Mapping[str, Listing],
    roll: Roll,
    parsed: ParsedList,
    last: Snapshot,
    *,
    dates_survive: bool = False,
) -> Plan:
    """The next version of a list, against the last; `old` holds the stored listings of all that `differing` names."""
    same_dialect = (parsed.format in RICH) == (last.format in RICH)
    observed = parsed.observed & last.observed
    if not same_dialect:
        observed &= ACROSS_FORMATS
    changed = [ref for ref in sorted(differing(known, roll)) if ref in roll]
    effective = {ref: _effective(old.get(ref), roll[ref], parsed.observed, same_dialect) for ref in changed}
    before = {ref: old[ref] for ref in old if known[ref].state == "listed" and (ref in effective or ref not in roll)}
    delta = diff(before, effective, observed)
    waiting = {ref: old.get(ref) for ref, item in known.items() if item.state == "pending_removal"}
    returned = {ref: listing for ref, listing in waiting.items() if ref in roll and listing is not None}
    back = diff(returned, {ref: effective[ref] for ref in returned}, observed)
    # A record that an older delta or the other list explained is not waiting, and comes back as an addition.
    told = _Told(known, old, parsed, last, dates_survive)
    events = tuple(told.change(change) for change in delta.changes if not _is_return(change, returned))
    missing = {change.before.ref for change in events if change.op is Op.DEL and change.before is not None}
    gone = {ref: parsed.delisted[ref].on for ref in sorted(missing & parsed.delisted.keys())}
    confirmed = tuple(sorted(ref for ref in waiting if ref not in roll))
    replaced = carried_on(events)
    return Plan(
        written={ref: item for ref, item in effective.items() if before.get(ref) != item},
        observed=parsed.observed | last.observed,
        baseline=False,
        events=(*events, *back.changes),
        pending=tuple(sorted(missing - gone.keys())),
        gone=gone,
        confirmed=confirmed,
        returned=tuple(sorted(returned)),
        replaced=replaced,
        ended=_newly_ended(known, parsed, missing | set(confirmed)),
        counts=counts_of(
            delta,
            pending=len(missing - gone.keys()),
            confirmed=len(confirmed) + len(gone),
            cancelled=len(returned),
            reinstated=sum(1 for change in events if change.kind == ReplaceKind.REINSTATED),
        ),
        common=sum(1 for ref in listed(known) if ref in roll),
        delta=delta,
    )


def ripe(known: Mapping[str, Known], now: datetime) -> tuple[str, ...]:
    """Pending removals that identical content, freshly read, confirms by now."""
    return tuple(
        sorted(
            ref
            for ref, item in known.items()
            if item.state == "pending_removal"
            and item.pending_at is not None
            and now - item.pending_at >= CONFIRM_IDENTICAL_AFTER
        )
    )


def counts_of(delta: Delta | None, **more: int) -> dict[str, int]:
    """The counts of the command line's contract, and those given besides."""
    return {
        "added": delta.added if delta else 0,
        "removed": delta.removed if delta else 0,
        "amended": delta.amended if delta else 0,
        "pending": 0,
        "confirmed": 0,
        "cancelled": 0,
        "replaced": delta.replaced if delta else 0,
        "merged": delta.merged if delta else 0,
        "moved": 0,
        "reinstated": 0,
        **more,
    }


def summary(delta: Delta, most: int = 8) -> tuple[str, ...]:
    """What a person must see before accepting a bulk change: by property, how many entries, and one example."""
    touched: dict[str, list[Change]] = {}
    for change in delta.changes:
        for name in dict.fromkeys(s.property for s in (*change.gained, *change.lost)):
            touched.setdefault(name, []).append(change)
    rows = sorted(touched.items(), key=lambda item: -len(item[1]))
    said = [f"{delta.added:,} added, {delta.removed:,} removed, {delta.amended:,} amended"]
    return (*said, *(f"{name}: {len(found):,} entries, e.g. {_example(name, found[0])}" for name, found in rows[:most]))


def _example(name: str, change: Change) -> str:
    listing = change.after or change.before
    lost, gained = (next((s.value for s in side if s.property == name), "–") for side in (change.lost, change.gained))
    return f"{listing.ref if listing else ''} “{lost[:80]}” → “{gained[:80]}”"


def _effective(old: Listing | None, new: Listing, observed: Collection[str], same_dialect: bool) -> Listing:
    """The delivered listing, completed with what this delivery could not say."""
    if old is None:
        return new
    # How the other dialect printed the record says nothing about this one.
    kept = old if same_dialect else _without_print(old)
    return carry_forward(kept, new, observed)


def _without_print(listing: Listing) -> Listing:
    return replace(listing, printed=())


def _is_return(change: Change, returned: Collection[str]) -> bool:
    return change.op is Op.ADD and change.after is not None and change.after.ref in returned


def carried_on(events: Collection[Change]) -> dict[str, str]:
    """Vanished reference to the one that carries on."""
    return {
        change.before.ref: change.after.ref
        for change in events
        if change.op is Op.REPLACE and change.before and change.after and change.before.ref != change.after.ref
    }


def _newly_ended(known: Mapping[str, Known], parsed: ParsedList, moving: Collection[str]) -> dict[str, Delisted]:
    """Entries printed as no longer in force that we did not know as such; those that go now are in the plan anyway."""
    return {
        ref: item
        for ref, item in parsed.delisted.items()
        if ref not in moving and (ref not in known or known[ref].state not in ("removed", "replaced"))
    }


@dataclass(frozen=True, slots=True)
class _Told:
    """Turns an addition into a reinstatement where the party was on the list before."""

    known: Mapping[str, Known]
    old: Mapping[str, Listing]
    parsed: ParsedList
    last: Snapshot
    dates_survive: bool

    def change(self, change: Change) -> Change:
        after = change.after
        if change.op is not Op.ADD or after is None:
            return change
        if after.ref in self.known and self.known[after.ref].state == "removed" and after.ref in self.old:
            return Change(Op.REPLACE, ReplaceKind.REINSTATED, self.old[after.ref], after)
        if self.dates_survive and self._was_listed_before(after):
            return Change(Op.ADD, ReplaceKind.REINSTATED, None, after)
        return change

    def _was_listed_before(self, listing: Listing) -> bool:
        """Whether the list itself dates the entry's first listing well before our last copy, which lacked it."""
        before = self.last.list_date or self.last.checked_at.date()
        days = [day for value in listing.values("listed_on") if (day := iso_day(value))]
        return bool(days) and before - min(days) > REINSTATED_AFTER
