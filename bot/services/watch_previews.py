"""Previews: what a watch would have told in the last days, counted from what was recorded.

conditions the database knows ─▶ the newest events ─▶ those that the router would send ─▶ cards, digests
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.digests import next_digest
from bot.core.watches import Watch, is_met
from bot.services.settings_of import team_settings
from storage import previews
from storage.session import Session

DAYS: Final = 30
MOST: Final = 10_000
"""So many events are looked at: a dialogue must be answered within three seconds."""


@dataclass(frozen=True, slots=True)
class Preview:
    """In `days` days `cards` official actions, told in `digests` digests (None: at once).

    `newest` is how many events were looked at where there were more: the days are then those that they cover.
    """

    days: int
    cards: int
    digests: int | None = None
    newest: int = 0


def preview(session: Session, watch: Watch, now: datetime, timezone: str, most: int = MOST) -> Preview:
    """What a watch would have told; whether it is paused now does not count."""
    past = previews.newest_for(session, watch, now - timedelta(days=DAYS), most + 1)
    is_cut, past = len(past) > most, past[:most]
    asked = replace(watch, paused="")
    told = [event for event in past if is_met(asked, event)]
    days, newest = ((now - past[-1].at).days, most) if is_cut else (DAYS, 0)
    cards = len({event.action for event in told})
    if watch.cadence == "now":
        return Preview(days, cards, None, newest)
    habits = team_settings(session, watch.tenant, timezone)
    clock = (habits.timezone, habits.digest_hour, habits.digest_weekday)
    due = {next_digest(watch.cadence, at, *clock) for at in {event.at for event in told}}
    return Preview(days, cards, len(due), newest)
