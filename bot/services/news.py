"""News: what feeds brought is read as signals and put into stories; each once, in the order in which it came.

item ─▶ signal ─▶ listed names in it ─▶ a story, or a new one ─▶ what is to be told of it
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from bot.core.mentions.scanner import Mention
from bot.core.news import (
    REMEMBERED,
    NewsItem,
    StoryFacts,
    claimed_stage,
    is_correction,
    is_withdrawal,
    merged,
    told_of,
)
from bot.core.signals.classify import classify
from bot.core.signals.items import Item, Signal, signal_json, stage_rank
from bot.core.stories.grouping import LASTING, WAKE, Placed, Story, place
from bot.core.stories.likeness import Told
from bot.feeds import FEEDS
from bot.feeds.feed import Feed
from bot.services.feeds import feeds_read
from bot.services.mentions import Mentions
from bot.settings import Settings
from storage import stories
from storage.db import Database
from storage.session import Session

log = logging.getLogger(__name__)

PART: Final = 200
"""Items that are read in one transaction."""
ANNOUNCED: Final = "announced"


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What reading news needs."""

    db: Database
    settings: Settings
    mentions: Mentions


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of items: how many were read, were signals, opened a story."""

    read: int = 0
    relevant: int = 0
    opened: int = 0


def read_new(room: Newsroom, now: datetime) -> Heard:
    """Read all items that were not read yet."""
    feeds = feeds_read(room.db, room.settings)
    total = Heard()
    while True:
        with room.db.read() as session:
            items = stories.unread(session, PART)
        if not items:
            return total
        # Reading takes most of the time and writes nothing: the write lock is not held meanwhile.
        read = [(item, *_read(room, item, feeds.get(item.feed))) for item in items]
        with room.db.write() as session:
            known = _known(session, min(item.at for item in items))
            done = [_take(session, known, item, signal, found, now) for item, signal, found in read]
        total = Heard(
            total.read + len(items),
            total.relevant + sum(signal is not None and signal.relevant for _, signal, _ in read),
            total.opened + done.count("opened"),
        )
        log.info("news: %s items read, %s relevant, %s stories opened", total.read, total.relevant, total.opened)


def _read(room: Newsroom, item: NewsItem, feed: Feed | None) -> tuple[Signal, tuple[Mention, ...]]:
    signal = classify(as_item(item, feed))
    found = room.mentions.find(f"{item.title}. {item.summary}") if signal.relevant else ()
    return signal, found


def as_item(item: NewsItem, feed: Feed | None) -> Item:
    """An item as the classifier reads it: the forms of an authority's titles count only in its own feed."""
    own = FEEDS.get(item.feed)
    official = own if own is not None and own.official else None
    host = urlsplit(official.url).hostname or "" if official else ""
    url = "" if official else item.url
    source = host or item.outlet or (feed.title if feed else item.feed)
    return Item(str(item.id), item.title, item.summary, url, item.at.isoformat(), source)


@dataclass(slots=True)
class _Known:
    """The stories so far, as they are compared, and their facts."""

    compared: dict[str, Story]
    facts: dict[int, StoryFacts]


def _known(session: Session, since: datetime) -> _Known:
    facts = {
        each.id: each
        for each in stories.recent_stories(session, since - REMEMBERED)
        if each.updated_at >= since - WAKE or any(kind in LASTING for kind, _ in each.numbers)
    }
    items = stories.items_of(session, facts)
    told = {
        str(number): Story(
            str(number),
            tuple(compared(item) for item in items[number]),
            str(each.follows or ""),
        )
        for number, each in facts.items()
        if items[number]
    }
    return _Known(told, facts)


def compared(item: NewsItem) -> Told:
    """An item as it is compared with others."""
    feed = FEEDS.get(item.feed)
    # An act of an authority and its counterpart of the same day (a decision and its regulation) are one happening.
    is_document = feed is not None and feed.documents and feed.jurisdiction != "EU"
    return told_of(item, (item.feed, item.key) if is_document else None)


