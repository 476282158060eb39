"""OFAC advanced, values: the reference value sets that every code of the file points into, and dates and places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import TypeVar

from bot.core.dates import PartialDate
from bot.core.snapshots import Malformed
from bot.sources.births import MONTHS
from bot.sources.ofac_entities import LOCAL, tidy
from bot.sources.xml import Element

T = TypeVar("T")

Unknown = Callable[[Iterable[str]], None]
"""Where what is not known is reported."""

MEANINGFUL = frozenset({"AliasType", "PartySubType", "PartyType", "List", "SanctionsType", "RelationType"})
"""Sets whose words decide what an entry is: a code that they lack makes the file unreadable."""

TRUE = frozenset({"true", "1", "True", "TRUE"})
LAST_YEAR = 9999
NUMBERS, POINTS = 3, 4
"""A point in time has year, month and day; a full DatePeriod has four: Start from and to, End from and to."""

MONTH_NAMES = {number: name.title() for name, number in MONTHS.items()}


def clean(text: str) -> str:
    """Text as the CSV would print it; nearly all of 130 MB has no quotation mark and is quickly done."""
    return " ".join(text.split()) if text.isascii() and '"' not in text else tidy(text)


def plain(element: Element) -> str:
    """The text of an element as the CSV would print it."""
    text = element.text
    return clean(text) if text else ""


def is_gone(element: Element) -> bool:
    """Whether the file itself says that this part was taken out."""
    return bool(element.get("DeltaAction") == "delete")


def drop_gone(element: Element) -> None:
    """Remove what is marked as taken out inside a part: only in a file that names the version it differs from."""
    for part in list(element.iterdescendants()):
        if is_gone(part):
            part.getparent().remove(part)


def is_true(text: str | None) -> bool:
    """An XSD boolean."""
    return text in TRUE


def remembered(work_out: Callable[[str | None], T]) -> Callable[[str | None], T]:
    """The same, but each code is worked out once."""
    return lru_cache(maxsize=4096)(work_out)


class Values:
    """The words behind the codes of one file."""

    __slots__ = ("_more", "_unknown", "_words")

    def __init__(self, unknown: Unknown) -> None:
        self._words: dict[str, dict[str | None, str]] = {}
        self._more: dict[tuple[str, str], dict[str, str]] = {}
        self._unknown = unknown

    def read(self, element: Element) -> None:
        """Take in the ReferenceValueSets."""
        for group in element:
            for item in group:
                kind, code = LOCAL[item.tag], item.get("ID", "")
                self.of(kind)[code] = plain(item)
                self._more[kind, code] = dict(item.attrib)

    def of(self, kind: str) -> dict[str | None, str]:
        """The words of one set by code, "" for no code: to be asked where every entry asks, and filled by `read`."""
        return self._words.setdefault(kind, {None: "", "": ""})

    def word(self, kind: str, code: str | None) -> str:
        """What a code of a set means; "" where no code is given."""
        words = self._words.get(kind)
        word = words.get(code) if words is not None else None if code else ""
        return self.missing(kind, code) if word is None else word

    def missing(self, kind: str, code: str | None) -> str:
        """What becomes of a code that the file does not define."""
        if kind in MEANINGFUL:
            raise Malformed(f"the file uses {kind} {str(code)[:20]}, which its reference values do not define")
        self._unknown((f"{kind} {code}",))
        return ""

    def attribute(self, kind: str, code: str | None, name: str) -> str:
        """What a set says further of a code."""
        return clean(self._more.get((kind, code or ""), {}).get(name, ""))


def day(element: Element) -> str:
    """YYYY-MM-DD of a point in time, less where its month or day is 0, "" where it is no date."""
    numbers = " ".join(element.itertext(with_tail=False)).split()
    return iso_day(*numbers) if len(numbers) == NUMBERS else iso_day(numbers[0], "", "") if numbers else ""


@lru_cache(maxsize=16384)
def iso_day(year: str, month: str, number: str) -> str:
    """The day that three printed numbers make."""
    if not year.isdigit() or not 0 < int(year) <= LAST_YEAR:
        return ""
    parts = [f"{int(year):04}"]
    for part, most in ((month, 12), (number, 31)):
        if not part.isdigit() or not 1 <= int(part) <= most:
            break
        parts.append(f"{int(part):02}")
    return "-".join(parts)


def calendar_day(text: str) -> date | None:
    """The calendar day, where the text is exactly one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def period(element: Element) -> PartialDate | None:
    """What a DatePeriod says: a day, month or year, or a range of them; None when it bounds nothing.

    Start and End each have a From and a To. Bounds that are single days make an exact day, the whole of a month or
    year, or a range of days; bounds that are months or years make a range of those.
    """
    if not len(element):
        return None
    numbers = " ".join(element.itertext(with_tail=False)).split()
    circa = any(is_true(side.get("Approximate")) for side in element)
    if len(numbers) == NUMBERS * POINTS and len(element) == 2:
        return _between(*(iso_day(*numbers[at : at + NUMBERS]) for at in range(0, len(numbers), NUMBERS)), circa)
    bounds = []
    for side in element:
        if LOCAL[side.tag] in ("Start", "End"):
            points = [found for point in side if LOCAL[point.tag] in ("From", "To") and (found := day(point))]
            bounds += [(points[0], points[-1])] if points else []
    return _between(*bounds[0], *bounds[-1], circa) if bounds else None


@lru_cache(maxsize=16384)
def _between(first: str, first_end: str, last: str, last_end: str, circa: bool) -> PartialDate | None:
    if not first or not last:
        return None
    if first != first_end or last != last_end:
        value, until = _unit(first, first_end) or first, _unit(last, last_end) or last_end
    elif first.endswith("-01-01") and last.endswith("-12-31"):
        value, until = first[:4], last[:4]
    else:
        unit = _unit(first, last)
        value, until = unit or first, "" if unit else last
    return PartialDate(value, circa, until if until != value else "")


def _unit(first: str, last: str) -> str:
    """The one day, month or year that two days bound; "" when they bound something else."""
    if first == last:
        return first
    if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
        return first[:4]
    start, end = calendar_day(first), calendar_day(last)
    if start is None or end is None or first[:7] != last[:7] or start.day != 1 or not _is_last_of_month(end):
        return ""
    return first[:7]


def _is_last_of_month(value: date) -> bool:
    return date.fromordinal(value.toordinal() + 1).day == 1


@lru_cache(maxsize=16384)
def printed(value: PartialDate) -> str:
    """A date in the words of OFAC's other formats: "circa 1957", "Mar 1955 to Mar 1956", "01 Sep 1957"."""
    text = _words(value.value)
    text = f"{text} to {_words(value.until)}" if value.until else text
    return f"circa {text}" if value.circa else text


def _words(text: str) -> str:
    year, *rest = text.split("-")
    if not rest:
        return year
    month = MONTH_NAMES.get(int(rest[0]), rest[0])
    return f"{rest[1]} {month} {year}" if len(rest) > 1 else f"{month} {year}"
