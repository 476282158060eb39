"""The state of a card in its channel: gathered when it is drawn."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.alerts import ActionCard, Place
from bot.core.audience import Audience
from bot.core.card_state import CardState, Snoozed, WhyHere
from bot.core.snoozes import Scope
from bot.core.watches import Watch, is_person
from bot.core.work import NEVER
from bot.sources.source import Source
from storage import channels, outbox, snoozes, watches, work
from storage.outbox import Card, Claim
from storage.session import Session


def card_claim(place: Place, card: Card) -> Claim:
    """A claim that stands for a card already posted, to draw it as it is now."""
    return Claim(0, place, "card", card.alert, card.events, card.watches, 0, False, "")


def state_of(session: Session, facts: ActionCard, claim: Claim) -> CardState:
    """What people made of a card, and which watches brought it."""
    place = claim.place
    audience = channels.audience_in(session, place.tenant, "channel", place.channel)
    brought = () if audience.externally_shared else watches_of(session, place, claim.watches)
    return CardState(
        place=place,
        work=work.find_work(session, place),
        why=tuple(dict.fromkeys(_why(watch) for watch in brought)),
        snoozed=_snoozed(session, facts, audience),
        takes_notes=not audience.externally_shared,
        is_personal=is_person(place.channel),
    )


def watches_of(session: Session, place: Place, more: tuple[int, ...] = ()) -> list[Watch]:
    """The watches that brought a card, as far as they still run."""
    card = outbox.card_at(session, place)
    return watches.watches_at(session, place, {*(card.watches if card else ()), *more})


def snooze_target(facts: ActionCard) -> tuple[Scope, str, str]:
    """What a snooze on a card is about: (scope, value, label), the party where there is only one."""
    entities = {event.entity for event in facts.events}
    if len(entities) == 1:
        return "entity", facts.events[0].entity, facts.events[0].caption or facts.events[0].ref
    return "action", facts.action.id, f"{facts.issuer_label}, {facts.list_label}: {facts.action.title}"


def labels_of(sources: Mapping[str, Source]) -> dict[str, str]:
    """The lists' names on cards by source id."""
    return {source.id: source.label for source in sources.values()}


def _why(watch: Watch) -> WhyHere:
    return WhyHere(watch.target.label or watch.target.value or watch.target.kind, watch.owner)


def _snoozed(session: Session, facts: ActionCard, audience: Audience) -> Snoozed | None:
    scope, value, _ = snooze_target(facts)
    # A card has no clock: it says until when, and is drawn anew when that is past.
    here = snoozes.list_snoozes(session, audience, NEVER)
    found = [each for each in here if (each.scope, each.value) == (scope, value)]
    return Snoozed(found[0].until, found[0].by) if found else None
