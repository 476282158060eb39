"""What the command line needs of a team: which one is meant."""

from __future__ import annotations

from bot.core.audience import Audience
from bot.services.desk import Desk
from storage import channels, tenants
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


def readers(desk: Desk, team_id: str, channel: str, user: str) -> Audience:
    """Readers at the terminal in the name of a person or a channel; with neither, those of the only team.

    A channel that Slack never described is private by its id only.
    """
    if not (team_id or channel or user):
        return audience(desk)
    tenant = team(desk, team_id).id
    with desk.db.read() as session:
        if channel and channels.seen_at(session, tenant, channel) is None:
            return Audience(tenant, "cli", channel, channels.is_private_id(channel), user=user)
        return channels.audience_in(session, tenant, "cli", channel, user)


def audience_in(desk: Desk, team_id: str, channel: str, user: str) -> Audience:
    """Readers at the terminal in the name of a channel: one that Slack never described is private by its id only."""
    tenant = team(desk, team_id).id
    with desk.db.read() as session:
        if not channel or (channels.seen_at(session, tenant, channel) is None and not channels.is_private_id(channel)):
            return Audience(tenant, "cli", channel, user=user)
        return channels.audience_in(session, tenant, "cli", channel, user)


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
