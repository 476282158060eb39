"""Licences that a text names: number and letter, issuer and purpose; letters of one number are its versions."""

from __future__ import annotations

import re
from typing import Final

from bot.core.signals.items import Licence

_US: Final = re.compile(
    r"\b(?:(?:web )?general licen[cs]es?|GLs?)(?: no\.?| number)? "
    r"(?P<list>\d{1,3}[A-Z]?\b(?:(?:,? and |, |; | & )\d{1,3}[A-Z]?\b)*)",
    re.IGNORECASE,
)
_ONE: Final = re.compile(r"(\d{1,3})([A-Za-z]?)\b")
_UK: Final = re.compile(r"\bINT/\d{4}/\d{5,9}\b", re.IGNORECASE)

PURPOSES: Final = (
    ("expiry", r"\b(expir|lapse|runs? out|terminat|revok|revoc|end(s|ed|ing)? (a |the |its )?licen)"),
    ("narrowing", r"\b(narrow|more restrictive|restrict(s|ed|ive)? (the )?licen|tighten)"),
    ("wind-down", r"\bwind[- ]?(ing )?down"),
    ("divestment", r"\b(divest|asset sale|sale of (its )?(assets|shares|stake))"),
    (
        "humanitarian/official/safety",
        r"\b(humanitarian|medic|food|aid (groups|work)|official business|diplomatic|safety|earthquake|environmental)",
    ),
    (
        "continuing activity",
        r"\b(continu(ation|ing|ed?)|exempt projects?|maintenance|operat(e|ions?)|energy payments?)\b",
    ),
    ("extension", r"\b(extend|extension|renew|prolong|supersedes?|replaces?)"),
)
"""What a licence is for, by the first words that fit; only what the text says."""
_PURPOSES: Final = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in PURPOSES)


def licences(text: str) -> tuple[Licence, ...]:
    """All licences named in a text, each once, in order."""
    named = numbers(text)
    purpose = next((name for name, pattern in _PURPOSES if pattern.search(text)), "") if named else ""
    return tuple(Licence(number, letter, issuer, purpose) for number, letter, issuer in named)


def numbers(text: str) -> tuple[tuple[str, str, str], ...]:
    """Number, letter and issuer of each licence named in a text, each once, in order."""
    found: dict[tuple[str, str], str] = {}
    for match in _US.finditer(text):
        for number, letter in _ONE.findall(match["list"]):
            found.setdefault((number, letter.upper()), "US")
    for match in _UK.finditer(text):
        found.setdefault((match[0].upper(), ""), "UK")
    return tuple((*named, issuer) for named, issuer in found.items())
