"""Watches: made, listed, ended.

text ─▶ target (a name is screened) ─▶ events before it are routed without it ─▶ saved, with a preview
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.audience import Audience
from bot.core.entities import Ref
from bot.core.screening import Answer, Match, Query, Status
from bot.core.watches import NameAsked, Target, TargetProblem, Watch, parse_kinds, parse_target
from bot.services.parties import find_party
from bot.services.routing import route_in, would_route
from storage import events, outbox, watches
from storage.db import Database

PREVIEW_DAYS: Final = 30
LABEL: Final = 200

Screen = Callable[[Query], Answer]


@dataclass(frozen=True, slots=True)
class Saved:
    """A watch was made; `cards` is how many it would have posted in the last `days` days."""

    watch: Watch
    days: int
    cards: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The channel has this watch already."""

    watch: Watch


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several parties may be meant: a person must choose one, by its entity id."""

    text: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class WatchProblem:
    """Nothing was saved; the text says why."""

    text: str


def add_watch(
    db: Database,
    screen: Screen,
    tenant: int,
    channel: str,
    owner: str,
    text: str,
    now: datetime,
    kinds: str = "",
) -> Saved | Duplicate | Ambiguous | WatchProblem:
    """Watch what `text` says for a channel; events recorded before it are never told because of it.

    A watch that was paused goes on, and with it all others of its channel.
    """
    limited = parse_kinds(kinds)
    if isinstance(limited, TargetProblem):
        return WatchProblem(limited.text)
    target = _target(db, screen, text)
    if not isinstance(target, Target):
        return target
    with db.write() as session:
        route_in(session, now)
        number, is_new = watches.add_watch(session, tenant, channel, owner, target, limited, now)
        watch = watches.watches_by_id(session, tenant, [number])[0]
        if watch.paused:
            # Whoever asks again from the channel shows that it can be reached again.
            watches.resume_channel(session, tenant, channel)
            watch = replace(watch, paused="")
        elif not is_new:
            return Duplicate(watch)
        past = events.find_events(session, events.EventFilter(since=now - timedelta(days=PREVIEW_DAYS)))
    return Saved(watch, PREVIEW_DAYS, len(would_route([watch], past)))


def list_watches(db: Database, audience: Audience) -> list[Watch]:
    """The watches that this audience may see."""
    with db.read() as session:
        return watches.list_watches(session, audience)


def remove_watch(db: Database, audience: Audience, number: int) -> Watch | None:
    """End a watch that this audience may see; None when there is no such watch."""
    with db.write() as session:
        watch = next((w for w in watches.list_watches(session, audience) if w.id == number), None)
        if watch is not None:
            watches.remove_watch(session, audience, number)
    return watch


def resume_channel(db: Database, tenant: int, channel: str, now: datetime, *, send_missed: bool) -> int:
    """Let a channel's paused watches go on, on request with what was due meanwhile; how many watches there were."""
    with db.write() as session:
        if send_missed:
            outbox.revive(session, tenant, channel, now)
        return watches.resume_channel(session, tenant, channel)


def _target(db: Database, screen: Screen, text: str) -> Target | Ambiguous | WatchProblem:
    match parse_target(text):
        case Target() as target:
            return target
        case Ref() as ref:
            return _by_ref(db, ref, text)
        case NameAsked(name):
            return _by_name(screen, name)
        case TargetProblem(problem):
            return WatchProblem(problem)


def _by_ref(db: Database, ref: Ref, text: str) -> Target | WatchProblem:
    with db.read() as session:
        party = find_party(session, ref)
    if party is None:
        return WatchProblem(f"No entry “{text}” on the lists loaded.")
    return Target("entity", party.entity, party.caption[:LABEL], party.source, party.ref)


def _by_name(screen: Screen, name: str) -> Target | Ambiguous | WatchProblem:
    answer = screen(Query(name))
    if answer.status is Status.NO_DATA:
        return WatchProblem("No list is loaded yet, so nobody can be found by name.")
    if not answer.matches:
        return WatchProblem(f"No entry matches “{name}” well enough to watch. Try another spelling or a reference.")
    if answer.status not in (Status.LISTED, Status.REMOVED):
        return Ambiguous(name, answer.matches)
    first = answer.matches[0]
    key = first.listings[0].listing if first.listings else None
    return Target("entity", first.entity, first.caption[:LABEL], key.source if key else "", key.ref if key else "")
