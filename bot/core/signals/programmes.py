"""Programmes that a text names by their legal basis; a country alone names none."""

from __future__ import annotations

import re
from typing import Final

ORDERS: Final[dict[str, str]] = {
    "14024": "RUSSIA-EO14024",
    "13660": "UKRAINE-EO13660",
    "13661": "UKRAINE-EO13661",
    "13662": "UKRAINE-EO13662",
    "13685": "UKRAINE-EO13685",
    "14038": "BELARUS-EO14038",
    "13405": "BELARUS",
    "13902": "IRAN-EO13902",
    "13846": "IRAN-EO13846",
    "13876": "IRAN-EO13876",
    "13382": "NPWMD",
    "13224": "SDGT",
    "13818": "GLOMAG",
    "13850": "VENEZUELA-EO13850",
    "13884": "VENEZUELA-EO13884",
    "14014": "BURMA-EO14014",
    "13936": "HK-EO13936",
    "14059": "ILLICIT-DRUGS-EO14059",
    "14203": "ICC-EO14203",
    "14078": "HOSTAGES-EO14078",
    "14098": "SUDAN-EO14098",
    "13894": "SYRIA-EO13894",
    "13882": "MALI-EO13882",
    "13694": "CYBER2",
}
"""Executive orders and the tag of their programme."""

REGULATIONS: Final[dict[str, str]] = {
    r"russian harmful foreign activities": "RUSSIA-EO14024",
    r"mali sanctions regulations": "MALI-EO13882",
    r"central african republic sanctions regulations": "CAR",
    r"democratic republic of the congo sanctions regulations": "DRCONGO",
    r"south sudan sanctions regulations": "SOUTH SUDAN",
    r"somalia sanctions regulations": "SOMALIA",
    r"yemen sanctions regulations": "YEMEN",
    r"global magnitsky sanctions regulations": "GLOMAG",
    r"international criminal court-related sanctions regulations": "ICC-EO14203",
    r"foreign narcotics kingpin": "SDNTK",
    r"foreign terrorist organization": "FTO",
}
"""Regulations that stand for one programme."""

_ORDER: Final = re.compile(r"\b(?:E\.?O\.?|Executive Order(?: \(E\.O\.\))?) ?(\d{5})\b")
_REGULATIONS: Final = tuple((re.compile(pattern, re.IGNORECASE), code) for pattern, code in REGULATIONS.items())


def programmes(text: str) -> tuple[str, ...]:
    """Codes of the programmes whose order or regulations the text names, in order, each once."""
    found = [ORDERS[number] for number in _ORDER.findall(text) if number in ORDERS]
    found += [code for pattern, code in _REGULATIONS if pattern.search(text)]
    return tuple(dict.fromkeys(found))
