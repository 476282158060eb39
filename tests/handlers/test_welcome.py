"""Welcome: a team is welcomed once, a channel is greeted once, whoever delivers it how often."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from storage import channels, tenants
from storage.db import Database
from tests.fakeslack import AcceptThenDrop, RateLimit, Refusal
from tests.handlers.office import DAY, make_office, words

BOT = "UBOT"


@pytest.fixture
def office(db: Database, fake_slack):
    """On SQLite and on PostgreSQL; nobody was welcomed yet."""
    made = make_office(db, fake_slack)
    yield made
    assert made.problems() == []


def joined(office, channel="C7", user=BOT, event_id=""):
    event = {"type": "member_joined_channel", "user": user, "channel": channel, "inviter": "U0ANN"}
    return office.event(event, event_id)


def opened(office, user="U0ANN", event_id="", tab="home"):
    return office.event({"type": "app_home_opened", "user": user, "channel": "D1", "tab": tab}, event_id)


def test_an_invited_bot_says_hello_in_two_lines_and_pings_nobody(office):
    joined(office)
    (said,) = office.slack.posts("C7")
    text = said["blocks"][0]["text"]["text"]
    assert len(text.splitlines()) == 2
    assert "/sanctions check NAME" in text
    assert "<@" not in str(said)
    assert "classified" in words(said["blocks"])


def test_hello_is_said_once_however_often_the_bot_is_invited(office):
    for number in range(3):
        joined(office, event_id="Ev-join")
        joined(office, event_id=f"Ev-again-{number}")
    assert len(office.slack.posts("C7")) == 1


def test_two_deliveries_at_once_say_one_hello(db, fake_slack):
    offices = [make_office(db, fake_slack, rows=()) for _ in range(2)]
    joined(offices[0], "C0")
    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(joined, offices[n % 2], "C7", BOT, f"Ev-{n}") for n in range(6)]
        assert [future.result(timeout=30) for future in done] == [200] * 6
    assert len(fake_slack.posts("C7")) == 1


def test_somebody_else_joining_is_not_greeted(office):
    joined(office, user="U0ANN")
    assert office.slack.posts("C7") == []


def test_a_channel_shared_with_outsiders_gets_one_line(office):
    office.slack.channels["C7"] = {"is_ext_shared": True}
    joined(office)
    (said,) = office.slack.posts("C7")
    assert len(said["blocks"]) == 1
    assert "\n" not in said["blocks"][0]["text"]["text"]


def test_a_channel_that_slack_does_not_describe_is_greeted_at_the_next_occasion(office):
    office.slack.fail("conversations.info", RateLimit(1))
    joined(office)
    assert office.slack.posts("C7") == []
    joined(office)
    assert len(office.slack.posts("C7")) == 1


def test_a_hello_that_was_certainly_not_said_is_said_next_time(office):
    office.slack.fail("chat.postMessage", Refusal("not_in_channel"))
    joined(office)
    joined(office)
    assert len(office.slack.posts("C7")) == 1


def test_a_hello_of_which_nobody_knows_is_not_repeated(office):
    office.slack.fail("chat.postMessage", AcceptThenDrop())
    joined(office)
    joined(office)
    assert len(office.slack.posts("C7")) == 1


def test_greeting_leaves_what_is_known_of_the_channel(office):
    office.slack.channels["C7"] = {"is_private": True, "name": "quiet"}
    joined(office)
    with office.desk.db.read() as session:
        known = channels.find_channel(session, tenants.only_tenant(session).id, "C7")
    assert (known.private, known.name) == (True, "quiet")


@pytest.mark.parametrize("tab", ["home", "messages"])
def test_the_first_who_opens_the_bot_is_welcomed_and_nobody_after(office, tab):
    opened(office, tab=tab)
    opened(office, tab=tab)
    opened(office, "U0BOB", tab=tab)
    (said,) = office.slack.posts("DU0ANN")
    assert "Slack is outside" in words(said["blocks"])
    assert office.slack.posts("DU0BOB") == []


def test_a_guest_is_not_the_one_who_is_welcomed(office):
    office.slack.people["U0GUEST"] = {"is_ultra_restricted": True}
    opened(office, "U0GUEST")
    opened(office, "U0ANN")
    assert (len(office.slack.posts("DU0GUEST")), len(office.slack.posts("DU0ANN"))) == (0, 1)


def test_of_several_who_open_it_at_once_one_is_welcomed(db, fake_slack):
    offices = [make_office(db, fake_slack, rows=()) for _ in range(2)]
    joined(offices[0], "C0")
    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(opened, offices[n % 2], f"U0MEMBER{n}", f"Ev-{n}") for n in range(6)]
        assert [future.result(timeout=30) for future in done] == [200] * 6
    assert sum(len(fake_slack.posts(f"DU0MEMBER{n}")) for n in range(6)) == 1


def test_a_welcome_that_was_certainly_not_said_goes_to_the_next(office):
    office.slack.fail("chat.postMessage", Refusal("user_not_found"))
    opened(office)
    opened(office, "U0BOB")
    assert (len(office.slack.posts("DU0ANN")), len(office.slack.posts("DU0BOB"))) == (0, 1)


def test_a_day_later_nobody_is_welcomed_again(db, fake_slack):
    opened(make_office(db, fake_slack))
    opened(make_office(db, fake_slack, rows=(), now=DAY + timedelta(days=40)), "U0BOB", "Ev-later")
    assert fake_slack.posts("DU0BOB") == []
