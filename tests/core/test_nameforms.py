from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.core.comparing import Compared
from bot.core.listings import EntityType
from bot.core.nameforms.alignment import Alignment, alignment_of
from bot.core.nameforms.asked import Asked
from bot.core.nameforms.features import FEATURES, feature_values
from bot.core.nameforms.forms import institutional_rank, name_form
from bot.core.nameforms.latin import latin
from bot.core.nameforms.scorer import layers, scores
from bot.core.nameforms.spelling import eastern, fold, skeleton
from tests.core.parties import O, P, index_of, party


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("Жанна Щукина", "zhanna shchukina"),
        ("김정은", "kim jong un"),
        ("Société Générale", "societe generale"),
        ("NIОС Intеrnаtіоnаl", "nioc international"),
        ("Taty\u200bana", "tatyana"),
        ("Qasem\u202e Soleimani", "qasem soleimani"),
        ("Al-Qa'ida", "al qaida"),
        ("P.J.S.C. Volga", "pjsc volga"),
        ("В. В. Петров", "v v petrov"),
        ("M/V Varuna", "mv varuna"),
        ("陈全国", "chen quan guo"),
        ("", ""),
        ("—!", ""),
    ],
)
def test_any_script_becomes_plain_latin_words(printed: str, plain: str) -> None:
    assert latin(printed) == plain


def test_an_arabic_article_is_a_word_of_its_own() -> None:
    assert latin("القاعدة").split()[0] == "al"


@pytest.mark.parametrize(
    ("one", "other"),
    [("gennadiy", "guennadi"), ("timchenko", "timtchenko"), ("shoygu", "schoigu"), ("yevgeniy", "evgeny")],
)
def test_romanisations_of_one_name_read_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_the_skeleton_holds_consonants_only() -> None:
    assert skeleton("usama") == skeleton("osama")
    assert skeleton("hezbollah") == skeleton("hizballah")


@pytest.mark.parametrize(
    ("one", "other"),
    [("chou", "zhou"), ("hsu", "xu"), ("pak", "bak"), ("ch", "zh"), ("tsai", "cai"), ("chiang", "jiang")],
)
def test_eastern_romanisations_of_one_syllable_read_alike(one: str, other: str) -> None:
    assert eastern(one) == eastern(other)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20))
def test_readings_are_plain_letters_and_consonants_have_no_vowels(word: str) -> None:
    for read in (fold(word), skeleton(word), eastern(word)):
        assert read == "" or (read.isascii() and read.isalpha())
    assert not set(skeleton(word)[1:]) & set("aeiou")
    assert fold(word)


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("PUBLIC JOINT STOCK COMPANY VOLGABANK", "volgabank"),
        ("ПАО Волгабанк", "volgabank"),
        ("Volgabank PJSC", "volgabank"),
        ("M/V Varuna", "varuna"),
        ("S.A.", "sa"),
        ("AT&T", "at t"),
        ("T.E.G. LIMITED", "teg"),
    ],
)
def test_legal_forms_are_set_aside_unless_nothing_would_be_left(printed: str, key: str) -> None:
    assert name_form(printed, False).key == key


def test_a_family_name_before_a_comma_is_known_as_one() -> None:
    form = name_form("BIN LADIN, Usama bin Muhammad", True)
    assert (form.family, form.given) == (2, 2)
    assert name_form("Usama bin Ladin", True).family == 0


def test_a_public_company_is_a_fuller_institution_than_a_limited_one() -> None:
    assert institutional_rank("PUBLIC JOINT STOCK COMPANY VOLGA") > institutional_rank("VOLGA LLC")
    assert institutional_rank("VOLGA LLC") > institutional_rank("VOLGA")


def compared(question: str, *listed: str, kind: EntityType = P) -> tuple[Compared, list[Alignment], Asked]:
    """These names compared with a question, and their alignments in the order of the names."""
    index = index_of(*(party(name, str(number), kind) for number, name in enumerate(listed)))
    asked = index.ask(name_form(question, False), name_form(question, True))
    (found,) = index.compare(asked)
    order = np.argsort(found.rows).tolist()
    assert found.rows[order].tolist() == list(range(len(listed)))
    sides = [found.part.named(int(row))[1] for row in found.rows]
    return found, [alignment_of(asked, sides[line], found.met, line) for line in order], asked


def aligned(question: str, listed: str, kind: EntityType = P) -> Alignment:
    return compared(question, listed, kind=kind)[1][0]


def test_words_written_together_meet_the_two_they_are() -> None:
    alignment = aligned("Alireza Karimi", "KARIMI, Ali Reza")
    assert (alignment.only_asked, alignment.only_found) == ((), ())
    assert {pair.found for pair in alignment.pairs} == {(0,), (1, 2)}
    turned = aligned("Ali Reza Karimi", "KARIMI, Alireza")
    assert (turned.only_asked, turned.only_found) == ((), ())
    assert {pair.asked for pair in turned.pairs} == {(0, 1), (2,)}


