"""Pairs: published suites of two names and whether they are of one party, ours beside nomenklatura's matchers.

A suite of OFAC's holds what its own search makes of each pair, not what is true: agreement with it is no virtue.
For a suite of matches alone only recall can be told. The threshold that suits a suite best is chosen on the suite
itself and flatters everybody alike; what ours shows in use is *possible* and above.
Usage: python -m bench.screening_pairs [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

import bench.engine
from bench.peers import MATCHERS, Matcher, has_matchers
from bench.screening import head, row
from bench.sets import SUITES, Pair, pairs
from bot.core.questions import Band, Query
from bot.core.screening import screen

SHOWN = (Band.EXACT, Band.STRONG, Band.POSSIBLE)
SHOWN_AT = {"logic-v2": 0.7, "ofac": 0.7}
"""The score from which a matcher's answer counts as shown: the default of the service built on them."""


class Judged(NamedTuple):
    """A pair's score, and whether a user would be shown it."""

    score: float
    is_shown: bool


class Figures(NamedTuple):
    """How well scores tell pairs of one party from others; what cannot be told is None."""

    accuracy: float | None
    at: float | None
    area: float | None
    precision: float | None
    recall: float


Judge = Callable[[Pair], Judged]
Array = NDArray[Any]


def pair_score(query: str, name: str, is_person: bool) -> tuple[float, Band | None]:
    """How the engine judges one listed name: in the whole corpus where it can, else as if alone on a list."""
    judged = getattr(bench.engine, "pair_score", None)
    if judged is not None:
        score, band = judged(query, name, is_person)
        return float(score), band
    alone = bench.engine.Engine()
    alone.build([{"id": "it", "schema": "Person" if is_person else "Organization", "names": [name]}])
    found = screen(alone.index, Query(text=query)).candidates
    return (found[0].score, found[0].band) if found else (0.0, None)


def ours(pair: Pair) -> Judged:
    """By our engine; of a name that may be a person's or a body's the better reading."""
    readings = (True, False) if pair.is_person is None else (pair.is_person,)
    judged = [pair_score(pair.query, pair.name, is_person) for is_person in readings]
    return Judged(max(score for score, _ in judged), any(band in SHOWN for _, band in judged))


def matcher(algorithm: str) -> Judge:
    """By a matcher of nomenklatura."""
    made = Matcher(algorithm)

    def judge(pair: Pair) -> Judged:
        schema = {True: "Person", False: "Organization", None: "LegalEntity"}[pair.is_person]
        score = made.score(made.asked(pair.query), made.made(schema, f"listed-{schema}-{pair.name}", [pair.name]))
        return Judged(score, score >= SHOWN_AT[algorithm])

    return judge


def figures(suite: Sequence[Pair], judged: Sequence[Judged]) -> Figures:
    """The figures of a suite."""
    match = np.array([pair.is_match for pair in suite])
    score = np.array([each.score for each in judged])
    shown = np.array([each.is_shown for each in judged])
    recall = float(shown[match].mean())
    if match.all():
        return Figures(None, None, None, None, recall)
    accuracy, at = best_threshold(match, score)
    precision = float(match[shown].mean()) if shown.any() else None
    return Figures(accuracy, at, area(match, score), precision, recall)


def best_threshold(match: Array, score: Array) -> tuple[float, float]:
    """The highest share told right by any one threshold, and that threshold."""
    every = np.append(np.unique(score), np.inf)
    shares = [(float(np.mean((score >= at) == match)), float(at)) for at in every]
    return max(shares)


def area(match: Array, score: Array) -> float:
    """How often a pair of one party scores above another, a tie counted half (area under the ROC curve)."""
    higher = score[match][:, None] - score[~match][None, :]
    return float(np.mean(higher > 0) + np.mean(higher == 0) / 2)


def ranks_agree(suite: Sequence[Pair], judged: Sequence[Judged]) -> float | None:
    """Spearman's correlation with the scores of OFAC's search, where the suite has them."""
    shown = [pair.shown for pair in suite if pair.shown is not None]
    if len(shown) != len(suite):
        return None
    return float(np.corrcoef(_ranks(shown), _ranks([each.score for each in judged]))[0, 1])


def _ranks(values: Sequence[float]) -> Array:
    """Places in order, ties sharing the mean of theirs."""
    _, place, counts = np.unique(np.array(values), return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[place]


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


HEAD = (
    "suite",
    "pairs",
    "matches",
    "engine",
    "accuracy at its best threshold",
    "AUC",
    "precision shown",
    "recall shown",
    "rank correlation with OFAC's search",
)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the score of every pair to this file")
    args = parser.parse_args()
    judges: dict[str, Judge] = {bench.engine.Engine.name: ours}
    if has_matchers():
        judges |= {f"nomenklatura {name}": matcher(name) for name in MATCHERS}
    else:
        print("nomenklatura is not installed: its matchers are left out (pip install nomenklatura)\n")
    print(head(*HEAD))
    record: dict[str, list[dict[str, object]]] = {}
    for name in SUITES:
        suite = pairs(name)
        for engine, judge in judges.items():
            judged = [judge(pair) for pair in suite]
            found = figures(suite, judged)
            best = "" if found.accuracy is None else f"{found.accuracy:.3f} ({found.at:.2f})"
            told = (best, *map(_cell, (found.area, found.precision, found.recall, ranks_agree(suite, judged))))
            print(row(name, len(suite), sum(pair.is_match for pair in suite), engine, *told), flush=True)
            record[f"{name} {engine}"] = [
                {"query": pair.query, "name": pair.name, "is_match": pair.is_match, **each._asdict()}
                for pair, each in zip(suite, judged, strict=True)
            ]
    if args.json:
        args.json.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
