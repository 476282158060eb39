"""Home in Slack: drawn when opened, for each reader what they may see; its buttons open dialogues."""

import json
from datetime import timedelta

import pytest
from slack_bolt import BoltRequest

from bot.blocks import ids
from bot.blocks.validate import validate_payload
from bot.core.watches import Target
from bot.core.work import UNTOUCHED, Work
from bot.services import home, routing
from storage import channels, claims, events, posts, tenants, watches, work
from storage.channels import Channel
from storage.db import Database
from tests.fakeslack import Refusal
from tests.handlers.office import DAY, ROWS, decoded, elements, load_rows, make_office, words

NEW = '9001009,"MUSTER HANDELS LTD",-0- ,"RUSSIA-EO14024",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- '
LATER = DAY + timedelta(days=3)


def programme(code="RUSSIA-EO14024"):
    return Target("programme", code, f"programme:{code}")


def tenant(office):
    with office.desk.db.read() as session:
        return tenants.only_tenant(session).id


def watching(office, channel, owner, target, private=False, **more):
    with office.desk.db.write() as session:
        channels.upsert_channel(session, Channel(tenant(office), channel, channel, private, False), LATER)
        return watches.add_watch(session, tenant(office), channel, owner, target, frozenset(), DAY, **more)[0]


def opened(office, user="U0ANN", tab="home", event_id=""):
    """Open Home; its blocks and words (None when nothing was drawn)."""
    before = len(office.slack.called("views.publish"))
    assert office.event({"type": "app_home_opened", "user": user, "channel": "D1", "tab": tab}, event_id) == 200
    calls = office.slack.called("views.publish")[before:]
    if not calls:
        return None
    view = decoded(calls[-1].args)["view"]
    assert calls[-1].args["user_id"] == user
    return {**view, "words": words(view["blocks"])}


def clicked(office, view, action_id, user="U0ANN"):
    """Press a button of Home; the words of the dialogue that opened."""
    element = next(e for e in elements(view["blocks"]) if e.get("action_id") == action_id)
    body = {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": user, "team_id": "T1"},
        "trigger_id": f"trigger-{next(office._numbers)}",
        "container": {"type": "view"},
        "actions": [{**element, "action_ts": "1.1"}],
    }
    assert office.dispatch(body) == 200
    return words(office.opened()["blocks"])


@pytest.fixture
def later(sqlite: Database, fake_slack):
    """An office on the day after a party was added, the first of whose members has been welcomed."""
    make_office(sqlite, fake_slack)
    load_rows(sqlite, (*ROWS, NEW), LATER)
    made = make_office(sqlite, fake_slack, rows=(), now=LATER + timedelta(hours=1))
    opened(made, "U0FIRST", "messages")
    yield made
    assert made.problems() == []


def claimed(office, user="U0ANN"):
    """A card about the new party stands in the channel, and is claimed."""
    routing.route_new(office.desk.db, LATER)
    with office.desk.db.write() as session:
        taken = claims.claim(session, tenant(office), "p", office.desk.clock(), timedelta(minutes=5))
        assert claims.record_sent(session, taken, "1700.0001", LATER)
        event = events.events_by_key(session, taken.events)[0]
        subject = posts.Subject(event.entity, event.source, event.ref)
        place = taken.place
        posts.add_thread(session, posts.Thread(*place[:2], "1700.0001", "action", event.action, (subject,)), LATER)
        assert work.change_work(session, place, UNTOUCHED, Work("claimed", user, LATER, user, LATER), LATER)
    office.desk.dataset.refresh()


def test_a_new_user_sees_examples_and_the_next_day_the_page(later):
    first = opened(later)
    assert "/sanctions check Sberbank" in first["words"]
    assert "SOURCES" not in first["words"]
    tomorrow = make_office(later.desk.db, later.slack, rows=(), now=LATER + timedelta(days=2))
    assert "SOURCES" in opened(tomorrow, event_id="Ev-tomorrow")["words"]


def test_a_member_sees_their_watches_with_what_changed_on_them(later):
    watching(later, "C1", "U0ANN", programme())
    watching(later, "C1", "U0BOB", programme("IRAN"), cadence="daily")
    watching(later, "C2", "U0BOB", programme("SDGT"))
    seen = opened(later)["words"]
    assert "1 change on your 2 watches" in seen
    assert "MY WATCHES* (2)" in seen
    assert "next digest <!date^" in seen
    assert "SDGT" not in seen
    assert "*US* +1 −0" in seen


