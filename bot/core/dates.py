"""Dates as lists print them: exact, partial, circa, or a range."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the day, month or year; `value` is YYYY, YYYY-MM or YYYY-MM-DD.

    `until` is the last year or day of a range in the same form; `circa` marks an approximation.
    """

    value: str
    circa: bool = False
    until: str = ""

    def __post_init__(self) -> None:
        for part in (self.value, self.until):
            if part and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", part):
                raise ValueError(f"not a partial date: {part!r}")
        if not self.value:
            raise ValueError("a partial date needs a value")

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        return {4: "year", 7: "month"}.get(len(self.value), "day")  # type: ignore[return-value]

    def __str__(self) -> str:
        text = f"{self.value} to {self.until}" if self.until else self.value
        return f"circa {text}" if self.circa else text


def iso_day(text: str) -> date | None:
    """The calendar day that a text begins with in ISO form (an instant's day too); None when it gives none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def full_date(value: PartialDate) -> date | None:
    """The calendar day, when exactly one is meant; lists also print days that no calendar has."""
    if value.circa or value.until or value.precision != "day":
        return None
    return iso_day(value.value)
