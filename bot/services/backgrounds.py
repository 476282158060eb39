"""Backgrounds: what the store adds to the events of an action, so that each is told as what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.blocks import law
from bot.blocks.events import is_back
from bot.core.alerts import Background
from bot.core.delta import Op
from bot.core.events import Event
from bot.core.issuers import ISSUER_OF
from bot.core.screening import ListingState, ListingStatus
from bot.core.watches import related_key
from storage import elsewhere, lists
from storage.lists import StoredListing
from storage.session import Session


def backgrounds(
    session: Session, events: Sequence[Event], issuer: str, labels: Mapping[str, str]
) -> dict[str, Background]:
    """What is known beside each event, by its key; nothing for events that speak for themselves."""
    removed = [event for event in events if event.op is Op.DEL and event.state == "confirmed"]
    listed = _still_listed(session, removed, issuer)
    found = {event.key: _first_listed(session, event) for event in events if is_back(event)}
    found |= {event.key: _former(session, event) for event in events if event.op is Op.MOVE}
    found |= {event.key: Background(still=_still(session, event, issuer, labels)) for event in listed}
    return {key: known for key, known in found.items() if known != Background()}


def _first_listed(session: Session, event: Event) -> Background:
    stored = lists.stored_listing(session, event.source, event.ref)
    years = sorted(day[:4] for day in stored.listing.values("listed_on")) if stored else []
    return Background(first_listed=years[0] if years else "")


def _former(session: Session, event: Event) -> Background:
    """The kind of list given up: as the event says, else as the record stood there."""
    told = [s.value for s in event.lost if s.property == "list_kind"]
    stored = lists.stored_listing(session, *related_key(event))
    return Background(former_kind=told[0] if told else stored.listing.list_kind if stored else "")


def _still_listed(session: Session, removed: Sequence[Event], issuer: str) -> Iterable[Event]:
    """The removals of parties that some list of the same issuer still names."""
    sources = elsewhere.sources_naming(session, {event.entity for event in removed})
    return [e for e in removed if any(ISSUER_OF.get(source) == issuer for source in sources.get(e.entity, ()))]


def _still(session: Session, event: Event, issuer: str, labels: Mapping[str, str]) -> tuple[str, ...]:
    found = elsewhere.listings_naming(session, event.entity)
    own = [item for item in found if ISSUER_OF.get(item.listing.source) == issuer]
    kept = [item for item in own if (item.listing.source, item.listing.ref) != (event.source, event.ref)]
    return tuple(dict.fromkeys(_with_list(item, labels) for item in kept))


def _with_list(item: StoredListing, labels: Mapping[str, str]) -> str:
    text, label = law.headline(_status(item)), labels.get(item.listing.source, "")
    return text if "(" in text or not label else f"{text} ({label})"


def in_words(item: StoredListing) -> str:
    """What a stored listing says, shortest form, and what links it to its party."""
    linked = f" (linked by {item.evidence})" if item.evidence else ""
    return law.headline(_status(item)) + linked


def _status(item: StoredListing) -> ListingStatus:
    return ListingStatus(
        listing=item.listing,
        issuer=ISSUER_OF[item.listing.source],
        state=ListingState(item.state),
        first_seen=item.first_seen,
    )
