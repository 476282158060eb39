"""Channels lost at bad moments: with news not routed yet, twice within a minute, or while a delivery is acted on."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.alerts import Place
from bot.core.digests import FLOOD
from bot.core.watches import BY_HAND
from bot.schedule import sender
from bot.services import channel_life
from bot.services.absence import lose_channel, regain_channel
from bot.services.delivery import deliver_due
from bot.services.routing import route_new
from storage import channels, claims, outbox, posts, tenants, watches
from tests.fakeslack import RateLimit, Refusal
from tests.handlers.office import DAY, ROWS, load_rows, make_office
from tests.handlers.test_channels import NEW

SOON = DAY + timedelta(minutes=10)


@pytest.fixture
def office(db, fake_slack):
    made = make_office(db, fake_slack)
    made.command("watch programme:RUSSIA-EO14024")
    yield made
    assert made.problems() == []


def record(office, *numbers, at=DAY + timedelta(minutes=1)):
    """News that no router has seen yet."""
    load_rows(office.desk.db, (*ROWS, *(NEW.format(n) for n in numbers)), at)


def deliver(office, at=SOON):
    desk = replace(office.desk, clock=lambda: at)
    route_new(desk.db, at)
    deliver_due(sender(desk, 1))


def said(office):
    return json.dumps(office.slack.posts("C1"))


@pytest.mark.parametrize(("lost", "back"), [("channel_archive", "channel_unarchive"), ("channel_left", "joined")])
def test_what_was_recorded_before_a_loss_is_told_after_it(office, lost, back):
    record(office, 1)
    office.event({"type": lost, "channel": "C1"})
    deliver(office)
    assert "HOLDING" not in said(office)
    joined = {"type": "member_joined_channel", "user": "UBOT", "channel": "C1"}
    office.event(joined if back == "joined" else {"type": back, "channel": "C1"})
    deliver(office)
    assert "While I was away" in said(office)
    assert "HOLDING 1" in said(office)


def test_what_was_recorded_while_the_sender_met_the_loss_is_told_after_it(office):
    record(office, 1)
    route_new(office.desk.db, office.desk.clock())
    record(office, 1, 2, at=DAY + timedelta(minutes=2))
    office.slack.refuses["C1"] = "not_in_channel"
    deliver_due(sender(office.desk, 1))
    route_new(office.desk.db, office.desk.clock())
    del office.slack.refuses["C1"]
    office.event({"type": "member_joined_channel", "user": "UBOT", "channel": "C1"})
    deliver(office)
    assert "HOLDING 1" in said(office)
    assert "HOLDING 2" in said(office)


def test_what_was_recorded_before_a_pause_is_told(office):
    record(office, 1)
    office.command("watch pause 1")
    deliver(office)
    assert "HOLDING 1" in said(office)
    with office.desk.db.read() as session:
        assert watches.all_watches(session)[0].paused == f"{BY_HAND}U1"


@pytest.mark.parametrize("delivered_between", [True, False])
def test_a_channel_lost_and_back_twice_within_a_minute_misses_nothing(office, delivered_between):
    db = office.desk.db
    for number in (1, 2):
        at = SOON + timedelta(seconds=10 * number)
        with db.write() as session:
            lose_channel(session, 1, "C1", "is_archived", at)
        record(office, *range(1, number + 1), at=at)
        route_new(db, at)
        with db.write() as session:
            regain_channel(session, 1, "C1", at)
        if delivered_between:
            deliver(office, at)
    for minutes in (1, 5, 600):
        deliver(office, SOON + timedelta(minutes=minutes))
    for number in (1, 2):
        assert said(office).count(f"EASTERN EXAMPLE HOLDING {number}") >= 1


def test_a_delivery_whose_act_failed_is_acted_on_when_slack_repeats_it(office, monkeypatch):
    """A database that breaks off in the middle: no answer of ours, so that Slack delivers again."""
    archive = {"type": "channel_archive", "channel": "C1"}

    def break_off(*_):
        raise ConnectionError("the database went away")

    with monkeypatch.context() as patch:
        patch.setattr(channel_life.channels, "set_archived", break_off)
        assert office.event(archive, "Ev77") == 500
    assert office.event(archive, "Ev77") == 200
    assert archived(office) is True
    with office.desk.db.write() as session:
        channels.set_archived(session, 1, "C1", False)
    assert office.event(archive, "Ev77") == 200
    assert archived(office) is False


def archived(office):
    with office.desk.db.read() as session:
        return session.get(channels.ChannelRow, (1, "C1"), populate_existing=True).archived


@pytest.mark.parametrize(("event", "why"), [("channel_archive", "archived"), ("channel_left", "not in the channel")])
def test_a_watch_made_in_a_channel_that_cannot_be_reached_says_so_and_waits(office, event, why):
    office.event({"type": event, "channel": "C1"})
    made = office.command("watch programme:SDGT")
    assert "paused" in made["words"]
    assert why in made["words"]
    assert "unwatch 2" in made["words"]
    office.event({"type": "member_joined_channel", "user": "UBOT", "channel": "C1"})
    with office.desk.db.read() as session:
        assert [watch.paused for watch in watches.all_watches(session)] == ["", ""]


def test_a_person_whose_account_is_deactivated_is_given_up_at_once(office):
    office.command("watch programme:RUSSIA-EO14024 for:me", user="U7")
    office.slack.fail("conversations.open", Refusal("user_disabled"))
    record(office, 1)
    deliver(office)
    with office.desk.db.read() as session:
        assert {watch.channel: watch.paused for watch in watches.all_watches(session)} == {
            "C1": "",
            "U7": "the person's account is deactivated",
        }
        assert set(outbox.status_counts(session)) == {"sent", "dead"}


def test_cards_posted_anew_days_later_are_no_backlog(office):
    """More than a few of them at once: each is a card again, none is folded into a digest."""
    count = FLOOD + 2
    for number in range(1, count + 1):
        at = DAY + timedelta(minutes=number)
        record(office, *range(1, number + 1), at=at)
        deliver(office, at)
    late = DAY + timedelta(days=2)
    with office.desk.db.write() as session:
        for card in office.slack.parents("C1"):
            thread = posts.find_thread(session, 1, "C1", card["ts"])
            assert claims.repost_card(session, Place(1, "C1", thread.action), card["ts"], late)
    office.slack.messages["C1"] = []
    deliver(office, late + timedelta(seconds=1))
    assert len(office.slack.parents("C1")) == count
    assert "While I was away" not in said(office)


@pytest.mark.parametrize("seconds", [10**17, 10**400])
def test_an_absurd_wish_to_wait_is_a_day(office, seconds):
    office.slack.fail("chat.postMessage", RateLimit(seconds))
    record(office, 1)
    deliver(office)
    deliver(office, SOON + timedelta(days=1))
    assert "HOLDING 1" in said(office)


def test_a_workspace_that_is_not_the_tokens_own_leaves_nothing_behind(office):
    assert office.command("watch programme:SDGT", team_id="T9") == {}
    with office.desk.db.read() as session:
        assert tenants.only_tenant(session).team_id == "T1"
        assert len(watches.all_watches(session)) == 1