def _take(
    session: Session, known: _Known, item: NewsItem, signal: Signal, found: tuple[Mention, ...], now: datetime
) -> str:
    """Put an item that was read into a story; what came of it, in a word."""
    if not signal.relevant:
        kept: Mapping[str, Any] | None = signal_json(signal) if signal.triage else None
        stories.keep_reading(session, item.id, kept, item.story, now)
        return "triage" if signal.triage else "nothing"
    reading = {**signal_json(signal), "entities": [[mention.entities[0], mention.text] for mention in found]}
    item = replace(item, signal=reading)
    told = compared(item)
    placed = Placed(str(item.story), likelihood=1.0) if item.story else place(told, known.compared.values())
    before = known.facts.get(int(placed.story)) if placed.story else None
    story = known.compared.get(placed.story)
    items = tuple(each for each in (story.items if story else ()) if each.id != told.id)
    after = _with(before, (*items, told), item, placed, now)
    if before is None:
        after = stories.open_story(session, after)
    else:
        stories.change_story(session, after)
    stories.keep_reading(session, item.id, reading, after.id, now)
    known.facts[after.id] = after
    known.compared[str(after.id)] = Story(str(after.id), (*items, told), placed.follows)
    if not item.seeded:
        _tell(session, before, after, item, now)
    return "joined" if before else "opened"


def _with(
    before: StoryFacts | None, items: Sequence[Told], item: NewsItem, placed: Placed, now: datetime
) -> StoryFacts:
    """A story with one more item; `items` are all of it as compared."""
    reading = item.signal or {}
    facts = before or StoryFacts(
        0, item.at, item.at, direction=reading["direction"] or "neutral", follows=int(placed.follows or 0) or None
    )
    stage = claimed_stage(sorted((each.at, each.stage) for each in items))
    # The item that goes further tells the direction, the action and the evidence.
    leads = before is None or stage_rank(stage) > stage_rank(before.stage)
    entities: dict[str, str] = dict((*facts.entities, *map(tuple, reading["entities"])))
    numbers = {*facts.numbers, *told_of(item).numbers}
    return replace(
        facts,
        updated_at=max(facts.updated_at, item.at),
        issuers=merged(facts.issuers, reading["jurisdictions"]),
        targets=merged(facts.targets, reading["targets"]),
        programmes=merged(facts.programmes, reading["programmes"]),
        entities=tuple(entities.items()),
        numbers=tuple(sorted(numbers)),
        direction=(reading["direction"] or facts.direction) if leads else facts.direction,
        stage=stage,
        verified_stage=max((facts.verified_stage, borne_out(item)), key=stage_rank),
        action=(reading["action"] or facts.action) if leads else facts.action,
        confidence=max(facts.confidence, float(reading["confidence"])),
        withdrawn_at=facts.withdrawn_at or (now if is_withdrawal(item) and before else None),
    )


def borne_out(item: NewsItem) -> str:
    """The stage that an item bears out by where it was published: an act itself, or words of the authority."""
    feed = FEEDS.get(item.feed)
    stage = (item.signal or {}).get("stage") or ""
    if feed is None or not feed.official:
        return ""
    if feed.documents:
        return stage
    return stage if stage_rank(stage) <= stage_rank(ANNOUNCED) else ANNOUNCED


def _tell(session: Session, before: StoryFacts | None, after: StoryFacts, item: NewsItem, now: datetime) -> None:
    """Have told what is new of a story; one more outlet of the same report is not."""
    stage = after.shown_stage
    if before is None:
        kind = "moved" if after.follows else "opened"
        stories.tell(session, after.id, kind, stage, item.id, now)  # type: ignore[arg-type]
    elif after.withdrawn_at and not before.withdrawn_at:
        stories.tell(session, after.id, "withdrawn", stage, item.id, now)
    elif stage_rank(after.verified_stage) > stage_rank(before.verified_stage):
        stories.tell(session, after.id, "confirmed", stage, item.id, now)
    elif stage_rank(stage) > stage_rank(before.shown_stage):
        stories.tell(session, after.id, "moved", stage, item.id, now)
    elif is_correction(item):
        stories.tell(session, after.id, "corrected", stage, item.id, now)
