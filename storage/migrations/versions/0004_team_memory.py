"""decisions, lines to take, tags and earlier texts of notes, the ledger"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NEW_NUMBERS = {"sqlite_autoincrement": True}
STANDS = sa.text("ended_at IS NULL")
SQLITE_SEARCH = (
    "CREATE VIRTUAL TABLE note_fts USING fts5("
    "text, content='note', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER note_fts_added AFTER INSERT ON note BEGIN "
    "INSERT INTO note_fts (rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER note_fts_gone AFTER DELETE ON note BEGIN "
    "INSERT INTO note_fts (note_fts, rowid, text) VALUES ('delete', old.id, old.text); END",
    "CREATE TRIGGER note_fts_changed AFTER UPDATE OF text ON note WHEN old.text <> new.text BEGIN "
    "INSERT INTO note_fts (note_fts, rowid, text) VALUES ('delete', old.id, old.text); "
    "INSERT INTO note_fts (rowid, text) VALUES (new.id, new.text); END",
    "INSERT INTO note_fts (note_fts) VALUES ('rebuild')",
)
SEARCH_PARTS = (
    *(("TRIGGER", f"note_fts_{name}") for name in ("added", "gone", "changed")),
    ("TABLE", "note_fts"),
)
# The signs are those that PostgreSQL would read as parts of addresses, numbers and tags; SQLite parts words at them.
POSTGRESQL_SEARCH = (
    "CREATE INDEX ix_note_words ON note USING gin "
    "(to_tsvector('simple', translate(text, './\\:@-_&<>=?~+', '             ')))"
)


def upgrade() -> None:
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=12), nullable=False, server_default="entity"))
        batch_op.add_column(sa.Column("about", sa.String(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("tags", sa.String(length=400), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("deleted_by", sa.String(length=30), nullable=False, server_default=""))
        batch_op.create_index("ix_note_tenant_kind_about", ["tenant", "kind", "about"], unique=False)
        batch_op.create_index("ix_note_tenant_source_ref", ["tenant", "source", "ref"], unique=False)
    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("assigned_by", sa.String(length=30), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))
        batch_op.create_index("ix_work_tenant_owner", ["tenant", "owner"], unique=False)
        batch_op.create_index("ix_work_tenant_due", ["tenant", "due"], unique=False)
    _note_search()
    _notes_and_lines()
    _decisions()
    _ledger()
    _batch_runs()


def _note_search() -> None:
    """Words of notes by which they are found; a later migration that makes the table `note` anew makes these anew."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE_SEARCH:
            op.execute(sa.text(statement))
    else:
        op.execute(sa.text(POSTGRESQL_SEARCH))


def _notes_and_lines() -> None:
    op.create_table(
        "note_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("note", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tags", sa.String(length=400), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("by", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["note"], ["note.id"], name=op.f("fk_note_version_note_note")),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_note_version_tenant_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_version")),
        **NEW_NUMBERS,
    )
    op.create_index("ix_note_version_tenant_note", "note_version", ["tenant", "note"], unique=False)
    op.create_table(
        "line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=30), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("set_by", sa.String(length=30), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_line_tenant_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        **NEW_NUMBERS,
    )
    op.create_index(
        "uq_line_standing",
        "line",
        ["tenant", "kind", "about"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("entity", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("author", sa.String(length=30), nullable=False),
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("scope", sa.String(length=30), nullable=False),
        sa.Column("submission", sa.String(length=80), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended", sa.String(length=12), nullable=False),
        sa.Column("ended_by", sa.String(length=30), nullable=False),
        sa.Column("ended_why", sa.Text(), nullable=False),
        sa.Column("told_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_decision_tenant_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        **NEW_NUMBERS,
    )
    op.create_index("ix_decision_tenant_entity_subject", "decision", ["tenant", "entity", "subject"], unique=False)
    op.create_index("ix_decision_tenant_author", "decision", ["tenant", "author"], unique=False)
    op.create_index("ix_decision_tenant_expires_at", "decision", ["tenant", "expires_at"], unique=False)
    op.create_index("ix_decision_tenant_source_ref", "decision", ["tenant", "source", "ref"], unique=False)
    op.create_index(
        "uq_decision_standing",
        "decision",
        ["tenant", "entity", "subject", "scope"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_ledger_tenant_tenant")),
        sa.PrimaryKeyConstraint("tenant", "number", name=op.f("pk_ledger")),
    )
    op.create_table(
        "ledger_content",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("erased", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_ledger_content_tenant_tenant")),
        sa.PrimaryKeyConstraint("tenant", "number", name=op.f("pk_ledger_content")),
    )
    op.create_index("ix_ledger_content_tenant_actor", "ledger_content", ["tenant", "actor"], unique=False)
    op.create_table(
        "pseudonym",
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("user", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_pseudonym_tenant_tenant")),
        sa.PrimaryKeyConstraint("tenant", "user", name=op.f("pk_pseudonym")),
    )
    op.create_index("ix_pseudonym_tenant_name", "pseudonym", ["tenant", "name"], unique=True)


def _batch_runs() -> None:
    op.create_table(
        "batch_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=30), nullable=False),
        sa.Column("thread_ts", sa.String(length=40), nullable=False),
        sa.Column("ts", sa.String(length=40), nullable=False),
        sa.Column("user", sa.String(length=30), nullable=False),
        sa.Column("process", sa.String(length=40), nullable=False),
        sa.Column("telling", sa.Boolean(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["tenant.id"], name=op.f("fk_batch_run_tenant_tenant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_run")),
        **NEW_NUMBERS,
    )
    op.create_index("ix_batch_run_tenant_until", "batch_run", ["tenant", "until"], unique=False)


def downgrade() -> None:
    for name in ("batch_run", "pseudonym", "ledger_content", "ledger", "decision", "line", "note_version"):
        op.drop_table(name)
    for kind, name in SEARCH_PARTS if op.get_bind().dialect.name == "sqlite" else (("INDEX", "ix_note_words"),):
        op.execute(sa.text(f"DROP {kind} {name}"))
    with op.batch_alter_table("work", schema=None) as batch_op:
        batch_op.drop_index("ix_work_tenant_due")
        batch_op.drop_index("ix_work_tenant_owner")
        for column in ("reminded_on", "assigned_by", "due"):
            batch_op.drop_column(column)
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index("ix_note_tenant_source_ref")
        batch_op.drop_index("ix_note_tenant_kind_about")
        for column in ("deleted_by", "tags", "about", "kind"):
            batch_op.drop_column(column)
