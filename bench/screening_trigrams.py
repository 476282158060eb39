"""Trigrams: the letter triples of many names as weighed postings in flat arrays, and the cosine of a question with all.

names ─▶ one buffer of letters ─▶ (triple, name) counted ─▶ TF-IDF weights, each name of length one
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

LETTERS = " abcdefghijklmnopqrstuvwxyz0123456789"
BASE = len(LETTERS)
_CODES = np.zeros(256, np.int32)
_CODES[np.frombuffer(LETTERS.encode(), np.uint8)] = np.arange(BASE)


def _padded(name: str) -> str:
    """Each word between two spaces of its own, so that no triple spans two words."""
    return f" {name.replace(' ', '  ')} "


def triples(padded: str) -> NDArray[np.int32]:
    """The codes of all triples in place; -1 where one would span two words."""
    letters = _CODES[np.frombuffer(padded.encode(), np.uint8)]
    codes = (letters[:-2] * BASE + letters[1:-1]) * BASE + letters[2:]
    codes[letters[1:-1] == 0] = -1
    return codes


class Trigrams:
    """Postings by triple; names must be of `LETTERS` with single spaces."""

    def __init__(self, names: Sequence[str]) -> None:
        codes = triples("".join(map(_padded, names)))
        owners = np.repeat(np.arange(len(names), dtype=np.int32), [len(_padded(name)) for name in names])
        inside = np.flatnonzero(codes >= 0)
        pairs = codes[inside].astype(np.int64) * len(names) + owners[inside]
        pairs.sort()
        first = np.flatnonzero(np.diff(pairs, prepend=-1))
        counts, pairs = np.diff(first, append=len(pairs)), pairs[first]
        codes, self._names = (pairs // len(names)).astype(np.int32), (pairs % len(names)).astype(np.int32)
        frequency = np.bincount(codes, minlength=BASE**3)
        self._starts = np.concatenate(([0], np.cumsum(frequency)))
        self._rarity = (np.log((1 + len(names)) / (1 + frequency)) + 1).astype(np.float32)
        weights = (1 + np.log(counts)) * self._rarity[codes]
        lengths = np.sqrt(np.bincount(self._names, weights**2, len(names)))
        self._weights = (weights / lengths[self._names]).astype(np.float32)
        self._count = len(names)

    def cosines(self, asked: str) -> NDArray[np.float64] | None:
        """The likeness of a question to each name; none when no triple of it is known."""
        counted = Counter(triples(_padded(asked)).tolist())
        found = [(code, n) for code, n in counted.items() if code >= 0 and self._starts[code] < self._starts[code + 1]]
        if not found:
            return None
        weights = np.array([(1 + np.log(n)) * self._rarity[code] for code, n in found], np.float32)
        weights /= np.sqrt((weights**2).sum())
        spans = [slice(self._starts[code], self._starts[code + 1]) for code, _ in found]
        names = np.concatenate([self._names[span] for span in spans])
        likeness = np.concatenate([self._weights[span] * w for span, w in zip(spans, weights, strict=True)])
        return np.asarray(np.bincount(names, likeness, self._count), np.float64)
