"""OFAC dates: the four bounds of a date in the rich formats, in the words that the CSV's remarks use."""

from __future__ import annotations

import calendar

from bot.sources.births import MONTHS
from bot.sources.draft import folded
from bot.sources.xml import Element, children, local

_NAMES = {number: name.capitalize() for name, number in MONTHS.items()}


def printed_span(element: Element | None) -> str:
    """A `valueDate`, `issueDate` or `expirationDate` element as the CSV prints it ("12 Nov 2008", "2009")."""
    if element is None:
        return ""
    said = {local(child): folded(child.text) for child in children(element)}
    text = printed_bounds(said.get("fromDateBegin", ""), said.get("toDateEnd", "") or said.get("fromDateEnd", ""))
    return f"circa {text}" if text and said.get("isApproximate") == "true" else text


def printed_bounds(first: str, last: str) -> str:
    """The day, month, year or range between two ISO days."""
    first, last = first[:10], last[:10] or first[:10]
    if not first or first == last:
        return _day(first)
    if first[5:] == "01-01" and last[5:] == "12-31":
        return first[:4] if first[:4] == last[:4] else f"{first[:4]} to {last[:4]}"
    if first[:7] == last[:7] and first[8:] == "01" and int(last[8:]) == _last_day(last):
        return f"{_NAMES[int(first[5:7])]} {first[:4]}"
    return f"{_day(first)} to {_day(last)}"


def _last_day(day: str) -> int:
    return calendar.monthrange(int(day[:4]), int(day[5:7]))[1]


def _day(day: str) -> str:
    return f"{day[8:10]} {_NAMES[int(day[5:7])]} {day[:4]}" if day else ""
