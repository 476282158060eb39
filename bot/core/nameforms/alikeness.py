"""Alikeness: how far two words may be the same word written differently, from 0 to 1.

spelt · read · consonants · kindred ─▶ the best of them, for many pairs of words at once
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.nameforms.kindred import KIN
from bot.core.nameforms.spelling import eastern, fold, skeleton

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Strings = NDArray[np.object_]
"""Texts of any length, so that many are taken out at once."""

Block = tuple[NDArray[np.integer], NDArray[np.integer]]
"""Asked words and found words, by number, of which each meets each."""

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
    """Words with their readings, and what is plain about each: its lengths, its first letter and sound (all vowels are
    one), letters only, digits only, its family; equal `eastern_marks` are equal readings, in this process only.
    """

    words: Strings
    folds: Strings
    skeletons: Strings
    easterns: Strings
    eastern_marks: NDArray[np.int64]
    kin: NDArray[np.int16]
    lengths: NDArray[np.int16]
    fold_lengths: NDArray[np.int16]
    skeleton_lengths: NDArray[np.int16]
    firsts: NDArray[np.int32]
    begun: NDArray[np.int32]
    letters: Flags
    digits: Flags

    @staticmethod
    def of(words: Sequence[str]) -> Words:
        """These words, read."""
        return Words.read(
            words,
            [fold(word) for word in words],
            [skeleton(word) for word in words],
            [eastern(word) for word in words],
            np.fromiter((KIN.get(word, 0) for word in words), np.int16, len(words)),
        )

    @staticmethod
    def read(
        words: Sequence[str],
        folds: Sequence[str],
        skeletons: Sequence[str],
        easterns: Sequence[str],
        kin: NDArray[np.int16],
    ) -> Words:
        """Words whose readings are known."""
        return Words(
            _strings(words),
            _strings(folds),
            _strings(skeletons),
            _strings(easterns),
            np.fromiter(map(hash, easterns), np.int64, len(easterns)),
            kin,
            _lengths(words),
            _lengths(folds),
            _lengths(skeletons),
            np.fromiter((ord(word[0]) for word in words), np.int32, len(words)),
            np.fromiter(map(_begun, folds), np.int32, len(folds)),
            np.fromiter(map(str.isalpha, words), bool, len(words)),
            np.fromiter(map(str.isdigit, words), bool, len(words)),
        )

    @staticmethod
    def together(several: Sequence[Words]) -> Words:
        """All these words, one after the other."""
        if len(several) == 1:
            return several[0]
        return Words(*(np.concatenate([getattr(one, name.name) for one in several]) for name in fields(Words)))

    def take(self, numbers: NDArray[np.integer]) -> Words:
        """Some of them, by number."""
        return Words(
            self.words[numbers],
            self.folds[numbers],
            self.skeletons[numbers],
            self.easterns[numbers],
            self.eastern_marks[numbers],
            self.kin[numbers],
            self.lengths[numbers],
            self.fold_lengths[numbers],
            self.skeleton_lengths[numbers],
            self.firsts[numbers],
            self.begun[numbers],
            self.letters[numbers],
            self.digits[numbers],
        )


def _strings(texts: Sequence[str]) -> Strings:
    found: Strings = np.empty(len(texts), object)
    found[:] = texts
    return found


def _lengths(texts: Sequence[str]) -> NDArray[np.int16]:
    return np.fromiter(map(len, texts), np.int16, len(texts))


def _begun(read: str) -> int:
    return ord("a" if read[0] in "aeiou" else read[0]) if read else 0


def alikeness(one: str, other: str, abjad: bool = False) -> float:
    """How alike two words are; `abjad` when one of them comes from a script without vowels."""
    return float(alike_all(Words.of([one]), Words.of([other]), np.array([abjad]))[0, 0])


def alike_all(asked: Words, found: Words, abjad: Flags) -> Floats:
    """Each asked word against each found one; `abjad` tells of each found word, an asked one may be typed without."""
    block = (np.arange(len(asked.words)), np.arange(len(found.words)))
    return alike_blocks(asked, found, [block], abjad).reshape(len(asked.words), len(found.words))


def alike_blocks(asked: Words, found: Words, blocks: Sequence[Block], abjad: Flags) -> Floats:
    """The asked words of each block against its found ones, block after block, asked word after asked word."""
    if not blocks:
        return np.empty(0, np.float32)
    at = np.concatenate([np.repeat(mine, len(theirs)) for mine, theirs in blocks])
    of = np.concatenate([np.tile(theirs, len(mine)) for mine, theirs in blocks])
    spelt = _distances(asked.words, found.words, blocks)
    read = _distances(asked.folds, found.folds, blocks, 1)
    heard = _distances(asked.skeletons, found.skeletons, blocks, 1)
    vowelless = np.fromiter(map(_is_vowelless, asked.words), bool, len(asked.words))
    abjad = abjad[of] | vowelless[at]
    one, other = asked.lengths[at], found.lengths[of]
    longer, shorter = np.maximum(one, other), np.minimum(one, other)
    near = (1 - spelt / longer).astype(np.float32)
    score = np.maximum(near, _edited(spelt, longer))
    np.maximum(score, _read(read, np.minimum(asked.fold_lengths[at], found.fold_lengths[of])), out=score)
    least = np.minimum(asked.skeleton_lengths[at], found.skeleton_lengths[of])
    np.maximum(score, _heard(heard, least, near, abjad), out=score)
    for place in np.flatnonzero((spelt == longer - shorter) & (spelt > 0) & (shorter >= 4)).tolist():
        score[place] = _begins(asked.words[at[place]], found.words[of[place]], score[place])
    score -= OTHER_BEGINNING * ((score < 0.965) & (asked.begun[at] != found.begun[of]))
    mine, theirs = asked.kin[at], found.kin[of]
    kindred = (mine == theirs) & (theirs > 0)
    np.maximum(score, KINDRED * kindred, out=score)
    same_east = (asked.eastern_marks[at] == found.eastern_marks[of]) & (shorter >= 2) & (longer <= 8)
    np.maximum(score, np.where(longer >= EASTERN_LONG, KINDRED, EASTERN) * same_east, out=score)
    score[(mine > 0) & (theirs > 0) & ~kindred & (spelt > 0)] *= OTHER_FAMILY
    score[score < LEAST] = 0
    both = asked.letters[at] & found.letters[of]
    first = asked.firsts[at] == found.firsts[of]
    score = np.where(shorter == 1, INITIAL * (first & both), np.where(both, score, 0)).astype(np.float32)
    numbers = asked.digits[at] | found.digits[of]
    for place in np.flatnonzero(~both & ~numbers & (shorter >= 4) & (longer - shorter <= 1)).tolist():
        score[place] = _with_digits(asked.words[at[place]], found.words[of[place]])
    score[spelt == 0] = 1.0
    return score


def _distances(asked: Strings, found: Strings, blocks: Sequence[Block], most: int | None = None) -> NDArray[Any]:
    """How many edits apart; beyond `most` all are one more than it."""
    apart = [
        process.cdist(asked[mine], found[theirs], scorer=OSA.distance, score_cutoff=most, dtype=np.uint8).ravel()
        for mine, theirs in blocks
    ]
    return np.concatenate(apart)


def _edited(spelt: NDArray[Any], longer: NDArray[Any]) -> Floats:
    one = np.where(spelt == 1, ONE_EDIT[np.minimum(longer, len(ONE_EDIT) - 1)], 0)
    two = np.where((spelt == 2) & (longer >= 7), np.where(longer >= 8, 0.81, 0.78), 0)
    return np.maximum(one, two).astype(np.float32)


def _read(read: NDArray[Any], shorter: NDArray[np.int16]) -> Floats:
    same = np.where(shorter >= 4, 0.97, 0.9)
    return np.where(read == 0, same, np.where((read == 1) & (shorter >= 6), 0.93, 0)).astype(np.float32)


def _heard(heard: NDArray[Any], least: NDArray[np.int16], near: Floats, abjad: Flags) -> Floats:
    same_abjad = np.where(least >= 3, 0.9, 0.82) + 0.06 * near
    same = np.where(least >= 3, 0.72 + 0.22 * near, 0.55 + 0.35 * near)
    other = np.where(least >= 4, np.where(abjad, 0.8, 0.72), np.where(abjad & (least == 3), 0.66, 0))
    same = np.where(abjad, same_abjad, same)
    return np.where((heard == 0) & (least >= 2), same, np.where(heard == 1, other, 0)).astype(np.float32)


def _is_vowelless(word: str) -> bool:
    """Whether a word was typed without its vowels; three consonants are as likely an abbreviation."""
    return len(word) >= 4 and word.isalpha() and not any(letter in "aeiou" for letter in word)


_PATRONYMIC: Final = re.compile(r"(?:y?ev|ov|iy?ev)(?:i[ct]?ch|na|yc)h?$")


def is_patronymic(word: str) -> bool:
    """Whether a word is built as "son or daughter of" somebody."""
    return _PATRONYMIC.search(word) is not None


def _is_patronymic_of(longer: str, shorter: str) -> bool:
    """Whether one is "son or daughter of" the other: Igorevich is not Igor."""
    return longer.startswith(shorter) and bool(_PATRONYMIC.fullmatch(longer, len(shorter)))


def _begins(one: str, other: str, alike: float) -> float:
    """How alike two words are of which one may begin the other."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if not longer.startswith(shorter):
        return alike
    return 0.5 if _is_patronymic_of(longer, shorter) else max(alike, 0.8)


_DIGITS_AS_LETTERS: Final = str.maketrans("0158", "olsb")


def _with_digits(one: str, other: str) -> float:
    """Numbers are equal or not; letters misread as digits are allowed for in longer words."""
    read, as_read = one.translate(_DIGITS_AS_LETTERS), other.translate(_DIGITS_AS_LETTERS)
    if not (read.isalpha() and as_read.isalpha()):
        return 0.0
    return 0.92 if read == as_read else 0.85 if OSA.distance(read, as_read) == 1 and len(read) > 5 else 0.0
