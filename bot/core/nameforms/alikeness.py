"""Alikeness: how far two words may be the same word written differently, from 0 to 1.

spelt · read · consonants · kindred ─▶ the best of them, for many pairs of words at once
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.nameforms.kindred import KIN
from bot.core.nameforms.spelling import eastern, fold, skeleton

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

LEAST: Final = 0.6
"""Below this, two words have nothing to do with each other."""

INITIAL: Final = 0.72
KINDRED: Final = 0.9
EASTERN: Final = 0.84
EASTERN_LONG: Final = 7
"""Letters from which two syllables that read alike in Chinese or Korean are hardly another name."""

OTHER_BEGINNING: Final = 0.07
"""What a first sound that differs takes away: it is the last to be misheard or mistyped."""

OTHER_FAMILY: Final = 0.75
"""What is left of the alikeness of two words that are different names: Mahmoud is not Muhammad."""

ONE_EDIT: Final = np.array([0, 0.4, 0.5, 0.62, 0.8, 0.87, 0.92, *[0.94] * 60], np.float32)
"""How alike words one edit apart are, by the length of the longer: short words are easily other words."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words with their readings, and what is plain about each: its length, letters only, digits only, its family."""

    words: Sequence[str]
    folds: Sequence[str]
    skeletons: Sequence[str]
    easterns: Sequence[str]
    lengths: NDArray[np.int16]
    letters: Flags
    digits: Flags
    kin: NDArray[np.int16]

    @staticmethod
    def of(words: Sequence[str]) -> Words:
        """These words, read."""
        return Words(
            words,
            [fold(word) for word in words],
            [skeleton(word) for word in words],
            [eastern(word) for word in words],
            np.fromiter(map(len, words), np.int16, len(words)),
            np.fromiter(map(str.isalpha, words), bool, len(words)),
            np.fromiter(map(str.isdigit, words), bool, len(words)),
            np.fromiter((KIN.get(word, 0) for word in words), np.int16, len(words)),
        )

    def take(self, numbers: Sequence[int]) -> Words:
        """Some of them, by number."""
        return Words(
            [self.words[n] for n in numbers],
            [self.folds[n] for n in numbers],
            [self.skeletons[n] for n in numbers],
            [self.easterns[n] for n in numbers],
            self.lengths[numbers],
            self.letters[numbers],
            self.digits[numbers],
            self.kin[numbers],
        )


def alikeness(one: str, other: str, abjad: bool = False) -> float:
    """How alike two words are; `abjad` when one of them comes from a script without vowels."""
    return float(alike_all(Words.of([one]), Words.of([other]), np.array([abjad]))[0, 0])


def alike_all(asked: Words, found: Words, abjad: Flags) -> Floats:
    """Each asked word against each found one; `abjad` tells of each found word, an asked one may be typed without."""
    abjad = abjad[None, :] | np.fromiter(map(_is_vowelless, asked.words), bool, len(asked.words))[:, None]
    spelt, read = _distances(asked.words, found.words), _distances(asked.folds, found.folds)
    heard, east = _distances(asked.skeletons, found.skeletons), _distances(asked.easterns, found.easterns)
    one, other = asked.lengths[:, None], found.lengths[None, :]
    longer, shorter = np.maximum(one, other), np.minimum(one, other)
    near = (1 - spelt / longer).astype(np.float32)
    score = np.maximum(near, _edited(spelt, longer))
    np.maximum(score, _read(read, asked.folds, found.folds), out=score)
    np.maximum(score, _heard(heard, asked.skeletons, found.skeletons, near, abjad), out=score)
    _prefixes(score, asked, found, np.argwhere((spelt == longer - shorter) & (spelt > 0) & (shorter >= 4)))
    score -= OTHER_BEGINNING * ((score < 0.965) & np.not_equal.outer(_begun(asked.folds), _begun(found.folds)))
    kindred = (asked.kin[:, None] == found.kin) & (found.kin > 0)
    np.maximum(score, KINDRED * kindred, out=score)
    same_east = (east == 0) & (shorter >= 2) & (longer <= 8)
    np.maximum(score, np.where(longer >= EASTERN_LONG, KINDRED, EASTERN) * same_east, out=score)
    score[(asked.kin[:, None] > 0) & (found.kin > 0) & ~kindred & (spelt > 0)] *= OTHER_FAMILY
    score[score < LEAST] = 0
    both = asked.letters[:, None] & found.letters[None, :]
    first = np.equal.outer(_firsts(asked.words), _firsts(found.words))
    score = np.where((one == 1) | (other == 1), INITIAL * (first & both), np.where(both, score, 0)).astype(np.float32)
    mixed = np.argwhere(~both & ~asked.digits[:, None] & ~found.digits & (shorter >= 4) & (longer - shorter <= 1))
    for i, j in mixed.tolist():
        score[i, j] = _with_digits(asked.words[i], found.words[j])
    score[spelt == 0] = 1.0
    return score


