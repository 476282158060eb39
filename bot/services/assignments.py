"""Assignments: a card given to somebody, by a day; they are told once, by direct message.

who may have it (member of the team, in the private channel) ─▶ one conditional write ─▶ a row of the outbox for them
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core import work as transitions
from bot.core.alerts import Owed, Place
from bot.core.assignments import assigned_action, item_key
from bot.core.watches import is_person
from bot.core.work import Refused, Unchanged, Work
from bot.services.channels import describe
from bot.services.desk import Desk
from bot.services.people import standing
from bot.services.roles import refusal
from bot.services.rooms import is_member
from bot.services.settings_of import team_settings
from bot.services.work import settled
from storage import outbox


@dataclass(frozen=True, slots=True)
class AssignProblem:
    """Nobody was given anything; the text says why."""

    text: str


def today_of(desk: Desk, tenant: int, now: datetime) -> date:
    """The day it is by the team's clock."""
    with desk.db.read() as session:
        return now.astimezone(ZoneInfo(team_settings(session, tenant, desk.settings.timezone).timezone)).date()


def assign(desk: Desk, place: Place, to: str, due: date | None, by: str) -> Work | Refused | Unchanged | AssignProblem:
    """Give a card to somebody who may see it; they are told, unless it is who asks."""
    if problem := _problem(desk, place, to, by):
        return AssignProblem(problem)
    now = desk.clock()
    with desk.db.write() as session:
        done = settled(session, place, lambda before: transitions.assign(before, to, due, by, now), now)
        if isinstance(done, Work) and to != by:
            told = Place(place.tenant, to, assigned_action(place, now))
            outbox.owe(session, [Owed(told, "card", (item_key(place),), ())], now)
    return done


def set_due(desk: Desk, place: Place, due: date | None, by: str) -> Work | Refused | Unchanged | AssignProblem:
    """Give a claimed card a day by which it is to be done, or take it away."""
    if problem := _closed(desk, place):
        return AssignProblem(problem)
    now = desk.clock()
    with desk.db.write() as session:
        return settled(session, place, lambda before: transitions.set_due(before, due, by, now), now)


def _problem(desk: Desk, place: Place, to: str, by: str) -> str:
    """Why this person cannot have the card ("": they can)."""
    if problem := _closed(desk, place):
        return problem
    match standing(desk, to) if to != by else "member":
        case "guest":
            return "Only members of this team take care of its cards; Slack says that they are a guest, or gone."
        case "unknown":
            return "Slack does not say now whether they are a member of this team. Try again in a moment."
    if to != by and refusal(desk, place.tenant, to, "work"):
        return "Their role does not let them take care of cards. An admin can give them another in “settings”."
    seen = describe(desk.db, desk.slack, place.tenant, place.channel, desk.clock())
    if seen.private and to != by and not is_member(desk, place.channel, to, ask=True):
        return "They are not in this private channel, as far as Slack says: what is told here is for its members only."
    return ""


def _closed(desk: Desk, place: Place) -> str:
    if is_person(place.channel):
        return "This card is yours alone: share it in a channel to give it to somebody."
    if describe(desk.db, desk.slack, place.tenant, place.channel, desk.clock()).externally_shared:
        return "Nobody is assigned here: this channel is shared with another organisation, which would read it."
    return ""
