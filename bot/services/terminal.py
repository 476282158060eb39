"""What the command line needs of a team: which one is meant, and its watches."""

from __future__ import annotations

from typing import Any

from bot.core.audience import Audience
from bot.core.contract import watch_json
from bot.core.watches import Watch
from bot.services import watches as service
from bot.services.desk import Desk
from bot.services.screening import check
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


def watch(
    desk: Desk, target: str, channel: str, team_id: str, kinds: str
) -> service.Saved | service.Duplicate | service.Ambiguous | service.WatchProblem:
    """Make a watch for a channel."""
    tenant = team(desk, team_id).id
    now = desk.clock()
    readers = Audience(tenant, "cli", channel)
    return service.add_watch(
        desk.db, lambda query: check(desk, query, readers, now), tenant, channel, "", target, now, kinds
    )


def watches(desk: Desk, team_id: str) -> list[Watch]:
    """All watches of a team that its every member may see."""
    return service.list_watches(desk.db, Audience(team(desk, team_id).id, "cli"))


def unwatch(desk: Desk, number: int, team_id: str) -> bool:
    """End a watch; whether there was one."""
    return service.remove_watch(desk.db, Audience(team(desk, team_id).id, "cli"), number) is not None


def watch_result(made: service.Saved | service.Duplicate) -> dict[str, Any]:
    """`desk watch --json`."""
    new = isinstance(made, service.Saved)
    preview = {"days": made.days, "cards": made.cards} if isinstance(made, service.Saved) else None
    return {
        **watch_json(made.watch),
        "created": new,
        "duplicate_of": None if new else made.watch.id,
        "preview": preview,
    }


def watch_text(made: service.Saved | service.Duplicate) -> str:
    """What became of a watch, in a line."""
    if isinstance(made, service.Duplicate):
        return f"this channel watches that already: watch {made.watch.id}"
    return f"watch {made.watch.id} saved; it would have posted {made.cards} cards in the last {made.days} days"


def watch_line(item: Watch) -> str:
    """A watch in a line."""
    paused = f", paused: {item.paused}" if item.paused else ""
    return f"{item.id} {item.channel}: {item.target.kind} {item.target.label or item.target.value}{paused}"


def problem_text(made: service.Ambiguous | service.WatchProblem) -> str:
    """Why no watch was made."""
    if isinstance(made, service.WatchProblem):
        return made.text
    options = "; ".join(f"{match.caption} = {match.entity}" for match in made.matches[:8])
    return f"several parties may be meant by {made.text!r}; watch one by its id: {options}"
