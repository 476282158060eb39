"""Routing: recorded events become rows of the outbox.

unrouted events × watches ─▶ route ─▶ outbox rows + events marked routed, in one transaction
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.alerts import Owed, Place, route
from bot.core.events import Event
from bot.core.watches import Watch
from storage import elsewhere, events, outbox, posts, watches
from storage.db import Database
from storage.session import Session


def route_new(db: Database, now: datetime) -> int:
    """Write down what the events recorded since last time owe to whom; how many rows that added."""
    with db.read() as session:
        if not events.unrouted(session):
            return 0
    with db.write() as session:
        return route_in(session, now)


def route_in(session: Session, now: datetime) -> int:
    """The same within a transaction of the caller: a new watch first lets older events go their way without it."""
    outbox.lock_routing(session)
    new = events.unrouted(session)
    if not new:
        return 0
    present = elsewhere.present_entities(session, new)
    told_of = [replace(event, entity=present[event.key]) for event in new]
    known = watches.all_watches(session)
    told = outbox.told(session, {event.action for event in new})
    owed = route(told_of, known, told, _threads(session, known, told_of))
    added = outbox.owe(session, owed, now)
    events.mark_routed(session, [event.key for event in new])
    return added


def would_route(known: list[Watch], past: list[Event]) -> list[Owed]:
    """What these watches would have got from past events, each event in its present state."""
    told: dict[Place, frozenset[str]] = {}
    return [owed for owed in route(past, known, told) if owed.part == "card"]


def _threads(session: Session, known: list[Watch], new: list[Event]) -> frozenset[tuple[int, str, str]]:
    """(tenant, channel, entity) of the cards that stand where a party is watched by name."""
    changed = {event.entity for event in new}
    places = {(watch.tenant, watch.channel) for watch in known if watch.target.value in changed}
    return frozenset(
        (tenant, channel, subject.entity)
        for tenant, channel in places
        for thread in posts.recent_threads(session, tenant, channel)
        for subject in thread.subjects
    )
