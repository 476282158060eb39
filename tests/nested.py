"""The plain way to route: every watch is asked about every event. The router must say the same, only sooner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.core.alerts import Place, Routed
from bot.core.events import Event
from bot.core.routing import is_follow_up
from bot.core.snoozes import Snooze, is_legal_change, quiets
from bot.core.watches import Watch, reach

Told = dict[tuple[Place, str], dict[str, set[int]]]
"""(place, how) → event key → the watches that brought it; how is `now`, a cadence, or `held`."""


def nested_route(
    events: Sequence[Event],
    watches: Sequence[Watch],
    told: Mapping[Place, frozenset[str]] = {},
    threads: Collection[tuple[int, str, str]] = (),
    snoozes: Sequence[Snooze] = (),
) -> Told:
    """Who is told what, and how."""
    brought: Told = defaultdict(lambda: defaultdict(set))
    replies: Told = defaultdict(lambda: defaultdict(set))
    asleep: Told = defaultdict(lambda: defaultdict(set))
    for event in events:
        for watch in watches:
            how_far = reach(watch, event)
            if how_far == "nothing":
                continue
            place = Place(watch.tenant, watch.channel, event.action)
            if any(quiets(snooze, watch, event) for snooze in snoozes):
                if how_far == "card" or place in told or (*place[:2], event.entity) in threads:
                    asleep[place, "held"][event.key].add(watch.id)
            elif how_far == "thread":
                replies[place, "now"][event.key].add(watch.id)
            elif watch.cadence == "now" or (watch.target.kind == "entity" and is_legal_change(event)):
                brought[place, "now"][event.key].add(watch.id)
            else:
                brought[place, watch.cadence][event.key].add(watch.id)
        for place, keys in told.items():
            if place.action == event.action and event.key in keys and is_follow_up(event):
                brought[place, "now"][event.key] |= set()
    entity = {event.key: event.entity for event in events}
    for (place, _), keys in replies.items():
        has_card = place in told or bool(brought.get((place, "now")))
        for key, ids in keys.items():
            if has_card or (*place[:2], entity[key]) in threads:
                brought[place, "now"][key] |= ids
    for held, keys in asleep.items():
        brought[held] = keys
    return _quickest_only(brought)


def _quickest_only(brought: Told) -> Told:
    """Each event once in a channel: at once, else with the quickest digest, else when a snooze ends."""
    seen: dict[Place, dict[str, str]] = defaultdict(dict)
    kept: Told = {}
    for how in ("now", "hourly", "daily", "weekly", "held"):
        for (place, cadence), keys in brought.items():
            for key, ids in keys.items() if cadence == how else ():
                first = seen[place].setdefault(key, how)
                if first == how:
                    kept.setdefault((place, how), {}).setdefault(key, set()).update(ids)
                elif first != "now" and how != "held":
                    kept[place, first][key] |= ids
    return kept


def said(routed: Routed) -> Told:
    """What the router says, in the same words; of what is told at once only the place's watches are known."""
    found: Told = {}
    for owed in routed.owed:
        for key in owed.events:
            found.setdefault((owed.place, "now"), {}).setdefault(key, set())
    _add(found, ((each.place, each.cadence, each.events, each.watches) for each in routed.waiting))
    _add(found, ((each.place, "held", each.events, each.watches) for each in routed.held))
    return found


def _add(found: Told, told: Iterable[tuple[Place, str, tuple[str, ...], tuple[int, ...]]]) -> None:
    for place, how, keys, ids in told:
        for key in keys:
            found.setdefault((place, how), {}).setdefault(key, set()).update(ids)


def without_senders(told: Told) -> Told:
    """The same without the watches of what is told at once."""
    return {at: {key: set() if at[1] == "now" else ids for key, ids in keys.items()} for at, keys in told.items()}
