"""Sharing: a card shown in another channel, drawn anew for those who read along there."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.blocks.actions import card as draw_card
from bot.clients.slack import ChannelInfo, Sent
from bot.core.alerts import ActionCard, Place
from bot.core.card_state import CardState, Shared
from bot.core.events import Event
from bot.core.watches import is_met
from bot.services.card_state import labels_of
from bot.services.cards import gather_card
from bot.services.channels import audience_for
from bot.services.desk import Desk
from bot.services.ledger import record
from bot.services.replies import Reply
from bot.services.threads import post_reply
from storage import channels, events, outbox, watches
from storage.ledger import if_possible
from storage.outbox import Claim
from storage.posts import Subject
from storage.session import Session


@dataclass(frozen=True, slots=True)
class ShareProblem:
    """Nothing was shared; the text says why and what to do."""

    text: str


def check_target(desk: Desk, place: Place, target: str) -> ShareProblem | None:
    """Whether a card can be shared there; one that has a card on this already needs no other."""
    info = desk.slack.channel(target)
    if not isinstance(info, ChannelInfo) or not info.member:
        return ShareProblem("I am not a member there. Invite me with /invite, then share again.")
    if info.archived:
        return ShareProblem("That channel is archived. Choose another one.")
    with desk.db.read() as session:
        known = outbox.card_at(session, place._replace(channel=target))
    if known is not None:
        here = "This card stands there" if target == place.channel else "That channel has its own card on this"
        return ShareProblem(f"{here} already. Choose another one.")
    return None


def share_card(desk: Desk, place: Place, target: str, by: str) -> str | ShareProblem:
    """Post a card's present state in another channel; where it stands there."""
    now = desk.clock()
    audience_for(desk, place.tenant, "channel", target, by)
    with desk.db.read() as session:
        facts = _facts_for(session, desk, place, target)
        origin = channels.find_channel(session, place.tenant, place.channel)
    if facts is None:
        return ShareProblem("There is nothing left to share: the card tells of nothing any more.")
    shared = Shared(by, now, "" if origin.private else place.channel)
    reply = Reply(draw_card(facts, CardState(shared=shared)), _subjects(facts.events))
    sent = post_reply(desk, place.tenant, target, "", reply, now)
    if isinstance(sent, Sent):
        said = {"card": place.action, "from": place.channel, "to": target}
        if_possible(desk.db, lambda session: record(session, place.tenant, "share", by, said, now))
        return sent.ts
    return ShareProblem("Slack did not confirm the post. Look whether it stands there before you share again.")


def _facts_for(session: Session, desk: Desk, place: Place, target: str) -> ActionCard | None:
    """What the card tells, with the watched names of the target channel in place of those of its own."""
    card = outbox.card_at(session, place)
    if card is None:
        return None
    told = events.events_by_key(session, card.events)
    readers = channels.audience_in(session, place.tenant, "channel", target)
    there = {watch.id for watch in watches.list_watches(session, readers) if watch.channel == target}
    met = [w for w in watches.watches_by_id(session, place.tenant, there) if any(is_met(w, event) for event in told)]
    ids = tuple(watch.id for watch in met)
    claim = Claim(0, place._replace(channel=target), "card", uuid.uuid4().hex, card.events, ids, 0, False, "")
    facts = gather_card(session, claim, labels_of(desk.sources))
    return replace(facts, file_rows=0) if facts else None


def _subjects(shown: Sequence[Event]) -> tuple[Subject, ...]:
    return tuple({event.entity: Subject(event.entity, event.source, event.ref) for event in shown}.values())
