"""Routing: recorded events become rows of the outbox, or wait for a digest.

unrouted events × watches ─▶ route ─▶ outbox rows + waiting items + events marked routed, in one transaction
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.events import Event
from bot.core.routing import route
from bot.core.watches import Watch
from bot.services.card_reopening import reopen_settled
from bot.services.reopening import reopen_changed
from storage import digests, elsewhere, entities, events, outbox, posts, snoozes, watches
from storage.db import Database
from storage.session import Session


def route_new(db: Database, now: datetime) -> int:
    """Write down what the events recorded since last time owe to whom; how many messages that added."""
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
    quiet = snoozes.all_active(session, now)
    routed = route(told_of, known, told, _threads(session, known, told_of), quiet)
    digests.cancel(session, [event.key for event in new if event.state == "cancelled"], now)
    digests.wait(session, routed.waiting, now)
    digests.hold(session, routed.held, now)
    added = outbox.owe(session, routed.owed, now)
    reopen_settled(session, routed.owed, told_of, now)
    reopen_changed(session, told_of, now)
    events.mark_routed(session, [event.key for event in new])
    return added


def _threads(session: Session, known: list[Watch], new: list[Event]) -> frozenset[tuple[int, str, str]]:
    """(tenant, channel, entity) of the cards that stand where a party is watched by name, as it is named by now."""
    changed = {event.entity for event in new}
    places = {(watch.tenant, watch.channel) for watch in known if watch.target.value in changed}
    standing = [
        (tenant, channel, (subject.entity, subject.source, subject.ref))
        for tenant, channel in places
        for thread in posts.recent_threads(session, tenant, channel)
        for subject in thread.subjects
    ]
    now_named = entities.present_ids(session, {kept for _, _, kept in standing})
    return frozenset((tenant, channel, now_named[kept]) for tenant, channel, kept in standing)
