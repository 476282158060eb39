"""Decisions: what they do to later answers, for whom they count, and what ends them."""

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.blocks.check import render
from bot.core.audience import Audience
from bot.core.contract import answer_json
from bot.core.dates import PartialDate
from bot.core.decisions import DecisionAsked
from bot.core.entities import Ref
from bot.core.listings import EntityType
from bot.core.screening import Query, Status
from bot.services import decisions, reopening
from bot.services.routing import route_new
from bot.services.screening import check
from storage import decisions as stored
from storage import outbox
from storage.channel_ids import follow
from storage.channels import Channel, forget_description, restrict_channel, upsert_channel
from storage.memory_rows import DecisionRow
from tests.core.parties import party
from tests.handlers.office import DAY, make_office
from tests.owing import make_tenant
from tests.plain import deliver, listing_file, plain_source

SDN, UN = plain_source("us-ofac-sdn"), plain_source("un-sc")
DOE = party("DOE, John Adam", "1", born="1952-11-09", country="Finland")
BANK = party("EXAMPLE BANK", "2", EntityType.ORGANIZATION)
OTHERS = [party(f"FILLER {number} LLC", f"9{number:03}", EntityType.ORGANIZATION) for number in range(12)]
"""Enough for a change of one or two entries to be no suspicious one."""
ASKED = Query("John Adam Doe")
MONDAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=3)


class Team:
    """A desk with two listed parties, and a team of whom C1 is open and C7 private."""

    def __init__(self, db, slack):
        self.desk = make_office(db, slack, rows=()).desk
        self.db = db
        self.tenant = make_tenant(db)
        deliver(db, SDN, listing_file([DOE, BANK, *OTHERS]), MONDAY)
        with db.write() as session:
            upsert_channel(session, Channel(self.tenant, "C1", "desk", False, False), DAY)
            upsert_channel(session, Channel(self.tenant, "C2", "other", False, False), DAY)
            upsert_channel(session, Channel(self.tenant, "C7", "cabinet", True, False), DAY)

    def audience(self, channel="C1", user="U1", surface="ephemeral", **more):
        return Audience(self.tenant, surface, channel, user=user, private=channel.startswith(("C7", "D")), **more)

    def decide(self, verdict="different", about=ASKED, channel="C1", user="U1", submission="", **more):
        visibility, ref = more.pop("visibility", ""), more.pop("ref", "us-ofac-sdn:1")
        asked = DecisionAsked(Ref(*("", *ref.split(":"))), verdict, "other date of birth", about, **more)
        named = submission or f"{user}-{verdict}-{about}-{more}-{channel}-{ref}"
        return decisions.decide(self.desk, self.audience(channel, user), asked, user, named, DAY, visibility)

    def check(self, query=ASKED, **where):
        return check(self.desk, query, self.audience(**where), LATER)

    def notices(self):
        with self.db.read() as session:
            numbers = session.exec(stored.select(DecisionRow.id)).all()
            places = [outbox.Place(self.tenant, user, f"decision:{n}") for n in numbers for user in ("U1", "U2")]
            return [place.channel for place in places if outbox.card_at(session, place)]


@pytest.fixture
def team(db, fake_slack):
    return Team(db, fake_slack)


def test_a_different_party_is_left_out_for_that_subject_only(team):
    assert team.check().status is Status.LISTED
    made = team.decide()
    assert isinstance(made, decisions.Kept), made
    answer = team.check()
    assert (answer.status, answer.matches) == (Status.NOT_FOUND, ())
    assert [each.assessment.id for each in answer.dismissed] == [made.assessment.id]
    assert team.check(Query("DOE John Adam")).dismissed
    for other in (Query("John Adam Doe", born=PartialDate("1952")), Query("John Adam Doe", country="FI")):
        assert team.check(other).status is Status.LISTED
    assert team.check(Query("us-ofac-sdn:1", scheme="ref")).status is Status.LISTED


def test_an_answer_with_a_hidden_hit_says_so_and_never_that_nobody_is_listed(team):
    team.decide()
    told = str(render(team.check(), team.audience()).payload())
    assert "1 hit hidden: assessed as a different party by U1, 1 Mar 2026" in told
    assert "not listed" not in told.casefold()
    assert "not a clearance" in told.casefold()
    (hidden,) = answer_json(team.check())["dismissed"]
    assert (hidden["caption"], hidden["verdict"], hidden["author"]) == ("DOE, John Adam", "different", "U1")


