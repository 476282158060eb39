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
    own = [_standing_counts(segment, left) for segment, left in zip(segments, gone, strict=True)]
    counts = [count.copy() for count in own]
    for number, segment in enumerate(segments[1:], 1):
        places = segments[0].vocabulary.numbers(list(segment.vocabulary.words.words))
        known = places >= 0
        counts[0][places[known]] += own[number][known]
        counts[number][known] += own[0][places[known]]
    return counts


def _standing_counts(segment: Segment, gone: Flags) -> NDArray[np.int64]:
    counts = segment.postings.counts()
    if gone.any():
        left = gone[segment.columns.entry]
        owner = np.repeat(np.arange(len(counts)), counts)
        counts = counts - np.bincount(owner[left[segment.postings.rows]], minlength=len(counts))
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
