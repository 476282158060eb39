"""Lists at rest: snapshots, the listings in force, and every version they went through."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, text, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, SQLModel, col, func, select

from bot.core.listings import Listing, content_hash, from_json, to_json
from bot.core.snapshots import Origin, Snapshot
from storage.rows import (
    ActionRow,
    BlobRow,
    DatasetVersionRow,
    EntityListingRow,
    ListingContentRow,
    ListingRow,
    ListingVersionRow,
    SnapshotRow,
)

IN_FORCE = ("listed", "pending_removal")


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
class Promotion:
    """What a refresh writes about the listings of one source; all parts are keyed by reference.

    `written` are new or changed listings; `pending`, `removed`, `replaced` change state only (the last two with
    their day); `dropped` leave without a trace in the present (a new baseline of another origin).
    """

    snapshot: Snapshot
    parent: str
    blobs: Mapping[str, str]
    counts: Mapping[str, int]
    written: Mapping[str, Listing] = field(default_factory=dict)
    pending: Sequence[str] = ()
    removed: Mapping[str, date] = field(default_factory=dict)
    replaced: Mapping[str, date] = field(default_factory=dict)
    dropped: Sequence[str] = ()


class Overtaken(Exception):
    """Another process promoted a snapshot of this source first."""


def insert_ignoring(session: Session, row: type[SQLModel], values: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, leaving those whose key exists as they are."""
    if not values:
        return
    table = cast(Table, row.__table__)  # type: ignore[attr-defined]
    make = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    session.execute(make(table).on_conflict_do_nothing(), list(values))


def save_blobs(session: Session, contents: Iterable[bytes], digests: Iterable[str], now: datetime) -> None:
    """Keep raw bytes, compressed, once each."""
    rows = [
        {"sha256": digest, "size": len(raw), "data": zlib.compress(raw, 6), "stored_at": now}
        for raw, digest in zip(contents, digests, strict=True)
    ]
    insert_ignoring(session, BlobRow, rows)


def blob(session: Session, sha256: str) -> bytes | None:
    """The raw bytes kept under this hash."""
    row = session.get(BlobRow, sha256)
    return zlib.decompress(row.data) if row else None


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


