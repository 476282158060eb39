"""Questions: what is asked, how well a candidate answers it, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.dates import PartialDate
from bot.core.listings import EntityType


class Band(StrEnum):
    """How well a candidate matches."""

    EXACT = "exact"
    STRONG = "strong"
    POSSIBLE = "possible"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Query:
    """A question: a name, or an identifier (`scheme` set), with filters; `remarks` tell how it was read."""

    text: str
    scheme: str = ""
    born: PartialDate | None = None
    country: str = ""
    type: EntityType | None = None
    lists: frozenset[str] = frozenset()
    as_of: date | None = None
    limit: int = 5
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a candidate scored as it did: the rule, its score, what of the query met what of the list."""

    rule: str
    score: float
    query: str
    found: str
    detail: str = ""
