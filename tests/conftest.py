"""Fixtures for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage.db import Database
from tests import databases, fakeslack

SHARED = Path(__file__).parent.parent.parent / "shared"
BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process for a single file, where a second costs more than it saves, and where files are written anew."""
    is_single_file = len(config.args) == 1 and config.args[0].partition("::")[0].endswith(".py")
    return 0 if is_single_file or os.environ.get("UPDATE_GOLDEN") else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real list snapshots, beside the checkout; a stranger's clone does not have it."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{SHARED} is missing; in CI the tests against real lists must run")
        pytest.skip("the real list snapshots (../shared) are not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    template = Database(f"sqlite:///{path}")
    template.migrate()
    template.close()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Postgres]:
    """A PostgreSQL server, where one is installed; in CI it must be."""
    binaries = databases.postgres_binaries()
    if binaries is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL server binaries are missing; in CI its tests must run")
        pytest.skip("PostgreSQL server binaries are not on this machine")
    with databases.running_postgres(binaries) as server:
        yield server


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A SQLite database of its own."""
    with databases.copied(sqlite_template, tmp_path / "desk.db") as database:
        yield database


@pytest.fixture(params=BOTH)
def db(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of its own with all tables: each test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    with request.getfixturevalue("postgres").lent() as database:
        yield database


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine, too, a dialogue waits for its answer; tests of late answers set their own patience."""
    monkeypatch.setattr("handlers.late.PATIENCE", 60.0)


@pytest.fixture
def fake_slack() -> Iterator[fakeslack.FakeSlack]:
    """A recording Web API of its own."""
    with fakeslack.running() as slack:
        yield slack


settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