def lock_source(session: Session, source: str) -> None:
    """Let one writer at a time decide what is in force of a source (SQLite's writers already queue)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(7265, hashtext(:source))"), {"source": source})


def next_sequence(session: Session, source: str) -> int:
    """The number that the next snapshot of a source gets."""
    last = session.exec(select(func.max(SnapshotRow.sequence)).where(SnapshotRow.source == source)).one()
    return (last or 0) + 1


def stored_listings(
    session: Session, source: str | None = None, states: Sequence[str] | None = None
) -> Iterator[StoredListing]:
    """Listings with their states, of one source or all, in order of reference."""
    query = (
        select(ListingRow, ListingContentRow.body, EntityListingRow.entity, EntityListingRow.evidence)
        .join(ListingContentRow, col(ListingContentRow.hash) == col(ListingRow.content))
        .outerjoin(
            EntityListingRow,
            (col(EntityListingRow.source) == col(ListingRow.source))
            & (col(EntityListingRow.ref) == col(ListingRow.ref)),
        )
        .order_by(col(ListingRow.source), col(ListingRow.ref))
    )
    if source is not None:
        query = query.where(ListingRow.source == source)
    if states is not None:
        query = query.where(col(ListingRow.state).in_(states))
    for row, body, entity, evidence in session.exec(query):
        yield _stored(row, body, entity, evidence)


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


def hold(session: Session, held: Snapshot, parent: str, blobs: Mapping[str, str], counts: Mapping[str, int]) -> None:
    """Keep a snapshot that a person must accept before it counts."""
    if session.get(SnapshotRow, held.id) is None:
        session.add(_snapshot_row(held, parent, "held", blobs, counts))
        session.flush()


def promote(session: Session, change: Promotion) -> None:
    """Put a snapshot in force with all that it changes; `Overtaken` when the parent is no longer in force."""
    source, now = change.snapshot.source, change.snapshot.checked_at
    version = session.get(DatasetVersionRow, source)
    if (version.snapshot if version else "") != change.parent:
        raise Overtaken(source)
    row = session.get(SnapshotRow, change.snapshot.id)
    if row is not None:
        session.delete(row)
        session.flush()
    session.add(_snapshot_row(change.snapshot, change.parent, "promoted", change.blobs, change.counts))
    _drop(session, source, change.dropped, change.snapshot.sequence)
    _write_listings(session, source, change.written, change.snapshot.sequence, now)
    _set_states(session, source, change, now)
    _bump(session, source, change.snapshot.id)


def confirm_pending(session: Session, source: str, removed: Mapping[str, date], expected: str) -> None:
    """Confirm removals without a new snapshot (identical content, freshly read)."""
    version = session.get(DatasetVersionRow, source)
    if version is None or version.snapshot != expected:
        raise Overtaken(source)
    _mark(session, source, removed, "removed")
    _bump(session, source, expected)


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


def _snapshot_row(
    made: Snapshot, parent: str, state: str, blobs: Mapping[str, str], counts: Mapping[str, int]
) -> SnapshotRow:
    return SnapshotRow(
        id=made.id,
        source=made.source,
        sequence=made.sequence,
        parent=parent or None,
        state=state,
        sha256=made.sha256,
        blobs=dict(blobs),
        format=made.format,
        origin=made.origin,
        list_date=made.list_date,
        at=made.checked_at,
        entries=made.entries,
        observed=sorted(made.observed),
        counts=dict(counts),
    )


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


def _write_listings(
    session: Session, source: str, written: Mapping[str, Listing], sequence: int, now: datetime
) -> None:
    if not written:
        return
    bodies = {ref: to_json(listing) for ref, listing in written.items()}
    hashes = {ref: content_hash(body) for ref, body in bodies.items()}
    insert_ignoring(session, ListingContentRow, [{"hash": hashes[ref], "body": body} for ref, body in bodies.items()])
    known = set(session.exec(select(ListingRow.ref).where(ListingRow.source == source)))
    fresh = [
        {"source": source, "ref": ref, "state": "listed", "content": digest, "first_seen": now, "changed_at": now}
        for ref, digest in hashes.items()
        if ref not in known
    ]
    if fresh:
        session.execute(insert(ListingRow), fresh)
    again = [{"r": ref, "c": digest} for ref, digest in hashes.items() if ref in known]
    if again:
        table = cast(Table, ListingRow.__table__)  # type: ignore[attr-defined]
        statement = (
            update(table)
            .where(table.c.source == source, table.c.ref == bindparam("r"))
            .values(
                content=bindparam("c"),
                changed_at=now,
                state="listed",
                removed_on=None,
                pending_snapshot=None,
                pending_at=None,
            )
        )
        session.connection().execute(statement, again)
    _close_versions(session, source, [a["r"] for a in again], sequence)
    versions = [
        {"source": source, "ref": ref, "from_sequence": sequence, "content": digest} for ref, digest in hashes.items()
    ]
    session.execute(insert(ListingVersionRow), versions)


def _close_versions(session: Session, source: str, refs: Sequence[str], sequence: int) -> None:
    if not refs:
        return
    table = cast(Table, ListingVersionRow.__table__)  # type: ignore[attr-defined]
    statement = (
        update(table)
        .where(table.c.source == source, table.c.ref == bindparam("r"), table.c.until_sequence.is_(None))
        .values(until_sequence=sequence)
    )
    session.connection().execute(statement, [{"r": ref} for ref in refs])


def _set_states(session: Session, source: str, change: Promotion, now: datetime) -> None:
    _close_versions(session, source, [*change.pending], change.snapshot.sequence)
    table = cast(Table, ListingRow.__table__)  # type: ignore[attr-defined]
    if change.pending:
        statement = (
            update(table)
            .where(table.c.source == source, table.c.ref == bindparam("r"))
            .values(state="pending_removal", pending_snapshot=change.snapshot.id, pending_at=now)
        )
        session.connection().execute(statement, [{"r": ref} for ref in change.pending])
    _close_versions(session, source, [*change.replaced], change.snapshot.sequence)
    _mark(session, source, change.removed, "removed")
    _mark(session, source, change.replaced, "replaced")


def _mark(session: Session, source: str, days: Mapping[str, date], state: str) -> None:
    if not days:
        return
    table = cast(Table, ListingRow.__table__)  # type: ignore[attr-defined]
    statement = (
        update(table)
        .where(table.c.source == source, table.c.ref == bindparam("r"))
        .values(state=state, removed_on=bindparam("d"))
    )
    session.connection().execute(statement, [{"r": ref, "d": day} for ref, day in days.items()])


def _drop(session: Session, source: str, refs: Sequence[str], sequence: int) -> None:
    _close_versions(session, source, refs, sequence)
    for start in range(0, len(refs), 500):
        part = refs[start : start + 500]
        for row in (ListingRow, EntityListingRow):
            session.execute(delete(row).where(col(row.source) == source, col(row.ref).in_(part)))


def _bump(session: Session, source: str, snapshot_id: str) -> None:
    version = session.get(DatasetVersionRow, source)
    if version is None:
        session.add(DatasetVersionRow(source=source, generation=1, snapshot=snapshot_id))
    else:
        version.generation += 1
        version.snapshot = snapshot_id
        session.add(version)


def drop_old_blobs(session: Session, keep: int) -> int:
    """Delete raw deliveries beyond the last `keep` snapshots of a source unless an action cites them; how many."""
    wanted: set[str] = set()
    cited = {
        snapshot_id
        for pair in session.exec(select(ActionRow.from_snapshot, ActionRow.to_snapshot))
        for snapshot_id in pair
    }
    kept: dict[str, int] = {}
    for row in session.exec(select(SnapshotRow).order_by(col(SnapshotRow.sequence).desc())):
        kept[row.source] = kept.get(row.source, 0) + 1
        if kept[row.source] <= keep or row.id in cited or row.state == "held":
            wanted.update(row.blobs.values())
    stored = set(session.exec(select(BlobRow.sha256)))
    for digest in stored - wanted:
        session.execute(delete(BlobRow).where(col(BlobRow.sha256) == digest))
    return len(stored - wanted)
