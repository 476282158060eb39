"""History at rest: every version that a listing went through, and what stood on a list on any day.

A version is valid from one snapshot of its source up to the first that reads otherwise; words that did not change are
stored once. A snapshot's day is that of its list, else the day on which it was read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from bot.core.listings import Listing, from_json
from storage.rows import ListingContentRow, ListingVersionRow, SnapshotRow


@dataclass(frozen=True, slots=True)
class Version:
    """How a listing read from `first` on, until the day on which it read otherwise or was gone (None: still so)."""

    first: date
    until: date | None
    snapshot: str
    listing: Listing


@dataclass(frozen=True, slots=True)
class Day:
    """The snapshot in force on a day: its id, its own day, its number."""

    snapshot: str
    day: date
    sequence: int


def in_force_on(session: Session, source: str, day: date) -> Day | None:
    """The snapshot of a source that was in force on a day; None before our first."""
    found = [item for item in _days(session, source) if item.day <= day]
    return max(found, key=lambda item: item.sequence) if found else None


def listings_on(session: Session, source: str, day: date) -> Iterator[Listing]:
    """Every listing of a source as it stood on a day, in order of reference."""
    at = in_force_on(session, source, day)
    if at is None:
        return
    query = (
        select(ListingVersionRow.ref, ListingContentRow.body)
        .join(ListingContentRow, col(ListingContentRow.hash) == col(ListingVersionRow.content))
        .where(ListingVersionRow.source == source, _covers(at.sequence))
        .order_by(col(ListingVersionRow.ref))
    )
    for ref, body in session.exec(query):
        yield from_json(source, ref, body)


def listing_on(session: Session, source: str, ref: str, day: date) -> Listing | None:
    """One listing as it stood on a day; None when it was not on the list, or before our first snapshot."""
    at = in_force_on(session, source, day)
    if at is None:
        return None
    query = (
        select(ListingContentRow.body)
        .join(ListingVersionRow, col(ListingContentRow.hash) == col(ListingVersionRow.content))
        .where(ListingVersionRow.source == source, ListingVersionRow.ref == ref, _covers(at.sequence))
    )
    body = session.exec(query).first()
    return from_json(source, ref, body) if body is not None else None


def versions(session: Session, source: str, ref: str) -> list[Version]:
    """All versions of a listing, oldest first; a gap between two means that it was off the list."""
    days = {item.sequence: item for item in _days(session, source)}
    query = (
        select(ListingVersionRow, ListingContentRow.body)
        .join(ListingContentRow, col(ListingContentRow.hash) == col(ListingVersionRow.content))
        .where(ListingVersionRow.source == source, ListingVersionRow.ref == ref)
        .order_by(col(ListingVersionRow.from_sequence))
    )
    return [
        Version(
            first=days[row.from_sequence].day,
            until=days[row.until_sequence].day if row.until_sequence in days else None,
            snapshot=days[row.from_sequence].snapshot,
            listing=from_json(source, ref, body),
        )
        for row, body in session.exec(query)
        if row.from_sequence in days
    ]


def begins(session: Session) -> dict[str, date]:
    """The first day of each source that our snapshots cover."""
    found: dict[str, date] = {}
    for row in session.exec(select(SnapshotRow).where(SnapshotRow.state == "promoted")):
        day = row.list_date or row.at.date()
        found[row.source] = min(found.get(row.source, day), day)
    return found


def first_recorded(session: Session) -> dict[str, datetime]:
    """When we took in the first snapshot of each source: from then on a change is recorded."""
    query = select(SnapshotRow.source, func.min(SnapshotRow.at)).where(SnapshotRow.state == "promoted")
    return dict(session.exec(query.group_by(col(SnapshotRow.source))).all())


def _days(session: Session, source: str) -> list[Day]:
    """The promoted snapshots of a source, as days; the list of a new origin starts the record anew."""
    rows = session.exec(
        select(SnapshotRow)
        .where(SnapshotRow.source == source, SnapshotRow.state == "promoted")
        .order_by(col(SnapshotRow.sequence))
    ).all()
    return [Day(row.id, row.list_date or row.at.date(), row.sequence) for row in rows]


def _covers(sequence: int) -> ColumnElement[bool]:
    return (col(ListingVersionRow.from_sequence) <= sequence) & (
        col(ListingVersionRow.until_sequence).is_(None) | (col(ListingVersionRow.until_sequence) > sequence)
    )
