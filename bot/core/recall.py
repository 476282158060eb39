"""Recall: what one asked word brings, kept for the next question that has the same word.

word ─▶ words like it ─▶ names that have them, each once by the likest of its words
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from bot.core.nameforms.alikeness import Flags, Floats, Words
from bot.core.nameforms.asked import Asked
from bot.core.nameforms.hashing import Ints
from bot.core.segment import Segment

LIKE: Final = 50
"""Words alike to an asked one whose names are looked at."""

KEPT: Final = 4_000_000
"""Names and words, some eight bytes each, that are remembered before the older half is forgotten."""

Key = tuple[str, bool, bool]


@dataclass(frozen=True, slots=True)
class Brought:
    """Words like an asked one, ascending, and how alike; the names that have the likest, each once, and how alike."""

    like: Ints
    alike: Floats
    rows: Ints
    best: Floats


class Recall:
    """What each word asked lately brings from one segment; a question in any thread may ask.

    `stands` tells of each word whether a standing name has it, `abjad` whether one in a script without vowels does;
    `kept` is how many names and words are remembered at most.
    """

    def __init__(self, segment: Segment, stands: Flags, abjad: Flags, kept: int = KEPT) -> None:
        self._segment, self._stands, self._abjad, self._kept = segment, stands, abjad, kept
        self._young: dict[Key, Brought] = {}
        self._old: dict[Key, Brought] = {}
        self._size = 0
        self._last = _Board()

    @property
    def size(self) -> int:
        """How many names and words are remembered, about."""
        return sum(len(one.like) + len(one.rows) for kept in (self._young, self._old) for one in kept.values())

    def of(self, several: Sequence[Asked]) -> list[list[Brought]]:
        """What each word of each question brings, in their order."""
        keys = [
            [(word, alone, asked.abjad) for word, alone in zip(asked.words.words, asked.single.tolist(), strict=True)]
            for asked in several
        ]
        here = self._known(keys)
        missing: dict[Key, Words] = {}
        for asked, own in zip(several, keys, strict=True):
            for place, key in enumerate(own):
                if key not in here and key not in missing:
                    missing[key] = asked.words.take(np.array([place]))
        here |= self._work_out(missing)
        self._remember(here)
        return [[here[key] for key in own] for own in keys]

    def _known(self, keys: Iterable[Iterable[Key]]) -> dict[Key, Brought]:
        known = ((key, self._young.get(key) or self._old.get(key)) for key in chain.from_iterable(keys))
        return {key: one for key, one in known if one is not None}

    def _remember(self, brought: Mapping[Key, Brought]) -> None:
        # Two threads at once may lose a word or count one twice: it is worked out anew, and nothing else follows.
        for key, one in brought.items():
            if key not in self._young:
                self._young[key] = one
                self._size += len(one.like) + len(one.rows)
        if self._size > self._kept // 2:
            self._old, self._young, self._size = self._young, {}, 0

    def _work_out(self, missing: Mapping[Key, Words]) -> dict[Key, Brought]:
        if not missing:
            return {}
        vocabulary = self._segment.vocabulary
        words = Words.together(list(missing.values()))
        single, abjad = (np.array([key[number] for key in missing], bool) for number in (1, 2))
        owners, numbers = vocabulary.like(words, single)
        stands = self._stands[numbers]
        owners, numbers = owners[stands], numbers[stands]
        alike = vocabulary.alike(words, single, owners, numbers, self._abjad[numbers] | abjad[owners])
        kept = alike > 0
        owners, numbers, alike = owners[kept], numbers[kept], alike[kept]
        ends = np.searchsorted(owners, np.arange(len(single) + 1)).tolist()
        return {
            key: self._brought(numbers[first:last], alike[first:last])
            for key, first, last in zip(missing, ends, ends[1:], strict=False)
        }

    def _brought(self, like: Ints, alike: Floats) -> Brought:
        order = np.argsort(alike, kind="stable")[-LIKE:]
        places, hits = self._segment.postings.gather(like[order])
        # Each name writes its place, the likest of its words last, and only that one is read back.
        if self._last.board is None:
            self._last.board = np.empty(self._segment.row_count, np.int32)
        board, each = self._last.board, np.arange(len(hits), dtype=np.int32)
        board[hits] = each
        last = board[hits] == each
        return Brought(like, alike, hits[last], alike[order][places[last]])


class _Board(threading.local):
    """A cell for each name, of this thread's own; never wiped."""

    board: Ints | None = None
