"""Posts that Slack took without an answer: found when tried again, never doubled, never called refused."""

import pytest

from bot.blocks import ids
from tests.fakeslack import AcceptThenDrop, Drop, Refusal, Status
from tests.handlers.office import make_office
from tests.handlers.test_shortcuts import HEARD, NOW, cards, replies, say, use


@pytest.fixture
def office(db, fake_slack):
    made = make_office(db, fake_slack, now=NOW)
    yield made
    assert made.problems() == []


def discuss(office, message):
    return use(office, ids.SHORTCUT_DISCUSS, message)["words"]


def stands_once(office):
    (card,) = cards(office)
    assert "NORTHERN STAR" in card["words"]
    assert len(replies(office, card["ts"])) == 1
    assert "NORTHERN STAR" in office.mention("is it still listed?", thread=card["ts"])["words"]
    return True


@pytest.mark.parametrize("fault", [AcceptThenDrop(), Status(500, accept=True)])
@pytest.mark.parametrize("before", [0, 1])
def test_a_thread_whose_post_got_no_answer_is_found_at_once(office, fault, before):
    """The first post is the card, the second the quotation."""
    plan(office, before, fault)
    assert "A new thread" in discuss(office, say(office, HEARD))
    assert stands_once(office)


@pytest.mark.parametrize("before", [0, 1])
@pytest.mark.parametrize("unreadable", [Refusal("missing_scope"), Status(500)])
def test_a_thread_that_cannot_be_looked_up_is_not_doubled_later(office, before, unreadable):
    message = say(office, HEARD)
    plan(office, before, AcceptThenDrop())
    for method in ("conversations.history", "conversations.replies"):
        office.slack.fail(method, *[unreadable] * 2)
    for _ in range(2):
        told = discuss(office, message)
        assert "did not confirm" in told
        assert "Invite me" not in told
    for method in ("conversations.history", "conversations.replies"):
        office.slack._faults.pop(method)
    discuss(office, message)
    assert stands_once(office)
    assert "stands already" in discuss(office, message)


@pytest.mark.parametrize("fault", [Drop(), Status(502)])
def test_a_thread_that_did_not_arrive_is_posted_when_tried_again(office, fault):
    message = say(office, HEARD)
    office.slack.fail("chat.postMessage", fault)
    assert "did not confirm" in discuss(office, message)
    assert "A new thread" in discuss(office, message)
    assert stands_once(office)


def test_a_shared_answer_without_confirmation_is_not_called_refused(office):
    answer = office.command("check us-ofac-sdn:9001003")
    office.slack.fail("chat.postMessage", AcceptThenDrop())
    before = len(office.slack.called("respond"))
    office.click(answer, ids.SHARE)
    (told,) = office.slack.called("respond")[before:]
    assert "did not confirm" in told.args["text"]


def plan(office, before, fault):
    """Let a later post fail: what comes before it goes well."""
    office.slack.fail("chat.postMessage", *[None] * before, fault)
