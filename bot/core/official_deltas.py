"""Official deltas: what a publisher's own change file means for the listings known so far.

A delta names the change itself: an addition needs no whole list, a removal no second look. What a later whole list says
of the same entry is no news, since only what both say in the same words is compared until then.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from bot.core.delta import Change, Op, ReplaceKind, diff
from bot.core.lifecycle import Known, Plan, carried_on, counts_of
from bot.core.listings import DELTA, Listing
from bot.core.snapshots import ParsedDelta, Snapshot

T = TypeVar("T")

IN_FORCE = ("listed", "pending_removal")


def named(parsed: ParsedDelta) -> set[str]:
    """All references that a delta speaks of."""
    return {*parsed.added, *parsed.changed, *parsed.patched, *parsed.removed, *parsed.merged, *parsed.merged.values()}


def is_behind(parsed: ParsedDelta, last: Snapshot) -> bool:
    """Whether the list in force is younger than the delta, so that all of it is in there already."""
    return parsed.list_date is not None and last.list_date is not None and parsed.list_date < last.list_date


def plan_delta(known: Mapping[str, Known], old: Mapping[str, Listing], parsed: ParsedDelta, last: Snapshot) -> Plan:
    """What a delta changes; `old` holds the stored listings of all that `named` gives and that are known."""
    if is_behind(parsed, last):
        return _explained(known, parsed, last)
    in_force = {ref: item for ref, item in old.items() if known[ref].state in IN_FORCE}
    wanted = _written(known, in_force, parsed)
    leaving = {ref for ref in (*parsed.removed, *parsed.merged) if ref in in_force}
    before = {ref: item for ref, item in in_force.items() if ref in wanted or ref in leaving}
    delta = diff(before, wanted, last.observed | {"name", "programme", "list_kind", "type"})
    merged = {gone: into for gone, into in parsed.merged.items() if gone in in_force}
    events = tuple(_told(change, merged, {**in_force, **wanted}) for change in delta.changes)
    waiting = {ref for ref in leaving if known[ref].state == "pending_removal"}
    events = tuple(c for c in events if not (c.op is Op.DEL and c.before is not None and c.before.ref in waiting))
    replaced = carried_on(events)
    gone = sorted(leaving - waiting - replaced.keys())
    returned = tuple(sorted(ref for ref in wanted if ref in known and known[ref].state == "pending_removal"))
    return Plan(
        written={ref: item for ref, item in wanted.items() if in_force.get(ref) != item or ref in returned},
        observed=last.observed,
        baseline=False,
        events=events,
        gone=dict.fromkeys(gone, parsed.list_date),
        confirmed=tuple(sorted(waiting)),
        returned=returned,
        replaced=replaced,
        counts=counts_of(delta, confirmed=len(gone) + len(waiting), cancelled=len(returned)),
        delta=delta,
    )


def _explained(known: Mapping[str, Known], parsed: ParsedDelta, last: Snapshot) -> Plan:
    """A delta older than the list in force only confirms what that list already lacks."""
    waiting = sorted(ref for ref in parsed.removed if ref in known and known[ref].state == "pending_removal")
    return Plan(
        written={},
        observed=last.observed,
        baseline=False,
        confirmed=tuple(waiting),
        counts=counts_of(None, confirmed=len(waiting)),
    )


def _written(known: Mapping[str, Known], in_force: Mapping[str, Listing], parsed: ParsedDelta) -> dict[str, Listing]:
    """The entries as the delta leaves them; one that says nothing new of an entry is left out."""
    found: dict[str, Listing] = {}
    for ref, listing in {**parsed.added, **parsed.changed}.items():
        if ref in in_force and not _says_more(in_force[ref], listing):
            continue
        found[ref] = _marked(_completed(in_force.get(ref), listing))
    for ref, (gained, lost) in parsed.patched.items():
        if ref in in_force and (new := patched(in_force[ref], gained, lost)) != in_force[ref]:
            found[ref] = _marked(new)
    # A record that was carried on under another reference does not come back by an older word of it.
    return {ref: item for ref, item in found.items() if ref not in known or known[ref].state != "replaced"}


def _says_more(old: Listing, new: Listing) -> bool:
    words = ("programmes", "list_kind", "type")
    return old.caption != new.caption or any(sorted(getattr(old, word)) != sorted(getattr(new, word)) for word in words)


def _completed(old: Listing | None, new: Listing) -> Listing:
    """The delta's words, with what only the whole list told before."""
    if old is None:
        return new
    return replace(
        new,
        identifiers=new.identifiers or old.identifiers,
        births=new.births or old.births,
        facts=new.facts or old.facts,
        measures=new.measures or old.measures,
    )


def patched(old: Listing, gained: Listing, lost: Listing) -> Listing:
    """A listing with some statements added and others taken away."""
    return replace(
        old,
        names=_patch(old.names, gained.names, lost.names, in_order=True),
        programmes=_patch(old.programmes, gained.programmes, lost.programmes),
        measures=_patch(old.measures, gained.measures, lost.measures),
        identifiers=_patch(old.identifiers, gained.identifiers, lost.identifiers),
        births=_patch(old.births, gained.births, lost.births),
        facts=_patch(old.facts, gained.facts, lost.facts),
    )


def _patch(kept: Collection[T], gained: Collection[T], lost: Collection[T], *, in_order: bool = False) -> tuple[T, ...]:
    """Names keep the authority's order; all else is kept sorted."""
    items = [item for item in kept if item not in lost] + [item for item in gained if item not in kept]
    return tuple(items) if in_order else tuple(sorted(items))  # type: ignore[type-var]


def _marked(listing: Listing) -> Listing:
    return replace(listing, printed=(*(part for part in listing.printed if part[0] != DELTA), (DELTA, "")))


def _told(change: Change, merged: Mapping[str, str], words: Mapping[str, Listing]) -> Change:
    """A removal that the delta itself gives as a merger."""
    if change.op is Op.DEL and change.before is not None and change.before.ref in merged:
        into = words.get(merged[change.before.ref])
        if into is not None:
            return Change(Op.REPLACE, ReplaceKind.MERGED, change.before, into, material=False)
    return change


def publication_title(parsed: ParsedDelta, authority: str) -> str:
    """How an action is named after the delta that announced it."""
    day: date | None = parsed.list_date
    dated = f" of {day.day} {day:%b %Y}" if day else ""
    kind = f", {parsed.publication}" if parsed.publication else ""
    return f"{authority} publication{dated}{kind}"
