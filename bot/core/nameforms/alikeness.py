"""Alikeness: how far two words may be the same word written differently."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA, Levenshtein

from bot.core.nameforms.spelling import fold, skeleton

LEAST: Final = 0.6
"""Below this, two words have nothing to do with each other."""

INITIAL: Final = 0.72
ONE_EDIT: Final = {2: 0.5, 3: 0.62, 4: 0.8, 5: 0.87, 6: 0.92}
"""How alike words one edit apart are, by the length of the longer: short words are easily other words."""


@lru_cache(maxsize=400_000)
def alikeness(one: str, other: str, abjad: bool = False) -> float:
    """From 0 to 1; `abjad` when one of them comes from a script without vowels."""
    if one == other:
        return 1.0
    if len(one) == 1 or len(other) == 1:
        return INITIAL if one[0] == other[0] and one.isalpha() else 0.0
    if not (one.isalpha() and other.isalpha()):
        return _with_digits(one, other)
    score = max(_by_reading(one, other), _by_edits(one, other), _by_consonants(one, other, abjad))
    if min(len(one), len(other)) >= 4 and (one.startswith(other) or other.startswith(one)):
        score = 0.5 if _is_patronymic_of(one, other) or _is_patronymic_of(other, one) else max(score, 0.8)
    return score if score >= LEAST else 0.0


_PATRONYMIC: Final = re.compile(r"(?:y?ev|ov|iy?ev)(?:i[ct]?ch|na|yc)h?$")


def _is_patronymic_of(longer: str, shorter: str) -> bool:
    """Whether one is "son or daughter of" the other: Igorevich is not Igor."""
    return longer.startswith(shorter) and bool(_PATRONYMIC.fullmatch(longer, len(shorter)))


_DIGITS_AS_LETTERS: Final = str.maketrans("0158", "olsb")


def _with_digits(one: str, other: str) -> float:
    """Numbers are equal or not; letters misread as digits are allowed for in longer words."""
    if one.isdigit() or other.isdigit() or min(len(one), len(other)) < 4:
        return 0.0
    read, as_read = one.translate(_DIGITS_AS_LETTERS), other.translate(_DIGITS_AS_LETTERS)
    if not (read.isalpha() and as_read.isalpha()):
        return 0.0
    return 0.92 if read == as_read else 0.85 if OSA.distance(read, as_read) == 1 and len(read) > 5 else 0.0


def _by_reading(one: str, other: str) -> float:
    a, b = fold(one), fold(other)
    if a == b:
        return 0.97
    return 0.93 if len(a) >= 6 and len(b) >= 6 and OSA.distance(a, b, score_cutoff=1) == 1 else 0.0


def _by_edits(one: str, other: str) -> float:
    longer = max(len(one), len(other))
    distance = OSA.distance(one, other)
    if distance == 1:
        return ONE_EDIT.get(longer, 0.94)
    if distance == 2 and longer >= 7:
        return 0.87 if longer >= 8 else 0.82
    return 1 - distance / longer


def _by_consonants(one: str, other: str, abjad: bool) -> float:
    a, b = skeleton(one), skeleton(other)
    if a == b and len(a) >= 2:
        likeness = 1 - OSA.distance(one, other) / max(len(one), len(other))
        if abjad:
            return (0.9 if len(a) >= 3 else 0.82) + 0.06 * likeness
        return 0.72 + 0.22 * likeness if len(a) >= 3 else 0.55 + 0.35 * likeness
    if min(len(a), len(b)) >= 4 and Levenshtein.distance(a, b, score_cutoff=1) == 1:
        return 0.8 if abjad else 0.72
    return 0.66 if abjad and min(len(a), len(b)) == 3 and Levenshtein.distance(a, b) == 1 else 0.0
