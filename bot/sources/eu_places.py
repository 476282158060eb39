"""EU places: the countries that addresses, notes and nationalities name."""

from __future__ import annotations

import re
from functools import lru_cache

from rigour.territories import lookup_territory

from bot.core.countries import country_code

LONGEST_COUNTRY = 45
"""Letters of the longest usual name of a country; longer texts need no look-up."""

_WORD = re.compile(r"[^\W\d_]+")
_SEVERAL = re.compile(r"(?:^|(?<=[\s,;]))\(?[a-h]\)|[,;/]|\band\b")


def last_country(address: str) -> str:
    """The last part of an address where that is the name of a country, as printed."""
    tail = address.rpartition(",")[2].strip(" .")
    return tail if tail[:1].isupper() and len(tail) <= LONGEST_COUNTRY and _is_country(tail) else ""


@lru_cache(maxsize=8192)
def _is_country(text: str) -> bool:
    """Whether a text names a country, and no city or province of one ("Moscow", "Republic of Tatarstan")."""
    territory = lookup_territory(text)
    return territory is not None and (territory.is_country or (territory.is_jurisdiction and len(territory.code) == 2))


@lru_cache(maxsize=8192)
def named_country(text: str) -> str:
    """The first country that a note names ("Saudi Arabian passport"), as its code."""
    words = _WORD.findall(text)
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            phrase = " ".join(words[at : at + size])
            if phrase[0].isupper() and len(phrase) > 3 and (code := country_code(phrase)):
                return code
    return ""


@lru_cache(maxsize=2048)
def nationalities(text: str) -> tuple[str, ...]:
    """The nationalities of a cell, one each where all are known: "(a) Algerian, (b) German", "Ukrainian, Russian"."""
    pieces = [piece.strip(" .") for piece in _SEVERAL.split(text) if piece.strip(" .")]
    is_several = len(pieces) > 1 and not country_code(text) and all(country_code(piece) for piece in pieces)
    return tuple(dict.fromkeys(pieces)) if is_several else (text.strip(" ."),)
