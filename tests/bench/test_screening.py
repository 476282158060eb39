"""The screening benchmark measures what it says: figures, intervals, peers, made-up names."""

from __future__ import annotations

import subprocess
import sys
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.peers import ENGINES, MATCHERS, OURS, BestPair, BruteForce, NGramRapidfuzz, has_matchers, plain
from bench.screening_quality import Outcome, across, by_category, figures, quality, threshold
from bench.screening_run import Failure, Job, in_own_process, measure
from bench.screening_scale import made_up
from bench.screening_trigrams import Trigrams
from bench.screening_worst import LONGEST, worst_texts
from bench.sets import ACROSS, SUITES, Pair, Question, entities, pairs, questions

ROOT = Path(__file__).parent.parent.parent
LISTED = [
    {"id": "1", "schema": "Person", "names": ["Vladimir Putin", "Владимир Путин"]},
    {"id": "2", "schema": "Person", "names": ["Gennady Timchenko", "Guennadi Timtchenko"]},
    {"id": "3", "schema": "Organization", "names": ["Bank Rossiya", "AB Rossiya"]},
    {"id": "4", "schema": "Organization", "names": ["Rosneft Trading S.A."]},
]
SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=60).map(np.array)


def asked(category: str, *right: str) -> Question:
    return Question("a name", category, frozenset(right), "", "perturb")


QUESTIONS = [asked("typo", "1"), asked("typo", "1"), asked("order", "1"), asked("order", "1")]
ANSWERS = [
    [("1", 0.9)],
    [("2", 0.8), ("1", 0.7)],
    [(str(n), 0.9) for n in range(10, 16)] + [("1", 0.9)],
    [],
]


def test_recall_counts_ranks_up_to_its_own() -> None:
    found = figures(Outcome.of([*QUESTIONS, asked("neg")], [*ANSWERS, [("3", 0.75)]]))
    assert (found["R@1"], found["R@5"], found["MRR"]) == (0.25, 0.5, (1 + 1 / 2 + 1 / 7) / 4)


def test_a_right_one_beyond_the_first_five_has_no_score() -> None:
    outcome = Outcome.of(QUESTIONS, ANSWERS)
    assert outcome.ranks.tolist() == [1, 2, 7, 0]
    assert outcome.scores.tolist() == [0.9, 0.7, -1.0, -1.0]


def test_only_listed_parties_above_every_stranger_count_when_no_false_alarm_is_allowed() -> None:
    found = figures(Outcome.of([*QUESTIONS, asked("neg")], [*ANSWERS, [("3", 0.75)]]))
    assert found["recall at 1%"] == 0.25


def test_mixtures_of_listed_names_do_not_move_the_threshold() -> None:
    strangers = [asked("neg"), asked(ACROSS), asked(ACROSS)]
    outcome = Outcome.of([*QUESTIONS, *strangers], [*ANSWERS, [("3", 0.1)], [("3", 0.95)], []])
    assert figures(outcome)["recall at 1%"] == 0.5
    assert across(outcome) == {"1%": 0.5, "5%": 0.5}


@given(SCORES, st.sampled_from((0.01, 0.05, 0.3)))
def test_no_more_strangers_than_allowed_reach_the_threshold_and_no_lower_one_does_as_well(
    strangers: np.ndarray, rate: float
) -> None:
    at = threshold(strangers, rate)
    allowed = int(rate * len(strangers))
    assert (strangers >= at).sum() <= allowed
    assert (strangers >= np.nextafter(at, -np.inf)).sum() > allowed


def test_intervals_hold_their_figures_and_are_the_same_each_time() -> None:
    rng = np.random.default_rng(3)
    outcome = Outcome(rng.integers(0, 8, 200), rng.random(200), rng.random(150), np.array([]))
    found = quality(outcome, resampled=200)
    assert quality(outcome, resampled=200) == found
    assert all(each.low < each.value < each.high for each in found.values())


def test_categories_share_the_thresholds_of_all_strangers() -> None:
    found = by_category([*QUESTIONS, asked("neg")], [*ANSWERS, [("3", 0.75)]])
    assert {name: each["questions"] for name, each in found.items()} == {"order": 2, "perturb": 4, "typo": 2}
    assert (found["typo"]["recall at 1%"], found["order"]["recall at 1%"]) == (0.5, 0.0)


