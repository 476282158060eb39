"""Care of watches: listed, paused, let go on, ended; by those whom they belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.core.audience import Audience
from bot.core.digests import next_digest
from bot.core.routing import QUICKEST
from bot.core.watches import BY_HAND, Watch
from bot.services.ledger import record
from bot.services.routing import route_in
from bot.services.settings_of import TeamSettings, team_settings
from storage import watches
from storage.db import Database
from storage.session import Session


@dataclass(frozen=True, slots=True)
class NotYours:
    """The watch belongs to another channel or person: nothing was changed."""

    watch: Watch


def may_change(watch: Watch, audience: Audience) -> bool:
    """Whether this audience may change a watch: the person told, else its owner, leads in its channel, operators."""
    if watch.tenant != audience.tenant or audience.guest:
        return False
    if watch.is_personal:
        return audience.user == watch.channel
    if bool(watch.owner) and audience.user == watch.owner:
        return audience.may("watch.channel")
    return audience.may("watch.others") and (audience.surface == "cli" or audience.channel == watch.channel)


def list_watches(db: Database, audience: Audience) -> list[Watch]:
    """The watches that this audience may see."""
    with db.read() as session:
        return watches.list_watches(session, audience)


def find_watch(session: Session, audience: Audience, number: int) -> Watch | None:
    """A watch that this audience may see, by its number."""
    return next((watch for watch in watches.list_watches(session, audience) if watch.id == number), None)


def habits_of(db: Database, tenant: int, timezone: str) -> TeamSettings:
    """What holds for a team's watches where nothing else is said."""
    with db.read() as session:
        return team_settings(session, tenant, timezone)


def next_digests(db: Database, tenant: int, now: datetime, timezone: str) -> dict[str, datetime]:
    """When the team's next digest of each cadence is due."""
    habits = habits_of(db, tenant, timezone)
    return {
        cadence: next_digest(cadence, now, habits.timezone, habits.digest_hour, habits.digest_weekday)
        for cadence in QUICKEST
    }


def remove_watch(db: Database, audience: Audience, number: int, now: datetime) -> Watch | NotYours | None:
    """End a watch; None when this audience sees no such watch, or another was quicker."""
    with db.write() as session:
        watch = find_watch(session, audience, number)
        if watch is None or not may_change(watch, audience):
            return NotYours(watch) if watch else None
        if not watches.remove_watch(session, audience, number):
            return None
        record(session, watch.tenant, "watch", audience.user, ledger_act("ended", watch), now)
        return watch


def pause_watch(db: Database, audience: Audience, number: int, by: str, now: datetime) -> Watch | NotYours | None:
    """Pause a watch until a person lets it go on: what happens meanwhile is not told, what happened before is."""
    with db.write() as session:
        route_in(session, now)
        watch = find_watch(session, audience, number)
        if watch is None or not may_change(watch, audience):
            return NotYours(watch) if watch else None
        watches.pause_watch(session, watch.tenant, number, by)
        record(session, watch.tenant, "watch", by, ledger_act("paused", watch), now)
        return replace(watch, paused=f"{BY_HAND}{by}")


def resume_watch(db: Database, audience: Audience, number: int, now: datetime) -> Watch | NotYours | None:
    """Let a paused watch go on, from now: events recorded meanwhile are not told because of it."""
    with db.write() as session:
        route_in(session, now)
        watch = find_watch(session, audience, number)
        if watch is None or not may_change(watch, audience):
            return NotYours(watch) if watch else None
        watches.resume_watch(session, watch.tenant, number)
        record(session, watch.tenant, "watch", audience.user, ledger_act("resumed", watch), now)
        return replace(watch, paused="")


def ledger_act(what: str, watch: Watch) -> dict[str, Any]:
    """What the ledger is told of a change to a watch: never whom or what it is about."""
    return {"act": what, "watch": watch.id, "channel": watch.channel}
