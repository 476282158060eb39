from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.audience import Audience
from bot.core.entities import Ref, entity_id
from bot.core.notes import NoteSearch, Topic
from bot.services.notes import (
    Changed,
    Kept,
    NoteAsked,
    NoteProblem,
    delete_note,
    edit_note,
    find_note,
    keep_note,
    notes_about,
    read_notes,
    search_notes,
    tag_note,
)
from storage.channels import Channel, upsert_channel
from tests.owing import NOW, SDN, event, listing, load, make_tenant, record

E1 = entity_id(SDN, "1")
MINUTE = timedelta(minutes=1)
ASKED = NoteAsked(Ref(source=SDN, ref="1"), " checked with the bank ", "U1", "click-1")


@pytest.fixture
def here(db):
    load(db, listing("1"))
    return Audience(make_tenant(db), "ephemeral", "C1", user="U1")


def test_a_note_is_kept_on_the_party_with_its_listing(db, here):
    kept = keep_note(db, here, ASKED, NOW)
    assert isinstance(kept, Kept)
    assert (kept.party.entity, kept.party.source, kept.party.ref) == (E1, SDN, "1")
    (note,) = read_notes(db, here, [E1])[E1]
    assert (note.text, note.author, note.visibility) == ("checked with the bank", "U1", "team")


def test_an_entity_id_will_do_as_well(db, here):
    kept = keep_note(db, here, replace(ASKED, subject=Ref(entity=E1)), NOW)
    assert kept.party.ref == "1"


def test_a_double_click_keeps_one_note(db, here):
    first = keep_note(db, here, ASKED, NOW)
    assert keep_note(db, here, ASKED, NOW) == first
    assert len(read_notes(db, here, [E1])[E1]) == 1


def test_a_private_channels_note_stays_there_unless_its_author_is_asked_otherwise(db, here):
    private = replace(here, channel="C7", private=True)
    assert keep_note(db, private, ASKED, NOW).visibility == "channel"
    refused = keep_note(db, private, replace(ASKED, visibility="team", submission="click-2"), NOW)
    assert isinstance(refused, NoteProblem)
    assert read_notes(db, here, [E1]) == {}


@pytest.mark.parametrize(
    ("audience", "asked"),
    [
        ({"externally_shared": True}, {}),
        ({"channel": ""}, {}),
        ({}, {"visibility": "world"}),
        ({}, {"text": "  "}),
        ({}, {"text": "x" * 3001}),
        ({}, {"author": ""}),
        ({}, {"subject": Ref(source=SDN, ref="99")}),
        ({}, {"subject": Ref(entity="e-aaaaaaaaaaaaaaaa")}),
    ],
)
def test_what_cannot_be_kept_is_said(db, here, audience, asked):
    assert isinstance(keep_note(db, replace(here, **audience), replace(ASKED, **asked), NOW), NoteProblem)
    assert read_notes(db, here, [E1]) == {}


def texts(listed):
    return [note.text for note, _ in listed.notes]


def test_a_note_is_edited_by_its_author_alone_and_what_it_said_is_shown(db, here):
    number = keep_note(db, here, replace(ASKED, text="first #old"), NOW).id
    assert isinstance(edit_note(db, replace(here, user="U2"), number, "theirs", "U2", NOW), NoteProblem)
    tag_note(db, here, number, ["given"], NOW)
    done = edit_note(db, here, number, " second #new ", "U1", NOW + MINUTE)
    assert isinstance(done, Changed)
    assert (done.note.text, done.note.tags) == ("second #new", ("new", "given"))
    edit_note(db, here, number, "second #new", "U1", NOW + MINUTE)
    found, versions = find_note(db, here, number)
    assert (found.note.edited_at, found.caption) == (NOW + MINUTE, "Party 1")
    assert [(each.text, each.until, each.by) for each in versions] == [("first #old", NOW + MINUTE, "U1")]


def test_of_two_edits_at_once_none_is_lost(db, here):
    number = keep_note(db, here, ASKED, NOW).id
    with ThreadPoolExecutor(8) as pool:
        wanted = [f"text {each}" for each in range(8)]
        list(pool.map(lambda text: edit_note(db, here, number, text, "U1", NOW), wanted))
    found, versions = find_note(db, here, number)
    assert {found.note.text, *(each.text for each in versions)} == {*wanted, "checked with the bank"}


