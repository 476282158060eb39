from dataclasses import replace

import pytest

from bot.core.audience import Audience
from bot.core.entities import Ref, entity_id
from bot.services.notes import Kept, NoteAsked, NoteProblem, keep_note, read_notes
from tests.owing import NOW, SDN, listing, load, make_tenant

E1 = entity_id(SDN, "1")
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
