"""What the command line needs of a team: which one is meant."""

from __future__ import annotations

from bot.core.audience import Audience
from bot.services.desk import Desk
from storage import tenants
from storage.tenants import Tenant

OPERATOR = "cli"
NO_TEAM = 0
"""A tenant id that no team has: its audience sees no team's notes."""


class TeamProblem(ValueError):
    """No team, or none of that name, or several to choose from; the text says what to do."""


def audience(desk: Desk) -> Audience:
    """Readers at the terminal: those of the only team, or of none."""
    with desk.db.read() as session:
        only = tenants.only_tenant(session)
    return Audience(only.id if only else NO_TEAM, "cli")


def has_team(desk: Desk) -> bool:
    """Whether any team is known yet."""
    with desk.db.read() as session:
        return bool(tenants.tenants(session))


def team(desk: Desk, team_id: str) -> Tenant:
    """The team meant: the one named, else the only one."""
    with desk.db.read() as session:
        found = tenants.tenant_by_team(session, team_id) if team_id else tenants.only_tenant(session)
    if found is None and team_id:
        raise TeamProblem(f"there is no team {team_id!r} here")
    if found is None:
        raise TeamProblem("no team, or several: start the bot once to make one, or say --team")
    return found
