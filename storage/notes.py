"""Notes: what the team wrote on a party, a programme or an official action, and who may read it.

keep ─▶ edit (the earlier text stays) · tag ─▶ delete (who and when stay, the text goes everywhere)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select, update

from bot.core.audience import Audience
from bot.core.notes import MOST_TAGS, Note, Version, retagged, tags_in
from bot.core.screening import NoteView
from storage.channels import openness
from storage.entities import former_ids
from storage.memory_rows import NoteVersionRow
from storage.rows import EntityListingRow
from storage.seen import first_time
from storage.team_rows import NoteRow
from storage.visibility import may_see

Visibility = Literal["channel", "team", "private"]
KEPT_BY = "memo:"
"""Begins the `submission` of a note kept from a message; the rest is who kept it."""


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note to keep; `submission` tells a repeated click from a second note.

    `kind` and `about` name what it is on where that is no party; it has no entity then.
    """

    tenant: int
    entity: str
    source: str
    ref: str
    text: str
    author: str
    channel: str
    visibility: Visibility
    submission: str
    kind: str = "entity"
    about: str = ""


def submission_key(note: NewNote) -> str:
    """What tells a repeated click."""
    return f"note:{note.submission}"[:160]


def add_note(session: Session, note: NewNote, now: datetime) -> int:
    """Keep a note once per submission; its id."""
    if not first_time(session, note.tenant, submission_key(note), now):
        return _by_submission(session, note)
    row = NoteRow(
        tenant=note.tenant,
        entity=note.entity,
        source=note.source,
        ref=note.ref,
        text=note.text,
        author=note.author,
        channel=note.channel,
        visibility=note.visibility,
        submission=note.submission[:80],
        kind=note.kind,
        about=note.about,
        tags=packed(tags_in(note.text)),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def _by_submission(session: Session, note: NewNote) -> int:
    query = select(NoteRow.id).where(NoteRow.tenant == note.tenant, NoteRow.submission == note.submission[:80])
    return session.exec(query).first() or 0


def notes_for(session: Session, audience: Audience, entities: Collection[str]) -> dict[str, tuple[NoteView, ...]]:
    """What this audience may read on these parties, newest first; parties without notes are left out.

    A note follows the listing it was made on; without one it follows its entity through merges.
    """
    found = rows_for(session, audience, entities)
    return {
        entity: tuple(NoteView(row.id or 0, row.text, row.author, row.created_at, row.visibility) for row in rows)
        for entity, rows in found.items()
    }


def note_counts(session: Session, audience: Audience, entities: Collection[str]) -> dict[str, int]:
    """How many notes this audience may read on each of these parties."""
    return {entity: len(rows) for entity, rows in rows_for(session, audience, entities).items()}


def notes_on(session: Session, audience: Audience, entity: str) -> list[Note]:
    """The same on one party, with all that is known of each note."""
    return [told(row) for row in rows_for(session, audience, [entity]).get(entity, ())]


def notes_about(session: Session, audience: Audience, kind: str, about: str) -> list[Note]:
    """What this audience may read on a programme or an official action, newest first."""
    if audience.is_public:
        return []
    may_read = reader_of(session, audience)
    query = select(NoteRow).where(
        NoteRow.tenant == audience.tenant, NoteRow.kind == kind, NoteRow.about == about, *standing()
    )
    rows = session.exec(query.order_by(col(NoteRow.created_at).desc(), col(NoteRow.id).desc()))
    return [told(row) for row in rows if may_read(row)]


def notes_on_topics(session: Session, audience: Audience, topics: Collection[tuple[str, str]]) -> tuple[Note, ...]:
    """What this audience may read on these programmes and official actions, by (kind, about), newest first."""
    if audience.is_public or not topics:
        return ()
    kinds: dict[str, list[str]] = {}
    for kind, about in sorted(topics):
        kinds.setdefault(kind, []).append(about)
    these = or_(*(and_(col(NoteRow.kind) == kind, col(NoteRow.about).in_(abouts)) for kind, abouts in kinds.items()))
    query = select(NoteRow).where(NoteRow.tenant == audience.tenant, these, *standing())
    rows = session.exec(query.order_by(col(NoteRow.created_at).desc(), col(NoteRow.id).desc())).all()
    may_read = reader_of(session, audience) if rows else None
    return tuple(told(row) for row in rows if may_read and may_read(row))


def rows_for(session: Session, audience: Audience, entities: Collection[str]) -> Mapping[str, list[NoteRow]]:
    """The rows of the notes that this audience may read on these parties, newest first."""
    if audience.is_public or not entities:
        return {}
    found: defaultdict[str, list[NoteRow]] = defaultdict(list)
    may_read = reader_of(session, audience)
    for entity, row in (
        *_on_their_listings(session, audience.tenant, entities),
        *_without_listing(session, audience.tenant, entities),
    ):
        if may_read(row):
            found[entity].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (row.created_at, row.id or 0), reverse=True)
    return {entity: found[entity] for entity in entities if entity in found}


