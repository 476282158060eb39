"""Australian dates: what a cell of free text says of births and listings.

"a) 30/04/1963 b) 1960", "Approximately 1965", "Between 1968 and 1972", "23-Apr-1968", 21496 (a day by number)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.core.dates import PartialDate
from bot.sources.births import MONTHS
from bot.sources.draft import folded

_MONTH = r"(?P<{0}>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_YEAR = r"(?P<{0}>(?:18|19|20)\d\d)"
_SEPARATE = r"[\s.,-]*"


def _single(mark: str) -> str:
    """The pattern of one date; its groups end in `mark`."""
    year, month = _YEAR.format, _MONTH.format
    forms = (
        rf"(?P<d1{mark}>\d{{1,2}}){_SEPARATE}{month('m1' + mark)}{_SEPARATE}{year('y1' + mark)}",
        rf"(?P<d2{mark}>\d{{1,2}})[/.](?P<n2{mark}>\d{{1,2}})[/.]\s*{year('y2' + mark)}",
        rf"{month('m3' + mark)}\s+(?P<d3{mark}>\d{{1,2}}),\s*{year('y3' + mark)}",
        rf"(?P<n4{mark}>\d{{1,2}})/{year('y4' + mark)}",
        rf"{month('m5' + mark)}{_SEPARATE}{year('y5' + mark)}",
        rf"{year('y6' + mark)}-(?P<n6{mark}>\d\d)-(?P<d6{mark}>\d\d)(?:[T ]00:00:00)?",
        year("y7" + mark),
    )
    return rf"(?<!\d)(?:{'|'.join(forms)})(?!\d|/\d{{1,2}}\b|\s*\(?Hijri)"


DATE = re.compile(_single("a"), re.IGNORECASE)
_DATES = re.compile(
    r"(?P<circa>\b(?:approximately|approx|circa|ca?)\b\.?\s*)?"
    rf"(?P<between>between\s+)?(?:{_MONTH.format('from')}\s+and\s+)?{_single('a')}"
    rf"(?:\s*(?P<to>-|/|\bto\b|\band\b)\s*(?:(?:approximately|approx|circa)\s+)?{_single('b')})?",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"\(?\b[a-z]\d?\)|\b(?:or|and|alt|alternative|dob|born|na|n/a|approximately|approx|circa|between)\b|[\s.,;:>()/-]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Births:
    """The dates of a cell; `whole` tells whether they say all that the cell says."""

    dates: tuple[PartialDate, ...]
    whole: bool


def births(text: str, day: str = "") -> Births:
    """The dates of birth in a cell; `day` is the calendar day if the cell holds nothing but a day's number."""
    text = folded(text)
    if day and not re.fullmatch(r"(?:18|19|20)\d\d", text):
        return Births((PartialDate(day),), True)
    found: list[PartialDate] = []
    rest = _DATES.sub(lambda match: _taken(match, found), text)
    return Births(tuple(dict.fromkeys(found)), not _FILLER.sub("", rest))


def first_day(text: str) -> str:
    """The ISO form of a text that is one date, to the day; else ""."""
    match = DATE.match(text)
    value = _value(match, "a") if match else ""
    return value if len(value) == 10 else ""


def _taken(match: re.Match[str], found: list[PartialDate]) -> str:
    """Note what a match says; what it does not understand stays in the text."""
    value = _value(match, "a")
    until = _value(match, "b") if match["to"] else ""
    if not value or (match["to"] and not until):
        return match[0]
    circa = bool(match["circa"])
    if match["from"]:
        month = MONTHS[match["from"].lower()]
        found.append(PartialDate(f"{value[:4]}-{month:02}", circa, value))
    elif not until:
        found.append(PartialDate(value, circa))
    elif match["to"].lower() == "and" and not match["between"]:
        found.extend((PartialDate(value, circa), PartialDate(until, circa)))
    else:
        found.append(PartialDate(value, circa, until))
    return " "


def _value(match: re.Match[str], mark: str) -> str:
    """The date of the form that matched; "" when there is no such day."""
    groups = match.groupdict()
    form = next((n for n in "1234567" if groups.get(f"y{n}{mark}")), "")
    if not form:
        return ""
    year, day = groups[f"y{form}{mark}"], groups.get(f"d{form}{mark}")
    word, number = groups.get(f"m{form}{mark}"), groups.get(f"n{form}{mark}")
    month = MONTHS[word.lower()] if word else int(number) if number else 0
    try:
        checked = date(int(year), month or 1, int(day or 1))
    except ValueError:
        return ""
    return checked.isoformat()[: 10 if day else 7 if month else 4]
