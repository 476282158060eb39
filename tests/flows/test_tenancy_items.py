"""Open items, assignments and lists of decisions of two teams: as team B nothing of team A is found, changed or sent."""

import inspect
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.alerts import Place
from bot.core.assignments import DAY, ItemsAsked
from bot.core.audience import Audience
from bot.core.decision_lists import DecisionsAsked
from bot.core.decisions import DecisionAsked
from bot.core.delta import Op
from bot.core.entities import Ref, entity_id
from bot.core.listings import Statement
from bot.core.screening import Query
from bot.core.work import Work
from bot.services import assignments as assignments_service
from bot.services import decision_lists as decision_lists_service
from bot.services import decisions as decisions_service
from bot.services import open_items as items_service
from bot.services import reminders as reminders_service
from bot.services.reopening import reopen_changed
from storage import decision_lists, decisions, open_items, work
from storage import lines as line_rows
from storage.channels import Channel, upsert_channel
from tests.owing import NOW, SDN, add_watch, by_name, event, listing, load, make_tenant
from tests.services.test_work import Team

E1 = entity_id(SDN, "1")
ALL = ItemsAsked("all")
LATER = NOW + 30 * DAY
MODULES = (decision_lists, open_items, decision_lists_service, items_service, assignments_service, reminders_service)


def audience(tenant):
    return Audience(tenant, "ephemeral", "C1", user="U0ANA")


READS = {
    "unclaimed": lambda s, b: open_items.unclaimed(s, b, NOW - timedelta(minutes=5)),
    "open_again": lambda s, b: open_items.open_again(s, b),
    "ending": lambda s, b: open_items.ending(s, b, NOW, LATER),
    "past_review": lambda s, b: open_items.past_review(s, audience(b), LATER.date()),
    "list_decisions": lambda s, b: decision_lists.list_decisions(s, audience(b), NOW, 9),
    "items_in": lambda s, b: items_service.items_in(s, audience(b), ALL, NOW, "UTC"),
    "withdraw_open": lambda s, b: decisions.withdraw_open(s, b, 1, "U0ANA"),
}
SERVICES = {
    "list_items": lambda desk, b: items_service.list_items(desk, audience(b), ALL, NOW, 9).total,
    "list_decisions": lambda desk, b: (
        decision_lists_service.list_decisions(desk, audience(b), DecisionsAsked(), NOW, 9).decisions
    ),
    "remind_due": lambda desk, b: reminders_service.remind_due(replace(desk, clock=lambda: NOW + DAY), b),
    "set_due": lambda desk, b: isinstance(
        assignments_service.set_due(desk, Place(b, "C1", "a-1"), LATER.date(), "U0ANA"), Work
    ),
}
# `assign` needs no card of anybody's, `titled` gets an item that was found before, the rest names no row.
TRIED = {*READS, *SERVICES, "assign", "titled", "today_of", "is_open_again", "is_alone"}


@pytest.fixture
def teams(db, fake_slack):
    """Team A with something of each kind open, team B with nothing."""
    team = Team(db, fake_slack)
    a, b = team.tenant, make_tenant(db, "TB")
    load(db, listing("1"), listing("2"))
    with db.write() as session:
        for tenant in (a, b):
            upsert_channel(session, Channel(tenant, "C1", "desk", False, False), NOW)
        past = NOW.date() - DAY
        line_rows.set_line(session, a, "programme", "IRAN", "ours", "U0ANA", past, past, "U0ANA", NOW)
    add_watch(db, a, by_name("1"))
    add_watch(db, a, by_name("2"))
    team.tell(event("1"), event("2", action="a-2"))
    team.desk.dataset.refresh()
    assignments_service.assign(team.desk, team.place, "U0ANA", NOW.date() + DAY, "U0BEN")
    for ref, until in (("1", None), ("2", NOW.date() + 5 * DAY)):
        asked = DecisionAsked(Ref(source=SDN, ref=ref), "different", "ours", Query(f"Party {ref}"), until)
        decisions_service.decide(team.desk, audience(a), asked, "U0ANA", f"click {ref}", NOW)
    with db.write() as session:
        born = Statement("birth_date", "1961-03-04")
        assert reopen_changed(session, [event("1", Op.MOD, gained=(born,))], NOW) == 1
    return team.desk, a, b


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


def test_what_team_b_assigns_leaves_team_a_as_it_was(teams):
    desk, a, b = teams
    with desk.db.read() as session:
        before = work.find_work(session, Place(a, "C1", "a-1"))
    assert assignments_service.assign(desk, Place(b, "C1", "a-1"), "U0BEN", None, "U0BEN").owner == "U0BEN"
    with desk.db.read() as session:
        assert work.find_work(session, Place(a, "C1", "a-1")) == before


def test_every_function_that_takes_a_tenant_is_tried_here():
    for module in MODULES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            named = {"tenant", "audience", "place"} & set(inspect.signature(function).parameters)
            if function.__module__ == module.__name__ and named and not name.startswith("_"):
                assert name in TRIED, f"{module.__name__}.{name} is not tried as another team"
