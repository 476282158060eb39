"""Exports at rest: many rows, read a few at a time, for readers who may see them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from bot.core.audience import Audience
from bot.core.entities import ListingKey
from bot.core.listings import Listing, from_json
from bot.core.notes import Note
from storage.channels import openness
from storage.events import AT_ONCE
from storage.lists import stored_of
from storage.memory_rows import DecisionRow
from storage.notes import reader_of, standing, told
from storage.rows import DatasetVersionRow, EntityListingRow, ListingContentRow, ListingRow, SnapshotRow
from storage.team_rows import NoteRow
from storage.visibility import may_see

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InForce:
    """The snapshot of a source that is in force."""

    id: str
    list_date: date | None
    origin: str


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A listing with its present state."""

    listing: Listing
    state: str
    first_seen: datetime
    removed_on: date | None
    entity: str


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """A decision with where it was made, and on which listing."""

    id: int
    verdict: str
    asked: str
    entity: str
    source: str
    ref: str
    reason: str
    author: str
    channel: str
    visibility: str
    created_at: datetime
    expires_at: datetime | None
    ended: str
    ended_at: datetime | None
    ended_why: str


def in_force(session: Session) -> dict[str, InForce]:
    """The snapshot of each source that is in force."""
    query = select(SnapshotRow).join(DatasetVersionRow, col(DatasetVersionRow.snapshot) == col(SnapshotRow.id))
    return {row.source: InForce(row.id, row.list_date, row.origin) for row in session.exec(query)}


def listed(
    session: Session, sources: Collection[str] = (), states: Collection[str] = (), programme: str = ""
) -> Iterator[ListedRow]:
    """Listings of these sources (none: all) in these states (none: all) under a programme, by source and reference."""
    query: Any = (
        select(ListingRow, EntityListingRow.entity, ListingContentRow.body)
        .join(ListingContentRow, col(ListingContentRow.hash) == col(ListingRow.content))
        .outerjoin(
            EntityListingRow,
            (col(EntityListingRow.source) == col(ListingRow.source))
            & (col(EntityListingRow.ref) == col(ListingRow.ref)),
        )
        .where(ListingRow.state != "replaced")
        .order_by(col(ListingRow.source), col(ListingRow.ref))
    )
    if sources:
        query = query.where(col(ListingRow.source).in_(sorted(sources)))
    if states:
        query = query.where(col(ListingRow.state).in_(sorted(states)))
    if programme and not {'"', "\\"} & set(programme):
        # Most rows need not be read: the code stands in the stored form as it is.
        query = query.where(col(ListingContentRow.body).icontains(f'"{programme}"', autoescape=True))
    wanted = programme.upper()
    with session.execute(query.execution_options(yield_per=AT_ONCE)) as rows:
        for row, entity, body in rows:
            listing = from_json(row.source, row.ref, body)
            if not wanted or wanted in {code.upper() for code in listing.programmes}:
                yield ListedRow(listing, row.state, row.first_seen, row.removed_on, entity or "")


def notes_written(
    session: Session, audience: Audience, since: datetime | None = None, until: datetime | None = None, by: str = ""
) -> Iterator[tuple[Note, str]]:
    """The notes that these readers may see, oldest first, each with the name of its listing; `until` is exclusive."""
    if audience.is_public:
        return
    may_read = reader_of(session, audience)
    query = select(NoteRow).where(NoteRow.tenant == audience.tenant, *standing())
    query = _between(query, NoteRow, since, until, by).order_by(col(NoteRow.id))
    with session.execute(query.execution_options(yield_per=AT_ONCE)) as rows:
        for some in _batches(told(row) for row in rows.scalars() if may_read(row)):
            names = _captions(session, ((note.source, note.ref) for note in some))
            yield from ((note, names.get((note.source, note.ref), "")) for note in some)


def decisions_made(
    session: Session, audience: Audience, since: datetime | None = None, until: datetime | None = None, by: str = ""
) -> Iterator[tuple[DecisionTold, str]]:
    """The decisions that these readers may see, ended ones too, oldest first; each with the name of its listing."""
    if audience.is_public:
        return
    is_open = openness(session, audience)
    query = select(DecisionRow).where(DecisionRow.tenant == audience.tenant)
    query = _between(query, DecisionRow, since, until, by).order_by(col(DecisionRow.id))
    with session.execute(query.execution_options(yield_per=AT_ONCE)) as rows:
        seen = (r for r in rows.scalars() if may_see(audience, is_open, r.channel, r.visibility, r.author))
        for some in _batches(map(_decision, seen)):
            names = _captions(session, ((each.source, each.ref) for each in some))
            yield from ((each, names.get((each.source, each.ref), "")) for each in some)


def _between(query: Any, row: Any, since: datetime | None, until: datetime | None, by: str) -> Any:
    if since is not None:
        query = query.where(col(row.created_at) >= since)
    if until is not None:
        query = query.where(col(row.created_at) < until)
    return query.where(col(row.author) == by) if by else query


def _captions(session: Session, keys: Iterable[ListingKey]) -> dict[ListingKey, str]:
    return {key: item.listing.caption for key, item in stored_of(session, {key for key in keys if key[0]}).items()}


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    each = iter(rows)
    while some := list(islice(each, AT_ONCE)):
        yield some


def _decision(row: DecisionRow) -> DecisionTold:
    return DecisionTold(
        id=row.id or 0,
        verdict=row.verdict,
        asked=row.asked,
        entity=row.entity,
        source=row.source,
        ref=row.ref,
        reason=row.reason,
        author=row.author,
        channel=row.channel,
        visibility=row.visibility,
        created_at=row.created_at,
        expires_at=row.expires_at,
        ended=row.ended,
        ended_at=row.ended_at,
        ended_why=row.ended_why,
    )
