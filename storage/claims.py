"""Claims: which row a process may send now, and what became of it.

A channel's rows go out strictly in order: an earlier row that is still open holds back the later ones.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select, update

from bot.core.alerts import Place
from storage.outbox import OPEN, Claim
from storage.team_rows import OutboxRow, WatchRow


@dataclass(frozen=True, slots=True)
class Head:
    """The row of a channel that may be sent now; `depth` is how many wait there, this one included."""

    id: int
    channel: str
    depth: int


def heads(session: Session, tenant: int, now: datetime) -> list[Head]:
    """The rows that may be sent now, oldest first: of a channel its first open one, due or left by a dead process."""
    first = (
        select(func.min(OutboxRow.id).label("id"), func.count().label("depth"))
        .where(OutboxRow.tenant == tenant, col(OutboxRow.status).in_(OPEN))
        .group_by(OutboxRow.channel)
        .subquery()
    )
    query = (
        select(OutboxRow.id, OutboxRow.channel, first.c.depth)
        .join(first, first.c.id == OutboxRow.id)
        .where(or_(_is("due", now), _is("check", now), _is_stale(now)))
        .order_by(col(OutboxRow.id))
    )
    return [Head(number or 0, channel, depth) for number, channel, depth in session.exec(query)]


def take(session: Session, tenant: int, ids: Sequence[int], owner: str, now: datetime, ttl: timedelta) -> list[Claim]:
    """Claim these rows, in this order; those that another process took meanwhile are missing."""
    claimed = {"status": "claimed", "claimed_by": owner, "claimed_until": now + ttl}
    anew, after_crash = {"attempts": col(OutboxRow.attempts) + 1}, {"crashes": col(OutboxRow.crashes) + 1}
    taken: dict[int, Claim] = {}
    kinds = ((_is("due", now), anew), (_is("check", now), anew), (_is_stale(now), after_crash))
    for number, (waits, counted) in enumerate(kinds):
        rows = session.execute(
            update(OutboxRow)
            .where(col(OutboxRow.tenant) == tenant, col(OutboxRow.id).in_(ids), waits)
            .values(**claimed, **counted)
            .returning(OutboxRow)
            .execution_options(synchronize_session=False, populate_existing=True)
        )
        taken |= {row.id: _claim(row, look_first=number > 0) for row in rows.scalars()}
    return [taken[number] for number in ids if number in taken]


def claim(session: Session, tenant: int, owner: str, now: datetime, ttl: timedelta) -> Claim | None:
    """Take the next row that may be sent."""
    ready = [head.id for head in heads(session, tenant, now)]
    return next(iter(take(session, tenant, ready[:1], owner, now, ttl)), None)


def prolong(session: Session, tenant: int, ids: Collection[int], owner: str, until: datetime) -> None:
    """Keep claims whose sending takes longer."""
    session.execute(
        update(OutboxRow)
        .where(
            col(OutboxRow.tenant) == tenant,
            col(OutboxRow.id).in_(ids),
            col(OutboxRow.status) == "claimed",
            col(OutboxRow.claimed_by) == owner,
        )
        .values(claimed_until=until)
        .execution_options(synchronize_session=False)
    )


def _is(status: str, now: datetime) -> ColumnElement[bool]:
    return and_(col(OutboxRow.status) == status, col(OutboxRow.not_before) <= now)


def _is_stale(now: datetime) -> ColumnElement[bool]:
    """Claims of processes that died: what they sent may stand in the channel already."""
    return and_(col(OutboxRow.status) == "claimed", col(OutboxRow.claimed_until) <= now)


def record_sent(session: Session, claim: Claim, ts: str, now: datetime) -> bool:
    """Note where a claimed row stands in Slack; False when another process took it over meanwhile."""
    if not _finish(session, claim, {"status": "sent", "ts": ts, "sent_at": now, "error": ""}):
        return False
    session.execute(
        update(WatchRow)
        .where(col(WatchRow.tenant) == claim.place.tenant, col(WatchRow.id).in_(claim.watches))
        .values(last_at=now)
        .execution_options(synchronize_session=False)
    )
    return True


def defer(session: Session, claim: Claim, not_before: datetime, error: str, *, look_first: bool, counted: bool) -> bool:
    """Put a claimed row back until `not_before`; an uncounted attempt (rate limit) does not wear it out."""
    status = "check" if look_first else "due"
    attempts = claim.attempts if counted else claim.attempts - 1
    return _finish(session, claim, {"status": status, "not_before": not_before, "error": error, "attempts": attempts})


def close(session: Session, claim: Claim, status: str, error: str) -> bool:
    """End a claimed row without a post of its own: `dead`, `unsure` or `moot`."""
    return _finish(session, claim, {"status": status, "error": error})


def hold_all(session: Session, tenant: int, until: datetime) -> None:
    """Slack has the whole workspace wait: nothing goes out before then, whichever process sends it."""
    session.execute(
        update(OutboxRow)
        .where(
            col(OutboxRow.tenant) == tenant,
            col(OutboxRow.status).in_(("due", "check")),
            col(OutboxRow.not_before) < until,
        )
        .values(not_before=until)
        .execution_options(synchronize_session=False)
    )


def repost_card(session: Session, place: Place, lost_ts: str, now: datetime) -> bool:
    """Owe a card anew whose message is gone; False when that was noticed before.

    It keeps its place until it has another: it was told once, and so is what became of it. It waits from now on, and
    no message with its new alert is older.
    """
    result = session.execute(
        update(OutboxRow)
        .where(
            col(OutboxRow.tenant) == place.tenant,
            col(OutboxRow.channel) == place.channel,
            col(OutboxRow.action) == place.action,
            col(OutboxRow.part) == "card",
            col(OutboxRow.status) == "sent",
            col(OutboxRow.ts) == lost_ts,
        )
        .values(
            status="due",
            alert=uuid.uuid4().hex,
            attempts=0,
            crashes=0,
            not_before=now,
            created_at=now,
            error="",
        )
        .execution_options(synchronize_session=False)
    )
    return _rowcount(result) == 1


def next_due(session: Session, tenant: int) -> datetime | None:
    """When the next waiting row may be tried."""
    first = (
        select(func.min(OutboxRow.id))
        .where(OutboxRow.tenant == tenant, col(OutboxRow.status).in_(OPEN))
        .group_by(OutboxRow.channel)
    )
    rows = session.exec(select(OutboxRow).where(col(OutboxRow.id).in_(first))).all()
    return min((_wakes(row) for row in rows), default=None)


def _wakes(row: OutboxRow) -> datetime:
    return row.claimed_until if row.status == "claimed" and row.claimed_until else row.not_before


def _finish(session: Session, claim: Claim, values: Mapping[str, object]) -> bool:
    result = session.execute(
        update(OutboxRow)
        .where(
            col(OutboxRow.id) == claim.id,
            col(OutboxRow.status) == "claimed",
            col(OutboxRow.claimed_by) == claim.owner,
            col(OutboxRow.attempts) == claim.attempts,
            col(OutboxRow.crashes) == claim.crashes,
        )
        .values(claimed_by="", claimed_until=None, **values)
        .execution_options(synchronize_session=False)
    )
    return _rowcount(result) == 1


def _rowcount(result: object) -> int:
    return int(getattr(result, "rowcount", 0))


def _claim(row: OutboxRow, *, look_first: bool) -> Claim:
    return Claim(
        id=row.id or 0,
        place=Place(row.tenant, row.channel, row.action),
        part=row.part,
        alert=row.alert,
        events=tuple(row.events),
        watches=tuple(row.watches),
        attempts=row.attempts,
        look_first=look_first,
        owner=row.claimed_by,
        crashes=row.crashes,
        made_at=row.created_at,
    )
