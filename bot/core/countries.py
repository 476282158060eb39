"""Countries: the ISO codes behind what lists and users write."""

from __future__ import annotations

from functools import lru_cache

from rigour.territories import lookup_territory

from bot.core.listings import Listing

COUNTRY_FACTS = ("nationality", "citizenship", "country", "vessel_flag")


@lru_cache(maxsize=4096)
def country_code(text: str) -> str:
    """The ISO 3166-1 alpha-2 code that a name or code means ("" when none is known)."""
    stripped = text.strip()
    if not stripped:
        return ""
    territory = lookup_territory(stripped)
    while territory is not None and len(territory.code) != 2 and territory.parent is not None:
        territory = territory.parent
    code = territory.code if territory is not None else ""
    return code.upper() if len(code) == 2 else ""


def listing_countries(listing: Listing) -> tuple[str, ...]:
    """The countries a listing names as nationality, address or flag, each once."""
    codes = [country_code(value) for name in COUNTRY_FACTS for value in listing.values(name)]
    codes += [identifier.country for identifier in listing.identifiers if identifier.country]
    return tuple(sorted({code for code in codes if code}))
