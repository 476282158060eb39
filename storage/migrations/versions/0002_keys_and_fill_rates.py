"""keys that listings may share, and what each snapshot states"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listing_key",
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("key", "source", "ref", name=op.f("pk_listing_key")),
    )
    with op.batch_alter_table("listing_key", schema=None) as batch_op:
        batch_op.create_index("ix_listing_key_source_ref", ["source", "ref"], unique=False)
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stated", sa.JSON(), nullable=True))
    with op.batch_alter_table("source_check", schema=None) as batch_op:
        batch_op.add_column(sa.Column("notes", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("source_check", schema=None) as batch_op:
        batch_op.drop_column("notes")
    with op.batch_alter_table("snapshot", schema=None) as batch_op:
        batch_op.drop_column("stated")
    op.drop_table("listing_key")
