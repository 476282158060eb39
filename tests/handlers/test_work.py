"""Buttons and emoji on cards, through the real app: what the card shows, and what one person alone is told."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.blocks import card_buttons, ids
from bot.core.watches import Target
from bot.schedule import redrawer, sender
from bot.services.delivery import deliver_due
from bot.services.routing import route_new
from storage import snoozes
from tests.handlers.office import DAY, ROWS, decoded, load_rows, make_office, shown
from tests.owing import add_watch, make_tenant

ALL = Target("all", "", "all")
EMOJI = {"claim": "eyes", "done": "white_check_mark", "irrelevant": "no_entry_sign"}
ADA, BOB = "U0ADA", "U0BOB"


def named(number):
    return f'{9002000 + number},"EXAMPLE PARTY {number:03} LIMITED",-0- ,"IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- '


def alerted(db, fake, number=1, channels=("C1",), target=ALL):
    """An office whose channels were told that so many parties were added."""
    office = make_office(db, fake)
    office.tenant = make_tenant(db)
    for channel in channels:
        add_watch(db, office.tenant, target, channel)
        office.command("watches", channel)
    if number:
        load_rows(db, (*ROWS, *map(named, range(number))), DAY + timedelta(minutes=1))
    route_new(db, office.desk.clock())
    deliver_due(sender(office.desk, office.tenant))
    office.desk.dataset.refresh()
    return office


@pytest.fixture
def office(db, fake_slack):
    return alerted(db, fake_slack)


def card(office, channel="C1"):
    return shown(office.slack.parents(channel)[0])


def redrawn(office, channel="C1"):
    redrawer(office.tenant)(office.desk)
    return card(office, channel)["words"]


def click(office, action, user=ADA, channel="C1"):
    """Click a button under the card; what its author alone is then told."""
    before = len(office.slack.called("respond"))
    assert office.click(card(office, channel), action, channel, user, ephemeral=False) == 200
    return told(office, before)


def told(office, before):
    calls = office.slack.called("respond")[before:]
    return shown(calls[-1].args) if calls else {"words": ""}


def choose(office, word, user=ADA, channel="C1"):
    """Choose from the card's menu; what its author alone is then told."""
    menu = next(e for b in card(office, channel)["blocks"] for e in b.get("elements", ()) if e["type"] == "overflow")
    option = next(o for o in menu["options"] if o["value"].startswith(f"{word}|"))
    before = len(office.slack.called("respond"))
    body = {
        "type": "block_actions",
        **office._who(user, channel),
        "container": {"type": "message", "is_ephemeral": False, "channel_id": channel},
        "message": {"ts": card(office, channel)["ts"]},
        "actions": [{"type": "overflow", "action_id": ids.CARD_MORE, "selected_option": option, "action_ts": "1.1"}],
    }
    assert office.dispatch(body) == 200
    return told(office, before)


def react(office, what, user=ADA, added=True, ts="", event_id=""):
    """Put an emoji on the card, or take it off; what its author alone is then told."""
    before = len(office.slack.called("chat.postEphemeral"))
    item = {"type": "message", "channel": "C1", "ts": ts or card(office)["ts"]}
    kind = "reaction_added" if added else "reaction_removed"
    event = {"type": kind, "user": user, "reaction": EMOJI.get(what, what), "item": item, "item_user": "UBOT"}
    assert office.event(event, event_id) == 200
    calls = office.slack.called("chat.postEphemeral")[before:]
    return shown(calls[-1].args)["words"] if calls else ""


def submitted(office, view, values, user=ADA):
    """Submit a dialogue; what the app answers to it."""
    from slack_bolt import BoltRequest

    body = {**view, "id": "V7", "hash": "h", "state": {"values": values}}
    request = {"type": "view_submission", **office._who(user, ""), "view": body}
    response = office.app.dispatch(BoltRequest(mode="socket_mode", body=request))
    while office._executor.given:
        office._executor.given.pop().result(timeout=30)
    return json.loads(response.body) if response.body else {}


@pytest.mark.parametrize("way", ["button", "emoji"])
def test_a_card_is_claimed_done_and_put_aside_by_button_or_emoji(office, way):
    def do(what, button):
        return react(office, what) if way == "emoji" else click(office, button)["words"]

    assert do("claim", ids.CARD_CLAIM) == ""
    assert f"Claimed by <@{ADA}>" in redrawn(office)
    assert do("done", ids.CARD_DONE) == ""
    assert f"Done by <@{ADA}>" in redrawn(office)
    assert len(office.slack.parents("C1")) == 1
    assert not any(message.get("reply_broadcast") for message in office.slack.posts("C1"))
    assert office.problems() == []


