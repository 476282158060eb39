"""Scorer: features to a score between 0 and 1, by a small network whose weights were fitted by `bench/train.py`."""

from __future__ import annotations

import numpy as np

from bot.core.nameforms import weights
from bot.core.nameforms.alikeness import Floats

_LAYERS = [(np.array(w, np.float32), np.array(b, np.float32)) for w, b in weights.LAYERS]


def scores(features: Floats) -> Floats:
    """How likely each line's two names are one."""
    values = features
    for number, (weight, bias) in enumerate(_LAYERS):
        values = values @ weight + bias
        if number < len(_LAYERS) - 1:
            values = np.tanh(values)
    return (1 / (1 + np.exp(-np.clip(values[:, 0], -30, 30)))).astype(np.float32)
