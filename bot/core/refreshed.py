"""What came of a refresh, in the words of the command line's contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.snapshots import Outcome

COUNTS = (
    "added",
    "removed",
    "amended",
    "pending",
    "confirmed",
    "cancelled",
    "replaced",
    "merged",
    "moved",
    "reinstated",
)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The outcome of one refresh of one list; `counts` has the names of COUNTS, absent ones are 0.

    `summary` is what a person must see of a held list, or what a delta explained; `notes` name what the parser met and
    does not know.
    """

    source: str
    outcome: Outcome
    reason: str | None = None
    snapshot: str | None = None
    list_date: date | None = None
    format: str | None = None
    sha256: str | None = None
    entries: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    baseline: bool = False
    origin: str | None = None
    events: int = 0
    seconds: float = 0.0
    summary: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
