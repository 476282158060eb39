"""Promotion: a vetted snapshot is put in force with all that it changes, in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, bindparam, delete, insert, text, update
from sqlmodel import Session, col, func, select

from bot.core.listings import Listing, content_hash, to_json
from bot.core.roll import Roll
from bot.core.snapshots import Snapshot
from storage.lists import CHUNK, insert_ignoring
from storage.rows import (
    DatasetVersionRow,
    EntityListingRow,
    ListingContentRow,
    ListingKeyRow,
    ListingRow,
    ListingVersionRow,
    SnapshotRow,
)


@dataclass(frozen=True, slots=True)
class Promotion:
    """What a refresh writes about the listings of one source; all parts are keyed by reference.

    `written` are new or changed listings; `pending`, `removed`, `replaced`, `gone` change state only (the last three
    with their day; `gone` leave the list now, `removed` left it before); `dropped` leave without a trace in the present
    (a new baseline of another origin); `ended` are printed by the list as no longer in force; `stated` are fill rates.
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
    gone: Mapping[str, date] = field(default_factory=dict)
    ended: Mapping[str, tuple[Listing, date | None]] = field(default_factory=dict)
    stated: Mapping[str, float] = field(default_factory=dict)


class Overtaken(Exception):
    """Another process promoted a snapshot of this source first."""


def lock_source(session: Session, source: str) -> None:
    """Let one writer at a time decide what is in force of a source (SQLite's writers already queue)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(7265, hashtext(:source))"), {"source": source})


def lock_entities(session: Session) -> None:
    """Let one writer at a time decide who is who across all lists."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(7266)"))


def next_sequence(session: Session, source: str) -> int:
    """The number that the next snapshot of a source gets."""
    last = session.exec(select(func.max(SnapshotRow.sequence)).where(SnapshotRow.source == source)).one()
    return (last or 0) + 1


def hold(session: Session, held: Snapshot, parent: str, blobs: Mapping[str, str], counts: Mapping[str, int]) -> None:
    """Keep a snapshot that a person must accept before it counts."""
    if session.get(SnapshotRow, held.id) is None:
        session.add(_snapshot_row(held, parent, "held", blobs, counts, {}))
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
    session.add(_snapshot_row(change.snapshot, change.parent, "promoted", change.blobs, change.counts, change.stated))
    _drop(session, source, change.dropped, change.snapshot.sequence)
    _write_listings(session, source, change.written, change.snapshot.sequence, now)
    _set_states(session, source, change, now)
    _write_ended(session, source, change, now)
    _bump(session, source, change.snapshot.id)


def confirm_pending(session: Session, source: str, removed: Mapping[str, date], expected: str) -> None:
    """Confirm removals without a new snapshot (identical content, freshly read)."""
    version = session.get(DatasetVersionRow, source)
    if version is None or version.snapshot != expected:
        raise Overtaken(source)
    _mark(session, source, removed, "removed")
    _bump(session, source, expected)


def _snapshot_row(
    made: Snapshot,
    parent: str,
    state: str,
    blobs: Mapping[str, str],
    counts: Mapping[str, int],
    shares: Mapping[str, float],
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
        stated=dict(shares),
    )


def _write_listings(
    session: Session, source: str, written: Mapping[str, Listing], sequence: int, now: datetime
) -> None:
    if not written:
        return
    stored = written.body if isinstance(written, Roll) else lambda ref: to_json(written[ref])
    bodies = {ref: stored(ref) for ref in written}
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
    _close_versions(session, source, [*change.replaced, *change.gone], change.snapshot.sequence)
    _mark(session, source, {**change.removed, **change.gone}, "removed")
    _mark(session, source, change.replaced, "replaced")


def _write_ended(session: Session, source: str, change: Promotion, now: datetime) -> None:
    """Keep what the list prints as no longer in force: known, with its day, and never in force here."""
    if not change.ended:
        return
    bodies = {ref: to_json(listing) for ref, (listing, _) in change.ended.items()}
    hashes = {ref: content_hash(body) for ref, body in bodies.items()}
    insert_ignoring(session, ListingContentRow, [{"hash": hashes[ref], "body": body} for ref, body in bodies.items()])
    for start in range(0, len(hashes), CHUNK):
        part = sorted(hashes)[start : start + CHUNK]
        session.execute(delete(ListingRow).where(col(ListingRow.source) == source, col(ListingRow.ref).in_(part)))
    fresh = [
        {
            "source": source,
            "ref": ref,
            "state": "removed",
            "content": hashes[ref],
            "first_seen": now,
            "changed_at": now,
            "removed_on": day,
        }
        for ref, (_, day) in change.ended.items()
    ]
    session.execute(insert(ListingRow), fresh)


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
        for row in (ListingRow, EntityListingRow, ListingKeyRow):
            session.execute(delete(row).where(col(row.source) == source, col(row.ref).in_(part)))


def _bump(session: Session, source: str, snapshot_id: str) -> None:
    version = session.get(DatasetVersionRow, source)
    if version is None:
        session.add(DatasetVersionRow(source=source, generation=1, snapshot=snapshot_id))
    else:
        version.generation += 1
        version.snapshot = snapshot_id
        session.add(version)
