"""Programme codes: which of the lists' own codes a typed one may be meant for.

typed ─▶ the same code · a slip of it (same digits, few letters off) · a code that no list has, with the nearest
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

NEAREST: Final = 3
FEW: Final = 6
"""Letters of a code from which on one of them may be a slip; short codes are too much alike."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A code that no list has: the nearest that one has, and whether it is surely a slip of the first of them."""

    code: str
    nearest: tuple[str, ...] = ()
    is_slip: bool = False


def unlisted(code: str, known: Collection[str]) -> Unlisted | None:
    """What to say of a code: None where a list has it, or where no list is loaded that could have it."""
    codes = {each.upper(): each for each in known}
    if not codes or code.upper() in codes:
        return None
    most = max(2, len(code) // 5)
    distances = sorted((OSA.distance(_folded(code), _folded(each)), each) for each in codes)
    near = tuple(codes[each] for distance, each in distances if distance <= most)[:NEAREST]
    return Unlisted(code, near, bool(near) and _is_slip(code, near[0]))


def _is_slip(typed: str, known: str) -> bool:
    """Same digits in the same order, and letters that differ by one, or by two in a long code."""
    if re.findall(r"\d", typed) != re.findall(r"\d", known):
        return False
    one, other = (re.sub(r"\d", "", _folded(code)) for code in (typed, known))
    return OSA.distance(one, other) <= min(2, len(other) // FEW)


def _folded(code: str) -> str:
    """A code as it is compared: capitals, without what sets its parts apart."""
    return re.sub(r"[\W_]+", "", code.upper())
