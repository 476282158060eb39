"""Mentions: the scanner over all names that are loaded, made anew when the lists change."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from functools import cache
from typing import Final

import numpy as np

from bot.core.columns import KINDS, TYPES
from bot.core.index import Index
from bot.core.mentions.scanner import Mention, Scanner
from bot.core.mentions.variants import ListedName, Zipf
from bot.services.dataset import Dataset

LATIN: Final = "Latn"


@cache
def english() -> Zipf:
    """How common words are in English, by the wordfreq package."""
    from wordfreq import get_frequency_dict  # so that what tells no news does not pay for it

    common = {word: max(0.0, math.log10(share * 1e9)) for word, share in get_frequency_dict("en", "small").items()}
    return lambda word: common.get(word, 0.0)


def names_of(index: Index) -> Iterator[ListedName]:
    """Every name in Latin letters of every entry."""
    for part in index.parts:
        segment = part.segment
        columns, scripts = segment.columns, segment.scripts
        for number in np.flatnonzero(~part.gone).tolist():
            entity, type_ = segment.entry(number).entity, TYPES[int(columns.entry_type[number])]
            for row in segment.rows_of(number):
                if scripts[row] == LATIN:
                    kind = KINDS[int(columns.kind[row])]
                    yield ListedName(entity, segment.printed[row], kind, type_, segment.sources_of(row))


class Mentions:
    """The scanner of the present lists."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._made: tuple[Index, Scanner] | None = None
        self._making = threading.Lock()

    def scanner(self) -> Scanner:
        """The scanner over what is loaded now."""
        index = self._dataset.current().index
        with self._making:
            if self._made is None or self._made[0] is not index:
                self._made = (index, Scanner.build(names_of(index), english()))
            return self._made[1]

    def find(self, text: str) -> tuple[Mention, ...]:
        """The listed names in a text."""
        return self.scanner().scan(text)
