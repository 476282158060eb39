"""Stories at rest: the happenings that items tell of, and what of them is still to be told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, cast

from sqlalchemy import String, or_
from sqlalchemy import cast as cast_to
from sqlmodel import Session, col, select, update

from bot.core.news import EventKind, NewsItem, StoryEvent, StoryFacts
from storage.news_rows import NewsItemRow, StoryEventRow, StoryRow

_AT_ONCE = 400
_PAIRS = ("entities", "numbers")
_LISTS = ("issuers", "targets", "programmes")
_PLAIN = tuple(each.name for each in fields(StoryFacts) if each.name not in (*_PAIRS, *_LISTS))


def unread(session: Session, most: int) -> list[NewsItem]:
    """Items that were not read as signals yet, in the order in which they came."""
    query = select(NewsItemRow).where(col(NewsItemRow.judged_at).is_(None)).order_by(col(NewsItemRow.id)).limit(most)
    return [item_of(row) for row in session.exec(query)]


def keep_reading(
    session: Session, item: int, signal: Mapping[str, Any] | None, story: int | None, at: datetime
) -> None:
    """Write down what an item was read as, and the story that it tells of."""
    session.execute(
        update(NewsItemRow)
        .where(col(NewsItemRow.id) == item)
        .values(signal=dict(signal) if signal else None, story=story, judged_at=at)
        .execution_options(synchronize_session=False)
    )


def read_again(session: Session, items: Collection[int]) -> None:
    """Have items that their publisher edited read anew; they stay in their stories."""
    session.execute(
        update(NewsItemRow)
        .where(col(NewsItemRow.id).in_(sorted(items)))
        .values(judged_at=None)
        .execution_options(synchronize_session=False)
    )


def items_of(session: Session, stories: Collection[int]) -> dict[int, list[NewsItem]]:
    """The items of stories, oldest first."""
    found: dict[int, list[NewsItem]] = {story: [] for story in stories}
    wanted = sorted(stories)
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(NewsItemRow).where(col(NewsItemRow.story).in_(wanted[start : start + _AT_ONCE]))
        for row in session.exec(query.order_by(col(NewsItemRow.id))):
            found[cast(int, row.story)].append(item_of(row))
    return {story: sorted(items, key=lambda item: (item.at, item.id)) for story, items in found.items()}


def open_story(session: Session, facts: StoryFacts) -> StoryFacts:
    """Keep a new story; its number is the database's."""
    row = StoryRow(**{**_values(facts), "id": None})
    session.add(row)
    session.flush()
    return story_of(row)


def change_story(session: Session, facts: StoryFacts) -> None:
    """Keep how a story stands now."""
    values = _values(facts)
    values.pop("id")
    session.execute(
        update(StoryRow)
        .where(col(StoryRow.id) == facts.id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def find_story(session: Session, story: int) -> StoryFacts | None:
    """A story by its number."""
    row = session.get(StoryRow, story, populate_existing=True)
    return story_of(row) if row else None


def recent_stories(session: Session, since: datetime) -> list[StoryFacts]:
    """Stories that something was heard of since then, the latest first."""
    query = select(StoryRow).where(col(StoryRow.updated_at) >= since)
    return [story_of(row) for row in session.exec(query.order_by(col(StoryRow.updated_at).desc(), col(StoryRow.id)))]


def first_seen(session: Session) -> datetime | None:
    """When the first item was found: our record begins there."""
    query = select(NewsItemRow.first_seen).order_by(col(NewsItemRow.first_seen)).limit(1)
    return session.exec(query).first()


def stories_naming(session: Session, entities: Collection[str]) -> list[StoryFacts]:
    """The stories that name one of these entities, oldest first."""
    named = or_(*(cast_to(col(StoryRow.entities), String).contains(f'"{each}"') for each in sorted(entities)))
    query = select(StoryRow).where(named).order_by(col(StoryRow.opened_at), col(StoryRow.id))
    found = [story_of(row) for row in session.exec(query)]
    return [story for story in found if any(entity in entities for entity, _ in story.entities)]


def tell(session: Session, story: int, kind: EventKind, stage: str, item: int | None, at: datetime) -> None:
    """Have something told of a story."""
    session.add(StoryEventRow(story=story, kind=kind, stage=stage, item=item, at=at))
    session.flush()


def untold(session: Session) -> list[StoryEvent]:
    """What of stories was not routed yet, in order."""
    query = select(StoryEventRow).where(col(StoryEventRow.routed).is_(False)).order_by(col(StoryEventRow.id))
    return [_event(row) for row in session.exec(query)]


def item_of(row: NewsItemRow) -> NewsItem:
    """The value of a row."""
    return NewsItem(**{each.name: getattr(row, each.name) for each in fields(NewsItem)})


def story_of(row: StoryRow) -> StoryFacts:
    """The value of a row."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    values |= {name: tuple(getattr(row, name)) for name in _LISTS}
    values |= {name: tuple((one, other) for one, other in getattr(row, name)) for name in _PAIRS}
    return StoryFacts(**values)


def _values(facts: StoryFacts) -> dict[str, Any]:
    lists: dict[str, Any] = {name: list(getattr(facts, name)) for name in _LISTS}
    pairs: dict[str, Any] = {name: [list(pair) for pair in getattr(facts, name)] for name in _PAIRS}
    return {**{name: getattr(facts, name) for name in _PLAIN}, **lists, **pairs}


def _event(row: StoryEventRow) -> StoryEvent:
    return StoryEvent(cast(int, row.id), row.story, cast(EventKind, row.kind), row.stage, row.item, row.at)
