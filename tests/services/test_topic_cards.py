"""Notes on an official action and on programmes stand on their cards, for those readers who may see them."""

import json
from datetime import timedelta

import pytest

from bot.core.notes import Topic
from bot.core.watches import Target
from bot.services import notes
from bot.services.notes import NoteAsked, keep_note
from tests.owing import NOW, add_watch, describe, event
from tests.services.test_open_items import here
from tests.services.test_work import Team

CODE, ADA, BOB = "RUSSIA-EO14024", "U0ADA", "U0BOB"
PROGRAMME = Target("programme", CODE, f"programme:{CODE}")


@pytest.fixture
def team(db, fake_slack):
    """One action on cards in the open C1, the private C2, the shared C4 and ADA's direct messages."""
    made = Team(db, fake_slack)
    describe(db, made.tenant, "C1")
    describe(db, made.tenant, "C2", private=True)
    describe(db, made.tenant, "C4", shared=True)
    for channel in ("C1", "C2", "C4", ADA):
        add_watch(db, made.tenant, PROGRAMME, channel)
    made.tell(event("1"))
    return made


def write(team, topic, text, channel="C1", visibility="", author=BOB):
    asked = NoteAsked(topic, text, author, f"click {text}", visibility)
    return keep_note(team.db, here(team, "ephemeral", channel, author), asked, NOW).id


def cards(team):
    """Where a text stands, once all cards are drawn anew."""
    team.now += timedelta(minutes=1)  # Slack takes only so many edits a minute
    team.redraw()
    return {
        channel: json.dumps(team.fake.parents(f"D{ADA}" if channel == ADA else channel)[0], ensure_ascii=False)
        for channel in ("C1", "C2", "C4", ADA)
    }


def seen(team, text):
    return sorted(channel for channel, card in cards(team).items() if text in card)


@pytest.mark.parametrize("topic", [Topic("programme", CODE), Topic("action", "a-1")])
@pytest.mark.parametrize(
    ("channel", "visibility", "where"),
    [
        ("C1", "team", ["C1", "C2", ADA]),
        ("C1", "channel", ["C1"]),
        ("C2", "channel", ["C2"]),
        ("C1", "private", []),
        ("C2", "private", []),
    ],
)
def test_a_note_stands_on_the_cards_of_those_who_may_read_it(team, topic, channel, visibility, where):
    write(team, topic, "ask the embassy", channel, visibility)
    assert seen(team, "ask the embassy") == where
    assert seen(team, "Last note") == where, "nor a count of it"


def test_the_last_note_is_told_with_its_author_and_how_many_came_before(team):
    write(team, Topic("programme", CODE), "first")
    write(team, Topic("action", "a-1"), "second")
    card = cards(team)["C1"]
    assert f"📝 Last note, 2 Mar 2026, <@{BOB}>: “second” · 1 earlier" in card
    assert "first" not in card


def test_notes_on_other_programmes_and_actions_stay_away(team):
    write(team, Topic("programme", "IRAN"), "elsewhere")
    assert seen(team, "elsewhere") == []


def test_a_card_follows_what_becomes_of_its_note(team):
    number = write(team, Topic("programme", CODE), "ask the embassy")
    assert "C1" in seen(team, "ask the embassy")
    notes.edit_note(team.db, here(team, user=BOB), number, "asked twice", BOB, NOW)
    assert (seen(team, "ask the embassy"), "C1" in seen(team, "asked twice")) == ([], True)
    notes.delete_note(team.db, here(team, user=BOB), number, BOB, NOW)
    assert seen(team, "asked twice") == []
    assert seen(team, "Last note") == []
