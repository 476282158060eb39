"""Rows of public facts, the same for every team.

PUBLIC here and TENANT in `team_rows` name each table once; a test holds them against the metadata. Rows never leave
`storage`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, MetaData, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import Instant

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA: MetaData = SQLModel.metadata
NEW_NUMBERS = {"sqlite_autoincrement": True}
"""For tables whose numbers are kept elsewhere: SQLite would give the number of a removed row to the next one."""


def instant(*, nullable: bool = False) -> Any:
    """A column of an aware instant in UTC."""
    return Field(sa_column=Column(Instant(), nullable=nullable))


class BlobRow(SQLModel, table=True):
    """Raw bytes of a delivery, compressed, kept once by SHA-256."""

    __tablename__ = "blob"
    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    data: bytes = Field(sa_column=Column(LargeBinary(), nullable=False))
    stored_at: datetime = instant()


class SnapshotRow(SQLModel, table=True):
    """A version of a source; `state` is promoted or held."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("source", "sequence"),)
    id: str = Field(primary_key=True, max_length=64)
    source: str = Field(max_length=40, index=True)
    sequence: int
    parent: str | None = Field(default=None, max_length=64)
    state: str = Field(max_length=12)
    sha256: str = Field(max_length=64)
    blobs: dict[str, str] = Field(sa_column=Column(JSON(), nullable=False))
    format: str = Field(max_length=20)
    origin: str = Field(max_length=12)
    list_date: date | None = None
    at: datetime = instant()
    entries: int
    observed: list[str] = Field(sa_column=Column(JSON(), nullable=False))
    counts: dict[str, int] = Field(sa_column=Column(JSON(), nullable=False))
    stated: dict[str, float] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


