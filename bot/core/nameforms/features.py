"""Features: what an alignment of two names shows, one small function a row, and the score that they add up to.

alignment ─▶ features (each 0 to 1) ─▶ weighted sum ─▶ score between 0 and 1
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from bot.core.nameforms.alignment import Alignment, Side
from bot.core.nameforms.weights import BIAS, WEIGHTS
from bot.core.nameforms.words import WordClass

TELLS: Final = 0.12
"""Weight above which a word says something about who is meant."""

ENOUGH: Final = 2.4
"""Rarity that matching words must add up to before a name says all it can (about three rare words)."""


@dataclass(frozen=True)
class Comparison:
    """An alignment with the figures that several features share, each worked out once."""

    alignment: Alignment

    @cached_property
    def asked_cover(self) -> float:
        """Share of the question's weight that was found."""
        a = self.alignment
        return sum(p.alike * a.asked.weight(p.asked) for p in a.pairs) / (sum(a.asked.weights) or 1.0)

    @cached_property
    def found_cover(self) -> float:
        """Share of the listed name's weight that was asked for."""
        a = self.alignment
        return sum(p.alike * a.found.weight(p.found) for p in a.pairs) / (sum(a.found.weights) or 1.0)

    @cached_property
    def evidence(self) -> float:
        """How much the words that met tell, by their rarity."""
        a = self.alignment
        told = sum(p.alike * p.alike * max(a.asked.weight(p.asked), a.found.weight(p.found)) for p in a.pairs)
        return min(1.0, told / ENOUGH)

    @cached_property
    def left_asked(self) -> float:
        """Weight of the weightiest word of the question that was not found."""
        return min(1.0, max((self.alignment.asked.weights[i] for i in self.alignment.only_asked), default=0.0))

    @cached_property
    def left_found(self) -> float:
        """Weight of the weightiest word of the listed name that was not asked for."""
        return min(1.0, max((self.alignment.found.weights[i] for i in self.alignment.only_found), default=0.0))

    @cached_property
    def worst(self) -> float:
        """The least alike of the words that count."""
        a = self.alignment
        return min((p.alike for p in a.pairs if a.asked.weight(p.asked) > 0.3), default=0.0)

    @cached_property
    def same_words(self) -> float:
        """Share of the question's weight found letter by letter."""
        a = self.alignment
        same = sum(a.asked.weight(p.asked) for p in a.pairs if p.alike == 1.0)
        return same / (sum(a.asked.weights) or 1.0)

    @cached_property
    def whole(self) -> float:
        """Likeness of the two names with their telling words sorted."""
        return fuzz.ratio(self.alignment.asked.form.key, self.alignment.found.form.key) / 100

    @cached_property
    def read_whole(self) -> float:
        """The same for how they are read."""
        return fuzz.ratio(self.alignment.asked.form.reading, self.alignment.found.form.reading) / 100

    @cached_property
    def is_lone(self) -> bool:
        """Whether a single telling word was asked for; an initial is one more."""
        return _telling(self.alignment.asked) == 1

    @cached_property
    def is_person(self) -> bool:
        """Whether the listed name is a person's."""
        return self.alignment.found.form.is_person

    @cached_property
    def lacks_given(self) -> bool:
        """Whether the listed person's given name has no partner in the question."""
        return self.is_person and not self.is_lone and self.alignment.found.form.given in self.alignment.only_found

    @cached_property
    def lacks_family(self) -> bool:
        """Whether no word of a family name that is known as one has a partner in the question."""
        family = range(self.alignment.found.form.family)
        return bool(family) and all(i in self.alignment.only_found for i in family)

    @cached_property
    def numbers_differ(self) -> bool:
        """Whether both names have numbers and not the same ones."""
        asked = {w for w in self.alignment.asked.form.words if w.isdigit()}
        found = {w for w in self.alignment.found.form.words if w.isdigit()}
        return bool(asked and found) and asked != found


def _telling(side: Side) -> int:
    told = zip(side.weights, side.form.classes, strict=True)
    return sum(1 for weight, kind in told if weight > TELLS or kind is WordClass.INITIAL)


def words_met(comparison: Comparison) -> int:
    """How many telling words found a partner that is alike."""
    a = comparison.alignment
    return sum(1 for p in a.pairs if p.alike >= 0.8 and a.found.weight(p.found) > TELLS)


class Feature(NamedTuple):
    """A row of the table: what it is called and how it is worked out."""

    name: str
    value: Callable[[Comparison], float]


FEATURES: Final[tuple[Feature, ...]] = (
    Feature("question found", lambda c: c.asked_cover),
    Feature("question found, squared", lambda c: c.asked_cover**2),
    Feature("listed name asked", lambda c: c.found_cover),
    Feature("listed name asked, squared", lambda c: c.found_cover**2),
    Feature("found on both sides", lambda c: c.asked_cover * c.found_cover),
    Feature("weight left in the question", lambda c: c.left_asked),
    Feature("weight left in the listed name", lambda c: c.left_found),
    Feature("weight left on both sides", lambda c: c.left_asked * c.left_found),
    Feature("least alike word", lambda c: c.worst),
    Feature("evidence", lambda c: c.evidence),
    Feature("evidence of what was asked", lambda c: c.evidence * c.asked_cover**2),
    Feature("same words", lambda c: c.same_words),
    Feature("whole names alike", lambda c: c.whole),
    Feature("whole names alike, squared", lambda c: c.whole**2),
    Feature("readings alike", lambda c: c.read_whole),
    Feature("beginnings alike", lambda c: JaroWinkler.similarity(_glued(c.alignment.asked), _glued(c.alignment.found))),
    Feature("one word asked", lambda c: float(c.is_lone)),
    Feature("one word asked of the whole name", lambda c: float(c.is_lone) * c.found_cover),
    Feature("a person", lambda c: float(c.is_person)),
    Feature("a person with more names", lambda c: float(c.is_person) * c.left_found),
    Feature("a person, other name asked", lambda c: float(c.is_person) * c.left_asked),
    Feature("given name not asked", lambda c: float(c.lacks_given)),
    Feature("family name not asked", lambda c: float(c.lacks_family)),
    Feature("numbers differ", lambda c: float(c.numbers_differ)),
    Feature("words met", lambda c: min(words_met(c), 4) / 4),
)
"""Every name rule; its weight stands under the same name in `weights`."""


def _glued(side: Side) -> str:
    return "".join(side.form.words)


def feature_values(comparison: Comparison) -> tuple[float, ...]:
    """The value of each feature, in the table's order."""
    return tuple(feature.value(comparison) for feature in FEATURES)


def name_score(comparison: Comparison) -> float:
    """How likely the two names are one, between 0 and 1."""
    total = BIAS + sum(WEIGHTS[feature.name] * feature.value(comparison) for feature in FEATURES)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
