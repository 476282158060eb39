"""Scorer: features to a score between 0 and 1, by a small network whose weights were fitted by `bench/train.py`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from bot.core.nameforms.alikeness import Floats
from bot.core.nameforms.features import FEATURES

WEIGHTS: Final = Path(__file__).with_name("weights.json")
"""The weights, part of the program: fitted to development pairs, none of EU names."""


@cache
def layers() -> tuple[tuple[Floats, Floats], ...]:
    """Weights and bias of each layer; they must belong to the features as they are."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    if data["features"] != [feature.name for feature in FEATURES]:
        raise ValueError(f"{WEIGHTS.name} was made for other features: run python -m bench.train")
    return tuple(
        (np.array(layer["weights"], np.float32), np.array(layer["bias"], np.float32)) for layer in data["layers"]
    )


def scores(features: Floats) -> Floats:
    """How likely each line's two names are one; of one question at a time, for the last digits depend on the lines."""
    values, last = features, len(layers()) - 1
    for number, (weight, bias) in enumerate(layers()):
        values = values @ weight + bias
        if number < last:
            values = np.tanh(values)
    return (1 / (1 + np.exp(-np.clip(values[:, 0], -30, 30)))).astype(np.float32)
