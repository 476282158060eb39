"""One local Slack for all end-to-end tests; each test begins with an empty workspace."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.localslack import LocalSlack, Missing, obtain, start
from tests.e2e.slack import Slack

TOOLS = Path(__file__).parent.parent.parent / ".tools"


@pytest.fixture(scope="session")
def local_slack() -> Iterator[LocalSlack]:
    """A Slack that we did not write, on loopback."""
    binary = obtain(TOOLS, os.environ)
    if isinstance(binary, Missing):
        if os.environ.get("CI"):
            pytest.fail(f"in CI the end-to-end tests must run: {binary.reason}")
        pytest.skip(binary.reason)
    with start(binary) as running:
        yield running


@pytest.fixture
def slack(local_slack: LocalSlack) -> Iterator[Slack]:
    """The driver, on an empty workspace; a call of a method that the local Slack lacks fails the test."""
    driver = Slack(local_slack.url)
    try:
        driver.disarm()
        driver.reset()
        before = len(driver.unknown_methods())
        yield driver
        unknown = driver.unknown_methods()[before:]
        assert not unknown, f"unknown_method: {unknown}"
    finally:
        driver.close()