def test_each_word_meets_one_partner() -> None:
    alignment = aligned("Ivan Ivan Petrov", "Ivan Petrov")
    assert len(alignment.pairs) == 2
    assert len(alignment.only_asked) == 1


def test_equal_words_meet_in_their_order() -> None:
    pairs = aligned("Ivan Ivan Petrov", "Ivan Ivan Petrov").pairs
    assert sorted((pair.asked, pair.found) for pair in pairs) == [((n,), (n,)) for n in range(3)]


def test_a_word_meets_the_one_most_like_it() -> None:
    alignment = aligned("Petrova Petrov", "Petrov Petrova")
    assert {(pair.asked, pair.found, pair.alike) for pair in alignment.pairs} == {((0,), (1,), 1.0), ((1,), (0,), 1.0)}


def test_many_names_are_aligned_as_each_alone() -> None:
    listed = ("KARIMI, Ali Reza", "Ivan Petrov", "Petrov", "Alireza", "A. Karimi Petrov")
    question = "Alireza Petrov Karimi"
    _, together, _ = compared(question, *listed)
    for alignment, name in zip(together, listed, strict=True):
        assert alignment.found.form.text == name
        alone = aligned(question, name)
        met = sorted((pair.asked, pair.found) for pair in alignment.pairs)
        assert met == sorted((pair.asked, pair.found) for pair in alone.pairs)
        assert (alignment.only_asked, alignment.only_found) == (alone.only_asked, alone.only_found)


WORD = st.text("abcdefghijklmnopqrstuvwxyzбвгджзик", min_size=1, max_size=9) | st.sampled_from(
    ["ali", "reza", "alireza"]
)
NAME = st.lists(WORD, min_size=1, max_size=6).map(" ".join)


@given(NAME, st.lists(NAME, min_size=1, max_size=5), st.sampled_from([P, O]))
def test_no_word_meets_two_and_none_is_forgotten(question: str, listed: list[str], kind: EntityType) -> None:
    index = index_of(*(party(name, str(number), kind) for number, name in enumerate(listed)))
    asked = index.ask(name_form(question, False), name_form(question, True))
    for found in index.compare(asked):
        for line, row in enumerate(found.rows.tolist()):
            side = found.part.named(row)[1]
            alignment = alignment_of(asked, side, found.met, line)
            mine = sorted([*alignment.only_asked, *(i for pair in alignment.pairs for i in pair.asked)])
            theirs = sorted([*alignment.only_found, *(i for pair in alignment.pairs for i in pair.found)])
            assert mine == list(range(len(alignment.asked.form.words)))
            assert theirs == list(range(len(side.form.words)))
            assert all(0 < pair.alike <= 1 for pair in alignment.pairs)


def test_every_feature_has_a_name_of_its_own_and_a_weight() -> None:
    (weight, _), *_ = layers()
    assert len({feature.name for feature in FEATURES}) == len(FEATURES) == len(weight)


def test_features_are_a_line_a_name_and_a_column_a_feature() -> None:
    found, _, _ = compared("Alireza Karimi", "KARIMI, Ali Reza", "Karimi", "Alireza Petrov")
    values = feature_values(found.figures)
    assert values.shape == (3, len(FEATURES))
    for column, feature in enumerate(FEATURES):
        assert values[:, column] == pytest.approx(feature.value(found.figures)), feature.name


@given(st.text(max_size=60), st.lists(st.text(max_size=60), min_size=1, max_size=3), st.sampled_from([P, O]))
def test_scores_and_features_stay_in_bounds(question: str, listed: list[str], kind: EntityType) -> None:
    index = index_of(*(party(name, str(number), kind) for number, name in enumerate(listed)))
    if not name_form(question, True).words:
        return
    for found in index.compare(index.ask(name_form(question, False), name_form(question, True))):
        values = feature_values(found.figures)
        likely = scores(values)
        assert ((likely >= 0) & (likely <= 1)).all()
        assert ((values >= 0) & (values <= 1.0001)).all()


@given(arrays(np.float32, (3, len(FEATURES)), elements=st.floats(0, 1, width=32)))
def test_a_score_depends_on_its_own_line_only(values: np.ndarray) -> None:
    together = scores(values)
    assert ((together >= 0) & (together <= 1)).all()
    assert together == pytest.approx(np.concatenate([scores(line[None]) for line in values]), abs=1e-5)


def test_the_name_asked_for_scores_above_others() -> None:
    found, _, _ = compared("Gennady Malenkov", "MALENKOV, Gennady", "MALENKOV, Elena", "ORLOV, Gennady")
    by_row = dict(zip(found.rows.tolist(), scores(feature_values(found.figures)).tolist(), strict=True))
    assert by_row[0] > 0.9
    assert by_row[0] > max(by_row[1], by_row[2]) + 0.3
