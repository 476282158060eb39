"""Work at rest: who takes care of which card, and which cards are to be drawn anew.

Each write names the state it starts from, so that of two at once one wins and the other is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, or_, select, update

from bot.core.alerts import Place
from bot.core.work import NEVER, UNTOUCHED, Work, WorkStatus
from storage.team_rows import WorkRow


def find_work(session: Session, place: Place) -> Work:
    """Where a card stands; one that nobody touched is new."""
    query = select(WorkRow).where(*_at(place)).execution_options(populate_existing=True)
    row = session.exec(query).first()
    return _work(row) if row else UNTOUCHED


def change_work(session: Session, place: Place, before: Work, after: Work, redraw_at: datetime) -> bool:
    """Write what a person did, if the card still stands as they saw it; its card is then due to be drawn anew."""
    values = {
        "status": after.status,
        "owner": after.owner,
        "claimed_at": after.claimed_at,
        "by": after.by,
        "at": after.at,
        "due": after.due,
        "assigned_by": after.assigned_by,
        "reminded_on": after.reminded_on,
        "redraw_at": redraw_at,
    }
    if before == UNTOUCHED and _insert(session, place, values):
        return True
    same = (
        col(WorkRow.status) == before.status,
        col(WorkRow.owner) == before.owner,
        col(WorkRow.by) == before.by,
        col(WorkRow.at) == before.at,
    )
    return _update(session, (*_at(place), *same), values) > 0


def owe_redraw(session: Session, place: Place, now: datetime) -> None:
    """Have a card drawn anew, whoever takes care of it."""
    if not _update(session, _at(place), {"redraw_at": now}):
        _insert(session, place, {**_untouched(), "redraw_at": now})


def is_redraw_due(session: Session, tenant: int, now: datetime) -> bool:
    """Whether any card is to be drawn anew."""
    query = select(WorkRow.action).where(WorkRow.tenant == tenant, col(WorkRow.redraw_at) <= now).limit(1)
    return session.exec(query).first() is not None


def claim_redraws(session: Session, tenant: int, now: datetime, lease: timedelta, most: int) -> list[Place]:
    """Take cards that are due to be drawn anew; what a dead process took is due again after its lease."""
    query = (
        select(WorkRow)
        .where(WorkRow.tenant == tenant, col(WorkRow.redraw_at) <= now)
        .order_by(col(WorkRow.redraw_at))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = session.exec(query).all()
    for row in rows:
        row.redraw_at = now + lease
        session.add(row)
    session.flush()
    return [Place(row.tenant, row.channel, row.action) for row in rows]


def settle_redraw(session: Session, place: Place, until: datetime, again_at: datetime | None) -> bool:
    """End a redraw that was taken until then (`again_at`: put it back); False when an act made it due once more."""
    return _update(session, (*_at(place), col(WorkRow.redraw_at) == until), {"redraw_at": again_at}) > 0


def claimed_by(session: Session, tenant: int, user: str) -> list[tuple[Place, Work]]:
    """The cards that a person claimed and that are not done, oldest first."""
    return _claimed(session, tenant, col(WorkRow.owner) == user)


def claimed_in(session: Session, tenant: int, channel: str = "") -> list[tuple[Place, Work]]:
    """The cards of a channel, or of all, that somebody claimed and that are not done, oldest first."""
    return _claimed(session, tenant, *([col(WorkRow.channel) == channel] if channel else []))


def with_due_day(session: Session, tenant: int, until: date) -> list[tuple[Place, Work]]:
    """The claimed cards that are due by then."""
    return _claimed(session, tenant, col(WorkRow.due) <= until)


def mark_reminded(session: Session, place: Place, work: Work, today: date) -> bool:
    """Note that the owner of a card is reminded of it today; False when somebody changed it, or noted that, before."""
    same = (col(WorkRow.owner) == work.owner, col(WorkRow.due) == work.due, col(WorkRow.at) == work.at)
    unsaid = or_(col(WorkRow.reminded_on).is_(None), col(WorkRow.reminded_on) < today)
    return _update(session, (*_at(place), *same, unsaid), {"reminded_on": today}) > 0


def _claimed(session: Session, tenant: int, *where: ColumnElement[bool]) -> list[tuple[Place, Work]]:
    query = select(WorkRow).where(WorkRow.tenant == tenant, WorkRow.status == "claimed", *where)
    rows = session.exec(query.order_by(col(WorkRow.claimed_at)).execution_options(populate_existing=True))
    return [(Place(row.tenant, row.channel, row.action), _work(row)) for row in rows]


def _insert(session: Session, place: Place, values: Mapping[str, object]) -> bool:
    make = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    row = {"tenant": place.tenant, "channel": place.channel, "action": place.action, **values}
    statement = make(WorkRow).values(**row).on_conflict_do_nothing().returning(col(WorkRow.action))
    return session.execute(statement).first() is not None


def _update(session: Session, where: tuple[ColumnElement[bool], ...], values: Mapping[str, object]) -> int:
    statement = update(WorkRow).where(*where).values(**values).execution_options(synchronize_session=False)
    return int(getattr(session.execute(statement), "rowcount", 0))


def _untouched() -> dict[str, object]:
    given = {"due": None, "assigned_by": "", "reminded_on": None}
    return {"status": "new", "owner": "", "claimed_at": None, "by": "", "at": NEVER, **given}


def _at(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        col(WorkRow.tenant) == place.tenant,
        col(WorkRow.channel) == place.channel,
        col(WorkRow.action) == place.action,
    )


def _work(row: WorkRow) -> Work:
    status = cast(WorkStatus, row.status)
    return Work(status, row.owner, row.claimed_at, row.by, row.at, row.due, row.assigned_by, row.reminded_on)
