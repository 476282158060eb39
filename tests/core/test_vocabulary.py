from __future__ import annotations

import random
import string

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.core.nameforms.alikeness import Words
from bot.core.nameforms.hashing import Filing, Lookup, spelling_keys, text_hash
from bot.core.nameforms.postings import Postings, Writing
from bot.core.nameforms.vocabulary import JOIN_LEAST, WHOLE, Vocabulary

LETTERS = string.ascii_lowercase
LONG_ENOUGH = st.text(LETTERS, min_size=4, max_size=20)
SHORTEST = 4
NUMBERS = st.integers(0, 2**31 - 1)


def keys_of(word: str, kind: int = 0, least: int = SHORTEST) -> set[int]:
    keys, owners, _ = spelling_keys([word], [kind], [least])
    assert set(owners.tolist()) == {0}
    return set(keys.tolist())


def whole_key(word: str) -> int:
    keys, _, shortened = spelling_keys([word], [0], [SHORTEST])
    (key,) = keys[~shortened].tolist()
    return int(key)


@st.composite
def neighbours(draw: st.DrawFn) -> tuple[str, str]:
    """A word and the same with one letter left out, put in, replaced, or swapped with the next."""
    word = draw(LONG_ENOUGH)
    at, letter = draw(st.integers(0, len(word) - 1)), draw(st.sampled_from(LETTERS))
    change = draw(st.sampled_from(["out", "in", "replaced", "swapped"]))
    other = {
        "out": word[:at] + word[at + 1 :],
        "in": word[:at] + letter + word[at:],
        "replaced": word[:at] + letter + word[at + 1 :],
        "swapped": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    }[change]
    return word, other


@settings(max_examples=500)
@given(neighbours())
def test_words_one_edit_apart_share_a_key(pair: tuple[str, str]) -> None:
    one, other = pair
    assume(min(map(len, pair)) >= SHORTEST and OSA.distance(one, other) == 1)
    assert keys_of(one) & keys_of(other)


@given(LONG_ENOUGH, LONG_ENOUGH)
def test_words_far_apart_share_no_key(one: str, other: str) -> None:
    assume(OSA.distance(one, other) > 2)
    assert not keys_of(one) & keys_of(other)


def test_whole_keys_of_different_words_differ() -> None:
    drawn = random.Random(5)
    words = {"".join(drawn.choices(LETTERS, k=drawn.randint(1, 20))) for _ in range(50_000)}
    words |= {"listen", "silent", "enlist", "a", "aa", "aaa", "ab", "ba"}
    keys, _, shortened = spelling_keys(sorted(words), [0] * len(words), [SHORTEST] * len(words))
    assert len(set(keys[~shortened].tolist())) == len(words)


def test_a_key_left_whole_is_the_key_of_the_shorter_word() -> None:
    assert whole_key("volg") in keys_of("volga")
    assert whole_key("olga") in keys_of("volga")
    assert whole_key("vola") in keys_of("volga")


def test_a_word_below_its_least_length_is_taken_whole_only() -> None:
    assert len(keys_of("abc")) == 1
    assert len(keys_of("abcd")) == 5
    assert len(keys_of("abcd", least=5)) == 1


def test_kinds_of_key_do_not_meet() -> None:
    assert not keys_of("volga", kind=0) & keys_of("volga", kind=1)


def test_keys_of_many_words_are_those_of_each() -> None:
    words = ["volga", "bank", "x", "volgabank"]
    keys, owners, _ = spelling_keys(words, [0] * 4, [SHORTEST] * 4)
    for place, word in enumerate(words):
        assert set(keys[owners == place].tolist()) == keys_of(word)
    assert len(spelling_keys([], [], [])[0]) == 0


