"""Fit the weights of the name features, and write `bot/core/nameforms/weights.py`.

questions of the dev half ─▶ their candidates' features ─▶ logistic regression ─▶ weights

Names and questions of the EU are left out: their transcription may not be used for this.
Usage: python -m bench.train [--every N]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.engine import entry
from bench.sets import ACROSS, Question, entities, questions
from bot.core.grading import is_same_name
from bot.core.index import Index
from bot.core.nameforms import weights
from bot.core.nameforms.alignment import align
from bot.core.nameforms.features import FEATURES, compare, feature_values, name_score
from bot.core.nameforms.forms import name_form

EU = "eu-"
KEPT_WRONG = 25
KEPT_RIGHT = 2
BESIDE_A_RIGHT_ONE = 0.25
"""Weight of a wrong candidate beside a right one: it may be a relative or a namesake that nobody marked."""

RIDGE = 1.0
STEPS = 40

Floats = NDArray[np.float64]


def candidates(index: Index, question: Question) -> list[tuple[tuple[float, ...], bool, float]]:
    """(features, right, weight) of the best name of each entity near the question; equal names teach nothing."""
    forms = {is_person: name_form(question.text, is_person) for is_person in (True, False)}
    sides = {is_person: index.side(form) for is_person, form in forms.items()}
    best: dict[int, tuple[float, tuple[float, ...]]] = {}
    for number in index.near(tuple(forms.values())):
        row = index.rows[number]
        comparison = compare(align(sides[row.form.is_person], index.side(row.form)))
        same = is_same_name(forms[row.form.is_person], row.form)
        scored = (2.0 if same else name_score(comparison), feature_values(comparison))
        best[row.entry] = max(best.get(row.entry, scored), scored)
    ranked = sorted(best.items(), key=lambda item: -item[1][0])[:KEPT_WRONG]
    right = [features for number, (score, features) in ranked if score < 2 and _is_right(index, number, question)]
    wrong = [features for number, (score, features) in ranked if score < 2 and not _is_right(index, number, question)]
    weight = BESIDE_A_RIGHT_ONE if question.right else 1.0
    return [(f, True, 1.0) for f in right[:KEPT_RIGHT]] + [(f, False, weight) for f in wrong]


def _is_right(index: Index, number: int, question: Question) -> bool:
    return index.entries[number].entity in question.right


def fit(features: Floats, right: Floats, weight: Floats) -> Floats:
    """Weights of the features and, last, the bias: logistic regression by Newton's method."""
    rows = np.column_stack((features, np.ones(len(features))))
    ridge = np.append(np.full(features.shape[1], RIDGE), 1e-6)
    found = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weight * (likely - right)) + ridge * found
        bend = (rows.T * (weight * likely * (1 - likely))) @ rows + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    return found


def write(found: Floats) -> None:
    """Put the weights in their module."""
    lines = [f'    "{feature.name}": {value:.2f},' for feature, value in zip(FEATURES, found[:-1], strict=True)]
    head = Path(weights.__file__).read_text(encoding="utf-8").split("BIAS: Final")[0]
    body = "\n".join((f"BIAS: Final = {found[-1]:.2f}", "", "WEIGHTS: Final[dict[str, float]] = {", *lines, "}", ""))
    Path(weights.__file__).write_text(head + body, encoding="utf-8")


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take each N-th question only")
    every = parser.parse_args().every
    index = Index.build(entry(entity) for entity in entities(without=EU))
    asked = [question for question in questions("dev", without=EU) if question.category != ACROSS][::every]
    rows = [row for question in asked for row in candidates(index, question)]
    features = np.array([row[0] for row in rows])
    found = fit(features, np.array([float(row[1]) for row in rows]), np.array([row[2] for row in rows]))
    write(found)
    print(f"{len(asked)} questions, {len(rows)} candidates, {sum(row[1] for row in rows)} of them right")


if __name__ == "__main__":
    main()
