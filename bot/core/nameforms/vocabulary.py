"""Vocabulary: all words of all names, and for asked words the ones like them.

word ─▶ keys (spelling, reading, consonants, family; whole and with a letter left out) ─▶ words with a key in common
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.nameforms.alikeness import Flags, Floats, Words, alike_blocks
from bot.core.nameforms.hashing import Hashes, Ints, Lookup, spelling_keys

WHOLE: Final = 600
SHORTENED: Final = 150
"""Words that one key may bring, whole and with a letter left out: a key that brings more tells nothing."""

STEM: Final = 4
STEMS: Final = 60
"""Letters that a word must begin with to be looked up by its beginning, and how many such words are taken."""

JOIN_LEAST: Final = 0.9
"""How alike two words written together must be to the one they should be."""

AT_ONCE: Final = 50_000
"""Words whose keys are made at once."""

NEVER: Final = 99
"""Longer than any word: no letter is left out."""

_SPELT, _READ, _HEARD, _EAST, _KIN = range(5)
_LEAST: Final = {_SPELT: 4, _READ: 5, _HEARD: 5, _EAST: NEVER, _KIN: NEVER}
"""Letters from which each kind of key is also made with one left out."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words in alphabetical order, single ones and neighbours written together; `single` tells them apart."""

    words: Words
    single: Flags
    keys: Lookup

    @staticmethod
    def build(words: Sequence[str], single: Flags) -> Vocabulary:
        """The vocabulary of these sorted words; `single` tells which are words by themselves."""
        read = Words.of(words)
        parts: list[tuple[Hashes, Ints]] = []
        # Some at a time: what is needed on the way takes many times what is kept.
        for first in range(0, len(words), AT_ONCE):
            some = np.arange(first, min(first + AT_ONCE, len(words)))
            made, places, _ = _word_keys(read.take(some), single[some], single[some])
            parts.append((made, places + np.int32(first)))
        return Vocabulary(read, single, Lookup.of_parts(parts))

    def numbers(self, words: Sequence[str]) -> Ints:
        """The number of each word, -1 for one that is not here."""
        listed = self.words.words
        places = [bisect_left(listed, word) for word in words]
        found = [
            place if place < len(listed) and listed[place] == word else -1
            for place, word in zip(places, words, strict=True)
        ]
        return np.array(found, np.int32)

    def like(self, asked: Words, single: Flags) -> tuple[Ints, Ints]:
        """(asked word, number of one that may be like it), each pair once, ascending."""
        size = len(self.words.words)
        if not size:
            return np.empty(0, np.int32), np.empty(0, np.int32)
        keys, owners, shortened = _word_keys(asked, single, np.ones(len(single), bool))
        pairs = []
        for some, most in ((~shortened, WHOLE), (shortened, SHORTENED)):
            places, numbers = self.keys.gather(keys[some], most)
            pairs.append(owners[some][places].astype(np.int64) * size + numbers)
        for owner in np.flatnonzero(single).tolist():
            pairs.append(owner * size + np.array(self._stems(asked.words[owner]), np.int64))
        found, numbers = np.divmod(np.unique(np.concatenate(pairs)), size)
        return found.astype(np.int32), numbers.astype(np.int32)

    def _stems(self, word: str) -> list[int]:
        """Words that begin with this one, and those that this one begins with."""
        words = self.words.words
        if len(word) < STEM or not word.isalpha():
            return []
        first = bisect_left(words, word)
        last = bisect_left(words, word + "~", first)
        found: list[int] = (np.flatnonzero(self.single[first:last])[:STEMS] + first).tolist()
        for length in range(STEM, len(word)):
            at = bisect_left(words, word[:length])
            if at < len(words) and words[at] == word[:length] and self.single[at]:
                found.append(at)
        return found

    def alike(self, asked: Words, single: Flags, owners: Ints, numbers: Ints, abjad: Flags) -> Floats:
        """Each of these pairs, ascending by asked word; `abjad` tells of each pair's found word.

        What is written together meets single words only, and nearly whole.
        """
        ends = np.searchsorted(owners, np.arange(len(single) + 1)).tolist()
        spans = [np.arange(first, last) for first, last in pairwise(ends)]
        blocks = [(np.array([word]), span) for word, span in enumerate(spans) if len(span)]
        found = alike_blocks(asked, self.words.take(numbers), blocks, abjad)
        alone, standing = single[owners], self.single[numbers]
        found[(~alone | ~standing) & (found < JOIN_LEAST)] = 0
        found[~alone & ~standing] = 0
        return found


def _word_keys(words: Words, single: Flags, east: Flags) -> tuple[Hashes, Ints, NDArray[np.bool_]]:
    """The keys of words; neighbours written together have fewer. `east` tells which may be Chinese or Korean ones."""
    texts: list[str] = [*words.words, *words.folds]
    kinds = [_SPELT] * len(words.words) + [_READ] * len(words.folds)
    owners = [*range(len(words.words))] * 2
    for number in np.flatnonzero((single | east) & words.letters).tolist():
        if single[number] and len(words.skeletons[number]) >= 2:
            texts.append(words.skeletons[number])
            kinds.append(_HEARD)
            owners.append(number)
        if east[number] and 2 <= words.lengths[number] <= 8:
            texts.append(words.easterns[number])
            kinds.append(_EAST)
            owners.append(number)
        if single[number] and words.kin[number]:
            texts.append(str(words.kin[number]))
            kinds.append(_KIN)
            owners.append(number)
    keys, places, shortened = spelling_keys(texts, kinds, [_LEAST[kind] for kind in kinds])
    return keys, np.array(owners, np.int32)[places], shortened
