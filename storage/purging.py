"""Purging: all rows of a workspace that took the app away are erased, some at a time; what is left says nothing of it.

gone for long enough ─▶ tombstone (no reinstallation finds it any more) ─▶ rows erased in parts ─▶ none left

A tombstone keeps only the number: SQLite would give a removed number to the next workspace, whose rows a process that
still runs would then take for its own.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, delete, func, literal_column, select, update
from sqlmodel import Session, col, or_

from storage.rows import METADATA, TenantRow
from storage.team_rows import TENANT
from storage.tenants import PURGED

PART: Final = 1000
"""Rows that one transaction erases at most: others get their turn in between."""


@cache
def tables() -> tuple[Table, ...]:
    """Tables of teams, each before those that it refers to."""
    return tuple(table for table in reversed(METADATA.sorted_tables) if table.name in TENANT)


def bury(session: Session, tenant: int, before: datetime | None) -> bool:
    """Make a workspace that is gone since then a tombstone; `None`: however long, and installed or not."""
    gone = (col(TenantRow.gone) != "", col(TenantRow.gone_at) <= before) if before is not None else ()
    result = session.execute(
        update(TenantRow)
        .where(col(TenantRow.id) == tenant, col(TenantRow.gone) != PURGED, *gone)
        .values(enterprise_id="", team_id=f"{PURGED}:{tenant}", org_install=False, name="", bot_user="", gone=PURGED)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(result, "rowcount", 0)) == 1


def to_purge(session: Session, before: datetime) -> list[int]:
    """Workspaces gone since then, and tombstones of which rows are left."""
    gone = (col(TenantRow.gone) != "") & (col(TenantRow.gone_at) <= before)
    found = session.execute(
        select(col(TenantRow.id), col(TenantRow.gone)).where(or_(gone, col(TenantRow.gone) == PURGED))
    )
    rows = [(number, why) for number, why in found if number is not None]
    return [number for number, why in rows if why != PURGED or any(_is_any(session, t, number) for t in tables())]


def count_rows(session: Session, tenant: int) -> dict[str, int]:
    """How many rows a workspace has, by table."""
    counts = {
        str(table.name): int(
            session.execute(select(func.count()).select_from(table).where(table.c.tenant == tenant)).scalar() or 0
        )
        for table in tables()
    }
    return {table: number for table, number in counts.items() if number}


def erase_part(session: Session, tenant: int) -> tuple[str, int]:
    """Erase the next rows of a tombstone: of which table, and how many (0: none is left)."""
    place: ColumnElement[Any] = literal_column("rowid" if session.get_bind().dialect.name == "sqlite" else "ctid")
    for table in tables():
        part = select(place).select_from(table).where(table.c.tenant == tenant).limit(PART)
        result = session.execute(delete(table).where(place.in_(part)))
        if number := int(getattr(result, "rowcount", 0)):
            return str(table.name), number
    return "", 0


def _is_any(session: Session, table: Table, tenant: int) -> bool:
    return session.execute(select(table.c.tenant).where(table.c.tenant == tenant).limit(1)).first() is not None
