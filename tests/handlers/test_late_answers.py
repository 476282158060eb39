"""Dialogues while Slack is slow: acknowledged in time, and what became of them shown all the same."""

import json
import time
from datetime import timedelta

import pytest
from slack_bolt import BoltRequest

from bot.blocks import ids
from handlers import late
from handlers.roles import NOT_TOLD
from storage import settings, watches
from tests.fakeslack import Refusal
from tests.handlers.office import DAY, make_office, words
from tests.handlers.test_watch_modal import fill

SLOW = 0.8
"""Seconds that each answer of Slack takes here; a dialogue is acknowledged after a quarter of that."""


@pytest.fixture
def office(db, fake_slack, monkeypatch):
    monkeypatch.setattr(late, "PATIENCE", SLOW / 4)
    made = make_office(db, fake_slack)
    made.slack.channels["CNEW"] = {"is_member": True}
    yield made
    assert made.problems() == []


def submit(office, view):
    """Submit while Slack is slow; what the acknowledgement said, in time."""
    office.slack.latency = SLOW
    began = time.monotonic()
    body = {"type": "view_submission", **office._who("U1", ""), "view": {**view, "id": "V1", "hash": "h"}}
    answer = office.app.dispatch(BoltRequest(mode="socket_mode", body=body))
    took = time.monotonic() - began
    while office._executor.given:
        office._executor.given.pop().result(timeout=30)
    office.slack.latency = 0.0
    assert took < SLOW
    assert (answer.status, json.loads(answer.body)["response_action"]) == (200, "update")
    assert "One moment" in answer.body


def shown_later(office):
    (call,) = office.slack.called("views.update")
    assert call.args["view_id"] == "V1"
    view = json.loads(call.args["view"]) if isinstance(call.args["view"], str) else call.args["view"]
    return view["title"]["text"], words(view["blocks"])


def watch_dialogue(office, **fields):
    office.dispatch(
        {
            "type": "block_actions",
            **office._who("U1", ""),
            "container": {"type": "view"},
            "actions": [{"action_id": ids.NEW_WATCH, "type": "button", "action_ts": "1.1"}],
        }
    )
    return fill(office.opened(), **fields)


def watched(office):
    with office.desk.db.read() as session:
        return [watch.channel for watch in watches.all_watches(session)]


def note_dialogue(office, text):
    office.click(office.command("check us-ofac-sdn:17018"), ids.NOTE)
    values = {
        ids.NOTE_TEXT_BLOCK: {ids.NOTE_TEXT: {"type": "plain_text_input", "value": text}},
        ids.NOTE_VISIBILITY_BLOCK: {ids.NOTE_VISIBILITY: {"selected_option": {"value": "team"}}},
    }
    return {**office.opened(), "state": {"values": values}}


def test_a_watch_is_saved_and_shown_when_slack_has_answered(office):
    submit(office, watch_dialogue(office, target="all", to="CNEW"))
    assert watched(office) == ["CNEW"]
    title, said = shown_later(office)
    assert title == "Watch saved"
    assert "all changes on all lists" in said


def test_what_is_wrong_is_shown_in_the_dialogue_with_all_that_was_typed(office):
    office.slack.channels["CNEW"] = {"is_member": False}
    submit(office, watch_dialogue(office, target="all", to="CNEW"))
    assert watched(office) == []
    title, said = shown_later(office)
    assert title != "Watch saved"
    assert "Invite me" in said


def test_a_note_is_kept_and_its_author_told(office):
    view = note_dialogue(office, "ours")
    submit(at_another_hour(office), view)
    assert shown_later(office)[0] == "Going on"
    assert "Note saved" in office.slack.called("chat.postEphemeral")[-1].args["text"]
    assert "ours" in office.command("check us-ofac-sdn:17018")["words"]


def at_another_hour(office):
    """The same office after the time for which a channel's description is believed."""
    later = make_office(office.desk.db, office.slack, rows=(), now=DAY + timedelta(hours=3))
    later.command("help")  # the first delivery of all asks Slack whose token this is
    return later


def test_a_note_whose_author_cannot_be_told_in_the_channel_is_told_to_them_directly(office):
    view = note_dialogue(office, "ours")
    office.slack.fail("chat.postEphemeral", Refusal("user_not_in_channel"))
    body = {"type": "view_submission", **office._who("U1", ""), "view": {**view, "id": "V1", "hash": "h"}}
    assert office.dispatch(body) == 200
    assert "Note saved" in office.slack.posts("DU1")[-1]["text"]


def test_where_roles_count_and_slack_is_slow_the_dialogue_stays_as_it_is_and_is_sent_once_more(office):
    view = note_dialogue(office, "ours")
    with office.desk.db.write() as session:
        settings.put_setting(session, 1, "leads", "U1", "", DAY)
    later = at_another_hour(office)
    later.slack.latency = SLOW
    body = {"type": "view_submission", **office._who("U1", ""), "view": {**view, "id": "V1", "hash": "h"}}
    answer = later.app.dispatch(BoltRequest(mode="socket_mode", body=json.loads(json.dumps(body))))
    assert json.loads(answer.body) == {"response_action": "errors", "errors": {"note.text": NOT_TOLD}}
    time.sleep(SLOW * 4)  # what Slack says meanwhile is remembered
    later.slack.latency = 0.0
    assert later.dispatch(body) == 200
    assert "ours" in later.command("check us-ofac-sdn:17018")["words"]
