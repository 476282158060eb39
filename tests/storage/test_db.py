"""The database itself: migrations, the split of tables, and a file that cannot be written."""

import sqlite3

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.core.audience import Audience
from bot.core.queries import parse_query
from bot.core.watches import Target
from bot.services.dataset import Dataset
from bot.services.screening import check_in
from bot.sources import SOURCES
from storage import (
    memory_rows,  # noqa: F401  (its tables belong to the metadata)
    news_rows,  # noqa: F401  (likewise)
    watches,
)
from storage.db import Database, DatabaseProblem, ReadOnly, _alembic_config, newest_version
from storage.rows import METADATA, PUBLIC
from storage.team_rows import TENANT
from tests.handlers.office import DAY, ROWS, load_rows


def test_every_table_is_public_or_a_teams_and_a_teams_has_its_tenant_first():
    assert set(METADATA.tables) == PUBLIC | TENANT
    assert not PUBLIC & TENANT
    for name in TENANT:
        table = METADATA.tables[name]
        assert "tenant" in table.columns
        keys = [
            tuple(c.name for c in constraint.columns)
            for constraint in table.constraints
            if hasattr(constraint, "columns")
        ]
        unique = [key for key in keys if len(key) > 1]
        assert all(key[0] == "tenant" for key in unique), (name, unique)


def test_the_migrations_make_exactly_the_tables_of_the_rows(db):
    assert db.version() == newest_version() == ScriptDirectory.from_config(_alembic_config()).get_current_head()
    with db.engine.begin() as connection:
        config = _alembic_config()
        config.attributes["connection"] = connection
        command.check(config)


def test_a_database_that_cannot_be_written_still_answers(tmp_path):
    path = tmp_path / "desk.db"
    writable = Database(f"sqlite:///{path}")
    writable.migrate()
    load_rows(writable, ROWS, DAY)
    writable.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    # A write version that SQLite does not know makes the file read-only for every user, root included.
    raw = bytearray(path.read_bytes())
    raw[18] = 3
    path.write_bytes(raw)
    reader = Database(f"sqlite:///{path}")
    assert reader.read_only
    answer = check_in(reader, Dataset(reader), SOURCES, parse_query("Example Bank"), Audience(0, "cli"), DAY)
    assert answer.status == "listed"
    with pytest.raises(ReadOnly), reader.write():
        pass


def test_an_address_of_another_kind_of_database_is_named_without_its_password():
    with pytest.raises(DatabaseProblem) as problem:
        Database("mysql://user:hunter2@host/db")
    assert "mysql" in str(problem.value)
    assert "hunter2" not in str(problem.value)


def test_a_new_database_file_is_its_owners_alone(tmp_path):
    Database(f"sqlite:///{tmp_path / 'new.db'}").close()
    assert (tmp_path / "new.db").stat().st_mode & 0o077 == 0


def test_tables_of_the_first_version_keep_their_rows_and_give_no_number_twice(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    with database.engine.begin() as connection:
        config = _alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.exec_driver_sql("INSERT INTO tenant VALUES (1, '', 'T1', 0, 'Desk', 'UBOT', '2026-01-01')")
        watch = "INSERT INTO watch VALUES (NULL, 1, 'C1', 'U1', 'all', '', 'all', '', '', :kinds, '', 0, '2026-01-01')"
        for kinds in ("added", "removed", "moved"):
            connection.execute(text(watch), {"kinds": kinds})
    database.migrate()
    with database.engine.begin() as connection:
        kept = connection.exec_driver_sql("SELECT id, kinds FROM watch ORDER BY id").all()
        assert kept == [(1, "added"), (2, "removed"), (3, "moved")]
    with database.write() as session:
        everything = Target("all", "", "all")
        assert watches.remove_watch(session, Audience(1, "cli", "C1"), 3)
        assert watches.add_watch(session, 1, "C1", "U1", everything, frozenset(), DAY) == (4, True)
    numbered = {name for name, table in METADATA.tables.items() if table.dialect_options["sqlite"]["autoincrement"]}
    with database.engine.begin() as connection:
        made = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'").scalars()
        assert set(made) == numbered >= {"watch", "event", "snooze", "note", "outbox", "digest_item"}
    database.close()
