"""Rows that belong to a team: each carries its `tenant`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from storage.rows import NEW_NUMBERS, instant


class ChannelRow(SQLModel, table=True):
    """What we know of a channel; once private or shared, the stricter rule stays.

    `lost_after` is the last event recorded before it could not be reached any more (none: it can be).
    """

    __tablename__ = "channel"
    tenant: int = Field(primary_key=True, foreign_key="tenant.id")
    id: str = Field(primary_key=True, max_length=30)
    name: str = Field(default="", max_length=120)
    private: bool = False
    externally_shared: bool = False
    archived: bool = False
    greeted: bool = False
    lost_after: int | None = None
    seen_at: datetime = instant()


class WatchRow(SQLModel, table=True):
    """A standing interest of a channel, or of a person (`channel` is then a user id).

    `interest` is the same for the same filters; an entity watch keeps the listing it was made on. `cadence` is now,
    hourly, daily or weekly; `broadcast` is never, material or all; `last_at` is when it last brought a message.
    """

    __tablename__ = "watch"
    __table_args__ = (UniqueConstraint("tenant", "channel", "interest"), NEW_NUMBERS)
    id: int | None = Field(default=None, primary_key=True)
    tenant: int = Field(foreign_key="tenant.id", index=True)
    channel: str = Field(max_length=30)
    owner: str = Field(max_length=30)
    target_kind: str = Field(max_length=12)
    target_value: str = Field(max_length=200)
    label: str = Field(sa_column=Column(Text(), nullable=False))
    source: str = Field(default="", max_length=40)
    ref: str = Field(default="", max_length=120)
    kinds: str = Field(default="", max_length=120)
    filters: dict[str, Any] = Field(sa_column=Column(JSON(), nullable=False))
    interest: str = Field(max_length=64)
    cadence: str = Field(default="now", max_length=8)
    broadcast: str = Field(default="material", max_length=8)
    paused: str = Field(default="", max_length=80)
    owner_told: bool = False
    last_at: datetime | None = instant(nullable=True)
    created_at: datetime = instant()


class OutboxRow(SQLModel, table=True):
    """Something owed to a channel; claimed, posted, recorded.

    `action` is an official action's id, or names a digest (`digest:…`). `part` is `card`, `detail:N` or `update:N`;
    `alert` travels in the message and is looked up after an unsure send; `crashes` counts attempts whose process died.
    `created_at` is when it was owed with its present alert.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("tenant", "channel", "action", "part"),
        Index("ix_outbox_status_not_before", "status", "not_before"),
        NEW_NUMBERS,
    )
    id: int | None = Field(default=None, primary_key=True)
    tenant: int = Field(foreign_key="tenant.id")
    channel: str = Field(max_length=30)
    action: str = Field(max_length=60)
    part: str = Field(max_length=20)
    alert: str = Field(max_length=40, unique=True)
    events: list[str] = Field(sa_column=Column(JSON(), nullable=False))
    watches: list[int] = Field(sa_column=Column(JSON(), nullable=False))
    status: str = Field(max_length=12)
    claimed_by: str = Field(default="", max_length=80)
    claimed_until: datetime | None = instant(nullable=True)
    attempts: int = 0
    crashes: int = 0
    not_before: datetime = instant()
    created_at: datetime = instant()
    ts: str = Field(default="", max_length=40)
    sent_at: datetime | None = instant(nullable=True)
    error: str = Field(default="", sa_column=Column(Text(), nullable=False))


class ThreadRow(SQLModel, table=True):
    """A card of ours in a channel; replies under `ts` are about its subjects."""

    __tablename__ = "thread"
    tenant: int = Field(primary_key=True, foreign_key="tenant.id")
    channel: str = Field(primary_key=True, max_length=30)
    ts: str = Field(primary_key=True, max_length=40)
    kind: str = Field(max_length=12)
    action: str = Field(default="", max_length=60)
    subjects: list[list[str]] = Field(sa_column=Column(JSON(), nullable=False))
    gone: bool = False
    created_at: datetime = instant()


class NoteRow(SQLModel, table=True):
    """A person's note on an entity, kept with the listing it was made on; or on what `kind` and `about` name.

    `message_ts` is the reply in `channel` that it was kept from ("" for a note of its own), of which there is one note
    a party; while such a reply is being read, its row has no entity yet. `tags` stand between blanks (` energy q3 `).
    A deleted note stays without its text, with when and by whom.
    """

    __tablename__ = "note"
    __table_args__ = (
        Index("ix_note_tenant_entity", "tenant", "entity"),
        Index("ix_note_tenant_source_ref", "tenant", "source", "ref"),
        Index("ix_note_tenant_kind_about", "tenant", "kind", "about"),
        Index("ix_note_tenant_channel_message_ts", "tenant", "channel", "message_ts"),
        Index(
            "uq_note_reply",
            *("tenant", "channel", "message_ts", "entity"),
            unique=True,
            sqlite_where=sql("message_ts <> ''"),
            postgresql_where=sql("message_ts <> ''"),
        ),
        NEW_NUMBERS,
    )
    id: int | None = Field(default=None, primary_key=True)
    tenant: int = Field(foreign_key="tenant.id")
    entity: str = Field(max_length=20)
    source: str = Field(default="", max_length=40)
    ref: str = Field(default="", max_length=120)
    text: str = Field(sa_column=Column(Text(), nullable=False))
    author: str = Field(max_length=30)
    channel: str = Field(max_length=30)
    visibility: str = Field(max_length=10)
    submission: str = Field(max_length=80)
    kind: str = Field(default="entity", max_length=12)
    about: str = Field(default="", max_length=120)
    tags: str = Field(default="", max_length=400)
    message_ts: str = Field(default="", max_length=40)
    edited_at: datetime | None = instant(nullable=True)
    deleted_at: datetime | None = instant(nullable=True)
    deleted_by: str = Field(default="", max_length=30)
    created_at: datetime = instant()


