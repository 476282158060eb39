"""Sample rows: something in every column of any table, for tests that walk through all tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, LargeBinary, String, select
from sqlmodel import Session

from storage.db import Database
from storage.rows import METADATA
from storage.team_rows import TENANT
from tests.owing import NOW


def sample(column: Column[Any], mark: str) -> Any:
    """A value that a column takes; texts and bytes say `mark`."""
    values = {
        String: mark,
        Boolean: False,
        Integer: 1,
        Date: NOW.date(),
        DateTime: NOW,
        LargeBinary: mark.encode(),
        JSON: [],
    }
    return next(value for kind, value in values.items() if isinstance(plain_type(column), kind))


def plain_type(column: Column[Any]) -> Any:
    """A column's type as the database knows it."""
    return getattr(column.type, "impl_instance", column.type)


def needed(session: Session, table: str, mark: str) -> dict[str, Any]:
    """Values for all columns that a row of this table must have; rows that it refers to are made where there are none."""
    columns = [each for each in METADATA.tables[table].columns if not each.nullable and each.name != "tenant"]
    values = {each.name: sample(each, mark) for each in columns if not (each.name == "id" and is_numbered(table))}
    return values | {each.name: _referred(session, each, mark) for each in columns if each.foreign_keys}


def _referred(session: Session, column: Column[Any], mark: str) -> Any:
    """A key of the table that a column refers to."""
    key = next(iter(column.foreign_keys)).column
    if (found := session.execute(select(key).limit(1)).scalar()) is not None:
        return found
    session.execute(key.table.insert().values(**needed(session, key.table.name, mark)))
    return session.execute(select(key).limit(1)).scalar()


def is_numbered(table: str) -> bool:
    """Whether a table numbers its rows itself."""
    column = METADATA.tables[table].columns.get("id")
    return column is not None and isinstance(plain_type(column), Integer)


def fill(db: Database, tenant: int, mark: str) -> None:
    """Give a team a row in each table of teams in which it has none."""
    with db.write() as session:
        for name in sorted(TENANT):
            table = METADATA.tables[name]
            if session.execute(select(table.c.tenant).where(table.c.tenant == tenant).limit(1)).first() is None:
                session.execute(table.insert().values(**needed(session, name, mark), tenant=tenant))
