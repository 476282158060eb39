"""`note`, `notes` and `tag` in Slack, and the menu beside each note."""

from __future__ import annotations

import re

import pytest

from bot.blocks import ids
from tests.handlers.office import Office, shown, words
from tests.owing import event, record

REF = "us-ofac-sdn:17018"
BANK = "PUBLIC JOINT STOCK COMPANY EXAMPLE BANK"


def number_of(office: Office, channel: str = "C1") -> str:
    """The number of the note kept last."""
    return re.search(r"note (\d+)", office.command("notes", channel)["words"])[1]


def use_menu(office: Office, word: str, number: str, user: str = "U1", channel: str = "C1") -> str:
    """Choose from the menu beside a note; what is told, if anything."""
    listed = office.command("notes", channel, user)
    before = len(office.slack.called("respond"))
    menus = (block["accessory"] for block in listed["blocks"] if "accessory" in block)
    menu = next(each for each in menus if each["action_id"] == ids.note_menu(int(number)))
    option = next(each for each in menu["options"] if each["value"] == f"{word} {number}")
    body = {"type": "block_actions", **office._who(user, channel), "container": {"is_ephemeral": True}, "message": {}}
    action = {"type": "overflow", "action_id": menu["action_id"], "selected_option": option, "action_ts": "1.1"}
    assert office.dispatch({**body, "actions": [action]}) == 200
    calls = office.slack.called("respond")[before:]
    return shown(calls[-1].args)["words"] if calls else ""


def submit(office: Office, text: str = "", user: str = "U1", view_id: str = "V1") -> int:
    values = {ids.NOTE_TEXT_BLOCK: {ids.NOTE_TEXT: {"type": "plain_text_input", "value": text}}} if text else {}
    view = {**office.opened(), "id": view_id, "hash": "h", "state": {"values": values}}
    return office.dispatch({"type": "view_submission", **office._who(user, ""), "view": view})


def told(office: Office) -> str:
    return shown(office.slack.called("chat.postEphemeral")[-1].args)["words"]


def test_a_note_is_kept_found_and_shown(office):
    assert "Note saved" in office.command(f"note {REF} asked the embassy #licence")["words"]
    assert "asked the embassy" in office.command("check Example Bank")["words"]
    for question in ("notes", f"notes {REF}", "notes Embassy", "notes #licence by:me", "notes asked since:2026-03-01"):
        found = office.command(question, user="U2" if "me" not in question else "U1")["words"]
        assert "asked the embassy" in found, question
        assert BANK in found
        assert "`#licence`" in found
    assert "asked the embassy" in office.command(f"note {number_of(office)}")["words"]
    assert "No notes found" in office.command("notes lawyer")["words"]


def test_a_name_in_quotation_marks_will_do_and_several_are_asked_back(office):
    assert "Note saved" in office.command('note "Example Bank" their lawyer called')["words"]
    asked = office.command("note “Doe” their lawyer called")["words"]
    assert "Nothing is kept yet" in asked
    assert "/sanctions note e-" in asked
    assert office.command("notes lawyer")["words"].count("their lawyer called") == 1


def test_an_edit_keeps_what_the_note_said(office):
    office.command(f"note {REF} first words")
    number = number_of(office)
    assert "Only its author" in office.command(f"note edit {number} theirs", user="U2")["words"]
    assert "second words" in office.command(f"note edit #{number} second words")["words"]
    full = office.command(f"note {number}")["words"]
    assert "It said before" in full
    assert "first words" in full
    assert "first words" not in office.command("check Example Bank")["words"]
    assert "No notes found" in office.command("notes first")["words"]


def test_a_deleted_note_leaves_its_stone(office):
    office.command(f"note {REF} secret words")
    number = number_of(office)
    office.command(f"note edit {number} more secret words")
    assert "Only its author" in office.command(f"note delete {number}", user="U2")["words"]
    assert "is deleted" in office.command(f"note delete {number}")["words"]
    assert "secret" not in office.command("check Example Bank")["words"]
    stone = office.command(f"note {number}")["words"]
    assert "was deleted by U1" in stone.replace("<@U1>", "U1")
    assert "secret" not in stone


def test_the_menu_edits_shows_and_deletes(office):
    office.command(f"note {REF} first words")
    number = number_of(office)
    assert "Only its author" in use_menu(office, "edit", number, "U2")
    use_menu(office, "edit", number)
    assert office.opened()["callback_id"] == ids.NOTE_EDIT_MODAL
    assert "first words" in str(office.opened())
    assert submit(office, "second words") == 200
    assert "now reads" in told(office)
    assert "first words" in use_menu(office, "earlier", number)
    use_menu(office, "delete", number)
    assert "second words" in words(office.opened()["blocks"])
    submit(office, view_id="V2")
    assert "is deleted" in told(office)
    assert "no notes" in office.command("notes")["words"]


