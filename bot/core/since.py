"""Since: the day that words such as "since March", "in the last two weeks" or "seit gestern" mean.

words ─▶ the phrase and where it stands ─▶ a day not after today
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner janvier",
            "february feb februar février fevrier",
            "march mar märz maerz mars",
            "april apr avril",
            "may mai",
            "june jun juni juin",
            "july jul juli juillet",
            "august aug août aout",
            "september sep sept septembre",
            "october oct oktober okt octobre",
            "november nov novembre",
            "december dec dezember dez décembre decembre",
        ),
        1,
    )
    for name in names.split()
}

WEEKDAYS: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "monday montag lundi",
            "tuesday dienstag mardi",
            "wednesday mittwoch mercredi",
            "thursday donnerstag jeudi",
            "friday freitag vendredi",
            "saturday samstag samedi",
            "sunday sonntag dimanche",
        )
    )
    for name in names.split()
}

_NUMBERS: Final[dict[str, int]] = {
    name: number
    for number, names in enumerate(
        (
            "a one einer eine einem un une",
            "two zwei deux",
            "three drei trois",
            "four vier quatre",
            "five fünf cinq",
            "six sechs",
            "seven sieben sept",
            "eight acht huit",
            "nine neun neuf",
            "ten zehn dix",
        ),
        1,
    )
    for name in names.split()
}
_UNITS: Final = {
    **dict.fromkeys(("day", "days", "tag", "tage", "tagen", "jour", "jours"), 1),
    **dict.fromkeys(("week", "weeks", "woche", "wochen", "semaine", "semaines"), 7),
    **dict.fromkeys(("month", "months", "monat", "monate", "monaten", "mois"), 30),
    **dict.fromkeys(("year", "years", "jahr", "jahre", "jahren", "an", "ans", "année", "années"), 365),
}

_SINCE: Final = r"\b(?:since|from|seit|depuis|ab)\s+"
_WORD: Final = r"[^\W\d_]+"
MOST: Final = 3660
"""Days that are looked back at most."""


@dataclass(frozen=True, slots=True)
class Since:
    """A day, and the text without the words that named it."""

    day: date
    rest: str


def find_since(text: str, today: date) -> Since | None:
    """The day that a text's own words name, not after today; None when they name none."""
    for pattern, read in _PHRASES:
        for match in pattern.finditer(text):
            day = read(match, today)
            if day is not None and day <= today:
                day = max(day, today - timedelta(days=MOST))
                return Since(day, " ".join((text[: match.start()] + " " + text[match.end() :]).split()))
    return None


def _iso(match: re.Match[str], _today: date) -> date | None:
    return _date(int(match[1]), int(match[2] or 1), int(match[3] or 1))


def _day_of_month(match: re.Match[str], today: date) -> date | None:
    month = MONTHS.get(match["month"].casefold())
    if month is None:
        return None
    day = int(match["day"] or match["after"] or 1)
    if match["year"]:
        return _date(int(match["year"]), month, day)
    # A month without its year is the last one of that name.
    this = _date(today.year, month, day)
    return this if this is None or this <= today else _date(today.year - 1, month, day)


def _weekday(match: re.Match[str], today: date) -> date | None:
    number = WEEKDAYS.get(match[1].casefold())
    return None if number is None else today - timedelta(days=(today.weekday() - number) % 7 or 7)


def _back(match: re.Match[str], today: date) -> date | None:
    word = (match["count"] or "").casefold()
    count = int(word) if word.isdecimal() else _NUMBERS.get(word) if word else 1
    unit = _UNITS.get(match["unit"].casefold())
    return None if count is None or unit is None else today - timedelta(days=min(MOST, count * unit))


def _last(match: re.Match[str], today: date) -> date | None:
    unit = _UNITS.get(match["unit"].casefold())
    if unit == 7:
        return today - timedelta(days=today.weekday() + 7)
    if unit == 30:
        return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    return date(today.year - 1, 1, 1) if unit == 365 else None


def _yesterday(_match: re.Match[str], today: date) -> date:
    return today - timedelta(days=1)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _phrase(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_PHRASES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...]] = (
    (_phrase(_SINCE + r"(\d{4})-(\d{1,2})-(\d{1,2})\b"), _iso),
    (_phrase(_SINCE + r"(\d{4})(?:-(\d{1,2}))?()\b"), _iso),
    (
        _phrase(
            _SINCE
            + rf"(?:(?:the|dem|le)\s+)?(?:(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_WORD})\.?"
            r"(?:\s+(?P<after>\d{1,2})(?:st|nd|rd|th)?\b(?!\d))?(?:,?\s+(?P<year>\d{4})\b)?"
        ),
        _day_of_month,
    ),
    (_phrase(_SINCE + rf"(?:last\s+)?({_WORD})\b"), _weekday),
    (_phrase(_SINCE + r"(?:yesterday|gestern|hier)\b"), _yesterday),
    (
        _phrase(
            r"\b(?:(?:in|over|during|within)\s+)?(?:the\s+)?(?:last|past)\s+"
            rf"(?P<count>\d{{1,4}}|{_WORD})\s+(?P<unit>{_WORD})\b"
        ),
        _back,
    ),
    (_phrase(_SINCE + rf"(?P<count>\d{{1,4}}|{_WORD})\s+(?P<unit>{_WORD})\b"), _back),
    (_phrase(_SINCE + r"(?:last|letzter|letztem|letzten)\s+" + rf"(?P<unit>{_WORD})\b"), _last),
    (_phrase(_SINCE + rf"(?:la|le|l')\s*(?P<unit>{_WORD})\s+(?:dernière|dernier|passée|passé)\b"), _last),
    (_phrase(r"\b(?:in|over|during)\s+the\s+(?:last|past)\s+(?P<count>)(?P<unit>week|month|year|day)\b"), _back),
)
"""The phrases that are tried, in this order: how each is written and what day it means."""
