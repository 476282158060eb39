"""Lists of decisions: which ones somebody asks for.

text ─▶ by whom, ending within which time, on whom
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.core.notes import BY_HOW, Unreadable
from bot.core.queries import QUOTES

LIST_HOW: Final = (
    "Write `decisions`, `decisions NAME`, `decisions us-ofac-sdn:17018`, `decisions by:me` or `decisions expiring:30d`."
)
MOST_DAYS: Final = 999

_PAIR: Final = re.compile(r"(?:^|(?<=\s))(by|expiring):\s*(\S+)", re.IGNORECASE)
_USER: Final = re.compile(r"<?@?([UW][A-Z0-9]{1,20})(?:\|[^>]*)?>?")
_WITHIN: Final = re.compile(r"(\d{1,3})\s*(d|w|m)?", re.IGNORECASE)
_DAYS: Final = {"": 1, "d": 1, "w": 7, "m": 30}


@dataclass(frozen=True, slots=True)
class DecisionsAsked:
    """Those of a person (`by`), on a party (`name`, to be looked up), or that end within a time; else all."""

    name: str = ""
    by: str = ""
    within: timedelta | None = None


def parse_decisions(text: str, asker: str) -> DecisionsAsked | Unreadable:
    """What follows the word *decisions*."""
    text = text.translate(QUOTES)
    asked: DecisionsAsked | Unreadable = DecisionsAsked(" ".join(_PAIR.sub(" ", text).split()).strip('" '))
    for match in _PAIR.finditer(text):
        if isinstance(asked, Unreadable):
            return asked
        asked = _by(asked, match[2], asker) if match[1].casefold() == "by" else _within(asked, match[2])
    return asked


def _by(asked: DecisionsAsked, value: str, asker: str) -> DecisionsAsked | Unreadable:
    if value.casefold() in ("me", "@me") and asker:
        return replace(asked, by=asker)
    if match := _USER.fullmatch(value):
        return replace(asked, by=match[1])
    return Unreadable(f"A name typed here does not tell me who “{value[:40]}” is.", BY_HOW)


def _within(asked: DecisionsAsked, value: str) -> DecisionsAsked | Unreadable:
    match = _WITHIN.fullmatch(value)
    if match is None:
        return Unreadable(f"expiring: “{value[:40]}” is no time.", LIST_HOW)
    return replace(asked, within=timedelta(days=min(MOST_DAYS, int(match[1]) * _DAYS[(match[2] or "").casefold()])))
