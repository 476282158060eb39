"""Digests: made when they are due, and out of a backlog.

waiting items ─▶ due by the team's clock ─▶ one row of the outbox and the items it carries, in one transaction
old rows that nobody could send ─▶ one digest instead of a flood
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from bot.core.alerts import Owed, Place
from bot.core.digests import (
    AWAY,
    HELD,
    digest_action,
    is_affected,
    last_digest,
    next_digest,
    troubled,
)
from bot.core.digests import fold_backlog as folded_backlog
from bot.core.watches import CADENCES, Cadence
from bot.services.already_posted import already_posted
from bot.services.desk import Desk
from bot.services.settings_of import TeamSettings, team_settings
from bot.services.sources import states_in
from bot.sources.source import Source
from storage import digests, events, outbox, snoozes, tenants, watches
from storage.digests import Item
from storage.session import Session

AT_ITS_HOUR: Final = timedelta(minutes=10)
"""How long after its hour a digest that only tells of lists in trouble is still made."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A digest to make: of which kind, for which instant; at the end of which snooze; or, with nothing else to tell,
    for the watches that a list in trouble may fail."""

    channel: str
    kind: str
    at: datetime
    snooze: int = 0
    failed: tuple[int, ...] = ()

    @property
    def action(self) -> str:
        return digest_action(self.kind, self.at, self.snooze)


def make_due(desk: Desk) -> int:
    """Make the digests that are due, for all teams; how many that were."""
    now, made = desk.clock(), 0
    with desk.db.read() as session:
        due = [team.id for team in tenants.tenants(session) if _due(session, desk, team.id, now)]
    for tenant in due:
        with desk.db.write() as session:
            # Routing adds what waits; what is there now is carried, all of it or nothing.
            outbox.lock_routing(session)
            made += sum(_make(session, tenant, each, now) for each in _due(session, desk, tenant, now))
    return made


def next_at(settings: TeamSettings, cadence: Cadence, now: datetime) -> datetime:
    """When a team's next digest of this cadence is due."""
    return next_digest(cadence, now, settings.timezone, settings.digest_hour, settings.digest_weekday)


def last_at(settings: TeamSettings, cadence: Cadence, now: datetime) -> datetime:
    """When a team's last digest of this cadence was due."""
    return last_digest(cadence, now, settings.timezone, settings.digest_hour, settings.digest_weekday)


def fold_backlog(session: Session, tenant: int, now: datetime) -> int:
    """After an outage: turn what has waited for hours in a channel into one digest; how many rows that ended."""
    outbox.lock_routing(session)
    rows = digests.untried(session, tenant, now)
    ended = 0
    for each in folded_backlog(rows, now):
        place = Place(tenant, each.channel, digest_action(AWAY, now))
        if outbox.card_at(session, place) is None:
            ended += digests.fold(session, tenant, each.rows, place.action)
            outbox.owe(session, [Owed(place, "card", each.events, each.watches)], now)
            pending = [event.key for event in events.events_by_key(session, each.events) if event.state == "pending"]
            digests.told(session, tenant, each.channel, place.action, pending, each.watches, now)
    return ended


def _due(session: Session, desk: Desk, tenant: int, now: datetime) -> list[_Due]:
    settings = team_settings(session, tenant, desk.settings.timezone)
    ended = [_Due(each.channel, HELD, now, each.id) for each in snoozes.ended(session, tenant, now)]
    waiting = []
    for channel, cadence, since in digests.waiting_since(session, tenant):
        kind = cast(Cadence, "hourly" if cadence == HELD else cadence)
        if next_at(settings, kind, since) <= now:
            waiting.append(_Due(channel, cadence, last_at(settings, kind, now)))
    return [*ended, *waiting, *_alarms(session, desk.sources, settings, tenant, now)]


def _alarms(
    session: Session, sources: Mapping[str, Source], settings: TeamSettings, tenant: int, now: datetime
) -> list[_Due]:
    """Digests at their hour with nothing to tell but a list that could not be read since the one before."""
    daily: dict[Cadence, datetime] = {cadence: last_at(settings, cadence, now) for cadence in ("daily", "weekly")}
    # By the hour it would be no news: an hourly digest tells it once a day.
    at = {"hourly": daily["daily"], **daily}
    if not any(now - instant < AT_ITS_HOUR for instant in daily.values()):
        return []
    known = watches.watches_by_id(session, tenant, digests.digest_watches(session, tenant))
    states = states_in(session, sources, now) if known else ()
    failed: dict[tuple[str, Cadence], list[int]] = {}
    for watch in known:
        cadence = watch.cadence
        before = last_at(settings, "daily" if cadence == "hourly" else cadence, at[cadence] - timedelta(minutes=1))
        late = troubled(states, before)
        if now - at[cadence] < AT_ITS_HOUR and any(is_affected(watch, state.source) for state in late):
            failed.setdefault((watch.channel, cadence), []).append(watch.id)
    return [_Due(channel, kind, at[kind], failed=tuple(ids)) for (channel, kind), ids in failed.items()]


def _make(session: Session, tenant: int, due: _Due, now: datetime) -> int:
    """One digest, or none: everything in it was told at once meanwhile, or nobody watches it any more."""
    place = Place(tenant, due.channel, due.action)
    if outbox.card_at(session, place) is not None:
        return 0  # it went out already: what came since waits for the next
    items = _worth_telling(session, place, _items(session, tenant, due, now), even_paused=bool(due.snooze))
    if due.kind in CADENCES and _is_posted(session, place, items):
        digests.carry(session, tenant, items, digests.ELSEWHERE)
        return 0
    if not (items or due.failed):
        return 0
    keys = [event.key for event in events.events_by_key(session, [item.event for item in items])]
    told_by = sorted({*due.failed, *(number for item in items for number in item.watches)})
    digests.carry(session, tenant, items, place.action)
    return outbox.owe(session, [Owed(place, "card", tuple(keys), tuple(told_by))], now)


def _is_posted(session: Session, place: Place, items: Sequence[Item]) -> bool:
    """Whether the cards that stand here tell all of it."""
    told = events.events_by_key(session, [item.event for item in items])
    since = {item.event: item.since for item in items}
    known = watches.watches_by_id(session, place.tenant, {number for item in items for number in item.watches})
    return bool(told) and len(already_posted(session, place, told, since, known)) == len(told)


def _items(session: Session, tenant: int, due: _Due, now: datetime) -> list[Item]:
    if due.failed:
        return []
    if not due.snooze:
        return digests.waiting(session, tenant, due.channel, due.kind)
    items = digests.held(session, tenant, due.channel, due.snooze)
    return items if snoozes.remove(session, tenant, due.snooze, now) else []


def _worth_telling(session: Session, place: Place, items: Sequence[Item], *, even_paused: bool) -> list[Item]:
    """The items that are still wanted and were not told at once; those of paused watches go on waiting."""
    tenant, channel = place.tenant, place.channel
    known = watches.watches_by_id(session, tenant, {number for item in items for number in item.watches})
    paused = {watch.id: bool(watch.paused) for watch in known}
    of_action = {event.key: event.action for event in events.events_by_key(session, [item.event for item in items])}
    at_once = digests.told_at_once(session, tenant, channel, set(of_action.values()))
    wanted = [item for item in items if item.event not in at_once and any(n in paused for n in item.watches)]
    kept = {item.id for item in wanted}
    digests.carry(session, tenant, [item for item in items if item.id not in kept], digests.ELSEWHERE)
    return [item for item in wanted if even_paused or not all(paused.get(number, True) for number in item.watches)]
