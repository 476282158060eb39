"""Acts: the legal acts that entries of a list print as their basis.

listings ─▶ one act each number, newest first, with its page and days as printed
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot.core.alerts import ActPrinted
from bot.core.listings import Listing

PUBLISHED: Final = "Act published: "
"""How the remark begins in which an entry gives the day of its act."""

YEARS: Final = range(1950, 2100)
ONE_WAY: Final = 2015
"""Since this year the year always comes first."""

_NUMBER: Final = re.compile(r"(\d{1,4})/(\d{1,4})")


def acts_printed(
    listings: Iterable[Listing], only: Mapping[str, frozenset[str]] | None = None
) -> tuple[ActPrinted, ...]:
    """The acts that these entries print, newest first; `only` limits them, by reference of the entry."""
    by_number: dict[str, list[Listing]] = {}
    for listing in listings:
        for number in dict.fromkeys(listing.values("legal_basis")):
            if only is None or number in only.get(listing.ref, frozenset()):
                by_number.setdefault(number, []).append(listing)
    acts = [_act(number, found) for number, found in by_number.items()]
    return tuple(sorted(acts, key=lambda act: (_age(act.number), -act.entries, act.number)))


def _act(number: str, found: list[Listing]) -> ActPrinted:
    pages = {page for listing in found for page in _pages(listing, number)}
    published = {text.removeprefix(PUBLISHED) for text in _days(found, "remark") if text.startswith(PUBLISHED)}
    in_force = set(_days(found, "in_force_from"))
    return ActPrinted(number, len(found), min(pages, default=""), _only(published), _only(in_force))


def _pages(listing: Listing, number: str) -> Iterable[str]:
    """The pages that an entry gives for an act: of several, those whose address holds its number."""
    pages, parts = listing.values("notice"), _parts(number)
    if len(pages) == 1 and len(listing.values("legal_basis")) == 1:
        return pages
    return [page for page in pages if parts and _names(page, *parts)]


def _names(page: str, year: int, number: int) -> bool:
    return bool(re.search(rf"3{year}[A-Z]0*{number}(?!\d)|/{year}/{number}(?!\d)", page))


def _days(found: Iterable[Listing], name: str) -> Iterable[str]:
    """Values that belong to an act: an entry that rests on several does not say which is whose."""
    return [value for each in found if len(each.values("legal_basis")) == 1 for value in each.values(name)]


def _only(values: set[str]) -> str:
    return next(iter(values)) if len(values) == 1 else ""


def _parts(number: str) -> tuple[int, int] | None:
    """Year and number of an act: 269/2014 and 2014/145/CFSP of old, 2026/1843 since 2015."""
    found = _NUMBER.search(number)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    year_first = first in YEARS and (second not in YEARS or first >= ONE_WAY)
    return (first, second) if year_first else (second, first)


def _age(number: str) -> tuple[int, int]:
    year, sequence = _parts(number) or (0, 0)
    return -year, -sequence
