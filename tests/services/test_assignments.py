"""Cards given to people: who may have them, who is told, and the reminders of a team's morning, each once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.blocks.validate import validate_payload
from bot.core.assignments import DAY, reminder_action
from bot.core.work import Refused, Work
from bot.services import work
from bot.services.assignments import AssignProblem, assign, set_due
from bot.services.reminders import remind_due
from storage import channels, outbox
from storage import settings as settings_rows
from tests.owing import NOW, add_watch, by_name, describe, event
from tests.services.test_work import Team

ADA, BOB, CY = "U0ADA", "U0BOB", "U0CY"
TODAY = NOW.date()


@pytest.fixture
def team(db, fake_slack):
    made = Team(db, fake_slack)
    describe(db, made.tenant)
    add_watch(db, made.tenant, by_name("1"))
    made.tell(event("1"))
    return made


def words(team, user):
    """What stands in somebody's direct messages, message by message."""
    found = team.fake.posts(f"D{user}")
    for message in found:
        assert validate_payload("chat.postMessage", {"channel": "D", **message}) == []
    return [json.dumps(message.get("blocks"), ensure_ascii=False) for message in found]


def at(day, hour=8, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def test_an_assignee_is_told_once_and_who_assigns_is_not(team):
    done = assign(team.desk, team.place, BOB, TODAY + 3 * DAY, ADA)
    assert (done.owner, done.due, done.assigned_by) == (BOB, TODAY + 3 * DAY, ADA)
    assign(team.desk, team.place, BOB, TODAY + 3 * DAY, ADA)
    team.deliver()
    team.deliver()
    (told,) = words(team, BOB)
    assert f"<@{ADA}> assigned you a card" in told
    assert "Party 1 added" in told
    assert "5 Mar 2026" in told
    assert "<#C1>" in told
    assert f"archives/C1/p{team.fake.parents('C1')[0]['ts'].replace('.', '')}" in told
    assert words(team, ADA) == []
    team.redraw()
    assert f"Claimed by <@{BOB}>" in team.card()
    assert f"assigned by <@{ADA}> · due 5 Mar 2026" in team.card()


def test_nobody_is_told_of_their_own_act(team):
    assign(team.desk, team.place, ADA, TODAY, ADA)
    team.deliver()
    assert words(team, ADA) == []


def test_a_card_given_and_taken_back_before_the_message_goes_out_tells_nobody(team):
    assign(team.desk, team.place, BOB, None, ADA)
    work.undo(team.desk, team.place, BOB)
    team.deliver()
    assert words(team, BOB) == []


def test_a_guest_cannot_be_assigned_nor_one_of_whom_slack_does_not_say(team):
    team.fake.people[BOB] = {"is_restricted": True}
    refused = assign(team.desk, team.place, BOB, None, ADA)
    assert isinstance(refused, AssignProblem)
    assert "guest" in refused.text
    team.fake.refuses[""] = "user_not_found"
    assert "does not say" in assign(team.desk, team.place, CY, None, ADA).text
    assert team.work() == Work()
    team.deliver()
    assert words(team, BOB) == []


def test_who_may_not_work_on_cards_is_given_none(team):
    with team.db.write() as session:
        settings_rows.put_setting(session, team.tenant, "viewers", BOB, ADA, NOW)
    refused = assign(team.desk, team.place, BOB, None, ADA)
    assert isinstance(refused, AssignProblem)
    assert "Their role does not let them" in refused.text
    assert team.work() == Work()
    assert isinstance(assign(team.desk, team.place, CY, None, ADA), Work)


@pytest.mark.parametrize(
    ("members", "may"), [([ADA, BOB], True), ([ADA, CY, "U0DEE", "U0EVE", BOB], True), ([ADA], False), (None, False)]
)
def test_a_private_channels_card_goes_to_its_members_only(team, members, may):
    describe(team.db, team.tenant, private=True)
    if members is not None:
        team.fake.members["C1"] = members
    done = assign(team.desk, team.place, BOB, None, ADA)
    assert isinstance(done, Work) is may
    if not may:
        assert "not in this private channel" in done.text
        team.deliver()
        assert words(team, BOB) == []


def test_nobody_is_assigned_where_another_organisation_reads_along(team):
    describe(team.db, team.tenant, shared=True)
    for refused in (assign(team.desk, team.place, BOB, None, ADA), set_due(team.desk, team.place, TODAY, ADA)):
        assert "another organisation" in refused.text


def test_a_card_of_ones_own_is_not_given_away(team):
    assert "yours alone" in assign(team.desk, team.place._replace(channel=ADA), BOB, None, ADA).text


def test_of_two_that_assign_at_once_one_wins_and_the_other_is_told(team):
    start = threading.Barrier(6)

    def give(number):
        start.wait()
        return assign(team.desk, team.place, f"U0TO{number}", None, f"U0BY{number}")

    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(give, range(6)))
    (won,) = [each for each in done if isinstance(each, Work)]
    assert {each.work.owner for each in done if isinstance(each, Refused)} == {won.owner}
    team.deliver()
    told = [user for number in range(6) for user in [f"U0TO{number}"] if words(team, user)]
    assert told == [won.owner]


