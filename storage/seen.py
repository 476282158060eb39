"""Deliveries from Slack that were acted on: Slack repeats itself, we do not."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, delete, or_

from storage.team_rows import SeenRow


def first_time(session: Session, tenant: int, key: str, now: datetime) -> bool:
    """Whether this delivery is new; of two at once exactly one is told so."""
    make = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    values = {"tenant": tenant, "key": key, "at": now}
    statement = make(SeenRow).values(**values).on_conflict_do_nothing().returning(col(SeenRow.key))
    return session.execute(statement).first() is not None


def since(session: Session, tenant: int, key: str) -> datetime | None:
    """When this was first seen."""
    row = session.get(SeenRow, (tenant, key), populate_existing=True)
    return row.at if row else None


def forget(session: Session, tenant: int, key: str) -> None:
    """Let a key count as new again, where what it stood for did not come about."""
    session.execute(
        delete(SeenRow)
        .where(col(SeenRow.tenant) == tenant, col(SeenRow.key) == key)
        .execution_options(synchronize_session=False)
    )


def first_in(session: Session, tenant: int, key: str, at: datetime, window: timedelta) -> bool:
    """Whether this did not happen within so long before or after; of two at once exactly one is told so."""
    make = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    apart = or_(col(SeenRow.at) <= at - window, col(SeenRow.at) >= at + window)
    statement = (
        make(SeenRow)
        .values(tenant=tenant, key=key, at=at)
        .on_conflict_do_update(index_elements=["tenant", "key"], set_={"at": at}, where=apart)
        .returning(col(SeenRow.key))
    )
    return session.execute(statement).first() is not None


def forget_before(session: Session, limit: datetime) -> None:
    """Forget deliveries older than Slack would ever repeat."""
    session.execute(delete(SeenRow).where(col(SeenRow.at) < limit).execution_options(synchronize_session=False))
