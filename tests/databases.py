"""Real databases for tests: SQLite always, PostgreSQL where its server is installed.

PostgreSQL refuses to run as root, so it is started as another user. It listens on a socket in its own folder alone: a
port that is free now may be another server's in a moment.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from storage.db import Database
from storage.rows import PUBLIC
from storage.team_rows import TENANT

TEMPLATE = "desk_template"
END_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass
class Postgres:
    """A running server."""

    folder: Path
    made: int = 0
    spare: list[str] = field(default_factory=list)

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://desk@/{name}?host={quote(str(self.folder), safe='')}"

    def execute(self, statement: str, name: str = "postgres") -> None:
        """Run a statement of administration in one of its databases."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    @contextmanager
    def lent(self) -> Iterator[Database]:
        """A database with all tables, in which nothing is; emptied at the end for the next one, who knows it by
        another name: a thread that is late finds nothing to write to.
        """
        name = self._fresh()
        database = Database(self.url(name))
        yield database
        database.close()
        self.execute(END_OTHERS, name)
        self.execute(f"TRUNCATE {', '.join(PUBLIC | TENANT)} RESTART IDENTITY", name)
        self.spare.append(name)

    def _fresh(self) -> str:
        if self.made == 0:
            self.execute(f"CREATE DATABASE {TEMPLATE}")
            template = Database(self.url(TEMPLATE))
            template.migrate()
            template.close()
        self.made += 1
        name = f"desk_{self.made}"
        if self.spare:
            self.execute(f"ALTER DATABASE {self.spare.pop()} RENAME TO {name}")
        else:
            self.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return name


@contextmanager
def copied(template: Path, path: Path) -> Iterator[Database]:
    """A SQLite database of its own."""
    shutil.copy(template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


def postgres_binaries() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine."""
    found = shutil.which("postgres")
    if found:
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


@contextmanager
def running_postgres(binaries: Path) -> Iterator[Postgres]:
    """A server in a folder of its own, stopped and removed at the end."""
    home = Path(tempfile.mkdtemp(prefix="desk-pg-"))
    user = _server_user()
    if user is not None:
        os.chown(home, user.pw_uid, user.pw_gid)
    prefix = _as_user(user)
    data = home / "data"
    _run([*prefix, str(binaries / "initdb"), "-D", str(data), "-U", "desk", "-A", "trust", "-N", "-E", "UTF8"], home)
    options = ["-h", "", "-k", str(home), "-c", "fsync=off", "-c", "max_connections=60"]
    server = subprocess.Popen(
        [*prefix, str(binaries / "postgres"), "-D", str(data), *options],
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        made = Postgres(home)
        _wait(made, server)
        yield made
    finally:
        # PostgreSQL's immediate shutdown: it waits for no client and saves nothing, since all is thrown away.
        server.send_signal(signal.SIGQUIT)
        server.wait(timeout=30)
        shutil.rmtree(home, ignore_errors=True)


def _server_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _as_user(user: pwd.struct_passwd | None) -> list[str]:
    if user is None:
        return []
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--pdeathsig=INT"]


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")


def _wait(made: Postgres, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended at once with status {server.returncode}")
        try:
            psycopg.connect(made.url("postgres")).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("PostgreSQL did not start in half a minute")
