"""Deliveries from Slack that were acted on: Slack repeats itself, we do not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, delete

from storage.team_rows import SeenRow


def first_time(session: Session, tenant: int, key: str, now: datetime) -> bool:
    """Whether this delivery is new; of two at once exactly one is told so."""
    make = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    values = {"tenant": tenant, "key": key, "at": now}
    statement = make(SeenRow).values(**values).on_conflict_do_nothing().returning(col(SeenRow.key))
    return session.execute(statement).first() is not None


def forget_before(session: Session, limit: datetime) -> None:
    """Forget deliveries older than Slack would ever repeat."""
    session.execute(delete(SeenRow).where(col(SeenRow.at) < limit).execution_options(synchronize_session=False))
