"""Quality: what a run's answers are worth, with 95% intervals by resampling its questions.

answers ─▶ the rank and score of the first right one; the best score of each stranger ─▶ recalls

A recall at 1% of false alarms is the share of listed parties found at a score that at most one stranger in a hundred
reaches. Mixtures of two listed people's names are no strangers: they are counted apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.peers import LIMIT, Found
from bench.sets import ACROSS, Question

CLOSE = 5
"""Ranks that count for recall at a rate of false alarms."""

RATES = (0.01, 0.05)
ABSENT = -1.0
"""The score of a listed party that is not among the first few."""

RESAMPLED, SEED = 1000, 1

Floats = NDArray[np.float64]


class Measured(NamedTuple):
    """A share, and the interval that holds it in 95 of 100 draws of questions."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run's answers in numbers: of listed parties the rank (0: not found) and score, of strangers the best score."""

    ranks: NDArray[np.int64]
    scores: Floats
    strangers: Floats
    across: Floats

    @staticmethod
    def of(asked: Sequence[Question], answers: Sequence[Found]) -> Outcome:
        """From the answers to the questions asked."""
        ranks, scores = [], []
        strangers: dict[bool, list[float]] = {True: [], False: []}
        for question, found in zip(asked, answers, strict=True):
            if question.right:
                places = (i for i, (entity, _) in enumerate(found[:LIMIT], 1) if entity in question.right)
                ranks.append(next(places, 0))
                scores.append(max((s for entity, s in found[:CLOSE] if entity in question.right), default=ABSENT))
            else:
                strangers[question.category == ACROSS].append(found[0][1] if found else 0.0)
        return Outcome(np.array(ranks), np.array(scores), np.array(strangers[False]), np.array(strangers[True]))


def threshold(strangers: Floats, rate: float) -> float:
    """The least score that at most this share of strangers reaches."""
    if not len(strangers):
        return 0.0
    return float(np.nextafter(np.sort(strangers)[::-1][int(rate * len(strangers))], np.inf))


def figures(outcome: Outcome) -> dict[str, float]:
    """Recall by rank, and at two rates of false alarms."""
    ranks = outcome.ranks
    return {
        "R@1": float(np.mean(ranks == 1)),
        "R@5": float(np.mean((ranks > 0) & (ranks <= CLOSE))),
        "MRR": float(np.mean(np.divide(1, ranks, out=np.zeros(len(ranks)), where=ranks > 0))),
        **{
            f"recall at {rate:.0%}": float(np.mean(outcome.scores >= threshold(outcome.strangers, rate)))
            for rate in RATES
        },
    }


def quality(outcome: Outcome, resampled: int = RESAMPLED) -> dict[str, Measured]:
    """The figures with their intervals; listed parties and strangers are drawn anew together."""
    rng = np.random.default_rng(SEED)
    drawn: dict[str, list[float]] = defaultdict(list)
    for _ in range(resampled):
        listed = rng.integers(len(outcome.ranks), size=len(outcome.ranks))
        strangers = rng.integers(len(outcome.strangers), size=len(outcome.strangers))
        again = Outcome(outcome.ranks[listed], outcome.scores[listed], outcome.strangers[strangers], outcome.across)
        for name, value in figures(again).items():
            drawn[name].append(value)
    return {
        name: Measured(value, *map(float, np.percentile(drawn[name], (2.5, 97.5))))
        for name, value in figures(outcome).items()
    }


def across(outcome: Outcome) -> dict[str, float]:
    """The share of mixtures of two listed names that reach the score of each rate of false alarms."""
    if not len(outcome.across):
        return {}
    return {f"{r:.0%}": float(np.mean(outcome.across >= threshold(outcome.strangers, r))) for r in RATES}


def by_category(asked: Sequence[Question], answers: Sequence[Found]) -> dict[str, dict[str, float]]:
    """The figures of each set and category of listed parties, at the thresholds of all strangers."""
    strangers = [(q, found) for q, found in zip(asked, answers, strict=True) if not q.right]
    grouped: dict[str, list[tuple[Question, Found]]] = defaultdict(list)
    for question, found in zip(asked, answers, strict=True):
        if question.right:
            for group in dict.fromkeys((question.set, question.category)):
                grouped[group].append((question, found))
    made = {}
    for group, rows in sorted(grouped.items()):
        outcome = Outcome.of(*zip(*(rows + strangers), strict=True))
        made[group] = {"questions": float(len(rows)), **figures(outcome)}
    return made
