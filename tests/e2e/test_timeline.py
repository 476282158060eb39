"""A timeline in a Slack that we did not write: the card, the picture by direct message, the shared one in its thread."""

from __future__ import annotations

import pytest

from bot.blocks import ids
from tests.e2e.slack import MARTA, RUSSIA, text_of
from tests.e2e.test_main_job import FILLER, NEW, ROWS, Office, office

__all__ = ["office"]

pytestmark = pytest.mark.e2e


def pictures(office: Office) -> list[dict[str, object]]:
    """The messages with a picture, wherever they are."""
    return [message for message in office.slack.messages_by_ts.values() if message.get("files")]


def test_a_timeline_comes_with_its_picture_and_can_be_shared(office: Office) -> None:
    office.publish((*ROWS, *FILLER, *NEW))
    slack = office.slack
    card = slack.ask("timeline EASTERN HOLDING 3")
    assert card["ephemeral_to"] == MARTA
    assert "added: blocked by US under RUSSIA-EO14024" in text_of(card)
    (message,) = slack.wait(lambda: pictures(office), "the picture", timeout=60)
    file = message["files"][0]  # type: ignore[index]
    assert (file["name"], str(message["channel"])[0]) == ("timeline.png", "D")
    token = {"Authorization": "Bearer xoxb-demo"}
    assert slack.http.get(file["url_private"], headers=token).content.startswith(b"\x89PNG")
    with slack.awaited(RUSSIA) as shared:
        slack.click(card, ids.TIMELINE_SHARE)
    assert "Shared by" in text_of(shared.message)
    slack.wait(lambda: len(pictures(office)) == 2, "the picture in the thread", timeout=60)
    assert [each.get("thread_ts") for each in pictures(office) if each["channel"] == RUSSIA] == [shared.message["ts"]]
