"""Alignment: which words of a question meet which words of a listed name, and what is left over on either side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.nameforms.alikeness import alikeness
from bot.core.nameforms.forms import NameForm

JOIN_LEAST = 0.85
"""How alike two words written together must be to the one they should be."""


class Pair(NamedTuple):
    """Words that met: their indices on both sides (two where written apart) and how alike they are."""

    asked: tuple[int, ...]
    found: tuple[int, ...]
    alike: float


@dataclass(frozen=True, slots=True)
class Side:
    """A form with the weight of each word (how much it tells) and its bare rarity."""

    form: NameForm
    weights: tuple[float, ...]
    rarity: tuple[float, ...]

    def weight(self, indices: tuple[int, ...]) -> float:
        """The weight of some of its words."""
        return sum(self.weights[i] for i in indices)


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs, best first, and the indices without a partner."""

    asked: Side
    found: Side
    pairs: tuple[Pair, ...]
    only_asked: tuple[int, ...]
    only_found: tuple[int, ...]


def align(asked: Side, found: Side) -> Alignment:
    """Pair off words greedily, the weightiest likeness first; each word meets at most one partner."""
    ranked = sorted(_possible_pairs(asked, found), key=lambda item: (-item[0], item[1].asked, item[1].found))
    used_asked: set[int] = set()
    used_found: set[int] = set()
    pairs: list[Pair] = []
    for _, pair in ranked:
        if used_asked.isdisjoint(pair.asked) and used_found.isdisjoint(pair.found):
            used_asked.update(pair.asked)
            used_found.update(pair.found)
            pairs.append(pair)
    return Alignment(
        asked,
        found,
        tuple(pairs),
        tuple(i for i in range(len(asked.weights)) if i not in used_asked),
        tuple(i for i in range(len(found.weights)) if i not in used_found),
    )


def _possible_pairs(asked: Side, found: Side) -> Iterator[tuple[float, Pair]]:
    a, b = asked.form.words, found.form.words
    abjad = asked.form.abjad or found.form.abjad
    for i, word in enumerate(a):
        for j, other in enumerate(b):
            alike = alikeness(word, other, abjad)
            if alike:
                # A little for the same place in the name, so that equal words pair up in order.
                bonus = 0.001 if i == j else 0.0
                yield alike * (asked.weights[i] + found.weights[j]) + bonus, Pair((i,), (j,), alike)
    for i, j, alike in _joins(a, b):
        yield alike * (asked.weight((i, i + 1)) + found.weights[j]), Pair((i, i + 1), (j,), alike)
    for j, i, alike in _joins(b, a):
        yield alike * (asked.weights[i] + found.weight((j, j + 1))), Pair((i,), (j, j + 1), alike)


def _joins(parted: tuple[str, ...], whole: tuple[str, ...]) -> Iterator[tuple[int, int, float]]:
    """(first of two neighbours, index of the word they make, alikeness)."""
    for i in range(len(parted) - 1):
        joined = parted[i] + parted[i + 1]
        if len(joined) < 5:
            continue
        for j, word in enumerate(whole):
            if abs(len(word) - len(joined)) <= 2:
                alike = alikeness(joined, word)
                if alike >= JOIN_LEAST:
                    yield i, j, alike