@given(st.lists(st.lists(st.tuples(st.integers(0, 2**64 - 1) | st.sampled_from([7, 2**63]), st.integers(0, 9)))))
def test_a_table_made_in_parts_is_the_table_of_all(parts: list[list[tuple[int, int]]]) -> None:
    columns = [(np.array([k for k, _ in one], np.uint64), np.array([v for _, v in one], np.int32)) for one in parts]
    keys = np.concatenate([np.empty(0, np.uint64), *(one for one, _ in columns)])
    values = np.concatenate([np.empty(0, np.int32), *(one for _, one in columns)])
    whole, made = Lookup.build(keys, values), Lookup.of_parts(columns)
    assert (made.keys.tolist(), made.values.tolist()) == (whole.keys.tolist(), whole.values.tolist())


def test_hashes_of_texts_do_not_change_between_processes() -> None:
    assert text_hash("volga") == 0xFEB1E1CAD189A9EC


@given(st.lists(st.tuples(st.text(max_size=6), NUMBERS), max_size=30), st.text(max_size=6))
def test_a_lookup_gives_back_the_values_of_a_text_in_their_order(pairs: list[tuple[str, int]], absent: str) -> None:
    filed = Filing()
    filed.extend(pairs)
    lookup = filed.lookup()
    for text in {*(text for text, _ in pairs), absent}:
        assert lookup.of(text) == [value for other, value in pairs if other == text]


@given(st.lists(st.tuples(st.integers(0, 5), NUMBERS), max_size=30), st.lists(st.integers(0, 6), max_size=8))
def test_a_lookup_gathers_the_values_of_keys_that_have_not_too_many(
    pairs: list[tuple[int, int]], asked: list[int]
) -> None:
    most = 4
    lookup = Lookup.build(np.array([k for k, _ in pairs], np.uint64), np.array([v for _, v in pairs], np.int32))
    places, found = lookup.gather(np.array(asked, np.uint64), most)
    told = {key: [value for other, value in pairs if other == key] for key in range(7)}
    expected = [(place, value) for place, key in enumerate(asked) if len(told[key]) <= most for value in told[key]]
    assert list(zip(places.tolist(), found.tolist(), strict=True)) == expected


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 50)), max_size=60), st.lists(st.integers(0, 7), max_size=8))
def test_postings_give_back_what_went_in(pairs: set[tuple[int, int]], asked: list[int]) -> None:
    ordered = sorted(pairs, key=lambda pair: (pair[1], pair[0]))
    keys, rows = np.array([k for k, _ in ordered], np.int32), np.array([r for _, r in ordered], np.int32)
    made = Postings.build(keys, rows, 8)
    told = [sorted(row for other, row in pairs if other == key) for key in range(8)]
    assert [made.of(key).tolist() for key in range(8)] == told
    assert made.counts().tolist() == list(map(len, told))
    places, found = made.gather(np.array(asked, np.int32))
    expected = [(place, row) for place, key in enumerate(asked) for row in told[key]]
    assert list(zip(places.tolist(), found.tolist(), strict=True)) == expected


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=20))
def test_texts_are_given_back_as_they_were(texts: list[str]) -> None:
    written = Writing()
    for text in texts:
        written.append(text.encode())
    made = written.texts()
    assert len(made) == len(texts)
    assert [made[number] for number in range(len(made))] == texts
    assert [made.raw(number) for number in range(len(made))] == [text.encode() for text in texts]


KNOWN = sorted(
    [
        "vladimir",
        "gennadiy",
        "saderat",
        "volgabank",
        "volga",
        "zhou",
        "petrov",
        "bank",
        "alireza",
        "karimi",
        "ali",
        "reza",
        "hizballah",
        "nabiullina",
        "moscow",
        "igorevich",
    ]
)
SINGLE = np.array([word not in ("alireza", "volgabank") for word in KNOWN])


def vocabulary(words: list[str] = KNOWN, single: np.ndarray = SINGLE) -> Vocabulary:
    return Vocabulary.build(words, single)


