"""Record: what a plan writes, in one transaction: snapshot, listings, entities, action and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot.core.countries import listing_countries
from bot.core.delta import Change, Op
from bot.core.entities import ListingKey, entity_id
from bot.core.events import Action, Event, event_key
from bot.core.issuers import ISSUER_OF
from bot.core.lifecycle import Plan
from bot.core.snapshots import Snapshot
from bot.services.linking import Links, link
from bot.services.moving import Moving, move
from bot.services.reopening import reopen_relinked
from bot.sources.source import Source
from storage import entities, events, keys, lists, promotion
from storage import moves as moves_store
from storage.db import Database
from storage.session import Session

TRIES = 5
"""How often links are worked out anew when another list changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Publication:
    """The official notice or delta file that an action rests on."""

    id: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was delivered: the snapshot, the one before, the blobs it was read from, its fill rates."""

    snapshot: Snapshot
    last: Snapshot | None
    blobs: Mapping[str, str]
    stated: Mapping[str, float]
    publication: Publication = field(default_factory=Publication)


def record(db: Database, source: Source, delivered: Delivered, plan: Plan, moving: Moving) -> int:
    """Write snapshot, listings, entities, action and events in one transaction; returns the events written.

    Raises `promotion.Overtaken` when another process promoted a snapshot of this list first.
    """
    for _ in range(TRIES):
        with db.read() as session:
            generations = lists.generations(session)
        links = link(db, source.id, plan, {ref: half.listing for ref, half in moving.arrived.items()})
        with db.write() as session:
            promotion.lock_entities(session)
            if lists.generations(session) == generations:
                return _write(session, source, delivered, plan, moving, links)
    raise promotion.Overtaken(source.id)


def _write(session: Session, source: Source, delivered: Delivered, plan: Plan, moving: Moving, links: Links) -> int:
    snapshot, last = delivered.snapshot, delivered.last
    action = _action(source, delivered)
    told = [_event(source, change, action.id, snapshot, links, plan) for change in plan.events]
    promotion.lock_source(session, source.id)
    numbered = replace(snapshot, sequence=promotion.next_sequence(session, source.id))
    promotion.promote(session, _promotion(delivered, numbered, plan))
    keys.set_keys(session, source.id, {**dict.fromkeys((*plan.replaced, *plan.moved), frozenset()), **links.keys})
    reopen_relinked(session, links, snapshot.checked_at)
    entities.relink(session, links.changed, links.moved, snapshot.checked_at)
    if told:
        events.open_action(session, action, last.id if last else "", snapshot.id)
        events.add_events(session, told, sample=snapshot.origin == "sample")
    events.set_state(session, source.id, dict.fromkeys(plan.confirmed, "confirmed"))
    events.set_state(session, source.id, dict.fromkeys(plan.returned, "cancelled"))
    _write_moves(session, source, delivered, moving, links)
    return len(told)


def _promotion(delivered: Delivered, numbered: Snapshot, plan: Plan) -> promotion.Promotion:
    day = removal_day(numbered)
    return promotion.Promotion(
        snapshot=numbered,
        parent=delivered.last.id if delivered.last else "",
        blobs=delivered.blobs,
        counts=plan.counts,
        written=plan.written,
        pending=plan.pending,
        removed=dict.fromkeys(plan.confirmed, day),
        replaced=dict.fromkeys((*plan.replaced, *plan.moved), day),
        dropped=plan.dropped,
        gone={ref: on or day for ref, on in plan.gone.items()},
        ended={ref: (item.listing, item.on) for ref, item in plan.ended.items()},
        stated=delivered.stated,
    )


def _write_moves(session: Session, source: Source, delivered: Delivered, moving: Moving, links: Links) -> None:
    """The first halves, recorded earlier, become one with what arrived now."""
    day = removal_day(delivered.snapshot)
    for ref, half in moving.arrived.items():
        entity = links.entity_of.get((source.id, ref)) or entity_id(source.id, ref)
        moves_store.give_up(session, half.source, half.ref, day)
        moves_store.join(session, half.source, half.ref, entity, f"moved to {source.id}:{ref}")
        keys.set_keys(session, half.source, {half.ref: frozenset()})
        _one_event(session, half.event)
    for ref, half in moving.left.items():
        known = keys.links(session, [(half.source, half.ref)])
        entity = known.get((half.source, half.ref), (entity_id(half.source, half.ref), ""))[0]
        left = lists.listings_of(session, source.id, [ref])[ref]
        moves_store.join(session, source.id, ref, entity, f"moved to {half.source}:{half.ref}")
        told = _described(move(left, half.listing), half.source, delivered.snapshot, entity)
        moves_store.become(session, half.event, told)


def _one_event(session: Session, first: str) -> None:
    """The pending removal that a move explains: taken back when nobody heard of it, else shown as cancelled."""
    if moves_store.is_told(session, first):
        moves_store.cancel(session, first)
    else:
        moves_store.forget(session, first)


def _event(source: Source, change: Change, action: str, snapshot: Snapshot, links: Links, plan: Plan) -> Event:
    subject = change.after or change.before
    if subject is None:
        raise ValueError("a change without a listing")
    key: ListingKey = (source.id, subject.ref)
    is_pending = change.op is Op.DEL and subject.ref not in plan.gone
    made = _described(change, source.id, snapshot, links.entity_of.get(key) or entity_id(*key))
    return replace(
        made, action=action, state="pending" if is_pending else "confirmed", url=entry_url(source, subject.ref)
    )


def _described(change: Change, source: str, snapshot: Snapshot, entity: str) -> Event:
    """An event in the words of its subject: the listing that is there now, or the one that is gone."""
    subject = change.after or change.before
    if subject is None:
        raise ValueError("a change without a listing")
    return Event(
        key=event_key(source, change),
        source=source,
        ref=subject.ref,
        op=change.op,
        kind=change.kind,
        action="",
        state="confirmed",
        at=snapshot.checked_at,
        list_date=snapshot.list_date,
        entity=entity,
        caption=subject.caption,
        type=subject.type,
        list_kind=subject.list_kind,
        programmes=subject.programmes,
        countries=listing_countries(subject),
        material=change.material,
        gained=change.gained,
        lost=change.lost,
        related_ref=_related(change, source),
    )


def _related(change: Change, source: str) -> str:
    """The record given up: its reference, with its source where that is another list."""
    old, new = change.before, change.after
    if old is None or new is None or (old.source, old.ref) == (new.source, new.ref) or change.op is Op.MOD:
        return ""
    return old.ref if old.source == source else f"{old.source}:{old.ref}"


def entry_url(source: Source, ref: str) -> str:
    """The authority's page for an entry, else for the list."""
    return source.entry_url.format(ref=ref) if source.entry_url else source.home


def _action(source: Source, delivered: Delivered) -> Action:
    snapshot, last, publication = delivered.snapshot, delivered.last, delivered.publication
    differences = f"differences between the lists of {_day_text(last)} and {_day_text(snapshot)}"
    return Action(
        id=events.action_id(source.id, last.id if last else "", snapshot.id),
        issuer=ISSUER_OF[source.id],
        source=source.id,
        title=publication.title or differences,
        at=snapshot.checked_at,
        list_date=snapshot.list_date,
        previous_list_date=last.list_date if last else None,
        notice_url=publication.url,
    )


def _day_text(snapshot: Snapshot | None) -> str:
    if snapshot is None:
        return "an unknown date"
    day = snapshot.list_date or snapshot.checked_at.date()
    return f"{day.day} {day:%b %Y}"


def removal_day(snapshot: Snapshot) -> date:
    """The day from which an entry counts as gone: that of the list that lacks it, else of the look at it."""
    return snapshot.list_date or snapshot.checked_at.date()