class SourceCheckRow(SQLModel, table=True):
    """The heartbeat: each look at a source and what came of it."""

    __tablename__ = "source_check"
    __table_args__ = (Index("ix_source_check_source_at", "source", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    source: str = Field(max_length=40)
    at: datetime = instant()
    outcome: str = Field(max_length=12)
    reason: str | None = Field(default=None, sa_column=Column(Text()))
    snapshot: str | None = Field(default=None, max_length=64)
    fresh_bytes: bool = True
    validators: dict[str, dict[str, str]] = Field(sa_column=Column(JSON(), nullable=False))
    seconds: float = 0.0
    notes: list[str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


class DatasetVersionRow(SQLModel, table=True):
    """Which snapshot of a source is in force; `generation` rises whenever answers may change."""

    __tablename__ = "dataset_version"
    source: str = Field(primary_key=True, max_length=40)
    generation: int
    snapshot: str = Field(max_length=64)


class ListingRow(SQLModel, table=True):
    """A listing's present state; its words are in `listing_content`."""

    __tablename__ = "listing"
    source: str = Field(primary_key=True, max_length=40)
    ref: str = Field(primary_key=True, max_length=120)
    state: str = Field(max_length=20, index=True)
    content: str = Field(max_length=32)
    first_seen: datetime = instant()
    changed_at: datetime = instant()
    removed_on: date | None = None
    pending_snapshot: str | None = Field(default=None, max_length=64)
    pending_at: datetime | None = instant(nullable=True)


class ListingContentRow(SQLModel, table=True):
    """The stored form of a listing's words, kept once however many versions share it."""

    __tablename__ = "listing_content"
    hash: str = Field(primary_key=True, max_length=32)
    body: str = Field(sa_column=Column(Text(), nullable=False))


class ListingVersionRow(SQLModel, table=True):
    """From which snapshot on a listing read as it did; `until_sequence` is the first snapshot that differs."""

    __tablename__ = "listing_version"
    source: str = Field(primary_key=True, max_length=40)
    ref: str = Field(primary_key=True, max_length=120)
    from_sequence: int = Field(primary_key=True)
    until_sequence: int | None = None
    content: str = Field(max_length=32)


class ListingKeyRow(SQLModel, table=True):
    """What a listing may share with another of its party; no two listings are linked without a common key."""

    __tablename__ = "listing_key"
    __table_args__ = (Index("ix_listing_key_source_ref", "source", "ref"),)
    key: str = Field(primary_key=True, max_length=24)
    source: str = Field(primary_key=True, max_length=40)
    ref: str = Field(primary_key=True, max_length=120)


class EntityRow(SQLModel, table=True):
    """A party; its listings are in `entity_listing`."""

    __tablename__ = "entity"
    id: str = Field(primary_key=True, max_length=20)
    created_at: datetime = instant()


class EntityListingRow(SQLModel, table=True):
    """Which entity a listing names, and what links it there."""

    __tablename__ = "entity_listing"
    source: str = Field(primary_key=True, max_length=40)
    ref: str = Field(primary_key=True, max_length=120)
    entity: str = Field(max_length=20, index=True)
    evidence: str = Field(default="", sa_column=Column(Text(), nullable=False))


class EntityReferentRow(SQLModel, table=True):
    """Where an entity id went when entities were merged or split."""

    __tablename__ = "entity_referent"
    old: str = Field(primary_key=True, max_length=20)
    new: str = Field(primary_key=True, max_length=20)
    reason: str = Field(sa_column=Column(Text(), nullable=False))
    at: datetime = instant()


class ActionRow(SQLModel, table=True):
    """An official action: opened by a promoted snapshot pair, named by a notice when one is matched."""

    __tablename__ = "action"
    id: str = Field(primary_key=True, max_length=40)
    issuer: str = Field(max_length=4)
    source: str = Field(max_length=40, index=True)
    from_snapshot: str = Field(max_length=64)
    to_snapshot: str = Field(max_length=64)
    list_date: date | None = None
    previous_list_date: date | None = None
    publication_id: str = Field(default="", max_length=80)
    document_no: str = Field(default="", max_length=80)
    notice_url: str = Field(default="", sa_column=Column(Text(), nullable=False))
    title: str = Field(sa_column=Column(Text(), nullable=False))
    at: datetime = instant()


class EventRow(SQLModel, table=True):
    """A change to tell; `key` is made from content, so each road to it gives one row."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_source_at", "source", "at"), Index("ix_event_routed", "routed"), NEW_NUMBERS)
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    source: str = Field(max_length=40)
    ref: str = Field(max_length=120)
    related_ref: str = Field(default="", max_length=120)
    op: str = Field(max_length=10)
    kind: str = Field(max_length=20)
    action: str = Field(max_length=40, index=True, foreign_key="action.id")
    state: str = Field(max_length=12)
    at: datetime = instant()
    list_date: date | None = None
    entity: str = Field(max_length=20, index=True)
    caption: str = Field(sa_column=Column(Text(), nullable=False))
    type: str = Field(max_length=20)
    list_kind: str = Field(max_length=20)
    programmes: list[str] = Field(sa_column=Column(JSON(), nullable=False))
    countries: list[str] = Field(sa_column=Column(JSON(), nullable=False))
    material: bool
    gained: list[list[str]] = Field(sa_column=Column(JSON(), nullable=False))
    lost: list[list[str]] = Field(sa_column=Column(JSON(), nullable=False))
    url: str = Field(default="", sa_column=Column(Text(), nullable=False))
    sample: bool = False
    routed: bool = False


class LeaseRow(SQLModel, table=True):
    """Who runs a job now; `fence` rises with each new owner."""

    __tablename__ = "lease"
    name: str = Field(primary_key=True, max_length=60)
    owner: str = Field(max_length=80)
    until: datetime = instant()
    fence: int


class TenantRow(SQLModel, table=True):
    """A workspace or Enterprise Grid organisation; everything a team owns hangs on `id`.

    `gone` says why Slack takes nothing from us any more ("": it does), `gone_at` since when.
    """

    __tablename__ = "tenant"
    __table_args__ = (UniqueConstraint("enterprise_id", "team_id", "org_install"),)
    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: str = Field(default="", max_length=30)
    team_id: str = Field(default="", max_length=30)
    org_install: bool = False
    name: str = Field(default="", max_length=200)
    bot_user: str = Field(default="", max_length=30)
    gone: str = Field(default="", max_length=40)
    gone_at: datetime | None = instant(nullable=True)
    created_at: datetime = instant()


PUBLIC = frozenset(
    {
        "blob",
        "snapshot",
        "source_check",
        "dataset_version",
        "listing",
        "listing_content",
        "listing_version",
        "listing_key",
        "entity",
        "entity_listing",
        "entity_referent",
        "action",
        "event",
        "lease",
        "tenant",
        "feed",
        "feed_state",
        "news_item",
        "news_version",
        "story",
        "story_event",
    }
)
