"""Fit the coefficients of `bot/core/signals/weights.json` from the labelled development items, and from nothing else.

items ─▶ rules' features and words ─▶ logistic regression by gradient steps (NumPy) ─▶ coefficients

Usage: python -m bench.train_signals
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.core.signals.classify import Read, prepare
from bot.core.signals.features import features, word_values, words_of
from bot.core.signals.items import Item, ItemProblem, read_item
from bot.core.signals.model import COLUMNS, HEADS, WIDTH, Model, model_of, sigmoid

ROOT = Path(__file__).resolve().parents[1]
DEV = ROOT.parent / "shared" / "news" / "signals.dev.jsonl"
WEIGHTS = ROOT / "bot" / "core" / "signals" / "weights.json"
FOLDS = 10
SEED = 20_261_124
RIDGE = {"relevant": 0.006, "direction": 0.02, "stage": 0.02}
"""Of features, by head."""

WORD_RIDGE = 2.0
"""How much more a word's coefficient costs than a feature's."""

WORDS_ALONE_RIDGE = 0.0005
CUE_RIDGE = 2.0
STEPS = 400
SEEN_TWICE = 2
ALERT, TRIAGE = 0.4, 0.12
"""Chances from which an item is an alert, and from which a person looks: recall costs little behind the ways in."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled item, read by the rules."""

    item: Item
    label: dict[str, Any]
    group: str
    kind: str
    read: Read


def example(raw: dict[str, Any]) -> Example:
    item = read_item(raw)
    if isinstance(item, ItemProblem):
        raise ValueError(item.text)
    return Example(item, raw["label"], raw["story_group"], raw["negative_type"] or "", prepare(item))


