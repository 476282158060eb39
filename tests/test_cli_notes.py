"""`desk note`, `notes` and `tag` as scripts use them."""

import json

import pytest

from storage.channels import Channel, upsert_channel
from storage.db import Database
from tests.owing import NOW, make_tenant
from tests.sdn import companies
from tests.test_cli import BANK, desk

__all__ = ["desk"]
REF = "us-ofac-sdn:17018"
U1 = ("--as", "U1", "--channel", "C1")


@pytest.fixture
def team(desk):
    desk.load([BANK, *companies(9)], "2026-03-01")
    db = Database(f"sqlite:///{desk.home / 'desk.db'}")
    tenant = make_tenant(db)
    with db.write() as session:
        upsert_channel(session, Channel(tenant, "C7", "cabinet", True, False), NOW)
    db.close()
    return desk


def kept(team, text="asked the embassy #licence", *more):
    return team.json("note", REF, text, *(more or U1))[0]


def test_a_note_is_kept_listed_and_counted_in_the_answer(team):
    made = kept(team)
    assert (made["ref"], made["author"], made["visibility"]) == (REF, "U1", "team")
    assert made["tags"] == ["licence"]
    assert team.json("notes") == [made]
    assert team.json("notes", REF) == [made]
    assert team.json("notes", "--search", "Embassy #licence by:U1") == [made]
    assert team.json("notes", "--search", "lawyer") == []
    assert team.json("check", "Example Bank")[0]["matches"][0]["notes"] == 1


def test_an_edited_note_keeps_what_it_said_and_a_deleted_one_nothing(team):
    number = str(kept(team)["id"])
    edited = team.json("note", "edit", number, "asked", "twice", "--as", "U1")[0]
    assert edited["text"] == "asked twice"
    assert [each["text"] for each in edited["earlier"]] == ["asked the embassy #licence"]
    assert team.json("notes", "--search", "embassy") == []
    team("note", "delete", number, "--as", "U2")
    assert (team.status, "Only its author" in team.err) == (2, True)
    gone = team.json("note", "delete", number, "--as", "U1")[0]
    assert (gone["text"], gone["deleted_by"]) == (None, "U1")
    shown = team.json("note", number)[0]
    assert (shown["text"], shown["earlier"], shown["deleted_by"]) == (None, [], "U1")
    assert team.json("notes") == []


def test_the_operator_deletes_any_note(team):
    number = str(kept(team)["id"])
    assert team.json("note", "delete", number)[0]["deleted_by"] == "cli"


def test_tags_are_given_to_a_note_and_to_a_party(team):
    number = str(kept(team)["id"])
    assert team.json("tag", number, "Energy", "#q3-review")[0]["tags"] == ["licence", "energy", "q3-review"]
    tagged = team.json("tag", REF, "sanctioned-bank", *U1)[0]
    assert (tagged["ref"], tagged["text"]) == (REF, "#sanctioned-bank")
    assert [note["id"] for note in team.json("notes", "--search", "#energy")] == [int(number)]


def test_a_programme_has_notes_of_its_own(team):
    made = team.json("note", "programme:russia-eo14024", "under review", *U1)[0]
    assert (made["kind"], made["about"], made["entity"]) == ("programme", "RUSSIA-EO14024", None)
    assert team.json("notes", "programme:RUSSIA-EO14024") == [made]


def test_a_name_will_do_where_it_means_one_party(team):
    assert team.json("note", "Example Bank", "called", *U1)[0]["ref"] == REF


def test_what_is_written_in_a_private_channel_is_seen_in_its_name_only(team):
    made = kept(team, "secret #plan", "--as", "U1", "--channel", "C7")
    assert made["visibility"] == "channel"
    for question in (["notes"], ["notes", REF], ["notes", "--search", "secret"], ["notes", "--search", "#plan"]):
        assert team.json(*question) == team.json(*question, "--channel", "C1") == []
        assert team.json(*question, "--channel", "C7") == [made]
    team("note", str(made["id"]), "--channel", "C1")
    assert (team.status, "no note" in team.err) == (2, True)
    assert team.json("check", "Example Bank")[0]["matches"][0]["notes"] == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("note", "us-ofac-sdn:99", "x", *U1), "No such entry"),
        (("note", "Nobody Whatsoever", "x", *U1), "Nobody"),
        (("note", REF, *U1), "needs a text"),
        (("note", REF, "x", "--as", "U1"), "needs the channel"),
        (("note", REF, "x", "--channel", "C1"), "needs its author"),
        (("note", REF, "x", *U1, "--visibility", "world"), "Visibility is one of"),
        (("note", REF, "x", "--as", "U1", "--channel", "C7", "--visibility", "team"), "private channel"),
        (("note", "action:a-none", "x", *U1), "No official action"),
        (("note", "7"), "no note 7"),
        (("note", "edit", "7", "x", "--as", "U1"), "no note 7"),
        (("notes", "embassy"), "--search"),
        (("notes", "--search", "by:anna x"), "by:me"),
        (("notes", "--search", "since:soon"), "not a date"),
        (("tag", "7", "two words"), "no tag"),
        (("tag", "7", "energy"), "no note 7"),
    ],
)
def test_bad_input_says_what_would_work(team, words, why):
    assert team(*words) == ""
    assert team.status == 2
    assert why in team.err


def test_text_output_is_a_line_each(team):
    number = kept(team, "a\nb", *U1)["id"]
    assert team("notes").startswith(f"note {number} on ")
    assert team("notes").endswith("(team): a b\n")
    assert json.loads(team("notes", "--json"))["text"] == "a\nb"
