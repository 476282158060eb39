"""Old messages and hand-made clicks: a number or a channel that a message remembers reaches nobody else's things."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from slack_bolt import BoltRequest

from bot.blocks import ids
from bot.schedule import redrawer, sender
from bot.services.delivery import deliver_due
from bot.services.digests import make_due
from bot.services.routing import route_new
from storage import events, moves, outbox, watches
from tests.handlers.office import DAY, ROWS, load_rows, make_office, shown
from tests.handlers.test_work import ADA, choose, click
from tests.owing import event, make_tenant, record

NEW = '9002001,"EASTERN EXAMPLE HOLDING",-0- ,"RUSSIA-EO14024",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- '
BANK = "us-ofac-sdn:17018"
REMEMBERS = (
    ids.WATCH_MODAL,
    ids.WATCH_RETELL_MODAL,
    ids.NOTE_MODAL,
    ids.CARD_SHARE_MODAL,
    ids.CARD_PARTY_MODAL,
    ids.DISCUSS_MODAL,
)


@pytest.fixture
def office(db, fake_slack):
    made = make_office(db, fake_slack)
    made.tenant = make_tenant(db)
    made.slack.channels["CSEC"] = {"is_private": True}
    yield made
    assert made.problems() == []


def designate(office):
    load_rows(office.desk.db, (*ROWS, NEW), DAY + timedelta(minutes=1))
    route_new(office.desk.db, office.desk.clock())


def secret_watch(office):
    office.command("unwatch 1", channel="C1")
    office.command('watch name:"Operation Thunder*"', channel="CSEC", user="U7")


def test_a_card_whose_watch_ended_shows_nothing_of_a_later_one_elsewhere(office):
    office.command("watch programme:RUSSIA-EO14024", channel="C1")
    designate(office)
    deliver_due(sender(office.desk, office.tenant))
    secret_watch(office)
    said = choose(office, "why")["words"]
    assert "was ended since" in said
    click(office, ids.CARD_CLAIM)
    redrawer(office.tenant)(office.desk)
    drawn = json.dumps(shown(office.slack.parents("C1")[0]))
    assert "Claimed" in drawn
    assert "hunder" not in said + drawn


def test_a_waiting_digest_shows_nothing_of_a_later_watch_elsewhere(office):
    office.command("watch programme:RUSSIA-EO14024 every:daily", channel="C1")
    designate(office)
    secret_watch(office)
    later = replace(office.desk, clock=lambda: DAY + timedelta(days=2))
    make_due(later)
    deliver_due(sender(later, office.tenant))
    assert "hunder" not in json.dumps(office.slack.posts("C1"))


def test_a_card_shows_only_the_watches_of_its_channel_whatever_its_row_says(office):
    office.command("watch programme:RUSSIA-EO14024", channel="C1")
    office.command('watch name:"Operation Thunder*"', channel="CSEC", user="U7")
    with office.desk.db.read() as session:
        place = outbox.Place(office.tenant, "C1", "a-1")
        assert [watch.channel for watch in watches.watches_at(session, place, [1, 2])] == ["C1"]


def test_an_old_menu_does_not_end_somebody_elses_new_watch(office):
    office.command("watch programme:RUSSIA-EO14024")
    listed = office.command("watches")
    office.command("unwatch 1")
    office.command(f"watch {BANK}", user="U7")
    menu = next(block["accessory"] for block in listed["blocks"] if "accessory" in block)
    option = next(each for each in menu["options"] if each["value"].startswith("remove"))
    action = {"type": "overflow", "action_id": menu["action_id"], "selected_option": option, "action_ts": "1.1"}
    container = {"type": "message", "is_ephemeral": True, "channel_id": "C1"}
    office.dispatch({"type": "block_actions", **office._who("U1", "C1"), "container": container, "actions": [action]})
    with office.desk.db.read() as session:
        assert [watch.target.ref for watch in watches.all_watches(session)] == ["17018"]


def test_an_event_that_a_move_took_back_does_not_hide_the_next_one(office):
    db = office.desk.db
    office.command("watch programme:RUSSIA-EO14024", channel="C1")
    record(db, event("1"), event("2"))
    route_new(db, office.desk.clock())
    deliver_due(sender(office.desk, office.tenant))
    office.event({"type": "channel_archive", "channel": "C1"})
    with db.write() as session:
        last = events.last_recorded(session)
        moves.forget(session, event("2").key)
    record(db, event("3", action="a-3"))
    with db.read() as session:
        assert [each.ref for each in events.recorded_after(session, last)] == ["3"]
    route_new(db, office.desk.clock())
    office.event({"type": "channel_unarchive", "channel": "C1"})
    before = len(office.slack.posts("C1"))
    deliver_due(sender(office.desk, office.tenant))
    assert "Party 3" in json.dumps(office.slack.posts("C1")[before:])


def test_a_click_is_about_the_card_of_the_channel_it_came_from(office):
    office.command('watch name:"Eastern Example*"', channel="CSEC", user="U7")
    designate(office)
    deliver_due(sender(office.desk, office.tenant))
    (owed,) = office.slack.parents("CSEC")
    menu = next(e for b in shown(owed)["blocks"] for e in b.get("elements", ()) if e["type"] == "overflow")
    why = next(each for each in menu["options"] if each["value"].startswith("why|CSEC|"))

    def said(channel, user):
        action = {"type": "overflow", "action_id": ids.CARD_MORE, "selected_option": why, "action_ts": f"{channel}.1"}
        container = {"type": "message", "channel_id": channel}
        message = {"message": {"ts": "1.1"}, "container": container, "actions": [action]}
        office.dispatch({"type": "block_actions", **office._who(user, channel), **message})
        return shown(office.slack.called("respond")[-1].args)["words"]

    assert "eastern" not in said("C1", "U2")
    assert "eastern" in said("CSEC", "U7")


def test_a_persons_card_is_answered_to_that_person_alone(office):
    office.command('watch name:"Eastern Example*" for:me', user=ADA)
    designate(office)
    deliver_due(sender(office.desk, office.tenant))
    (owed,) = office.slack.parents(f"D{ADA}")
    menu = next(e for b in shown(owed)["blocks"] for e in b.get("elements", ()) if e["type"] == "overflow")
    why = next(each for each in menu["options"] if each["value"].startswith("why|"))
    for user, is_told in (("U2", False), (ADA, True)):
        action = {"type": "overflow", "action_id": ids.CARD_MORE, "selected_option": why, "action_ts": "1.1"}
        container = {"type": "message", "channel_id": f"D{user}"}
        body = {"type": "block_actions", **office._who(user, f"D{user}"), "container": container}
        office.dispatch({**body, "message": {"ts": owed["ts"]}, "actions": [action]})
        assert ("eastern" in shown(office.slack.called("respond")[-1].args)["words"]) is is_told


def note_dialogue(office, channel="CSEC"):
    said = office.command(f"check {BANK}", channel=channel)
    office.click(said, ids.NOTE, channel)
    return office.opened()


def test_the_channel_of_a_note_cannot_be_changed_on_the_way(office):
    office.command(f"check {BANK}", channel="C1")
    view = note_dialogue(office)
    moved = {**view, "private_metadata": view["private_metadata"].replace("CSEC", "C1")}
    assert moved != view
    office.submit(moved, "SECRET", "team")
    assert "SECRET" not in json.dumps(office.command(f"check {BANK}", channel="C1", user="U2"))
    office.submit(view, "SECRET", "channel")
    assert "SECRET" in json.dumps(office.command(f"check {BANK}", channel="CSEC", user="U2"))


def test_a_dialogue_is_its_readers_own(office):
    view = note_dialogue(office)
    office.submit(view, "SECRET", "channel", user="U9")
    assert "SECRET" not in json.dumps(office.command(f"check {BANK}", channel="CSEC"))


@pytest.mark.parametrize("callback", REMEMBERS)
@pytest.mark.parametrize("told", ["", "[]", "{}", "null", '{"w": "x", "c": 1}', "0" * 32 + "{}", "é" * 40])
def test_a_dialogue_that_remembers_nothing_of_ours_is_to_be_opened_again(office, callback, told):
    view = {"type": "modal", "id": "V1", "hash": "h", "callback_id": callback, "private_metadata": told}
    body = {"type": "view_submission", **office._who("U1", ""), "view": {**view, "state": {"values": {}}}}
    response = office.app.dispatch(BoltRequest(mode="socket_mode", body=body))
    assert response.status == 200
    assert "open it again" in response.body
