"""Alerts: events owed to a channel, grouped into one card per official action.

events × watches ─▶ reach ─▶ one place per (tenant, channel, action) ─▶ card · update · detail
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.core.delta import Op
from bot.core.events import Action, Event
from bot.core.watches import Watch, reach

NAMED_ON_CARD: Final = 5
"""So many additions and removals of parties watched by name need no reply that names them again; a card of an action
with more entries comes with a file that names them all."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A watched party met by an action: the event, and what to say of its other listings."""

    event: Event
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Background:
    """What an event alone does not say.

    `former_kind` is the kind of list that a move left; `first_listed` the year in which a reinstated party was first
    listed; `still` what the same issuer still says of a party that left one of its lists.
    """

    former_kind: str = ""
    first_listed: str = ""
    still: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionCard:
    """What one channel is told of one official action: all counts, only this channel's names.

    `because` names the watches that brought it here; `watched` are parties watched by name;
    `programmes` are (code, number of entries), largest first; `background` is by event key; `file_rows` is the length
    of the file with all names in the thread (0: there is none); `sample` marks sample data.
    """

    alert: str
    action: Action
    events: tuple[Event, ...]
    watched: tuple[Watched, ...]
    because: tuple[str, ...]
    issuer_label: str
    list_label: str
    checked_at: str
    entry_types: tuple[tuple[str, int], ...] = ()
    programmes: tuple[tuple[str, int], ...] = ()
    elsewhere: tuple[tuple[str, int], ...] = ()
    first_found: int = 0
    parties: int = 0
    sample: bool = False
    background: Mapping[str, Background] = field(default_factory=dict)
    file_rows: int = 0


class Place(NamedTuple):
    """Where something is told: an official action has one card in a channel."""

    tenant: int
    channel: str
    action: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A message owed to a place: `part` is `card`, `update:…` or `detail:…`; the same content has the same part."""

    place: Place
    part: str
    events: tuple[str, ...]
    watches: tuple[int, ...]


@dataclass(slots=True)
class _Gathered:
    card: dict[str, Event] = field(default_factory=dict)
    thread: dict[str, Event] = field(default_factory=dict)
    by_name: set[str] = field(default_factory=set)
    watches: set[int] = field(default_factory=set)


def route(
    events: Sequence[Event],
    watches: Sequence[Watch],
    told: Mapping[Place, frozenset[str]],
    threads: Collection[tuple[int, str, str]] = (),
) -> list[Owed]:
    """What these events owe to whom.

    `told` maps each place that has a card (sent or still owed) to the event keys on it;
    `threads` are (tenant, channel, entity) of which a card stands in the channel.
    """
    carded: dict[str, list[Place]] = {}
    for place in told:
        carded.setdefault(place.action, []).append(place)
    places: dict[Place, _Gathered] = {}
    for event in events:
        for place in carded.get(event.action, ()) if _is_follow_up(event) else ():
            if event.key in told[place]:
                places.setdefault(place, _Gathered()).card[event.key] = event
        for watch in watches:
            _gather(places, watch, event)
    owed: list[Owed] = []
    for place, gathered in places.items():
        owed += _owed(place, gathered, place in told, threads)
    return owed


def _is_follow_up(event: Event) -> bool:
    """Whether the event changes what a card said before: a removal confirmed or cancelled, or known to be a move."""
    return event.op is Op.MOVE or (event.op is Op.DEL and event.state != "pending")


def _gather(places: dict[Place, _Gathered], watch: Watch, event: Event) -> None:
    how_far = reach(watch, event)
    if how_far == "nothing":
        return
    gathered = places.setdefault(Place(watch.tenant, watch.channel, event.action), _Gathered())
    (gathered.card if how_far == "card" else gathered.thread)[event.key] = event
    gathered.watches.add(watch.id)
    if watch.target.kind == "entity":
        gathered.by_name.add(event.key)


def _owed(place: Place, gathered: _Gathered, has_card: bool, threads: Collection[tuple[int, str, str]]) -> list[Owed]:
    main = list(gathered.card.values())
    replies = [event for key, event in gathered.thread.items() if key not in gathered.card]
    if not (has_card or main):
        replies = [e for e in replies if (place.tenant, place.channel, e.entity) in threads]
    owed = []
    if main:
        owed.append(_message(place, _part("update", main) if has_card else "card", main, gathered))
    named = [] if has_card or _is_told_on_card(main, gathered) else [e for e in main if e.state == "confirmed"]
    if named or replies:
        owed.append(_message(place, _part("detail", named + replies), named + replies, gathered))
    return owed


def _is_told_on_card(events: Sequence[Event], gathered: _Gathered) -> bool:
    return len(events) <= NAMED_ON_CARD and all(e.op in (Op.ADD, Op.DEL) and e.key in gathered.by_name for e in events)


def _message(place: Place, part: str, events: Sequence[Event], gathered: _Gathered) -> Owed:
    return Owed(place, part, tuple(event.key for event in events), tuple(sorted(gathered.watches)))


def _part(word: str, events: Sequence[Event]) -> str:
    content = "|".join(sorted(f"{event.key} {event.state}" for event in events))
    return f"{word}:{hashlib.sha256(content.encode()).hexdigest()[:8]}"
