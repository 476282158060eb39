"""Linking: who is who after a delivery, worked out only where it can have changed.

changed listings ─▶ their keys, old and new ─▶ all listings reached over keys and parties ─▶ resolve these ─▶ new links
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.core.entities import ListingKey, entity_id
from bot.core.lifecycle import Plan
from bot.core.listings import Listing
from bot.core.resolution import blocking_keys, resolve
from storage import keys, lists
from storage.db import Database
from storage.session import Session

MANY = 3_000
"""From so many changed listings on, all keys are read at once."""


@dataclass(frozen=True, slots=True)
class Links:
    """Every touched listing's entity, what that changes, ids given up, and the keys of the listings written.

    `changed` is (entity, evidence) by listing; `moved` are (old id, new id, reason).
    """

    entity_of: Mapping[ListingKey, str]
    changed: Mapping[ListingKey, tuple[str, str]]
    moved: tuple[tuple[str, str, str], ...]
    keys: Mapping[str, Collection[str]] = field(default_factory=dict)


def link(db: Database, source: str, plan: Plan, arrived: Mapping[str, Listing] | None = None) -> Links:
    """The links after this plan; listings that share nothing with a changed one keep theirs.

    `arrived` maps a reference to the listing of another list that it moved from: the party stays the same.
    """
    came = {ref: (old.source, old.ref) for ref, old in (arrived or {}).items()}
    new_keys = {ref: blocking_keys(listing) for ref, listing in _fresh(plan)}
    with db.read() as session:
        reach = _reach_all if len(new_keys) > MANY else _reach
        touched = reach(session, source, new_keys, _gone(plan))
        known = keys.links(
            session, None if len(touched) > MANY else touched | _own(source, new_keys) | set(came.values())
        )
        parties = _parties(session, source, plan, touched)
    return _links(source, plan, known, parties, new_keys, came)


def _fresh(plan: Plan) -> Iterator[tuple[str, Listing]]:
    """The listings that this plan writes, one at a time."""
    for ref in plan.written:
        yield ref, plan.written[ref]
    for ref, item in plan.ended.items():
        yield ref, item.listing


def _own(source: str, refs: Iterable[str]) -> set[ListingKey]:
    return {(source, ref) for ref in refs}


def _gone(plan: Plan) -> set[str]:
    return {*plan.dropped, *plan.replaced}


def _reach(
    session: Session, source: str, new_keys: Mapping[str, Collection[str]], gone: Collection[str]
) -> set[ListingKey]:
    """All listings that can be of one party with the changed ones, asked for step by step."""
    touched: set[ListingKey] = {(source, ref) for ref in (*new_keys, *gone)}
    asked: set[str] = set()
    wanted = {key for found in new_keys.values() for key in found}
    frontier = set(touched)
    while frontier:
        wanted |= keys.keys_of(session, frontier)
        found = keys.of_one_party(session, frontier) | keys.holders(session, wanted - asked)
        asked |= wanted
        frontier = found - touched
        touched |= found
    return touched


def _reach_all(
    session: Session, source: str, new_keys: Mapping[str, Collection[str]], gone: Collection[str]
) -> set[ListingKey]:
    """The same in memory, for a delivery that changes (nearly) everything; without those that share nothing at all."""
    holders: dict[str, set[ListingKey]] = defaultdict(set)
    held: dict[ListingKey, set[str]] = defaultdict(set)
    theirs = [(key, (source, ref)) for ref, found in new_keys.items() for key in found]
    for key, listing in (*keys.all_keys(session), *theirs):
        holders[key].add(listing)
        held[listing].add(key)
    members: dict[str, set[ListingKey]] = defaultdict(set)
    entity = {listing: found for listing, (found, _) in keys.links(session).items()}
    for listing, party in entity.items():
        members[party].add(listing)
    shared = {key for key, found in holders.items() if len(found) > 1}
    touched: set[ListingKey] = {
        (source, ref)
        for ref in (*new_keys, *gone)
        if ref in gone
        or not shared.isdisjoint(held[source, ref])
        or len(members.get(entity.get((source, ref), ""), ())) > 1
    }
    frontier = list(touched)
    while frontier:
        listing = frontier.pop()
        near = {other for key in held[listing] for other in holders[key]}
        for other in (near | members.get(entity.get(listing, ""), set())) - touched:
            touched.add(other)
            frontier.append(other)
    return touched


def _parties(session: Session, source: str, plan: Plan, touched: Collection[ListingKey]) -> dict[ListingKey, Listing]:
    """The words of all touched listings as they will be: this plan's, else the stored ones that still count."""
    gone = {(source, ref) for ref in _gone(plan)}
    found: dict[ListingKey, Listing] = {}
    for name in sorted({name for name, _ in touched}):
        refs = {ref for origin, ref in touched if origin == name and (name, ref) not in gone}
        if name == source:
            found.update({(name, ref): plan.written[ref] for ref in refs if ref in plan.written})
            found.update({(name, ref): plan.ended[ref].listing for ref in refs if ref in plan.ended})
        refs = {ref for ref in refs if (name, ref) not in found}
        carried_on = {ref for ref, state in lists.standings_of(session, name, refs).items() if state == "replaced"}
        found.update({(name, ref): item for ref, item in lists.listings_of(session, name, refs - carried_on).items()})
    return found


def _links(
    source: str,
    plan: Plan,
    known: Mapping[ListingKey, tuple[str, str]],
    parties: Mapping[ListingKey, Listing],
    new_keys: Mapping[str, Collection[str]],
    came: Mapping[str, ListingKey],
) -> Links:
    existing = {key: known[key][0] for key in parties if key in known and known[key][0]}
    for old, new in plan.replaced.items():
        if (source, old) in known:
            existing.setdefault((source, new), known[source, old][0])
    for new, other in came.items():
        if other in known:
            existing.setdefault((source, new), known[other][0])
    found = resolve(parties.values(), existing)
    entity_of = {key: known.get(key, ("", ""))[0] or entity_id(*key) for key in _own(source, new_keys)}
    entity_of |= found.entity_of
    linked = {key: (entity, found.evidence.get(key, "")) for key, entity in entity_of.items()}
    moved = [(referent.old, referent.new, referent.reason) for referent in found.referents]
    for old, new in plan.replaced.items():
        moved += _carry_on(source, old, new, known, entity_of, linked)
    changed = {key: value for key, value in linked.items() if known.get(key) != value}
    return Links(entity_of, changed, tuple(moved), new_keys)


def _carry_on(
    source: str,
    old: str,
    new: str,
    known: Mapping[ListingKey, tuple[str, str]],
    entity_of: Mapping[ListingKey, str],
    linked: dict[ListingKey, tuple[str, str]],
) -> Iterable[tuple[str, str, str]]:
    """A record that was carried on stays with its party; an id that only it had refers to that party's."""
    entity = entity_of.get((source, new)) or entity_id(source, new)
    linked[source, old] = (entity, f"record {old} carried on as {new}")
    before = known.get((source, old), ("", ""))[0]
    if before and before != entity and before not in entity_of.values():
        yield before, entity, f"record {old} merged into {new}"
