"""Home: gathered anew each time somebody opens it or acts on it.

who reads ─▶ public: lists, law ─▶ members too: what is open for them, their watches ─▶ one page
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.blocks.admin_page import admin_section
from bot.blocks.home import home_view
from bot.blocks.kit import LIMITS
from bot.core.assignments import ItemsAsked
from bot.core.audience import Audience
from bot.core.events import Event
from bot.core.home import Home, Waiting, WatchLine, law_changed
from bot.core.interests import Interests
from bot.core.team_settings import TeamSettings
from bot.core.watches import Watch
from bot.services.admin_page import is_admin
from bot.services.desk import Desk
from bot.services.digests import next_at
from bot.services.open_items import Listed, list_items, urls_of
from bot.services.people import standing
from bot.services.settings_of import team_settings
from bot.services.sources import states_in
from bot.version import __version__
from storage import events
from storage import home as kept
from storage.channels import openness
from storage.db import ReadOnly
from storage.session import Session

RECENT: Final = timedelta(days=1)
LAW: Final = timedelta(days=7)
FIRST: Final = timedelta(days=1)
"""So long the Home of somebody who has nothing of their own yet shows examples."""

COUNTED: Final = 5_000
"""So many recent events are looked at: a mass action must not hold up the page, nor the dialogues it opens."""

SHOWN_WAITING: Final = 5
"""Open items that are put into words; the others are counted."""


def show_home(desk: Desk, tenant: int, user: str, now: datetime) -> None:
    """Draw a person's Home as it stands now."""
    view = home_view(gather_home(desk, tenant, user, now))
    if is_admin(desk, tenant, user):
        view = {**view, "blocks": [*view["blocks"], admin_section()][: LIMITS.view_blocks]}
    desk.slack.publish(user, view)


def gather_home(desk: Desk, tenant: int, user: str, now: datetime) -> Home:
    """What a person's Home holds; guests, and those of whom Slack does not say, get what is public."""
    who = standing(desk, user)
    with desk.db.read() as session:
        sources = states_in(session, desk.sources, now)
        law = law_changed(kept.tallies(session, now - LAW), sources)
        if who != "member":
            return Home(now, now - RECENT, sources, law, __version__, guest=True, unsure=who == "unknown")
        own = kept.watches_at_home(session, tenant, user)
        settings = team_settings(session, tenant, desk.settings.timezone)
        is_open = openness(session, Audience(tenant, "home", user=user))
        hidden = frozenset(watch.id for watch in own if not (watch.is_personal or is_open(watch.channel)))
        recent = _events_since(session, now - RECENT) if own else []
    listed = list_items(desk, Audience(tenant, "home", user=user), ItemsAsked("mine"), now, SHOWN_WAITING)
    return Home(
        now,
        now - RECENT,
        sources,
        law,
        __version__,
        first_day=not own and not listed.total and _is_first_day(desk, tenant, user, now),
        changes=_changes([watch for watch in own if watch.id not in hidden], recent[:COUNTED]),
        more_changes=len(recent) > COUNTED,
        waiting=_waiting(desk, listed),
        reader=user,
        today=listed.today,
        watches=tuple(_line(settings, watch, now, hidden) for watch in own),
    )


def _is_first_day(desk: Desk, tenant: int, user: str, now: datetime) -> bool:
    try:
        with desk.db.write() as session:
            return now - kept.visit(session, tenant, user, now) < FIRST
    except ReadOnly:
        return False


def _events_since(session: Session, since: datetime) -> list[Event]:
    """The newest, and one more than are counted if there are more."""
    return events.newest_events(session, since, COUNTED + 1)


def _changes(own: Sequence[Watch], recent: Sequence[Event]) -> int:
    """How many recent events these watches were for; paused ones do not count."""
    interests = Interests(own)
    return sum(any(how_far == "card" for _, how_far in interests.met(event)) for event in recent)


def _waiting(desk: Desk, listed: Listed) -> Waiting:
    urls = urls_of(desk, listed.items)
    shown = tuple((item, urls.get(item, "")) for item in listed.items)
    return Waiting(shown, listed.total, listed.tally.overdue)


def _line(settings: TeamSettings, watch: Watch, now: datetime, hidden: Collection[int]) -> WatchLine:
    at_once = watch.cadence == "now" or bool(watch.paused)
    return WatchLine(watch, None if at_once else next_at(settings, watch.cadence, now), watch.id in hidden)