class DigestItemRow(SQLModel, table=True):
    """An event that waits for a channel's next digest; `digest` is the outbox action that carries it ("": none yet)."""

    __tablename__ = "digest_item"
    __table_args__ = (
        UniqueConstraint("tenant", "channel", "cadence", "event"),
        Index("ix_digest_item_tenant_digest", "tenant", "digest"),
        NEW_NUMBERS,
    )
    id: int | None = Field(default=None, primary_key=True)
    tenant: int = Field(foreign_key="tenant.id")
    channel: str = Field(max_length=30)
    cadence: str = Field(max_length=8)
    event: str = Field(max_length=64)
    watches: list[int] = Field(sa_column=Column(JSON(), nullable=False))
    digest: str = Field(default="", max_length=60)
    created_at: datetime = instant()


class SnoozeRow(SQLModel, table=True):
    """What a channel does not want to hear until a given instant; legal changes pass.

    `scope` is entity, action, programme, watch or channel; `value` its id ("" for the whole channel).
    """

    __tablename__ = "snooze"
    __table_args__ = (UniqueConstraint("tenant", "channel", "scope", "value"), NEW_NUMBERS)
    id: int | None = Field(default=None, primary_key=True)
    tenant: int = Field(foreign_key="tenant.id")
    channel: str = Field(max_length=30)
    scope: str = Field(max_length=12)
    value: str = Field(default="", max_length=80)
    label: str = Field(sa_column=Column(Text(), nullable=False))
    until: datetime = instant()
    by: str = Field(max_length=30)
    created_at: datetime = instant()


class WorkRow(SQLModel, table=True):
    """Who takes care of a card: new, claimed, done or irrelevant; a card is an outbox `action` in a channel.

    `redraw_at` is when the card is to be drawn anew (none: it shows the present state). `due` is the day by which its
    owner is to be done, given by `assigned_by`; `reminded_on` is the day on which the owner was last reminded of it.
    """

    __tablename__ = "work"
    __table_args__ = (
        Index("ix_work_tenant_owner", "tenant", "owner"),
        Index("ix_work_tenant_due", "tenant", "due"),
    )
    tenant: int = Field(primary_key=True, foreign_key="tenant.id")
    channel: str = Field(primary_key=True, max_length=30)
    action: str = Field(primary_key=True, max_length=60)
    status: str = Field(max_length=12)
    owner: str = Field(default="", max_length=30)
    claimed_at: datetime | None = instant(nullable=True)
    at: datetime = instant()
    by: str = Field(max_length=30)
    redraw_at: datetime | None = instant(nullable=True)
    due: date | None = None
    assigned_by: str = Field(default="", max_length=30)
    reminded_on: date | None = None


class SettingRow(SQLModel, table=True):
    """A team's own setting: timezone, digest hour, operator channel, …"""

    __tablename__ = "setting"
    tenant: int = Field(primary_key=True, foreign_key="tenant.id")
    key: str = Field(primary_key=True, max_length=40)
    value: str = Field(sa_column=Column(Text(), nullable=False))
    by: str = Field(default="", max_length=30)
    at: datetime = instant()


class FeedbackRow(SQLModel, table=True):
    """What a user says about the bot."""

    __tablename__ = "feedback"
    id: int | None = Field(default=None, primary_key=True)
    tenant: int = Field(foreign_key="tenant.id", index=True)
    user: str = Field(max_length=30)
    text: str = Field(sa_column=Column(Text(), nullable=False))
    at: datetime = instant()


class SeenRow(SQLModel, table=True):
    """A delivery from Slack that was acted on, so that its repetition is not."""

    __tablename__ = "seen"
    tenant: int = Field(primary_key=True, foreign_key="tenant.id")
    key: str = Field(primary_key=True, max_length=160)
    at: datetime = instant()


TENANT = frozenset(
    {
        *(
            "channel",
            "watch",
            "outbox",
            "digest_item",
            "snooze",
            "thread",
            "work",
            "note",
            "note_version",
            "decision",
            "line",
            "ledger",
            "ledger_content",
            "pseudonym",
            "setting",
            "feedback",
            "seen",
            "batch_run",
        ),
    }
)
