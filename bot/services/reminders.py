"""Reminders: the owner of a card is told the day before it is due, on the day, the morning after, then once a week.

the team's digest hour ─▶ cards whose reminder is due ─▶ marked, and one row of the outbox an owner, in one transaction
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core.alerts import Owed, Place
from bot.core.assignments import DAY, item_key, reminder_action, reminder_day
from bot.core.watches import is_person
from bot.core.work import Work
from bot.services.desk import Desk
from bot.services.digests import last_at
from bot.services.people import standing
from bot.services.rooms import is_open_to
from bot.services.settings_of import team_settings
from storage import channels, outbox, work
from storage.channels import Channel


@dataclass(frozen=True, slots=True)
class _Morning:
    """The latest instant at which a team's reminders were due, and which day that was by its clock."""

    at: datetime
    day: date


def remind_due(desk: Desk, tenant: int) -> int:
    """Owe the reminders of this morning, once; how many people are reminded.

    What somebody was given, or gave themselves, since this morning waits for the next: they know.
    """
    now = desk.clock()
    with desk.db.read() as session:
        settings = team_settings(session, tenant, desk.settings.timezone)
        at = last_at(settings, "daily", now)
        morning = _Morning(at, at.astimezone(ZoneInfo(settings.timezone)).date())
        found = [each for each in work.with_due_day(session, tenant, morning.day + DAY) if _is_due(each[1], morning)]
        rooms = {place.channel: channels.find_channel(session, tenant, place.channel) for place, _ in found}
    if not found:
        return 0
    told: dict[str, list[str]] = {}
    may_know = {(place, each.owner): _may_know(desk, rooms[place.channel], each.owner) for place, each in found}
    with desk.db.write() as session:
        for place, each in found:
            if not work.mark_reminded(session, place, each, morning.day):
                continue
            if each.due is not None and each.due < morning.day:
                work.owe_redraw(session, place, now)  # from now on the card says that it is overdue
            if may_know[place, each.owner]:
                told.setdefault(each.owner, []).append(item_key(place))
        action = reminder_action(morning.day)
        owed = [Owed(Place(tenant, owner, action), "card", tuple(keys), ()) for owner, keys in told.items()]
        outbox.owe(session, owed, now)
    return len(told)


def _is_due(each: Work, morning: _Morning) -> bool:
    if each.due is None or each.at >= morning.at:
        return False
    day = reminder_day(each.due, morning.day)
    return day is not None and (each.reminded_on is None or each.reminded_on < day)


def _may_know(desk: Desk, room: Channel, owner: str) -> bool:
    """Whether the owner is still of the team, and in the private channel that the card is in."""
    return is_person(owner) and standing(desk, owner) != "guest" and is_open_to(desk, room, owner)
