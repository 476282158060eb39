"""A file of names in a Slack that we did not write: dropped with a mention, screened in its thread."""

from __future__ import annotations

import httpx
import pytest

from tests.e2e.slack import MARTA, RUSSIA, text_of
from tests.e2e.test_main_job import Office, office

__all__ = ["office"]

pytestmark = pytest.mark.e2e
NAMES = b"id,name\n1,Example Bank\n2,Zebulon Quxworthy\n"


def test_a_list_put_before_the_bot_is_screened_in_its_thread(office: Office) -> None:
    sent = httpx.post(
        f"{office.slack.url}/_control/upload",
        data={"channel": RUSSIA, "user": MARTA, "text": "<@U0DESK> batch"},
        files={"file": ("clients.csv", NAMES, "text/csv")},
        timeout=30,
        trust_env=False,
    ).json()
    assert sent["ok"], sent
    summary = office.slack.wait(
        lambda: next((m for m in office.slack.messages_by_ts.values() if "2 names screened" in text_of(m)), None),
        "the summary",
    )
    assert summary["thread_ts"]
    assert "blocked by US" in text_of(summary)
    file = office.slack.wait(
        lambda: next((m for m in office.slack.messages_by_ts.values() if "batch-" in str(m.get("files"))), None),
        "the file of results",
    )
    assert file["thread_ts"] == summary["thread_ts"]
