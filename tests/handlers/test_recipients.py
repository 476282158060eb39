"""What is owed to a person, told only while they are of the team and may know it: cards, digests, notices, work."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.alerts import Place
from bot.schedule import redrawer, sender
from bot.services import digests
from bot.services.delivery import deliver_due
from bot.services.reminders import remind_due
from bot.services.routing import route_new
from storage import events, outbox, watches, work
from tests.fakeslack import Refusal
from tests.handlers.office import DAY, ROWS, load_rows, make_office
from tests.handlers.test_work import ADA, ALL, BOB, alerted, card, named
from tests.owing import add_watch, make_tenant

OUTSIDERS = (
    {"is_restricted": True},
    {"is_ultra_restricted": True},
    {"deleted": True},
    {"team_id": "T9"},
    {"team_id": "T9", "is_stranger": True},
)
SECRET = "zebra"


@pytest.fixture
def office(db, fake_slack):
    made = make_office(db, fake_slack)
    made.tenant = make_tenant(db)
    made.command(f"line IRAN we say {SECRET}", "C1", user=BOB)
    yield made
    assert made.problems() == []


def deliver(office, later=timedelta()):
    desk = replace(office.desk, clock=lambda: office.desk.clock() + later)
    route_new(desk.db, desk.clock())
    deliver_due(sender(desk, office.tenant))
    redrawer(office.tenant)(desk)


def told(office, user=ADA):
    return json.dumps(office.slack.posts(f"D{user}"), ensure_ascii=False)


def becomes(office, what, user=ADA):
    office.slack.people[user] = what
    office.desk.people._seen.clear()


def rows(office, user=ADA):
    with office.desk.db.read() as session:
        statuses = set(outbox.status_counts(session, office.tenant))
        return statuses, [watch.paused for watch in watches.all_watches(session) if watch.channel == user]


def listed(office, *numbers, minutes=1):
    load_rows(office.desk.db, (*ROWS, *map(named, numbers)), DAY + timedelta(minutes=minutes))


def test_a_members_own_watch_is_told_with_what_the_team_says(office):
    add_watch(office.desk.db, office.tenant, ALL, ADA)
    listed(office, 1)
    deliver(office)
    assert SECRET in told(office)


@pytest.mark.parametrize("outside", OUTSIDERS)
def test_who_is_a_guest_by_then_is_told_nothing_and_the_watch_is_paused(office, outside):
    add_watch(office.desk.db, office.tenant, ALL, ADA)
    listed(office, 1)
    becomes(office, outside)
    deliver(office)
    assert office.slack.posts(f"D{ADA}") == []
    assert rows(office) == ({"moot"}, ["this person is no member of the team"])
    becomes(office, {})
    listed(office, 1, 2, minutes=2)
    deliver(office)
    assert office.slack.posts(f"D{ADA}") == []
    office.command("watch resume 1", "D1", user=ADA)
    listed(office, 1, 2, 3, minutes=3)
    deliver(office, timedelta(minutes=1))
    assert "PARTY 003" in told(office)


@pytest.mark.parametrize("method", ["users.info", "auth.test"])
def test_while_slack_does_not_say_who_somebody_is_their_message_waits(office, method):
    add_watch(office.desk.db, office.tenant, ALL, ADA)
    listed(office, 1)
    # Asked with its first question, Slack had said whose token this is.
    office.desk.people._seen.clear()
    office.desk.slack._own = None
    office.slack.fail(method, *[Refusal("fatal_error")] * 12)
    for minute in range(12):
        deliver(office, timedelta(minutes=minute, seconds=minute))
    assert office.slack.posts(f"D{ADA}") == []
    assert rows(office) == ({"due"}, [""])
    deliver(office, timedelta(minutes=14))
    assert SECRET in told(office)
    assert rows(office) == ({"sent"}, [""])


def test_a_guests_card_is_not_drawn_anew(office):
    add_watch(office.desk.db, office.tenant, ALL, ADA)
    listed(office, 1)
    deliver(office)
    before = told(office)
    office.command("note programme:IRAN giraffe", "C1", user=BOB)
    place = Place(office.tenant, ADA, _action(office))
    becomes(office, {"is_restricted": True})
    with office.desk.db.write() as session:
        work.owe_redraw(session, place, office.desk.clock())
    deliver(office)
    assert told(office) == before
    becomes(office, {})
    with office.desk.db.write() as session:
        work.owe_redraw(session, place, office.desk.clock())
    deliver(office)
    assert "giraffe" in told(office)


def _action(office):
    with office.desk.db.read() as session:
        (action,) = {event.action for event in events.recorded_after(session, 0)}
    return action


@pytest.mark.parametrize("is_guest", [True, False])
def test_a_digest_is_for_members(office, is_guest):
    number = add_watch(office.desk.db, office.tenant, ALL, ADA)
    with office.desk.db.write() as session:
        watches.set_telling(session, office.tenant, number, "daily", "never")
    office.command(f"line IRAN we say {SECRET} owner:<@{ADA}> review:2026-03-02", "C1", user=BOB)
    listed(office, 1)
    becomes(office, {"is_restricted": True} if is_guest else {})
    route_new(office.desk.db, office.desk.clock())
    later = replace(office.desk, clock=lambda: DAY + timedelta(days=4))
    assert digests.make_due(later) == 1
    deliver_due(sender(later, office.tenant))
    assert ("digest" in told(office)) is not is_guest
    assert rows(office)[0] == ({"moot"} if is_guest else {"sent"})


@pytest.mark.parametrize("is_guest", [True, False])
def test_a_notice_of_an_ended_decision_is_for_members(office, is_guest):
    listed(office, *range(10), minutes=0)
    office.desk.dataset.refresh()
    office.command(f'decide us-ofac-sdn:9001001 different "{SECRET}" about:"John Doe Lagos"', "C1", user=ADA)
    becomes(office, {"is_restricted": True} if is_guest else {})
    changed = [row.replace("09 Nov 1952", "10 Oct 1960") for row in (*ROWS, *map(named, range(10)))]
    load_rows(office.desk.db, tuple(changed), DAY + timedelta(minutes=1))
    deliver(office)
    assert ("open again" in told(office)) is not is_guest
    assert rows(office)[0] == ({"moot"} if is_guest else {"sent"})


@pytest.fixture
def closed(db, fake_slack):
    """An office whose private channel has a card, which is Bob's."""
    fake_slack.channels["C1"] = {"is_private": True, "name": "cabinet"}
    fake_slack.members["C1"] = [ADA, BOB, "U1"]
    made = alerted(db, fake_slack)
    made.mention(f"assign <@{BOB}> due:1d", "C1", thread=card(made)["ts"])
    yield made
    assert made.problems() == []


