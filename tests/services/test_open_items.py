"""What is open, and for whom: private channels stay closed, and each surface counts alike."""

from datetime import timedelta

import pytest

from bot.core.assignments import DAY, ItemsAsked
from bot.core.audience import Audience
from bot.core.decisions import DecisionAsked
from bot.core.delta import Op
from bot.core.entities import Ref
from bot.core.listings import Statement
from bot.core.screening import Query
from bot.services import work
from bot.services.assignments import assign
from bot.services.decisions import decide, end_decision
from bot.services.open_items import items_in, list_items
from bot.services.reopening import reopen_changed
from storage import lines as line_rows
from tests.owing import NOW, SDN, add_watch, by_name, describe, event, listing, load
from tests.services.test_work import Team

ADA, BOB, CY = "U0ADA", "U0BOB", "U0CY"
TODAY = NOW.date()
MINE, ALL = ItemsAsked("mine"), ItemsAsked("all")


@pytest.fixture
def team(db, fake_slack):
    """Cards in the open C1 and the private G1 and C2, of which ADA is in C2."""
    made = Team(db, fake_slack)
    describe(db, made.tenant, "C1")
    describe(db, made.tenant, "C2", private=True)
    describe(db, made.tenant, "C3", private=True)
    made.fake.members |= {"C2": [ADA, BOB], "C3": [BOB]}
    load(db, listing("1"), listing("2"))
    for channel in ("C1", "C2", "C3"):
        add_watch(db, made.tenant, by_name("1"), channel)
    made.tell(event("1"))
    made.desk.dataset.refresh()
    return made


def here(team, surface="ephemeral", channel="C1", user=ADA):
    private = channel in ("C2", "C3") or channel.startswith("D")
    return Audience(team.tenant, surface, "" if surface == "home" else channel, private, user=user)


def listed(team, audience, asked=MINE):
    return list_items(team.desk, audience, asked, team.now, 10)


def where(found):
    return sorted(item.channel for item in found.items)


def hold(team, channel, user=ADA, due=None):
    place = team.place._replace(channel=channel)
    assert work.do(team.desk, place, "claim", user)
    if due:
        assign(team.desk, place, user, due, user)


def test_cards_come_with_their_words_owner_and_day_overdue_first(team):
    add_watch(team.db, team.tenant, by_name("2"), "C1")
    team.tell(event("2", action="a-2"))
    hold(team, "C1", BOB)
    assign(team.desk, team.place._replace(action="a-2"), ADA, TODAY + DAY, BOB)
    team.now += 3 * DAY
    found = listed(team, here(team), ALL)
    told = [(item.title, item.owner, item.assigned_by, item.is_overdue(found.today)) for item in found.items]
    assert told == [("US: Party 2 added", ADA, BOB, True), ("US: Party 1 added", BOB, "", False)]
    assert (found.total, found.tally.cards, found.tally.overdue) == (2, 2, 1)
    assert all(item.ts for item in found.items)


def test_cards_that_nobody_took_are_listed_for_a_month(team):
    found = listed(team, here(team), ItemsAsked("channel", "C1"))
    assert [(item.channel, item.owner, item.status) for item in found.items] == [("C1", "", "new")]
    assert listed(team, here(team)).total == 0, "nobody's is not mine"
    team.now += 31 * DAY
    assert listed(team, here(team), ALL).total == 0


def test_done_and_irrelevant_cards_are_not_open(team):
    for what in ("done", "irrelevant"):
        work.do(team.desk, team.place, what, ADA)
        assert listed(team, here(team), ALL).total == 0
        work.undo(team.desk, team.place, ADA)
    assert listed(team, here(team), ALL).total == 1


@pytest.mark.parametrize(
    ("surface", "channel", "user", "seen"),
    [
        ("ephemeral", "C1", ADA, ["C1"]),
        ("channel", "C1", ADA, ["C1"]),
        ("ephemeral", "C2", ADA, ["C1", "C2"]),
        ("channel", "C3", BOB, ["C1", "C3"]),
        ("dm", "D7", ADA, ["C1", "C2"]),
        ("ephemeral", "D7", ADA, ["C1", "C2"]),
        ("home", "", ADA, ["C1", "C2"]),
        ("home", "", BOB, ["C1", "C2", "C3"]),
        ("home", "", CY, ["C1"]),
        ("cli", "", "", ["C1"]),
        ("cli", "C3", "", ["C1", "C3"]),
    ],
)
def test_what_is_of_a_private_channel_shows_there_or_to_a_member_alone(team, surface, channel, user, seen):
    for channel_ in ("C1", "C2", "C3"):
        hold(team, channel_, BOB)
    found = listed(team, here(team, surface, channel, user), ALL)
    assert where(found) == seen
    assert found.total == found.tally.cards == len(seen), "nor in any count"


def test_what_slack_does_not_say_counts_as_no_member(team):
    hold(team, "C2")
    team.fake.members.pop("C2")
    assert listed(team, here(team, "home")).total == 0
    team.now += timedelta(minutes=3)
    team.fake.members["C2"] = [ADA]
    assert listed(team, here(team, "home")).total == 1


