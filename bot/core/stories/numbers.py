"""Numbers of acts in a text: licences, resolutions, packages, documents. Two items with other numbers of one kind are
two happenings, however alike they read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.core.signals import licences

_NAMED = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS: Final = {name: number for number, name in enumerate(_NAMED.split(), 1)}
_PATTERNS: Final = (
    ("un", re.compile(r"\bresolution\s+(?:no\.?\s*)?(\d{3,4})\b", re.IGNORECASE)),
    ("un-press", re.compile(r"\bsc/?(\d{5})\b", re.IGNORECASE)),
    ("eu", re.compile(r"\b((?:19|20)\d{2}/\d{1,4})(?:/cfsp|/ec|/eu)?\b(?=.{0,40}|$)(?<!int/)", re.IGNORECASE)),
    ("eu", re.compile(r"\bno\.?\s*(\d{1,4}/20\d{2})\b", re.IGNORECASE)),
    ("us-order", re.compile(r"\b(?:e\.?\s?o\.?|executive order)\s*(?:no\.?\s*)?(1[0-9]{4})\b", re.IGNORECASE)),
    (
        "us-document",
        re.compile(r"\b(?:doc(?:ument)?\.?\s*(?:no\.?\s*)?|fr\s+)((?:c\d-)?20\d{2}-\d{4,6})\b", re.IGNORECASE),
    ),
    ("bill", re.compile(r"\b((?:h\.?\s?r\.?|s\.)\s?\d{2,5})\b", re.IGNORECASE)),
    ("docket", re.compile(r"\b([ct][-‑]\d{1,4}/\d{2})\b", re.IGNORECASE)),
)
_PACKAGE = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)|(" + "|".join(_ORDINALS) + r"))\s+(?:\w+\s+){0,3}?(?:package|round)\b",
    re.IGNORECASE,
)


def numbers_of(text: str) -> frozenset[tuple[str, str]]:
    """The numbers of acts that a text names, with their kinds."""
    return frozenset(_found(text))


def _found(text: str) -> Iterator[tuple[str, str]]:
    for number, letter, issuer in licences.numbers(text):
        yield ("uk-licence", number.partition("/")[2]) if issuer == "UK" else ("licence", f"{number}{letter}")
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield kind, found[1].lower().replace(" ", "")
    for found in _PACKAGE.finditer(text):
        yield "package", found[1] or str(_ORDINALS[found[2].lower()])


def conflict(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    """Whether both name acts of one kind, and none in common."""
    kinds = {kind for kind, _ in one} & {kind for kind, _ in other}
    return any(not _of(one, kind) & _of(other, kind) for kind in kinds)


def _of(numbers: frozenset[tuple[str, str]], kind: str) -> set[str]:
    return {number for each, number in numbers if each == kind}
