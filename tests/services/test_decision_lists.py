"""Decisions listed, in pages and by their end; and what a party that is split makes of those on it."""

from datetime import timedelta

import pytest

from bot.core.decision_lists import DecisionsAsked
from bot.core.screening import Query
from bot.services import reopening
from bot.services.decision_lists import list_decisions
from bot.services.linking import Links
from storage import decision_lists, entities, open_items
from tests.core.parties import party
from tests.handlers.office import DAY
from tests.services.test_decisions import BANK, DOE, LATER, MONDAY, UN, Team, change


@pytest.fixture
def team(db, fake_slack):
    return Team(db, fake_slack)


def linked(team):
    """Two entries of one party, as one names the other's reference; the desk knows them."""
    change(team, party("DOE, John Adam", "1", born="1952-11-09", country="Finland", un="QDi.1"), BANK)
    change(team, party("DOE, Johnny", "QDi.1", source="un-sc", born="1952-11-09"), source=UN)
    team.desk.dataset.refresh()
    with team.db.read() as session:
        entities_ = {entities.present_id(session, "", *key.split(":")) for key in ("us-ofac-sdn:1", "un-sc:QDi.1")}
    assert len(entities_) == 1
    return entities_.pop()


def test_a_party_that_is_split_opens_its_decisions_and_they_follow_the_entry_they_were_made_on(team):
    whole = linked(team)
    on_sdn, on_un = team.decide(), team.decide(about=Query("Johnny Doe"), ref="un-sc:QDi.1", user="U2")
    elsewhere = team.decide(about=Query("Example Bank Lagos"), ref="us-ofac-sdn:2")
    assert {on_sdn.assessment.entity, on_un.assessment.entity} == {whole}
    change(team, DOE, BANK, day=5)
    with team.db.read() as session:
        apart = entities.present_id(session, whole, "un-sc", "QDi.1")
        stays = entities.present_id(session, whole, "us-ofac-sdn", "1")
        found = open_items.open_again(session, team.tenant)
        standing = decision_lists.list_decisions(
            session, team.audience(), LATER, 9, entities=[elsewhere.assessment.entity]
        )
    assert apart != stays
    assert sorted(each.assessment.id for each in found) == [on_sdn.assessment.id, on_un.assessment.id]
    assert [each.assessment.ended for each in standing] == [""]
    assert sorted(team.notices()) == ["U1", "U2"]
    team.desk.dataset.refresh()
    told = list_decisions(team.desk, team.audience(), DecisionsAsked(), LATER, 9).decisions
    named = {each.id: (caption, ref) for each, caption, ref in told}
    assert named[on_sdn.assessment.id] == ("DOE, John Adam", "us-ofac-sdn:1")
    assert named[on_un.assessment.id] == ("DOE, Johnny", "un-sc:QDi.1")


def test_a_split_alone_opens_what_rests_on_the_entry_that_left(team):
    linked(team)
    team.decide()
    team.decide(about=Query("Example Bank Lagos"), ref="us-ofac-sdn:2", user="U2")
    apart = Links({}, {("un-sc", "QDi.1"): ("e-apart", "")}, ())
    with team.db.write() as session:
        assert reopening.reopen_relinked(session, apart, LATER) == 1
    (told,) = next(iter(team.check().assessments.values()))
    assert told.ended_why == "un-sc:QDi.1 was found to be another party"
    assert team.notices() == ["U1"]


def many(team, number, **more):
    made = [team.decide(about=Query(f"Somebody Else {n}"), submission=f"s{n}", **more) for n in range(number)]
    return [each.assessment.id for each in made]


def test_a_long_list_is_read_in_pages_and_none_is_missed(team, monkeypatch):
    monkeypatch.setattr(decision_lists, "CHUNK", 3)
    ids = many(team, 8)
    hidden = many(team, 5, channel="C7", visibility="channel")

    def numbers(most, **more):
        with team.db.read() as session:
            found = decision_lists.list_decisions(session, team.audience(), LATER, most, **more)
        return [each.assessment.id for each in found]

    assert numbers(99) == ids[::-1]
    assert numbers(4) == ids[:3:-1]
    assert numbers(99, until=LATER + timedelta(days=999)) == ids, "the next to end first; of equals the oldest"
    assert numbers(99, until=LATER) == []
    assert not set(numbers(99)) & set(hidden)


def test_an_expired_decision_is_no_standing_one_in_a_list(team):
    made = team.decide(until=MONDAY + timedelta(days=2))
    with team.db.read() as session:
        audience = team.audience()
        before = decision_lists.list_decisions(session, audience, DAY, 9)
        after = decision_lists.list_decisions(session, audience, DAY + timedelta(days=9), 9)
    assert [each.assessment.id for each in before] == [made.assessment.id]
    assert after == [], "until the job has ended it, it is neither"
    reopening.end_expired(team.db, team.tenant, DAY + timedelta(days=9))
    with team.db.read() as session:
        again = decision_lists.list_decisions(session, audience, DAY + timedelta(days=9), 9)
    assert [each.assessment.ended for each in again] == ["expired"]
