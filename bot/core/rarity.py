"""Rarity: how much each word tells, by how many standing names have it, over all segments of an index."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.core.nameforms.alikeness import Flags, Floats
from bot.core.nameforms.asked import FACTORS
from bot.core.segment import Segment


def word_counts(segments: Sequence[Segment], gone: Sequence[Flags]) -> list[NDArray[np.int64]]:
    """How many standing names have each word of each segment, over all of them."""
    return _over_all(segments, [_counted(s, ~g[s.columns.entry]) for s, g in zip(segments, gone, strict=True)])


def abjad_words(segments: Sequence[Segment], gone: Sequence[Flags]) -> list[Flags]:
    """Which words of each segment a standing name in a script without vowels has, in any of them."""
    standing = [s.columns.abjad & ~g[s.columns.entry] for s, g in zip(segments, gone, strict=True)]
    counts = [_counted(segment, names) for segment, names in zip(segments, standing, strict=True)]
    return [count > 0 for count in _over_all(segments, counts)]


def _counted(segment: Segment, names: Flags) -> NDArray[np.int64]:
    """How many of these names have each word."""
    counts = segment.postings.counts()
    if names.all():
        return counts
    owner = np.repeat(np.arange(len(counts)), counts)
    return np.bincount(owner[names[segment.postings.rows]], minlength=len(counts))


def _over_all(segments: Sequence[Segment], own: Sequence[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    """The counts of the first segment and of a second one, each with what the other has."""
    counts = [count.copy() for count in own]
    for number, segment in enumerate(segments[1:], 1):
        places = segments[0].vocabulary.numbers(list(segment.vocabulary.words.words))
        known = places >= 0
        counts[0][places[known]] += own[number][known]
        counts[number][known] += own[0][places[known]]
    return counts


def rarities(counts: NDArray[np.int64], names: int) -> Floats:
    """How much each word tells: 1 for a word that one name has, less for common ones, 0 for one that is gone."""
    scale = math.log(names + 1)
    values = np.clip((scale - np.log(np.maximum(counts, 1) + 0.5)) / scale, 0.12, 1.0)
    return np.where(counts > 0, values, 0).astype(np.float32)


def name_totals(segment: Segment, rarity: Floats) -> Floats:
    """The weight of each name: its words by class and rarity."""
    columns = segment.columns
    weights = np.concatenate(
        (np.zeros(1), np.cumsum(FACTORS[columns.classes] * rarity[columns.words], dtype=np.float64))
    )
    return np.diff(weights[columns.word_starts]).astype(np.float32)
