"""Fit the scorer's weights, and write `bot/core/nameforms/weights.py`.

questions of the dev half ─▶ their candidates' features ─▶ a small network, by a fixed seed ─▶ weights

Names and questions of the EU are left out: their transcription may not be used for this.
Usage: python -m bench.train [--every N] [--hidden N]
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.engine import entry
from bench.sets import ACROSS, Question, entities, questions
from bot.core.candidates import is_same_form
from bot.core.index import Index
from bot.core.nameforms import weights
from bot.core.nameforms.features import FEATURES, feature_values
from bot.core.nameforms.forms import name_form

EU = "eu-"
KEPT_WRONG = 25
KEPT_RIGHT = 2
BESIDE_A_RIGHT_ONE = 0.25
"""Weight of a wrong candidate beside a right one: it may be a relative or a namesake that nobody marked."""

RIDGE = 2e-4
STEPS = 1500
RATE = 0.01
SEED = 20_261_124

Floats = NDArray[np.float32]
Layers = list[tuple[Floats, Floats]]


class Example(NamedTuple):
    """The features of one candidate, whether it is right, and how much it counts."""

    features: NDArray[np.float32]
    right: bool
    weight: float


def candidates(index: Index, question: Question) -> list[Example]:
    """The best name of each entity near the question; equal names teach nothing."""
    body, person = name_form(question.text, False), name_form(question.text, True)
    best: dict[str, tuple[float, NDArray[np.float32]]] = {}
    for compared in index.compare(index.ask(body, person)):
        values, shown = feature_values(compared.figures), compared.figures
        # By hand, not by the present weights: the same training gives the same weights.
        near = shown.asked_cover + shown.found_cover + shown.whole - shown.left_asked - 0.5 * shown.left_found
        for line, score in enumerate(near.tolist()):
            segment = index.segments[compared.segment]
            entity = segment.entry(int(compared.entries[line])).entity
            same = is_same_form(index, compared, line, body, person)
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


def write(layers: Layers) -> None:
    """Put the weights in their module."""
    body = []
    for weight, bias in layers:
        rows = [f"            [{', '.join(f'{value:.4g}' for value in row)}]," for row in weight]
        told = f"        [{', '.join(f'{value:.4g}' for value in bias)}],"
        body += ["    (", "        [", *rows, "        ],", told, "    ),"]
    head = Path(weights.__file__).read_text(encoding="utf-8").split("LAYERS: Final")[0]
    kind = "LAYERS: Final[tuple[tuple[list[list[float]], list[float]], ...]] = (  # fmt: skip"
    text = head + "\n".join((kind, *body, ")", ""))
    Path(weights.__file__).write_text(text, encoding="utf-8")


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take each N-th question only")
    parser.add_argument("--hidden", type=int, default=12, help="units of the hidden layer")
    args = parser.parse_args()
    index = Index.build(entry(entity) for entity in entities(without=EU))
    asked = [q for q in questions("dev", without=EU) if q.category != ACROSS][:: args.every]
    rows = [row for question in asked for row in candidates(index, question)]
    features = np.array([row.features for row in rows], np.float32)
    right, weight = np.array([float(row.right) for row in rows]), np.array([row.weight for row in rows])
    layers = fit(features, right, weight, args.hidden)
    write(layers)
    told = f"{len(asked)} questions, {len(rows)} candidates, {int(right.sum())} of them right"
    print(f"{told}; {len(FEATURES)} features")


if __name__ == "__main__":
    main()
