"""Postings: for each key the rows that have it, as two flat arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

ALPHABET = 38
GRAMS = ALPHABET**3
"""Letters, digits, the space at a word's edge, and one code for all else."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Rows of key k are `rows[starts[k]:starts[k + 1]]`, ascending."""

    starts: NDArray[np.int64]
    rows: Ints

    def of(self, key: int) -> Ints:
        """The rows that have this key."""
        return self.rows[self.starts[key] : self.starts[key + 1]]

    def counts(self) -> NDArray[np.int64]:
        """How many rows each key has."""
        return np.diff(self.starts)


def postings(keys: Ints, rows: Ints, size: int) -> Postings:
    """Postings of (key, row) pairs; keys are below `size`, the pairs are distinct and ascending by row."""
    order = np.argsort(keys, kind="stable")
    starts = np.searchsorted(keys[order], np.arange(size + 1)).astype(np.int64)
    return Postings(starts, rows[order])


_CODES = np.full(256, ALPHABET - 1, np.int64)
_CODES[ord(" ")] = 0
_CODES[ord("a") : ord("z") + 1] = np.arange(1, 27)
_CODES[ord("0") : ord("9") + 1] = np.arange(27, 37)


def gram_codes(words: Sequence[str]) -> tuple[Ints, Ints]:
    """(gram, index of its word) of every three letters in a row, each word with a space before and after, once each."""
    text = np.frombuffer((" " + "  ".join(words) + " ").encode("ascii", "replace"), np.uint8)
    codes = _CODES[text]
    grams = (codes[:-2] * ALPHABET + codes[1:-1]) * ALPHABET + codes[2:]
    lengths = np.fromiter((len(word) + 2 for word in words), np.int64, len(words))
    owner = np.repeat(np.arange(len(words)), lengths)[: len(grams)]
    inside = np.ones(len(grams), bool)
    ends = np.cumsum(lengths)[:-1]
    inside[ends - 1], inside[ends - 2] = False, False
    pairs = np.sort(owner[inside] * GRAMS + grams[inside])
    distinct = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] if len(pairs) else pairs
    return (distinct % GRAMS).astype(np.int32), (distinct // GRAMS).astype(np.int32)
