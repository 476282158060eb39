"""Who may see what is the team's, and who may act for it: members, guests, and people of another organisation."""

import json

import pytest
from slack_bolt import BoltRequest

from bot.blocks import ids
from bot.services import watch_care
from bot.services.channels import audience_for
from storage import snoozes, watches, work
from tests.fakeslack import Refusal
from tests.handlers.office import make_office, shown
from tests.handlers.test_notes import NOTE, write
from tests.handlers.test_watch_modal import opened, submit
from tests.handlers.test_work import alerted, card, choose, click, react, redrawn

GUEST, STRANGER, EXTERNAL = "U0GUEST", "U0STRANGER", "U0EXTERNAL"
BANK = "us-ofac-sdn:17018"


@pytest.fixture
def office(db, fake_slack):
    made = make_office(db, fake_slack)
    yield with_outsiders(made)
    assert made.problems() == []


@pytest.fixture
def told(db, fake_slack):
    """An office whose channel has a card."""
    return with_outsiders(alerted(db, fake_slack))


def with_outsiders(office):
    office.slack.people[GUEST] = {"is_ultra_restricted": True}
    office.slack.people[STRANGER] = {"is_stranger": True}
    # Slack's word on somebody of another team with whom we share a channel: no stranger, and under no limit.
    office.slack.people[EXTERNAL] = {"team_id": "T9", "is_restricted": False, "is_stranger": False, "deleted": False}
    return office


def running(office):
    with office.desk.db.read() as session:
        return [(watch.channel, watch.target.value, watch.paused) for watch in watches.all_watches(session)]


def work_on(office, user):
    with office.desk.db.read() as session:
        return work.claimed_by(session, office.tenant, user), snoozes.all_active(session, office.desk.clock())


def test_guests_and_strangers_read_no_note(office):
    write(office)
    assert NOTE in office.command(f"check {BANK}")["words"]
    for outsider in (GUEST, STRANGER, EXTERNAL):
        said = office.command(f"check {BANK}", user=outsider)
        assert NOTE not in json.dumps(said)
        assert not any(e.get("action_id") == ids.NOTE for b in said["blocks"] for e in b.get("elements", ()))


def test_a_stranger_reads_no_note_by_direct_message(office):
    write(office)
    for user, channel in ((STRANGER, "D1"), ("U1", "D2")):
        asked = office.slack._store(channel, {"text": "x", "user": user})
        event = {"type": "message", "channel_type": "im", "user": user, "text": f"check {BANK}", "ts": asked["ts"]}
        office.event({**event, "channel": channel})
    assert NOTE not in json.dumps(office.slack.posts("D1"))
    assert NOTE in json.dumps(office.slack.posts("D2"))


def test_a_guest_reads_no_note_in_the_dialogue(office):
    write(office)

    def asked(user):
        values = {ids.CHECK_BLOCK: {ids.CHECK_NAME: {"value": BANK}}}
        view = {"type": "modal", "id": "V1", "hash": user, "callback_id": ids.CHECK_MODAL, "state": {"values": values}}
        body = {"type": "view_submission", **office._who(user, ""), "view": view}
        return office.app.dispatch(BoltRequest(mode="socket_mode", body=body)).body

    assert NOTE not in asked(GUEST)
    assert NOTE in asked("U1")


def test_a_guest_who_asks_aloud_shows_no_note_to_the_channel(office):
    write(office)
    asked = office.slack._store("C1", {"text": "x", "user": GUEST})
    office.event({"type": "app_mention", "text": f"<@UBOT> check {BANK}", "ts": asked["ts"], "user": GUEST})
    assert "EXAMPLE BANK" in json.dumps(office.slack.posts("C1"))
    assert NOTE not in json.dumps(office.slack.posts("C1"))


def test_where_slack_does_not_say_who_asks_no_note_is_shown_and_a_member_is_asked_for_once(office):
    write(office)
    office.slack.fail("users.info", Refusal("missing_scope"))
    assert NOTE not in office.command(f"check {BANK}", user="U5")["words"]
    before = len(office.slack.called("users.info"))
    for _ in range(3):
        assert NOTE in office.command(f"check {BANK}", user="U5")["words"]
    assert len(office.slack.called("users.info")) == before + 1


