"""Rows of what a team remembers: decisions, lines to take, earlier texts of notes, and the ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, Text
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from storage.rows import NEW_NUMBERS, instant


class NoteVersionRow(SQLModel, table=True):
    """What a note said until it was edited."""

    __tablename__ = "note_version"
    __table_args__ = (Index("ix_note_version_tenant_note", "tenant", "note"), NEW_NUMBERS)
    id: int | None = Field(default=None, primary_key=True)
    tenant: int = Field(foreign_key="tenant.id")
    note: int = Field(foreign_key="note.id")
    text: str = Field(sa_column=Column(Text(), nullable=False))
    tags: str = Field(default="", max_length=400)
    visibility: str = Field(max_length=10)
    until: datetime = instant()
    by: str = Field(max_length=30)


class DecisionRow(SQLModel, table=True):
    """A person's judgement of a hit, kept with the listing it was made on.

    `subject` is whom the question was about, made comparable, and `asked` as it was typed; a verdict counts for that
    subject only. `facts` are those it rests on. Of one subject and party one decision stands at a time: `ended_at` and
    `ended` (replaced, withdrawn, expired, reopened) tell of the others.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_tenant_entity_subject", "tenant", "entity", "subject"),
        Index("ix_decision_tenant_author", "tenant", "author"),
        Index("ix_decision_tenant_expires_at", "tenant", "expires_at"),
        Index("ix_decision_tenant_source_ref", "tenant", "source", "ref"),
        Index(
            "uq_decision_standing",
            *("tenant", "entity", "subject", "scope"),
            unique=True,
            sqlite_where=sql("ended_at IS NULL"),
            postgresql_where=sql("ended_at IS NULL"),
        ),
        NEW_NUMBERS,
    )
    id: int | None = Field(default=None, primary_key=True)
    tenant: int = Field(foreign_key="tenant.id")
    entity: str = Field(max_length=20)
    source: str = Field(default="", max_length=40)
    ref: str = Field(default="", max_length=120)
    subject: str = Field(max_length=200)
    asked: str = Field(sa_column=Column(Text(), nullable=False))
    verdict: str = Field(max_length=12)
    reason: str = Field(sa_column=Column(Text(), nullable=False))
    facts: dict[str, Any] = Field(sa_column=Column(JSON(), nullable=False))
    author: str = Field(max_length=30)
    channel: str = Field(max_length=30)
    visibility: str = Field(max_length=10)
    scope: str = Field(default="", max_length=30)
    submission: str = Field(max_length=80)
    created_at: datetime = instant()
    expires_at: datetime | None = instant(nullable=True)
    ended_at: datetime | None = instant(nullable=True)
    ended: str = Field(default="", max_length=12)
    ended_by: str = Field(default="", max_length=30)
    ended_why: str = Field(default="", sa_column=Column(Text(), nullable=False))
    told_at: datetime | None = instant(nullable=True)


class LineRow(SQLModel, table=True):
    """An agreed line to take on a programme, a party or a story; of each one stands, the others have ended."""

    __tablename__ = "line"
    __table_args__ = (
        Index(
            "uq_line_standing",
            *("tenant", "kind", "about"),
            unique=True,
            sqlite_where=sql("ended_at IS NULL"),
            postgresql_where=sql("ended_at IS NULL"),
        ),
        NEW_NUMBERS,
    )
    id: int | None = Field(default=None, primary_key=True)
    tenant: int = Field(foreign_key="tenant.id")
    kind: str = Field(max_length=12)
    about: str = Field(max_length=120)
    text: str = Field(sa_column=Column(Text(), nullable=False))
    owner: str = Field(max_length=30)
    agreed_on: date
    review_by: date | None = None
    set_by: str = Field(max_length=30)
    set_at: datetime = instant()
    ended_at: datetime | None = instant(nullable=True)
    ended_by: str = Field(default="", max_length=30)


class LedgerRow(SQLModel, table=True):
    """A link of a team's chain: the commitment to what happened, and the hash over it and the link before."""

    __tablename__ = "ledger"
    tenant: int = Field(primary_key=True, foreign_key="tenant.id")
    number: int = Field(primary_key=True)
    kind: str = Field(max_length=30)
    at: datetime = instant()
    commitment: bytes = Field(sa_column=Column(LargeBinary(), nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary(), nullable=False))


class LedgerContentRow(SQLModel, table=True):
    """What a link is about, with the salt of its commitment; once erased, `erased` tells why, when and by whom."""

    __tablename__ = "ledger_content"
    __table_args__ = (Index("ix_ledger_content_tenant_actor", "tenant", "actor"),)
    tenant: int = Field(primary_key=True, foreign_key="tenant.id")
    number: int = Field(primary_key=True)
    actor: str = Field(max_length=40)
    salt: bytes | None = Field(default=None, sa_column=Column(LargeBinary(), nullable=True))
    content: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    erased: str = Field(default="", max_length=80)


class PseudonymRow(SQLModel, table=True):
    """What the ledger calls a person, and the secret it is made with; without this row nobody can say who it was."""

    __tablename__ = "pseudonym"
    __table_args__ = (Index("ix_pseudonym_tenant_name", "tenant", "name", unique=True),)
    tenant: int = Field(primary_key=True, foreign_key="tenant.id")
    user: str = Field(primary_key=True, max_length=30)
    name: str = Field(max_length=40)
    secret: str = Field(max_length=64)
    at: datetime = instant()


class BatchRunRow(SQLModel, table=True):
    """A batch under way in Slack, so that one whose process died is owned up to; nothing of its names is here.

    `ts` is its message, once posted. `process` keeps it alive until `until`; `telling`: its results are being sent.
    """

    __tablename__ = "batch_run"
    __table_args__ = (Index("ix_batch_run_tenant_until", "tenant", "until"), NEW_NUMBERS)
    id: int | None = Field(default=None, primary_key=True)
    tenant: int = Field(foreign_key="tenant.id")
    channel: str = Field(max_length=30)
    thread_ts: str = Field(default="", max_length=40)
    ts: str = Field(default="", max_length=40)
    user: str = Field(max_length=30)
    process: str = Field(default="", max_length=40)
    telling: bool = False
    until: datetime = instant()
    begun_at: datetime = instant()
