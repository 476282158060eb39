"""Features: what an alignment of two names shows, one small function a row, and the score that they add up to.

alignment ─▶ features (each 0 to 1) ─▶ weighted sum ─▶ score between 0 and 1
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from bot.core.nameforms.alignment import Alignment, Side
from bot.core.nameforms.weights import BIAS, WEIGHTS
from bot.core.nameforms.words import WordClass

TELLS: Final = 0.12
"""Weight above which a word says something about who is meant."""

COUNTS: Final = 0.3
"""Weight above which a word that is little alike speaks against a name."""

ENOUGH: Final = 2.4
"""Rarity that matching words must add up to before a name says all it can (about three rare words)."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """An alignment with the figures that features and rules share.

    `asked_cover` and `found_cover` are the shares of each side's weight that met, `left_asked` and `left_found` the
    weight of the weightiest word of each that did not; `evidence` is how much the words that met tell by their rarity,
    `worst` the least alike of those that count, `same_words` the share found letter by letter; `whole` and
    `read_whole` liken the sorted telling words as written and as read. `is_lone`: one telling word was asked for (an
    initial is one more). `lacks_given`: the listed person's given name was not asked for; `lacks_family`: no word of a
    family name known as one was. `numbers_differ`: both have numbers, and not the same.
    """

    alignment: Alignment
    asked_cover: float
    found_cover: float
    evidence: float
    left_asked: float
    left_found: float
    worst: float
    same_words: float
    whole: float
    read_whole: float
    is_lone: bool
    is_person: bool
    lacks_given: bool
    lacks_family: bool
    numbers_differ: bool


def compare(alignment: Alignment) -> Comparison:
    """The figures of an alignment."""
    asked, found = alignment.asked, alignment.found
    met = [(p.alike, asked.weight(p.asked), found.weight(p.found)) for p in alignment.pairs]
    all_asked, all_found = sum(asked.weights) or 1.0, sum(found.weights) or 1.0
    is_lone, is_person = _telling(asked) == 1, found.form.is_person
    only_found = alignment.only_found
    return Comparison(
        alignment=alignment,
        asked_cover=sum(alike * weight for alike, weight, _ in met) / all_asked,
        found_cover=sum(alike * weight for alike, _, weight in met) / all_found,
        evidence=min(1.0, sum(alike * alike * max(one, other) for alike, one, other in met) / ENOUGH),
        left_asked=min(1.0, max((asked.weights[i] for i in alignment.only_asked), default=0.0)),
        left_found=min(1.0, max((found.weights[i] for i in only_found), default=0.0)),
        worst=min((alike for alike, weight, _ in met if weight > COUNTS), default=0.0),
        same_words=sum(weight for alike, weight, _ in met if alike == 1.0) / all_asked,
        whole=fuzz.ratio(asked.form.key, found.form.key) / 100,
        read_whole=fuzz.ratio(asked.form.reading, found.form.reading) / 100,
        is_lone=is_lone,
        is_person=is_person,
        lacks_given=is_person and not is_lone and found.form.given in only_found,
        lacks_family=found.form.family > 0 and all(i in only_found for i in range(found.form.family)),
        numbers_differ=_numbers_differ(asked, found),
    )


def _numbers_differ(asked: Side, found: Side) -> bool:
    one = {word for word in asked.form.words if word.isdigit()}
    other = {word for word in found.form.words if word.isdigit()} if one else one
    return bool(one and other) and one != other


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
