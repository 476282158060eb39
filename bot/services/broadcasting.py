"""Broadcasting: whether a reply in a card's thread shows in the channel too."""

from __future__ import annotations

from bot.core.broadcasts import is_broadcast
from storage import events, outbox, watches
from storage.outbox import Card, Claim
from storage.session import Session


def shows_in_channel(session: Session, claim: Claim, card: Card) -> bool:
    """Whether the watches that brought a follow-up (or, without any, its card) want it in the channel."""
    brought = watches.watches_at(session, claim.place, claim.watches or card.watches)
    return is_broadcast(brought, events.events_by_key(session, claim.events), outbox.told_before(session, claim))
