"""Entities at rest: which listings name one party, and where merged ids went."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlmodel import Session, col, delete, select

from bot.core.entities import ListingKey
from storage.lists import insert_ignoring
from storage.rows import EntityListingRow, EntityReferentRow, EntityRow

CHUNK = 400


def entity_of(session: Session) -> dict[ListingKey, str]:
    """Every listing's entity."""
    rows = session.exec(select(EntityListingRow.source, EntityListingRow.ref, EntityListingRow.entity))
    return {(source, ref): entity for source, ref, entity in rows}


def listings_of(session: Session, entity: str) -> list[ListingKey]:
    """The listings of an entity, following merges."""
    ids = (entity, *referents(session, entity))
    rows = session.exec(select(EntityListingRow).where(col(EntityListingRow.entity).in_(ids)))
    return sorted((row.source, row.ref) for row in rows)


def referents(session: Session, entity: str) -> tuple[str, ...]:
    """The ids that an entity's id stands for by now (empty while it is itself in use)."""
    found: list[str] = []
    seen, todo = {entity}, [entity]
    while todo:
        for new in session.exec(select(EntityReferentRow.new).where(EntityReferentRow.old == todo.pop())):
            if new not in seen:
                seen.add(new)
                found.append(new)
                todo.append(new)
    return tuple(found)


def former_ids(session: Session, entity: str) -> tuple[str, ...]:
    """All ids that were merged into this one, itself first."""
    seen, todo = [entity], [entity]
    while todo:
        for old in session.exec(select(EntityReferentRow.old).where(EntityReferentRow.new == todo.pop())):
            if old not in seen:
                seen.append(old)
                todo.append(old)
    return tuple(seen)


def former_of(session: Session, wanted: Collection[str]) -> dict[str, str]:
    """All ids that were merged into these ones, these included, each with the one that it went into."""
    found = {entity: entity for entity in wanted}
    todo = list(found)
    while todo:
        query = select(EntityReferentRow.old, EntityReferentRow.new)
        rows = [
            row for part in _chunks(todo) for row in session.exec(query.where(col(EntityReferentRow.new).in_(part)))
        ]
        todo = [old for old, _ in rows if old not in found]
        found |= {old: found[new] for old, new in rows if old not in found}
    return found


def present_id(session: Session, entity: str, source: str = "", ref: str = "") -> str:
    """The entity that something kept about this one is about by now.

    Where the listing it was made on is known, that listing's entity, so that a split hands it out rightly; else the id
    that took over this one.
    """
    link = session.get(EntityListingRow, (source, ref)) if source else None
    return link.entity if link is not None else (entity, *referents(session, entity))[-1]


def present_ids(session: Session, kept: Collection[tuple[str, str, str]]) -> dict[tuple[str, str, str], str]:
    """The same as `present_id` for many (entity, source, ref) at once."""
    links: dict[ListingKey, str] = {}
    for source in {source for _, source, _ in kept if source}:
        for refs in _chunks({ref for _, of, ref in kept if of == source}):
            query = select(EntityListingRow.ref, EntityListingRow.entity).where(
                EntityListingRow.source == source, col(EntityListingRow.ref).in_(refs)
            )
            links.update({(source, ref): entity for ref, entity in session.exec(query)})
    unlinked = {entity for entity, source, ref in kept if (source, ref) not in links}
    moved: set[str] = set()
    for ids in _chunks(unlinked):
        moved.update(session.exec(select(EntityReferentRow.old).where(col(EntityReferentRow.old).in_(ids))))
    renamed = {entity: (entity, *referents(session, entity))[-1] for entity in moved}
    return {key: links.get((key[1], key[2]), renamed.get(key[0], key[0])) for key in kept}


def relink(
    session: Session,
    links: Mapping[ListingKey, tuple[str, str]],
    moved: Iterable[tuple[str, str, str]],
    now: datetime,
) -> None:
    """Record (entity, evidence) for listings whose link changed, and (old, new, reason) for ids that moved."""
    insert_ignoring(
        session, EntityRow, [{"id": entity, "created_at": now} for entity in sorted({e for e, _ in links.values()})]
    )
    keys = sorted(links)
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        for source in {s for s, _ in part}:
            refs = [r for s, r in part if s == source]
            session.execute(
                delete(EntityListingRow).where(
                    col(EntityListingRow.source) == source, col(EntityListingRow.ref).in_(refs)
                )
            )
    insert_ignoring(
        session,
        EntityListingRow,
        [
            {"source": source, "ref": ref, "entity": links[source, ref][0], "evidence": links[source, ref][1]}
            for source, ref in keys
        ],
    )
    insert_ignoring(
        session,
        EntityReferentRow,
        [{"old": old, "new": new, "reason": reason, "at": now} for old, new, reason in moved],
    )


def _chunks(values: Collection[str]) -> Iterable[list[str]]:
    ordered = sorted(values)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
