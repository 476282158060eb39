"""A small linear model over features and words; its coefficients are data, made by `bench/train_signals.py`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HEADS: Final[dict[str, tuple[str, ...]]] = {
    "relevant": ("yes",),
    "direction": ("relief", "tightening", "enforcement", "neutral"),
    "stage": ("reported", "proposed", "announced", "in_force", "ended", "None"),
}
COLUMNS: Final = {
    name: slice(start, start + len(classes)) for (name, classes), start in zip(HEADS.items(), (0, 1, 5), strict=True)
}
WIDTH: Final = 11


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients by feature name, one column a class."""

    idf: Mapping[str, float]
    rows: Mapping[str, int]
    weights: Floats
    bias: Floats
    temperature: float
    alert: float
    triage: float

    def logits(self, values: Mapping[str, float], words: Mapping[str, float]) -> Floats:
        """The sums of all classes."""
        rows, sizes = [], []
        for name, value in values.items():
            row = self.rows.get(name)
            if row is not None:
                rows.append(row)
                sizes.append(value)
        for word, value in words.items():
            row = self.rows.get("w:" + word)
            if row is not None:
                rows.append(row)
                sizes.append(value)
        total: Floats = self.bias + np.asarray(sizes) @ self.weights[rows] if rows else self.bias
        return total

    def chance(self, logits: Floats) -> float:
        """How likely the item is relevant."""
        return sigmoid(float(logits[0]) / self.temperature)


def sigmoid(value: float) -> float:
    """The logistic function."""
    if value < -60:
        return 0.0
    return 1 / (1 + math.exp(-value))


def best(logits: Floats, head: str) -> str:
    """The class with the largest sum."""
    return HEADS[head][int(np.argmax(logits[COLUMNS[head]]))]


def model_of(raw: Mapping[str, Any]) -> Model:
    """The model that a document of coefficients describes."""
    names = list(raw["coefficients"])
    return Model(
        raw["idf"],
        {name: row for row, name in enumerate(names)},
        np.asarray([raw["coefficients"][name] for name in names], dtype=np.float64).reshape(len(names), WIDTH),
        np.asarray(raw["bias"], dtype=np.float64),
        float(raw["temperature"]),
        float(raw["alert"]),
        float(raw["triage"]),
    )


@cache
def shipped() -> Model:
    """The model that comes with the program."""
    return model_of(json.loads(files("bot.core.signals").joinpath("weights.json").read_text(encoding="utf-8")))
