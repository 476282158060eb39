"""Broadcasts: which replies in a card's thread show in the channel too."""

from __future__ import annotations

from collections.abc import Collection

from bot.core.events import Event
from bot.core.snoozes import is_legal_change
from bot.core.watches import Broadcast, Watch


def is_broadcast(watches: Collection[Watch], events: Collection[Event], told: Collection[str] = ()) -> bool:
    """Whether a reply on these events shows in the channel, by the loudest of the watches that brought it.

    `material`: only if it tells of a change of law that the card has not told of (`told` are the event keys on it).
    Those who saw a removal as pending had their one notification then.
    """
    match loudest(watches):
        case "never":
            return False
        case "all":
            return bool(events)
        case "material":
            return any(is_legal_change(event) and event.key not in told for event in events)


def loudest(watches: Collection[Watch]) -> Broadcast:
    """The strongest wish; `never` only if all say so. Watches that are gone leave the usual one, `material`."""
    wishes = {watch.broadcast for watch in watches}
    return "all" if "all" in wishes else "never" if wishes == {"never"} else "material"
