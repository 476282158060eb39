"""Fit the scorer's weights, and write `bot/core/nameforms/weights.json`.

questions of the dev half ─▶ their candidates' features ─▶ a small network, by a fixed seed ─▶ weights

Names and questions of the EU are left out: their transcription may not be used for this.
Usage: python -m bench.train [--every N] [--hidden N]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.engine import entry
from bench.sets import ACROSS, Question, entities, questions
from bot.core.candidates import is_same_form
from bot.core.index import Index
from bot.core.nameforms.features import FEATURES, feature_values
from bot.core.nameforms.forms import name_form
from bot.core.nameforms.scorer import WEIGHTS
from bot.core.nameforms.spelling import fold

EU = "eu-"
KEPT_WRONG = 25
KEPT_RIGHT = 2
BESIDE_A_RIGHT_ONE = 0.25
"""Weight of a wrong candidate beside a right one: it may be a relative or a namesake that nobody marked."""

MIXTURES = 2000
"""Made-up strangers that are asked for beside those of the set."""

RIDGE = 5e-4
STEPS = 800
RATE = 0.01
SEED = 20_261_124
STARTS = 3

Floats = NDArray[np.float32]
Layers = list[tuple[Floats, Floats]]


class Example(NamedTuple):
    """The features of one candidate, whether it is right, and how much it counts."""

    features: NDArray[np.float32]
    right: bool
    weight: float


def mixtures(known: list[dict[str, Any]], count: int) -> list[Question]:
    """Strangers who are hard to tell: the first name of one listed person with the last name of another."""
    names = [name.split() for item in known if item["schema"] == "Person" for name in item["names"]]
    plain = [words for words in names if 2 <= len(words) <= 4 and all(w.isascii() and len(w) > 2 for w in words)]
    together = {_pair(one, two) for words in names for one, two in combinations(words, 2)}
    random = np.random.default_rng(SEED)
    found: list[Question] = []
    while len(found) < count:
        first, last = (plain[int(n)] for n in random.integers(0, len(plain), 2))
        if _pair(first[0], last[-1]) not in together:
            found.append(Question(f"{first[0]} {last[-1]}", "mixture", frozenset(), ""))
    return found


def _pair(one: str, other: str) -> frozenset[str]:
    return frozenset((fold(one.lower()), fold(other.lower())))


def candidates(index: Index, question: Question) -> list[Example]:
    """The best name of each entity near the question; equal names teach nothing."""
    body, person = name_form(question.text, False), name_form(question.text, True)
    best: dict[str, tuple[float, NDArray[np.float32]]] = {}
    for compared in index.compare(index.ask(body, person)):
        values, shown = feature_values(compared.figures), compared.figures
        # By hand, not by the present weights: the same training gives the same weights.
        near = shown.asked_cover + shown.found_cover + shown.whole - shown.left_asked - 0.5 * shown.left_found
        for line, score in enumerate(near.tolist()):
            entity = compared.part.segment.entry(int(compared.entries[line])).entity
            same = is_same_form(compared, line, body, person)
            scored = (9.0 if same else score, values[line])
            best[entity] = max(best.get(entity, scored), scored, key=lambda item: item[0])
    ranked = sorted(best.items(), key=lambda item: -item[1][0])
    told = [(features, entity in question.right) for entity, (score, features) in ranked if score < 9]
    right = [features for features, is_right in told if is_right][:KEPT_RIGHT]
    wrong = [features for features, is_right in told if not is_right][:KEPT_WRONG]
    beside = BESIDE_A_RIGHT_ONE if question.right else 1.0
    return [Example(f, True, 1.0) for f in right] + [Example(f, False, beside) for f in wrong]


def fit(features: Floats, right: Floats, weight: Floats, hidden: int, seed: int = SEED) -> Layers:
    """A network of one hidden layer by Adam on all examples; none is left to chance but the seeded start."""
    random = np.random.default_rng(seed)
    mean, spread = features.mean(0), features.std(0) + 1e-6
    values = (features - mean) / spread
    sizes = [values.shape[1], hidden, 1] if hidden else [values.shape[1], 1]
    flat = [random.normal(0, 0.7 / np.sqrt(one), (one, other)) for one, other in pairwise(sizes)]
    params = [part for matrix in flat for part in (matrix, np.zeros(matrix.shape[1]))]
    first, second = [np.zeros_like(p) for p in params], [np.zeros_like(p) for p in params]
    share = weight / weight.sum()
    for step in range(1, STEPS + 1):
        slopes = _slopes(params, values, right, share)
        rate = RATE * min(1.0, 2 * (1 - step / STEPS) + 0.02)
        for number, (param, slope) in enumerate(zip(params, slopes, strict=True)):
            if param.ndim == 2:
                slope += RIDGE * param
            first[number] = 0.9 * first[number] + 0.1 * slope
            second[number] = 0.999 * second[number] + 0.001 * slope**2
            param -= rate * (first[number] / (1 - 0.9**step)) / (np.sqrt(second[number] / (1 - 0.999**step)) + 1e-9)
    # The scaling of the features goes into the first layer, so that they are taken as they are.
    params[1] = params[1] - (mean / spread) @ params[0]
    params[0] = params[0] / spread[:, None]
    return [(params[n], params[n + 1]) for n in range(0, len(params), 2)]


def together(nets: Sequence[Layers]) -> Layers:
    """Several networks of one hidden layer as one, whose answer is the mean of theirs."""
    first = (np.concatenate([net[0][0] for net in nets], 1), np.concatenate([net[0][1] for net in nets]))
    last = np.concatenate([net[1][0] for net in nets]) / len(nets)
    return [first, (last, np.mean([net[1][1] for net in nets], axis=0))]


def _slopes(params: list[Floats], values: Floats, right: Floats, share: Floats) -> list[Floats]:
    if len(params) == 2:
        likely = 1 / (1 + np.exp(-np.clip(values @ params[0] + params[1], -30, 30)[:, 0]))
        error = (share * (likely - right))[:, None]
        return [values.T @ error, error.sum(0)]
    inner = np.tanh(values @ params[0] + params[1])
    likely = 1 / (1 + np.exp(-np.clip(inner @ params[2] + params[3], -30, 30)[:, 0]))
    error = (share * (likely - right))[:, None]
    back = (error @ params[2].T) * (1 - inner**2)
    return [values.T @ back, back.sum(0), inner.T @ error, error.sum(0)]


def write(layers: Layers, told: dict[str, int]) -> None:
    """Put the weights in their file, with the names of the features they belong to."""
    rounded = [{"weights": _rounded(weight), "bias": _rounded(bias)} for weight, bias in layers]
    data = {"trained on": told, "features": [feature.name for feature in FEATURES], "layers": rounded}
    WEIGHTS.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _rounded(values: Floats) -> Any:
    return [_rounded(row) for row in values] if values.ndim == 2 else [float(f"{value:.4g}") for value in values]


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take each N-th question only")
    parser.add_argument("--hidden", type=int, default=16, help="units of the hidden layer")
    args = parser.parse_args()
    known = entities(without=EU)
    index = Index.build(map(entry, known))
    asked = [q for q in questions("dev", without=EU) if q.category != ACROSS][:: args.every]
    asked += mixtures(known, MIXTURES // args.every)
    rows = [row for question in asked for row in candidates(index, question)]
    features = np.array([row.features for row in rows], np.float32)
    right, weight = np.array([float(row.right) for row in rows]), np.array([row.weight for row in rows])
    # One start leads to one set of weights; the mean of several depends less on where they began.
    layers = together([fit(features, right, weight, args.hidden, SEED + n) for n in range(STARTS)])
    told = {"questions": len(asked), "candidates": len(rows), "right": int(right.sum()), "seed": SEED}
    write(layers, told)
    print(told)


if __name__ == "__main__":
    main()
