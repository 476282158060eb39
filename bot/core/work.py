"""Work: who takes care of a card, as transitions of a value.

new ─ claim, assign ─▶ claimed ─ done ─▶ done (reviewed)
 └────────────────────────┴─ not relevant ─▶ irrelevant        undo leads back one step
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final, Literal

from bot.core.events import Event
from bot.core.snoozes import is_legal_change

WorkStatus = Literal["new", "claimed", "done", "irrelevant"]
Act = Literal["claim", "done", "irrelevant"]
"""What a person does with a card; `undo` takes the last of it back."""

NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
STATUS_OF: Final[dict[Act, WorkStatus]] = {"claim": "claimed", "done": "done", "irrelevant": "irrelevant"}


@dataclass(frozen=True, slots=True)
class Work:
    """Where a card stands: its `owner` has it since `claimed_at`; `by` did the last thing to it, at `at`.

    `due` is the day by which its owner is to be done; `assigned_by` who gave it to them ("": they claimed it);
    `reminded_on` the day, by the team's clock, on which they were last reminded.
    """

    status: WorkStatus = "new"
    owner: str = ""
    claimed_at: datetime | None = None
    by: str = ""
    at: datetime = NEVER
    due: date | None = None
    assigned_by: str = ""
    reminded_on: date | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed and somebody has been told so: a card has no clock of its own."""
        told = self.status == "claimed" and self.due is not None and self.reminded_on is not None
        return told and self.reminded_on > self.due  # type: ignore[operator]


UNTOUCHED: Final = Work()


@dataclass(frozen=True, slots=True)
class Refused:
    """The act changes nothing, as the card stands otherwise by now: `work` says who was first."""

    work: Work


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The card stands so already, by the same person: there is nothing to do or to say."""


def act(work: Work, what: Act, by: str, now: datetime) -> Work | Refused | Unchanged:
    """The card after a person's act.

    Whoever claims first keeps it. Anybody may say that it is done; only its owner, that a claimed card is not relevant.
    """
    if _is_own(work, what, by):
        return Unchanged()
    if work.status in ("done", "irrelevant"):
        return Refused(work)
    if work.status == "claimed" and what != "done" and work.owner != by:
        return Refused(work)
    if what == "claim":
        return Work("claimed", by, now, by, now)
    return replace(work, status=STATUS_OF[what], by=by, at=now)


def assign(work: Work, to: str, due: date | None, by: str, now: datetime) -> Work | Refused | Unchanged:
    """The card in somebody's care, by this day; without a day the one that it has stays.

    A card that somebody has is handed on by them, or by who gave it to them.
    """
    if work.status in ("done", "irrelevant") or not _may_hand_on(work, by):
        return Refused(work)
    due = due or work.due
    if (work.status, work.owner, work.due) == ("claimed", to, due):
        return Unchanged()
    since = work.claimed_at if work.status == "claimed" and work.owner == to else now
    return Work("claimed", to, since, by, now, due, by if by != to else "")


def set_due(work: Work, due: date | None, by: str, now: datetime) -> Work | Refused | Unchanged:
    """The card with another day, or none, given by its owner or by who assigned it."""
    if work.status != "claimed" or not _may_hand_on(work, by):
        return Refused(work)
    return Unchanged() if work.due == due else replace(work, by=by, at=now, due=due, reminded_on=None)


def _may_hand_on(work: Work, by: str) -> bool:
    return work.status != "claimed" or by in (work.owner, work.assigned_by)


def undo(work: Work, by: str, now: datetime) -> Work | Refused | Unchanged:
    """The card before its last act; a claim is given back only by its owner, all else by anybody."""
    if work.status == "new":
        return Unchanged()
    if work.status == "claimed":
        return Work(by=by, at=now) if work.owner == by else Refused(work)
    return replace(work, status="claimed" if work.owner else "new", by=by, at=now)


def undo_own(work: Work, what: Act, by: str, now: datetime) -> Work | Unchanged:
    """The card after a person took back this act of theirs; what others did, or what came after it, stays."""
    if not _is_own(work, what, by):
        return Unchanged()
    taken_back = undo(work, by, now)
    return taken_back if isinstance(taken_back, Work) else Unchanged()


def _is_own(work: Work, what: Act, by: str) -> bool:
    """Whether the card stands as this act of this person left it; after an undo a claim has another's last hand."""
    return work.status == STATUS_OF[what] and by == (work.owner if what == "claim" else work.by)


def is_silent(work: Work, events: Collection[Event]) -> bool:
    """Whether a further reply on these events is left out: the card is not relevant here, and no law changed."""
    return work.status == "irrelevant" and not any(is_legal_change(event) for event in events)


LAW: Final = "law:"
"""What `by` begins with on a card that a change in law opened again; who had settled it follows."""


def reopened(work: Work, now: datetime) -> Work | None:
    """A settled card after the law changed once more: open again, with whoever had it; None if it is open already."""
    if work.status not in ("done", "irrelevant"):
        return None
    return replace(work, status="claimed" if work.owner else "new", by=f"{LAW}{work.by}", at=now, reminded_on=None)


def settled_before(work: Work) -> str:
    """Who had settled a card that a change in law opened again ("" for any other)."""
    return work.by.removeprefix(LAW) if work.by.startswith(LAW) else ""
