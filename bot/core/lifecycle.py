"""What a new delivery of a list means for the listings known so far: a pure plan, recorded in one transaction.

    known listings + parsed list ─▶ carry forward ─▶ diff ─▶ plan (written · pending · removed · returned · dropped)

A removal is first *pending*; the next other delivery that still lacks the entry confirms it, its return cancels it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.delta import Change, Delta, Op, diff
from bot.core.listings import Listing, carry_forward
from bot.core.snapshots import ParsedList, Snapshot

CONFIRM_IDENTICAL_AFTER = timedelta(hours=24)
"""Identical content confirms a removal only when read afresh this long after the entry went missing."""


@dataclass(frozen=True, slots=True)
class Known:
    """A listing as known before the delivery."""

    listing: Listing
    state: str
    pending_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write: `events` are changes to tell now; a DEL among them is pending.

    `written` new or changed listings, `pending` newly missing, `confirmed` missing for the second time,
    `returned` missing once and back, `replaced` carried on under another reference, `dropped` of another origin.
    """

    effective: Mapping[str, Listing]
    written: Mapping[str, Listing]
    observed: frozenset[str]
    baseline: bool
    events: tuple[Change, ...] = ()
    pending: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def listed(known: Mapping[str, Known]) -> dict[str, Listing]:
    """The listings that the last snapshot held."""
    return {ref: item.listing for ref, item in known.items() if item.state == "listed"}


def carried(known: Mapping[str, Known], parsed: ParsedList) -> dict[str, Listing]:
    """The delivered listings, completed with what this delivery could not say."""
    return {
        ref: carry_forward(known[ref].listing, listing, parsed.observed) if ref in known else listing
        for ref, listing in parsed.listings.items()
    }


def plan_baseline(known: Mapping[str, Known], parsed: ParsedList) -> Plan:
    """A first load, or the first of another origin: nothing is news."""
    return Plan(
        effective=parsed.listings,
        written=parsed.listings,
        observed=parsed.observed,
        baseline=True,
        dropped=tuple(sorted(set(known) - set(parsed.listings))),
        counts=_counts(None),
    )


def plan_update(
    known: Mapping[str, Known], parsed: ParsedList, last: Snapshot, effective: Mapping[str, Listing]
) -> Plan:
    """The next version of a list, against the last; `effective` is `carried(known, parsed)`."""
    before = listed(known)
    delta = diff(before, effective, parsed.observed & last.observed)
    waiting = {ref: item.listing for ref, item in known.items() if item.state == "pending_removal"}
    returned = tuple(sorted(ref for ref in waiting if ref in effective))
    confirmed = tuple(sorted(ref for ref in waiting if ref not in effective))
    events, pending, replaced = _told(delta, set(returned))
    if returned:
        back = diff(
            {ref: waiting[ref] for ref in returned},
            {ref: effective[ref] for ref in returned},
            parsed.observed & last.observed,
        )
        events += back.changes
    written = {ref: listing for ref, listing in effective.items() if before.get(ref) != listing}
    return Plan(
        effective=effective,
        written=written,
        observed=parsed.observed | last.observed,
        baseline=False,
        events=events,
        pending=pending,
        confirmed=confirmed,
        returned=returned,
        replaced=replaced,
        counts=_counts(delta, pending=len(pending), confirmed=len(confirmed), cancelled=len(returned)),
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


def _told(delta: Delta, returned: set[str]) -> tuple[tuple[Change, ...], tuple[str, ...], dict[str, str]]:
    events: list[Change] = []
    pending: list[str] = []
    replaced: dict[str, str] = {}
    for change in delta.changes:
        if change.op is Op.ADD and change.after is not None and change.after.ref in returned:
            continue
        if change.op is Op.DEL and change.before is not None:
            pending.append(change.before.ref)
        if change.op is Op.REPLACE and change.before is not None and change.after is not None:
            replaced[change.before.ref] = change.after.ref
        events.append(change)
    return tuple(events), tuple(sorted(pending)), replaced


def _counts(delta: Delta | None, *, pending: int = 0, confirmed: int = 0, cancelled: int = 0) -> dict[str, int]:
    return {
        "added": delta.added if delta else 0,
        "removed": delta.removed if delta else 0,
        "amended": delta.amended if delta else 0,
        "pending": pending,
        "confirmed": confirmed,
        "cancelled": cancelled,
        "replaced": delta.replaced if delta else 0,
        "merged": delta.merged if delta else 0,
    }
