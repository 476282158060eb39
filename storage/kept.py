"""Replies kept as notes: their rows follow the messages that they were kept from.

hold (before the reply is read) ─▶ settle (as a note on a party) or drop; edits and deletions reach both

Slack may tell of an edit while the reply is still being read. The row stands before, so that neither gets lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import ColumnElement, Delete, Update
from sqlmodel import Session, and_, case, col, delete, or_, select, update

from bot.core.notes import retagged, tags_in
from storage.lists import insert_ignoring
from storage.notes import KEPT_BY as KEPT_BY
from storage.notes import packed
from storage.team_rows import NoteRow

HELD_FOR: Final = timedelta(minutes=1)
"""After this long whoever was reading a reply has died over it, and another may."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands."""

    tenant: int
    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A reply as it becomes a note on a party; `edited_at` is the edit that this text is of, if any."""

    entity: str
    source: str
    ref: str
    text: str
    author: str
    said_at: datetime
    edited_at: datetime | None = None


def hold(session: Session, place: Place, keeper: str, token: str, now: datetime) -> bool:
    """Begin to keep a reply, under a token of this attempt; False while another attempt is at it."""
    values = {
        "tenant": place.tenant,
        "entity": "",
        "source": "",
        "ref": token,
        "text": "",
        "author": "",
        "channel": place.channel,
        "visibility": "channel",
        "submission": _kept_by(keeper),
        "tags": "",
        "message_ts": place.ts,
        "edited_at": None,
        "deleted_at": None,
        "deleted_by": "",
        "created_at": now,
    }
    insert_ignoring(session, NoteRow, [values])
    ended = or_(col(NoteRow.created_at) <= now - HELD_FOR, col(NoteRow.deleted_at).is_not(None))
    _run(session, update(NoteRow).where(*_at(place), col(NoteRow.entity) == "", ended).values(**values))
    query = select(NoteRow.id).where(*_at(place), col(NoteRow.entity) == "", col(NoteRow.ref) == token)
    return session.exec(query).first() is not None


def drop(session: Session, place: Place, token: str) -> None:
    """Give up keeping a reply; nothing of it stays."""
    _run(session, delete(NoteRow).where(*_at(place), col(NoteRow.entity) == "", col(NoteRow.ref) == token))


def settle(session: Session, place: Place, token: str, reply: KeptReply) -> Literal["kept", "already", "gone"]:
    """Make the held reply a note, once a party; "gone" when it was deleted or taken back meanwhile."""
    _run(
        session,
        delete(NoteRow).where(*_at(place), col(NoteRow.entity) == reply.entity, col(NoteRow.deleted_at).is_not(None)),
    )
    if keeper_of(session, place, reply.entity):
        return "already"
    read_at = reply.edited_at or reply.said_at
    newer = and_(col(NoteRow.edited_at).is_not(None), col(NoteRow.edited_at) > read_at)
    query = (
        update(NoteRow)
        .where(*_at(place), col(NoteRow.entity) == "", col(NoteRow.ref) == token, col(NoteRow.deleted_at).is_(None))
        .values(
            entity=reply.entity,
            source=reply.source,
            ref=reply.ref,
            author=reply.author,
            created_at=reply.said_at,
            text=case((newer, col(NoteRow.text)), else_=reply.text),
            tags=case((newer, col(NoteRow.tags)), else_=packed(tags_in(reply.text))),
            edited_at=case((newer, col(NoteRow.edited_at)), else_=reply.edited_at),
        )
    )
    return "kept" if _run(session, query) else "gone"


def keeper_of(session: Session, place: Place, entity: str) -> str:
    """Who kept this reply as a note on a party ("" when nobody did)."""
    query = select(NoteRow.submission).where(
        *_at(place), col(NoteRow.entity) == entity, col(NoteRow.deleted_at).is_(None)
    )
    return (session.exec(query).first() or "").removeprefix(_kept_by(""))


def is_kept(session: Session, place: Place) -> bool:
    """Whether anything is kept of a message, or about to be."""
    query = select(NoteRow.id).where(*_at(place), col(NoteRow.deleted_at).is_(None))
    return session.exec(query).first() is not None


def follow_edit(session: Session, place: Place, text: str, edited_at: datetime) -> bool:
    """Give the notes of a message its new words; an older edit that comes late changes nothing."""
    older = or_(col(NoteRow.edited_at).is_(None), col(NoteRow.edited_at) < edited_at)
    query = select(NoteRow).where(*_at(place), col(NoteRow.deleted_at).is_(None), older).with_for_update()
    rows = session.exec(query.execution_options(populate_existing=True)).all()
    for row in rows:
        row.tags = packed(retagged(row.tags.split(), row.text, text))
        row.text, row.edited_at = text, edited_at
        session.add(row)
    session.flush()
    return bool(rows)


def follow_deletion(session: Session, place: Place, now: datetime) -> bool:
    """End the notes of a message that was deleted; their words go with it. Slack does not say by whom."""
    return _run(session, _ended(update(NoteRow).where(*_at(place)), now)) > 0


def take_back(session: Session, place: Place, keeper: str, now: datetime) -> bool:
    """End the notes of a message that this person kept; another's stay."""
    query = update(NoteRow).where(*_at(place), col(NoteRow.submission) == _kept_by(keeper))
    return _run(session, _ended(query, now, keeper)) > 0


def drop_unfinished(session: Session, before: datetime) -> None:
    """Remove what was begun before this instant and never became a note."""
    _run(
        session,
        delete(NoteRow).where(
            col(NoteRow.entity) == "", col(NoteRow.message_ts) != "", col(NoteRow.created_at) < before
        ),
    )


def _ended(query: Update, now: datetime, by: str = "") -> Update:
    return query.where(col(NoteRow.deleted_at).is_(None)).values(deleted_at=now, deleted_by=by, text="", tags="")


def _kept_by(keeper: str) -> str:
    return f"{KEPT_BY}{keeper}"


def _at(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        col(NoteRow.tenant) == place.tenant,
        col(NoteRow.channel) == place.channel,
        col(NoteRow.message_ts) == place.ts,
    )


def _run(session: Session, query: Update | Delete) -> int:
    result = session.execute(query.execution_options(synchronize_session="fetch"))
    return int(getattr(result, "rowcount", 0))