def _distances(asked: Sequence[str], found: Sequence[str]) -> NDArray[Any]:
    return process.cdist(asked, found, scorer=OSA.distance, dtype=np.uint8)


def _lengths(words: Sequence[str]) -> NDArray[np.int16]:
    return np.fromiter(map(len, words), np.int16, len(words))


def _firsts(words: Sequence[str]) -> NDArray[np.int32]:
    return np.fromiter((ord(word[0]) for word in words), np.int32, len(words))


def _begun(folds: Sequence[str]) -> NDArray[np.int32]:
    """The first sound of each word, all vowels as one."""
    return np.fromiter(
        (ord("a" if word[:1] in "aeiou" else word[0]) if word else 0 for word in folds), np.int32, len(folds)
    )


def _edited(spelt: NDArray[Any], longer: NDArray[Any]) -> Floats:
    one = np.where(spelt == 1, ONE_EDIT[np.minimum(longer, len(ONE_EDIT) - 1)], 0)
    two = np.where((spelt == 2) & (longer >= 7), np.where(longer >= 8, 0.81, 0.78), 0)
    return np.maximum(one, two).astype(np.float32)


def _read(read: NDArray[Any], asked: Sequence[str], found: Sequence[str]) -> Floats:
    shorter = np.minimum.outer(_lengths(asked), _lengths(found))
    same = np.where(shorter >= 4, 0.97, 0.9)
    return np.where(read == 0, same, np.where((read == 1) & (shorter >= 6), 0.93, 0)).astype(np.float32)


def _heard(heard: NDArray[Any], asked: Sequence[str], found: Sequence[str], near: Floats, abjad: Flags) -> Floats:
    least = np.minimum.outer(_lengths(asked), _lengths(found))
    same_abjad = np.where(least >= 3, 0.9, 0.82) + 0.06 * near
    same = np.where(least >= 3, 0.72 + 0.22 * near, 0.55 + 0.35 * near)
    other = np.where(least >= 4, np.where(abjad, 0.8, 0.72), np.where(abjad & (least == 3), 0.66, 0))
    same = np.where(abjad, same_abjad, same)
    return np.where((heard == 0) & (least >= 2), same, np.where(heard == 1, other, 0)).astype(np.float32)


def _is_vowelless(word: str) -> bool:
    """Whether a word was typed without its vowels; three consonants are as likely an abbreviation."""
    return len(word) >= 4 and word.isalpha() and not any(letter in "aeiou" for letter in word)


_PATRONYMIC: Final = re.compile(r"(?:y?ev|ov|iy?ev)(?:i[ct]?ch|na|yc)h?$")


def _is_patronymic_of(longer: str, shorter: str) -> bool:
    """Whether one is "son or daughter of" the other: Igorevich is not Igor."""
    return longer.startswith(shorter) and bool(_PATRONYMIC.fullmatch(longer, len(shorter)))


def _prefixes(score: Floats, asked: Words, found: Words, places: NDArray[np.int64]) -> None:
    for i, j in places.tolist():
        one, other = asked.words[i], found.words[j]
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        if longer.startswith(shorter):
            score[i, j] = 0.5 if _is_patronymic_of(longer, shorter) else max(score[i, j], 0.8)


_DIGITS_AS_LETTERS: Final = str.maketrans("0158", "olsb")


def _with_digits(one: str, other: str) -> float:
    """Numbers are equal or not; letters misread as digits are allowed for in longer words."""
    read, as_read = one.translate(_DIGITS_AS_LETTERS), other.translate(_DIGITS_AS_LETTERS)
    if not (read.isalpha() and as_read.isalpha()):
        return 0.0
    return 0.92 if read == as_read else 0.85 if OSA.distance(read, as_read) == 1 and len(read) > 5 else 0.0