def development(path: Path = DEV) -> list[Example]:
    """The development items without those that two annotators might label differently."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [example(row) for row in rows if not row["borderline"]]


def rarity(examples: Sequence[Example]) -> dict[str, float]:
    """Words seen at least twice, and how rare they are."""
    counts = Counter(word for each in examples for word in words_of(each.read.reading))
    return {
        word: round(math.log((1 + len(examples)) / (1 + count)) + 1, 3)
        for word, count in sorted(counts.items())
        if count >= SEEN_TWICE
    }


def fit(examples: Sequence[Example], with_words: bool = True, with_rules: bool = True) -> Model:
    """Train all heads."""
    idf = rarity(examples) if with_words else {}
    seen: list[dict[str, float]] = []
    for each in examples:
        values = features(each.read.reading, None) if with_rules else {}
        words = word_values(words_of(each.read.reading), idf)
        seen.append({**values, **{"w:" + word: value for word, value in words.items()}})
    names = sorted({name for values in seen for name in values})
    rows = {name: row for row, name in enumerate(names)}
    table = np.zeros((len(examples), len(names)))
    for n, values in enumerate(seen):
        for name, value in values.items():
            table[n, rows[name]] = value
    weights, bias = np.zeros((len(names), WIDTH)), np.zeros(WIDTH)
    for head, classes in HEADS.items():
        chosen = [n for n, each in enumerate(examples) if head == "relevant" or each.label["relevant"]]
        wanted = np.asarray([_answer(examples[n], head, classes) for n in chosen])
        weights[:, COLUMNS[head]], bias[COLUMNS[head]] = _regress(
            table[chosen], wanted, _costs(names, head, with_rules)
        )
    kept = {name: [round(float(x), 4) for x in weights[row]] for name, row in rows.items()}
    raw = {
        "bias": [round(float(x), 4) for x in bias],
        "temperature": 1.0,
        "alert": ALERT,
        "triage": TRIAGE,
        "idf": idf,
        "coefficients": kept,
    }
    return model_of(raw)


def _costs(names: Sequence[str], head: str, with_rules: bool) -> Floats:
    """What a coefficient costs: words and single cues may not outweigh the table of scores."""
    found = []
    for name in names:
        is_word, is_score = name.startswith("w:"), name == "score" or name.startswith("f:")
        found.append(WORD_RIDGE if is_word and with_rules else 1.0 if is_score or head != "relevant" else CUE_RIDGE)
    return np.asarray(found) * (RIDGE[head] if with_rules else WORDS_ALONE_RIDGE)


def _answer(each: Example, head: str, classes: tuple[str, ...]) -> list[float]:
    if head == "relevant":
        return [float(each.label["relevant"])]
    return [float(str(each.label[head]) == name) for name in classes]


def _regress(table: Floats, wanted: Floats, ridge: Floats) -> tuple[Floats, Floats]:
    """Logistic regression with one column, softmax with more, by accelerated gradient steps."""
    count, width = table.shape[0], wanted.shape[1]
    full = np.hstack([table, np.ones((count, 1))])
    penalty = np.append(ridge, 0.0)[:, None]
    scale = np.linalg.norm(full, 2) ** 2 / count * (0.25 if width == 1 else 0.5) + float(ridge.max())
    weights = np.zeros((full.shape[1], width))
    ahead, speed = weights, 1.0
    for _ in range(STEPS):
        sums = full @ ahead
        if width == 1:
            guess = 1 / (1 + np.exp(-sums))
        else:
            powers = np.exp(sums - sums.max(axis=1, keepdims=True))
            guess = powers / powers.sum(axis=1, keepdims=True)
        step = full.T @ (guess - wanted) / count + penalty * ahead
        following = ahead - step / scale
        quicker = (1 + math.sqrt(1 + 4 * speed * speed)) / 2
        ahead = following + (speed - 1) / quicker * (following - weights)
        weights, speed = following, quicker
    return weights[:-1], weights[-1]


def folds(examples: Sequence[Example], count: int = FOLDS) -> Iterator[tuple[list[Example], list[Example]]]:
    """Training and held-out items; a story is never on both sides."""
    groups = sorted({each.group for each in examples})
    order = np.random.default_rng(SEED).permutation(len(groups))
    fold_of = {groups[int(n)]: place % count for place, n in enumerate(order)}
    for fold in range(count):
        yield (
            [each for each in examples if fold_of[each.group] != fold],
            [each for each in examples if fold_of[each.group] == fold],
        )


def temperature(examples: Sequence[Example]) -> float:
    """What the sums are divided by so that held-out chances come true as often as they say."""
    sums: list[tuple[float, bool]] = []
    for known, held in folds(examples):
        model = fit(known)
        for each in held:
            if each.read.structure is None:
                words = word_values(words_of(each.read.reading), model.idf)
                logits = model.logits(features(each.read.reading, None), words)
                sums.append((float(logits[0]), bool(each.label["relevant"])))
    tried = [n / 20 for n in range(6, 61)]
    return min(tried, key=lambda t: _loss(sums, t))


def _loss(sums: Sequence[tuple[float, bool]], divisor: float) -> float:
    chances = [(sigmoid(value / divisor), right) for value, right in sums]
    return -sum(math.log(max(1e-9, chance if right else 1 - chance)) for chance, right in chances)


def document(model: Model) -> dict[str, Any]:
    """The model as it is stored; rows that say nothing are left out."""
    rows = {name: [float(x) for x in model.weights[row]] for name, row in model.rows.items()}
    kept = {name: row for name, row in rows.items() if max(map(abs, row)) >= 0.01}
    idf = {word: value for word, value in model.idf.items() if "w:" + word in kept}
    return {
        "trained_on": f"{DEV.name}, borderline items left out",
        "heads": {name: list(classes) for name, classes in HEADS.items()},
        "temperature": model.temperature,
        "alert": model.alert,
        "triage": model.triage,
        "bias": [float(x) for x in model.bias],
        "idf": idf,
        "coefficients": kept,
    }


def main() -> None:
    examples = development()
    model = replace(fit(examples), temperature=temperature(examples))
    text = json.dumps(document(model), ensure_ascii=False, separators=(",", ":"))
    WEIGHTS.write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")
    print(f"{len(examples)} items, {len(model.rows)} features, temperature {model.temperature}; wrote {WEIGHTS.name}")


if __name__ == "__main__":
    main()
