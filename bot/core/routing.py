"""Routing: who is told what of new events, and when.

events × watches ─▶ reach ─▶ one place per (tenant, channel, action) ─▶ at once:  card · update · detail
                                                                     ├▶ later:    the channel's next digest
                                                                     └▶ held:     until a snooze ends
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from bot.core.alerts import NAMED_ON_CARD, Held, Owed, Place, Routed, Waiting
from bot.core.delta import Op
from bot.core.events import Event
from bot.core.interests import Interests
from bot.core.snoozes import Snooze, holding, is_legal_change
from bot.core.watches import Cadence, Watch

QUICKEST: Final[tuple[Cadence, ...]] = ("hourly", "daily", "weekly")
"""The digests of a channel: an event waits for the first of those that want it."""

T = TypeVar("T")
Where = tuple[int, str]
"""Tenant and channel."""

Share = tuple[tuple[str, ...], tuple[int, ...]]
"""Event keys, and the positions of the watches that brought them."""


@dataclass(slots=True)
class _Found:
    """What one interest gets of one action."""

    card: dict[str, Event] = field(default_factory=dict)
    thread: dict[str, Event] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a place has already: its card, what became of events told on it, cards about parties, snoozes."""

    has_card: bool = False
    follow_ups: Mapping[str, Event] = field(default_factory=dict)
    threads: frozenset[str] = frozenset()
    snoozes: tuple[Snooze, ...] = ()


@dataclass(frozen=True, slots=True)
class _Lot:
    """What a place gets; its watches are told by their positions, so that places with the same watches share it."""

    messages: tuple[tuple[str, tuple[str, ...]], ...]
    watches: tuple[int, ...]
    waiting: tuple[tuple[Cadence, Share], ...]
    held: tuple[tuple[int, Share], ...]


@dataclass(slots=True)
class _Gathered:
    """What the watches of one place get of its action; what waits or is held, by each watch's position."""

    card: dict[str, Event] = field(default_factory=dict)
    thread: dict[str, Event] = field(default_factory=dict)
    by_name: set[str] = field(default_factory=set)
    watches: set[int] = field(default_factory=set)
    waiting: list[tuple[int, Cadence, Mapping[str, Event]]] = field(default_factory=list)
    held: list[tuple[int, int, str]] = field(default_factory=list)


def route(
    events: Sequence[Event],
    watches: Sequence[Watch],
    told: Mapping[Place, frozenset[str]],
    threads: Collection[tuple[int, str, str]] = (),
    snoozes: Sequence[Snooze] = (),
) -> Routed:
    """What these events owe to whom.

    `told` maps each place that has a card (sent or still owed) to the event keys on it;
    `threads` are (tenant, channel, entity) of which a card stands in the channel; `snoozes` are those that run.
    """
    met, follow_ups = _met(events, watches), _follow_ups(events, told)
    standing = _by_where(((tenant, channel), entity) for tenant, channel, entity in threads)
    quiet = _by_where(((snooze.tenant, snooze.channel), snooze) for snooze in snoozes)
    order = {action: number for number, action in enumerate(dict.fromkeys(event.action for event in events))}
    lots: dict[tuple[object, ...], _Lot] = {}
    found = []
    for place in sorted({**follow_ups, **met}, key=lambda place: order[place.action]):
        where = (place.tenant, place.channel)
        entities, snoozed = frozenset(standing.get(where, ())), tuple(quiet.get(where, ()))
        stands = _Standing(place in told, follow_ups.get(place, {}), entities, snoozed)
        here = met.get(place, [])
        found.append((place, [watch.id for watch, _ in here], _shared(lots, here, stands)))
    return _routed(found)


def _met(events: Sequence[Event], watches: Sequence[Watch]) -> dict[Place, list[tuple[Watch, _Found]]]:
    """Each place that an action reaches, with what each of its watches gets of it."""
    interests = Interests(watches)
    by_interest: dict[int, dict[str, _Found]] = {}
    for event in events:
        for number, how_far in interests.met(event):
            found = by_interest.setdefault(number, {}).setdefault(event.action, _Found())
            (found.card if how_far == "card" else found.thread)[event.key] = event
    reached = [(position, number) for number in by_interest for position in interests.groups[number]]
    met: dict[Place, list[tuple[Watch, _Found]]] = {}
    for position, number in sorted(reached):
        watch = watches[position]
        for action, found in by_interest[number].items():
            met.setdefault(Place(watch.tenant, watch.channel, action), []).append((watch, found))
    return met


def _follow_ups(events: Sequence[Event], told: Mapping[Place, frozenset[str]]) -> dict[Place, dict[str, Event]]:
    """By place, the events that change what its card said before."""
    carded: dict[str, list[Place]] = {}
    for place in told:
        carded.setdefault(place.action, []).append(place)
    found: dict[Place, dict[str, Event]] = {}
    for event in events:
        for place in carded.get(event.action, ()) if is_follow_up(event) else ():
            if event.key in told[place]:
                found.setdefault(place, {})[event.key] = event
    return found


def is_follow_up(event: Event) -> bool:
    """Whether the event changes what was said of it before: a removal confirmed or cancelled, or known as a move."""
    return event.op is Op.MOVE or (event.op is Op.DEL and event.state != "pending")


def _by_where(pairs: Iterable[tuple[Where, T]]) -> dict[Where, list[T]]:
    found: dict[Where, list[T]] = {}
    for where, value in pairs:
        found.setdefault(where, []).append(value)
    return found


