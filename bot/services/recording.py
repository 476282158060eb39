"""Record: what a plan writes, in one transaction: snapshot, listings, entities, action and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core.countries import listing_countries
from bot.core.delta import Change, Op
from bot.core.entities import ListingKey, entity_id
from bot.core.events import Action, Event, event_key
from bot.core.issuers import ISSUER_OF
from bot.core.lifecycle import Plan
from bot.core.listings import Listing
from bot.core.resolution import resolve
from bot.core.snapshots import Snapshot
from bot.sources.source import Source
from storage import entities, events, lists
from storage.db import Database


def record(
    db: Database, source: Source, snapshot: Snapshot, last: Snapshot | None, plan: Plan, digests: Mapping[str, str]
) -> int:
    """Write snapshot, listings, entities, action and events in one transaction; returns the events written."""
    now = snapshot.checked_at
    links = _links(db, source.id, plan)
    action = _action(source, snapshot, last)
    told = [_event(source, change, action.id, snapshot, links) for change in plan.events]
    with db.write() as session:
        lists.lock_source(session, source.id)
        snapshot = replace(snapshot, sequence=lists.next_sequence(session, source.id))
        day = removal_day(snapshot, now)
        lists.promote(
            session,
            lists.Promotion(
                snapshot=snapshot,
                parent=last.id if last else "",
                blobs=digests,
                counts=plan.counts,
                written=plan.written,
                pending=plan.pending,
                removed=dict.fromkeys(plan.confirmed, day),
                replaced=dict.fromkeys(plan.replaced, day),
                dropped=plan.dropped,
            ),
        )
        entities.relink(session, links.changed, links.moved, now)
        if told:
            events.open_action(session, action, last.id if last else "", snapshot.id)
            events.add_events(session, told, sample=snapshot.origin == "sample")
        events.set_state(session, source.id, dict.fromkeys(plan.confirmed, "confirmed"))
        events.set_state(session, source.id, dict.fromkeys(plan.returned, "cancelled"))
    return len(told)


@dataclass(frozen=True, slots=True)
class _Links:
    """Who is who after this delivery: every listing's entity, and what that changes."""

    entity_of: Mapping[ListingKey, str]
    changed: Mapping[ListingKey, tuple[str, str]]
    moved: tuple[tuple[str, str, str], ...]


def _links(db: Database, source: str, plan: Plan) -> _Links:
    """Entities over all listings known, with this plan's listings in place of their former selves."""
    linked: dict[ListingKey, tuple[str, str]] = {}
    everything: dict[ListingKey, Listing] = {}
    gone = {(source, ref) for ref in (*plan.dropped, *plan.replaced)}
    with db.read() as session:
        for item in lists.stored_listings(session):
            key = (item.listing.source, item.listing.ref)
            linked[key] = (item.entity, item.evidence)
            if key not in gone and item.state != "replaced":
                everything[key] = item.listing
    everything.update({(source, ref): listing for ref, listing in plan.written.items()})
    existing = {key: linked[key][0] for key in everything if key in linked and linked[key][0]}
    for old, new in plan.replaced.items():
        if (source, old) in linked:
            existing.setdefault((source, new), linked[source, old][0])
    found = resolve(everything.values(), existing)
    now_linked = {key: (entity, found.evidence.get(key, "")) for key, entity in found.entity_of.items()}
    moved = [(referent.old, referent.new, referent.reason) for referent in found.referents]
    for old, new in plan.replaced.items():
        entity = found.entity_of[source, new]
        before = linked.get((source, old), ("", ""))[0]
        now_linked[source, old] = (entity, f"record {old} carried on as {new}")
        if before and before != entity and before not in found.entity_of.values():
            moved.append((before, entity, f"record {old} merged into {new}"))
    changed = {key: link for key, link in now_linked.items() if linked.get(key) != link}
    return _Links(found.entity_of, changed, tuple(moved))


def _event(source: Source, change: Change, action: str, snapshot: Snapshot, links: _Links) -> Event:
    subject = change.after or change.before
    if subject is None:
        raise ValueError("a change without a listing")
    key: ListingKey = (source.id, subject.ref)
    return Event(
        key=event_key(source.id, change),
        source=source.id,
        ref=subject.ref,
        op=change.op,
        kind=change.kind,
        action=action,
        state="pending" if change.op is Op.DEL else "confirmed",
        at=snapshot.checked_at,
        list_date=snapshot.list_date,
        entity=links.entity_of.get(key) or entity_id(*key),
        caption=subject.caption,
        type=subject.type,
        list_kind=subject.list_kind,
        programmes=subject.programmes,
        countries=listing_countries(subject),
        material=change.material,
        gained=change.gained,
        lost=change.lost,
        url=source.entry_url.format(ref=subject.ref) if source.entry_url else source.home,
        related_ref=change.before.ref if change.op is Op.REPLACE and change.before else "",
    )


def _action(source: Source, snapshot: Snapshot, last: Snapshot | None) -> Action:
    old = _day_text(last)
    return Action(
        id=events.action_id(source.id, last.id if last else "", snapshot.id),
        issuer=ISSUER_OF[source.id],
        source=source.id,
        title=f"differences between the lists of {old} and {_day_text(snapshot)}",
        at=snapshot.checked_at,
        list_date=snapshot.list_date,
        previous_list_date=last.list_date if last else None,
    )


def _day_text(snapshot: Snapshot | None) -> str:
    if snapshot is None:
        return "an unknown date"
    day = snapshot.list_date or snapshot.checked_at.date()
    return f"{day.day} {day:%b %Y}"


def removal_day(snapshot: Snapshot, now: datetime) -> date:
    """The day from which an entry counts as gone: that of the list that lacks it, else of the look at it."""
    return snapshot.list_date or now.date()
