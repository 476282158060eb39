"""History: how a listing read over time, and a whole list as it stood on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.delta import difference
from bot.core.listings import PROPERTIES, Listing, Statement
from storage import history
from storage.db import Database


@dataclass(frozen=True, slots=True)
class Step:
    """One version of a listing with what it gained and lost against the one before; `again` after an absence."""

    first: date
    until: date | None
    snapshot: str
    listing: Listing
    gained: tuple[Statement, ...]
    lost: tuple[Statement, ...]
    again: bool


def steps(db: Database, source: str, ref: str) -> list[Step]:
    """The versions of a listing, oldest first."""
    with db.read() as session:
        found = history.versions(session, source, ref)
    return [_step(found, number) for number in range(len(found))]


def _step(found: Sequence[history.Version], number: int) -> Step:
    version = found[number]
    before = found[number - 1] if number else None
    gained, lost = difference([before.listing], version.listing, frozenset(PROPERTIES)) if before else ((), ())
    again = before is not None and before.until is not None and before.until < version.first
    return Step(version.first, version.until, version.snapshot, version.listing, gained, lost, again)


def list_on(db: Database, source: str, day: date) -> Iterator[Listing]:
    """Every listing of a source as it stood on a day."""
    with db.read() as session:
        yield from history.listings_on(session, source, day)


def covers(db: Database, source: str, day: date) -> bool:
    """Whether our record of a source reaches back to a day."""
    with db.read() as session:
        return history.in_force_on(session, source, day) is not None
