"""Dates as people type them into a filter."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from bot.core.dates import PartialDate

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_ISO: Final = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_WORDS: Final = re.compile(r"(?:(\d{1,2})[ -]+)?([A-Za-z]{3,9})\.?[ -]+(\d{4})")


UNIT: Final = r"(d|days?|w|weeks?|m|months?)"
"""What follows the number in a length of time as people type it: `7d`, `2 weeks`."""
_DAYS: Final = {"d": 1, "w": 7, "m": 30}


def days_of(period: re.Match[str]) -> int:
    """How many days a match of a number and its `UNIT` is."""
    return int(period[1]) * _DAYS[period[2][0].lower()]


def typed_date(text: str) -> PartialDate | str:
    """The date meant, as precise as it was given, or why it cannot be read."""
    text = text.strip()
    if match := _ISO.fullmatch(text):
        return _date(match[1], match[2], match[3], text)
    if match := _DAY_FIRST.fullmatch(text):
        if match[2] != "." and int(match[1]) <= 12 and int(match[3]) <= 12 and match[1] != match[3]:
            return f"“{text}” may be two dates; write it as YYYY-MM-DD."
        day, month = (match[1], match[3]) if match[2] == "." or int(match[1]) > 12 else (match[3], match[1])
        return _date(match[4], month, day, text)
    if (match := _WORDS.fullmatch(text)) and match[2][:3].casefold() in MONTHS:
        return _date(match[3], str(MONTHS.index(match[2][:3].casefold()) + 1), match[1], text)
    return f"“{text[:40]}” is not a date; write YYYY, YYYY-MM or YYYY-MM-DD."


def _date(year: str, month: str | None, day: str | None, text: str) -> PartialDate | str:
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return f"“{text}” is not in the calendar."
    return PartialDate(whole.isoformat()[: 10 if day else 7 if month else 4])
