"""filters and cadence of watches, digests, snoozes, work on cards, settings, feedback, notes kept from replies"""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from storage.types import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NEW_NUMBERS = {"sqlite_autoincrement": True}


def upgrade() -> None:
    _new_tables()
    _watches()
    with _numbered_anew("event"):
        pass
    with _numbered_anew("outbox") as batch_op:
        batch_op.drop_constraint(op.f("fk_outbox_action_action"), type_="foreignkey")
        batch_op.alter_column("action", existing_type=sa.String(length=40), type_=sa.String(length=60))
        batch_op.add_column(sa.Column("crashes", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.alter_column("action", existing_type=sa.String(length=40), type_=sa.String(length=60))
        batch_op.add_column(sa.Column("gone", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.add_column(sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("greeted", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("lost_after", sa.Integer(), nullable=True))
    with op.batch_alter_table("tenant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gone", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("gone_at", Instant(), nullable=True))
    with _numbered_anew("note") as batch_op:
        batch_op.add_column(sa.Column("message_ts", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("edited_at", Instant(), nullable=True))
        batch_op.add_column(sa.Column("deleted_at", Instant(), nullable=True))
        batch_op.create_index("ix_note_tenant_channel_message_ts", ["tenant", "channel", "message_ts"], unique=False)
        is_reply = sa.text("message_ts <> ''")
        batch_op.create_index(
            "uq_note_reply",
            ["tenant", "channel", "message_ts", "entity"],
            unique=True,
            sqlite_where=is_reply,
            postgresql_where=is_reply,
        )


def _numbered_anew(table: str) -> AbstractContextManager[BatchOperations]:
    """Changes to a table that, in SQLite, from now on never gives the number of a removed row to another."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    return op.batch_alter_table(table, recreate="always" if is_sqlite else "auto", table_kwargs=NEW_NUMBERS)


def _watches() -> None:
    with _numbered_anew("watch") as batch_op:
        batch_op.alter_column("target_value", existing_type=sa.String(length=80), type_=sa.String(length=200))
        batch_op.add_column(sa.Column("filters", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("interest", sa.String(length=64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("cadence", sa.String(length=8), nullable=False, server_default="now"))
        batch_op.add_column(sa.Column("broadcast", sa.String(length=8), nullable=False, server_default="material"))
        batch_op.add_column(sa.Column("last_at", Instant(), nullable=True))
    watch = sa.table(
        "watch",
        *(sa.column(name) for name in ("id", "target_kind", "target_value", "kinds", "interest")),
    )
    bind = op.get_bind()
    for number, kind, value, kinds in bind.execute(
        sa.select(watch.c.id, watch.c.target_kind, watch.c.target_value, watch.c.kinds)
    ).all():
        text = f"{kind}:{value}|{kinds}|"
        interest = hashlib.sha256(text.encode()).hexdigest()
        bind.execute(sa.update(watch).where(watch.c.id == number).values(interest=interest))
    with _numbered_anew("watch") as batch_op:
        batch_op.drop_constraint(op.f("uq_watch_tenant_channel_target_kind_target_value_kinds"), type_="unique")
        batch_op.create_unique_constraint(op.f("uq_watch_tenant_channel_interest"), ["tenant", "channel", "interest"])


def _new_tables() -> None:
    op.create_table(
        "digest_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("cadence", sa.String(length=8), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("watches", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=60), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_digest_item_tenant_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_item")),
        sa.UniqueConstraint(
            "tenant", "channel", "cadence", "event", name=op.f("uq_digest_item_tenant_channel_cadence_event")
        ),
        **NEW_NUMBERS,
    )
    op.create_index("ix_digest_item_tenant_digest", "digest_item", ["tenant", "digest"], unique=False)
    op.create_table(
        "snooze",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("by", sa.String(length=30), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_snooze_tenant_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snooze")),
        sa.UniqueConstraint("tenant", "channel", "scope", "value", name=op.f("uq_snooze_tenant_channel_scope_value")),
        **NEW_NUMBERS,
    )
    op.create_table(
        "work",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("owner", sa.String(length=30), nullable=False),
        sa.Column("claimed_at", Instant(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(length=30), nullable=False),
        sa.Column("redraw_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_work_tenant_tenant")),
        sa.PrimaryKeyConstraint("tenant", "channel", "action", name=op.f("pk_work")),
    )
    op.create_table(
        "setting",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=30), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_setting_tenant_tenant")),
        sa.PrimaryKeyConstraint("tenant", "key", name=op.f("pk_setting")),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("user", sa.String(length=30), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_feedback_tenant_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index("ix_feedback_tenant", "feedback", ["tenant"], unique=False)


def downgrade() -> None:
    for name in ("feedback", "setting", "work", "snooze", "digest_item"):
        op.drop_table(name)
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index("uq_note_reply")
        batch_op.drop_index("ix_note_tenant_channel_message_ts")
        for name in ("deleted_at", "edited_at", "message_ts"):
            batch_op.drop_column(name)
    op.drop_column("outbox", "crashes")
    for name in ("gone_at", "gone"):
        op.drop_column("tenant", name)
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.drop_column("lost_after")
        batch_op.drop_column("greeted")
        batch_op.drop_column("archived")
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.drop_column("gone")
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_watch_tenant_channel_interest"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_watch_tenant_channel_target_kind_target_value_kinds"),
            ["tenant", "channel", "target_kind", "target_value", "kinds"],
        )
        for name in ("last_at", "broadcast", "cadence", "interest", "filters"):
            batch_op.drop_column(name)
