"""Home and the welcome in a Slack that we did not write."""

from __future__ import annotations

from typing import Any

import pytest

from bot.blocks import ids
from bot.blocks.validate import validate_payload
from tests.e2e.slack import JONAS, MARTA, Slack
from tests.e2e.test_main_job import Office, office  # noqa: F401
from tests.handlers.office import ROWS, words

pytestmark = pytest.mark.e2e


def seen(slack: Slack, user: str, text: str) -> dict[str, Any]:
    """Open Home, and wait until it says this."""
    slack.open_home(user=user)
    slack.wait(lambda: text in words(slack.homes.get(user, {}).get("blocks", [])), f"a Home with “{text}”")
    return slack.homes[user]


def test_home_is_drawn_and_the_first_who_opens_it_is_welcomed(office: Office) -> None:  # noqa: F811
    office.publish(ROWS)
    slack = office.slack
    first = seen(slack, MARTA, "/sanctions check Sberbank")
    assert "MY WATCHES" not in words(first["blocks"])
    slack.wait(lambda: [m for m in slack.messages_by_ts.values() if "Sanctions Desk is here" in m["text"]], "a welcome")
    slack.ask("watch programme:RUSSIA-EO14024")
    page = seen(slack, MARTA, "MY WATCHES* (1)")
    assert (
        validate_payload("views.publish", {"user_id": MARTA, "view": {"type": "home", "blocks": page["blocks"]}}) == []
    )
    seen(slack, JONAS, "/sanctions check Sberbank")
    welcomes = [m for m in slack.messages_by_ts.values() if "Sanctions Desk is here" in m["text"]]
    assert len(welcomes) == 1


def test_settings_are_changed_in_their_dialogue(office: Office) -> None:  # noqa: F811
    office.publish(ROWS)
    slack = office.slack
    slack.click(slack.ask("settings"), ids.SETTINGS_OPEN)
    slack.wait(lambda: slack.modals, "the dialogue")
    slack.submit(**{ids.setting_field("timezone"): "Atlantis"})
    slack.wait(lambda: slack.view_errors, "a word on the bad field")
    slack.submit(**{ids.setting_field("timezone"): "europe/berlin"})
    slack.wait(lambda: not slack.modals, "the dialogue to close")
    assert "Europe/Berlin" in words(slack.ask("settings")["blocks"])