def test_watches_of_a_private_channel_are_its_owners_only(later):
    watching(later, "C8", "U0ANN", programme(), private=True)
    watching(later, "C8", "U0BOB", programme("SECRET-PROGRAMME"), private=True)
    seen = opened(later)["words"]
    assert "MY WATCHES* (1)" in seen
    assert "SECRET" not in seen
    assert "C8" not in opened(later, "U0EVE")["words"]
    assert "SECRET" not in clicked(later, opened(later), ids.HOME_WATCHES)


def test_a_persons_own_watch_is_theirs_alone(later):
    watching(later, "U0ANN", "U0ANN", programme())
    assert "direct message" in opened(later)["words"]
    watching(later, "C1", "U0BOB", programme("IRAN"))
    assert "RUSSIA" not in opened(later, "U0BOB")["words"]


@pytest.mark.parametrize("limits", [{"is_restricted": True}, {"is_ultra_restricted": True}, {"is_stranger": True}])
def test_a_guest_sees_what_is_public(later, limits):
    later.slack.people["U0ANN"] = limits
    watching(later, "C1", "U0ANN", programme())
    seen = opened(later)["words"]
    assert ("LAW CHANGED" in seen, "SOURCES" in seen, "MY WATCHES" in seen, "watch" in seen) == (
        True,
        True,
        False,
        False,
    )


def test_where_slack_does_not_say_who_reads_only_public_data_is_shown(later):
    watching(later, "C1", "U0ANN", programme())
    later.slack.fail("users.info", Refusal("missing_scope"))
    seen = opened(later)["words"]
    assert "MY WATCHES" not in seen
    assert "only public data" in seen


def test_a_claimed_card_waits_for_its_claimer_with_a_link(later):
    watching(later, "C1", "U0ANN", programme())
    claimed(later)
    view = opened(later)
    assert "WAITING FOR YOU* (1)" in view["words"]
    assert "MUSTER HANDELS" in view["words"], view["words"]
    link = next(e for e in elements(view["blocks"]) if e["action_id"] == ids.home_open(1))
    assert link["url"].startswith("https://desk.slack.example/archives/C1/p")
    assert "(1)" not in opened(later, "U0BOB")["words"]


def test_the_buttons_open_dialogues(later):
    watching(later, "C1", "U0ANN", programme())
    view = opened(later)
    assert "MUSTER HANDELS" in clicked(later, view, ids.HOME_CHANGES)
    assert "MUSTER HANDELS" in clicked(later, view, ids.HOME_LAW)
    assert "RUSSIA-EO14024" in clicked(later, view, ids.HOME_WATCHES)
    assert "up to date" in clicked(later, view, ids.HOME_SOURCES)
    assert "Time zone" in clicked(later, view, ids.SETTINGS_OPEN)
    clicked(later, view, ids.HOME_CHECK)
    assert later.opened()["callback_id"] == ids.CHECK_MODAL


def test_a_name_asked_at_home_is_answered_in_the_dialogue(later):
    def asked(text):
        values = {ids.CHECK_BLOCK: {ids.CHECK_NAME: {"type": "plain_text_input", "value": text}}}
        view = {
            "type": "modal",
            "callback_id": ids.CHECK_MODAL,
            "id": f"V{text}",
            "hash": "h",
            "state": {"values": values},
        }
        body = {"type": "view_submission", **later._who("U0ANN", ""), "view": view}
        return json.loads(later.app.dispatch(BoltRequest(mode="socket_mode", body=body)).body)

    answer = asked("Example Bank")
    assert answer["response_action"] == "update"
    assert validate_payload("views.update", {"view": answer["view"]}) == []
    assert "blocked by US" in words(answer["view"]["blocks"])
    assert ids.CHECK_BLOCK in asked(" ")["errors"]


def test_opening_messages_draws_no_home(later):
    assert opened(later, tab="messages") is None


def test_home_is_drawn_where_nothing_is_loaded(sqlite, fake_slack):
    office = make_office(sqlite, fake_slack, rows=())
    assert "No list is loaded yet" in opened(office)["words"]


def test_home_is_drawn_while_the_database_takes_no_writes(later):
    watching(later, "C1", "U0ANN", programme())
    later.desk.db.read_only = True
    assert "MY WATCHES* (1)" in opened(later)["words"]
    assert "MY WATCHES* (0)" in opened(later, "U0EVE")["words"]


def test_of_very_many_changes_home_counts_the_newest_and_says_so(later, monkeypatch):
    watching(later, "C1", "U0ANN", programme())
    assert "1 change on your 1 watch" in opened(later)["words"]
    monkeypatch.setattr(home, "COUNTED", 0)
    assert "at least 0 changes on your 1 watch" in opened(later)["words"]
