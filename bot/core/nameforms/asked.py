"""Asked: a question's words as a personal name has them and as a body's name has them, each with its weight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.nameforms.alignment import Side
from bot.core.nameforms.alikeness import Flags, Floats, Words
from bot.core.nameforms.forms import TOGETHER_LEAST, NameForm
from bot.core.nameforms.words import FACTOR, WordClass

TELLS: Final = 0.12
"""Weight above which a word says something about who is meant."""

INITIAL_RARITY: Final = 0.4
"""Rarity of a single letter that no listed name has."""

FACTORS: Final[Floats] = np.array([FACTOR[kind] for kind in sorted(FACTOR)], np.float32)
"""What a word of each class counts, by the class's number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of both readings of a question, each once, then neighbours written together.

    `parts` are the single words each stands for. By reading (0 a body, 1 a person): `sides`, the weight of each word
    (0 where the reading has it not), and its place in the form (-1).
    """

    words: Words
    single: Flags
    parts: tuple[tuple[int, ...], ...]
    sides: tuple[Side, Side]
    weights: Floats
    places: NDArray[np.int32]
    abjad: bool

    @property
    def singles(self) -> int:
        """How many words there are, those written together apart."""
        return int(self.single.sum())

    @property
    def reach(self) -> Floats:
        """What each word counts in looking for names: by either reading, a single letter little."""
        letters = self.words.lengths == 1
        return np.asarray(np.where(letters, self.weights.min(axis=0), self.weights.max(axis=0)), np.float32)

    def columns(self, singles: int) -> NDArray[np.int64]:
        """The columns of its words where so many are kept for single ones."""
        places = np.arange(len(self.parts))
        return np.where(places < self.singles, places, places + singles - self.singles)

    @staticmethod
    def of(body: NameForm, person: NameForm, rarity: Callable[[Sequence[str]], Sequence[float]]) -> Asked:
        """A question read both ways."""
        words, places = list(person.words), {1: list(range(len(person.words))), 0: list[int]()}
        for word in body.words:
            at = next((i for i, w in enumerate(words) if w == word and i not in places[0]), len(words))
            if at == len(words):
                words.append(word)
            places[0].append(at)
        parts: list[tuple[int, ...]] = [(i,) for i in range(len(words))]
        for reading in (1, 0):
            for one, other in zip(places[reading], places[reading][1:], strict=False):
                if (one, other) not in parts and len(words[one]) + len(words[other]) >= TOGETHER_LEAST:
                    parts.append((one, other))
        known = dict(zip(words, rarity(words), strict=True))
        sides = (_side(body, known), _side(person, known))
        weights = np.zeros((2, len(parts)), np.float32)
        found = np.full((2, len(parts)), -1, np.int32)
        for reading in (0, 1):
            place_of = {word: place for place, word in enumerate(places[reading])}
            for number, members in enumerate(parts):
                inside = [place_of[m] for m in members if m in place_of]
                if len(inside) == len(members) and inside == list(range(inside[0], inside[0] + len(inside))):
                    found[reading, number] = inside[0]
                    weights[reading, number] = sides[reading].weight(tuple(inside))
        return Asked(
            words=Words.of(["".join(words[i] for i in members) for members in parts]),
            single=np.array([len(members) == 1 for members in parts], bool),
            parts=tuple(parts),
            sides=sides,
            weights=weights,
            places=found,
            abjad=body.abjad,
        )


def _side(form: NameForm, known: dict[str, float]) -> Side:
    rarity = tuple(known[word] for word in form.words)
    return Side(form, tuple(FACTOR[c] * r for c, r in zip(form.classes, rarity, strict=True)), rarity)


@dataclass(frozen=True, slots=True)
class Questions:
    """Several questions side by side: a question a line, its words in columns, single ones before those together.

    `weights` and `places` are by reading too; `members` tells which single words each word is made of, `apart` which
    words have none in common; `lone` and `initials` by reading: whether one telling word was asked for, and how many
    initials; `digits` and `initial` tell of each word, `length` is that of each question in letters.
    """

    each: tuple[Asked, ...]
    singles: int
    weights: Floats
    places: NDArray[np.int32]
    members: Flags
    apart: Flags
    lone: Flags
    initials: NDArray[np.int64]
    digits: Flags
    initial: Flags
    length: Floats

    @staticmethod
    def of(each: Sequence[Asked]) -> Questions:
        """These questions, each in the columns of the longest."""
        singles = max(asked.singles for asked in each)
        width = singles + max(len(asked.parts) - asked.singles for asked in each)
        count = len(each)
        weights = np.zeros((count, 2, width), np.float32)
        places = np.full((count, 2, width), -1, np.int32)
        members = np.zeros((count, width, singles), bool)
        digits, initial = np.zeros((count, width), bool), np.zeros((count, width), bool)
        for line, asked in enumerate(each):
            columns = asked.columns(singles)
            weights[line][:, columns] = asked.weights
            places[line][:, columns] = asked.places
            members[line, columns, : asked.singles] = _members(asked.parts, asked.singles)
            digits[line, columns] = asked.words.digits
            initial[line, columns] = (asked.words.lengths == 1) & asked.words.letters
        return Questions(
            tuple(each),
            singles,
            weights,
            places,
            members,
            ~np.matmul(members, members.transpose(0, 2, 1)),
            np.array([[_telling(side) == 1 for side in asked.sides] for asked in each], bool),
            np.array([[sum(len(word) == 1 for word in side.form.words) for side in asked.sides] for asked in each]),
            digits,
            initial,
            np.array([min(30, sum(map(len, asked.sides[1].form.words))) / 30 for asked in each], np.float32),
        )


@lru_cache(1000)
def _members(parts: tuple[tuple[int, ...], ...], singles: int) -> Flags:
    found = np.zeros((len(parts), singles), bool)
    for number, members in enumerate(parts):
        found[number, list(members)] = True
    return found


def _telling(side: Side) -> int:
    """How many words of a question tell who is meant; an initial is one."""
    told = zip(side.weights, side.form.classes, strict=True)
    return sum(1 for weight, kind in told if weight > TELLS or kind is WordClass.INITIAL)