def leaves(office, user):
    office.slack.members["C1"].remove(user)
    office.desk.rooms._seen.clear()


@pytest.mark.parametrize("left", [True, False])
def test_who_left_the_private_channel_is_not_told_of_the_card_given_to_them_there(closed, left):
    if left:
        leaves(closed, BOB)
    deliver_due(sender(closed.desk, closed.tenant))
    assert ("assigned you a card" in told(closed, BOB)) is not left


def test_a_reminder_leaves_out_the_card_of_a_private_channel_that_its_owner_left(closed):
    deliver_due(sender(closed.desk, closed.tenant))
    add_watch(closed.desk.db, closed.tenant, ALL, "C2")
    closed.command("watches", "C2")
    listed(closed, 0, 7, minutes=2)
    deliver(closed)
    closed.mention(f"assign <@{BOB}> due:1d", "C2", thread=card(closed, "C2")["ts"])
    deliver(closed)
    before = len(closed.slack.posts(f"D{BOB}"))
    morning = replace(closed.desk, clock=lambda: DAY + timedelta(days=1, minutes=1))
    assert remind_due(morning, closed.tenant) == 1
    leaves(closed, BOB)
    deliver_due(sender(morning, closed.tenant))
    (reminder,) = closed.slack.posts(f"D{BOB}")[before:]
    assert "PARTY 007" in json.dumps(reminder)
    assert "PARTY 000" not in json.dumps(reminder)


@pytest.mark.parametrize("is_guest", [True, False])
def test_work_is_told_to_members(closed, is_guest):
    becomes(closed, {"is_restricted": True} if is_guest else {}, BOB)
    deliver_due(sender(closed.desk, closed.tenant))
    assert ("assigned you a card" in told(closed, BOB)) is not is_guest
