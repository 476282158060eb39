"""Territories: the two-letter codes that identifiers hold."""

from __future__ import annotations

from functools import cache

from rigour.territories import get_territories


@cache
def _codes() -> frozenset[str]:
    return frozenset(territory.code.upper() for territory in get_territories() if len(territory.code) == 2)


def is_country_code(code: str) -> bool:
    """Whether two capitals are a country's ISO code."""
    return code in _codes()
