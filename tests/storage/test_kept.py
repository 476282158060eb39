"""Replies kept as notes, at rest: whatever order Slack tells things in, the note ends up as the reply is."""

from datetime import timedelta
from itertools import permutations

import pytest

from bot.core.audience import Audience
from bot.core.entities import entity_id
from storage import channels, kept, notes
from storage.channels import Channel
from storage.kept import KeptReply, Place
from tests.owing import NOW, SDN, listing, load, make_tenant

E1, E2 = entity_id(SDN, "1"), entity_id(SDN, "2")
TS = "1700000000.000100"
SAID = NOW - timedelta(hours=1)
REPLY = KeptReply(E1, SDN, "1", "the bank confirmed", "U7", SAID)


@pytest.fixture
def place(db):
    load(db, listing("1"), listing("2", "OTHER PARTY"))
    return Place(make_tenant(db), "C1", TS)


def keep(db, place, keeper="U1", reply=REPLY, token="t"):
    with db.write() as session:
        return kept.hold(session, place, keeper, token, NOW) and kept.settle(session, place, token, reply)


def read(db, place, channel="C1", entity=E1, **who):
    with db.read() as session:
        audience = Audience(place.tenant, "channel", channel, **who)
        return [(note.text, note.author) for note in notes.notes_for(session, audience, [entity]).get(entity, ())]


def test_a_kept_reply_is_its_authors_note_of_the_day_it_was_said(db, place):
    assert keep(db, place) == "kept"
    with db.read() as session:
        (note,) = notes.notes_for(session, Audience(place.tenant, "channel", "C1"), [E1])[E1]
    assert (note.text, note.author, note.created_at, note.visibility) == ("the bank confirmed", "U7", SAID, "channel")


def test_whoever_comes_second_keeps_nothing_new(db, place):
    keep(db, place)
    assert keep(db, place, "U2", token="t2") == "already"
    with db.write() as session:
        kept.drop(session, place, "t2")
        assert kept.keeper_of(session, place, E1) == "U1"
        assert not kept.take_back(session, place, "U2", NOW)
    assert len(read(db, place)) == 1


def test_one_attempt_at_a_time_until_it_died(db, place):
    with db.write() as session:
        assert kept.hold(session, place, "U1", "a", NOW)
        assert not kept.hold(session, place, "U1", "b", NOW + timedelta(seconds=30))
        assert kept.hold(session, place, "U2", "b", NOW + kept.HELD_FOR)
        assert kept.settle(session, place, "a", REPLY) == "gone"
        assert kept.settle(session, place, "b", REPLY) == "kept"
        assert kept.keeper_of(session, place, E1) == "U2"


def test_a_note_on_two_parties_follows_for_both(db, place):
    keep(db, place)
    keep(db, place, reply=KeptReply(E2, SDN, "2", "the bank confirmed", "U7", SAID), token="t2")
    with db.write() as session:
        assert kept.follow_edit(session, place, "the bank denied", NOW)
    assert read(db, place) == read(db, place, entity=E2) == [("the bank denied", "U7")]
    with db.write() as session:
        assert kept.take_back(session, place, "U1", NOW)
    assert read(db, place) == read(db, place, entity=E2) == []


def test_what_happens_while_the_reply_is_read_is_not_lost(db, place):
    with db.write() as session:
        kept.hold(session, place, "U1", "t", NOW)
    with db.write() as session:
        kept.follow_edit(session, place, "corrected", NOW)
    with db.write() as session:
        assert kept.settle(session, place, "t", REPLY) == "kept"
    assert read(db, place) == [("corrected", "U7")]


def test_a_reply_deleted_or_taken_back_while_it_is_read_is_not_kept(db, place):
    for end in (lambda s: kept.follow_deletion(s, place, NOW), lambda s: kept.take_back(s, place, "U1", NOW)):
        with db.write() as session:
            kept.hold(session, place, "U1", "t", NOW)
        with db.write() as session:
            assert end(session)
        with db.write() as session:
            assert kept.settle(session, place, "t", REPLY) == "gone"
            kept.drop(session, place, "t")
        assert read(db, place) == []


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_edits_that_come_out_of_order_end_in_the_last_one(db, place, order):
    keep(db, place)
    for number in order:
        with db.write() as session:
            kept.follow_edit(session, place, f"edit {number}", NOW + timedelta(seconds=number))
    assert read(db, place) == [("edit 2", "U7")]


def test_a_deleted_note_never_comes_back_and_its_words_are_gone(db, place):
    keep(db, place)
    with db.write() as session:
        assert kept.follow_deletion(session, place, NOW)
        assert not kept.follow_deletion(session, place, NOW)
        assert not kept.follow_edit(session, place, "back", NOW + timedelta(days=1))
    assert read(db, place) == []
    with db.read() as session:
        rows = session.connection().exec_driver_sql("SELECT text FROM note").all()
    assert [tuple(row) for row in rows] == [("",)]


def test_taken_back_and_kept_again(db, place):
    keep(db, place)
    with db.write() as session:
        kept.take_back(session, place, "U1", NOW)
    assert keep(db, place, "U2", token="t2") == "kept"
    assert len(read(db, place)) == 1


def test_a_reply_held_but_never_settled_shows_nowhere_and_is_swept(db, place):
    with db.write() as session:
        kept.hold(session, place, "U1", "t", NOW)
        kept.follow_edit(session, place, "words", NOW)
    assert read(db, place) == read(db, place, entity="") == []
    with db.write() as session:
        kept.drop_unfinished(session, NOW + timedelta(seconds=1))
        assert not kept.is_kept(session, place)


def test_sweeping_leaves_notes_alone(db, place):
    keep(db, place)
    with db.write() as session:
        kept.drop_unfinished(session, NOW + timedelta(days=9))
    assert len(read(db, place)) == 1


def test_a_kept_reply_stays_in_its_channel_and_its_team(db, place):
    with db.write() as session:
        channels.upsert_channel(session, Channel(place.tenant, "C1", "cabinet", True, False), NOW)
    keep(db, place)
    assert read(db, place, private=True) == [("the bank confirmed", "U7")]
    assert read(db, place, "C2") == read(db, place, "") == []
    assert read(db, Place(make_tenant(db, "T2"), "C1", TS)) == []
    with db.read() as session:
        for surface in ("home", "dm", "cli", "ephemeral"):
            elsewhere = Audience(place.tenant, surface, "", user="U7")
            assert notes.note_counts(session, elsewhere, [E1]) == {}
