"""Snoozes at rest; one that ended stays until what it held back is told."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlmodel import Session, col, delete, select, update

from bot.core.audience import Audience
from bot.core.snoozes import Scope, Snooze
from storage.channels import openness
from storage.entities import referents
from storage.lists import insert_ignoring
from storage.team_rows import SnoozeRow


def put(
    session: Session,
    tenant: int,
    channel: str,
    scope: Scope,
    value: str,
    label: str,
    until: datetime,
    by: str,
    now: datetime,
) -> Snooze:
    """Snooze something in a channel; saying it again moves the end."""
    key = {"tenant": tenant, "channel": channel, "scope": scope, "value": value}
    said = {"label": label, "until": until, "by": by, "created_at": now}
    insert_ignoring(session, SnoozeRow, [{**key, **said}])
    here = [getattr(SnoozeRow, name) == each for name, each in key.items()]
    session.execute(update(SnoozeRow).where(*here).values(**said).execution_options(synchronize_session=False))
    return _snooze(session.exec(select(SnoozeRow).where(*here).execution_options(populate_existing=True)).one())


def all_active(session: Session, now: datetime) -> list[Snooze]:
    """Every snooze of every tenant, its party under the id it has by now: for routing, never for showing."""
    rows = session.exec(select(SnoozeRow).where(col(SnoozeRow.until) > now).order_by(col(SnoozeRow.id)))
    return [_snooze(row, _value_now(session, row)) for row in rows]


def list_snoozes(session: Session, audience: Audience, now: datetime) -> list[Snooze]:
    """The snoozes of the audience's channel; without one, those of all channels that every member may see.

    Guests see none.
    """
    if audience.guest:
        return []
    query = select(SnoozeRow).where(SnoozeRow.tenant == audience.tenant, col(SnoozeRow.until) > now)
    if audience.channel:
        query = query.where(SnoozeRow.channel == audience.channel)
    is_open = openness(session, audience)
    rows = session.exec(query.order_by(col(SnoozeRow.until), col(SnoozeRow.id)))
    return [_snooze(row) for row in rows if audience.channel or is_open(row.channel)]


def end(session: Session, audience: Audience, number: int, now: datetime) -> Snooze | None:
    """End a snooze of the audience's channel now; None when there is none that still runs."""
    found = next((each for each in list_snoozes(session, audience, now) if each.id == number), None)
    if found is None:
        return None
    result = session.execute(
        update(SnoozeRow)
        .where(col(SnoozeRow.id) == number, col(SnoozeRow.tenant) == audience.tenant, col(SnoozeRow.until) > now)
        .values(until=now)
        .execution_options(synchronize_session=False)
    )
    return found if int(getattr(result, "rowcount", 0)) else None


def ended(session: Session, tenant: int, now: datetime) -> list[Snooze]:
    """The snoozes whose end has come and was not told yet."""
    query = select(SnoozeRow).where(SnoozeRow.tenant == tenant, col(SnoozeRow.until) <= now)
    return [_snooze(row) for row in session.exec(query.order_by(col(SnoozeRow.id)))]


def remove(session: Session, tenant: int, number: int, now: datetime) -> bool:
    """Forget a snooze that ended; False when it was prolonged meanwhile or is gone."""
    result = session.execute(
        delete(SnoozeRow).where(
            col(SnoozeRow.id) == number, col(SnoozeRow.tenant) == tenant, col(SnoozeRow.until) <= now
        )
    )
    return int(getattr(result, "rowcount", 0)) > 0


def _value_now(session: Session, row: SnoozeRow) -> str:
    return (row.value, *referents(session, row.value))[-1] if row.scope == "entity" else row.value


def _snooze(row: SnoozeRow, value: str | None = None) -> Snooze:
    return Snooze(
        id=row.id or 0,
        tenant=row.tenant,
        channel=row.channel,
        scope=cast(Scope, row.scope),
        value=row.value if value is None else value,
        label=row.label,
        until=row.until,
        by=row.by,
        created_at=row.created_at,
    )
