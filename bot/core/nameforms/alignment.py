"""Alignment: which words of a question meet which words of listed names, and what is left over on either side.

All names that are compared with a question are aligned at once: each round, every name takes its weightiest pair of
words that are still to be had.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.core.nameforms.alikeness import Floats
from bot.core.nameforms.forms import NameForm

if TYPE_CHECKING:
    from bot.core.nameforms.asked import Asked, Questions

IN_PLACE: Final = 0.001
"""A little for the same place in the name, so that equal words pair up in order."""


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


@dataclass(frozen=True, slots=True)
class Names:
    """Names to be compared, one a line: words by number (-1 after the last), then each with its next one written
    together; the weight of each, and whether each is a person's.
    """

    numbers: NDArray[np.int32]
    weights: Floats
    person: NDArray[np.int8]

    @property
    def width(self) -> int:
        """The words of the longest."""
        return int(self.numbers.shape[1] + 1) // 2


@dataclass(frozen=True, slots=True)
class Met:
    """Per name and round: the asked word and the found word that met, and how alike they are (0: none was left).

    Found words from `width` on are two written together.
    """

    asked: NDArray[np.int64]
    found: NDArray[np.int64]
    alike: Floats
    width: int

    def of(self, lines: slice, asked: Asked, singles: int) -> Met:
        """Those of one question, its words by their own number, when `singles` columns were kept for single ones."""
        mine = self.asked[lines]
        mine = np.where(mine >= singles, mine - (singles - asked.singles), mine)
        return Met(mine, self.found[lines], self.alike[lines], self.width)

    def found_places(self, number: int) -> tuple[int, ...]:
        """The places of a found word in its name."""
        return (number,) if number < self.width else (number - self.width, number - self.width + 1)


def align_all(asked: Questions, line_of: NDArray[np.int64], names: Names, alike: Floats) -> Met:
    """Pair off words greedily; `line_of` is the question of each name, `alike` is names by asked by found."""
    count, width = len(names.person), names.width
    weights = asked.weights[line_of, names.person]
    score = alike * (weights[:, :, None] + names.weights[:, None, :])
    score[alike <= 0] = 0
    score *= (weights > 0)[:, :, None]
    same = min(asked.singles, width)
    score[:, range(same), range(same)] *= 1 + IN_PLACE
    free_found = _apart(_places(width))
    lines = np.arange(count)
    rounds: list[tuple[NDArray[np.int64], NDArray[np.int64], Floats]] = []
    for _ in range(min(asked.singles, width)):
        best = score.reshape(count, -1).argmax(axis=1)
        one, other = np.divmod(best, score.shape[2])
        got = score[lines, one, other] > 0
        if not got.any():
            break
        rounds.append((one, other, np.where(got, alike[lines, one, other], 0).astype(np.float32)))
        score *= asked.apart[line_of, one][:, :, None]
        score *= free_found[other][:, None, :]
    if not rounds:
        nothing = np.zeros((count, 1), np.int64)
        return Met(nothing, nothing, np.zeros((count, 1), np.float32), width)
    firsts, seconds, likes = zip(*rounds, strict=True)
    return Met(np.stack(firsts, 1), np.stack(seconds, 1), np.stack(likes, 1), width)


Members = tuple[tuple[int, ...], ...]


@cache
def _places(width: int) -> Members:
    """The places in a name of this many words: each alone, then neighbours together."""
    return (*((i,) for i in range(width)), *((i, i + 1) for i in range(width - 1)))


@lru_cache(1000)
def _apart(members: Members) -> NDArray[np.bool_]:
    """Which of these have no place in common."""
    return np.array([[not set(one) & set(other) for other in members] for one in members])


def alignment_of(asked: Asked, found: Side, met: Met, line: int) -> Alignment:
    """The alignment of one name, in the places of both forms."""
    reading = int(found.form.is_person)
    side = asked.sides[reading]
    pairs: list[Pair] = []
    rounds = (met.asked[line].tolist(), met.found[line].tolist(), met.alike[line].tolist())
    for one, other, like in zip(*rounds, strict=True):
        if like > 0:
            first = int(asked.places[reading, one])
            places = tuple(range(first, first + len(asked.parts[one])))
            pairs.append(Pair(places, met.found_places(other), round(like, 4)))
    taken_asked = {i for pair in pairs for i in pair.asked}
    taken_found = {i for pair in pairs for i in pair.found}
    return Alignment(
        side,
        found,
        tuple(pairs),
        tuple(i for i in range(len(side.weights)) if i not in taken_asked),
        tuple(i for i in range(len(found.weights)) if i not in taken_found),
    )