def test_the_status_follows_what_is_left(team):
    deliver(
        team.db,
        SDN,
        listing_file([DOE, BANK, *OTHERS, party("DOE, John Adam", "3", born="1970-01-01")]),
        date(2026, 3, 3),
    )
    assert team.check().status is Status.AMBIGUOUS
    team.decide()
    answer = team.check()
    assert answer.status is Status.LISTED
    assert [item.listing.ref for item in answer.matches[0].listings] == ["3"]


def test_other_verdicts_are_shown_and_hide_nothing(team):
    team.decide("same")
    team.decide("watching", about=None)
    answer = team.check()
    assert answer.status is Status.LISTED
    told = str(render(answer, team.audience()).payload())
    assert "*same party* (our assessment, U1" in told
    assert "*watching* (our assessment, U1" in told
    assert "true match" not in told.casefold()
    about_all = team.check(Query("Doe John Adam", born=PartialDate("1952"))).assessments
    assert [[each.verdict for each in found] for found in about_all.values()] == [["watching"]]


def test_the_facts_relied_on_are_kept(team):
    team.decide()
    with team.db.read() as session:
        (row,) = session.exec(stored.select(DecisionRow)).all()
    assert row.facts["asked"] == "John Adam Doe"
    assert row.facts["matched"] == "DOE, John Adam"
    (one,) = row.facts["listings"]
    assert (one["source"], one["ref"], one["state"]) == ("us-ofac-sdn", "1", "listed")
    assert len(one["hash"]) == 32
    assert ["birth_date", "1952-11-09"] in one["says"]
    assert not any(name in ("nationality", "programme") for name, _ in one["says"])


@pytest.mark.parametrize(
    ("where", "hides"),
    [
        ({}, True),
        ({"channel": "C2", "user": "U2"}, True),
        ({"channel": "C7"}, True),
        ({"guest": True}, False),
        ({"externally_shared": True}, False),
        ({"surface": "cli", "channel": "", "user": ""}, True),
    ],
)
def test_a_teams_decision_counts_for_the_team(team, where, hides):
    team.decide()
    assert bool(team.check(**where).dismissed) == hides


@pytest.mark.parametrize(
    "where",
    [{}, {"channel": "C2"}, {"user": "U2"}, {"surface": "home", "channel": ""}, {"surface": "cli", "channel": ""}],
)
def test_what_is_decided_in_a_private_channel_counts_there_only(team, where):
    team.decide(channel="C7")
    assert team.check(channel="C7").dismissed
    answer = team.check(**where)
    assert (answer.dismissed, answer.assessments, answer.status) == ((), {}, Status.LISTED)
    assert "hidden" not in str(render(answer, team.audience()).payload())


def test_a_private_decision_is_its_authors_and_never_shown_aloud(team):
    team.decide(visibility="private")
    assert team.check().dismissed
    assert not team.check(user="U2").dismissed
    assert not team.check(surface="channel").dismissed


def test_of_two_decisions_one_stands_until_it_is_replaced_by_name(team):
    first = team.decide("same").assessment
    refused = team.decide("different", user="U2")
    assert isinstance(refused, decisions.Stands)
    assert refused.assessment.id == first.id
    assert isinstance(team.decide("different", user="U2", replaces=first.id), decisions.Kept)
    assert isinstance(team.decide("watching", user="U1", replaces=first.id), decisions.Stands)
    assert team.check().dismissed
    assert team.notices() == []


def test_ones_own_decision_gives_way_and_a_double_click_is_one(team):
    first = team.decide("same")
    assert team.decide("same") == first
    assert isinstance(team.decide("different"), decisions.Kept)
    assert team.check().dismissed


