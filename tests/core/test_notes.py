"""Notes: tags, subjects, and what somebody looks for."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.entities import Ref
from bot.core.notes import (
    LONGEST_TAG,
    MOST_TAGS,
    Named,
    NoteSearch,
    Phrase,
    Topic,
    Unreadable,
    is_tags_only,
    parse_search,
    read_subject,
    read_tag,
    retagged,
    split_subject,
    tags_in,
)

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("see #Energy and #q3-review, #Energy", ("energy", "q3-review")),
        ("(#öl) #санкции", ("öl", "санкции")),
        ("no. #12, &#39; a#b ##no https://x.example/#part", ()),
        ("#a_b", ()),
        ("#" + "a" * (LONGEST_TAG + 1), ()),
    ],
)
def test_tags_are_words_behind_a_sign(text, tags):
    assert tags_in(text) == tags


@pytest.mark.parametrize(
    ("text", "is_bare"),
    [("#bank", True), (" #bank, #q3-review ", True), ("#bank asked", False), ("#12", False), ("", False)],
)
def test_a_text_may_be_tags_and_nothing_else(text, is_bare):
    assert is_tags_only(text) is is_bare


@given(st.text())
def test_tags_of_any_text_are_tags_and_fit_the_row(text):
    found = tags_in(text)
    assert all(read_tag(tag) == tag for tag in found)
    assert len(found) <= MOST_TAGS
    assert MOST_TAGS * (LONGEST_TAG + 1) + 1 <= 400


def test_tags_given_apart_from_the_text_outlive_an_edit():
    assert retagged(("old", "given"), "x #old", "x #new") == ("new", "given")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "us-ofac-sdn:17018 two  words\nand a line",
            (Ref(source="us-ofac-sdn", ref="17018"), "two  words\nand a line"),
        ),
        ("e-aaaaaaaaaaaaaaaa x", (Ref(entity="e-aaaaaaaaaaaaaaaa"), "x")),
        ("programme:russia-eo14024 x", (Topic("programme", "RUSSIA-EO14024"), "x")),
        ("action:a-1 x", (Topic("action", "a-1"), "x")),
        ('"Example  Bank" they said "no"', (Named("Example Bank"), 'they said "no"')),
        ("“Example Bank” they said “no”", (Named("Example Bank"), "they said “no”")),
    ],
)
def test_what_a_note_is_about_stands_first(text, expected):
    assert split_subject(text) == expected


@pytest.mark.parametrize("text", ["", "  ", "Example Bank called", "programme: x", "list:eu x", '"" x'])
def test_a_note_without_a_subject_is_told_how(text):
    assert isinstance(split_subject(text), Unreadable)


def test_a_bare_word_is_no_reference():
    assert read_subject("17018") is None
    assert read_subject("programme:") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", NoteSearch()),
        ("licence pend*", NoteSearch((Phrase("licence"), Phrase("pend", True)))),
        ('"general licence" «8»', NoteSearch((Phrase("general licence"), Phrase("8")))),
        ("#Energy tag:oil", NoteSearch(tags=("energy", "oil"))),
        ("by:me x", NoteSearch((Phrase("x"),), by="U1")),
        ("by:<@U7ABC|anna>", NoteSearch(by="U7ABC")),
        ("by: @W7ABC", NoteSearch(by="W7ABC")),
        ("since:2026-02-03", NoteSearch(since=datetime(2026, 2, 3, tzinfo=UTC))),
        ("since:2026", NoteSearch(since=datetime(2026, 1, 1, tzinfo=UTC))),
        ("since:1w", NoteSearch(since=datetime(2026, 2, 22, tzinfo=UTC))),
        ("imo:9187629", NoteSearch((Phrase("imo:9187629"),))),
    ],
)
def test_what_is_looked_for_is_read(text, expected):
    assert parse_search(text, TODAY, "U1") == expected


@pytest.mark.parametrize("text", ["by:anna x", "by:me", "since:soon", "#", "#a_b", "—", "tag:!"])
def test_what_cannot_be_read_is_told(text):
    assert isinstance(parse_search(text, TODAY), Unreadable)


@given(st.text(max_size=60))
def test_any_text_is_read_or_told(text):
    read = parse_search(text, TODAY, "U1")
    assert isinstance(read, Unreadable) or (read == NoteSearch()) == (not text.strip())
