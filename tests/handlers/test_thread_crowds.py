"""Questions in the thread of a mass action: answered for all its parties, or one must be named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.blocks import ids
from bot.core.audience import Audience
from bot.core.entities import Ref, entity_id
from bot.core.notes import Topic
from bot.services.notes import Kept, NoteAsked, keep_note
from storage import events, posts
from storage.posts import Subject, Thread
from tests.handlers.office import DAY, ROWS, elements, load_rows, shown

SDN = "us-ofac-sdn"
TS = "1500000000.000100"
NUMBERS = range(8_000_001, 8_000_041)
MANY = tuple(ROWS[3].replace("9001003", str(n)).replace("NORTHERN", f"FLEET {n}") for n in NUMBERS)


@pytest.fixture
def action(office):
    """A card in C1 about forty vessels' owners added at once."""
    office.mention("check Example Bank")
    office.slack.messages["C1"].append({"ts": TS, "text": "40 entries added"})
    load_rows(office.desk.db, (*ROWS, *MANY), DAY + timedelta(days=1))
    with office.desk.db.write() as session:
        made = events.find_events(session, events.EventFilter(since=DAY + timedelta(hours=1)))[0].action
        subjects = tuple(Subject(entity_id(SDN, str(n)), SDN, str(n)) for n in NUMBERS)
        posts.add_thread(session, Thread(1, "C1", TS, "action", made, subjects), DAY + timedelta(days=1))
    return made


@pytest.mark.parametrize("text", ["is it still on the US list?", "is it still listed?", "why?", "who owns it?"])
def test_one_of_them_must_be_named(office, action, text):
    told = office.mention(text, thread=TS)
    assert "This thread is about 40 parties: name one" in told["words"]
    assert "FLEET 8000001" in told["words"]
    assert "+35 more" in told["words"]
    opens = [each for each in elements(told["blocks"]) if each["action_id"].startswith(ids.pick(1)[:-1])]
    assert len(opens) == 5
    office.click(told, ids.pick(1), ephemeral=False)
    assert not office.problems()


def test_a_list_that_is_not_loaded_is_said_before_one_must_be_named(office, action):
    words = office.mention("is it still on the EU list?", thread=TS)["words"]
    assert words.index("EU: no list loaded, cannot say") < words.index("name one")
    assert "no list loaded" not in office.mention("is it still on the US list?", thread=TS)["words"]


def test_the_question_is_kept_when_one_of_them_is_opened(office, action):
    told = office.mention("who owns it?", thread=TS)
    office.click(told, ids.pick(2), ephemeral=False)
    reply = shown(office.slack.posts("C1")[-1])
    assert reply["thread_ts"] == TS
    assert "FLEET 8000002" in reply["words"]
    assert "Ownership is not tested here" in reply["words"]
    assert "Asked: “who owns it?”" in reply["words"]


def test_who_owns_a_party_named_in_part_is_about_the_threads_own(office, action):
    told = office.mention("who owns FLEET 8000007 STAR?", thread=TS)["words"]
    assert "FLEET 8000007 STAR SHIPPING LIMITED" in told
    assert "Ownership is not tested here" in told
    several = office.mention("who owns STAR SHIPPING?", thread=TS)["words"]
    assert "Ownership is not tested here" not in several
    elsewhere = office.mention("who owns FLEET 8000007 STAR?")["words"]
    assert elsewhere != told


def test_the_ledger_says_what_was_told_of_all(office, action):
    office.mention("what changed since 1 March 2026?", thread=TS)
    office.mention("who wrote about this before?", thread=TS)
    words = office.command("ledger")["words"]
    assert "changes of the thread's parties" in words
    assert "notes of the thread's parties" in words
    assert "ambiguous" not in words


def test_one_that_is_named_is_answered(office, action):
    assert "FLEET 8000007" in office.mention("is FLEET 8000007 STAR SHIPPING still listed?", thread=TS)["words"]


def test_what_changed_is_told_of_all_beside_the_action_itself(office, action):
    none = office.mention("what changed since 1 March 2026?", thread=TS)["words"]
    assert "No further change seen on the lists that we read since 1 Mar 2026* for the 40 parties" in none
    assert "own action, list of 2 Mar 2026, is not counted" in none
    left = (*MANY[:38], MANY[38].replace("IRAN", "IRAN] [SDGT"))
    for rows, number in (((*ROWS, *left), 2), ((*ROWS[1:], *left), 3)):
        load_rows(office.desk.db, rows, DAY + timedelta(days=number))
    told = office.mention("what changed since 1 March 2026?", thread=TS)["words"]
    assert (
        "2 changes on the lists since 1 Mar 2026*, of 2 of the 40 parties of this thread: 1 removed, 1 changed." in told
    )
    assert "*FLEET 8000040 STAR SHIPPING LIMITED*: no longer on the list" in told


def test_many_changes_are_counted_and_cut(office, action):
    for day, number in ((2, 8), (3, 16)):
        changed = (row.replace("IRAN", "IRAN] [SDGT") for row in MANY[:number])
        load_rows(office.desk.db, (*ROWS, *changed, *MANY[number:]), DAY + timedelta(days=day))
    told = office.mention("what changed since 1 March 2026?", thread=TS)["words"]
    assert "16 changes on the lists" in told
    assert told.count("FLEET") == 8
    assert "+8 earlier" in told
    assert not office.problems()


def test_notes_on_any_of_them_and_on_the_action_are_found(office, action):
    assert "Nothing by the team" in office.mention("who wrote about this before?", thread=TS)["words"]
    keep(office, Ref(source=SDN, ref=str(NUMBERS[30])), "Flag changed in May")
    keep(office, Topic("action", action), "Ask the embassy")
    keep(office, Ref(source=SDN, ref=str(NUMBERS[2])), "Of another channel", channel="G9", private=True)
    office.mention("check FLEET 8000003 STAR SHIPPING")
    told = office.mention("who wrote about this before?", thread=TS)["words"]
    assert "2 notes visible here on these 40 parties or this action, 1 earlier thread" in told
    assert "on *FLEET 8000031 STAR SHIPPING LIMITED*: “Flag changed in May”" in told
    assert "on *the action*: “Ask the embassy”" in told
    assert "Of another channel" not in told


def test_a_shared_channel_hears_nothing_of_the_team(office, action):
    keep(office, Topic("action", action), "Ask the embassy")
    office.slack.channels["C2"] = {"name": "desk", "is_member": True, "is_ext_shared": True}
    office.slack.messages["C2"] = [{"ts": TS, "text": "40 entries added"}]
    with office.desk.db.write() as session:
        card = posts.find_thread(session, 1, "C1", TS)
        posts.add_thread(session, replace(card, channel="C2"), DAY)
    told = office.mention("who wrote about this before?", channel="C2", thread=TS)["words"]
    assert "shared with another organisation" in told
    assert "embassy" not in told
    assert "1 note" not in told


def keep(office, subject, text: str, channel: str = "C1", *, private: bool = False) -> None:
    visibility = "channel" if private else "team"
    audience = Audience(1, "channel", channel, private=private, externally_shared=False, user="U7")
    asked = NoteAsked(subject, text, "U7", f"sub-{text}", visibility)
    assert isinstance(keep_note(office.desk.db, audience, asked, office.desk.clock()), Kept)
