"""Leases: which process runs a job now."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, case, col, select, update

from storage.lists import insert_ignoring
from storage.rows import LeaseRow


def take(session: Session, name: str, owner: str, now: datetime, ttl: timedelta) -> int | None:
    """Take or prolong a lease; its fence, which rises with each new holder, or None while another holds it."""
    insert_ignoring(session, LeaseRow, [{"name": name, "owner": "", "until": now, "fence": 0}])
    still_held = (col(LeaseRow.owner) == owner) & (col(LeaseRow.until) > now)
    session.execute(
        update(LeaseRow)
        .where(col(LeaseRow.name) == name, (col(LeaseRow.until) <= now) | (col(LeaseRow.owner) == owner))
        .values(
            owner=owner,
            until=now + ttl,
            fence=case((still_held, LeaseRow.fence), else_=col(LeaseRow.fence) + 1),
        )
        .execution_options(synchronize_session=False)
    )
    return session.exec(select(LeaseRow.fence).where(LeaseRow.name == name, LeaseRow.owner == owner)).first()


def release(session: Session, name: str, owner: str, now: datetime) -> None:
    """Give a lease back before it runs out; the fence stays, so that the next holder's is higher."""
    session.execute(
        update(LeaseRow)
        .where(col(LeaseRow.name) == name, col(LeaseRow.owner) == owner)
        .values(owner="", until=now)
        .execution_options(synchronize_session=False)
    )
