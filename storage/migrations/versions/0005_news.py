"""feeds, their looks, and what they brought"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NEW_NUMBERS = {"sqlite_autoincrement": True}


def upgrade() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("url", name=op.f("uq_feed_url")),
    )
    op.create_table(
        "feed_state",
        sa.Column("feed", sa.String(length=40), nullable=False),
        *(
            sa.Column(name, Instant(), nullable=True)
            for name in ("looked_at", "good_at", "bad_since", "seeded_at", "newest_at", "next_at")
        ),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.String(length=80), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed", name=op.f("pk_feed_state")),
    )
    _stories()
    _items()
    _of_items()


def _stories() -> None:
    lists = ("issuers", "targets", "programmes", "entities", "numbers")
    op.create_table(
        "story",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in lists),
        sa.Column("direction", sa.String(length=12), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("verified_stage", sa.String(length=12), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["follows"], ["story.id"], name=op.f("fk_story_follows_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
        **NEW_NUMBERS,
    )
    op.create_index("ix_story_updated_at", "story", ["updated_at"], unique=False)


def _of_items() -> None:
    op.create_table(
        "story_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("routed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["news_item.id"], name=op.f("fk_story_event_item_news_item")),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name=op.f("fk_story_event_story_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_event")),
        **NEW_NUMBERS,
    )
    op.create_index("ix_story_event_routed", "story_event", ["routed"], unique=False)
    op.create_index("ix_story_event_story", "story_event", ["story"], unique=False)


def _items() -> None:
    op.create_table(
        "news_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=500), nullable=False),
        sa.Column("version", sa.String(length=120), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("outlet", sa.String(length=120), nullable=False),
        sa.Column("category", sa.String(length=250), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("corrects", sa.String(length=500), nullable=False),
        sa.Column("published", Instant(), nullable=True),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("seeded", sa.Boolean(), nullable=False),
        sa.Column("judged_at", Instant(), nullable=True),
        sa.Column("signal", sa.JSON(), nullable=True),
        sa.Column("story", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["story"], ["story.id"], name=op.f("fk_news_item_story_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_item")),
        sa.UniqueConstraint("feed", "key", name=op.f("uq_news_item_feed_key")),
        **NEW_NUMBERS,
    )
    op.create_index("ix_news_item_address", "news_item", ["address"], unique=False)
    op.create_index("ix_news_item_first_seen", "news_item", ["first_seen"], unique=False)
    op.create_index("ix_news_item_judged_at", "news_item", ["judged_at"], unique=False)
    op.create_index("ix_news_item_story", "news_item", ["story"], unique=False)
    op.create_table(
        "news_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=120), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["item"], ["news_item.id"], name=op.f("fk_news_version_item_news_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_version")),
        **NEW_NUMBERS,
    )
    op.create_index("ix_news_version_item", "news_version", ["item"], unique=False)


def downgrade() -> None:
    for name in ("story_event", "news_version", "news_item", "story", "feed_state", "feed"):
        op.drop_table(name)
