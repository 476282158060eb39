"""`desk demo` as a person runs it: one line, then a Slack in which the bot answers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.blocks.validate import validate_payload
from bot.demo.localslack import Missing, obtain
from tests.e2e.conftest import TOOLS
from tests.e2e.slack import ALERTS, JONAS, MARTA, RUSSIA, Slack, text_of

pytestmark = pytest.mark.e2e

RUN = "import sys; from pathlib import Path; from bot.demo.demo import run_demo; "
RUN += "sys.exit(run_demo(open_browser=False, tools=Path(sys.argv[1])))"

FOREIGN = {
    "SLACK_BOT_TOKEN": "xoxb-the-user-s-own",
    "DATABASE_URL": "sqlite:////nowhere/at/all.db",
    "HTTPS_PROXY": "http://127.0.0.1:9",
}
"""Settings of a user's machine, none of which may reach the demo."""


@pytest.fixture(scope="module")
def demo() -> Iterator[Slack]:
    if isinstance(obtain(TOOLS, os.environ), Missing) and not os.environ.get("CI"):
        pytest.skip("the local Slack is not to be had here")
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(TOOLS)],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **FOREIGN},
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    try:
        assert first.startswith("ready: http://127.0.0.1:"), first
        driver = Slack(first.removeprefix("ready: ").strip())
        yield driver
        driver.close()
    finally:
        process.terminate()
        rest, _ = process.communicate(timeout=30)
    assert rest == ""
    assert process.returncode == 0


def test_the_demo_greets_and_says_what_to_try(demo: Slack) -> None:
    assert demo.wait_message(RUSSIA, "Welcome to the demo")


def test_the_demo_answers_from_the_sample_lists_and_says_so(demo: Slack) -> None:
    answer = demo.ask("check Sberbank", user=JONAS)
    assert answer["ephemeral_to"] == JONAS
    assert "SBERBANK" in text_of(answer).upper()
    assert "sample" in text_of(answer).lower()


@pytest.mark.parametrize("asked", ["check Ivanov", "check Tim Cook", "check imo:9299719", "help", "sources"])
def test_what_the_welcome_proposes_is_answered(demo: Slack, asked: str) -> None:
    assert text_of(demo.ask(asked, user=MARTA))


def test_a_refresh_is_told_in_the_alerts_channel_and_where_somebody_is_watched(demo: Slack) -> None:
    assert "Watching PLACEHOLDEROV" in text_of(demo.ask("watch us-ofac-sdn:9000004"))
    assert "15 added" in text_of(demo.ask("demo-refresh"))
    card = demo.wait_message(ALERTS, "added", timeout=30)
    assert "RUSSIA-EO14024" in text_of(card)
    assert demo.wait_message(RUSSIA, "SDN list of 10 May 2024", timeout=30)


def test_everything_the_demo_sent_is_something_slack_takes(demo: Slack) -> None:
    calls = demo.outgoing_calls()
    assert calls
    problems = [(call.method, problem) for call in calls for problem in validate_payload(call.method, call.args)]
    assert problems == []
    assert demo.unknown_methods() == []