def test_a_guest_writes_no_note(office):
    said = office.command(f"check {BANK}")
    office.click(said, ids.NOTE, user=GUEST)
    assert office.slack.called("views.open") == []
    assert "Only members" in shown(office.slack.called("respond")[-1].args)["words"]


@pytest.mark.parametrize("listed", ["watches", "watches mine", "watches all", "snoozes"])
def test_guests_are_shown_no_watch_and_no_snooze(office, listed):
    office.command('watch name:"Secret Plan*"')
    office.command("snooze watch 1 3d")
    said = office.command(listed, user=GUEST)["words"]
    assert "secret" not in said.casefold()
    assert "Only members" in said


@pytest.mark.parametrize(
    "words",
    [
        "watch all",
        "watch all for:me",
        "unwatch 1",
        "watch pause 1",
        'watch edit 1 name:"Nobody at all*"',
        "watch edit 1",
        "snooze here 90d",
        "snooze us-ofac-sdn:17018 3d",
        "unsnooze 1",
    ],
)
def test_guests_change_nothing_that_a_channel_is_told(office, words):
    office.command("watch programme:RUSSIA-EO14024")
    office.command("snooze programme:SDGT 3d")
    before = running(office)
    assert "Only members" in office.command(words, user=GUEST)["words"]
    assert running(office) == before
    with office.desk.db.read() as session:
        assert [snooze.scope for snooze in snoozes.all_active(session, office.desk.clock())] == ["programme"]


def test_a_guest_saves_no_watch_by_the_dialogue(office):
    view = opened(office, user=GUEST)
    assert "Only members" in json.dumps(submit(office, view, user=GUEST, target="all"))
    assert running(office) == []


@pytest.mark.parametrize("word", ["irrelevant", "assign", "snooze7", "why", "share"])
def test_the_menu_of_a_card_is_for_members(told, word):
    before = card(told)["words"]
    assert "Only members" in choose(told, word, user=GUEST)["words"]
    assert redrawn(told) == before
    assert told.slack.called("views.open") == []


@pytest.mark.parametrize("user", [GUEST, EXTERNAL])
def test_buttons_and_emoji_on_a_card_are_for_members(told, user):
    assert "Only members" in click(told, ids.CARD_CLAIM, user=user)["words"]
    react(told, "eyes", user=user)
    assert work_on(told, user) == ([], [])
    assert "Claimed" not in redrawn(told)


def test_who_reads_along_from_outside_is_told_of_no_watch(office):
    office.slack.channels["C1"] = {"is_ext_shared": True}
    office.command('watch name:"Secret Plan*"')
    for words in ("watches", "watches all", "watch pause 1", "unwatch 1", "snoozes"):
        said = office.mention(words)["words"]
        assert "secret" not in said.casefold()
        assert "reads along" in said
    assert "secret" in office.command("watches")["words"].casefold()
    assert len(running(office)) == 1


@pytest.mark.parametrize("user", [STRANGER, EXTERNAL])
@pytest.mark.parametrize("words", ["unwatch 1", "watch programme:IRAN for:me", "settings timezone Europe/Paris"])
def test_a_stranger_changes_nothing_in_a_shared_channel(office, user, words):
    office.slack.channels["C1"] = {"is_ext_shared": True}
    office.command("watch programme:RUSSIA-EO14024")
    asked = office.slack._store("C1", {"text": "x", "user": user})
    office.event({"type": "app_mention", "text": f"<@UBOT> {words}", "ts": asked["ts"], "user": user})
    assert "members" in shown(office.slack.posts("C1")[-1])["words"]
    assert len(running(office)) == 1


def test_cards_in_a_shared_channel_do_not_say_what_is_watched_by_whom(db, fake_slack):
    fake_slack.channels["C1"] = {"is_ext_shared": True, "is_member": True}
    office = alerted(db, fake_slack, channels=("C1", "C2"))
    assert "Why here" not in card(office)["words"]
    assert "Why here" in card(office, "C2")["words"]
    click(office, ids.CARD_CLAIM)
    assert "Why here" not in redrawn(office)


def test_a_watch_is_not_changed_by_a_guest_whatever_the_way(office):
    office.command("watch programme:RUSSIA-EO14024")
    with office.desk.db.read() as session:
        (watch,) = watches.all_watches(session)
    for user, may in ((GUEST, False), ("U1", True)):
        audience = audience_for(office.desk, watch.tenant, "ephemeral", "C1", user)
        assert watch_care.may_change(watch, audience) is may
