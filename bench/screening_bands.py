"""Bands: what each band of ours lets through of strangers and finds of listed parties, and how true its scores are.

Every row counts a band and those above it. False alarms are told in 1,000 people and 1,000 companies that no list has;
mixtures of two listed people's names apart. Then scores against the share of first candidates that were right.
Usage: python -m bench.screening_bands [--every N]
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from bench.engine import Engine
from bench.screening import head, options, row
from bench.screening_quality import CLOSE
from bench.sets import ACROSS, Question, entities, questions
from bot.core.questions import Band, Query
from bot.core.screening import Candidate, screen

BANDS = (Band.EXACT, Band.STRONG, Band.POSSIBLE, Band.WEAK)
DECILES = 10
COMPANY = "neg_company"
SIGMAS = 1.96
"""Standard errors on either side that hold 95 of 100 draws."""

Answered = list[tuple[Question, tuple[Candidate, ...]]]


class Decile(NamedTuple):
    """First candidates whose scores are in one tenth of the scale."""

    low: float
    size: int
    predicted: float
    observed: float


def answered(engine: Engine, asked: Iterable[Question]) -> Answered:
    """The first few candidates of every question."""
    return [(question, screen(engine.index, Query(text=question.text)).candidates[:CLOSE]) for question in asked]


def level(candidates: Iterable[Candidate]) -> int:
    """The place of the best band among them; one past the last when there are none."""
    return min((BANDS.index(candidate.band) for candidate in candidates), default=len(BANDS))


def levels(found: Answered, wanted: Callable[[Question], bool]) -> list[int]:
    """The best band of each question wanted: of any candidate for strangers, of a right one for listed parties."""
    return [
        level(c for c in candidates if not question.right or c.entity in question.right)
        for question, candidates in found
        if wanted(question)
    ]


def is_stranger(question: Question) -> bool:
    return not question.right and question.category != ACROSS


def is_company(question: Question) -> bool:
    return is_stranger(question) and question.category.startswith(COMPANY)


COLUMNS: dict[str, tuple[Callable[[Question], bool], int]] = {
    "of 1,000 people not listed": (lambda q: is_stranger(q) and not is_company(q), 1000),
    "of 1,000 companies not listed": (is_company, 1000),
    "of 1,000 mixtures": (lambda q: q.category == ACROSS, 1000),
    "of 100 listed parties": (lambda q: bool(q.right), 100),
}


def share(found: Sequence[int], at: int, scale: int) -> str:
    """How many of so many reach a band, with a 95% interval."""
    if not found:
        return "none asked"
    reached = sum(level <= at for level in found)
    low, high = interval(reached, len(found))
    return f"{reached / len(found) * scale:.1f} ({low * scale:.1f}–{high * scale:.1f})"


def interval(reached: int, of: int) -> tuple[float, float]:
    """Wilson's interval of a share, which is honest about none of a few."""
    middle = (reached + SIGMAS**2 / 2) / (of + SIGMAS**2)
    reach = SIGMAS / (of + SIGMAS**2) * math.sqrt(reached * (of - reached) / of + SIGMAS**2 / 4)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def deciles(found: Answered) -> list[Decile]:
    """Scores of first candidates by tenths of the scale, against the share of them that were right."""
    first = [(c[0].score, c[0].entity in q.right) for q, c in found if c and q.category != ACROSS]
    scores = np.array([score for score, _ in first])
    right = np.array([is_right for _, is_right in first], float)
    place = np.minimum((scores * DECILES).astype(int), DECILES - 1)
    return [
        Decile(n / DECILES, int(of.sum()), float(scores[of].mean()), float(right[of].mean()))
        for n in range(DECILES)
        if (of := place == n).any()
    ]


def calibration_error(found: Sequence[Decile]) -> float:
    """The mean distance of score and share right, weighed by count."""
    total = sum(decile.size for decile in found)
    return sum(decile.size * abs(decile.predicted - decile.observed) for decile in found) / total


def print_bands(half: str, found: Answered) -> None:
    """False alarms and recall by band."""
    columns = {name: (levels(found, wanted), scale) for name, (wanted, scale) in COLUMNS.items()}
    counts = (f"{name} ({len(each)} asked)" for name, (each, _) in columns.items())
    print(f"\nThe {half} half\n\n{head('this band or above', *counts)}")
    for place, band in enumerate(BANDS):
        print(row(band.value, *(share(each, place, scale) for each, scale in columns.values())))


def print_reliability(found: dict[str, Answered]) -> None:
    """Score against share right, half beside half."""
    tables = {half: {decile.low: decile for decile in deciles(each)} for half, each in found.items()}
    columns: list[str] = []
    for half in tables:
        columns += [f"{half}: candidates", "mean score", "share right"]
    print(f"\nFirst candidates by score\n\n{head('score from', *columns)}")
    for low in sorted({low for table in tables.values() for low in table}):
        cells: list[Any] = []
        for table in tables.values():
            decile = table.get(low)
            cells += [decile.size, f"{decile.predicted:.3f}", f"{decile.observed:.3f}"] if decile else [0, "", ""]
        print(row(f"{low:.1f}", *cells))
    errors = (f"{half} {calibration_error(list(table.values())):.3f}" for half, table in tables.items())
    print(f"\nExpected calibration error: {', '.join(errors)}")


def main() -> int:
    """Print the tables for both halves."""
    parser = options(__doc__)
    parser.set_defaults(half=None)
    args = parser.parse_args()
    engine = Engine()
    engine.build(entities())
    found = {}
    for half in (args.half,) if args.half else ("dev", "test"):
        found[half] = answered(engine, questions(half, every=args.every))
        print_bands(half, found[half])
    print_reliability(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
