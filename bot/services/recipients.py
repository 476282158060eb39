"""Recipients: whether a person may still read what is owed to them, asked right before it is drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from bot.core.assignments import is_work_message, read_key
from bot.core.watches import is_person
from bot.services.people import standing
from bot.services.rooms import is_open_to
from storage import channels
from storage.outbox import Claim

if TYPE_CHECKING:
    from bot.services.sender import Sender


def readable(sender: Sender, claim: Claim) -> Claim | Literal["guest", "unknown"]:
    """What of a row its reader may know, or why nothing now; the readers of a channel are asked for elsewhere.

    A message of work loses the cards of private channels which its reader has left.
    """
    place = claim.place
    if not is_person(place.channel):
        return claim
    who = standing(sender, place.channel)
    if who != "member":
        return who
    if not is_work_message(place.action):
        return claim
    with sender.db.read() as session:
        rooms = {
            key: channels.find_channel(session, place.tenant, read_key(key, place.tenant).channel)
            for key in claim.events
        }
    return replace(claim, events=tuple(key for key in claim.events if is_open_to(sender, rooms[key], place.channel)))
