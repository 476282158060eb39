"""Weights of the name features: fitted to development pairs by `bench/train.py`, none of EU names."""

from __future__ import annotations

from typing import Final

BIAS: Final = -12.26

WEIGHTS: Final[dict[str, float]] = {
    "question found": -0.47,
    "question found, squared": 3.22,
    "listed name asked": -0.12,
    "listed name asked, squared": 2.58,
    "found on both sides": 1.49,
    "weight left in the question": 0.63,
    "weight left in the listed name": 0.63,
    "weight left on both sides": -0.94,
    "least alike word": 0.41,
    "evidence": 3.49,
    "evidence of what was asked": 1.07,
    "same words": 1.96,
    "whole names alike": 0.65,
    "whole names alike, squared": 1.99,
    "readings alike": 0.97,
    "beginnings alike": 1.93,
    "one word asked": -0.47,
    "one word asked of the whole name": 0.01,
    "a person": 0.06,
    "a person with more names": 0.01,
    "a person, other name asked": -1.16,
    "given name not asked": -0.46,
    "family name not asked": -0.06,
    "numbers differ": -1.41,
    "words met": -0.14,
}
