"""Bands, reliability and pairs: figures over the production engine."""

from __future__ import annotations

import numpy as np
import pytest

from bench.engine import Engine
from bench.screening_bands import Decile, answered, calibration_error, deciles, interval, is_company, levels, share
from bench.screening_pairs import Judged, area, best_threshold, figures, ours, ranks_agree
from bench.sets import ACROSS, Pair, Question

LISTED = [
    {"id": "1", "schema": "Person", "names": ["Gennady Nikolayevich Timchenko"]},
    {"id": "2", "schema": "Organization", "names": ["Rosneft Trading S.A."]},
]
RIGHT = Question("Gennady Nikolayevich Timchenko", "exact_case", frozenset({"1"}), "1")
WRONG = Question("Rosneft Trading S.A.", "exact_case", frozenset({"1"}), "1")
PERSON = Question("Xanthippe Quigley", "neg_faker_en_US", frozenset(), "")
COMPANY = Question("Rosneft Trading", "neg_company_hard", frozenset(), "")
MIXTURE = Question("Gennady Nikolayevich Timchenko", ACROSS, frozenset(), "")

EXACT, NOTHING = 0, 4


@pytest.fixture(scope="module")
def engine() -> Engine:
    made = Engine()
    made.build(LISTED)
    return made


def test_the_band_of_a_listed_party_is_that_of_a_right_candidate_and_of_a_stranger_of_any(engine: Engine) -> None:
    found = answered(engine, [RIGHT, WRONG, PERSON, COMPANY])
    assert levels(found, lambda q: bool(q.right)) == [EXACT, NOTHING]
    assert levels(found, lambda q: q is PERSON) == [NOTHING]
    assert levels(found, is_company) == [EXACT]


def test_a_share_counts_the_band_and_those_above_it() -> None:
    assert share([0, 1, 2, 4], 1, 1000).startswith("500.0 (")
    assert share([], 1, 1000) == "none asked"


def test_none_of_a_few_is_not_none_of_all() -> None:
    low, high = interval(0, 50)
    assert low == 0
    assert 0.05 < high < 0.09
    assert interval(50, 50) == (pytest.approx(1 - high), 1.0)


def test_scores_are_held_against_the_first_candidate_and_mixtures_left_out(engine: Engine) -> None:
    found = deciles(answered(engine, [RIGHT, WRONG, PERSON, MIXTURE]))
    assert found == [Decile(0.9, 2, 1.0, 0.5)]
    assert calibration_error(found) == 0.5


def test_the_calibration_error_weighs_tenths_by_their_size() -> None:
    assert calibration_error([Decile(0.9, 30, 0.95, 0.95), Decile(0.1, 10, 0.1, 0.5)]) == pytest.approx(0.1)


def test_pairs_are_told_apart_by_score() -> None:
    match, score = np.array([True, True, False, False]), np.array([0.9, 0.6, 0.6, 0.1])
    assert area(match, score) == 0.875
    assert best_threshold(match, score) == (0.75, 0.9)


def test_a_suite_of_matches_alone_has_recall_only() -> None:
    pair = Pair("a", "b", True, None)
    assert figures([pair, pair], [Judged(0.9, True), Judged(0.2, False)]) == (None, None, None, None, 0.5)


def test_agreement_is_of_ranks_with_ties_shared() -> None:
    suite = [Pair("a", "b", True, None, shown) for shown in (0.0, 0.5, 0.5, 1.0)]
    assert ranks_agree(suite, [Judged(score, True) for score in (0.1, 0.2, 0.2, 0.9)]) == pytest.approx(1)
    assert ranks_agree([Pair("a", "b", True, None)], [Judged(0.1, True)]) is None


def test_a_pair_of_one_name_is_shown_and_a_pair_of_two_people_is_not() -> None:
    same, other = (
        ours(Pair("TIMCHENKO, Gennady", "Gennady Timchenko", True, True)),
        ours(Pair("Xanthippe Quigley", "Gennady Timchenko", False, True)),
    )
    assert same.is_shown
    assert not other.is_shown
    assert same.score > other.score