def _shared(lots: dict[tuple[object, ...], _Lot], here: Sequence[tuple[Watch, _Found]], stands: _Standing) -> _Lot:
    """The lot of a place, worked out once for all places that differ in nothing but their names."""
    if stands.follow_ups or stands.threads or stands.snoozes:
        return _lot(_gather(here, stands), stands)
    alike = (stands.has_card, *((id(found), watch.cadence, watch.target.kind) for watch, found in here))
    if alike not in lots:
        lots[alike] = _lot(_gather(here, stands), stands)
    return lots[alike]


def _gather(here: Sequence[tuple[Watch, _Found]], stands: _Standing) -> _Gathered:
    gathered = _Gathered(card=dict(stands.follow_ups))
    for position, (watch, found) in enumerate(here):
        if watch.target.kind == "entity":
            gathered.by_name.update(found.card, found.thread)
        if stands.snoozes:
            found = _awake(gathered, position, watch, found, stands)
        now, later = _split(watch, found.card)
        gathered.card.update(now)
        gathered.thread.update(found.thread)
        if now or found.thread:
            gathered.watches.add(position)
        if later:
            gathered.waiting.append((position, watch.cadence, later))
    return gathered


def _split(watch: Watch, events: Mapping[str, Event]) -> tuple[Mapping[str, Event], Mapping[str, Event]]:
    """What a watch is told at once, and what waits: the law on a party watched by name does not."""
    if watch.cadence == "now":
        return events, {}
    if watch.target.kind != "entity":
        return {}, events
    now = {key: event for key, event in events.items() if is_legal_change(event)}
    return now, {key: event for key, event in events.items() if key not in now}


def _awake(gathered: _Gathered, position: int, watch: Watch, found: _Found, stands: _Standing) -> _Found:
    """What no snooze holds back; of what is only for a thread, nothing is held where none stands."""
    awake = _Found()
    for kept, events in ((awake.card, found.card), (awake.thread, found.thread)):
        for key, event in events.items():
            snooze = holding(stands.snoozes, watch, event)
            if snooze is None:
                kept[key] = event
            elif events is found.card or stands.has_card or event.entity in stands.threads:
                gathered.held.append((position, snooze.id, key))
    return awake


def _lot(gathered: _Gathered, stands: _Standing) -> _Lot:
    messages = tuple(_messages(gathered, stands))
    now = {key for _, keys in messages for key in keys}
    later = {key for _, _, events in gathered.waiting for key in events}
    return _Lot(
        messages,
        tuple(sorted(gathered.watches)),
        tuple(_waiting(gathered.waiting, now)),
        tuple(_held(gathered.held, now | later)),
    )


def _waiting(
    wanted: Sequence[tuple[int, Cadence, Mapping[str, Event]]], now: Collection[str]
) -> Iterable[tuple[Cadence, Share]]:
    """Each event once, with the quickest digest that wants it and all watches that do."""
    if len(wanted) == 1:
        position, cadence, events = wanted[0]
        keys = tuple(key for key in events if key not in now)
        return [(cadence, (keys, (position,)))] if keys else []
    by_key: dict[str, tuple[tuple[int, Cadence], ...]] = {}
    for position, cadence, events in wanted:
        by = (position, cadence)
        for key in events:
            by_key[key] = (*by_key.get(key, ()), by)
    alike: dict[tuple[tuple[int, Cadence], ...], list[str]] = {}
    for key, brought in by_key.items():
        if key not in now:
            alike.setdefault(brought, []).append(key)
    return [
        (min((cadence for _, cadence in brought), key=QUICKEST.index), (tuple(keys), tuple(at for at, _ in brought)))
        for brought, keys in alike.items()
    ]


def _held(held: Sequence[tuple[int, int, str]], told: Collection[str]) -> Iterable[tuple[int, Share]]:
    """Each event once, with the first snooze that holds it."""
    by_key: dict[str, list[tuple[int, int]]] = {}
    for position, snooze, key in held:
        if key not in told:
            by_key.setdefault(key, []).append((position, snooze))
    for key, brought in by_key.items():
        yield min(snooze for _, snooze in brought), ((key,), tuple(position for position, _ in brought))


def _messages(gathered: _Gathered, stands: _Standing) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The parts owed at once, each with its events."""
    main = list(gathered.card.values())
    replies = [event for key, event in gathered.thread.items() if key not in gathered.card]
    if not (stands.has_card or main):
        replies = [event for event in replies if event.entity in stands.threads]
    if main:
        yield _part("update", main) if stands.has_card else "card", tuple(gathered.card)
    told = stands.has_card or _is_told_on_card(main, gathered.by_name)
    named = [] if told else [event for event in main if event.state == "confirmed"]
    if named or replies:
        yield _part("detail", named + replies), tuple(event.key for event in named + replies)


def _is_told_on_card(events: Sequence[Event], by_name: Collection[str]) -> bool:
    return len(events) <= NAMED_ON_CARD and all(e.op in (Op.ADD, Op.DEL) and e.key in by_name for e in events)


def _part(word: str, events: Sequence[Event]) -> str:
    content = "|".join(sorted(f"{event.key} {event.state}" for event in events))
    return f"{word}:{hashlib.sha256(content.encode()).hexdigest()[:8]}"


def _routed(found: Sequence[tuple[Place, Sequence[int], _Lot]]) -> Routed:
    """The lots with the names of their places and watches."""

    def named(ids: Sequence[int], positions: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(ids[position] for position in positions))

    return Routed(
        tuple(
            Owed(place, part, keys, named(ids, lot.watches)) for place, ids, lot in found for part, keys in lot.messages
        ),
        tuple(
            Waiting(place, cadence, keys, named(ids, by))
            for place, ids, lot in found
            for cadence, (keys, by) in lot.waiting
        ),
        tuple(
            Held(place, snooze, keys, named(ids, by)) for place, ids, lot in found for snooze, (keys, by) in lot.held
        ),
    )
