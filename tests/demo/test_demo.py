"""The demo's parts: its welcome and its editions; the whole of it runs in tests/e2e."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.blocks.validate import validate_payload
from bot.demo.editions import LAST, Editions
from bot.demo.welcome import welcome
from bot.sources import SOURCES
from storage.db import Database

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    db = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    db.migrate()
    return Editions(db, SOURCES, lambda: NOW)


def test_the_welcome_is_something_slack_takes() -> None:
    assert validate_payload("chat.postMessage", {"channel": "C1", **welcome().payload()}) == []


def test_the_editions_come_one_after_the_other_and_then_end(editions: Editions) -> None:
    assert editions.publish() == "Version 1 of the sample lists is loaded: 162 entries."
    second = editions.publish()
    assert "15 added" in second
    assert "4 no longer on the list" in second
    assert "3 confirmed as removed" in editions.publish()
    assert editions.publish() == LAST
