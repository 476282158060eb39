"""Roles of people: what the team's settings, its user groups and Slack itself make of somebody.

Slack's word on people and groups is asked for at most every ten minutes (`bot.services.people`).
"""

from __future__ import annotations

from bot.clients.slack import Person
from bot.core.roles import Act, Role, Roles, acts_of, group_id, is_group, role_of
from bot.core.roles import refusal as refusal_of
from bot.core.team_settings import NOBODY, TeamSettings, settings_from
from bot.services.desk import Desk
from bot.services.people import members, person
from storage import settings as kept
from storage.session import Session


def roles_in(session: Session, tenant: int) -> Roles:
    """What a team has said of roles."""
    said = {key: setting.value for key, setting in kept.settings_of(session, tenant).items()}
    return settings_from(said, TeamSettings()).roles


def role_in(desk: Desk, roles: Roles, user: str) -> Role | None:
    """Somebody's role; None for guests, and for those of whom Slack does not say: they have none."""
    found = person(desk, user)
    return _role(desk, roles, found) if found and not found.guest else None


def _role(desk: Desk, roles: Roles, member: Person) -> Role:
    return role_of(roles, member.id, member.admin, lambda group: members(desk, group))


def acts_for(desk: Desk, tenant: int, member: Person) -> frozenset[Act]:
    """What a member of the team may do."""
    with desk.db.read() as session:
        said = roles_in(session, tenant)
    return acts_of(_role(desk, said, member), said.is_set)


def refusal(desk: Desk, tenant: int, user: str, act: Act) -> str:
    """Why a member's role does not let them do it ("": it does, or they are no member, which is said elsewhere)."""
    with desk.db.read() as session:
        said = roles_in(session, tenant)
    own = role_in(desk, said, user)
    return refusal_of(act, own, said.is_set) if own else ""


def lockout(desk: Desk, before: Roles, after: Roles, by: str) -> str:
    """Why a change of roles is refused, since who makes it would leave no admin that is known of ("": it is not).

    Admins of the Slack workspace stay admins, but who they are is known of those only that Slack was asked of.
    """
    if not by or role_in(desk, after, by) == "admin" or before.admins == after.admins:
        return ""
    people = [each for each in after.admins if not is_group(each) and each != NOBODY]
    groups = [members(desk, group_id(each)) or () for each in after.admins if is_group(each)]
    if any(role_in(desk, after, each) == "admin" for each in (*people, *(one for group in groups for one in group))):
        return ""
    return (
        "Then no admin would be left that I know of. Name another first, or let an admin of the Slack workspace, or "
        "`desk settings` on the command line, do it."
    )
