"""What a team remembers of parties, as answers show it; only ever made for an audience that may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Verdict = Literal["same", "different", "escalated", "watching", "irrelevant"]
LineKind = Literal["programme", "entity", "story"]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A decision on a hit.

    `subject` "" is the party itself, whoever was asked about. `ended` tells why it counts no more ("": it stands).
    """

    id: int
    entity: str
    subject: str
    asked: str
    verdict: Verdict
    reason: str
    author: str
    created_at: datetime
    visibility: str
    expires_at: datetime | None = None
    ended: str = ""
    ended_at: datetime | None = None
    ended_why: str = ""


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A hit that was taken out of an answer, because it was assessed as a different party."""

    entity: str
    caption: str
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class LineView:
    """A line to take; `about` is a programme's code, an entity's id or a story's number."""

    id: int
    kind: LineKind
    about: str
    text: str
    owner: str
    agreed_on: date
    review_by: date | None
    set_by: str

    def is_past_review(self, today: date) -> bool:
        """Whether its day of review has passed."""
        return self.review_by is not None and self.review_by < today


@dataclass(frozen=True, slots=True)
class PastLine:
    """A line to take with when it was set, and when it ended (None: it stands)."""

    line: LineView
    set_at: datetime
    ended_at: datetime | None = None
    ended_by: str = ""
