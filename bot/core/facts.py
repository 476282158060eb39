"""Facts beside the name: whether a birth date or a country asked for agrees with what a listing says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import Enum

from bot.core.dates import PartialDate

CIRCA_YEARS = 3
"""How far off an approximate year of birth may be."""


class Agreement(Enum):
    """How a fact that was asked for stands to those on the list."""

    SAME = "same"
    COMPATIBLE = "compatible"
    NEAR = "near"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"


def births_agree(asked: PartialDate, births: Iterable[PartialDate]) -> Agreement:
    """The best agreement with any of the births; more than one year apart contradicts."""
    found = [_birth_agrees(asked, birth) for birth in births]
    order = (Agreement.SAME, Agreement.COMPATIBLE, Agreement.NEAR, Agreement.CONTRADICTED)
    return next((kind for kind in order if kind in found), Agreement.UNKNOWN)


def _birth_agrees(asked: PartialDate, birth: PartialDate) -> Agreement:
    first, last = int(birth.value[:4]), int((birth.until or birth.value)[:4])
    slack = CIRCA_YEARS if birth.circa or asked.circa else 0
    year, until = int(asked.value[:4]), int((asked.until or asked.value)[:4])
    apart = max(first - until, year - last, 0)
    if apart > max(1, slack):
        return Agreement.CONTRADICTED
    if apart:
        return Agreement.COMPATIBLE if apart <= slack else Agreement.NEAR
    if birth.until or slack:
        return Agreement.COMPATIBLE
    length = min(len(asked.value), len(birth.value))
    if asked.value[:length] != birth.value[:length]:
        return Agreement.NEAR
    return Agreement.SAME if length == 10 else Agreement.COMPATIBLE


def countries_agree(asked: str, countries: Collection[str]) -> Agreement:
    """Whether the country is among those that the lists name."""
    if not countries:
        return Agreement.UNKNOWN
    return Agreement.SAME if asked in countries else Agreement.NEAR
