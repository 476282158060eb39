"""Weights of the name features: fitted to development pairs by `bench/train.py`, none of them from EU transcriptions."""

from __future__ import annotations

from typing import Final

BIAS: Final = -9.0

WEIGHTS: Final[dict[str, float]] = {
    "question found": 4.0,
    "question found, squared": 2.0,
    "listed name asked": 1.0,
    "listed name asked, squared": 0.5,
    "found on both sides": 2.0,
    "weight left in the question": -2.0,
    "weight left in the listed name": -1.0,
    "weight left on both sides": -1.0,
    "least alike word": 0.5,
    "evidence": 1.0,
    "evidence of what was asked": 2.0,
    "same words": 0.5,
    "whole names alike": 1.0,
    "whole names alike, squared": 0.5,
    "readings alike": 0.5,
    "beginnings alike": 0.3,
    "one word asked": -0.5,
    "one word asked of the whole name": 0.5,
    "a person": 0.0,
    "a person with more names": 0.3,
    "a person, other name asked": -0.5,
    "numbers differ": -3.0,
    "words met": 0.5,
}