def test_a_dialogue_of_a_note_is_its_readers_own(office):
    office.command(f"note {REF} first words")
    use_menu(office, "edit", number_of(office))
    submit(office, "theirs", user="U2")
    assert "first words" in office.command("notes")["words"]


def test_an_edit_that_cannot_be_saved_is_told_in_the_dialogue(office):
    office.command(f"note {REF} first words")
    number = number_of(office)
    use_menu(office, "edit", number)
    office.command(f"note delete {number}")
    before = len(office.slack.called("chat.postEphemeral"))
    assert submit(office, "too late") == 200
    assert len(office.slack.called("chat.postEphemeral")) == before


def test_in_a_mention_a_person_can_be_named(office):
    office.command(f"note {REF} words of one", user="U2")
    office.command(f"note {REF} words of another", user="U3")
    found = office.mention("notes words by:<@U2>")["words"]
    assert "words of one" in found
    assert "another" not in found


def test_an_answer_leads_to_the_notes_that_it_does_not_show(office):
    for number in range(4):
        office.command(f"note {REF} words {number}")
    line = re.search(r"2 earlier: `/sanctions (notes e-\w+)`", office.command("check Example Bank")["words"])
    assert "words 0" in office.command(line[1])["words"]


def test_tags_are_given_and_found(office):
    office.command(f"note {REF} words")
    number = number_of(office)
    assert "`#energy` `#q3-review`" in office.command(f"tag {number} Energy #q3-review", user="U2")["words"]
    assert "words" in office.command("notes #q3-review")["words"]
    assert "Note saved" in office.command('tag "Example Bank" oil')["words"]
    assert BANK in office.command("notes #oil")["words"]


def test_a_programme_and_an_official_action_have_notes(office):
    record(office.desk.db, event("1"))
    office.command("note programme:RUSSIA-EO14024 under review")
    office.command("note action:a-1 looks like several")
    assert "under review" in office.command("notes programme:russia-eo14024")["words"]
    assert "looks like several" in office.command("notes action:a-1")["words"]


def test_long_results_come_in_pages(office):
    for number in range(11):
        office.command(f"note {REF} word {number}")
    first = office.command("notes word")
    assert "word 10" in first["words"]
    assert "word 2”" not in first["words"]
    office.click(first, ids.NOTES_MORE)
    rest = shown(office.slack.called("respond")[-1].args)
    assert "word 2”" in rest["words"]
    assert ids.NOTES_MORE not in str(rest["blocks"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("note", "Write what it is about"),
        ("note Example Bank called", "is no reference"),
        (f"note {REF}", "needs a text"),
        ("note us-ofac-sdn:99 x", "No such entry"),
        ('note "Nobody Whatsoever" x', "Nobody"),
        ("note 99", "no note 99"),
        ("note edit 99 x", "no note 99"),
        ("note delete 99", "no note 99"),
        ("note delete 99 because", "only its number"),
        ("note action:a-none x", "No official action"),
        ("notes us-ofac-sdn:99", "No such entry"),
        ("notes by:anna", "by:me"),
        ("notes since:soon", "not a date"),
        ("notes —", "Write what to look for"),
        ("tag", "Write what it is about"),
        ("tag 99 x", "no note 99"),
        ("tag 99", "at least one tag"),
        (f"tag {REF} a_b", "is no tag"),
    ],
)
def test_bad_input_says_what_would_work(office, text, why):
    assert why in office.command(text)["words"]


def test_guests_and_shared_channels_get_nothing_and_write_nothing(office):
    office.command(f"note {REF} ours #plan")
    office.slack.channels["C9"] = {"is_ext_shared": True, "name": "partners"}
    office.slack.people["U8"] = {"is_restricted": True}
    for channel, user in (("C9", "U1"), ("C1", "U8")):
        for text in ("notes", "notes ours", f"notes {REF}", "note 1", f"note {REF} theirs", f"tag {REF} theirs"):
            said = office.command(text, channel, user)["words"]
            assert "ours" not in said.replace("yours", ""), text
            assert "plan" not in said
    assert "theirs" not in office.command("notes")["words"]


HOSTILE = "<!channel> <@U9> https://evil.example :bomb: *bold* `code`\n> quote"


def test_texts_are_quoted_and_do_nothing(office):
    office.command(f"note {REF} {HOSTILE}")
    number = number_of(office)
    office.command(f"note edit {number} {HOSTILE} again")
    for text in ("notes", f"notes {REF}", f"note {number}", "notes bold"):
        said = office.command(text)["words"]
        assert "<!channel>" not in said, text
        assert "<@U9>" not in said
        assert "https://" not in said
        assert ":bomb:" not in said
    listed = office.mention("notes bold")
    assert "<!channel>" not in listed["words"]
