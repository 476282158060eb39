from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.core.nameforms.alikeness import EASTERN, INITIAL, KINDRED, LEAST, Words, alike_all, alikeness
from bot.core.nameforms.kindred import KIN

LATIN = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=24)
LISTED = st.sampled_from(sorted(KIN)) | st.sampled_from(
    ["saderat", "sdrt", "igorevich", "volgabank", "volga", "m0scow"]
)
WORDS = LATIN | LISTED


@given(WORDS, WORDS, st.booleans())
def test_alikeness_is_mutual_and_between_nothing_and_one(one: str, other: str, abjad: bool) -> None:
    # A word that was typed without vowels is heard as such; a listed one without them is an abbreviation.
    assume(abjad or all(set(word) & set("aeiou") or len(word) < 4 for word in (one, other)))
    found = alikeness(one, other, abjad)
    assert 0 <= found <= 1
    if abjad or (_has_vowels(one) and _has_vowels(other)):
        assert found == pytest.approx(alikeness(other, one, abjad))
    assert found == 0 or found >= LEAST


def _has_vowels(word: str) -> bool:
    return bool(set(word) & set("aeiou"))


def test_an_asked_word_may_be_typed_without_its_vowels_but_no_listed_one() -> None:
    assert alikeness("sdrt", "saderat") == pytest.approx(alikeness("sdrt", "saderat", abjad=True))
    assert alikeness("sdrt", "saderat") >= 0.9 > alikeness("saderat", "sdrt")


@given(WORDS, st.booleans())
def test_equal_words_are_wholly_alike(word: str, abjad: bool) -> None:
    assert alikeness(word, word, abjad) == 1


@given(LATIN, LATIN, st.booleans())
def test_only_equal_words_are_wholly_alike(one: str, other: str, abjad: bool) -> None:
    assert (alikeness(one, other, abjad) == 1) is (one == other)


@given(WORDS, WORDS)
def test_a_script_without_vowels_never_lowers_alikeness(one: str, other: str) -> None:
    assert alikeness(one, other, abjad=True) >= alikeness(one, other) - 1e-6


@given(st.lists(WORDS, min_size=1, max_size=6), st.lists(st.tuples(WORDS, st.booleans()), min_size=1, max_size=6))
def test_many_pairs_at_once_are_as_alike_as_one_by_one(asked: list[str], listed: list[tuple[str, bool]]) -> None:
    found, abjad = [word for word, _ in listed], [flag for _, flag in listed]
    table = alike_all(Words.of(asked), Words.of(found), np.array(abjad))
    assert table.shape == (len(asked), len(found))
    one_by_one = [[alikeness(one, other, flag) for other, flag in listed] for one in asked]
    assert table == pytest.approx(np.array(one_by_one))


@given(st.lists(WORDS, min_size=1, max_size=8), st.data())
def test_some_words_are_taken_with_all_that_is_known_of_them(words: list[str], data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.integers(0, len(words) - 1), min_size=1, max_size=8))
    taken, anew = Words.of(words).take(numbers), Words.of([words[n] for n in numbers])
    for name in Words.__slots__:
        assert list(getattr(taken, name)) == list(getattr(anew, name)), name


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("gennadiy", "guennadi", 0.96),
        ("timchenko", "timtchenko", 0.96),
        ("shoygu", "schoigu", 0.96),
        ("yevgeniy", "evgeny", 0.96),
        ("usama", "osama", 0.8),
        ("hizballah", "hezbollah", 0.85),
        ("nabiullina", "nabiulina", 0.9),
        ("volodymyr", "vladimir", KINDRED),
        ("bank", "banque", KINDRED),
        ("chou", "zhou", EASTERN),
        ("hsu", "xu", EASTERN),
        ("pak", "bak", EASTERN),
        ("volga", "volgabank", 0.8),
        ("m0scow", "moscow", 0.9),
        ("volgabank", "vlogabank", 0.9),
    ],
)
def test_the_same_word_written_differently_is_alike(one: str, other: str, least: float) -> None:
    assert alikeness(one, other) >= np.float32(least)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("igor", "igorevich"),
        ("igor", "igorevna"),
        ("2", "20"),
        ("20", "21"),
        ("2014", "2015"),
        ("volga20", "volga21"),
        ("tim", "tamara"),
        ("bush", "habbash"),
        ("emma", "anna"),
        ("ali", "aly2"),
    ],
)
def test_words_that_only_look_alike_are_not_the_same(one: str, other: str) -> None:
    assert alikeness(one, other) < 0.8


@pytest.mark.parametrize(("one", "other"), [("20", "21"), ("1", "2"), ("1", "12"), ("v", "putin"), ("3", "three")])
def test_other_numbers_and_other_initials_have_nothing_to_do_with_each_other(one: str, other: str) -> None:
    assert alikeness(one, other) == 0


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=24), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_a_letter_stands_for_every_word_that_begins_with_it(word: str, letter: str) -> None:
    assert alikeness(letter, word) == pytest.approx(INITIAL if word[0] == letter else 0)


@given(st.from_regex(r"[0-9]{1,9}", fullmatch=True), st.from_regex(r"[0-9]{1,9}", fullmatch=True))
def test_numbers_are_equal_or_nothing(one: str, other: str) -> None:
    assert alikeness(one, other) == (1 if one == other else 0)


def test_consonants_say_more_where_vowels_are_not_written() -> None:
    assert alikeness("saderat", "sdrt", abjad=True) > alikeness("saderat", "sdrt")
    assert alikeness("saderat", "sdrt", abjad=True) >= 0.9


@given(st.sampled_from(sorted(KIN)), st.sampled_from(sorted(KIN)))
def test_kindred_names_are_alike_whatever_their_letters(one: str, other: str) -> None:
    if KIN[one] == KIN[other]:
        assert alikeness(one, other) >= np.float32(KINDRED)


def test_every_family_has_members_that_are_plain_words() -> None:
    members = [word for word in KIN if KIN[word] == KIN["vladimir"]]
    assert {"vladimir", "volodymyr", "uladzimir"} <= set(members)
    assert all(word.isascii() and word.isalpha() and word == word.lower() for word in KIN)
    sizes = np.bincount(list(KIN.values()))
    assert (sizes[1:] >= 2).all(), "a word in two families leaves one of them"