def test_the_second_claimer_is_told_who_was_first_and_nothing_changes(office):
    react(office, "claim", ADA)
    redrawn(office)
    for said in (react(office, "claim", BOB), click(office, ids.CARD_DONE, BOB)["words"]):
        assert ("claimed this" in said and f"<@{ADA}>" in said) or said == ""
    assert f"Done by <@{BOB}>" in redrawn(office)
    assert f"claimed by <@{ADA}>" in redrawn(office)


def test_two_clicks_within_a_second_leave_one_owner_and_one_who_is_told(office):
    parent = card(office)
    value = next(e for b in parent["blocks"] for e in b.get("elements", ()) if e.get("action_id") == ids.CARD_CLAIM)

    def body(user):
        return {
            "type": "block_actions",
            **office._who(user, "C1"),
            "container": {"type": "message", "channel_id": "C1"},
            "message": {"ts": parent["ts"]},
            "actions": [{**value, "action_ts": "1.1"}],
        }

    before = len(office.slack.called("respond"))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(office.dispatch, [body(ADA), body(BOB)]))
    said = [shown(call.args)["words"] for call in office.slack.called("respond")[before:]]
    assert len(said) == 1
    first, second = (ADA, BOB) if f"<@{ADA}>" in said[0] else (BOB, ADA)
    assert "claimed this" in said[0]
    assert second not in said[0]
    assert f"Claimed by <@{first}>" in redrawn(office)


def test_taking_ones_own_emoji_off_takes_ones_own_act_back(office):
    react(office, "claim", ADA)
    react(office, "claim", BOB)
    react(office, "claim", BOB, added=False)
    assert f"Claimed by <@{ADA}>" in redrawn(office)
    react(office, "claim", ADA, added=False)
    assert "Claimed by" not in redrawn(office)


@pytest.mark.parametrize("now_a", ["viewer", "guest"])
def test_who_may_not_work_on_cards_any_more_takes_nothing_back_by_emoji(db, fake_slack, now_a):
    fake_slack.people["U0BOSS"] = {"is_admin": True}
    office = alerted(db, fake_slack)
    react(office, "done")
    done = redrawn(office)
    assert f"<@{ADA}>" in done
    if now_a == "viewer":
        office.command(f"settings viewers <@{ADA}>", "C1", user="U0BOSS")
    else:
        fake_slack.people[ADA] = {"is_restricted": True}
        office.desk.people._seen.clear()
    assert react(office, "done", added=False) == ""
    assert redrawn(office) == done


def test_not_relevant_collapses_the_card_and_undo_opens_it(office):
    assert choose(office, card_buttons.IRRELEVANT)["words"] == ""
    words = redrawn(office)
    assert "Not relevant here" in words
    assert "Why here" in words
    assert "Watched here" not in words
    click(office, ids.CARD_UNDO, BOB)
    assert "Watched here" in redrawn(office)


def test_a_claim_is_given_back_by_its_owner_only(office):
    click(office, ids.CARD_CLAIM)
    redrawn(office)
    assert "Only they can give it back" in choose(office, card_buttons.GIVE_BACK, BOB)["words"]
    assert choose(office, card_buttons.GIVE_BACK, ADA)["words"] == ""
    assert "Claimed by" not in redrawn(office)


def test_an_emoji_delivered_three_times_is_one_act(office):
    for _ in range(3):
        react(office, "claim", event_id="Ev-once")
    react(office, "claim", added=False)
    react(office, "claim", event_id="Ev-once")
    assert "Claimed by" not in redrawn(office)


@pytest.mark.parametrize("emoji", ["thumbsup", "no_entry", "memo"])
def test_other_emoji_mean_nothing_here(office, emoji):
    assert react(office, emoji) == ""
    assert office.slack.called("chat.update") == []


def test_emoji_on_other_messages_mean_nothing(office):
    office.slack.say("C1", "lunch?")
    react(office, "claim", ts=office.slack.posts("C1")[-1]["ts"])
    assert "Claimed by" not in redrawn(office)


