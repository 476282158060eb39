"""Posts: our cards in Slack and what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select, update

from storage.lists import insert_ignoring
from storage.team_rows import ThreadRow

RECENT = 500
"""How many of a channel's newest cards are looked through for a subject."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A party a thread is about: its entity and the listing that brought it there."""

    entity: str
    source: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """A card of ours: replies under `ts` are about its subjects."""

    tenant: int
    channel: str
    ts: str
    kind: str
    action: str
    subjects: tuple[Subject, ...]


def add_thread(session: Session, thread: Thread, now: datetime) -> None:
    """Remember a card; saying it twice changes nothing."""
    values = {
        "tenant": thread.tenant,
        "channel": thread.channel,
        "ts": thread.ts,
        "kind": thread.kind,
        "action": thread.action,
        "subjects": [[s.entity, s.source, s.ref] for s in thread.subjects],
        "created_at": now,
    }
    insert_ignoring(session, ThreadRow, [values])


def find_thread(session: Session, tenant: int, channel: str, ts: str) -> Thread | None:
    """The card under this timestamp, when it is one of ours."""
    row = session.get(ThreadRow, (tenant, channel, ts))
    return _thread(row) if row else None


def mark_gone(session: Session, tenant: int, channel: str, ts: str) -> bool:
    """Note that a card's message was deleted; False when it is none of ours, or that is known."""
    result = session.execute(
        update(ThreadRow)
        .where(
            col(ThreadRow.tenant) == tenant,
            col(ThreadRow.channel) == channel,
            col(ThreadRow.ts) == ts,
            col(ThreadRow.gone).is_(False),
        )
        .values(gone=True)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(result, "rowcount", 0)) == 1


def is_gone(session: Session, tenant: int, channel: str, ts: str) -> bool:
    """Whether this card of ours is known to be deleted."""
    row = session.get(ThreadRow, (tenant, channel, ts))
    return row is not None and row.gone


def recent_threads(session: Session, tenant: int, channel: str) -> list[Thread]:
    """A channel's newest cards that were not deleted, newest first."""
    query = (
        select(ThreadRow)
        .where(ThreadRow.tenant == tenant, ThreadRow.channel == channel, col(ThreadRow.gone).is_(False))
        .order_by(col(ThreadRow.created_at).desc(), col(ThreadRow.ts).desc())
        .limit(RECENT)
    )
    return [_thread(row) for row in session.exec(query)]


def _thread(row: ThreadRow) -> Thread:
    subjects = tuple(Subject(*values) for values in row.subjects)
    return Thread(row.tenant, row.channel, row.ts, row.kind, row.action, subjects)
