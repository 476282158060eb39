"""Work: who takes care of a card, as transitions of a value.

new ─ claim ─▶ claimed ─ done ─▶ done
 └──────────────┴─ not relevant ─▶ irrelevant        undo leads back one step
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
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
    """Where a card stands: its `owner` claimed it at `claimed_at`; `by` did the last thing to it, at `at`."""

    status: WorkStatus = "new"
    owner: str = ""
    claimed_at: datetime | None = None
    by: str = ""
    at: datetime = NEVER


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
