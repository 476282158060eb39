"""Previews: what a watch would have told in the last days, counted from what was recorded.

conditions the database knows ─▶ the newest events ─▶ those that the router would send ─▶ cards, digests
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.digests import next_digest
from bot.core.issuers import ISSUER_OF
from bot.core.watches import Watch, is_met
from bot.services.settings_of import team_settings
from storage import history, previews
from storage.session import Session

DAYS: Final = 30
MOST: Final = 10_000
"""So many events are looked at: a dialogue must be answered within three seconds."""


@dataclass(frozen=True, slots=True)
class Preview:
    """In `days` days `cards` official actions, told in `digests` digests (None: at once).

    `newest` is how many events were looked at where there were more: the days are then those that they cover.
    `recorded` is when our record of these lists began, where that is later than those days.
    """

    days: int
    cards: int
    digests: int | None = None
    newest: int = 0
    recorded: datetime | None = None


def preview(session: Session, watch: Watch, now: datetime, timezone: str, most: int = MOST) -> Preview:
    """What a watch would have told; whether it is paused now does not count."""
    since = now - timedelta(days=DAYS)
    past = previews.newest_for(session, watch, since, most + 1)
    is_cut, past = len(past) > most, past[:most]
    asked = replace(watch, paused="")
    told = [event for event in past if is_met(asked, event)]
    days, newest = ((now - past[-1].at).days, most) if is_cut else (DAYS, 0)
    cards = len({event.action for event in told})
    recorded = _young_record(session, watch, since)
    if watch.cadence == "now":
        return Preview(days, cards, None, newest, recorded)
    habits = team_settings(session, watch.tenant, timezone)
    clock = (habits.timezone, habits.digest_hour, habits.digest_weekday)
    due = {next_digest(watch.cadence, at, *clock) for at in {event.at for event in told}}
    return Preview(days, cards, len(due), newest, recorded)


def _young_record(session: Session, watch: Watch, since: datetime) -> datetime | None:
    """When our record of the lists that a watch is for began; None where it reaches back that far."""
    own = {watch.target.value} if watch.target.kind == "issuer" else watch.filters.issuers
    first = [at for source, at in history.first_recorded(session).items() if not own or ISSUER_OF.get(source) in own]
    return min(first) if first and min(first) > since else None
