"""Real databases for tests: SQLite always, PostgreSQL where its server is installed.

PostgreSQL refuses to run as root, so it is started as another user, on a loopback port of its own.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from storage.db import Database

TEMPLATE = "desk_template"


@dataclass
class Postgres:
    """A running server."""

    port: int
    made: int = 0

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://desk@127.0.0.1:{self.port}/{name}"

    def execute(self, statement: str) -> None:
        """Run a statement of administration."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    def fresh(self) -> str:
        """The address of a new database with all tables."""
        if self.made == 0:
            self.execute(f"CREATE DATABASE {TEMPLATE}")
            template = Database(self.url(TEMPLATE))
            template.migrate()
            template.close()
        self.made += 1
        self.execute(f"CREATE DATABASE desk_{self.made} TEMPLATE {TEMPLATE}")
        return self.url(f"desk_{self.made}")


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
    data, port = home / "data", _loopback_port()
    _run([*prefix, str(binaries / "initdb"), "-D", str(data), "-U", "desk", "-A", "trust", "-N", "-E", "UTF8"], home)
    options = ["-h", "127.0.0.1", "-p", str(port), "-k", str(home), "-c", "fsync=off", "-c", "max_connections=60"]
    server = subprocess.Popen(
        [*prefix, str(binaries / "postgres"), "-D", str(data), *options],
        cwd=home,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, server)
        yield Postgres(port)
    finally:
        # SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for clients that a failed test left connected.
        server.send_signal(signal.SIGINT)
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


def _loopback_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended at once with status {server.returncode}")
        try:
            psycopg.connect(f"postgresql://desk@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("PostgreSQL did not start in half a minute")
