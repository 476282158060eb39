"""Once: an event three times, two sockets each, a double click, a dialogue submitted twice. One effect each.

Real listeners, delivered to at the same time by two apps on one database, as two Socket Mode connections do.
"""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from slack_bolt import BoltRequest

from bot.blocks import ids
from bot.core.audience import Audience
from bot.core.entities import entity_id
from storage import notes, watches
from tests.handlers.office import elements, make_office

TIMES = 3
BANK = entity_id("us-ofac-sdn", "17018")


@pytest.fixture
def sockets(db, fake_slack):
    """Two connected apps, one database, one Slack."""
    first = make_office(db, fake_slack)
    second = make_office(db, fake_slack, rows=())
    yield first, second
    assert first.problems() == []


def at_once(sockets, body, times=TIMES):
    """Deliver the same body by both sockets, several times each, all at the same moment."""
    sockets = list(itertools.islice(itertools.cycle(sockets), times * len(sockets)))
    barrier = Barrier(len(sockets))

    def deliver(office):
        barrier.wait(timeout=10)
        return office.app.dispatch(request(body)).status

    with ThreadPoolExecutor(len(sockets)) as pool:
        statuses = list(pool.map(deliver, sockets))
    settle(*sockets)
    return statuses


def request(body):
    return BoltRequest(mode="socket_mode", body=body)


def settle(*sockets):
    """Wait until all listeners are done."""
    for office in sockets:
        while office._executor.given:
            office._executor.given.pop().result(timeout=30)


def watched(office):
    with office.desk.db.read() as session:
        return watches.all_watches(session)


def test_an_event_delivered_three_times_by_two_sockets_is_answered_once(sockets):
    office = sockets[0]
    office.slack.messages["C1"] = [{"ts": "1600000001.000100", "text": "check Example Bank"}]
    event = {"type": "app_mention", "text": "<@UBOT> check Example Bank", "ts": "1600000001.000100"}
    body = {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": "Ev777",
        "event": {"user": "U1", "channel": "C1", **event},
    }
    assert at_once(sockets, body) == [200] * 6
    assert len(office.slack.called("chat.postMessage")) == 1


def test_a_command_delivered_twice_makes_one_watch_and_says_so_once(sockets):
    office = sockets[0]
    body = {
        "command": "/sanctions",
        "text": "watch programme:SDGT",
        "team_id": "T1",
        "channel_id": "C1",
        "user_id": "U1",
        "trigger_id": "trigger-777",
        "response_url": f"{office.slack.url}respond",
    }
    assert at_once(sockets, body) == [200] * 6
    assert len(watched(office)) == 1
    assert len(office.slack.called("respond")) == 1


def click(office, answer, action_id, number):
    """A click as Slack delivers it: each has a trigger and a time of its own."""
    element = next(e for e in elements(answer["blocks"]) if e.get("action_id") == action_id)
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "channel": {"id": "C1"},
        "trigger_id": f"trigger-click-{number}",
        "response_url": f"{office.slack.url}respond",
        "container": {"type": "message", "is_ephemeral": True, "channel_id": "C1", "message_ts": "1600000002.000100"},
        "message": {},
        "actions": [{**element, "action_ts": f"{1_600_000_000 + number / 10:.4f}"}],
    }


def test_a_click_redelivered_is_one_click(sockets):
    office = sockets[0]
    answer = office.command("check Example Bank")
    assert at_once(sockets, click(office, answer, ids.SHARE, 3)) == [200] * 6
    assert len(office.slack.posts("C1")) == 1


@pytest.mark.parametrize("action", [ids.SHARE, ids.WATCH])
def test_a_double_click_has_one_effect(sockets, action):
    office = sockets[0]
    answer = office.command("check Example Bank")
    barrier = Barrier(2)

    def deliver(pair):
        barrier.wait(timeout=10)
        return pair[0].app.dispatch(request(click(office, answer, action, pair[1]))).status

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(deliver, zip(sockets, (3, 4), strict=True))) == [200, 200]
    settle(*sockets)
    shared = 1 if action == ids.SHARE else 0
    assert len(office.slack.posts("C1")) == shared
    assert len(watched(office)) == 1 - shared


def test_the_same_button_pressed_again_later_counts_again(sockets):
    office = sockets[0]
    answer = office.command("check Example Bank")
    for number in (3, 33):
        assert office.dispatch(click(office, answer, ids.SHARE, number)) == 200
    assert len(office.slack.posts("C1")) == 2


def test_a_dialogue_submitted_twice_keeps_one_note(sockets):
    office = sockets[0]
    office.click(office.command("check Example Bank"), ids.NOTE)
    view = office.opened()
    values = {
        ids.NOTE_TEXT_BLOCK: {ids.NOTE_TEXT: {"type": "plain_text_input", "value": "ours"}},
        ids.NOTE_VISIBILITY_BLOCK: {ids.NOTE_VISIBILITY: {"selected_option": {"value": "team"}}},
    }
    body = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": "T1"},
        "trigger_id": "trigger-view",
        "view": {**view, "id": "V1", "hash": "h", "state": {"values": values}},
    }
    assert at_once(sockets, body) == [200] * 6
    assert "ours" in office.command("check Example Bank")["words"]
    with office.desk.db.read() as session:
        counted = notes.note_counts(session, Audience(1, "channel", "C1", user="U1"), [BANK])
    assert list(counted.values()) == [1]
