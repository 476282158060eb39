"""Keys that listings may share: the way from one listing to all that could be about its party."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlmodel import Session, col, delete, select

from bot.core.entities import ListingKey
from bot.core.listings import Listing
from bot.core.resolution import blocking_keys
from storage.lists import CHUNK, insert_ignoring
from storage.rows import EntityListingRow, ListingKeyRow


def set_keys(session: Session, source: str, keys: Mapping[str, Collection[str]]) -> None:
    """Put these keys in place of what the listings (by reference) had."""
    refs = sorted(keys)
    for start in range(0, len(refs), CHUNK):
        part = refs[start : start + CHUNK]
        session.execute(
            delete(ListingKeyRow).where(col(ListingKeyRow.source) == source, col(ListingKeyRow.ref).in_(part))
        )
    rows = [{"key": key, "source": source, "ref": ref} for ref in refs for key in sorted(keys[ref])]
    insert_ignoring(session, ListingKeyRow, rows)


def made(listings: Mapping[str, Listing]) -> dict[str, frozenset[str]]:
    """The keys of these listings, by reference."""
    return {ref: blocking_keys(listings[ref]) for ref in listings}


def keys_of(session: Session, listings: Iterable[ListingKey]) -> set[str]:
    """All keys of these listings."""
    found: set[str] = set()
    for source, refs in _by_source(listings):
        query = select(ListingKeyRow.key).where(ListingKeyRow.source == source, col(ListingKeyRow.ref).in_(refs))
        found.update(session.exec(query))
    return found


def holders(session: Session, keys: Collection[str]) -> set[ListingKey]:
    """All listings that have one of these keys."""
    found: set[ListingKey] = set()
    for part in _chunks(keys):
        query = select(ListingKeyRow.source, ListingKeyRow.ref).where(col(ListingKeyRow.key).in_(part))
        found.update((source, ref) for source, ref in session.exec(query))
    return found


def of_one_party(session: Session, listings: Iterable[ListingKey]) -> set[ListingKey]:
    """These listings and all that are of one party with them at present."""
    entities: set[str] = set()
    found = set(listings)
    for source, refs in _by_source(found):
        query = select(EntityListingRow.entity).where(
            EntityListingRow.source == source, col(EntityListingRow.ref).in_(refs)
        )
        entities.update(session.exec(query))
    for part in _chunks(entities):
        rows = session.exec(
            select(EntityListingRow.source, EntityListingRow.ref).where(col(EntityListingRow.entity).in_(part))
        )
        found.update((source, ref) for source, ref in rows)
    return found


def all_keys(session: Session) -> list[tuple[str, ListingKey]]:
    """Every key with its listing, where so much changed that asking for each would take longer."""
    rows = session.exec(select(ListingKeyRow.key, ListingKeyRow.source, ListingKeyRow.ref))
    return [(key, (source, ref)) for key, source, ref in rows]


def links(session: Session, listings: Iterable[ListingKey] | None = None) -> dict[ListingKey, tuple[str, str]]:
    """The (entity, evidence) of these listings, or of all."""
    query = select(EntityListingRow.source, EntityListingRow.ref, EntityListingRow.entity, EntityListingRow.evidence)
    if listings is None:
        return {(source, ref): (entity, why) for source, ref, entity, why in session.exec(query)}
    found: dict[ListingKey, tuple[str, str]] = {}
    for source, refs in _by_source(listings):
        rows = session.exec(query.where(EntityListingRow.source == source, col(EntityListingRow.ref).in_(refs)))
        found.update({(source, ref): (entity, why) for source, ref, entity, why in rows})
    return found


def _by_source(listings: Iterable[ListingKey]) -> Iterable[tuple[str, list[str]]]:
    grouped: dict[str, list[str]] = {}
    for source, ref in sorted(set(listings)):
        grouped.setdefault(source, []).append(ref)
    for source, refs in grouped.items():
        for start in range(0, len(refs), CHUNK):
            yield source, refs[start : start + CHUNK]


def _chunks(values: Collection[str]) -> Iterable[list[str]]:
    ordered = sorted(values)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
