"""Batches under way in Slack: which process is at them, and which were left by one that died."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select, update

from storage.memory_rows import BatchRunRow

NOBODY = ""
"""The process of a batch that is being owned up to: none may finish it any more."""


@dataclass(frozen=True, slots=True)
class LostBatch:
    """A batch whose process died: where its message is or was to be, and whether its results were being sent."""

    id: int
    channel: str
    thread_ts: str
    ts: str
    telling: bool
    begun_at: datetime


def begin_batch(
    session: Session, tenant: int, where: tuple[str, str], user: str, process: str, now: datetime, until: datetime
) -> int:
    """Note that a batch begins (`where`: channel and thread); its number."""
    channel, thread_ts = where
    row = BatchRunRow(
        tenant=tenant, channel=channel, thread_ts=thread_ts, user=user, process=process, until=until, begun_at=now
    )
    session.add(row)
    session.flush()
    return row.id or 0


def note_message(session: Session, tenant: int, number: int, process: str, ts: str) -> bool:
    """Note which message shows a batch; False when it is not this process's any more."""
    return _update(session, _mine(tenant, number, process), ts=ts)


def begin_telling(session: Session, tenant: int, number: int, process: str) -> bool:
    """Note that the results are sent from now on; False when the batch was given up as lost meanwhile."""
    return _update(session, _mine(tenant, number, process), telling=True)


def end_batch(session: Session, tenant: int, number: int, process: str) -> bool:
    """Forget a batch that is told of; False when it is not this process's any more."""
    result = session.execute(
        delete(BatchRunRow).where(*_mine(tenant, number, process)).execution_options(synchronize_session=False)
    )
    return bool(getattr(result, "rowcount", 0))


def is_any(session: Session, tenant: int) -> bool:
    """Whether any batch is under way."""
    return session.exec(select(BatchRunRow.id).where(BatchRunRow.tenant == tenant).limit(1)).first() is not None


def keep_alive(session: Session, tenant: int, process: str, until: datetime) -> bool:
    """Prolong the batches of a process that lives; False when it has none."""
    return _update(session, (col(BatchRunRow.tenant) == tenant, col(BatchRunRow.process) == process), until=until)


def take_lost(session: Session, tenant: int, now: datetime, until: datetime) -> list[LostBatch]:
    """Take the batches that no process keeps alive; one that is not ended is taken again after `until`."""
    rows = session.execute(
        update(BatchRunRow)
        .where(col(BatchRunRow.tenant) == tenant, col(BatchRunRow.until) <= now)
        .values(process=NOBODY, until=until)
        .returning(BatchRunRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return [
        LostBatch(row.id or 0, row.channel, row.thread_ts, row.ts, row.telling, row.begun_at) for row in rows.scalars()
    ]


def _mine(tenant: int, number: int, process: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(BatchRunRow.tenant) == tenant,
        col(BatchRunRow.id) == number,
        col(BatchRunRow.process) == process,
    )


def _update(session: Session, where: tuple[ColumnElement[bool], ...], **values: object) -> bool:
    result = session.execute(
        update(BatchRunRow).where(*where).values(**values).execution_options(synchronize_session=False)
    )
    return bool(getattr(result, "rowcount", 0))
