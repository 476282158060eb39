"""Feeds: what an item is, when a feed is read again, and what its looks say of its health.

look ─▶ (new, edited, nothing, refused, failed) ─▶ when to look again ─▶ in order, late, empty, refused, dead
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

LookOutcome = Literal["read", "unchanged", "empty", "refused", "failed", "gone"]
"""`refused`: an answer that is no such feed (an error page, another layout); `gone`: 404 or 410."""
FeedHealth = Literal["ok", "late", "empty", "refused", "failing", "dead", "never"]
"""`late`: in order, but nothing new for longer than this feed is ever silent."""

GOOD: Final[frozenset[LookOutcome]] = frozenset({"read", "unchanged"})
LONGEST: Final = timedelta(hours=6)
"""The most that failures put a look off; what the server itself asks for may be longer."""
LONGEST_ASKED: Final = timedelta(days=1)
DEAD_AFTER: Final = timedelta(days=7)
JITTER: Final = 0.1


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a feed.

    `key` stays the same when the publisher edits it and `version` then differs; `corrects` is the key of the item
    that this one puts right. `published` is what the feed says, None where it only says when it was found.
    """

    key: str
    url: str
    title: str
    summary: str = ""
    published: datetime | None = None
    version: str = ""
    outlet: str = ""
    category: str = ""
    language: str = ""
    corrects: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a feed: what came of it, and what the server asked us to wait."""

    outcome: LookOutcome
    at: datetime
    reason: str = ""
    wait: timedelta | None = None
    new: int = 0
    edited: int = 0


@dataclass(frozen=True, slots=True)
class FeedState:
    """What we know of a feed.

    `good_at`: the last look that was in order; `seeded_at`: since when its new items count as news; `newest_at`: when
    its newest item was first seen; `bad_since`: since when no look was in order.
    """

    feed: str
    looked_at: datetime | None = None
    good_at: datetime | None = None
    bad_since: datetime | None = None
    seeded_at: datetime | None = None
    newest_at: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0
    outcome: LookOutcome = "read"
    reason: str = ""
    etag: str = ""
    last_modified: str = ""
    items: int = 0


@dataclass(frozen=True, slots=True)
class FeedWord:
    """A feed that is read, and how it is, in words."""

    title: str
    health: FeedHealth
    reason: str = ""


def after_look(state: FeedState, look: Look, every: timedelta) -> FeedState:
    """What we know of a feed after one more look at it."""
    good = look.outcome in GOOD
    failures = 0 if good else state.failures + 1
    return replace(
        state,
        looked_at=look.at,
        good_at=look.at if good else state.good_at,
        bad_since=None if good else state.bad_since or look.at,
        newest_at=look.at if look.new else state.newest_at,
        next_at=look.at + _pause(state.feed, look, every, failures),
        failures=failures,
        outcome=look.outcome,
        reason=look.reason,
        items=state.items + look.new,
    )


def is_due(state: FeedState | None, now: datetime) -> bool:
    """Whether a feed is to be looked at."""
    return state is None or state.next_at is None or state.next_at <= now


def feed_health(state: FeedState | None, stale_after: timedelta, now: datetime) -> FeedHealth:
    """How a feed is, in one word."""
    if state is None or state.looked_at is None:
        return "never"
    if state.bad_since is not None:
        gone = state.outcome == "gone" and state.failures >= 3
        if gone or now - state.bad_since >= DEAD_AFTER:
            return "dead"
        return {"empty": "empty", "refused": "refused"}.get(state.outcome, "failing")  # type: ignore[return-value]
    if state.newest_at is not None and now - state.newest_at > stale_after:
        return "late"
    return "ok"


def _pause(feed: str, look: Look, every: timedelta, failures: int) -> timedelta:
    """How long to wait: longer with each failure, never shorter than the server asked, and not in step with others."""
    pause = every if not failures else min(every * 2 ** min(failures, 10), max(LONGEST, every))
    digest = hashlib.sha256(f"{feed}|{look.at.isoformat()}".encode()).digest()
    pause *= 1 + JITTER * (int.from_bytes(digest[:4], "big") / 2**31 - 1)
    return max(pause, min(look.wait, LONGEST_ASKED)) if look.wait else pause
