"""Health, as operators and channels see it: what was not delivered, and sending it again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import deliver_once
from bot.blocks import ids
from bot.services import feeds
from storage import outbox
from tests.fakeslack import Refusal
from tests.feeds.publisher import answer, publishing
from tests.handlers.office import DAY, ROWS, load_rows, make_office, shown

NEW = '900200{0},"EASTERN EXAMPLE HOLDING {0}",-0- ,"RUSSIA-EO14024",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- '


@pytest.fixture
def office(sqlite, fake_slack):
    made = make_office(sqlite, fake_slack)
    yield made
    assert made.problems() == []


def undelivered(office, channel="C1", refusal="invalid_blocks"):
    """A card that Slack refused, and with it the names in its thread."""
    office.command("watch programme:RUSSIA-EO14024", channel=channel)
    load_rows(office.desk.db, (*ROWS, NEW.format(1)), DAY + timedelta(days=1))
    office.slack.fail("chat.postMessage", Refusal(refusal))
    return deliver(office)


def deliver(office):
    now = office.desk.clock() + timedelta(days=1)
    return deliver_once(replace(office.desk, clock=lambda: now))


def statuses(office):
    with office.desk.db.read() as session:
        return outbox.status_counts(session)


def test_all_is_in_order_until_something_is_not(office):
    assert "in order" in office.command("health")["text"]
    undelivered(office)
    card = office.command("health")
    assert "2 messages could not be delivered" in card["text"]
    for word in ("<#C1>", "invalid", "desk outbox retry"):
        assert word in card["words"]


def test_the_button_sends_again_once_what_was_not_delivered_here(office):
    undelivered(office)
    card = office.command("health")
    office.click(card, ids.HEALTH_RETRY)
    assert "2 messages will be sent again" in shown(office.slack.called("respond")[-1].args)["words"]
    office.click(card, ids.HEALTH_RETRY)
    assert "Nothing here" in shown(office.slack.called("respond")[-1].args)["words"]
    assert deliver(office)["sent"] >= 1
    assert "dead" not in statuses(office)
    assert "in order" in office.command("health")["text"]


def test_another_channel_has_no_button_and_a_private_one_is_only_a_number(office):
    office.slack.channels["C2"] = {"name": "inner-circle", "is_private": True}
    undelivered(office, "C2")
    card = office.command("health", channel="C1")
    assert "2 messages could not be delivered" in card["text"]
    assert "C2" not in str(card)
    assert ids.HEALTH_RETRY not in str(card)
    assert ids.HEALTH_RETRY in str(office.command("health", channel="C2"))


def test_what_is_kept_for_a_lost_channel_is_no_failure(office):
    undelivered(office, refusal="is_archived")
    card = office.command("health", channel="C2")
    assert "in order" in card["text"]
    assert "2 messages kept; the channel is archived" in card["words"]


def test_a_workspace_that_takes_nothing_says_so(office):
    undelivered(office, refusal="token_revoked")
    card = office.command("health")
    assert "Slack takes no messages" in card["text"]
    assert "token was revoked" in card["words"]


def test_a_feed_that_is_not_in_order_is_named_with_the_reason(office):
    with publishing() as publisher:
        office.desk = replace(office.desk, settings=replace(office.desk.settings, allow_hosts=publisher.hosts))
        publisher.answers["/rss"] = answer("<!doctype html><html></html>")
        feed = feeds.add_feed(
            office.desk.db, office.desk.settings, publisher.url("/rss"), "The Paper", office.desk.clock()
        )
        assert "Feeds" not in office.command("health")["words"]
        feeds.look_at(feeds.Reader(office.desk.db, office.desk.settings, office.desk.clock), feed)
        words = office.command("health")["words"]
    assert "0 of 1 feed in order; not in order: The Paper: refused, an HTML page where a feed was expected" in words
