"""Feeds: looked at when due, each page taken in whole; failures put the next look off and lose nothing.

due ─▶ fetch (conditional) ─▶ read ─▶ nothing known on the page? the page before it ─▶ take in ─▶ when next
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Final
from urllib.parse import urlsplit

from bot.clients import web
from bot.core.feeds import Entry, FeedHealth, FeedState, Look, after_look, feed_health, is_due
from bot.feeds import FEEDS, Feed, NotAFeed, Page, news_feed
from bot.feeds.text import address_key
from bot.settings import Settings
from storage import news, stories
from storage.db import Database

log = logging.getLogger(__name__)

LIMITS: Final = web.Limits(connect=10.0, read=20.0, total=60.0, attempts=1)
"""One attempt: a feed is soon looked at again anyway."""
GONE: Final = re.compile(r"answered (?:404|410)$")
GAP: Final = "more is new than the pages that are read: older items may be missing"
MOST_ADDED: Final = 200
PATIENCE: Final = 5
"""Looks in vain at older pages after which the newest is taken without them, and the gap is told."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What looking at feeds needs; `pause` waits between two requests to one host."""

    db: Database
    settings: Settings
    clock: Callable[[], datetime]
    pause: Callable[[float], object] = sleep


@dataclass(frozen=True, slots=True)
class FeedShown:
    """A feed with how it is."""

    feed: Feed
    state: FeedState | None
    health: FeedHealth
    added: bool


@dataclass(frozen=True, slots=True)
class BadFeed:
    """A feed that cannot be added; the text says why."""

    text: str


def feeds_read(db: Database, settings: Settings) -> dict[str, Feed]:
    """The feeds that are read here, at the addresses set for them."""
    with db.read() as session:
        added = news.added_feeds(session)
    known = [feed for feed in FEEDS.values() if not feed.opt_in or feed.id in settings.opt_in]
    found = {feed.id: replace(feed, url=settings.feed_urls.get(feed.id, feed.url)) for feed in known}
    for ident, title, url in settings.feeds:
        found.setdefault(ident, news_feed(ident, title, url))
    return {**found, **{each.id: news_feed(each.id, each.title, each.url) for each in added}}


def feeds_shown(db: Database, settings: Settings, now: datetime) -> list[FeedShown]:
    """Every feed that is read here, and how it is."""
    with db.read() as session:
        states = news.feed_states(session)
    return [
        FeedShown(
            feed, states.get(feed.id), feed_health(states.get(feed.id), feed.stale_after, now), feed.id not in FEEDS
        )
        for feed in feeds_read(db, settings).values()
    ]


def look_at_due(reader: Reader, longest: float = 120.0) -> list[tuple[Feed, Look]]:
    """Look at the feeds that are due, for so many seconds at most; the rest stays due."""
    until = monotonic() + longest
    with reader.db.read() as session:
        states = news.feed_states(session)
    looks = []
    for feed in feeds_read(reader.db, reader.settings).values():
        if monotonic() >= until:
            break
        if is_due(states.get(feed.id), reader.clock()):
            looks.append((feed, look_at(reader, feed)))
    return looks


def look_at(reader: Reader, feed: Feed) -> Look:
    """Look at a feed now, and keep what it brought."""
    with reader.db.read() as session:
        state = news.feed_state(session, feed.id) or FeedState(feed.id)
    now = reader.clock()
    answer = _ask(reader, feed, feed.url, state.etag, state.last_modified)
    if isinstance(answer, web.NotModified):
        return _kept(reader, feed, state, Look("unchanged", now))
    if isinstance(answer, web.FetchFailed):
        wait = timedelta(seconds=answer.after) if answer.after else None
        outcome = "gone" if GONE.search(answer.reason) else "failed"
        return _kept(reader, feed, state, Look(outcome, now, answer.reason, wait))  # type: ignore[arg-type]
    try:
        page = feed.parse(answer.bytes, feed.url)
    except NotAFeed as error:
        return _kept(reader, feed, state, Look("refused", now, str(error)))
    if not page.entries and not feed.opt_in:
        return _kept(reader, feed, state, Look("empty", now, "a feed without items"))
    entries, missed = _caught_up(reader, feed, state, page)
    return _taken(reader, feed, state, entries, answer, missed)


