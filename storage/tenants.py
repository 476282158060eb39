"""Tenants: the workspaces and organisations that own everything a team writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from storage.lists import insert_ignoring
from storage.rows import TenantRow

PURGED: Final = "purged"
"""What a tombstone is gone by: all that its workspace owned was erased."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A workspace, or an Enterprise Grid organisation when `org_install` is set.

    `gone` says why Slack takes nothing from us any more ("": it does), `gone_at` since when.
    """

    id: int
    enterprise_id: str
    team_id: str
    org_install: bool
    name: str
    bot_user: str
    gone: str = ""
    gone_at: datetime | None = None


def tenant_for(
    session: Session,
    enterprise_id: str,
    team_id: str,
    org_install: bool,
    name: str,
    bot_user: str,
    now: datetime,
) -> int:
    """The tenant of this installation, made on first sight, at home again if it was lost.

    An organisation is one tenant whatever the team.
    """
    team = "" if org_install else team_id
    values = {
        "enterprise_id": enterprise_id,
        "team_id": team,
        "org_install": org_install,
        "name": name,
        "bot_user": bot_user,
        "created_at": now,
    }
    insert_ignoring(session, TenantRow, [values])
    row = session.exec(_installed(enterprise_id, team, org_install)).one()
    row.name, row.bot_user = name or row.name, bot_user or row.bot_user
    row.gone, row.gone_at = "", None
    session.add(row)
    session.flush()
    return _id(row)


def lose(session: Session, tenant: int, reason: str, now: datetime) -> bool:
    """Slack takes nothing from us any more; False when that is known. What the team owns is kept."""
    return _set_gone(session, tenant, col(TenantRow.gone) == "", reason, now)


def regain(session: Session, tenant: int) -> bool:
    """Slack takes messages from us again; False when it did before."""
    return _set_gone(session, tenant, col(TenantRow.gone).not_in(("", PURGED)), "", None)


def is_purged(session: Session, tenant: int) -> bool:
    """Whether a tenant is a tombstone."""
    return session.exec(select(TenantRow.gone).where(TenantRow.id == tenant)).first() == PURGED


def find_by_id(session: Session, tenant: int) -> Tenant | None:
    """The tenant of this number."""
    row = session.get(TenantRow, tenant, populate_existing=True)
    return _tenant(row) if row else None


def find_tenant(session: Session, enterprise_id: str, team_id: str, org_install: bool) -> int | None:
    """The tenant of this installation, when it was seen before."""
    row = session.exec(_installed(enterprise_id, "" if org_install else team_id, org_install)).first()
    return _id(row) if row else None


def only_tenant(session: Session) -> Tenant | None:
    """The tenant, when there is exactly one."""
    rows = session.exec(select(TenantRow).where(col(TenantRow.gone) != PURGED).limit(2)).all()
    return _tenant(rows[0]) if len(rows) == 1 else None


def tenant_by_team(session: Session, team: str) -> Tenant | None:
    """The tenant of a team id, or of an enterprise id for an organisation."""
    row = session.exec(select(TenantRow).where(TenantRow.team_id == team)).first()
    if row is None:
        row = session.exec(
            select(TenantRow).where(TenantRow.enterprise_id == team, col(TenantRow.org_install).is_(True))
        ).first()
    return _tenant(row) if row else None


def tenants(session: Session) -> list[Tenant]:
    """All tenants but tombstones, oldest first."""
    query = select(TenantRow).where(col(TenantRow.gone) != PURGED).order_by(col(TenantRow.id))
    return [_tenant(row) for row in session.exec(query)]


def _set_gone(session: Session, tenant: int, stands: ColumnElement[bool], reason: str, at: datetime | None) -> bool:
    result = session.execute(
        update(TenantRow)
        .where(col(TenantRow.id) == tenant, stands)
        .values(gone=reason[:40], gone_at=at)
        .execution_options(synchronize_session=False)
    )
    return int(getattr(result, "rowcount", 0)) == 1


def _installed(enterprise_id: str, team_id: str, org_install: bool) -> SelectOfScalar[TenantRow]:
    return select(TenantRow).where(
        TenantRow.enterprise_id == enterprise_id, TenantRow.team_id == team_id, TenantRow.org_install == org_install
    )


def _id(row: TenantRow) -> int:
    assert row.id is not None
    return row.id


def _tenant(row: TenantRow) -> Tenant:
    return Tenant(
        _id(row), row.enterprise_id, row.team_id, row.org_install, row.name, row.bot_user, row.gone, row.gone_at
    )
