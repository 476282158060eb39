"""Notes: what the team wrote on a party, and who may read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session, and_, col, or_, select

from bot.core.audience import Audience
from bot.core.screening import NoteView
from storage.channels import is_private_id, private_channels
from storage.entities import former_ids
from storage.rows import EntityListingRow
from storage.seen import first_time
from storage.team_rows import NoteRow

Visibility = Literal["channel", "team", "private"]


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note to keep; `submission` tells a repeated click from a second note."""

    tenant: int
    entity: str
    source: str
    ref: str
    text: str
    author: str
    channel: str
    visibility: Visibility
    submission: str


def add_note(session: Session, note: NewNote, now: datetime) -> int:
    """Keep a note once per submission; its id."""
    if not first_time(session, note.tenant, f"note:{note.submission}"[:160], now):
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
    if audience.externally_shared:
        return {}
    private = private_channels(session, audience.tenant)
    found: dict[str, tuple[NoteView, ...]] = {}
    for entity in entities:
        rows = [row for row in _rows_on(session, audience.tenant, entity) if _is_visible(row, audience, private)]
        if rows:
            found[entity] = tuple(_view(row) for row in rows)
    return found


def note_counts(session: Session, audience: Audience, entities: Collection[str]) -> dict[str, int]:
    """How many notes this audience may read on each of these parties."""
    return {entity: len(notes) for entity, notes in notes_for(session, audience, entities).items()}


def _rows_on(session: Session, tenant: int, entity: str) -> Iterator[NoteRow]:
    query = (
        select(NoteRow)
        .outerjoin(
            EntityListingRow,
            and_(col(EntityListingRow.source) == col(NoteRow.source), col(EntityListingRow.ref) == col(NoteRow.ref)),
        )
        .where(
            NoteRow.tenant == tenant,
            col(NoteRow.deleted_at).is_(None),
            NoteRow.entity != "",
            NoteRow.text != "",
            or_(
                col(EntityListingRow.entity) == entity,
                and_(
                    col(EntityListingRow.entity).is_(None),
                    col(NoteRow.entity).in_(former_ids(session, entity)),
                ),
            ),
        )
        .order_by(col(NoteRow.created_at).desc(), col(NoteRow.id).desc())
    )
    yield from session.exec(query)


def _is_visible(note: NoteRow, audience: Audience, private: frozenset[str]) -> bool:
    here = bool(note.channel) and note.channel == audience.channel
    if not here and (note.channel in private or is_private_id(note.channel)):
        return False
    match note.visibility:
        case "team":
            return True
        case "channel":
            return here
        case "private":
            alone = audience.surface in ("ephemeral", "dm", "home")
            return alone and bool(audience.user) and audience.user == note.author
        case other:
            raise ValueError(f"a note with visibility {other!r}")


def _view(row: NoteRow) -> NoteView:
    return NoteView(row.id or 0, row.text, row.author, row.created_at, row.visibility)
