"""The database: engine, sessions, migrations.

SQLite runs in WAL mode and writers begin IMMEDIATE, so that two processes queue instead of failing.
A SQLite file that cannot be written is opened read-only: questions are still answered. Alembic is imported only where
there is something to migrate: a question on the command line does not wait for it.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlmodel import Session

if TYPE_CHECKING:
    from alembic.config import Config

WRITE = "desk_write"
PRAGMAS = ("journal_mode=WAL", "busy_timeout=30000", "foreign_keys=ON", "synchronous=NORMAL", "secure_delete=ON")
"""What holds for every connection to SQLite; the last overwrites what is erased with zeros, at once."""


class DatabaseProblem(RuntimeError):
    """A database that cannot be used as asked; the text says why, without the password."""


class ReadOnly(DatabaseProblem):
    """The database can be read but not written."""


class Database:
    """One database, SQLite or PostgreSQL, with its sessions."""

    def __init__(self, url: str) -> None:
        try:
            self.url = make_url(url)
        except ArgumentError:
            raise DatabaseProblem("DATABASE_URL is not a database address (sqlite:///… or postgresql://…)") from None
        if self.url.drivername in ("postgres", "postgresql"):
            self.url = self.url.set(drivername="postgresql+psycopg")
        if self.url.get_backend_name() not in ("sqlite", "postgresql"):
            raise DatabaseProblem(f"DATABASE_URL: {self.url.drivername} is neither sqlite nor postgresql")
        self.read_only = False
        self.engine = self._open()

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite."""
        return self.url.get_backend_name() == "sqlite"

    def _open(self) -> Engine:
        if not self.is_sqlite:
            return create_engine(self.url, pool_pre_ping=True)
        path = self.url.database or ""
        if path and path != ":memory:":
            self.read_only = not _is_writable(Path(path))
        if not self.read_only:
            return _sqlite_engine(self.url)
        return _read_only_engine(Path(path))

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading: one consistent view."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session in one transaction: commits at the end, or leaves nothing behind."""
        if self.read_only:
            raise ReadOnly("the database cannot be written (read-only file or folder)")
        with Session(self.engine.execution_options(**{WRITE: True})) as session:
            try:
                with session.begin():
                    yield session
            except OperationalError as error:
                if "readonly" in str(error.orig) or "full" in str(error.orig):
                    raise ReadOnly(f"the database cannot be written: {error.orig}") from None
                raise

    def migrate(self) -> str:
        """Bring the tables to the newest version; says which one it is."""
        if self.read_only or self.version() == newest_version():
            return self.version()
        from alembic import command

        with self.engine.execution_options(**{WRITE: True}).begin() as connection:
            if not self.is_sqlite:
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7264)")
            config = _alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        return self.version()

    def scrub(self) -> bool:
        """Leave nothing of what was erased in SQLite's files: neither in the index of words nor in the log of writes.

        False when a reader kept the log from being emptied: the next time does it.
        """
        if not self.is_sqlite or self.read_only:
            return True
        with self.write() as session:
            session.connection().exec_driver_sql("INSERT INTO note_fts (note_fts) VALUES ('optimize')")
        connection = self.engine.raw_connection()
        try:
            busy = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            connection.close()
        return not busy

    def version(self) -> str:
        """The migration the tables are at ("" for an empty database)."""
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return ""
            return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or ""

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def newest_version() -> str:
    """The migration that this version of the program needs: the last by the names of their files."""
    folder = resources.files("storage") / "migrations" / "versions"
    return max(path.name.partition("_")[0] for path in folder.iterdir() if path.name[:1].isdigit())


def _alembic_config() -> Config:
    from alembic.config import Config

    # By default it writes to what was standard output when it was imported, which may be closed by now.
    config = Config(stdout=sys.stdout)
    config.set_main_option("script_location", str(resources.files("storage") / "migrations"))
    return config


def _is_writable(path: Path) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)  # it will hold the team's notes
        connection = sqlite3.connect(path, timeout=30)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("BEGIN IMMEDIATE")
            connection.rollback()
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        if not path.exists():
            raise DatabaseProblem(f"cannot open {path}: {error}") from None
        return "locked" in str(error)
    except OSError as error:
        raise DatabaseProblem(f"cannot open {path}: {error.strerror}") from None
    return True


def _sqlite_engine(url: Any) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN comes too late for writers: we begin ourselves, below.
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _read_only_engine(path: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        # Without a writable folder SQLite cannot make its -shm file; `immutable` reads without it.
        for mode in ("mode=ro", "immutable=1"):
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, check_same_thread=False)
            try:
                connection.execute("SELECT count(*) FROM sqlite_master")
                return connection
            except sqlite3.OperationalError:
                connection.close()
        raise DatabaseProblem(f"cannot read {path}")

    return create_engine("sqlite://", creator=connect)
