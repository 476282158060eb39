"""Letters: what could not be delivered, as `dead` or `unsure` rows of the outbox, and how it is sent after all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select, update

from bot.core.alerts import Place
from storage.outbox import OPEN
from storage.team_rows import OutboxRow

UNDELIVERED: Final = ("dead", "unsure")
CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Letter:
    """A row of the outbox that was not delivered, or of which nobody is sure."""

    id: int
    place: Place
    part: str
    status: str
    error: str
    created_at: datetime
    attempts: int
    events: tuple[str, ...]
    watches: tuple[int, ...]
    crashes: int = 0

    @property
    def was_tried(self) -> bool:
        """Whether it may have been posted."""
        return bool(self.attempts or self.crashes)


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many rows wait to be sent, and since when the oldest has."""

    waiting: int
    since: datetime | None


def undelivered(session: Session, tenant: int | None = None, channel: str = "") -> list[Letter]:
    """What was not delivered, oldest first (of one tenant, or over all for the operators' report)."""
    query = select(OutboxRow).where(col(OutboxRow.status).in_(UNDELIVERED), *_of(tenant, channel))
    return [_letter(row) for row in session.exec(query.order_by(col(OutboxRow.id)))]


def backlog(session: Session, tenant: int | None = None) -> Backlog:
    """What still waits to be sent."""
    query = select(func.count(), func.min(OutboxRow.created_at)).where(
        col(OutboxRow.status).in_(OPEN), *_of(tenant, "")
    )
    waiting, since = session.exec(query).one()
    return Backlog(waiting, since)


def retry(
    session: Session,
    tenant: int,
    now: datetime,
    ids: Collection[int] | None = None,
    channel: str = "",
    *,
    look_first: bool = True,
) -> list[int]:
    """Owe undelivered rows again (all, of a channel, or these); each looks first whether it stands there.

    Returns the ids of rows that were: one that went its way meanwhile is left alone.
    """
    chosen = undelivered(session, tenant, channel)
    wanted = [letter.id for letter in chosen if ids is None or letter.id in ids]
    values = {"status": "check" if look_first else "due", "not_before": now, "attempts": 0, "crashes": 0, "error": ""}
    return _change(session, tenant, wanted, UNDELIVERED, values)


def bury_channel(session: Session, tenant: int, channel: str, error: str) -> int:
    """Give up all that is still due in a channel that cannot be reached: kept, and sent again only on request."""
    query = select(OutboxRow.id).where(col(OutboxRow.status).in_(("due", "check")), *_of(tenant, channel))
    ids = [number for number in session.exec(query) if number is not None]
    return len(_change(session, tenant, ids, ("due", "check"), {"status": "dead", "error": error}))


def lost_with(session: Session, tenant: int, channel: str, reasons: Collection[str]) -> list[Letter]:
    """What was given up because its channel could not be reached."""
    return [letter for letter in undelivered(session, tenant, channel) if letter.error in reasons]


def owe_again(session: Session, tenant: int, letters: Sequence[Letter], now: datetime) -> list[int]:
    """Owe rows given up with their channel; those that were tried look first."""
    back: list[int] = []
    for status, tried in (("due", False), ("check", True)):
        ids = [letter.id for letter in letters if letter.was_tried is tried]
        values = {"status": status, "not_before": now, "attempts": 0, "crashes": 0, "error": ""}
        back += _change(session, tenant, ids, ("dead",), values)
    return sorted(back)


def end_as_told(session: Session, tenant: int, letters: Sequence[Letter], where: str) -> list[int]:
    """End rows given up with their channel, since one message tells what they would have."""
    values = {"status": "moot", "error": f"told in {where}"}
    return _change(session, tenant, [letter.id for letter in letters], ("dead",), values)


def _change(
    session: Session, tenant: int, ids: Sequence[int], stands: Collection[str], values: Mapping[str, object]
) -> list[int]:
    changed: list[int] = []
    for start in range(0, len(ids), CHUNK):
        rows = session.execute(
            update(OutboxRow)
            .where(
                col(OutboxRow.tenant) == tenant,
                col(OutboxRow.id).in_(ids[start : start + CHUNK]),
                col(OutboxRow.status).in_(stands),
            )
            .values(**values)
            .returning(col(OutboxRow.id))
            .execution_options(synchronize_session=False)
        )
        changed += rows.scalars()
    return sorted(changed)


def _of(tenant: int | None, channel: str) -> list[ColumnElement[bool]]:
    owner = [] if tenant is None else [col(OutboxRow.tenant) == tenant]
    return [*owner, *([col(OutboxRow.channel) == channel] if channel else [])]


def _letter(row: OutboxRow) -> Letter:
    return Letter(
        id=row.id or 0,
        place=Place(row.tenant, row.channel, row.action),
        part=row.part,
        status=row.status,
        error=row.error,
        created_at=row.created_at,
        attempts=row.attempts,
        events=tuple(row.events),
        watches=tuple(row.watches),
        crashes=row.crashes,
    )
