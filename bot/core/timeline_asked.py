"""What a question for a timeline asks: of whom or what, and since when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core.queries import QueryProblem
from bot.core.typed_dates import typed_date

LONGEST: Final = 300
_SINCE: Final = re.compile(r'(?<!\S)since:\s*("[^"]*"|\S*)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TimelineAsked:
    """`what` as it was typed: a name, a reference, `programme:CODE`."""

    what: str
    since: date | None = None


def parse_timeline(text: str, today: date) -> TimelineAsked | QueryProblem:
    """The question that follows the word *timeline*."""
    found = _SINCE.findall(text)
    what = " ".join(_SINCE.sub(" ", text).split())[:LONGEST].strip()
    if not what:
        return QueryProblem("Write whose timeline: `timeline Rosneft`, or `timeline programme:RUSSIA-EO14024`.")
    if len(found) > 1:
        return QueryProblem("since: may be written once.")
    if not found:
        return TimelineAsked(what)
    read = typed_date(found[0].strip('" '))
    if isinstance(read, str):
        return QueryProblem(f"since: {read}")
    year, month, day = (*(int(part) for part in read.value.split("-")), 1, 1)[:3]
    since = date(year, month, day)
    return QueryProblem(f"since:{since} is in the future.") if since > today else TimelineAsked(what, since)
