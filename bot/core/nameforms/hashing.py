"""Hashing: texts as 64-bit numbers, and sorted tables that find rows by them.

Hashes are the same in every process, so tables of them can be kept on disk and read in place.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int32]

_BASE: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = np.uint64(pow(_BASE, -1, 1 << 64))
_LONGEST: Final = 64
"""Letters of a word that are hashed; forms cut words before."""

_POWERS: Final = np.array([pow(_BASE, k, 1 << 64) for k in range(_LONGEST + 1)], np.uint64)
_LETTERS: Final = np.frombuffer(
    b"".join(blake2b(bytes([code]), digest_size=8).digest() for code in range(256)), np.uint64
)


def text_hash(text: str) -> int:
    """The hash of a text."""
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Lookup:
    """Values by hash: those of one hash stand together, in the order in which they were given."""

    keys: Hashes
    values: Ints

    @staticmethod
    def build(keys: Hashes, values: Ints) -> Lookup:
        """The table of these pairs."""
        order = np.argsort(keys, kind="stable")
        return Lookup(keys[order], values[order])

    @staticmethod
    def of_parts(parts: Sequence[tuple[Hashes, Ints]]) -> Lookup:
        """The table of many pairs, sorted a sixteenth at a time: sorting all at once would take as much room again."""
        count = sum(len(keys) for keys, _ in parts)
        table = Lookup(np.empty(count, np.uint64), np.empty(count, np.int32))
        begun = 0
        for first in range(16):
            own = [(keys >> np.uint64(60)) == first for keys, _ in parts]
            some = Lookup.build(
                np.concatenate([table.keys[:0], *(keys[here] for (keys, _), here in zip(parts, own, strict=True))]),
                np.concatenate([table.values[:0], *(told[here] for (_, told), here in zip(parts, own, strict=True))]),
            )
            table.keys[begun : begun + len(some.keys)] = some.keys
            table.values[begun : begun + len(some.keys)] = some.values
            begun += len(some.keys)
        return table

    def of(self, text: str) -> list[int]:
        """The values of a text."""
        key = np.uint64(text_hash(text))
        first = int(np.searchsorted(self.keys, key))
        if first == len(self.keys) or self.keys[first] != key:
            return []
        found: list[int] = self.values[first : int(np.searchsorted(self.keys, key, "right"))].tolist()
        return found

    def gather(self, keys: Hashes, most: int) -> tuple[Ints, Ints]:
        """(place of the key asked for, value) for all keys with at most so many values."""
        first = np.searchsorted(self.keys, keys)
        counts = np.zeros(len(keys), np.int64)
        # Most keys are not here, so their end need not be looked for.
        hit = np.flatnonzero(self.keys[np.minimum(first, len(self.keys) - 1)] == keys) if len(self.keys) else first[:0]
        counts[hit] = np.searchsorted(self.keys, keys[hit], "right") - first[hit]
        counts[counts > most] = 0
        total = int(counts.sum())
        if not total:
            return np.empty(0, np.int32), np.empty(0, np.int32)
        before = np.cumsum(counts) - counts
        places = np.arange(total) + np.repeat(first - before, counts)
        return np.repeat(np.arange(len(keys), dtype=np.int32), counts), self.values[places]


class Filing:
    """Pairs of a text and its value as they come in, for a table of them."""

    def __init__(self) -> None:
        self._keys, self._values = array("Q"), array("i")

    def append(self, pair: tuple[str, int]) -> None:
        """Take in one."""
        text, value = pair
        self._keys.append(text_hash(text))
        self._values.append(value)

    def extend(self, pairs: Iterable[tuple[str, int]]) -> None:
        """Take in several."""
        for pair in pairs:
            self.append(pair)

    def lookup(self) -> Lookup:
        """The table of all of them."""
        return Lookup.build(np.array(self._keys, np.uint64), np.array(self._values, np.int32))


def spelling_keys(
    words: Sequence[str], kinds: Sequence[int], least: Sequence[int]
) -> tuple[Hashes, Ints, NDArray[np.bool_]]:
    """(hash, place of its word, whether a letter was left out) of ASCII words whole and with each one letter left out.

    Words of a `kind` meet only their own; a word shorter than its `least` is taken whole only.
    """
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    codes = np.frombuffer("".join(words).encode("ascii", "replace"), np.uint8)
    owner = np.repeat(np.arange(len(words)), lengths)
    starts = np.cumsum(lengths) - lengths
    place = np.arange(len(codes)) - np.repeat(starts, lengths)
    terms = _LETTERS[codes] * _POWERS[np.minimum(place, _LONGEST)]
    running = np.concatenate((np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)))
    before_word = running[starts]
    whole = running[starts + lengths] - before_word
    salts = np.array(kinds, np.uint64) * np.uint64(_BASE) + np.uint64(1)
    shortened = np.repeat(lengths >= np.array(least), lengths)
    at, of = np.flatnonzero(shortened), owner[shortened]
    kept_before = running[at] - before_word[of]
    kept_after = (running[starts[of] + lengths[of]] - running[at + 1]) * _INVERSE
    keys = np.concatenate((whole * salts, (kept_before + kept_after) * salts[of]))
    owners = np.concatenate((np.arange(len(words)), of)).astype(np.int32)
    return keys, owners, np.arange(len(keys)) >= len(words)
