"""Births: dates as lists write them in prose."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.core.dates import PartialDate

MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}

_CIRCA = re.compile(r"^(?:circa|approximately|approx\.?|c\.|ca\.)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"^between\s+(.+?)\s+and\s+(.+)$", re.IGNORECASE)
_RANGE = re.compile(r"^(.+?)\s+(?:to|-)\s+(?:circa\s+)?(.+)$|^(\d{4})\s*[-/]\s*(\d{4})$", re.IGNORECASE)
_DAY = re.compile(r"^(\d{1,2}) ([A-Za-z]{3})[a-z]*\.? (\d{4})$")
_MONTH = re.compile(r"^([A-Za-z]{3})[a-z]*\.? (\d{4})$")
_ISO = re.compile(r"^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$")


@lru_cache(maxsize=8192)
def partial_date(text: str) -> PartialDate | None:
    """The date that the text gives, with its precision, "circa" or range; None when it gives none."""
    text = text.strip()
    bare = _CIRCA.sub("", text)
    circa = bare != text
    span = _BETWEEN.match(bare) or _RANGE.match(bare)
    if span is None:
        value = _single(bare)
        return PartialDate(value, circa) if value else None
    first, last = (part for part in span.groups() if part)
    value, until = _single(first), _single(last)
    return PartialDate(value, circa, until) if value and until else None


def _single(text: str) -> str:
    if _ISO.match(text):
        return text
    if (match := _DAY.match(text)) and (month := MONTHS.get(match[2].lower())) and 1 <= int(match[1]) <= 31:
        return f"{match[3]}-{month:02}-{int(match[1]):02}"
    if (match := _MONTH.match(text)) and (month := MONTHS.get(match[1].lower())):
        return f"{match[2]}-{month:02}"
    return ""
