"""OFAC addresses: the parts of an address in the one line that the CSV prints."""

from __future__ import annotations

from collections.abc import Iterable


def address_line(lines: Iterable[str], city: str, state: str, postal_code: str, country: str) -> str:
    """Street, "city, state postal code", country; without what is missing."""
    region = f"{state} {postal_code}" if state and postal_code else state or postal_code
    place = f"{city}, {region}" if city and state else f"{city} {region}" if city and region else city or region
    return ", ".join(part for part in (*lines, place, country) if part)