def test_watched_names_beyond_five_are_one_click_away(db, fake_slack):
    office = alerted(db, fake_slack, 0)
    for number in range(8):
        ref = str(9002000 + number)
        add_watch(db, office.tenant, Target("entity", f"e-{ref}", f"PARTY {number}", "us-ofac-sdn", ref))
    load_rows(db, (*ROWS, *map(named, range(8))), DAY + timedelta(minutes=2))
    route_new(db, office.desk.clock())
    deliver_due(sender(office.desk, office.tenant))
    names = click(office, ids.CARD_NAMES)["words"]
    assert "8 names watched here" in names
    assert all(f"EXAMPLE PARTY {number:03}" in names for number in range(8))
    assert office.problems() == []


def test_the_file_of_a_mass_action_is_shown_the_way_to(db, fake_slack):
    office = alerted(db, fake_slack, 9)
    said = click(office, ids.CARD_FILE)
    assert "all 9 rows (CSV)" in said["words"]
    assert office.problems() == []


def test_a_card_without_a_file_offers_none(office):
    assert ids.CARD_FILE not in json.dumps(card(office)["blocks"])


def test_why_here_names_the_watch_its_owner_and_how_to_end_it(office):
    assert "Why here: watch “all” (owner <@U1>)" not in card(office)["words"], "U1 is no id of Slack's"
    words = choose(office, card_buttons.WHY)["words"]
    assert "“all”" in words
    assert "/sanctions unwatch 1" in words


@pytest.mark.parametrize(("word", "days"), [(card_buttons.SNOOZE_DAY, 1), (card_buttons.SNOOZE_WEEK, 7)])
def test_a_snooze_from_a_card_has_an_end_and_shows(office, word, days):
    click(office, ids.CARD_CLAIM)
    redrawn(office)
    if word == card_buttons.SNOOZE_DAY:  # on an open card its place in the menu is that of *Assign*
        click(office, ids.CARD_DONE)
        redrawn(office)
    said = choose(office, word)["words"]
    assert "Snoozed" in said
    now = office.desk.clock()
    with office.desk.db.read() as session:
        kept = snoozes.list_snoozes(session, _audience(office), now)
    assert [each.until - now for each in kept] == [timedelta(days=days)]
    assert "Snoozed until" in redrawn(office)
    assert office.problems() == []


def _audience(office):
    from bot.core.audience import Audience

    return Audience(office.tenant, "channel", "C1", user=ADA)


def test_a_note_on_a_card_of_one_party_needs_no_choice(office):
    click(office, ids.NOTE)
    view = office.opened()
    assert view["callback_id"] == ids.NOTE_MODAL
    assert "EXAMPLE PARTY 000" in shown({"blocks": view["blocks"]})["words"]
    office.submit(view, "Asked the embassy.", "team", ADA)
    assert "Asked the embassy." in office.command("check EXAMPLE PARTY 000 LIMITED")["words"]


def test_a_note_on_a_card_of_several_asks_first_on_whom(db, fake_slack):
    office = alerted(db, fake_slack, 3)
    click(office, ids.CARD_NOTE)
    view = office.opened()
    options = view["blocks"][0]["element"]["options"]
    assert [o["text"]["text"] for o in options] == [f"EXAMPLE PARTY {n:03} LIMITED" for n in range(3)]
    values = {ids.CARD_PARTY_BLOCK: {ids.CARD_PARTY: {"type": "static_select", "selected_option": options[1]}}}
    answer = submitted(office, view, values)
    assert answer["response_action"] == "update"
    assert answer["view"]["callback_id"] == ids.NOTE_MODAL
    office.submit(answer["view"], "Asked the embassy.", "team", ADA)
    assert "Asked the embassy." in office.command("check EXAMPLE PARTY 001 LIMITED")["words"]
    assert "Asked the embassy." not in office.command("check EXAMPLE PARTY 002 LIMITED")["words"]
    assert office.problems() == []


def test_a_channel_shared_with_others_takes_no_note_from_a_card(db, fake_slack):
    fake_slack.channels["C1"] = {"is_ext_shared": True, "name": "partners"}
    office = alerted(db, fake_slack, 3)
    assert ids.CARD_NOTE not in json.dumps(card(office)["blocks"])


def share(office, target, user=ADA):
    choose(office, card_buttons.SHARE, user)
    view = office.opened()
    chosen = {"type": "conversations_select", "selected_conversation": target}
    return submitted(office, view, {ids.CARD_SHARE_BLOCK: {ids.CARD_SHARE_TO: chosen}}, user)


