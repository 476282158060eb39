"""Postings: for each key the rows that have it, as two flat arrays; and texts kept as one."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Rows of key k are `rows[starts[k]:starts[k + 1]]`, ascending."""

    starts: NDArray[np.int64]
    rows: Ints

    @staticmethod
    def build(keys: Ints, rows: Ints, size: int) -> Postings:
        """Postings of distinct (key, row) pairs that ascend by row; keys are below `size`."""
        order = np.argsort(keys, kind="stable")
        return Postings(np.searchsorted(keys[order], np.arange(size + 1)).astype(np.int64), rows[order])

    def of(self, key: int) -> Ints:
        """The rows that have this key."""
        return self.rows[self.starts[key] : self.starts[key + 1]]

    def counts(self) -> NDArray[np.int64]:
        """How many rows each key has."""
        return np.diff(self.starts)

    def gather(self, keys: Ints) -> tuple[Ints, Ints]:
        """(place of the key asked for, row) for all these keys, in their order."""
        first = self.starts[keys]
        counts = self.starts[keys + 1] - first
        before = np.cumsum(counts) - counts
        places = np.arange(int(counts.sum())) + np.repeat(first - before, counts)
        return np.repeat(np.arange(len(keys), dtype=np.int32), counts), self.rows[places]


class Writing:
    """Texts as they come in, one behind the other: far less than as many objects."""

    def __init__(self) -> None:
        self._data, self._starts = bytearray(), array("q", [0])

    def __len__(self) -> int:
        return len(self._starts) - 1

    def append(self, text: bytes) -> None:
        """Put one behind the last."""
        self._data += text
        self._starts.append(len(self._data))

    def texts(self) -> Texts:
        """All of them; nothing can be put in after it."""
        return Texts(np.frombuffer(self._starts, np.int64), np.frombuffer(self._data, np.uint8))


@dataclass(frozen=True, slots=True)
class Texts:
    """Many texts in one array of bytes."""

    starts: NDArray[np.int64]
    data: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> str:
        return self.raw(number).decode()

    def many(self, numbers: NDArray[np.integer]) -> list[str]:
        """Several texts, in the order asked for."""
        view = self.data.data
        begin, end = self.starts[numbers].tolist(), self.starts[np.asarray(numbers) + 1].tolist()
        return [str(view[one:other], "utf-8") for one, other in zip(begin, end, strict=True)]

    def raw(self, number: int) -> bytes:
        """The bytes of one text."""
        return self.data[self.starts[number] : self.starts[number + 1]].tobytes()
