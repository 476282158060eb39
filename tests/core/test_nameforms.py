from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.nameforms.alignment import Side, align
from bot.core.nameforms.alikeness import alikeness
from bot.core.nameforms.features import FEATURES, compare, feature_values, name_score
from bot.core.nameforms.forms import institutional_rank, name_form
from bot.core.nameforms.latin import latin
from bot.core.nameforms.postings import GRAMS, gram_codes, postings
from bot.core.nameforms.spelling import fold, skeleton
from bot.core.nameforms.weights import WEIGHTS


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
    assert alikeness(one, other) > 0.96


def test_the_skeleton_holds_consonants_only() -> None:
    assert skeleton("usama") == skeleton("osama")
    assert skeleton("hezbollah") == skeleton("hizballah")


@pytest.mark.parametrize(("one", "other"), [("igor", "igorevich"), ("2", "20"), ("tim", "tamara")])
def test_words_that_only_look_alike_are_not_the_same(one: str, other: str) -> None:
    assert alikeness(one, other) < 0.8


@given(st.text(max_size=30), st.text(max_size=30))
def test_alikeness_is_between_nothing_and_one_and_mutual(one: str, other: str) -> None:
    one, other = one or "a", other or "b"
    assert 0 <= alikeness(one, other) <= 1
    assert alikeness(one, other) == pytest.approx(alikeness(other, one))


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


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    assert {feature.name for feature in FEATURES} == set(WEIGHTS)


def side(text: str) -> Side:
    form = name_form(text, True)
    return Side(form, (1.0,) * len(form.words), (1.0,) * len(form.words))


def test_words_written_together_meet_the_two_they_are() -> None:
    alignment = align(side("Alireza Karimi"), side("KARIMI, Ali Reza"))
    assert (alignment.only_asked, alignment.only_found) == ((), ())
    assert {pair.found for pair in alignment.pairs} == {(0,), (1, 2)}


def test_each_word_meets_one_partner() -> None:
    alignment = align(side("Ivan Ivan Petrov"), side("Ivan Petrov"))
    assert len(alignment.pairs) == 2
    assert len(alignment.only_asked) == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_scores_and_features_stay_in_bounds(one: str, other: str) -> None:
    if not (name_form(one, True).words and name_form(other, True).words):
        return
    comparison = compare(align(side(one), side(other)))
    assert 0 <= name_score(comparison) <= 1
    assert all(0 <= value <= 1.0001 for value in feature_values(comparison))


def test_letter_triples_do_not_cross_words() -> None:
    grams, owners = gram_codes(["ab", "abc"])
    assert len(grams) == 2 + 3
    assert sorted(owners.tolist()) == [0, 0, 1, 1, 1]
    assert grams.max() < GRAMS


def test_postings_give_back_what_went_in() -> None:
    made = postings(np.array([1, 0, 1], np.int32), np.array([0, 1, 2], np.int32), 3)
    assert [made.of(key).tolist() for key in range(3)] == [[1], [0, 2], []]
