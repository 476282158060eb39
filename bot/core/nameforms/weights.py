"""Weights of the name features: fitted to development pairs by `bench/train.py`, none of EU names."""

from __future__ import annotations

from typing import Final

BIAS: Final = -12.23

WEIGHTS: Final[dict[str, float]] = {
    "question found": -0.40,
    "question found, squared": 2.65,
    "listed name asked": -0.16,
    "listed name asked, squared": 2.57,
    "found on both sides": 1.45,
    "weight left in the question": 0.58,
    "weight left in the listed name": 0.98,
    "weight left on both sides": -1.26,
    "least alike word": -0.04,
    "evidence": 4.09,
    "evidence of what was asked": 0.91,
    "same words": 2.05,
    "whole names alike": 1.02,
    "whole names alike, squared": 2.10,
    "readings alike": 1.28,
    "beginnings alike": 1.82,
    "one word asked": -0.86,
    "one word asked of the whole name": 0.80,
    "a person": 0.24,
    "a person with more names": -0.27,
    "a person, other name asked": -1.35,
    "given name not asked": -0.25,
    "family name not asked": -0.02,
    "numbers differ": -1.45,
    "words met": -0.38,
}
