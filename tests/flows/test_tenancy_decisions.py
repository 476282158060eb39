"""Decisions and lines to take of two teams in one database: as team B nothing of team A is found or changed."""

import inspect
from datetime import date, timedelta

import pytest

from bot.core.audience import Audience
from bot.core.decisions import DecisionAsked
from bot.core.entities import Ref, entity_id
from bot.core.lines import LineAsked
from bot.core.screening import Query, screen
from bot.services import assessments, reopening
from bot.services import decisions as decisions_service
from bot.services import lines as lines_service
from bot.services.screening import check
from storage import decisions, exports, lines, visibility
from storage.channels import Channel, upsert_channel
from tests.handlers.office import make_office
from tests.owing import NOW, SDN, listing, load, make_tenant

E1 = entity_id(SDN, "1")
ASKED = Query("Party 1")
SUBJECT = "1 party/"
MODULES = (decisions, lines, visibility, decisions_service, lines_service, assessments, reopening)


def audience(tenant):
    return Audience(tenant, "ephemeral", "C1", user="U0ANA")


def by_question(recalled):
    return [each.by_entity for each in recalled if each.by_entity]


READS = {
    "assessments_for": lambda s, b: decisions.assessments_for(s, audience(b), [E1], [SUBJECT], NOW),
    "find_decision": lambda s, b: decisions.find_decision(s, audience(b), 1),
    "end_decision": lambda s, b: decisions.end_decision(s, b, 1, "withdrawn", "U0BEN", "", NOW),
    "mark_told": lambda s, b: decisions.mark_told(s, b, 1, NOW),
    "of_author": lambda s, b: decisions.of_author(s, b, 1, "U0ANA"),
    "stand_of": lambda s, b: decisions.stand_of(s, b),
    "expired": lambda s, b: decisions.expired(s, b, NOW + timedelta(days=900)),
    "find_line": lambda s, b: lines.find_line(s, audience(b), "programme", "RUSSIA-EO14024"),
    "lines_for": lambda s, b: lines.lines_for(s, audience(b), ["RUSSIA-EO14024"], [E1]),
    "lines_ever": lambda s, b: lines.lines_ever(s, audience(b), "entity", E1),
    "decisions_made": lambda s, b: list(exports.decisions_made(s, audience(b))),
    "end_line": lambda s, b: lines.end_line(s, b, "programme", "RUSSIA-EO14024", "U0BEN", NOW),
}


SERVICES = {
    "end_decision": lambda desk, b: decisions_service.end_decision(desk.db, audience(b), 1, "U0BEN", NOW),
    "standing": lambda desk, b: decisions_service.standing(desk.db, audience(b), E1, ASKED, NOW),
    "recall": lambda desk, b: assessments.recall(desk.db, ASKED, candidates(desk), audience(b), NOW).by_entity,
    "recall_all": lambda desk, b: by_question(
        assessments.recall_all(desk.db, [(ASKED, candidates(desk))], audience(b), NOW)
    ),
    "end_expired": lambda desk, b: reopening.end_expired(desk.db, b, NOW + timedelta(days=900)),
    "line": lambda desk, b: line(desk, b, LineAsked("RUSSIA-EO14024")).line,
    "decide": lambda desk, b: check(desk, ASKED, audience(b), NOW).dismissed,
}
# Two are called by others; `withdraw_open` needs a decision that is open again (tests/flows/test_tenancy_items.py).
TRIED = {*READS, *SERVICES, "set_line", "may_see", "withdraw_open", "by_reference"}
"""`by_reference` reads the lists alone, which are everybody's."""


def candidates(desk):
    return screen(desk.dataset.current().index, ASKED).candidates


def line(desk, tenant, asked):
    readers = audience(tenant)
    return lines_service.line(desk.db, lambda query: check(desk, query, readers, NOW), readers, asked, "U0ANA", NOW)


@pytest.fixture
def teams(db, fake_slack):
    """Team A with a decision and two lines, team B with nothing."""
    desk = make_office(db, fake_slack, rows=()).desk
    load(db, listing("1"))
    a, b = make_tenant(db, "TA"), make_tenant(db, "TB")
    with db.write() as session:
        for tenant in (a, b):
            upsert_channel(session, Channel(tenant, "C1", "desk", False, False), NOW)
        lines.set_line(session, a, "entity", E1, "ours", "U0ANA", date(2026, 3, 1), None, "U0ANA", NOW)
    line(desk, a, LineAsked("RUSSIA-EO14024", "ours"))
    asked = DecisionAsked(Ref(source=SDN, ref="1"), "different", "ours", ASKED)
    made = decisions_service.decide(desk, audience(a), asked, "U0ANA", "click", NOW)
    assert isinstance(made, decisions_service.Kept)
    assert (made.assessment.id, made.assessment.subject) == (1, SUBJECT)
    return desk, a, b


@pytest.mark.parametrize("name", READS)
def test_storage_gives_team_b_nothing_of_team_a(teams, name):
    desk, a, b = teams
    with desk.db.write() as session:
        assert not READS[name](session, b)
        assert READS[name](session, a)


@pytest.mark.parametrize("name", SERVICES)
def test_services_give_team_b_nothing_of_team_a(teams, name):
    desk, a, b = teams
    assert not SERVICES[name](desk, b)
    assert SERVICES[name](desk, a)


def test_two_teams_decide_on_one_party_and_set_one_line_without_meeting(teams):
    desk, a, b = teams
    asked = DecisionAsked(Ref(source=SDN, ref="1"), "same", "theirs", ASKED)
    assert isinstance(decisions_service.decide(desk, audience(b), asked, "U0BEN", "click", NOW), decisions_service.Kept)
    assert line(desk, b, LineAsked("RUSSIA-EO14024", "theirs")).is_ours
    assert line(desk, a, LineAsked("RUSSIA-EO14024")).line.text == "ours"
    assert check(desk, ASKED, audience(a), NOW).dismissed
    assert not check(desk, ASKED, audience(b), NOW).dismissed


def test_every_function_that_takes_a_tenant_is_tried_here():
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            named = {"tenant", "audience", "place"} & set(inspect.signature(function).parameters)
            if function.__module__ == module.__name__ and named and not name.startswith("_"):
                assert name in TRIED, f"{module.__name__}.{name} is not tried as another team"