def test_a_shared_card_is_drawn_anew_for_those_who_read_it(db, fake_slack):
    fake_slack.channels["C2"] = {"name": "board", "is_member": True}
    office = alerted(db, fake_slack, 3)
    add_watch(db, office.tenant, Target("programme", "SDGT", "programme:SDGT"), "C2")
    click(office, ids.CARD_CLAIM)
    assert share(office, "C2") == {}
    words = shown(office.slack.parents("C2")[0])
    assert "US: 3 entries added to the SDN list" in words["words"]
    assert f"Shared by <@{ADA}> from <#C1>" in words["words"]
    assert "may be out of date" in words["words"]
    assert "Why here" not in words["words"], "the watches of the other channel are its own"
    assert "Claimed by" not in words["words"]
    assert "Shared in <#C2>" in shown(office.slack.called("chat.postEphemeral")[-1].args)["words"]
    assert office.problems() == []


def test_a_shared_card_answers_questions_in_its_thread(db, fake_slack):
    fake_slack.channels["C2"] = {"name": "board", "is_member": True}
    office = alerted(db, fake_slack, 1)
    share(office, "C2")
    answer = office.mention("is it still listed?", "C2", office.slack.parents("C2")[0]["ts"])
    assert "EXAMPLE PARTY 000" in answer["words"]


def test_from_a_private_channel_the_place_is_not_told(db, fake_slack):
    fake_slack.channels |= {"C2": {"name": "board", "is_member": True}, "G1": {"is_private": True, "name": "cabinet"}}
    office = alerted(db, fake_slack, 1, ("G1",))
    choose(office, card_buttons.SHARE, ADA, "G1")
    chosen = {"type": "conversations_select", "selected_conversation": "C2"}
    submitted(office, office.opened(), {ids.CARD_SHARE_BLOCK: {ids.CARD_SHARE_TO: chosen}})
    posted = json.dumps(decoded(office.slack.parents("C2")[0]))
    assert "from a private channel" in posted
    assert "G1" not in posted


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ({}, "not a member"),
        ({"is_member": True, "is_archived": True}, "archived"),
    ],
)
def test_what_cannot_be_shared_is_said_in_the_dialogue(office, channel, words):
    office.slack.channels["C2"] = channel
    answer = share(office, "C2")
    assert words in answer["errors"][ids.CARD_SHARE_BLOCK]
    assert office.slack.posts("C2") == []


def test_a_channel_with_its_own_card_gets_no_second(db, fake_slack):
    fake_slack.channels["C2"] = {"name": "board", "is_member": True}
    office = alerted(db, fake_slack, 1, ("C1", "C2"))
    assert "its own card" in share(office, "C2")["errors"][ids.CARD_SHARE_BLOCK]
    assert len(office.slack.parents("C2")) == 1


def test_a_dialogue_submitted_twice_shares_once(office):
    office.slack.channels["C2"] = {"name": "board", "is_member": True}
    choose(office, card_buttons.SHARE)
    view = office.opened()
    chosen = {"type": "conversations_select", "selected_conversation": "C2"}
    for _ in range(2):
        submitted(office, view, {ids.CARD_SHARE_BLOCK: {ids.CARD_SHARE_TO: chosen}})
    assert len(office.slack.posts("C2")) == 1


def test_another_teams_people_change_nothing(office):
    body = {
        "type": "block_actions",
        **office._who(ADA, "C1"),
        "team": {"id": "T2"},
        "container": {"type": "message", "channel_id": "C1"},
        "message": {"ts": card(office)["ts"]},
        "actions": [
            next(
                e for b in card(office)["blocks"] for e in b.get("elements", ()) if e.get("action_id") == ids.CARD_CLAIM
            )
            | {"action_ts": "1.1"}
        ],
    }
    body["user"]["team_id"] = "T2"
    office.dispatch(body)
    assert "Claimed by" not in redrawn(office)
    assert office.slack.called("chat.update") == []


def test_a_database_that_takes_no_writes_is_owned_up_to(sqlite, fake_slack):
    office = alerted(sqlite, fake_slack)
    office.desk.db.read_only = True
    said = click(office, ids.CARD_CLAIM)["words"]
    assert "takes no changes" in said
    office.desk.db.read_only = False
    assert "Claimed by" not in redrawn(office)
