"""Home: gathered anew each time somebody opens it or acts on it.

who reads ─▶ public: lists, law ─▶ members too: their claims and watches ─▶ one page
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.blocks.home import home_view
from bot.core.alerts import Place
from bot.core.audience import Audience
from bot.core.digests import is_digest, read_action
from bot.core.events import Event
from bot.core.home import Home, WaitingItem, WatchLine, law_changed
from bot.core.interests import Interests
from bot.core.team_settings import TeamSettings
from bot.core.watches import Watch
from bot.core.work import Work
from bot.services.desk import Desk
from bot.services.digests import next_at
from bot.services.people import standing
from bot.services.settings_of import team_settings
from bot.services.sources import states_in
from bot.version import __version__
from storage import events, outbox, posts
from storage import home as kept
from storage.channels import openness
from storage.db import ReadOnly
from storage.session import Session
from storage.work import claimed_by

RECENT: Final = timedelta(days=1)
LAW: Final = timedelta(days=7)
FIRST: Final = timedelta(days=1)
"""So long the Home of somebody who has nothing of their own yet shows examples."""

COUNTED: Final = 5_000
"""So many recent events are looked at: a mass action must not hold up the page, nor the dialogues it opens."""

SHOWN_WAITING: Final = 5
"""Claims whose message is looked up; the others are counted."""


def show_home(desk: Desk, tenant: int, user: str, now: datetime) -> None:
    """Draw a person's Home as it stands now."""
    desk.slack.publish(user, home_view(gather_home(desk, tenant, user, now)))


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
        claims = [_claim(session, desk, place, work) for place, work in claimed_by(session, tenant, user)]
    return Home(
        now,
        now - RECENT,
        sources,
        law,
        __version__,
        first_day=not own and not claims and _is_first_day(desk, tenant, user, now),
        changes=_changes([watch for watch in own if watch.id not in hidden], recent[:COUNTED]),
        more_changes=len(recent) > COUNTED,
        waiting=tuple(_with_url(desk, *claim) if n < SHOWN_WAITING else claim[0] for n, claim in enumerate(claims)),
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


def _claim(session: Session, desk: Desk, place: Place, work: Work) -> tuple[WaitingItem, str]:
    """A claimed card in words, and the timestamp of its message."""
    card = outbox.card_at(session, place)
    ts = card.ts if card else ""
    if is_digest(place.action):
        _, at = read_action(place.action)
        return WaitingItem(f"Digest of {at:%d %b %Y}", "", place.channel, work.claimed_at), ts
    action = events.find_action(session, place.action)
    thread = posts.find_thread(session, place.tenant, place.channel, ts) if ts else None
    names = [desk.dataset.current().caption(subject.entity) for subject in (thread.subjects if thread else ())]
    title = _named([name for name in names if name], action.title if action else "a card")
    return WaitingItem(title, action.issuer if action else "", place.channel, work.claimed_at), ts


def _named(names: Sequence[str], action: str) -> str:
    """A card by its party; one about many by its action."""
    match names:
        case []:
            return action
        case [name]:
            return name
        case _:
            return f"{len(names)} parties, {action}"


def _with_url(desk: Desk, item: WaitingItem, ts: str) -> WaitingItem:
    url = desk.slack.permalink(item.channel, ts) if ts else ""
    return WaitingItem(item.title, item.issuer, item.channel, item.claimed_at, url)


def _line(settings: TeamSettings, watch: Watch, now: datetime, hidden: Collection[int]) -> WatchLine:
    at_once = watch.cadence == "now" or bool(watch.paused)
    return WatchLine(watch, None if at_once else next_at(settings, watch.cadence, now), watch.id in hidden)
