"""Assigning and what is open, through the real app: in a card's thread, by dialogue, and as lists."""

import json
from datetime import timedelta

import pytest

from bot.blocks import card_buttons, ids
from bot.core.watches import Target
from bot.schedule import sender
from bot.services.delivery import deliver_due
from tests.handlers.office import DAY, decoded, shown
from tests.handlers.test_work import ADA, BOB, alerted, card, choose, click, redrawn, submitted
from tests.owing import describe

TODAY = DAY.date()
FRIDAY = "6 Mar 2026"  # DAY is a Sunday


@pytest.fixture
def office(db, fake_slack):
    made = alerted(db, fake_slack)
    yield made
    assert made.problems() == []


def said_in_thread(office, text, user=ADA, channel="C1"):
    """Mention the bot in the card's thread; what it answers there."""
    ts = card(office, channel)["ts"]
    number = next(office._numbers)
    event = {"type": "app_mention", "text": f"<@UBOT> {text}", "ts": f"17000000{number}.1", "channel": channel}
    before = len(office.slack.posts(channel))
    assert office.event({**event, "user": user, "thread_ts": ts}) == 200
    (answer,) = office.slack.posts(channel)[before:]
    assert answer["thread_ts"] == ts
    return shown(answer)["words"]


def direct(office, user):
    """What stands in somebody's direct messages, once all is delivered."""
    deliver_due(sender(office.desk, office.tenant))
    return [shown(message)["words"] for message in office.slack.posts(f"D{user}")]


def test_a_card_is_assigned_in_its_thread_and_shows_who_has_it(office):
    said = said_in_thread(office, f"assign <@{BOB}> due:friday")
    assert f"<@{BOB}> takes care of this, due {FRIDAY} (assigned by <@{ADA}>)" in said
    assert f"Claimed by <@{BOB}>" in redrawn(office)
    assert f"due {FRIDAY}" in card(office)["words"]
    (told,) = direct(office, BOB)
    assert f"<@{ADA}> assigned you a card" in told
    assert "EXAMPLE PARTY 000 LIMITED added" in told
    assert direct(office, ADA) == []


def test_who_has_a_card_sets_its_day_and_others_do_not(office):
    assert "Nobody has this card yet" in said_in_thread(office, "due friday")
    said_in_thread(office, "assign me")
    assert f"Due {FRIDAY}, for <@{ADA}>" in said_in_thread(office, "due friday")
    refused = said_in_thread(office, "due 2w", BOB)
    assert f"Claimed by <@{ADA}>" in refused
    assert "Nothing was changed" in refused
    assert "Only they" in said_in_thread(office, f"assign <@{BOB}>", BOB)
    assert "nothing was changed" in said_in_thread(office, "due friday")
    assert "No due day any more" in said_in_thread(office, "due none")
    assert "due" not in redrawn(office).casefold().replace("don't", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("assign bob due:friday", "nobody I can tell by name"),
        (f"assign <@{BOB}> due:someday", "no day"),
        (f"assign <@{BOB}> due:2026-02-01", "has passed"),
        ("due yesterday", "no day"),
    ],
)
def test_what_cannot_be_read_says_what_would_work(office, text, words):
    assert words in said_in_thread(office, text)
    assert "Claimed" not in redrawn(office)


def test_a_guest_is_assigned_nothing_and_assigns_nothing(office):
    office.slack.people[BOB] = {"is_restricted": True}
    assert "guest" in said_in_thread(office, f"assign <@{BOB}>")
    assert "takes care" not in said_in_thread(office, "assign me", BOB)
    assert "Claimed" not in redrawn(office)


def test_outside_of_a_cards_thread_it_is_said_where_it_works(office):
    for text in (f"assign <@{BOB}>", "due 3d"):
        answer = office.mention(text)["words"]
        assert "In the thread of a card" in answer
    assert "In the thread of a card" in office.command("assign @bob")["words"]


