"""Rows of feeds and what they brought: public facts, the same for every team."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.rows import NEW_NUMBERS, instant


class FeedRow(SQLModel, table=True):
    """A feed of news that somebody added, beside those that the desk knows."""

    __tablename__ = "feed"
    id: str = Field(primary_key=True, max_length=40)
    url: str = Field(max_length=2_000, unique=True)
    title: str = Field(max_length=500)
    added_at: datetime = instant()


class FeedStateRow(SQLModel, table=True):
    """The heartbeat of a feed: the last look, and when the next is due."""

    __tablename__ = "feed_state"
    feed: str = Field(primary_key=True, max_length=40)
    looked_at: datetime | None = instant(nullable=True)
    good_at: datetime | None = instant(nullable=True)
    bad_since: datetime | None = instant(nullable=True)
    seeded_at: datetime | None = instant(nullable=True)
    newest_at: datetime | None = instant(nullable=True)
    next_at: datetime | None = instant(nullable=True)
    failures: int = 0
    outcome: str = Field(max_length=12)
    reason: str = Field(default="", sa_column=Column(Text(), nullable=False))
    etag: str = Field(default="", sa_column=Column(Text(), nullable=False))
    last_modified: str = Field(default="", max_length=80)
    items: int = 0


class NewsItemRow(SQLModel, table=True):
    """An item of a feed as it stands now; `address` is its link without what changes from copy to copy.

    `seeded` items were there when the feed was first read: they are no news. `judged_at` is when it was read as a
    signal, `signal` what it was read as; `story` is the happening that a relevant one tells of.
    """

    __tablename__ = "news_item"
    __table_args__ = (
        UniqueConstraint("feed", "key"),
        Index("ix_news_item_address", "address"),
        Index("ix_news_item_first_seen", "first_seen"),
        Index("ix_news_item_judged_at", "judged_at"),
        Index("ix_news_item_story", "story"),
        NEW_NUMBERS,
    )
    id: int | None = Field(default=None, primary_key=True)
    feed: str = Field(max_length=40)
    key: str = Field(max_length=500)
    version: str = Field(default="", max_length=120)
    url: str = Field(default="", max_length=2_000)
    address: str = Field(default="", max_length=2_000)
    title: str = Field(sa_column=Column(Text(), nullable=False))
    summary: str = Field(default="", sa_column=Column(Text(), nullable=False))
    outlet: str = Field(default="", max_length=120)
    category: str = Field(default="", max_length=250)
    language: str = Field(default="", max_length=10)
    corrects: str = Field(default="", max_length=500)
    published: datetime | None = instant(nullable=True)
    first_seen: datetime = instant()
    seen_at: datetime = instant()
    seeded: bool = False
    judged_at: datetime | None = instant(nullable=True)
    signal: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))
    story: int | None = Field(default=None, foreign_key="story.id")


class NewsVersionRow(SQLModel, table=True):
    """What an item said until its publisher edited it."""

    __tablename__ = "news_version"
    __table_args__ = (Index("ix_news_version_item", "item"), NEW_NUMBERS)
    id: int | None = Field(default=None, primary_key=True)
    item: int = Field(foreign_key="news_item.id")
    version: str = Field(default="", max_length=120)
    title: str = Field(sa_column=Column(Text(), nullable=False))
    summary: str = Field(default="", sa_column=Column(Text(), nullable=False))
    until: datetime = instant()


class StoryRow(SQLModel, table=True):
    """A happening that items tell of, as it stands now.

    `stage` is what reports claim, `verified_stage` what an official document bears out ("": nothing yet).
    `entities` are (entity, words as printed); `withdrawn_at` when it was taken
    back. `follows` is the story that it carries on: it is then told in that story's thread.
    """

    __tablename__ = "story"
    __table_args__ = (
        Index("ix_story_updated_at", "updated_at"),
        NEW_NUMBERS,
    )
    id: int | None = Field(default=None, primary_key=True)
    opened_at: datetime = instant()
    updated_at: datetime = instant()
    issuers: list[str] = Field(sa_column=Column(JSON(), nullable=False))
    targets: list[str] = Field(sa_column=Column(JSON(), nullable=False))
    programmes: list[str] = Field(sa_column=Column(JSON(), nullable=False))
    entities: list[list[str]] = Field(sa_column=Column(JSON(), nullable=False))
    numbers: list[list[str]] = Field(sa_column=Column(JSON(), nullable=False))
    direction: str = Field(max_length=12)
    stage: str = Field(default="", max_length=12)
    verified_stage: str = Field(default="", max_length=12)
    action: str = Field(default="", max_length=40)
    confidence: float = 0.0
    follows: int | None = Field(default=None, foreign_key="story.id")
    withdrawn_at: datetime | None = instant(nullable=True)


class StoryEventRow(SQLModel, table=True):
    """Something to tell of a story: it opened, reached a further stage, was borne out, corrected or withdrawn."""

    __tablename__ = "story_event"
    __table_args__ = (Index("ix_story_event_routed", "routed"), Index("ix_story_event_story", "story"), NEW_NUMBERS)
    id: int | None = Field(default=None, primary_key=True)
    story: int = Field(foreign_key="story.id")
    kind: str = Field(max_length=12)
    stage: str = Field(default="", max_length=12)
    item: int | None = Field(default=None, foreign_key="news_item.id")
    at: datetime = instant()
    routed: bool = False
