"""What changed: recorded events by filter."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.core.countries import country_code
from bot.core.delta import Op
from bot.core.events import Event
from storage import events
from storage.db import Database

KINDS: dict[str, Op] = {"added": Op.ADD, "removed": Op.DEL, "amended": Op.MOD, "replaced": Op.REPLACE}


def changes(
    db: Database,
    *,
    since: date | None = None,
    until: date | None = None,
    source: str = "",
    programme: str = "",
    country: str = "",
    kind: str = "",
) -> list[Event]:
    """Events from `since` to `until` (both days included), oldest first."""
    wanted = events.EventFilter(
        since=_start(since) if since else None,
        until=_start(until) + timedelta(days=1) if until else None,
        source=source,
        programme=programme,
        country=country_code(country) if country else "",
        op=KINDS[kind].value if kind else "",
    )
    with db.read() as session:
        return events.find_events(session, wanted)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