def test_who_leaves_a_private_channel_sees_its_items_no_more(team):
    hold(team, "C2")
    assert listed(team, here(team, "home")).total == 1
    team.fake.members["C2"] = [BOB]
    team.now += timedelta(minutes=3)
    assert listed(team, here(team, "home")).total == 0


@pytest.mark.parametrize("reader", [{"externally_shared": True}, {"guest": True}])
def test_outsiders_see_nothing(team, reader):
    hold(team, "C1")
    audience = Audience(team.tenant, "channel", "C1", user=ADA, **reader)
    assert listed(team, audience, ALL).items == ()
    assert items_in_digest(team, audience) == []


def items_in_digest(team, audience, asked=ALL):
    with team.db.read() as session:
        return list(items_in(session, audience, asked, team.now, "UTC"))


def test_a_digest_which_cannot_ask_slack_leaves_private_channels_out(team):
    for channel in ("C1", "C2"):
        hold(team, channel)
    assert [item.channel for item in items_in_digest(team, here(team, "dm", ADA), MINE)] == ["C1"]
    there = Audience(team.tenant, "channel", "C2", private=True)
    assert [item.channel for item in items_in_digest(team, there, ItemsAsked("channel", "C2"))] == ["C2"]


def assess(team, author=ADA, channel="C1", about="Party One", visibility="", until=None):
    asked = DecisionAsked(Ref(source=SDN, ref="1"), "different", "another number", Query(about), until)
    audience = here(team, "ephemeral", channel, author)
    done = decide(team.desk, audience, asked, author, f"click {channel} {author} {about}", team.now, visibility)
    return done.assessment


def reopen(team):
    born = Statement("birth_date", "1961-03-04")
    with team.db.write() as session:
        return reopen_changed(session, [event("1", Op.MOD, gained=(born,))], team.now)


def kinds(found):
    return [(item.kind, item.number) for item in found.items]


def test_an_assessment_that_is_open_again_waits_until_it_is_made_anew_or_let_rest(team):
    first, second = assess(team), assess(team, about="Party Uno")
    assert listed(team, here(team)).total == 0
    assert reopen(team) == 2
    found = listed(team, here(team))
    assert sorted(kinds(found)) == [("reopened", first.id), ("reopened", second.id)]
    assert {item.title for item in found.items} == {"Party 1"}
    assert all("date of birth 1961-03-04" in item.detail for item in found.items)
    assert found.tally.reopened == 2
    team.now += DAY
    again = DecisionAsked(Ref(source=SDN, ref="1"), "different", "still", Query("Party One"))
    decide(team.desk, here(team), again, BOB, "click 9", team.now)
    assert kinds(listed(team, here(team))) == [("reopened", second.id)]
    assert end_decision(team.db, here(team), second.id, ADA, team.now)
    assert listed(team, here(team)).total == 0
    assert end_decision(team.db, here(team), second.id, ADA, team.now) is None


def test_of_a_private_channel_it_waits_for_its_author_alone_and_while_a_member(team):
    made = assess(team, channel="C2", visibility="channel")
    reopen(team)
    assert kinds(listed(team, here(team))) == []
    assert kinds(listed(team, here(team, "ephemeral", "C2"))) == [("reopened", made.id)]
    assert kinds(listed(team, here(team, "home"))) == [("reopened", made.id)]
    assert kinds(listed(team, here(team, "home", user=BOB), ItemsAsked("person", ADA))) == []
    team.fake.members["C2"] = [BOB]
    team.now += timedelta(minutes=3)
    assert kinds(listed(team, here(team, "home"))) == []


def test_a_private_assessment_is_told_to_its_author_alone(team):
    made = assess(team, visibility="private")
    reopen(team)
    assert kinds(listed(team, here(team, "home"))) == [("reopened", made.id)]
    for audience in (here(team, "channel"), here(team, "home", user=BOB), here(team, user=BOB)):
        assert kinds(listed(team, audience, ItemsAsked("person", ADA))) == []


def test_an_assessment_is_told_a_week_before_it_ends(team):
    made = assess(team, until=TODAY + 20 * DAY)
    team.now += 12 * DAY
    assert listed(team, here(team)).total == 0
    team.now += 2 * DAY
    found = listed(team, here(team))
    assert (kinds(found), found.tally.ending) == ([("expiring", made.id)], 1)
    assert not found.items[0].is_overdue(found.today)


def test_a_line_past_its_review_waits_for_its_owner(team):
    with team.db.write() as session:
        for code, owner, ahead in (("IRAN", ADA, -3), ("SDGT", BOB, -1), ("CUBA", ADA, 0)):
            review = TODAY + ahead * DAY
            line_rows.set_line(session, team.tenant, "programme", code, "text", owner, TODAY, review, owner, NOW)
    found = listed(team, here(team))
    assert [(item.kind, item.detail) for item in found.items] == [("line", "IRAN")]
    assert [item.detail for item in listed(team, here(team), ALL).items if item.kind == "line"] == ["IRAN", "SDGT"]
    assert listed(team, here(team), ItemsAsked("channel", "C1")).tally.lines == 0


def test_only_the_first_are_put_into_words_and_all_are_counted(team):
    hold(team, "C1")
    assess(team)
    reopen(team)
    found = list_items(team.desk, here(team), MINE, team.now, 1)
    assert (len(found.items), found.total) == (1, 2)
