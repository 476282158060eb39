"""Lists at rest: which snapshot of a source is in force, and its listings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Table, or_
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, SQLModel, col, func, select

from bot.core.entities import ListingKey
from bot.core.listings import Listing, from_json, programmes_in
from bot.core.snapshots import Origin, Snapshot
from storage.rows import (
    DatasetVersionRow,
    EntityListingRow,
    ListingContentRow,
    ListingRow,
    SnapshotRow,
)

IN_FORCE = ("listed", "pending_removal")
CHUNK = 500


@dataclass(frozen=True, slots=True)
class StoredListing:
    """A listing with its present state and the entity it names."""

    listing: Listing
    state: str
    first_seen: datetime
    changed_at: datetime
    removed_on: date | None
    pending_at: datetime | None
    pending_snapshot: str
    entity: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a listing stands, without its words: their digest, its state, since when it is missing."""

    digest: str
    state: str
    pending_at: datetime | None


class Outlined(NamedTuple):
    """A listing without its words: whom it names ("" for nobody yet), and the digest of the words."""

    source: str
    ref: str
    entity: str
    digest: str


def insert_ignoring(session: Session, row: type[SQLModel], values: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, leaving those whose key exists as they are."""
    if not values:
        return
    table = cast(Table, row.__table__)  # type: ignore[attr-defined]
    make = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    session.execute(make(table).on_conflict_do_nothing(), list(values))


def promoted(session: Session, source: str) -> Snapshot | None:
    """The snapshot of a source that is in force."""
    version = session.get(DatasetVersionRow, source)
    row = session.get(SnapshotRow, version.snapshot) if version else None
    return _snapshot(row) if row else None


def snapshot(session: Session, snapshot_id: str) -> tuple[Snapshot, str, dict[str, str]] | None:
    """A snapshot with its state and the blobs it was read from."""
    row = session.get(SnapshotRow, snapshot_id)
    return (_snapshot(row), row.state, dict(row.blobs)) if row else None


def snapshot_blobs(session: Session, snapshot_id: str) -> dict[str, str]:
    """The blobs (by file name) that a snapshot was read from."""
    row = session.get(SnapshotRow, snapshot_id)
    return dict(row.blobs) if row else {}


def generations(session: Session) -> dict[str, int]:
    """The generation of each loaded source: rises whenever answers may change."""
    return {row.source: row.generation for row in session.exec(select(DatasetVersionRow))}


def stands(session: Session) -> dict[str, str]:
    """What is in force of each loaded source: its generation, its snapshot and when that was read.

    Tells states apart also where a database was put back or begun anew, and its generations count the same again.
    """
    query = select(
        DatasetVersionRow.source, DatasetVersionRow.generation, DatasetVersionRow.snapshot, SnapshotRow.at
    ).outerjoin(SnapshotRow, col(SnapshotRow.id) == col(DatasetVersionRow.snapshot))
    return {source: f"{number} {snapshot} {at}" for source, number, snapshot, at in session.exec(query)}


def outline(session: Session) -> list[Outlined]:
    """Every listing that counts (records carried on as others do not), by source and reference."""
    query = (
        select(ListingRow.source, ListingRow.ref, EntityListingRow.entity, ListingRow.content)
        .outerjoin(EntityListingRow, _same_listing())
        .where(ListingRow.state != "replaced")
        .order_by(col(ListingRow.source), col(ListingRow.ref))
    )
    return [Outlined(source, ref, entity or "", digest) for source, ref, entity, digest in session.exec(query)]


def bodies(session: Session, digests: Iterable[str]) -> dict[str, str]:
    """The stored forms with these digests."""
    ordered = sorted(set(digests))
    found: dict[str, str] = {}
    for start in range(0, len(ordered), CHUNK):
        query = select(ListingContentRow.hash, ListingContentRow.body).where(
            col(ListingContentRow.hash).in_(ordered[start : start + CHUNK])
        )
        found.update(dict(session.exec(query).all()))
    return found


def stored_of(session: Session, keys: Iterable[ListingKey]) -> dict[ListingKey, StoredListing]:
    """Those of these listings that count, with their states."""
    refs: dict[str, set[str]] = {}
    for source, ref in keys:
        refs.setdefault(source, set()).add(ref)
    pairs = [(source, ref) for source in sorted(refs) for ref in sorted(refs[source])]
    found: dict[ListingKey, StoredListing] = {}
    for start in range(0, len(pairs), CHUNK):
        query = _stored_query().where(_is_one_of(pairs[start : start + CHUNK]), ListingRow.state != "replaced")
        for row, body, entity, evidence in session.exec(query):
            found[row.source, row.ref] = _stored(row, body, entity, evidence)
    return found


def stored_listings(
    session: Session, source: str | None = None, states: Sequence[str] | None = None
) -> Iterator[StoredListing]:
    """Listings with their states, of one source or all, in order of reference."""
    query = _stored_query().order_by(col(ListingRow.source), col(ListingRow.ref))
    if source is not None:
        query = query.where(ListingRow.source == source)
    if states is not None:
        query = query.where(col(ListingRow.state).in_(states))
    for row, body, entity, evidence in session.exec(query):
        yield _stored(row, body, entity, evidence)


def programmes(session: Session) -> frozenset[str]:
    """Every programme that a stored listing has or had, as printed."""
    found: set[str] = set()
    for body in session.exec(select(ListingContentRow.body).execution_options(yield_per=2000)):
        found.update(programmes_in(body))
    return frozenset(found)


def standings(session: Session, source: str) -> dict[str, Standing]:
    """Every listing of a source without its words."""
    query = select(ListingRow.ref, ListingRow.content, ListingRow.state, ListingRow.pending_at).where(
        ListingRow.source == source
    )
    return {ref: Standing(digest, state, pending_at) for ref, digest, state, pending_at in session.exec(query)}


def standings_of(session: Session, source: str, refs: Collection[str]) -> dict[str, str]:
    """The states of these listings of one source."""
    found: dict[str, str] = {}
    ordered = sorted(refs)
    for start in range(0, len(ordered), CHUNK):
        query = select(ListingRow.ref, ListingRow.state).where(
            ListingRow.source == source, col(ListingRow.ref).in_(ordered[start : start + CHUNK])
        )
        found.update(dict(session.exec(query).all()))
    return found


def listings_of(session: Session, source: str, refs: Collection[str]) -> dict[str, Listing]:
    """The present words of these listings of one source."""
    found: dict[str, Listing] = {}
    ordered = sorted(refs)
    for start in range(0, len(ordered), CHUNK):
        query = (
            select(ListingRow.ref, ListingContentRow.body)
            .join(ListingContentRow, col(ListingContentRow.hash) == col(ListingRow.content))
            .where(ListingRow.source == source, col(ListingRow.ref).in_(ordered[start : start + CHUNK]))
        )
        found.update({ref: from_json(source, ref, body) for ref, body in session.exec(query)})
    return found


def stored_listing(session: Session, source: str, ref: str) -> StoredListing | None:
    """One listing with its state."""
    row = session.get(ListingRow, (source, ref))
    if row is None:
        return None
    content = session.get(ListingContentRow, row.content)
    link = session.get(EntityListingRow, (source, ref))
    return _stored(row, content.body if content else "{}", link.entity if link else "", link.evidence if link else "")


def count_in_force(session: Session, source: str) -> int:
    """How many listings of a source are in force."""
    query = select(func.count()).where(ListingRow.source == source, col(ListingRow.state).in_(IN_FORCE))
    return session.exec(query).one()


def stated(session: Session, snapshot_id: str) -> dict[str, float] | None:
    """The fill rates of a snapshot; None for one that an older version of the program wrote."""
    row = session.get(SnapshotRow, snapshot_id)
    return dict(row.stated) if row and row.stated is not None else None


def without_stated(session: Session) -> list[tuple[str, str]]:
    """(source, snapshot) of the lists in force that an older version of the program wrote."""
    query = (
        select(DatasetVersionRow.source, SnapshotRow.id)
        .join(SnapshotRow, col(SnapshotRow.id) == col(DatasetVersionRow.snapshot))
        .where(col(SnapshotRow.stated).is_(None))
    )
    return [(source, snapshot) for source, snapshot in session.exec(query)]


def set_stated(session: Session, snapshot_id: str, shares: Mapping[str, float]) -> None:
    """Write down the fill rates of a snapshot that an older version of the program wrote."""
    row = session.get(SnapshotRow, snapshot_id)
    if row is not None:
        row.stated = dict(shares)
        session.add(row)


def _snapshot(row: SnapshotRow) -> Snapshot:
    return Snapshot(
        id=row.id,
        source=row.source,
        sequence=row.sequence,
        sha256=row.sha256,
        format=row.format,
        origin=cast(Origin, row.origin),
        list_date=row.list_date,
        checked_at=row.at,
        entries=row.entries,
        observed=frozenset(row.observed),
    )


def _stored_query() -> Any:
    return (
        select(ListingRow, ListingContentRow.body, EntityListingRow.entity, EntityListingRow.evidence)
        .join(ListingContentRow, col(ListingContentRow.hash) == col(ListingRow.content))
        .outerjoin(EntityListingRow, _same_listing())
    )


def _same_listing() -> ColumnElement[bool]:
    return (col(EntityListingRow.source) == col(ListingRow.source)) & (col(EntityListingRow.ref) == col(ListingRow.ref))


def _is_one_of(keys: Sequence[ListingKey]) -> ColumnElement[bool]:
    """Source by source, so that the table's own key finds them."""
    refs: dict[str, list[str]] = {}
    for source, ref in keys:
        refs.setdefault(source, []).append(ref)
    return or_(*((col(ListingRow.source) == source) & col(ListingRow.ref).in_(some) for source, some in refs.items()))


def _stored(row: ListingRow, body: str, entity: str | None, evidence: str | None) -> StoredListing:
    return StoredListing(
        listing=from_json(row.source, row.ref, body),
        state=row.state,
        first_seen=row.first_seen,
        changed_at=row.changed_at,
        removed_on=row.removed_on,
        pending_at=row.pending_at,
        pending_snapshot=row.pending_snapshot or "",
        entity=entity or "",
        evidence=evidence or "",
    )
