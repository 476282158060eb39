"""Payloads in the shape in which Slack sends them: message menus, and buttons inside a dialogue, which has no channel."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from bot.blocks import ids
from bot.blocks.validate import validate_payload
from tests.handlers.office import shown, words

NUMBERS = itertools.count(1)
TEAM = {"id": "T1", "domain": "desk"}
USER = {"id": "U1", "username": "anna", "name": "anna", "team_id": "T1"}
SAID = "Heard from &lt;a source&gt; &amp; <@U0COLLEAGUE|bob>: Northern Star Shipping Limited may leave <https://example.org|the list>"


def from_slack(office, kind: str, **more: Any) -> dict[str, Any]:
    number = next(NUMBERS)
    return {
        "type": kind,
        "token": "verification",
        "api_app_id": "A1",
        "team": TEAM,
        "user": USER,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": f"13345224609.738474920.{number}",
        **more,
    }


def use_on_message(office, callback: str, text: str = SAID, **message: Any) -> dict[str, Any]:
    """Choose a shortcut in the menu of a message in C1; what only its user is then told."""
    kept = office.slack._store("C1", {"text": text, "user": "U0SOURCE"})
    rich = {
        "type": "rich_text",
        "block_id": "x9L",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }
    body = from_slack(
        office,
        "message_action",
        callback_id=callback,
        action_ts="1700000009.250000",
        channel={"id": "C1", "name": "russia-desk"},
        response_url=f"{office.slack.url}respond",
        message_ts=kept["ts"],
        message={
            "client_msg_id": "6f9d3a1e-1111-2222-3333-444455556666",
            "type": "message",
            "text": text,
            "user": "U0SOURCE",
            "ts": kept["ts"],
            "team": "T1",
            "blocks": [rich],
            **message,
        },
    )
    assert office.dispatch(body) == 200
    calls = office.slack.called("respond")
    return shown(calls[-1].args) if calls else {}


def press_in_dialogue(office, action: str, view: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Press a button inside a dialogue; the dialogue as it is then drawn."""
    sent = {
        "id": "V0AB12",
        "team_id": "T1",
        "app_id": "A1",
        "app_installed_team_id": "T1",
        "bot_id": "B1",
        "root_view_id": "V0AB12",
        "previous_view_id": None,
        "external_id": "",
        "hash": "1700000000.aBcDeF",
        "clear_on_close": False,
        "notify_on_close": False,
        "state": {"values": values},
        **view,
    }
    pressed = {
        "action_id": action,
        "block_id": ids.WATCH_ACTIONS,
        "text": {"type": "plain_text", "text": "Preview", "emoji": False},
        "type": "button",
        "action_ts": "1700000010.000200",
    }
    body = from_slack(
        office, "block_actions", container={"type": "view", "view_id": "V0AB12"}, view=sent, actions=[pressed]
    )
    assert office.dispatch(body) == 200
    made = office.slack.called("views.update")[-1].args
    assert made["view_id"] == "V0AB12"
    drawn = json.loads(made["view"]) if isinstance(made["view"], str) else made["view"]
    assert validate_payload("views.update", {"view": drawn}) == []
    return drawn


def typed_in(field: str, value: str) -> dict[str, Any]:
    return {ids.field_block(field): {field: {"type": "plain_text_input", "value": value}}}


def test_check_in_the_menu_of_a_message_answers_its_user_only(office):
    told = use_on_message(office, ids.SHORTCUT_NAMED)
    assert told["response_type"] == "ephemeral"
    assert "NORTHERN STAR SHIPPING LIMITED" in told["words"]
    assert office.problems() == []


def test_discuss_in_the_menu_of_a_message_opens_the_partys_thread(office):
    told = use_on_message(office, ids.SHORTCUT_DISCUSS)
    assert "NORTHERN STAR SHIPPING LIMITED" in told["words"]
    card = next(m for m in office.slack.parents("C1") if "blocks" in m)
    reply = shown(next(m for m in office.slack.posts("C1") if m.get("thread_ts") == card["ts"]))
    assert "<@U0SOURCE>" in reply["words"]
    assert "&lt;a source&gt; &amp;" in reply["words"]
    assert office.problems() == []


def test_discuss_of_a_message_of_a_bot_without_words_says_what_to_do(office):
    told = use_on_message(office, ids.SHORTCUT_DISCUSS, text="", bot_id="B9", subtype="bot_message", user=None)
    assert "nothing was looked up" in told["words"]
    assert office.problems() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"target": "Example Bank"}, "It would have posted 0 cards"),
        ({"programme": "RUSIA-EO14024"}, "Did you mean"),
        ({"programme": "RUSSIA-EO14999"}, "No list loaded has the programme `RUSSIA-EO14999`"),
        ({"target": "John Doe"}, "2 parties may be meant"),
        ({"country": "Atlantis"}, "does not know"),
    ],
)
def test_preview_is_pressed_in_a_dialogue_that_tells_no_channel(office, typed, said):
    office.command("watch")
    values = {
        block: kept for field, value in typed.items() for block, kept in typed_in(f"watch.field.{field}", value).items()
    }
    drawn = press_in_dialogue(office, ids.WATCH_PREVIEW, office.opened(), values)
    assert said in words(drawn["blocks"])
    assert "watches nothing" in office.command("watches")["words"]
