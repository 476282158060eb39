"""Roles in Slack: every listener has its act, viewers are stopped at each, groups count, and nobody locks all out."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from slack_bolt import BoltRequest
from sqlmodel import text

from bot.blocks import ids
from bot.core.roles import ACTS, ROLES
from bot.core.team_settings import NOBODY
from bot.services.forgetting import forget
from bot.services.settings_of import team_settings
from handlers import roles
from handlers.commands import COMMANDS
from handlers.manifest import SCOPES, SHORTCUTS
from storage import team_rows, tenants
from tests.fakeslack import Refusal
from tests.handlers.office import make_office, words

BOSS = "U0BOSS"
NOT_WORK = frozenset({"seen", "ledger", "ledger_content", "pseudonym", "channel", "setting"})
"""Tables in which being asked, or being refused, may leave a row."""


@pytest.fixture
def office(sqlite, fake_slack):
    fake_slack.people[BOSS] = {"is_admin": True}
    made = make_office(sqlite, fake_slack)
    yield made
    assert made.problems() == []


def said(office, words, user="U1", channel="C1"):
    return office.command(words, channel, user).get("words", "")


def rows(office):
    """All that a team has at rest, but for what any question leaves."""
    with office.desk.db.read() as session:
        return {
            table: [tuple(row) for row in session.execute(text(f'SELECT * FROM "{table}"'))]
            for table in sorted(team_rows.TENANT - NOT_WORK)
        }


def tenant(office):
    with office.desk.db.read() as session:
        return tenants.only_tenant(session).id


def holds(office):
    with office.desk.db.read() as session:
        return team_settings(session, tenant(office)).roles


def test_every_verb_button_dialogue_and_shortcut_has_its_act():
    assert {command.verb for command in COMMANDS} - set(roles.VERBS) == set()
    prefixes = {prefix.rstrip(":") for prefix in ids.ACTION_PREFIXES}
    assert {*ids.ACTIONS, *prefixes} - set(roles.ACTIONS) == set()
    assert {*ids.CALLBACKS, *(callback for _, _, callback, _ in SHORTCUTS)} - set(roles.CALLBACKS) == set()
    told = [*roles.VERBS.values(), *roles.ACTIONS.values(), *roles.CALLBACKS.values()]
    assert {act for act in told if isinstance(act, str)} <= set(ACTS)


def above_viewer(table):
    """The rows of a table whose act asks for more than a viewer."""
    return [key for key, act in table.items() if isinstance(act, str) and ACTS[act].least != "viewer"]


@pytest.fixture
def viewed(office):
    """An office where only the boss is more than a viewer, with something of everything."""
    for line in ("note us-ofac-sdn:17018 a word", "watch programme:IRAN", "line IRAN we wait", "feedback fine"):
        said(office, line, BOSS)
    said(office, "decide us-ofac-sdn:17018 watching not sure", BOSS)
    said(office, "settings default-role viewer", BOSS)
    assert holds(office).default == "viewer"
    return office


WRITES = (
    "note us-ofac-sdn:17018 mine",
    "note edit 1 mine",
    "note delete 1",
    "tag 1 mine",
    "decide us-ofac-sdn:17018 same sure",
    "decide 1 end",
    "line IRAN mine",
    "line IRAN end",
    "watch issuer:US",
    "watch pause 1",
    "watch edit 1 issuer:EU",
    "unwatch 1",
    "snooze here 3d",
    "settings digest 09:00",
    "settings admins U1",
    "settings default-role lead",
    "ledger all",
)


@pytest.mark.parametrize("line", WRITES)
def test_a_viewer_changes_nothing_of_the_teams_by_command(viewed, line):
    before, told = rows(viewed), holds(viewed)
    answer = said(viewed, line)
    assert (rows(viewed), holds(viewed)) == (before, told), answer
    assert "viewer here" in answer or "cannot change" in answer or "belongs to" in answer, answer


@pytest.mark.parametrize("line", WRITES)
def test_the_same_by_mention(viewed, line):
    before, told = rows(viewed), holds(viewed)
    viewed.mention(line)
    assert {**rows(viewed), "thread": None} == {**before, "thread": None}
    assert holds(viewed) == told


@pytest.mark.parametrize("action", above_viewer(roles.ACTIONS))
def test_a_viewer_is_stopped_at_each_button(viewed, action):
    before = rows(viewed)
    body = {
        "type": "block_actions",
        **viewed._who("U1", "C1"),
        "container": {"type": "message", "is_ephemeral": True},
        "actions": [{"action_id": action, "block_id": "b", "type": "button", "value": "x", "action_ts": "1.5"}],
    }
    assert viewed.dispatch(body) == 200
    told = words(json.loads(json.dumps(viewed.slack.called("respond")[-1].args["blocks"])))
    assert "viewer here" in told
    assert rows(viewed) == before


@pytest.mark.parametrize("callback", above_viewer(roles.CALLBACKS))
def test_a_viewer_is_stopped_at_each_dialogue_and_shortcut(viewed, callback):
    before = rows(viewed)
    if callback.startswith("shortcut"):
        body = {"type": "message_action", "callback_id": callback, "message": {"ts": "1.1"}, "message_ts": "1.1"}
        assert viewed.dispatch({**viewed._who("U1", "C1"), **body}) == 200
        told = words(viewed.slack.called("respond")[-1].args["blocks"])
    else:
        from handlers import seals

        view = {
            "type": "modal",
            "callback_id": callback,
            "id": "V9",
            "hash": "h",
            "state": {"values": {}},
            "private_metadata": "{}",
        }
        view = seals.sealed(viewed.desk.settings.bot_token, f"{tenant(viewed)}:U1", view)
        body = {"type": "view_submission", **viewed._who("U1", ""), "view": view}
        answer = viewed.app.dispatch(BoltRequest(mode="socket_mode", body=body))
        told = words(json.loads(answer.body)["view"]["blocks"])
    assert "viewer here" in told
    assert rows(viewed) == before


def test_a_viewer_asks_reads_and_watches_for_themselves(viewed):
    assert "Example Bank" in said(viewed, "check Example Bank").title()
    assert "a word" in said(viewed, "note 1")
    assert "we wait" in said(viewed, "line IRAN")
    assert "Watch" in said(viewed, "watch issuer:US for:me")
    with viewed.desk.db.read() as session:
        channels = session.execute(text("SELECT channel FROM watch ORDER BY id")).scalars().all()
    assert channels[-1] == "U1"


def test_analysts_write_and_leads_set_lines(office):
    said(office, "settings leads U0LEAD", BOSS)
    said(office, "note us-ofac-sdn:17018 mine", "U0ANA")
    assert "mine" in said(office, "note 1", "U0BEA")
    assert "an analyst here" in said(office, "line IRAN we wait", "U0ANA")
    assert "we wait" in said(office, "line IRAN we wait", "U0LEAD")
    assert "a lead here" in said(office, "settings digest 09:00", "U0LEAD")


def test_only_a_lead_ends_anothers_watch_once_leads_are_named(office):
    said(office, "settings leads U0LEAD", BOSS)
    said(office, "watch issuer:US", "U0ANA")
    said(office, "watch pause 1", "U0BEA")
    said(office, "unwatch 1", "U0BEA")
    with office.desk.db.read() as session:
        assert session.execute(text("SELECT paused FROM watch")).scalars().all() == [""]
    said(office, "unwatch 1", "U0LEAD")
    assert rows(office)["watch"] == []


def test_only_a_lead_deletes_anothers_note_and_only_once_roles_are_set(office):
    said(office, "note us-ofac-sdn:17018 mine", "U0ANA")
    assert "Only its author deletes" in said(office, "note delete 1", "U0LEAD")
    said(office, "settings leads U0LEAD", BOSS)
    assert "Only its author edits" in said(office, "note edit 1 other", "U0LEAD")
    said(office, "note delete 1", "U0LEAD")
    assert "was deleted" in said(office, "note 1", "U0ANA")


# ---- who is what


def test_while_nothing_is_set_members_do_all_as_before_but_give_no_roles(office):
    assert "09:00" in said(office, "settings digest 09:00")
    answer = said(office, "settings admins U1")
    assert "Roles are given by admins" in answer
    assert "you are a lead here" in answer
    assert not holds(office).is_set


def eleven_minutes_on(office):
    """The office when what Slack said is to be asked again."""
    now = office.desk.clock() + timedelta(minutes=11)
    moved = type(office)(replace(office.desk, clock=lambda: now), office.slack)
    moved._numbers = itertools.count(1000)
    return moved


def test_a_user_group_gives_its_role_by_handle_and_loses_it_when_somebody_leaves(office):
    office.slack.groups["S0LEADS"] = ("desk-leads", ["U0ANA"])
    assert "user group desk-leads" in said(office, "settings leads @desk-leads", BOSS)
    assert holds(office).leads == ("S0LEADS|desk-leads",)
    assert "we wait" in said(office, "line IRAN we wait", "U0ANA")
    office.slack.groups["S0LEADS"] = ("desk-leads", [])
    moved = eleven_minutes_on(office)
    assert "an analyst here" in said(moved, "line IRAN mine", "U0ANA")


def test_where_slack_does_not_say_who_is_in_a_group_the_last_word_holds_then_nobody_is_higher(office):
    office.slack.groups["S0LEADS"] = ("desk-leads", ["U0ANA"])
    said(office, "settings leads @desk-leads", BOSS)
    office.slack.fail("usergroups.users.list", *[Refusal("missing_scope")] * 20)
    moved = eleven_minutes_on(office)
    assert "we wait" in said(moved, "line IRAN we wait", "U0ANA")
    moved.desk.people._seen.clear()
    moved.desk.people._groups.clear()
    assert "an analyst here" in said(moved, "line IRAN other", "U0ANA")


def test_an_unknown_group_or_person_or_guest_is_refused_by_name(office):
    office.slack.people["U0GUEST"] = {"is_restricted": True}
    for named, hint in (("@nobody", "nobody"), ("S0NONE", "S0NONE"), ("U0GUEST", "U0GUEST"), ("anna", "anna")):
        assert hint in said(office, f"settings leads {named}", BOSS)
        assert not holds(office).is_set


@pytest.mark.parametrize("value", ["reset", "U0GONE"])
def test_the_last_admin_does_not_take_the_role_from_all(office, value):
    office.slack.people["U0GONE"] = {}
    said(office, "settings admins U0ADA", BOSS)
    office.desk.people._seen.clear()
    office.slack.people["U0GONE"] = {"deleted": True}
    answer = said(office, f"settings admins {value}", "U0ADA")
    assert holds(office).admins == ("U0ADA",), answer
    assert "no admin would be left" in answer or "no member" in answer
    said(office, "settings admins U0BEA", "U0ADA")
    assert holds(office).admins == ("U0BEA",)
    said(office, "settings admins reset", BOSS)
    assert holds(office).admins == ()


def test_two_admins_who_take_each_other_out_leave_one(office):
    said(office, "settings admins U0ADA U0BEA", BOSS)
    said(office, "settings admins U0ADA", "U0ADA")
    assert "Roles are given by admins" in said(office, "settings admins U0BEA", "U0BEA")
    assert holds(office).admins == ("U0ADA",)


def test_the_dialogue_gives_roles_and_keeps_groups(office):
    office.slack.groups["S0LEADS"] = ("desk-leads", ["U0ANA"])
    said(office, "settings leads @desk-leads", BOSS)
    card = office.command("settings", "C1", BOSS)
    assert "Who may do what" in card["words"]
    office.click(card, ids.SETTINGS_ROLES, "C1", BOSS)
    view = office.opened()
    fields = {
        "admins": {"selected_users": ["U0ADA"]},
        "leads": {"selected_users": ["U0LEAD"]},
        "leads.groups": {"value": "S0LEADS|desk-leads"},
        "viewers": {"selected_users": []},
        "default-role": {"selected_option": {"value": "viewer"}},
    }
    values = {ids.setting_block(key): {ids.setting_field(key): each} for key, each in fields.items()}
    body = {**view, "id": "V1", "hash": "h", "state": {"values": values}}
    office.dispatch({"type": "view_submission", **office._who(BOSS, ""), "view": body})
    found = holds(office)
    assert (found.admins, found.leads) == (("U0ADA",), ("U0LEAD", "S0LEADS|desk-leads"))
    assert (found.viewers, found.default) == ((), "viewer")


def test_what_was_set_of_roles_is_in_the_ledger_by_pseudonym(office):
    said(office, "settings leads U0LEADER1", BOSS)
    with office.desk.db.read() as session:
        told = "\n".join(session.execute(text("SELECT content FROM ledger_content")).scalars())
    assert '"setting":"leads"' in told
    assert "U0LEADER1" not in told
    assert BOSS not in told


def test_roles_are_in_order():
    assert list(itertools.pairwise(ROLES)) == [("viewer", "analyst"), ("analyst", "lead"), ("lead", "admin")]


def test_an_admins_home_leads_to_the_page_for_the_slack_admin_and_others_do_not(office):
    said(office, "settings leads U0LEAD", BOSS)
    for user, shows in ((BOSS, True), ("U1", False)):
        office.event({"type": "app_home_opened", "tab": "home", "user": user, "channel": "D1"})
        view = office.slack.called("views.publish")[-1].args["view"]
        assert (ids.ADMIN_PAGE in json.dumps(view)) == shows
    body = {"type": "block_actions", **office._who(BOSS, ""), "container": {"type": "view"}}
    action = {"action_id": ids.ADMIN_PAGE, "block_id": "b", "type": "button", "action_ts": "1.5"}
    assert office.dispatch({**body, "actions": [action]}) == 200
    told = words(office.opened()["blocks"])
    for scope in SCOPES:
        assert scope.replace(":", "") in told.replace("∶", "").replace(":", ""), scope
    for part in ("What it reads", "What it keeps", "SQLite", "365 days", "30 days", "<@U0LEAD>", "is analyst"):
        assert part in told, part


def test_forgetting_the_only_lead_makes_no_lead_of_others_nor_does_saving_the_dialogue(office):
    said(office, "settings leads U0LEAD1", BOSS)
    assert "you are an analyst here" in said(office, "line IRAN we say so")
    forget(office.desk.db, tenant(office), "U0LEAD1", office.desk.clock())
    assert "you are an analyst here" in said(office, "line IRAN we say so")
    card = office.command("settings", "C1", BOSS)
    assert "*Leads:* a former member" in card["words"]
    office.click(card, ids.SETTINGS_ROLES, "C1", BOSS)
    view = office.opened()
    assert NOBODY not in json.dumps(view)
    fields = {
        **{key: {"selected_users": []} for key in ("admins", "leads")},
        "viewers": {"selected_users": ["U0VIEW"]},
        "default-role": {"selected_option": {"value": "analyst"}},
    }
    values = {ids.setting_block(key): {ids.setting_field(key): each} for key, each in fields.items()}
    body = {**view, "id": "V1", "hash": "h", "state": {"values": values}}
    office.dispatch({"type": "view_submission", **office._who(BOSS, ""), "view": body})
    assert (holds(office).leads, holds(office).viewers) == ((NOBODY,), ("U0VIEW",))
    said(office, "settings leads reset", BOSS)
    assert holds(office).leads == ()