def values(user, day=""):
    return {
        ids.CARD_ASSIGN_BLOCK: {ids.CARD_ASSIGN_TO: {"type": "users_select", "selected_user": user}},
        ids.CARD_DUE_BLOCK: {ids.CARD_DUE: {"type": "datepicker", "selected_date": day or None}},
    }


def test_a_card_is_assigned_by_dialogue(office):
    assert choose(office, card_buttons.ASSIGN)["words"] == ""
    assert submitted(office, office.opened(), values(BOB, "2026-03-06")) == {}
    assert f"takes care of this, due {FRIDAY}" in shown(office.slack.called("chat.postEphemeral")[-1].args)["words"]
    assert f"due {FRIDAY}" in redrawn(office)
    assert len(direct(office, BOB)) == 1
    choose(office, card_buttons.ASSIGN, BOB)
    element = {e["action_id"]: e for b in office.opened()["blocks"] if (e := b.get("element"))}
    assert element[ids.CARD_ASSIGN_TO]["initial_user"] == BOB
    assert element[ids.CARD_DUE]["initial_date"] == "2026-03-06"


@pytest.mark.parametrize(
    ("chosen", "block", "words"),
    [
        (("",), ids.CARD_ASSIGN_BLOCK, "Choose"),
        (("U0GUEST",), ids.CARD_ASSIGN_BLOCK, "guest"),
        ((BOB, "2026-02-01"), ids.CARD_DUE_BLOCK, "passed"),
    ],
)
def test_the_dialogue_says_at_the_field_what_is_wrong(office, chosen, block, words):
    office.slack.people["U0GUEST"] = {"is_stranger": True}
    choose(office, card_buttons.ASSIGN)
    answer = submitted(office, office.opened(), values(*chosen))
    assert answer["response_action"] == "errors"
    assert words in answer["errors"][block]


def test_the_dialogue_says_when_somebody_was_quicker(office):
    choose(office, card_buttons.ASSIGN, ADA)
    view = office.opened()
    click(office, ids.CARD_CLAIM, "U0CY")
    answer = submitted(office, view, values(BOB), ADA)
    assert "Somebody else has this card" in answer["errors"][ids.CARD_ASSIGN_BLOCK]


def test_a_channel_shared_with_others_offers_no_assignment_and_names_nobody(db, fake_slack):
    fake_slack.channels["C1"] = {"is_ext_shared": True, "name": "partners"}
    office = alerted(db, fake_slack)
    assert f"{card_buttons.ASSIGN}|" not in json.dumps(card(office)["blocks"])
    click(office, ids.CARD_CLAIM)
    words = redrawn(office)
    assert "👀 Claimed" in words
    assert ADA not in words
    assert "another organisation" in said_in_thread(office, f"assign <@{BOB}>")
    assert "another organisation" in office.mention("items all")["words"]


def test_items_are_ones_own_a_colleagues_a_channels_or_all(office):
    said_in_thread(office, f"assign <@{BOB}> due:today")
    describe(office.desk.db, office.tenant)
    mine = office.command("items", user=BOB)
    assert f"Open items, of <@{BOB}>" in mine["words"]
    assert "US: EXAMPLE PARTY 000 LIMITED added" in mine["words"]
    assert "*due today*" in mine["words"]
    (link,) = [b["accessory"] for b in mine["blocks"] if "accessory" in b]
    assert link["url"].startswith("https://desk.slack.example/archives/C1/p")
    assert "Nothing is open here" in office.command("items", user=ADA)["words"]
    for text in ("items here", "items all", f"items {BOB}", "items #desk", "items <#C1|desk>"):
        assert "EXAMPLE PARTY 000" in office.command(text, user=ADA)["words"], text
    assert "EXAMPLE PARTY 000" in office.mention(f"items <@{BOB}>")["words"]
    assert "neither a person nor a channel" in office.command("items @bob")["words"]
    assert "know no channel" in office.command("items #nowhere")["words"]