def add_feed(db: Database, settings: Settings, url: str, title: str, now: datetime) -> Feed | BadFeed:
    """Add a feed of news by its address."""
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or len(url) > 2_000:
        return BadFeed(f"{url[:80]!r} is no address of a feed: give one that begins with https://")
    ident = ident_of(url)
    read = feeds_read(db, settings)
    if any(feed.url == url for feed in read.values()):
        return BadFeed(f"{url[:120]} is read already")
    if sum(feed.id not in FEEDS for feed in read.values()) >= MOST_ADDED:
        return BadFeed(f"{MOST_ADDED} feeds were added already: remove one first")
    with db.write() as session:
        added = news.add_feed(session, ident, url, title or parts.hostname, now)
    return news_feed(added.id, added.title, added.url) if added else BadFeed(f"{url[:120]} is read already")


def remove_feed(db: Database, ident: str) -> BadFeed | None:
    """Read an added feed no more; what it brought stays."""
    with db.write() as session:
        if news.remove_feed(session, ident):
            return None
    known = f"{ident!r} comes with the desk" if ident in FEEDS else f"no feed {ident!r} was added"
    return BadFeed(f"{known}; `desk feeds` lists those that were")


def ident_of(url: str) -> str:
    """The id of an added feed: its host, and what tells apart two of one host."""
    host = re.sub(r"[^a-z0-9]+", "-", (urlsplit(url).hostname or "").removeprefix("www.").casefold()).strip("-")
    return f"{host[:24]}-{hashlib.sha256(url.encode()).hexdigest()[:6]}"


def _ask(reader: Reader, feed: Feed, url: str, etag: str = "", modified: str = "") -> web.Answer:
    settings = reader.settings
    contact = f"; {settings.contact}" if settings.contact else ""
    return web.fetch(
        url,
        etag=etag,
        last_modified=modified,
        limits=replace(LIMITS, max_bytes=feed.max_bytes),
        allow_hosts=settings.allow_hosts,
        headers={"User-Agent": f"{web.USER_AGENT.partition(' ')[0]} (feed reader{contact})"},
    )


def _caught_up(reader: Reader, feed: Feed, state: FeedState, page: Page) -> tuple[list[Entry], str]:
    """The items of a page and of those before it until one is known; and what could not be read, if anything."""
    entries = list(page.entries)
    for _ in range(feed.pages - 1):
        if state.seeded_at is None or not page.next_url or _any_known(reader.db, feed.id, page.entries):
            return entries, ""
        reader.pause(feed.pause.total_seconds())
        answer = _ask(reader, feed, page.next_url)
        if not isinstance(answer, web.Fetched):
            reason = answer.reason if isinstance(answer, web.FetchFailed) else "not modified"
            return entries, f"older pages could not be read: {reason}"
        try:
            page = feed.parse(answer.bytes, page.next_url)
        except NotAFeed as error:
            return entries, f"older pages could not be read: {error}"
        entries += page.entries
    older = feed.pages > 1 and state.seeded_at is not None and page.next_url
    return entries, GAP if older and not _any_known(reader.db, feed.id, page.entries) else ""


def _any_known(db: Database, feed: str, entries: Sequence[Entry]) -> bool:
    with db.read() as session:
        return bool(news.known_keys(session, feed, [entry.key for entry in entries]))


def _taken(
    reader: Reader, feed: Feed, state: FeedState, entries: list[Entry], answer: web.Fetched, missed: str
) -> Look:
    """Keep items and state in one transaction; pages that were missed are asked for anew at the next look."""
    now = reader.clock()
    seeding = state.seeded_at is None
    if missed and missed != GAP and state.failures < PATIENCE:
        # Nothing is taken: the newest would be known next time, and what lies between would never be read.
        return _kept(reader, feed, state, Look("failed", now, missed))
    with reader.db.write() as session:
        taken = news.take_entries(session, feed.id, _addressed(entries), now, seeded=seeding)
        stories.read_again(session, taken.edited)
        look = Look("read", now, missed, new=len(taken.new), edited=len(taken.edited))
        after = after_look(state, look, feed.every)
        seen = replace(after, etag=answer.etag, last_modified=answer.last_modified, seeded_at=state.seeded_at or now)
        news.keep_state(session, seen)
    return look


def _kept(reader: Reader, feed: Feed, state: FeedState, look: Look) -> Look:
    with reader.db.write() as session:
        news.keep_state(session, after_look(state, look, feed.every))
    if look.reason:
        log.warning("feed %s: %s: %s", feed.id, look.outcome, look.reason)
    return look


def _addressed(entries: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    return ((entry, address_key(entry.url) if entry.url else "") for entry in entries)
