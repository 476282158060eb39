"""Notes found by their words: the same on both databases, and never what the readers may not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.audience import Audience
from bot.core.entities import entity_id
from bot.core.notes import NoteSearch, Phrase, Unreadable, parse_search
from storage import kept, note_search, notes
from storage.channels import Channel, openness, upsert_channel
from storage.notes import NewNote
from storage.visibility import may_see
from tests.owing import NOW, SDN, listing, load, make_tenant

E1 = entity_id(SDN, "1")


@pytest.fixture
def here(db):
    load(db, listing("1"))
    tenant = make_tenant(db)
    with db.write() as session:
        for channel, private in (("C1", False), ("C2", False), ("C7", True)):
            upsert_channel(session, Channel(tenant, channel, channel.lower(), private, False), NOW)
    return Audience(tenant, "ephemeral", "C1", user="U1")


def write(db, here, text, **changes):
    made = NewNote(here.tenant, E1, SDN, "1", text, "U1", "C1", "team", f"s-{text}-{changes}")
    with db.write() as session:
        return notes.add_note(session, replace(made, **changes), NOW)


def found(db, audience, text, most=100, before=0):
    wanted = parse_search(text, date(2026, 3, 2), audience.user)
    assert not isinstance(wanted, Unreadable)
    with db.read() as session:
        return [note.text for note in note_search.search(session, audience, wanted, most, before)]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Their lawyer says a LICENCE is pending", "licence"),
        ("Their lawyer says a licence is pending", "Lawyer pending"),
        ("Their lawyer says a licence is pending", '"licence is pending"'),
        ("Their lawyer says a licence is pending", "lic*"),
        ("see reports.example.org/news for imo:9187629", "reports"),
        ("see reports.example.org/news for imo:9187629", "9187629"),
        ("see reports.example.org/news for imo:9187629", "example.org"),
        ("wind-down until 12.5.2026", "wind"),
        ("wind-down until 12.5.2026", "wind-down"),
        ("mail a_b@bank.example now", "bank"),
        ("banks' funds", "banks'"),
        ("их адвокат сообщает", "адвокат"),
        ("x #energy", "energy"),
    ],
)
def test_words_find_a_note(db, here, text, question):
    write(db, here, text)
    write(db, here, "something else")
    assert found(db, here, question) == [text]


@pytest.mark.parametrize(
    "question", ["licen", '"pending licence"', "lawyer absent", "icence", "#licence", "by:U2 lawyer"]
)
def test_other_words_do_not(db, here, question):
    write(db, here, "Their lawyer says a licence is pending")
    assert found(db, here, question) == []


def test_tags_authors_and_days_narrow_it(db, here):
    write(db, here, "one #energy")
    write(db, here, "two #energy-law", author="U2")
    assert found(db, here, "#energy") == ["one #energy"]
    assert found(db, here, "by:U2") == ["two #energy-law"]
    assert found(db, here, "since:2026-03-02") == ["two #energy-law", "one #energy"]
    assert found(db, here, "since:2026-03-03") == []


def test_pages_follow_one_another_without_a_gap(db, here):
    ids = [write(db, here, f"note {number}") for number in range(7)]
    assert found(db, here, "note", 3) == ["note 6", "note 5", "note 4"]
    assert found(db, here, "note", 9, ids[4]) == ["note 3", "note 2", "note 1", "note 0"]


def test_an_edit_is_found_by_its_new_words_only_and_a_deleted_note_by_none(db, here):
    number = write(db, here, "first words #old")
    with db.write() as session:
        note = notes.find_note(session, here, number, for_change=True)
        notes.edit_note(session, here, note, "second words #new", "U1", NOW)
    assert found(db, here, "first") == found(db, here, "#old") == []
    assert found(db, here, "second #new") == ["second words #new"]
    with db.write() as session:
        notes.erase_note(session, here.tenant, number, "U1", NOW)
    assert found(db, here, "second") == found(db, here, "words") == found(db, here, "#new") == []


def test_nothing_of_a_deleted_text_stays_in_the_database(db, here):
    number = write(db, here, "confidential one", submission="click")
    with db.write() as session:
        note = notes.find_note(session, here, number, for_change=True)
        notes.edit_note(session, here, note, "confidential two", "U1", NOW)
        notes.erase_note(session, here.tenant, number, "U1", NOW)
    with db.read() as session:
        connection = session.connection()
        tables = ("note", "note_version", *(("note_fts",) if db.is_sqlite else ()))
        for table in tables:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            assert "confidential" not in str(rows), table
        if db.is_sqlite:
            matched = "SELECT count(*) FROM note_fts WHERE note_fts MATCH 'confidential'"
            assert connection.exec_driver_sql(matched).scalar() == 0
        note = notes.find_note(session, here, number)
    assert (note.deleted_by, note.deleted_at, note.text) == ("U1", NOW, "")


def test_a_kept_reply_is_found_and_its_edit_and_deletion_follow(db, here):
    place = kept.Place(here.tenant, "C1", "1700000000.000100")
    with db.write() as session:
        kept.hold(session, place, "U2", "t", NOW)
        kept.settle(session, place, "t", kept.KeptReply(E1, SDN, "1", "said #energy", "U7", NOW))
    assert found(db, here, "said #energy") == ["said #energy"]
    with db.write() as session:
        kept.follow_edit(session, place, "unsaid #oil", NOW + timedelta(minutes=1))
    assert found(db, here, "said") == found(db, here, "#energy") == []
    assert found(db, here, "unsaid #oil") == ["unsaid #oil"]
    with db.write() as session:
        kept.follow_deletion(session, place, NOW)
    assert found(db, here, "unsaid") == found(db, here, "#oil") == []


def test_every_reader_finds_exactly_what_the_rule_lets_them_read(db, here):
    for channel, visibility, author in product(
        ("C1", "C2", "C7", "D1", ""), ("team", "channel", "private"), ("U1", "U2")
    ):
        write(db, here, f"word {channel} {visibility} {author}", channel=channel, visibility=visibility, author=author)
    with db.read() as session:
        for surface, channel, user, outside in product(
            ("ephemeral", "channel", "dm", "home", "cli"), ("", "C1", "C7", "C9"), ("", "U1", "U2"), (False, True)
        ):
            readers = Audience(here.tenant, surface, channel, channel == "C7", outside, user)
            allowed = {
                each.text
                for each in note_search.search(session, replace(here, surface="cli"), NoteSearch(), 999)
                if may_see(readers, openness(session, readers), each.channel, each.visibility, each.author)
            }
            seen = {each.text for each in note_search.search(session, readers, NoteSearch((Phrase("word"),)), 999)}
            listed = {each.text for each in notes.notes_for(session, readers, [E1]).get(E1, ())}
            assert seen == listed
            assert allowed <= seen
            assert not (outside and seen)
            if channel != "C7":
                assert not any("C7" in text for text in seen)


HOSTILE = st.text(alphabet=st.sampled_from("ab'\"\\*:()&|!<>-^{}%$;. #_\x00ж"), min_size=1, max_size=12)


@given(text=HOSTILE, begins=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_no_sign_in_a_question_is_an_operator(db, here, text, begins):
    wanted = parse_search(text + ("*" if begins else ""), date(2026, 3, 2))
    if not isinstance(wanted, Unreadable):
        with db.read() as session:
            note_search.search(session, here, wanted, 5)


MANY = """
INSERT INTO note (tenant, entity, source, ref, text, author, channel, visibility, submission, kind, about, tags,
    message_ts, deleted_by, created_at)
SELECT 1, 'e-1', '', '', 'note ' || n, 'U1', 'C1', 'team', 's', 'entity', '', '', '', '', now()
FROM generate_series(1, 5000) n
"""


def test_postgresql_finds_words_by_its_index(db, here):
    if db.is_sqlite:
        pytest.skip("SQLite finds words by its own table")
    with db.write() as session:
        session.connection().exec_driver_sql(MANY)
        session.connection().exec_driver_sql("ANALYZE note")
    with db.read() as session:
        connection = session.connection()
        compiled = str(
            note_search._query(session, here.tenant, NoteSearch((Phrase("77"), Phrase("no", True))), 0).compile(
                session.get_bind(), compile_kwargs={"literal_binds": True}
            )
        )
        plan = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {compiled}".replace("%", "%%")))
    assert "ix_note_words" in plan
