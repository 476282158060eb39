"""The past: what our record and the lists' own dates say of a listing on an earlier day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Past(StrEnum):
    """Where a listing stood on a past day."""

    LISTED = "listed"
    REMOVED = "removed"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


class Span(NamedTuple):
    """A time in which a listing was on its list, by our copies: from `first`, until the day it was gone (or still)."""

    first: date
    until: date | None

    def covers(self, day: date) -> bool:
        """Whether the listing was on the list that day."""
        return self.first <= day and (self.until is None or day < self.until)


def on_day(
    day: date, *, record_begins: date, spans: Sequence[Span], listed_on: date | None, removed_on: date | None
) -> Past:
    """Where a listing stood on `day`.

    From `record_begins` on our own copies tell; before that only the list's own date can, and a list never
    dates those it no longer names. A listing without any span was never in force in our copies.
    """
    if any(span.covers(day) for span in spans):
        return Past.LISTED
    if (removed_on is not None and removed_on <= day) or any(span.until and span.until <= day for span in spans):
        return Past.REMOVED
    if day >= record_begins and spans:
        return Past.NOT_YET
    if listed_on is None:
        return Past.UNKNOWN
    return Past.LISTED if listed_on <= day else Past.NOT_YET