def _on_their_listings(session: Session, tenant: int, entities: Collection[str]) -> Iterator[tuple[str, NoteRow]]:
    """Notes whose listing names one of these parties now."""
    listings = select(EntityListingRow).where(col(EntityListingRow.entity).in_(entities))
    party = {(link.source, link.ref): link.entity for link in session.exec(listings)}
    for source in {source for source, _ in party}:
        refs = [ref for of, ref in party if of == source]
        query = select(NoteRow).where(
            NoteRow.tenant == tenant, NoteRow.source == source, col(NoteRow.ref).in_(refs), *standing()
        )
        yield from ((party[row.source, row.ref], row) for row in session.exec(query))


def _without_listing(session: Session, tenant: int, entities: Collection[str]) -> Iterator[tuple[str, NoteRow]]:
    """Notes made on an id that is one of these parties by now, where no list names their listing any more."""
    party = {old: entity for entity in entities for old in former_ids(session, entity)}
    query = (
        select(NoteRow)
        .outerjoin(EntityListingRow, _its_listing())
        .where(
            NoteRow.tenant == tenant,
            col(NoteRow.entity).in_(party),
            col(EntityListingRow.entity).is_(None),
            *standing(),
        )
    )
    yield from ((party[row.entity], row) for row in session.exec(query))


def _its_listing() -> ColumnElement[bool]:
    return and_(col(EntityListingRow.source) == col(NoteRow.source), col(EntityListingRow.ref) == col(NoteRow.ref))


def standing() -> tuple[ColumnElement[bool], ...]:
    """What holds of a note that can be read: neither deleted nor still being kept."""
    return (
        col(NoteRow.deleted_at).is_(None),
        col(NoteRow.text) != "",
        or_(col(NoteRow.entity) != "", col(NoteRow.about) != ""),
    )


def find_note(session: Session, audience: Audience, number: int, *, for_change: bool = False) -> Note | None:
    """A note by its number, deleted ones too; None for one that these readers may not know of."""
    query = select(NoteRow).where(NoteRow.tenant == audience.tenant, NoteRow.id == number)
    query = query.where(or_(col(NoteRow.entity) != "", col(NoteRow.about) != ""))
    if for_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.exec(query).first()
    return told(row) if row is not None and reader_of(session, audience)(row) else None


def edit_note(session: Session, audience: Audience, note: Note, text: str, by: str, now: datetime) -> None:
    """Give a note another text; what it said stays as an earlier version."""
    session.add(
        NoteVersionRow(
            tenant=audience.tenant,
            note=note.id,
            text=note.text,
            tags=packed(note.tags),
            visibility=note.visibility,
            until=now,
            by=by,
        )
    )
    session.flush()
    tags = packed(retagged(note.tags, note.text, text))
    _change(session, audience.tenant, note.id, text=text, tags=tags, edited_at=now)


def tag_note(session: Session, audience: Audience, note: Note, tags: Iterable[str]) -> tuple[str, ...]:
    """Give a note further tags, as far as there is room; all that it has then."""
    after = tuple(dict.fromkeys((*note.tags, *tags)))[:MOST_TAGS]
    _change(session, audience.tenant, note.id, tags=packed(after))
    return after


def erase_note(session: Session, tenant: int, number: int, by: str, now: datetime) -> None:
    """Delete a note: its text and its earlier texts go, that it was there stays, with who and when."""
    versions = update(NoteVersionRow).where(col(NoteVersionRow.tenant) == tenant, col(NoteVersionRow.note) == number)
    session.execute(versions.values(text="", tags="").execution_options(synchronize_session=False))
    _change(session, tenant, number, text="", tags="", deleted_at=now, deleted_by=by[:30])


def earlier_versions(session: Session, audience: Audience, note: Note) -> list[Version]:
    """What a note said before, newest first, as far as it was written for these readers."""
    query = select(NoteVersionRow).where(
        NoteVersionRow.tenant == audience.tenant,
        NoteVersionRow.note == note.id,
        NoteVersionRow.visibility == note.visibility,
        NoteVersionRow.text != "",
    )
    rows = session.exec(query.order_by(col(NoteVersionRow.id).desc()))
    return [Version(row.text, row.until, row.by) for row in rows]


def _change(session: Session, tenant: int, number: int, **values: Any) -> None:
    query = update(NoteRow).where(col(NoteRow.tenant) == tenant, col(NoteRow.id) == number).values(**values)
    session.execute(query.execution_options(synchronize_session="fetch"))


def packed(tags: Iterable[str]) -> str:
    """Tags as a row keeps them: each between blanks, so that one is found whole."""
    joined = " ".join(tags)
    return f" {joined} " if joined else ""


def told(row: NoteRow) -> Note:
    """A row as the note that it is."""
    return Note(
        id=row.id or 0,
        kind=row.kind,
        about=row.about,
        entity=row.entity,
        source=row.source,
        ref=row.ref,
        text=row.text,
        tags=tuple(row.tags.split()),
        author=row.author,
        channel=row.channel,
        visibility=row.visibility,
        created_at=row.created_at,
        edited_at=row.edited_at,
        deleted_at=row.deleted_at,
        deleted_by=row.deleted_by,
        is_reply=bool(row.message_ts),
        keeper=row.submission.removeprefix(KEPT_BY) if row.message_ts else "",
    )


def reader_of(session: Session, audience: Audience) -> Callable[[NoteRow], bool]:
    """Whether this audience may read a note."""
    is_open = openness(session, audience)
    return lambda row: may_see(audience, is_open, row.channel, row.visibility, row.author)