def like(asked: str, made: Vocabulary | None = None, single: bool = True) -> set[str]:
    made = made or vocabulary(KNOWN, np.ones(len(KNOWN), bool))
    owners, found = made.like(Words.of([asked]), np.array([single]))
    assert not owners.any()
    assert (np.diff(found) > 0).all()
    return {made.words.words[number] for number in found.tolist()}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("petrov", "petrov"),
        ("petrow", "petrov"),
        ("ptrov", "petrov"),
        ("pettrov", "petrov"),
        ("pertov", "petrov"),
        ("guennadi", "gennadiy"),
        ("sdrt", "saderat"),
        ("hzbllh", "hizballah"),
        ("chou", "zhou"),
        ("volodymyr", "vladimir"),
        ("banque", "bank"),
        ("volg", "volgabank"),
        ("volgabanking", "volgabank"),
        ("volgabanking", "volga"),
        ("nabiulina", "nabiullina"),
        ("m0scow", "moscow"),
    ],
)
def test_words_that_may_be_the_one_asked_for_are_found(asked: str, found: str) -> None:
    assert found in like(asked)


@pytest.mark.parametrize("asked", ["zzzzzz", "q", "123456", "karl"])
def test_a_word_like_none_finds_none(asked: str) -> None:
    assert not like(asked) & {"petrov", "saderat", "volgabank", "hizballah", "moscow"}


@settings(max_examples=200)
@given(st.sets(LONG_ENOUGH, min_size=1, max_size=12), neighbours())
def test_a_word_one_edit_away_is_found_among_any_others(others: set[str], pair: tuple[str, str]) -> None:
    listed, asked = pair
    assume(len(asked) >= SHORTEST and OSA.distance(listed, asked) <= 1)
    words = sorted({*others, listed})
    assert listed in like(asked, vocabulary(words, np.ones(len(words), bool)))


@given(st.sets(st.text(LETTERS + "0123456789", min_size=1, max_size=10), max_size=20), st.text(LETTERS, max_size=10))
def test_words_are_numbered_by_their_place(words: set[str], absent: str) -> None:
    ordered = sorted(words)
    made = vocabulary(ordered, np.ones(len(ordered), bool))
    assert made.numbers(ordered).tolist() == list(range(len(ordered)))
    assert made.numbers([absent or "x"]).tolist() == [ordered.index(absent or "x") if (absent or "x") in words else -1]


def test_an_empty_vocabulary_knows_no_word() -> None:
    made = vocabulary([], np.empty(0, bool))
    assert made.numbers(["volga"]).tolist() == [-1]
    assert like("volga", made) == set()


def test_a_key_of_too_many_words_brings_none_but_the_word_itself_is_found() -> None:
    vowels = "aeiou"
    ends = ["", *vowels, *(one + other for one in vowels for other in vowels)]
    crowd = sorted(f"k{one}n{other}z{end}" for one in vowels for other in vowels for end in ends)
    assert len(crowd) > WHOLE
    made = vocabulary(crowd, np.ones(len(crowd), bool))
    assert like("knz", made) == set()
    assert crowd[7] in like(crowd[7], made)


def test_words_written_together_meet_single_words_only_and_nearly_whole() -> None:
    made = vocabulary()
    asked = Words.of(["alireza", "alirexa", "volgabank"])
    single = np.array([True, True, False])
    owners, numbers = made.like(asked, single)
    alike = made.alike(asked, single, owners, numbers, np.zeros(len(numbers), bool))
    words = [made.words.words[n] for n in numbers.tolist()]
    table = {(asked.words[o], w): float(a) for o, w, a in zip(owners.tolist(), words, alike.tolist(), strict=True)}
    assert table["alireza", "alireza"] == 1
    assert table["alirexa", "alireza"] >= JOIN_LEAST
    assert table["volgabank", "volgabank"] == 0, "both are two words"
    together = [a for (o, w), a in table.items() if w in ("alireza", "volgabank")]
    assert all(a == 0 or a >= JOIN_LEAST for a in together)
