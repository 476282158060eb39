"""Purge: what a workspace owned is erased once the app has been away for the stated days, or when the operator says so.

Before that, installing the app again finds all as it was. From the tombstone on, nothing comes back.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.services.desk import Desk
from bot.services.ledger_care import head_file
from storage import purging, tenants
from storage.tenants import Tenant

log = logging.getLogger(__name__)

INSTALLED: Final = (
    "still has the app: remove it in Slack first, or stop the bot and add --installed; nothing was erased"
)


@dataclass(frozen=True, slots=True)
class Purged:
    """What was, or would be, erased of a workspace: rows by table."""

    team: str
    done: bool
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class PurgeProblem:
    """Nothing was erased; the text says why."""

    text: str


def purge_due(desk: Desk) -> int:
    """Erase the workspaces whose days are over, and what is left of those begun before; how many."""
    before = desk.clock() - timedelta(days=desk.settings.purge_days)
    with desk.db.read() as session:
        found = [(number, tenants.find_by_id(session, number)) for number in purging.to_purge(session, before)]
    for number, team in found:
        with desk.db.write() as session:
            is_ours = purging.bury(session, number, before) or tenants.is_purged(session, number)
        if is_ours:  # else the app was installed again at this moment
            _erase(desk, number, team)
    return len(found)


def look(desk: Desk, team: Tenant) -> Purged:
    """What would be erased."""
    with desk.db.read() as session:
        return Purged(team.team_id or team.enterprise_id, False, purging.count_rows(session, team.id))


def purge(desk: Desk, team: Tenant, *, installed: bool = False) -> Purged | PurgeProblem:
    """Erase a workspace now, without waiting for its days; one that has the app only if told so."""
    name = team.team_id or team.enterprise_id
    if not team.gone and not installed:
        return PurgeProblem(f"{name} {INSTALLED}")
    with desk.db.write() as session:
        purging.bury(session, team.id, None)
    return Purged(name, True, _erase(desk, team.id, team))


def _erase(desk: Desk, tenant: int, team: Tenant | None) -> dict[str, int]:
    erased: Counter[str] = Counter()
    while True:
        with desk.db.write() as session:
            table, number = purging.erase_part(session, tenant)
        if not number:
            break
        erased[table] += number
    if team is not None:
        head_file(desk, team).unlink(missing_ok=True)
    desk.db.scrub()
    log.info("purged tenant %s: %s rows", tenant, sum(erased.values()))
    return dict(erased)