@pytest.mark.parametrize("peer", [NGramRapidfuzz, BruteForce, BestPair])
@pytest.mark.parametrize(
    ("text", "right"), [("PUTIN Vladimir", "1"), ("Tymchenko, Gennadiy", "2"), ("Rosneft Tradng SA", "4")]
)
def test_a_peer_finds_a_name_written_another_way(
    peer: type[NGramRapidfuzz | BruteForce | BestPair], text: str, right: str
) -> None:
    searcher = peer()
    searcher.build(LISTED)
    found = searcher.search(text, 3)
    assert found[0][0] == right
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert len({entity for entity, _ in found}) == len(found)


def test_cosines_are_those_of_weights_worked_out_one_by_one() -> None:
    names = ["aa", "aa bb", "cc"]
    # Triples " aa" and "aa " are in two of three names, those of bb and cc in one.
    often, seldom = np.log(4 / 3) + 1, np.log(4 / 2) + 1
    both = np.sqrt(2 * often**2 + 2 * seldom**2)
    found = Trigrams(names).cosines("aa")
    assert found is not None
    assert np.allclose(found, [1, np.sqrt(2) * often / both, 0], atol=1e-6)
    assert Trigrams(names).cosines("zz") is None


def test_no_triple_spans_two_words_or_two_names() -> None:
    found = Trigrams(["ab", "c d"]).cosines("b c")
    assert found is not None
    assert found[0] == 0


def test_matchers_of_others_take_part_only_where_they_are_installed() -> None:
    if has_matchers():
        searcher = ENGINES[MATCHERS[0]]()
        searcher.build(LISTED)
        assert [searcher.search(text)[0][0] for text in ("Vladimir Putin", "Gennady Timchenko")] == ["1", "2"]
    else:
        with pytest.raises(ModuleNotFoundError):
            ENGINES[MATCHERS[0]]()


def test_a_run_tells_times_and_answers_question_by_question() -> None:
    run = measure(NGramRapidfuzz(), lambda: LISTED, ["Putin", "Timchenko", ""])
    assert [found[0][0] if found else "" for found in run.answers] == ["1", "2", ""]
    assert len(run.times) == 3
    assert 0 < run.percentiles[0] <= run.percentiles[2]


def test_an_engine_that_cannot_be_run_is_told_by_its_last_words() -> None:
    assert in_own_process(Job("nothing")) == Failure("nothing", "KeyError: 'nothing'")


def test_a_wrong_option_is_named() -> None:
    command = [sys.executable, "-m", "bench.screening"]
    for options, named in (
        (["--every", "0"], "0 is not a whole number above 0"),
        (["--engines", "x"], "engine here: x"),
    ):
        done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert named in done.stderr


def test_made_up_parties_are_the_same_each_time_and_never_listed() -> None:
    made = list(islice(made_up(LISTED), 200))
    assert made == list(islice(made_up(LISTED), 200))
    listed = {tuple(sorted(name.casefold().split())) for entity in LISTED for name in entity["names"]}
    names = [name for entity in made for name in entity["names"]]
    assert [name for name in names if tuple(sorted(name.casefold().split())) in listed] == []
    assert len(set(names)) > 50
    assert {entity["schema"] for entity in made} == {"Person", "Organization"}


@pytest.mark.usefixtures("shared")
def test_the_sets_are_split_by_what_they_are_about() -> None:
    halves = {half: questions(half, every=5) for half in ("dev", "test")}  # type: ignore[arg-type]
    about = {half: {q.target or q.text for q in found} for half, found in halves.items()}
    assert about["dev"]
    assert not about["dev"] & {q.target or q.text for q in halves["test"] if q.set != "curated"}
    assert sum(q.set == "curated" for q in halves["test"]) == 154
    known = {entity["id"] for entity in entities()}
    assert all(q.right <= known for q in halves["dev"] if q.right)


@pytest.mark.usefixtures("shared")
def test_pairs_tell_whether_a_person_is_meant_where_the_suite_does() -> None:
    found = {suite: pairs(suite) for suite in SUITES}
    assert found["nk"][0] == Pair("Olaf Scholze", "Olaf Scholz", True, True)
    assert {pair.is_person for pair in found["ofac"]} == {None}
    assert all(pair.is_match == (pair.shown is not None and pair.shown >= 0.8) for pair in found["ofac"])


@pytest.mark.usefixtures("shared")
def test_the_worst_texts_are_long_and_their_letters_can_be_read_by_the_peers() -> None:
    made = worst_texts()
    assert made == worst_texts()
    assert max(len(text) for _, text in made) == LONGEST
    assert {len(text) <= LONGEST for _, text in made} == {True}
    assert all(set(plain(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ") for _, text in made)


def test_ours_comes_first_in_the_table_of_engines() -> None:
    assert next(iter(ENGINES)) == OURS
