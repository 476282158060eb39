"""Channels full of chat: a doubtful message is looked for from when its alert was made, not through all of history."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clients.slack import PAGE, PAGES, Found, NotFound, Unreadable
from bot.core.alerts import Place
from bot.services.delivery import Delivered, deliver_due
from storage import claims, letters, outbox
from tests.fakeslack import AcceptThenDrop, Drop, Status
from tests.owing import NOW
from tests.services.test_delivery import make_desk, owe_cards, statuses

MANY = PAGE * PAGES + 1


@pytest.fixture
def desk(db, fake_slack):
    fake_slack.remember("C1", *(f"chat {n}" for n in range(MANY)), before=(NOW - timedelta(hours=1)).timestamp())
    return make_desk(db, fake_slack)


def cards(fake):
    return [message["text"] for message in fake.posts("C1") if "user" not in message]


@pytest.mark.parametrize("fault", [Drop(), Status(500)])
def test_a_post_that_never_arrived_is_posted_after_a_look(desk, fake_slack, fault):
    owe_cards(desk, 2)
    fake_slack.fail("chat.postMessage", fault)
    assert deliver_due(desk) == Delivered(deferred=2)
    desk.clock.pass_by(minutes=1)
    assert deliver_due(desk) == Delivered(sent=2)
    assert cards(fake_slack) == ["card a-0", "card a-1"]


def test_a_post_that_arrived_is_found_among_the_new_messages(desk, fake_slack):
    owe_cards(desk, 1)
    fake_slack.fail("chat.postMessage", AcceptThenDrop())
    deliver_due(desk)
    fake_slack.say("C1", *(f"later chat {n}" for n in range(PAGE + 1)))
    desk.clock.pass_by(minutes=1)
    assert deliver_due(desk) == Delivered(sent=1)
    assert cards(fake_slack) == ["card a-0"]


def test_a_process_that_died_before_its_post_loses_nothing(desk, fake_slack):
    owe_cards(desk, 1)
    with desk.db.write() as session:
        claims.claim(session, desk.tenant, "dead", desk.clock(), desk.claim_for)
    desk.clock.pass_by(minutes=2)
    assert deliver_due(desk) == Delivered(sent=1)
    assert cards(fake_slack) == ["card a-0"]


def test_what_is_sent_again_by_hand_goes_out(desk, fake_slack):
    owe_cards(desk, 1)
    impatient = replace(desk, attempts=1)
    fake_slack.fail("chat.postMessage", Status(500))
    assert deliver_due(impatient) == Delivered(unsure=1)
    with desk.db.write() as session:
        letters.retry(session, desk.tenant, desk.clock())
    assert deliver_due(desk) == Delivered(sent=1)
    assert cards(fake_slack) == ["card a-0"]


def test_a_card_posted_anew_is_looked_for_from_then_on(desk, fake_slack):
    """Years of chat may lie between the card and its second post: they are not read, and its wait begins anew."""
    owe_cards(desk, 1)
    deliver_due(desk)
    place = Place(desk.tenant, "C1", "a-0")
    with desk.db.read() as session:
        ts = outbox.card_at(session, place).ts
    desk.clock.pass_by(days=30)
    fake_slack.say("C1", *(f"chat {n}" for n in range(MANY)))
    fake_slack.epoch = desk.clock().timestamp()
    with desk.db.write() as session:
        assert claims.repost_card(session, place, ts, desk.clock())
        assert letters.backlog(session, desk.tenant).since == desk.clock()
    fake_slack.delete("C1", ts)
    fake_slack.fail("chat.postMessage", Drop())
    deliver_due(desk)
    desk.clock.pass_by(minutes=1)
    assert deliver_due(desk) == Delivered(sent=1)
    assert len(cards(fake_slack)) == 1
    assert statuses(desk) == {"sent": 1}


def test_too_much_chat_since_leaves_it_unsure_rather_than_doubled(desk, fake_slack):
    owe_cards(desk, 1)
    fake_slack.fail("chat.postMessage", AcceptThenDrop())
    deliver_due(desk)
    fake_slack.say("C1", *(f"later chat {n}" for n in range(MANY)))
    desk.clock.pass_by(minutes=1)
    assert deliver_due(desk) == Delivered(unsure=1)
    assert cards(fake_slack) == ["card a-0"]


@pytest.mark.parametrize("thread", ["", "parent"])
def test_a_look_reads_no_further_back_than_it_must(fake_slack, sqlite, thread):
    desk = make_desk(sqlite, fake_slack)
    parent = desk.slack.post("C1", {"text": "parent"}).ts if thread else ""
    sent = desk.slack.post("C1", {"text": "mine", "blocks": [{"type": "divider", "block_id": "alert:a"}]}, parent)
    mark = NOW + timedelta(seconds=30)
    fake_slack.epoch = mark.timestamp()
    assert desk.slack.find("C1", "a", "alert:a", parent, NOW) == Found(sent.ts)
    assert desk.slack.find("C1", "a", "alert:a", parent, mark) == NotFound()


def test_a_server_that_knows_no_bound_is_read_no_further_than_it(desk, fake_slack):
    """Messages come newest first: with an older one the look is over, whatever the server would give."""
    answer = fake_slack.answer
    fake_slack.answer = lambda method, args: answer(method, {k: v for k, v in args.items() if k != "oldest"})
    assert desk.slack.find("C1", "a", "alert:a", "", NOW) == NotFound()
    assert len(fake_slack.called("conversations.history")) == 1
    assert isinstance(desk.slack.find("C1", "a", "alert:a"), Unreadable)
