"""How likely two items tell of one happening: first what must agree, then how alike they read.

numbers, issuer, target, time ─▶ may they be one? ─▶ words in common, rare ones above all ─▶ a likelihood
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Final

from rapidfuzz import fuzz

from bot.core.mentions.tokens import fold
from bot.core.stories.numbers import conflict, numbers_of

WINDOW: Final = timedelta(hours=72)
"""The longest time between two items of one happening."""
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_COUNT = re.compile(r"\b(\d{1,4})\b(?=\s+(?!(?:%|per|years?|months?|days?|hours?|percent)\b)[a-z])", re.IGNORECASE)
_FIELD = (
    "sanction sanctions sanctioned sanctioning measure measures new news list listed says said say government official"
    " officials week month year years day today monday tuesday wednesday thursday friday saturday sunday mr president"
    " minister january february march april may june july august september october november december"
    " us u.s usa uk eu un britain british america american european union washington brussels london treasury"
    " state department the a an of to for in on at by with from and or as is are was were be been has have had will"
    " would its it this that these those after over under into against amid more than not no but their his her they he"
    " she who which what when while also up out off about between"
)
FIELD: Final = frozenset(_FIELD.split())
"""Words that tell happenings of this field apart as little as "the" does."""


@dataclass(frozen=True)
class Told:
    """What is compared of an item: its texts, whose measure against whom, which way and how far, and when.

    `document` is the publisher and the number of an official document: two documents are two happenings.
    """

    id: str
    title: str
    text: str
    at: datetime
    issuers: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    direction: str = ""
    stage: str = ""
    action: str = ""
    address: str = ""
    document: tuple[str, str] | None = None

    @cached_property
    def numbers(self) -> frozenset[tuple[str, str]]:
        """The numbers of acts that it names, and of the official document that it is."""
        return numbers_of(f"{self.title} {self.text}") | ({self.document} if self.document else frozenset())

    @cached_property
    def words(self) -> frozenset[str]:
        """The words by which happenings are told apart."""
        return frozenset(telling(f"{self.title} {self.text}"))

    @cached_property
    def counts(self) -> frozenset[str]:
        """How many of what it tells of: other numbers of things are other happenings, as a rule."""
        return frozenset(_COUNT.findall(f"{self.title} {self.text}"))

    @cached_property
    def head(self) -> str:
        """The words of its title, as compared."""
        return " ".join(telling(self.title))


@lru_cache(maxsize=20_000)
def telling(text: str) -> tuple[str, ...]:
    """The words of a text that tell happenings apart, folded, without endings."""
    found = (fold(word.replace("’", "'").removesuffix("'s")) for word in _WORD.findall(text))
    return tuple(stem(word) for word in found if word not in FIELD and len(word) > 1)


def stem(word: str) -> str:
    """A word without the endings that make no other word of it."""
    for ending in ("ians", "ian", "ies", "ing", "ers", "ed", "es", "er", "s", "n"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def may_be_one(one: Told, other: Told) -> bool:
    """Whether nothing tells two items apart: time, numbers, whose measure it is, against whom."""
    return (
        abs(one.at - other.at) <= WINDOW
        and not conflict(one.numbers, other.numbers)
        and _overlap(one.issuers, other.issuers)
        and _overlap(one.targets, other.targets)
    )


def is_contrary(one: Told, other: Told) -> bool:
    """Whether one tells of relief and the other of tightening or of a penalty."""
    return {one.direction, other.direction} in ({"relief", "tightening"}, {"relief", "enforcement"})


def _overlap(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign adds to the log-odds that two items are one happening.

    Chosen on the development set; `python -m bench.stories` shows what they reach there.
    """

    base: float = -4.0
    title: float = 1.0
    words: float = 5.0
    number: float = 3.0
    day: float = 1.8
    same_way: float = 0.7
    same_stage: float = 0.8
    same_whom: float = 0.5
    contrary: float = -1.2
    other_count: float = -1.2


WEIGHTS: Final = Weights()


def signs(one: Told, other: Told) -> dict[str, float]:
    """What speaks for two items being one, each between 0 and 1."""
    shared = one.words & other.words
    fewest = min(len(one.words), len(other.words)) or 1
    return {
        "title": fuzz.token_set_ratio(one.head, other.head) / 100 if one.head and other.head else 0.0,
        "words": min(len(shared) / fewest, 1.0),
        "number": float(bool(one.numbers & other.numbers)),
        "day": 1.0 - min(abs(one.at - other.at) / WINDOW, 1.0),
        "same_way": float(bool(one.direction) and one.direction == other.direction),
        "same_stage": float(bool(one.stage) and one.stage == other.stage),
        "same_whom": float(bool(one.issuers & other.issuers) and bool(one.targets & other.targets)),
        "contrary": float(is_contrary(one, other)),
        "other_count": float(bool(one.counts) and bool(other.counts) and not one.counts & other.counts),
    }


def likelihood(one: Told, other: Told, weights: Weights = WEIGHTS) -> float:
    """How likely two items tell of one happening; 0 when something tells them apart."""
    if one.address and one.address == other.address:
        return 1.0
    if not may_be_one(one, other):
        return 0.0
    sum_ = weights.base + sum(getattr(weights, sign) * value for sign, value in signs(one, other).items())
    return 1.0 / (1.0 + math.exp(-sum_))
