"""Digests: when they are due, what one says, and when a backlog becomes one.

events that wait ─▶ due at the team's hour ─▶ one card a channel, a line an official action
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.alerts import ActPrinted, Background
from bot.core.assignments import NOTHING_OPEN, Tally, is_work_message
from bot.core.decisions import is_notice
from bot.core.events import Action, Event
from bot.core.issuers import ISSUER_OF
from bot.core.screening import SourceState
from bot.core.watches import Cadence, Watch

PREFIX: Final = "digest:"
"""What the `action` of an outbox row begins with when it is a digest and no official action."""

AWAY: Final = "away"
HELD: Final = "snooze"
"""Digests without a schedule: of a backlog after an outage, and of what a snooze held back."""

MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)
BACK: Final[dict[Cadence, timedelta]] = {"hourly": timedelta(hours=3), "daily": 3 * DAY, "weekly": 15 * DAY}
"""A time before an instant after which at least one digest was due by then."""

STALE_AFTER: Final = timedelta(hours=6)
FLOOD: Final = 5
"""Cards that wait longer than this, and are more than this in a channel, come as one digest."""


def next_digest(cadence: Cadence, after: datetime, timezone: str, hour: int = 8, weekday: int = 0) -> datetime:
    """The first digest strictly after an instant, in UTC: at a full hour, or at `hour` of the team's clock.

    On a day that skips this hour it comes at the next valid minute, on one that repeats it the first time.
    `weekday` 0 is Monday; what goes out at once has no digest.
    """
    zone = ZoneInfo(timezone)
    if cadence == "hourly":
        return _next_full_hour(after, zone)
    if cadence == "now":
        raise ValueError("what is told at once has no digest")
    day = after.astimezone(zone).date() - DAY
    while True:
        if cadence == "daily" or day.weekday() == weekday:
            found = _at_hour(day, hour, zone)
            if found > after:
                return found
        day += DAY


def last_digest(cadence: Cadence, now: datetime, timezone: str, hour: int = 8, weekday: int = 0) -> datetime:
    """The latest digest that was due by now."""
    found = next_digest(cadence, now - BACK[cadence], timezone, hour, weekday)
    while (following := next_digest(cadence, found, timezone, hour, weekday)) <= now:
        found = following
    return found


def _next_full_hour(after: datetime, zone: ZoneInfo) -> datetime:
    found = after.astimezone(UTC)
    while True:
        # A zone that moves its clock by half an hour has full hours half an hour apart.
        local = found.astimezone(zone)
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        found += timedelta(hours=1) - past
        if found.astimezone(zone).minute == 0:
            return found


def _at_hour(day: date, hour: int, zone: ZoneInfo) -> datetime:
    wall = datetime.combine(day, time(hour))
    while True:
        found = wall.replace(tzinfo=zone).astimezone(UTC)
        if found.astimezone(zone).replace(tzinfo=None) == wall:
            return found
        wall += MINUTE


def digest_action(kind: str, at: datetime, number: int = 0) -> str:
    """The name that an outbox row of a digest goes by: its kind and instant, and the snooze that ended, or which of
    several of this minute it is."""
    moment = at.astimezone(UTC)
    return f"{PREFIX}{kind}:{moment:%Y-%m-%dT%H:%MZ}{f':{number}' if number else ''}"


def is_digest(action: str) -> bool:
    """Whether an outbox row's action names a digest."""
    return action.startswith(PREFIX)


def read_action(action: str) -> tuple[str, datetime]:
    """The kind and the instant that `digest_action` wrote."""
    kind, _, rest = action.removeprefix(PREFIX).partition(":")
    return kind, datetime.strptime(rest[:17], "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One official action in a digest: what of it is told here, its watched names, its card where one stands, the
    acts that its entries print."""

    action: Action
    events: tuple[Event, ...]
    issuer_label: str
    list_label: str
    watched: tuple[Event, ...] = ()
    url: str = ""
    background: Mapping[str, Background] = field(default_factory=dict)
    acts: tuple[ActPrinted, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """What a channel is told at once of all that waited.

    `posted` are actions whose cards here told of these events already.
    `at` is in the team's timezone; `since` when the digest before was due; `troubled` are lists that could not be read
    and that a watch here rests on, `checked` how many were read; `held` says what ended when a snooze ended;
    `for_you` counts what is open here: cards claimed and not done, decisions open again, lines past review.
    """

    kind: str
    at: datetime
    lines: tuple[Line, ...]
    checked: int = 0
    troubled: tuple[SourceState, ...] = ()
    since: datetime | None = None
    because: tuple[str, ...] = ()
    held: str = ""
    for_you: Tally = NOTHING_OPEN
    is_personal: bool = False
    sample: bool = False
    posted: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Backlog:
    """A row of the outbox that was never tried."""

    id: int
    channel: str
    action: str
    part: str
    created_at: datetime
    events: tuple[str, ...]
    watches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """Rows of a channel that become one digest."""

    channel: str
    rows: tuple[int, ...]
    events: tuple[str, ...]
    watches: tuple[int, ...]


def fold_backlog(rows: Sequence[Backlog], now: datetime) -> list[Folded]:
    """The rows to fold: in a channel where more than a few cards have waited for hours, those with their replies."""
    folded = []
    for channel in dict.fromkeys(row.channel for row in rows):
        here = [row for row in rows if row.channel == channel]
        old = {
            r.action
            for r in here
            if r.part == "card"
            and now - r.created_at > STALE_AFTER
            and not (is_digest(r.action) or is_notice(r.action) or is_work_message(r.action))
        }
        if len(old) > FLOOD:
            taken = [row for row in here if row.action in old]
            folded.append(
                Folded(
                    channel,
                    tuple(row.id for row in taken),
                    tuple(dict.fromkeys(key for row in taken for key in row.events)),
                    tuple(dict.fromkeys(watch for row in taken for watch in row.watches)),
                )
            )
    return folded


def is_affected(watch: Watch, source: str) -> bool:
    """Whether a watch may miss something while a list cannot be read."""
    issuer = ISSUER_OF.get(source, "")
    if watch.paused or (watch.filters.issuers and issuer not in watch.filters.issuers):
        return False
    match watch.target.kind:
        case "entity":
            return not watch.target.source or watch.target.source == source
        case "issuer":
            return watch.target.value == issuer
        case _:
            return True


def troubled(states: Iterable[SourceState], before: datetime | None = None) -> tuple[SourceState, ...]:
    """The loaded lists that are late or failing; with `before`, only those not read since then."""
    return tuple(
        state
        for state in states
        if state.state in ("stale", "failed")
        and state.entries
        and (before is None or state.checked_at is None or state.checked_at < before)
    )