def test_two_at_once_one_stands_and_the_second_is_told(team):
    team.check()
    done, barrier = [], threading.Barrier(4)

    def decide(user):
        barrier.wait()
        done.append(team.decide(user=user, submission=f"view-{user}"))

    threads = [threading.Thread(target=decide, args=(f"U{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [each for each in done if isinstance(each, decisions.Kept)]
    assert len(kept) == 1
    assert [each.assessment for each in done if isinstance(each, decisions.Stands)] == [kept[0].assessment] * 3


def test_two_that_replace_the_same_at_once_leave_one(team):
    first = team.decide("same", user="U9").assessment
    done, barrier = [], threading.Barrier(2)

    def decide(user):
        barrier.wait()
        done.append(team.decide("watching", user=user, submission=f"view-{user}", replaces=first.id))

    threads = [threading.Thread(target=decide, args=(f"U{number}",)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(each).__name__ for each in done) == ["Kept", "Stands"]


def test_a_withdrawn_decision_counts_no_more(team):
    number = team.decide().assessment.id
    assert decisions.end_decision(team.db, team.audience(guest=True), number, "U8", LATER) is None
    assert decisions.end_decision(team.db, team.audience(), number, "U1", LATER).id == number
    assert decisions.end_decision(team.db, team.audience(), number, "U1", LATER) is None
    answer = team.check()
    assert (answer.status, answer.assessments) == (Status.LISTED, {})


def test_a_decision_of_a_private_channel_is_ended_there_only(team):
    number = team.decide(channel="C7").assessment.id
    assert decisions.end_decision(team.db, team.audience(), number, "U1", LATER) is None
    assert decisions.end_decision(team.db, team.audience("C7"), number, "U2", LATER)


def test_an_expired_decision_ends_visibly_and_its_author_is_told_once(team):
    team.decide(until=date(2026, 3, 2))
    answer = team.check()
    assert (answer.status, answer.dismissed) == (Status.LISTED, ())
    assert [reopening.end_expired(team.db, team.tenant, LATER) for _ in range(2)] == [1, 0]
    told = str(render(team.check(), team.audience()).payload())
    assert "open again, 4 Mar 2026: its time is over" in told
    assert team.notices() == ["U1"]
    assert isinstance(team.decide("same", user="U2"), decisions.Kept)
    assert "open again" not in str(render(team.check(), team.audience()).payload())


def change(team, *listings, day=3, source=SDN):
    more = [replace(item, source=source.id) for item in OTHERS]
    done = deliver(team.db, source, listing_file([*listings, *more]), date(2026, 3, day))
    assert done.outcome == "refreshed", done
    route_new(team.db, datetime.combine(date(2026, 3, day), DAY.timetz()))


def test_a_changed_fact_opens_a_decision_and_an_unrelated_amendment_does_not(team):
    team.decide()
    team.decide(about=Query("Example Bank Lagos"), ref="us-ofac-sdn:2", user="U2")
    amended = party("DOE, John Adam", "1", born="1952-11-09", country="Sweden", linked="SOMEBODY")
    change(team, amended, BANK)
    assert team.check().dismissed
    change(team, party("DOE, John Adam", "1", born="1953-11-09", country="Sweden"), BANK, day=4)
    answer = team.check()
    assert (answer.status, answer.dismissed) == (Status.LISTED, ())
    (told,) = next(iter(answer.assessments.values()))
    assert told.ended == "reopened"
    assert "1953-11-09" in told.ended_why
    assert team.check(Query("Example Bank Lagos")).assessments.values()
    assert team.notices() == ["U1"]
    change(team, party("DOE, John Adam", "1", born="1954-11-09"), BANK, day=5)
    assert team.notices() == ["U1"]


def test_a_removal_opens_a_decision_once_it_is_confirmed(team):
    team.decide()
    change(team, BANK)
    assert team.check().dismissed
    change(team, BANK, party("OTHER", "5"), day=4)
    (told,) = next(iter(team.check().assessments.values()))
    assert "no longer on its list" in told.ended_why


def test_two_parties_found_to_be_one_open_the_decisions_on_both(team):
    change(team, party("DOE, Johnny", "QDi.1", source="un-sc", born="1952-11-09"), day=2, source=UN)
    team.desk.dataset.refresh()
    other = Query("Johnny Doe")
    assert isinstance(team.decide(about=other, ref="un-sc:QDi.1"), decisions.Kept)
    assert isinstance(team.decide(user="U2"), decisions.Kept)
    change(
        team, party("DOE, Johnny", "QDi.1", source="un-sc", born="1952-11-09", aliases=("x",), un="QDi.1"), source=UN
    )
    assert team.notices() == ["U1"]
    linked = party("DOE, John Adam", "1", born="1952-11-09", country="Finland", un="QDi.1")
    team.decide(about=other, ref="un-sc:QDi.1", submission="again")
    change(team, linked, BANK, day=4)
    with team.db.read() as session:
        ended = session.exec(stored.select(DecisionRow.ended).order_by(DecisionRow.id)).all()
    assert list(ended) == ["reopened"] * 3


def test_an_entry_of_another_list_opens_a_decision_only_for_what_it_adds(team):
    known = party("DOE, John Adam", "1", born="1952-11-09", country="Finland", ids=(("passport", "A1234567"),))
    change(team, known, BANK)
    team.decide()
    change(team, party("OTHER", "QDi.9", source="un-sc"), source=UN)
    same = party("DOE, John Adam", "QDi.1", source="un-sc", born="1952-11-09")
    change(team, same, source=UN, day=4)
    assert {
        s.listing.source for m in [*team.check(Query("us-ofac-sdn:1", scheme="ref")).matches] for s in m.listings
    } == {
        "us-ofac-sdn",
        "un-sc",
    }
    assert team.check().dismissed
    more = party("DOE, John Adam", "QDi.1", source="un-sc", born="1952-11-09", aliases=("Abu Adam",))
    change(team, more, source=UN, day=5)
    # An entry that the decision does not rest on may change as it likes.
    assert team.check().dismissed


@pytest.mark.parametrize(
    ("where", "more", "named"),
    [
        ({"externally_shared": True}, {}, "shared with another organisation"),
        ({"guest": True}, {}, "members of this team"),
        ({}, {"visibility": "world"}, "Visibility"),
        ({"channel": "C7"}, {"visibility": "team"}, "private channel"),
        ({"channel": ""}, {}, "channel"),
    ],
)
def test_what_cannot_be_decided_is_said(team, where, more, named):
    asked = DecisionAsked(Ref("", "us-ofac-sdn", "1"), "different", "r", ASKED)
    done = decisions.decide(team.desk, team.audience(**where), asked, "U1", "s", DAY, more.get("visibility", ""))
    assert isinstance(done, decisions.DecisionProblem)
    assert named in done.text


def test_an_unknown_entry_cannot_be_decided_on(team):
    assert isinstance(team.decide(ref="us-ofac-sdn:99"), decisions.DecisionProblem)


def convert(team, channel="C1"):
    with team.db.write() as session:
        restrict_channel(session, team.tenant, channel, private=True)


def described(team, channel="C1"):
    with team.db.write() as session:
        upsert_channel(session, Channel(team.tenant, channel, "desk", True, False), LATER)


def undescribed(team, channel="C1"):
    with team.db.write() as session:
        forget_description(session, team.tenant, channel)


def renumbered(team, channel="C1"):
    with team.db.write() as session:
        assert follow(session, team.tenant, channel, "C9", LATER)


def at_rest(team):
    with team.db.read() as session:
        rows = session.exec(stored.select(DecisionRow).order_by(DecisionRow.id)).all()
        return [(row.visibility, row.scope, row.ended) for row in rows]


@pytest.mark.parametrize("turn", [convert, described, undescribed, renumbered])
def test_what_was_decided_where_it_is_private_now_is_neither_told_nor_replaced_elsewhere(team, turn):
    before = team.decide("different").assessment
    turn(team)
    (only,) = at_rest(team)
    here = "C9" if turn is renumbered else "C1"
    assert only == ("channel", here, "")
    assert [each.assessment.id for each in team.check(channel=here).dismissed] == [before.id]
    assert team.check(channel="C2", user="U2").dismissed == ()
    made = team.decide("same", channel="C2", user="U2", replaces=before.id)
    assert isinstance(made, decisions.Kept)
    assert at_rest(team) == [only, ("team", "", "")]


@pytest.mark.parametrize("first", ["team", "channel"])
def test_of_two_that_now_count_in_the_same_channel_the_later_stands(team, first):
    second = "channel" if first == "team" else "team"
    for visibility in (first, second):
        assert isinstance(team.decide(visibility=visibility, submission=visibility), decisions.Kept)
    convert(team)
    assert at_rest(team) == [("channel", "C1", "replaced"), ("channel", "C1", "")]
    convert(team)
    assert at_rest(team) == [("channel", "C1", "replaced"), ("channel", "C1", "")]


def test_a_decision_that_may_not_be_shown_is_not_replaced_by_its_number_nor_told(team):
    before = team.decide("different").assessment
    with team.db.write() as session:  # as where Slack was never asked of a channel
        session.execute(stored.update(DecisionRow).values(channel="C5"))
    for replaces in (0, before.id):
        done = team.decide("same", channel="C2", user="U2", replaces=replaces)
        assert isinstance(done, decisions.DecisionProblem)
        assert "not shown here" in done.text
        assert "different" not in done.text
    assert at_rest(team) == [("team", "", "")]
    assert isinstance(team.decide("same", channel="C2", user="U2", visibility="channel"), decisions.Kept)


def test_ones_own_decision_gives_way_wherever_it_was_made(team):
    team.decide("different", visibility="private")
    convert(team)
    made = team.decide("same", channel="C2", visibility="private")
    assert isinstance(made, decisions.Kept)
    assert at_rest(team) == [("private", "U1", "replaced"), ("private", "U1", "")]
