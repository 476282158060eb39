"""Alembic's environment: runs on the connection it is handed, never on a URL of its own."""

from __future__ import annotations

from alembic import context

from storage import memory_rows, news_rows, team_rows  # noqa: F401  (their tables belong to the metadata)
from storage.rows import METADATA


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether what stands in the database is of our rows: not what SQLite keeps to find words of notes by."""
    return not (kind == "table" and (name or "").startswith("note_fts"))


def _is_compared(_found: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Indexes of words are made by migrations alone."""
    return not (kind == "index" and name == "ix_note_words")


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
    include_name=_is_ours,
    include_object=_is_compared,
)
with context.begin_transaction():
    context.run_migrations()
