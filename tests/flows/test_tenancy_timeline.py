"""Timelines of two teams in one database: as team B nothing of team A is on them."""

import inspect

import pytest

from bot.blocks.timeline import TimelineValue
from bot.clients.slack import Sent
from bot.core.audience import Audience
from bot.core.decisions import DecisionAsked
from bot.core.entities import Ref, entity_id
from bot.core.notes import Topic
from bot.core.screening import Query
from bot.services import decisions, notes, timeline, timeline_pictures
from bot.services.lines import LineAsked, line
from bot.services.routing import route_new
from bot.services.screening import check
from storage import claims, outbox
from storage import events as event_rows
from storage import timeline as store
from storage.channels import Channel, upsert_channel
from tests.handlers.office import make_office
from tests.owing import NOW, SDN, add_watch, by_name, event, listing, load, make_tenant, record

E1 = entity_id(SDN, "1")
PARTY = Ref(source=SDN, ref="1")
CODE = "RUSSIA-EO14024"
MODULES = (store, timeline, timeline_pictures)


def audience(tenant):
    return Audience(tenant, "ephemeral", "C1", user="U0ANA")


@pytest.fixture
def teams(db, fake_slack):
    """Team A with a note, a decision, lines and a posted card on a party and its programme; team B with nothing."""
    office = make_office(db, fake_slack, rows=())
    desk = office.desk
    load(db, listing("1"))
    a, b = make_tenant(db, "TA"), make_tenant(db, "TB")
    with db.write() as session:
        for tenant in (a, b):
            upsert_channel(session, Channel(tenant, "C1", "desk", False, False), NOW)
    for number, subject in enumerate((PARTY, Topic("programme", CODE))):
        notes.keep_note(db, audience(a), notes.NoteAsked(subject, "ours", "U0ANA", f"click {number}"), NOW)
    asked = DecisionAsked(PARTY, "different", "ours", Query("Party 1"))
    assert isinstance(decisions.decide(desk, audience(a), asked, "U0ANA", "click", NOW), decisions.Kept)
    for what in (f"{SDN}:1", CODE):
        line(db, lambda q: check(desk, q, audience(a), NOW), audience(a), LineAsked(what, "ours"), "U0ANA", NOW)
    add_watch(db, a, by_name())
    record(db, event("1"))
    route_new(db, NOW)
    with db.write() as session:
        (head,) = claims.heads(session, a, NOW)
        (claim,) = claims.take(session, a, [head.id], "p", NOW, NOW - NOW)
        assert claims.record_sent(session, claim, "2.2", NOW)
    return desk, a, b


def team_rows(desk, tenant, subject):
    told = timeline.timeline_of(desk, subject, audience(tenant), NOW)
    return [row.kind for row in told.track("team")]


def cards(session, tenant):
    return store.cards_on(session, audience(tenant), event_rows.find_events(session, event_rows.EventFilter()))


READS = {
    "decisions_on": lambda s, b: store.decisions_on(s, audience(b), E1),
    "cards_on": cards,
}


@pytest.mark.parametrize("name", READS)
def test_storage_gives_team_b_nothing_of_team_a(teams, name):
    desk, a, b = teams
    with desk.db.read() as session:
        assert not READS[name](session, b)
        assert READS[name](session, a)


def test_a_timeline_holds_what_its_own_team_kept(teams):
    desk, a, b = teams
    assert sorted(team_rows(desk, a, PARTY)) == ["card", "decision", "line", "note"]
    assert team_rows(desk, b, PARTY) == []
    topic = Topic("programme", CODE)
    assert sorted(team_rows(desk, a, topic)) == ["card", "line", "note"]
    assert team_rows(desk, b, topic) == []
    with desk.db.read() as session:
        assert outbox.count_open(session, b) == 0


def test_what_is_shared_and_sent_for_team_b_holds_nothing_of_team_a(teams, fake_slack):
    desk, _, b = teams
    value = TimelineValue("entity", E1)
    assert isinstance(timeline_pictures.share(desk, audience(b), value, "U0ANA", NOW), Sent)
    timeline_pictures.send_picture(desk, Audience(b, "dm", user="U0ANA"), value, NOW)
    assert "ours" not in str(fake_slack.posts("C1"))
    assert len(fake_slack.files("C1")) == 1


def test_every_function_that_takes_a_tenant_is_tried_here():
    # `subject_of` and `timeline_of` give public facts to anybody; what they add of a team's is tried above.
    tried = {*READS, "timeline_of", "subject_of", "send_picture", "share"}
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            named = {"tenant", "audience", "place"} & set(inspect.signature(function).parameters)
            if function.__module__ == module.__name__ and named and not name.startswith("_"):
                assert name in tried, f"{module.__name__}.{name} is not tried as another team"
