"""Alembic's environment: runs on the connection it is handed, never on a URL of its own."""

from __future__ import annotations

from alembic import context

from storage import team_rows  # noqa: F401  (its tables belong to the metadata)
from storage.rows import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
