"""Weights of the name features: fitted to development pairs by `bench/train.py`, none of EU names."""

from __future__ import annotations

from typing import Final

BIAS: Final = -12.24

WEIGHTS: Final[dict[str, float]] = {
    "question found": -0.62,
    "question found, squared": 2.86,
    "listed name asked": -0.32,
    "listed name asked, squared": 2.63,
    "found on both sides": 1.27,
    "weight left in the question": 0.77,
    "weight left in the listed name": 0.82,
    "weight left on both sides": -1.18,
    "least alike word": 0.38,
    "evidence": 3.54,
    "evidence of what was asked": 1.22,
    "same words": 2.19,
    "whole names alike": 0.61,
    "whole names alike, squared": 2.30,
    "readings alike": 1.13,
    "beginnings alike": 1.72,
    "one word asked": -0.43,
    "one word asked of the whole name": 0.89,
    "a person": 0.36,
    "a person with more names": -0.20,
    "a person, other name asked": -1.42,
    "given name not asked": -0.58,
    "family name not asked": -0.06,
    "numbers differ": -1.51,
    "words met": 0.11,
}
