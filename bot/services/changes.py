"""What changed: recorded events by filter, for the command line one by one, for Slack by official action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from bot.core.changes import ActionChanges, Changes, ChangesAsked
from bot.core.events import Action, Event
from bot.core.issuers import ISSUER_OF
from bot.services.backgrounds import backgrounds
from bot.services.desk import Desk
from bot.services.sources import source_states
from bot.sources.source import Source
from storage import events
from storage.db import Database
from storage.session import Session

EXPLAINED = 40
"""Events of one action whose background is looked up: the card shows fewer, unless it is of that action alone."""


EVERYTHING = ChangesAsked()


def changes(db: Database, asked: ChangesAsked = EVERYTHING) -> list[Event]:
    """The events asked for, oldest first."""
    sources = sources_of(asked)
    if sources is None:
        return []
    with db.read() as session:
        return events.find_events(session, filter_of(asked, sources))


def changes_by_action(desk: Desk, asked: ChangesAsked, now: datetime) -> Changes:
    """The same by official action, newest first; an absence that was none is left out."""
    told = [event for event in changes(desk.db, asked) if event.state != "cancelled"]
    with desk.db.read() as session:
        known = events.find_actions(session, {event.action for event in told})
        sample = bool(events.sample_actions(session, sorted(known)))
        most = len(told) if asked.action else EXPLAINED
        groups = [
            _group(session, desk.sources, known[id_], mine, most) for id_, mine in _by_action(told) if id_ in known
        ]
    states = source_states(desk.db, desk.sources, now)
    wanted = sources_of(asked)
    looked = tuple(s for s in states if not wanted or s.source in wanted)
    return Changes(asked, tuple(sorted(groups, key=lambda g: g.action.at, reverse=True)), looked, sample)


def _by_action(told: Iterable[Event]) -> Iterable[tuple[str, tuple[Event, ...]]]:
    groups: dict[str, list[Event]] = {}
    for event in told:
        groups.setdefault(event.action, []).append(event)
    return [(action, tuple(found)) for action, found in groups.items()]


def _group(
    session: Session, sources: Mapping[str, Source], action: Action, mine: tuple[Event, ...], explained: int
) -> ActionChanges:
    source = sources.get(action.source)
    labels = {each.id: each.label for each in sources.values()}
    telling = [event for event in mine if event.op != "MOD"][:explained]
    return ActionChanges(
        action=action,
        events=mine,
        list_label=source.label if source else action.source,
        url=action.notice_url or (source.home if source else ""),
        background=backgrounds(session, telling, action.issuer, labels),
    )


def sources_of(asked: ChangesAsked) -> frozenset[str] | None:
    """The lists looked through (none named: all); None when list and issuer exclude each other."""
    issued = frozenset(source for source, issuer in ISSUER_OF.items() if asked.issuer and issuer == asked.issuer)
    if not asked.sources or not issued:
        return asked.sources or issued
    return (asked.sources & issued) or None


def filter_of(asked: ChangesAsked, sources: frozenset[str]) -> events.EventFilter:
    """The same for storage, on these lists."""
    return events.EventFilter(
        since=_start(asked.since) if asked.since else None,
        until=_start(asked.until) + timedelta(days=1) if asked.until else None,
        sources=sources,
        programme=asked.programme,
        country=asked.country,
        kind=asked.kind,
        action=asked.action,
    )


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
