"""Vocabulary: all words of all names, and for a word the ones like it with the names that have them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.nameforms.alikeness import alikeness
from bot.core.nameforms.forms import NameForm
from bot.core.nameforms.postings import GRAMS, Floats, Postings, gram_codes, postings
from bot.core.nameforms.spelling import skeleton

NEAR_BY_LETTERS: Final = 60
NEAR_BY_CONSONANTS: Final = 80
LIKE: Final = 50
"""Words looked at by shared letters, by shared consonants, and kept as alike."""

WORDS_ASKED: Final = 24
"""Words of a question that are looked up."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words (single ones and neighbours written together) with the names that have them."""

    words: tuple[str, ...]
    _number: Mapping[str, int]
    _names: Postings
    _grams: Postings
    _lengths: Floats
    _skeletons: Mapping[str, tuple[int, ...]]
    _abjad: NDArray[np.bool_]
    _size: int

    @staticmethod
    def build(forms: Sequence[NameForm]) -> Vocabulary:
        """The vocabulary of these forms, numbered by their place."""
        number: dict[str, int] = {}
        words: list[int] = []
        rows: list[int] = []
        abjad: set[int] = set()
        for row, form in enumerate(forms):
            found = {number.setdefault(word, len(number)) for word in _spelt(form)}
            words.extend(found)
            rows.extend([row] * len(found))
            if form.abjad:
                abjad |= found
        listed = tuple(number)
        grams, owners = gram_codes(listed) if listed else (np.empty(0, np.int32), np.empty(0, np.int32))
        flags = np.zeros(len(listed), bool)
        flags[list(abjad)] = True
        return Vocabulary(
            words=listed,
            _number=number,
            _names=postings(np.array(words, np.int32), np.array(rows, np.int32), len(listed)),
            _grams=postings(grams, owners, GRAMS),
            _lengths=np.array([len(word) for word in listed], np.float32),
            _skeletons=_by_skeleton(listed),
            _abjad=flags,
            _size=len(forms),
        )

    def rarities(self, names: int) -> dict[str, float]:
        """How much each word tells: 1 for a word that one name has, less for common ones."""
        counts = self._names.counts()
        scale = math.log(names + 1)
        values = np.clip((scale - np.log(counts + 0.5)) / scale, 0.12, 1.0)
        return dict(zip(self.words, values.tolist(), strict=True))

    def accumulate(self, asked: Sequence[tuple[str, float]], abjad: bool) -> NDArray[np.float32]:
        """For each name, the asked weight that it may answer: each asked word counts by the likest word of the name."""
        total = np.zeros(self._size, np.float32)
        for word, weight in asked[: 2 * WORDS_ASKED]:
            best = np.zeros(self._size, np.float32)
            for number, alike in self._like(word, abjad):
                best[self._names.of(number)] = alike * weight
            total += best
        return total

    def _like(self, word: str, abjad: bool) -> list[tuple[int, float]]:
        """(word number, alikeness), the likest last."""
        near = {*self._by_letters(word)}
        if len(consonants := skeleton(word)) >= 2:
            near.update(self._skeletons.get(consonants, ())[:NEAR_BY_CONSONANTS])
        if (number := self._number.get(word)) is not None:
            near.add(number)
        scored = [(n, alikeness(word, self.words[n], abjad or bool(self._abjad[n]))) for n in sorted(near)]
        return sorted((item for item in scored if item[1]), key=lambda item: item[1])[-LIKE:]

    def _by_letters(self, word: str) -> list[int]:
        if len(word) < 3 or not self.words:
            return []
        grams, _ = gram_codes([word])
        hits = np.concatenate([self._grams.of(int(gram)) for gram in grams])
        if not len(hits):
            return []
        numbers, shared = np.unique(hits, return_counts=True)
        likeness = shared / (len(grams) + self._lengths[numbers] - shared)
        if len(numbers) > NEAR_BY_LETTERS:
            kept = np.argpartition(-likeness, NEAR_BY_LETTERS)[:NEAR_BY_LETTERS]
            numbers = numbers[kept]
        return [int(number) for number in numbers]


def _spelt(form: NameForm) -> set[str]:
    """The words of a name and its neighbours written together."""
    words = form.words
    return {*words, *(a + b for a, b in pairwise(words) if len(a) + len(b) >= 5)}


def word_variants(weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """The asked words, and neighbours written together, with the weight each would answer."""
    words = list(weights)[:WORDS_ASKED]
    joined = [
        (a + b, weights[a] + weights[b])
        for a, b in pairwise(words)
        if len(a) + len(b) >= 5 and weights[a] + weights[b] > 0.3
    ]
    singles = [(word, weight) for word in words if (weight := weights[word]) > 0.01]
    return [*singles, *joined]


def _by_skeleton(words: Sequence[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(words):
        if len(key := skeleton(word)) >= 2:
            found[key].append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}
