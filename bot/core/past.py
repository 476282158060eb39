"""The past: what our record and the lists' own dates say of a listing on an earlier day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Past(StrEnum):
    """Where a listing stood on a past day."""

    LISTED = "listed"
    REMOVED = "removed"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"


def on_day(
    day: date, *, record_begins: date, first_seen: date, listed_on: date | None, removed_on: date | None
) -> Past:
    """Where a listing stood on `day`.

    From `record_begins` on our own snapshots tell; before that only the list's own date can, and a list never
    dates those it no longer names.
    """
    if removed_on is not None and removed_on <= day:
        return Past.REMOVED
    if first_seen <= day:
        return Past.LISTED
    if day >= record_begins:
        return Past.NOT_YET
    if listed_on is None:
        return Past.UNKNOWN
    return Past.LISTED if listed_on <= day else Past.NOT_YET
