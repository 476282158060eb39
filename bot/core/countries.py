"""Countries: the ISO codes behind what lists and users write."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from rigour.territories import get_territories, lookup_territory
from rigour.territories.territory import Territory

from bot.core.listings import Listing

COUNTRY_FACTS = ("nationality", "citizenship", "country", "vessel_flag")


PRINTED: Final[dict[str, str]] = {
    "korea, north": "KP",
    "korea, south": "KR",
    "burma": "MM",
    "congo, democratic republic of the": "CD",
    "congo, republic of the": "CG",
    "west bank": "PS",
    "gaza": "PS",
    "palestinian": "PS",
    "ivory coast": "CI",
    "cote d ivoire": "CI",
    "hong kong": "HK",
    "turkey": "TR",
    "cabo verde": "CV",
    "the gambia": "GM",
    "virgin islands, british": "VG",
    "man, isle of": "IM",
    "macau": "MO",
    "bahamas, the": "BS",
    "gambia, the": "GM",
}
"""How lists print what rigour knows by another name; looked up by code."""


@cache
def _by_own_name() -> dict[str, Territory]:
    """Territories by the name they go by: most lookups, without the second or two that all other names take to load."""
    found: dict[str, Territory] = {}
    twice: set[str] = set()
    for territory in get_territories():
        for name in {territory.name.casefold(), territory.full_name.casefold()}:
            if found.setdefault(name, territory) is not territory:
                twice.add(name)
    return {name: territory for name, territory in found.items() if name not in twice}


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """The ISO 3166-1 alpha-2 code that a name or code means ("" when none is known)."""
    stripped = text.strip()
    if not stripped or any("\ud800" <= char <= "\udfff" for char in stripped):
        return ""  # halves of characters, as broken input leaves them, are no text that can be looked up
    territory = _by_own_name().get(stripped.casefold()) or lookup_territory(PRINTED.get(stripped.casefold(), stripped))
    while territory is not None and len(territory.code) != 2 and territory.parent is not None:
        territory = territory.parent
    code = territory.code if territory is not None else ""
    return code.upper() if len(code) == 2 else ""


def listing_countries(listing: Listing) -> tuple[str, ...]:
    """The countries a listing names as nationality, address or flag, each once."""
    codes = [country_code(value) for name in COUNTRY_FACTS for value in listing.values(name)]
    codes += [identifier.country for identifier in listing.identifiers if identifier.country]
    return tuple(sorted({code for code in codes if code}))
