"""What users say about the bot, at rest; it never leaves the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.team_rows import FeedbackRow


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody said, and when; `user` is "" for the command line."""

    id: int
    user: str
    text: str
    at: datetime


def add_feedback(session: Session, tenant: int, user: str, text: str, now: datetime) -> Feedback:
    """Keep what a user says."""
    row = FeedbackRow(tenant=tenant, user=user, text=text, at=now)
    session.add(row)
    session.flush()
    return _feedback(row)


def list_feedback(session: Session, tenant: int) -> list[Feedback]:
    """All that a team said, oldest first."""
    rows = session.exec(select(FeedbackRow).where(FeedbackRow.tenant == tenant).order_by(col(FeedbackRow.id)))
    return [_feedback(row) for row in rows]


def _feedback(row: FeedbackRow) -> Feedback:
    assert row.id is not None
    return Feedback(row.id, row.user, row.text, row.at)
