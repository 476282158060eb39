"""The driver and the local Slack, proved with a ten-line bot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.demo.localslack import LocalSlack, is_loopback, listening_on
from tests.e2e.slack import JONAS, MARTA, RUSSIA, Slack, text_of

pytestmark = pytest.mark.e2e

MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "note",
    "title": {"type": "plain_text", "text": "Note"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "b-note",
            "label": {"type": "plain_text", "text": "Note"},
            "element": {"type": "plain_text_input", "action_id": "note_text"},
        }
    ],
}


def card(text: str) -> list[dict[str, Any]]:
    button = {"type": "button", "action_id": "note_open", "text": {"type": "plain_text", "text": "Note"}, "value": text}
    return [
        {"type": "section", "block_id": "card", "text": {"type": "mrkdwn", "text": f"*{text}*"}, "accessory": button}
    ]


def echo(base_url: str) -> App:
    """Command → ephemeral card; button → modal; modal → message; mention in a thread → reply."""
    app = App(client=WebClient(token="xoxb-demo", base_url=base_url), process_before_response=False)

    @app.command("/sanctions")
    def answer(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        ack()
        respond(text=f"you said {command['text']}", blocks=card(command["text"]), response_type="ephemeral")

    @app.action("note_open")
    def open_modal(ack: Any, client: WebClient, body: dict[str, Any]) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view={**MODAL, "private_metadata": body["channel"]["id"]})

    @app.view("note")
    def save(ack: Any, client: WebClient, view: dict[str, Any]) -> None:
        text = view["state"]["values"]["b-note"]["note_text"]["value"]
        if text == "bad":
            ack(response_action="errors", errors={"b-note": "Say more"})
            return
        ack()
        client.chat_postMessage(channel=view["private_metadata"], text=f"noted: {text}")

    @app.event("app_mention")
    def reply(event: dict[str, Any], say: Any) -> None:
        say(text="here", thread_ts=event.get("thread_ts", event["ts"]))

    @app.event("reaction_added")
    def thank(event: dict[str, Any], client: WebClient) -> None:
        client.chat_postMessage(channel=event["item"]["channel"], text=f"thanks for {event['reaction']}")

    app.event("message")(lambda: None)
    return app


@pytest.fixture(scope="module")
def bot(local_slack: LocalSlack) -> Iterator[None]:
    handler = SocketModeHandler(echo(local_slack.api_url), "xapp-demo")
    handler.connect()
    yield
    handler.close()


def test_local_slack_listens_on_loopback_only(local_slack: LocalSlack) -> None:
    addresses = list(listening_on(local_slack.process.pid))
    assert addresses
    assert all(map(is_loopback, addresses))


def test_local_slack_has_no_token_in_its_environment(local_slack: LocalSlack) -> None:
    environ = Path(f"/proc/{local_slack.process.pid}/environ").read_bytes().split(b"\0")
    assert {name.partition(b"=")[0] for name in environ if name} == {b"BUN_OPTIONS", b"HOME", b"TMPDIR"}


def test_a_command_is_answered_to_one_person(slack: Slack, bot: None) -> None:
    message = slack.ask("check Sberbank", user=JONAS)
    assert message["ephemeral_to"] == JONAS
    assert "check Sberbank" in text_of(message)
    assert slack.ephemerals(RUSSIA, MARTA) == []


def test_a_button_opens_a_modal_which_can_refuse_and_then_save(slack: Slack, bot: None) -> None:
    card_message = slack.ask("check Sberbank")
    slack.click(card_message, "note_open")
    slack.wait(lambda: slack.modals, "the modal")
    slack.submit(note_text="bad")
    slack.wait(lambda: slack.view_errors, "the errors")
    assert slack.view_errors == {"b-note": "Say more"}
    slack.submit(note_text="ask legal")
    assert slack.wait_message(RUSSIA, "noted: ask legal")
    slack.wait(lambda: not slack.modals, "the modal's end")


def test_a_mention_in_a_thread_is_answered_there(slack: Slack, bot: None) -> None:
    parent = slack.post("What do we know about this bank?")
    slack.mention("check Sberbank", thread=parent["ts"])
    assert slack.wait_message(RUSSIA, "here", thread=parent["ts"])


def test_a_reaction_reaches_the_bot(slack: Slack, bot: None) -> None:
    slack.react(slack.post("hello"), "eyes")
    assert slack.wait_message(RUSSIA, "thanks for eyes")


def test_every_outgoing_call_is_kept_also_the_answers_to_a_response_url(slack: Slack, bot: None) -> None:
    slack.ask("help")
    responses = [call for call in slack.outgoing_calls() if call.method == "respond"]
    assert responses[-1].args["blocks"] == card("help")
    slack.react(slack.post("hello"), "tada")
    slack.wait_message(RUSSIA, "thanks for tada")
    assert any(call.method == "chat.postMessage" and "tada" in call.args["text"] for call in slack.outgoing_calls())


def test_a_rate_limit_can_be_injected(slack: Slack, local_slack: LocalSlack) -> None:
    client = WebClient(token="xoxb-demo", base_url=local_slack.api_url)
    slack.arm_fault("chat.postMessage", status=429, retry_after=3)
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=RUSSIA, text="one")
    assert refused.value.response.headers["retry-after"] == "3"
    assert client.chat_postMessage(channel=RUSSIA, text="two")["ok"]


def test_an_answer_can_be_lost_after_the_message_was_posted(slack: Slack, local_slack: LocalSlack) -> None:
    client = WebClient(token="xoxb-demo", base_url=local_slack.api_url)
    slack.arm_fault("chat.postMessage", lose=True, status=500)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=RUSSIA, text="posted, but who knows")
    assert slack.wait_message(RUSSIA, "who knows")


def test_an_unknown_method_is_noticed(local_slack: LocalSlack) -> None:
    driver = Slack(local_slack.url)
    before = len(driver.unknown_methods())
    with pytest.raises(SlackApiError):
        WebClient(token="xoxb-demo", base_url=local_slack.api_url).pins_add(channel=RUSSIA, timestamp="1")
    assert driver.unknown_methods()[before:] == ["pins.add"]
    driver.close()
