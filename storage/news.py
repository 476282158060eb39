"""Feeds and their items at rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import cast

from sqlmodel import Session, col, select

from bot.core.feeds import Entry, FeedState, LookOutcome
from storage.news_rows import FeedRow, FeedStateRow, NewsItemRow, NewsVersionRow

_STATE = tuple(each.name for each in fields(FeedState))
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class AddedFeed:
    """A feed that an operator added."""

    id: str
    url: str
    title: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What a page of a feed brought: numbers of the items that are new, and of those that were edited."""

    new: tuple[int, ...] = ()
    edited: tuple[int, ...] = ()


def add_feed(session: Session, ident: str, url: str, title: str, now: datetime) -> AddedFeed | None:
    """Add a feed; None when this address is there already."""
    if session.exec(select(FeedRow).where((FeedRow.url == url) | (FeedRow.id == ident))).first():
        return None
    row = FeedRow(id=ident, url=url, title=title, added_at=now)
    session.add(row)
    session.flush()
    return _added(row)


def remove_feed(session: Session, ident: str) -> bool:
    """Read a feed no more; what it brought stays."""
    row = session.get(FeedRow, ident)
    if row is None:
        return False
    session.delete(row)
    return True


def added_feeds(session: Session) -> list[AddedFeed]:
    """All feeds that were added."""
    return [_added(row) for row in session.exec(select(FeedRow).order_by(FeedRow.id))]


def feed_states(session: Session) -> dict[str, FeedState]:
    """What we know of each feed that was looked at."""
    return {row.feed: _state(row) for row in session.exec(select(FeedStateRow))}


def feed_state(session: Session, feed: str) -> FeedState | None:
    """What we know of one feed."""
    row = session.get(FeedStateRow, feed, populate_existing=True)
    return _state(row) if row else None


def keep_state(session: Session, state: FeedState) -> None:
    """Write down what we know of a feed now."""
    session.merge(FeedStateRow(**{name: getattr(state, name) for name in _STATE}))
    session.flush()


def known_keys(session: Session, feed: str, keys: Sequence[str]) -> set[str]:
    """Which of these items we have of a feed."""
    return set(_rows(session, feed, keys))


def take_entries(
    session: Session, feed: str, entries: Iterable[tuple[Entry, str]], now: datetime, *, seeded: bool
) -> Taken:
    """Keep items (with their addresses for comparison): new ones, and what the publisher edited since."""
    given = {entry.key: (entry, address) for entry, address in entries}
    have = _rows(session, feed, list(given))
    new: list[NewsItemRow] = []
    edited: list[int] = []
    for key, (entry, address) in reversed(given.items()):  # oldest first: numbers rise with time
        row = have.get(key)
        if row is None:
            new.append(_new(feed, entry, address, now, seeded))
            session.add(new[-1])
            continue
        row.seen_at = now
        if (row.version, row.title, row.summary) != (entry.version, entry.title, entry.summary):
            edited += _edit(session, row, entry, now)
    session.flush()
    return Taken(tuple(cast(int, row.id) for row in new), tuple(edited))


def _edit(session: Session, row: NewsItemRow, entry: Entry, now: datetime) -> list[int]:
    number = cast(int, row.id)
    session.add(NewsVersionRow(item=number, version=row.version, title=row.title, summary=row.summary, until=now))
    row.version, row.title, row.summary = entry.version, entry.title, entry.summary
    session.add(row)
    return [number]


def _new(feed: str, entry: Entry, address: str, now: datetime, seeded: bool) -> NewsItemRow:
    return NewsItemRow(
        feed=feed,
        key=entry.key,
        version=entry.version,
        url=entry.url,
        address=address,
        title=entry.title,
        summary=entry.summary,
        outlet=entry.outlet,
        category=entry.category,
        language=entry.language,
        corrects=entry.corrects,
        # A publisher's clock that is ahead would put an item after what follows it.
        published=min(entry.published, now) if entry.published else None,
        first_seen=now,
        seen_at=now,
        seeded=seeded,
    )


def _rows(session: Session, feed: str, keys: Sequence[str]) -> dict[str, NewsItemRow]:
    found: dict[str, NewsItemRow] = {}
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        query = select(NewsItemRow).where(NewsItemRow.feed == feed, col(NewsItemRow.key).in_(some))
        found |= {row.key: row for row in session.exec(query)}
    return found


def _added(row: FeedRow) -> AddedFeed:
    return AddedFeed(row.id, row.url, row.title, row.added_at)


def _state(row: FeedStateRow) -> FeedState:
    values = {name: getattr(row, name) for name in _STATE}
    return FeedState(**{**values, "outcome": cast(LookOutcome, row.outcome)})