def test_items_of_a_private_channel_are_told_there_and_to_its_members_alone(db, fake_slack):
    fake_slack.channels["C2"] = {"is_private": True, "name": "cabinet"}
    office = alerted(db, fake_slack, 1, ("C2",))
    fake_slack.members["C2"] = [ADA]
    click(office, ids.CARD_CLAIM, ADA, "C2")
    assert "EXAMPLE PARTY" in office.command("items all", "C2", BOB)["words"]
    for text in ("items", "items all", f"items {ADA}", "items C2"):
        answer = office.command(text, "C1", ADA)["words"]
        assert "EXAMPLE PARTY" not in answer
        assert "1 card" not in answer
    assert "EXAMPLE PARTY" in office.command("items", "D7", ADA)["words"]
    assert "EXAMPLE PARTY" not in office.command("items C2", "D8", BOB)["words"]


def test_a_guest_sees_no_items(office):
    said_in_thread(office, "assign me")
    office.slack.people["U0GUEST"] = {"is_ultra_restricted": True}
    assert "EXAMPLE PARTY" not in office.command("items all", user="U0GUEST")["words"]


def test_a_card_of_ones_own_offers_no_assignment(db, fake_slack):
    office = alerted(db, fake_slack, 1, (ADA,), Target("all", "", "all"))
    shown_ = json.dumps(decoded(office.slack.parents(f"D{ADA}")[0]))
    assert f"{card_buttons.ASSIGN}|" not in shown_


def test_home_lists_what_is_open_with_its_day(office):
    said_in_thread(office, f"assign <@{BOB}> due:tomorrow")
    describe(office.desk.db, office.tenant)
    office.event({"type": "app_home_opened", "user": BOB, "tab": "home"})
    view = json.dumps(office.slack.called("views.publish")[-1].args, ensure_ascii=False)
    assert "WAITING FOR YOU* (1)" in view
    assert "claimed by you" in view
    assert f"assigned by <@{ADA}>" in view
    assert "due tomorrow" in view


def test_decisions_are_listed_with_how_to_withdraw_them(office):
    ref = "us-ofac-sdn:9002000"
    until = (TODAY + timedelta(days=20)).isoformat()
    decide = f'decide {ref} different other number about:"Example Party 000" until:{until}'
    assert "Number 1" in office.command(decide, user=ADA)["words"]
    office.command(f"decide {ref} watching not settled", user=BOB)
    every = office.command("decisions")["words"]
    assert "2 assessments" in every
    assert "1 · EXAMPLE PARTY 000 LIMITED" in every
    assert f"*different party* (our assessment, <@{ADA}>, 1 Mar 2026" in every
    assert "/sanctions decide NUMBER end" in every
    only = office.command("decisions by:me", user=BOB)["words"]
    assert "watching" in only
    assert "different party" not in only
    assert "different party" in office.command("decisions expiring:30d")["words"]
    assert (
        "No assessment that can be seen here ending within 7 days" in office.command("decisions expiring:7d")["words"]
    )
    for name in ("Example Party 000", ref, "EXAMPLE PARTY 000 LIMITED"):
        assert "different party" in office.command(f"decisions {name}")["words"], name
    assert "Nobody on the lists" in office.command("decisions Nobody Whatsoever")["words"]
    assert "no time" in office.command("decisions expiring:soon")["words"]
    assert "does not tell me who" in office.command("decisions by:@bob")["words"]
    office.command("decide 1 end")
    assert "1 assessment*" in office.command("decisions")["words"]


def test_decisions_of_a_private_channel_are_listed_there_only(office):
    office.slack.channels["C2"] = {"is_private": True, "name": "cabinet"}
    office.command("decide us-ofac-sdn:9002000 watching not settled", "C2")
    assert "1 assessment" in office.command("decisions", "C2")["words"]
    assert "No assessment" in office.command("decisions", "C1")["words"]
    assert "No assessment" in office.command("decisions us-ofac-sdn:9002000", "C1")["words"]
