"""Naming: the parties on the lists that a message in running text names.

text ─▶ places that may hold a name (`bot.core.prose`) ─▶ each looked up ─▶ those found; guesses are left out
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.core.audience import Audience
from bot.core.prose import Reading, readings_in
from bot.core.queries import parse_filters
from bot.core.questions import Query
from bot.core.screening import SETTLED, Answer, Band, Match, Status
from bot.services.desk import Desk
from bot.services.screening import check

MOST: Final = 10


@dataclass(frozen=True, slots=True)
class Named:
    """What a message names: an answer for each name found on the lists, and all that was looked up."""

    found: tuple[Answer, ...]
    looked_up: tuple[str, ...]

    @property
    def parties(self) -> tuple[Match, ...]:
        """Every party that may be meant, each once: one of a settled answer, all of a name that several bear."""
        matches = (
            match
            for answer in self.found
            for match in (answer.matches[:1] if answer.status in SETTLED else answer.matches)
        )
        return tuple({match.entity: match for match in reversed(list(matches))}.values())[::-1]


def named_in(desk: Desk, text: str, audience: Audience, now: datetime) -> Named:
    """The parties that a message names, as far as its words settle that."""
    found: dict[str, Answer] = {}
    looked_up: dict[str, None] = {}
    for readings in readings_in(text):
        looked_up.setdefault(" · ".join(readings[0]))
        for answer in _first_found(desk, readings, audience, now):
            found.setdefault(answer.matches[0].entity, answer)
    return Named(tuple(found.values())[:MOST], tuple(looked_up))


def _first_found(desk: Desk, readings: tuple[Reading, ...], audience: Audience, now: datetime) -> list[Answer]:
    for reading in readings:
        if answers := list(_looked_up(desk, reading, audience, now)):
            return answers
    return []


def _looked_up(desk: Desk, reading: Reading, audience: Audience, now: datetime) -> Iterator[Answer]:
    for name in reading:
        query = parse_filters(name, {}, 5)
        if isinstance(query, Query) and _is_found(answer := check(desk, query, audience, now)):
            yield answer


def _is_found(answer: Answer) -> bool:
    """A party found by name or number; a word that many bear, or that is only alike, is no finding in running text."""
    if answer.status in SETTLED:
        return True
    several_words = len(answer.query.text.split()) > 1
    return answer.status is Status.AMBIGUOUS and answer.band is not Band.POSSIBLE and several_words
