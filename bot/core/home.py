"""Home: what a person sees of their own work and of the law on one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.core.assignments import OpenItem
from bot.core.delta import Op
from bot.core.issuers import ISSUER_OF, ISSUERS
from bot.core.screening import SourceState
from bot.core.watches import Watch

UNREADY: Final = frozenset({"never", "loading"})
TROUBLED: Final = frozenset({"stale", "failed"})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries of a list had something happen to them, in one state."""

    source: str
    op: str
    state: str
    number: int


@dataclass(frozen=True, slots=True)
class IssuerLaw:
    """What changed on one issuer's lists: entries on, off (confirmed), missing but not confirmed, moved or re-made.

    `late` says that a list of this issuer could not be read lately: later changes are unseen.
    """

    issuer: str
    added: int = 0
    removed: int = 0
    pending: int = 0
    moved: int = 0
    late: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is open for the reader: the first items, each with where its card stands ("": not known), and how many."""

    items: tuple[tuple[OpenItem, str], ...] = ()
    total: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A watch of the reader's, and when its next digest is due (None: it is told at once, or paused).

    `hidden` is one of a private channel, which the reader may have left, and where others may have changed it since:
    only its number and its channel are told.
    """

    watch: Watch
    next_at: datetime | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """All that one reader's Home shows.

    `guest` readers see public data only; `unsure` says that Slack did not tell who the reader is; `first_day` readers
    without a watch or a claim see examples. `changes` is the number of events since `since` on `watches`, of the newest
    only where there were `more_changes` than are counted.
    """

    now: datetime
    since: datetime
    sources: tuple[SourceState, ...]
    law: tuple[IssuerLaw, ...]
    version: str
    guest: bool = False
    unsure: bool = False
    first_day: bool = False
    changes: int = 0
    more_changes: bool = False
    waiting: Waiting = Waiting()
    reader: str = ""
    today: date | None = None
    watches: tuple[WatchLine, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the reader has nothing of their own here yet and sees it for the first time."""
        return self.first_day and not (self.guest or self.watches or self.waiting.total)


def law_changed(tallies: Iterable[Tally], sources: Iterable[SourceState]) -> tuple[IssuerLaw, ...]:
    """The sums for each issuer that has a list loaded; one without a list is left out, as nothing is known of it."""
    states, counted = list(sources), list(tallies)
    return tuple(law for issuer in ISSUERS if (law := _law_of(issuer, counted, states)) is not None)


def _law_of(issuer: str, tallies: list[Tally], states: list[SourceState]) -> IssuerLaw | None:
    own = [state for state in states if state.issuer == issuer and state.entries]
    if not own:
        return None
    mine = [tally for tally in tallies if ISSUER_OF.get(tally.source) == issuer]

    def total(op: Op, *kept: str) -> int:
        return sum(tally.number for tally in mine if tally.op == op and tally.state in kept)

    return IssuerLaw(
        issuer,
        added=total(Op.ADD, "confirmed"),
        removed=total(Op.DEL, "confirmed"),
        pending=total(Op.DEL, "pending"),
        moved=total(Op.MOVE, "confirmed") + total(Op.REPLACE, "confirmed"),
        late=any(state.state in TROUBLED for state in own),
    )