def test_a_deleted_note_tells_only_who_and_when(db, here):
    number = keep_note(db, here, replace(ASKED, text="secret #plan"), NOW).id
    edit_note(db, here, number, "more secret", "U1", NOW)
    assert isinstance(delete_note(db, here, number, "U2", NOW), NoteProblem)
    assert isinstance(delete_note(db, here, number, "", NOW), NoteProblem)
    gone = delete_note(db, here, number, "U1", NOW + MINUTE)
    assert isinstance(gone, Changed)
    found, versions = find_note(db, here, number)
    assert (found.note.text, found.note.tags, versions) == ("", (), ())
    assert (found.note.deleted_by, found.note.deleted_at) == ("U1", NOW + MINUTE)
    assert read_notes(db, here, [E1]) == {}
    assert texts(search_notes(db, here, NoteSearch())) == []
    for act in (
        lambda: edit_note(db, here, number, "back", "U1", NOW),
        lambda: tag_note(db, here, number, ["back"], NOW),
        lambda: delete_note(db, here, number, "U1", NOW),
    ):
        assert isinstance(act(), NoteProblem)


def test_a_lead_deletes_the_note_of_another(db, here):
    number = keep_note(db, here, ASKED, NOW).id
    assert isinstance(delete_note(db, here, number, "U9", NOW, is_lead=True), Changed)
    assert find_note(db, here, number)[0].note.deleted_by == "U9"


def test_a_note_that_may_not_be_known_of_is_as_if_it_were_not(db, here):
    private = replace(here, channel="C7", private=True)
    number = keep_note(db, private, ASKED, NOW).id
    for readers in (here, replace(private, externally_shared=True), replace(private, guest=True)):
        said = {
            find_note(db, readers, number).text,
            edit_note(db, readers, number, "x", "U1", NOW).text,
            tag_note(db, readers, number, ["x"], NOW).text,
            delete_note(db, readers, number, "U1", NOW, is_lead=True).text,
        }
        assert said == {f"There is no note {number} to be seen here."}
        assert find_note(db, readers, 999).text == said.pop().replace(str(number), "999")
    assert texts(search_notes(db, private, NoteSearch())) == ["checked with the bank"]


def test_programmes_and_official_actions_have_notes_too(db, here):
    record(db, event("1"))
    with db.write() as session:
        upsert_channel(session, Channel(here.tenant, "C1", "general", False, False), NOW)
    programme, action = Topic("programme", "RUSSIA-EO14024"), Topic("action", "a-1")
    keep_note(db, here, replace(ASKED, subject=programme, text="on it", submission="a"), NOW)
    kept = keep_note(db, here, replace(ASKED, subject=action, text="of that day", submission="b"), NOW)
    assert kept.party.caption.startswith("US: differences")
    assert isinstance(
        keep_note(db, here, replace(ASKED, subject=Topic("action", "a-9"), submission="c"), NOW), NoteProblem
    )
    assert texts(notes_about(db, here, programme)[0]) == ["on it"]
    assert texts(notes_about(db, here, action)[0]) == ["of that day"]
    assert texts(notes_about(db, replace(here, externally_shared=True), action)[0]) == []
    assert texts(search_notes(db, here, NoteSearch())) == ["of that day", "on it"]
    assert read_notes(db, here, [E1]) == {}


def test_a_page_tells_that_there_are_more(db, here):
    for number in range(5):
        keep_note(db, here, replace(ASKED, text=f"note {number}", submission=f"s{number}"), NOW)
    first = search_notes(db, here, NoteSearch(), most=3)
    assert (texts(first), first.more) == (["note 4", "note 3", "note 2"], True)
    rest = search_notes(db, here, NoteSearch(), before=first.notes[-1][0].id, most=3)
    assert (texts(rest), rest.more) == (["note 1", "note 0"], False)


def test_what_no_database_takes_is_left_out(db, here):
    keep_note(db, here, replace(ASKED, text="a\x00b\ud800c"), NOW)
    assert [note.text for note in read_notes(db, here, [E1])[E1]] == ["abc"]
