"""Where else the parties of an action are listed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlmodel import Session, col, select

from bot.core.entities import ListingKey
from bot.core.events import Event
from storage.lists import IN_FORCE, StoredListing, stored_listing
from storage.rows import EntityListingRow, ListingRow

CHUNK = 400


def present_entities(session: Session, events: Collection[Event]) -> dict[str, str]:
    """Event key → the entity that its listing names by now (entities merge and split after an event)."""
    links: dict[ListingKey, str] = {}
    for source in {event.source for event in events}:
        for refs in _chunks({event.ref for event in events if event.source == source}):
            query = select(EntityListingRow.ref, EntityListingRow.entity).where(
                EntityListingRow.source == source, col(EntityListingRow.ref).in_(refs)
            )
            links.update({(source, ref): entity for ref, entity in session.exec(query)})
    return {event.key: links.get((event.source, event.ref), event.entity) for event in events}


def sources_naming(session: Session, entities: Collection[str]) -> dict[str, frozenset[str]]:
    """Entity → the sources that have it in force (a removal not yet confirmed counts as in force)."""
    found: dict[str, set[str]] = {}
    for part in _chunks(set(entities)):
        query = (
            select(EntityListingRow.entity, EntityListingRow.source)
            .join(
                ListingRow,
                (col(ListingRow.source) == col(EntityListingRow.source))
                & (col(ListingRow.ref) == col(EntityListingRow.ref)),
            )
            .where(col(EntityListingRow.entity).in_(part), col(ListingRow.state).in_(IN_FORCE))
        )
        for entity, source in session.exec(query):
            found.setdefault(entity, set()).add(source)
    return {entity: frozenset(sources) for entity, sources in found.items()}


def listings_naming(session: Session, entity: str) -> list[StoredListing]:
    """The listings in force that name an entity."""
    query = select(EntityListingRow.source, EntityListingRow.ref).where(EntityListingRow.entity == entity)
    stored = [stored_listing(session, source, ref) for source, ref in session.exec(query).all()]
    return [item for item in stored if item is not None and item.state in IN_FORCE]


def _chunks(values: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(values)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
