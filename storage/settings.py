"""A team's own settings at rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, delete, func, select, update

from storage.lists import insert_ignoring
from storage.team_rows import ChannelRow, SettingRow


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that somebody set; `by` is a user id, "" for the command line."""

    key: str
    value: str
    by: str
    at: datetime


def settings_of(session: Session, tenant: int) -> dict[str, Setting]:
    """All that a team has set, by key."""
    rows = session.exec(select(SettingRow).where(SettingRow.tenant == tenant).order_by(col(SettingRow.key)))
    return {row.key: Setting(row.key, row.value, row.by, row.at) for row in rows}


def put_setting(session: Session, tenant: int, key: str, value: str, by: str, now: datetime) -> None:
    """Set a value; of two at once the later one stays."""
    values = {"tenant": tenant, "key": key, "value": value, "by": by, "at": now}
    insert_ignoring(session, SettingRow, [values])
    session.execute(
        update(SettingRow)
        .where(col(SettingRow.tenant) == tenant, col(SettingRow.key) == key)
        .values(value=value, by=by, at=now)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def put_once(session: Session, tenant: int, key: str, value: str, by: str, now: datetime) -> bool:
    """Set a value that nobody has set yet; of two at once exactly one does."""
    make = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    values = {"tenant": tenant, "key": key, "value": value, "by": by, "at": now}
    statement = make(SettingRow).values(**values).on_conflict_do_nothing().returning(col(SettingRow.key))
    return session.execute(statement).first() is not None


def drop_setting(session: Session, tenant: int, key: str) -> None:
    """Take a setting back."""
    session.execute(
        delete(SettingRow)
        .where(col(SettingRow.tenant) == tenant, col(SettingRow.key) == key)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def channel_named(session: Session, tenant: int, name: str) -> str:
    """The id of the one channel that we know by this name ("" for none, or for several)."""
    query = select(ChannelRow.id).where(ChannelRow.tenant == tenant, func.lower(ChannelRow.name) == name.casefold())
    found = session.exec(query.where(col(ChannelRow.archived).is_(False)).limit(2)).all()
    return found[0] if len(found) == 1 else ""