def test_reminders_come_in_the_morning_before_on_the_day_after_it_and_weekly(team):
    due = TODAY + 3 * DAY
    assign(team.desk, team.place, BOB, due, BOB)
    mornings = {}
    for ahead in range(20):
        for hour in (7, 8, 9, 15):
            team.now = at(TODAY + ahead * DAY, hour)
            if team.now > NOW and remind_due(team.desk, team.tenant):
                mornings[ahead] = hour
    assert mornings == {2: 8, 3: 8, 4: 8, 11: 8, 18: 8}
    team.deliver()
    told = words(team, BOB)
    # They were all sent on the last day here; each says what held on its own morning.
    assert ["due tomorrow" in each for each in told] == [True, False, False, False, False]
    assert ["due today" in each for each in told] == [False, True, False, False, False]
    assert ["overdue" in each for each in told] == [False, False, True, True, True]


def test_a_card_says_that_it_is_overdue_from_the_morning_after(team):
    assign(team.desk, team.place, BOB, TODAY + DAY, BOB)
    for ahead, says in ((0, False), (1, False), (2, True)):
        team.now = at(TODAY + ahead * DAY, 10)
        remind_due(team.desk, team.tenant)
        team.redraw()
        assert ("overdue" in team.card()) is says
    set_due(team.desk, team.place, TODAY + 9 * DAY, BOB)
    team.redraw()
    assert "overdue" not in team.card()
    assert "due 11 Mar 2026" in team.card()


def test_reminders_are_owed_once_by_many_processes_and_over_restarts(team):
    assign(team.desk, team.place, BOB, TODAY + DAY, BOB)
    team.now = at(TODAY + DAY)
    start = threading.Barrier(5)

    def remind(_):
        start.wait()
        return remind_due(replace(team.desk), team.tenant)

    with ThreadPoolExecutor(5) as pool:
        assert sum(pool.map(remind, range(5))) == 1
    assert remind_due(team.desk, team.tenant) == 0
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: team.deliver(), range(3)))
    assert len(words(team, BOB)) == 1


def test_a_morning_that_was_missed_is_made_up_for_once(team):
    assign(team.desk, team.place, BOB, TODAY + DAY, BOB)
    team.now = at(TODAY + 4 * DAY, 11)
    assert remind_due(team.desk, team.tenant) == 1
    team.deliver()
    assert "overdue* since 3 Mar 2026" in words(team, BOB)[0]
    assert "archives/C1/p" in words(team, BOB)[0]


def test_several_cards_of_one_owner_are_one_message_and_done_ones_are_not_in_it(team):
    for number in (2, 3):
        add_watch(team.db, team.tenant, by_name(str(number)))
        team.tell(event(str(number), action=f"a-{number}"))
    places = [team.place._replace(action=f"a-{number}") for number in (1, 2, 3)]
    for place in places:
        assign(team.desk, place, BOB, TODAY + DAY, ADA)
    team.deliver()
    given = len(words(team, BOB))
    assert given == 3
    team.now = at(TODAY + DAY)
    work.do(team.desk, places[0], "done", BOB)
    assert remind_due(team.desk, team.tenant) == 1
    work.do(team.desk, places[1], "done", BOB)  # between the row and its message
    team.deliver()
    (told,) = words(team, BOB)[given:]
    assert ["Party 1" in told, "Party 2" in told, "Party 3" in told] == [False, False, True]
    team.now = at(TODAY + 2 * DAY)
    work.do(team.desk, places[2], "done", BOB)
    assert remind_due(team.desk, team.tenant) == 0


def test_what_is_given_after_the_mornings_hour_waits_for_the_next(team):
    team.now = at(TODAY, 8, 30)
    assign(team.desk, team.place, BOB, TODAY, BOB)
    team.now = at(TODAY, 9)
    assert remind_due(team.desk, team.tenant) == 0
    team.now = at(TODAY + DAY)
    assert remind_due(team.desk, team.tenant) == 1


def test_the_morning_is_the_teams(team):
    with team.db.write() as session:
        settings_rows.put_setting(session, team.tenant, "timezone", "Asia/Tokyo", ADA, NOW)
    assign(team.desk, team.place, BOB, date(2026, 3, 5), BOB)
    team.now = datetime(2026, 3, 3, 22, 59, tzinfo=UTC)
    assert remind_due(team.desk, team.tenant) == 0
    team.now = datetime(2026, 3, 3, 23, tzinfo=UTC)  # 08:00 on the fourth
    assert remind_due(team.desk, team.tenant) == 1
    with team.db.read() as session:
        row = outbox.card_at(session, team.place._replace(channel=BOB, action=reminder_action(date(2026, 3, 4))))
    assert row is not None


def test_who_left_the_private_channel_or_the_team_is_not_reminded_of_its_card(team):
    assign(team.desk, team.place, BOB, TODAY + DAY, BOB)
    with team.db.write() as session:
        channels.restrict_channel(session, team.tenant, "C1", private=True)
    team.now = at(TODAY + DAY)
    assert remind_due(team.desk, team.tenant) == 0
    team.now += DAY
    team.fake.members["C1"] = [BOB]
    assert remind_due(team.desk, team.tenant) == 1
    team.now += 7 * DAY
    team.fake.people[BOB] = {"deleted": True}
    assert remind_due(team.desk, team.tenant) == 0


def test_an_emoji_on_the_message_itself_claims_nothing(team):
    assign(team.desk, team.place, BOB, None, ADA)
    team.deliver()
    ts = team.fake.posts(f"D{BOB}")[0]["ts"]
    assert work.place_at(team.desk, team.tenant, f"D{BOB}", ts, BOB) is None
    assert work.place_at(team.desk, team.tenant, "C1", team.fake.parents("C1")[0]["ts"], BOB) == team.place
