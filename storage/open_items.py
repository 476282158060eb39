"""What waits for people, at rest: cards that nobody took, decisions that are open again or end soon, lines past review.

Each decision comes with the channel it was made in: who may see it is for those who know the readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

from bot.core.alerts import Place
from bot.core.audience import Audience
from bot.core.decisions import OPENS_AGAIN
from bot.core.team_views import Assessment
from storage.decisions import assessment_of
from storage.memory_rows import DecisionRow, LineRow
from storage.rows import ActionRow
from storage.team_rows import OutboxRow, WorkRow


@dataclass(frozen=True, slots=True)
class Made:
    """A decision with the listing and the channel that it was made on and in."""

    assessment: Assessment
    source: str
    ref: str
    channel: str


@dataclass(frozen=True, slots=True)
class PastReview:
    """A line to take whose day of review has passed."""

    id: int
    kind: str
    about: str
    text: str
    owner: str
    review_by: date
    set_at: datetime


def unclaimed(session: Session, tenant: int, since: datetime, channel: str = "") -> list[tuple[Place, datetime]]:
    """The cards on official actions posted since then that nobody took, newest first, with when they were posted."""
    touched = and_(
        col(WorkRow.tenant) == col(OutboxRow.tenant),
        col(WorkRow.channel) == col(OutboxRow.channel),
        col(WorkRow.action) == col(OutboxRow.action),
    )
    query = (
        select(OutboxRow.channel, OutboxRow.action, OutboxRow.sent_at)
        .join(ActionRow, col(ActionRow.id) == col(OutboxRow.action))
        .outerjoin(WorkRow, touched)
        .where(
            OutboxRow.tenant == tenant,
            OutboxRow.part == "card",
            OutboxRow.status == "sent",
            col(OutboxRow.sent_at) >= since,
            or_(col(WorkRow.status).is_(None), col(WorkRow.status) == "new"),
            *([col(OutboxRow.channel) == channel] if channel else []),
        )
        .order_by(col(OutboxRow.sent_at).desc())
    )
    return [(Place(tenant, where, action), at or since) for where, action, at in session.exec(query)]


def open_again(session: Session, tenant: int, author: str = "", channel: str = "") -> list[Made]:
    """The decisions that ended by themselves and were neither made anew nor let rest, newest first."""
    return _made(session, tenant, author, channel, is_open_again(tenant))


def is_open_again(tenant: int) -> ColumnElement[bool]:
    """What holds of a decision that ended by itself and was neither made anew nor let rest."""
    later = aliased(DecisionRow)
    same_party = or_(
        col(later.entity) == col(DecisionRow.entity),
        and_(col(later.source) == col(DecisionRow.source), col(later.ref) == col(DecisionRow.ref)),
    )
    made_anew = select(later.id).where(
        col(later.tenant) == tenant,
        col(later.subject) == col(DecisionRow.subject),
        col(later.scope) == col(DecisionRow.scope),
        same_party,
        col(later.id) > col(DecisionRow.id),
    )
    return and_(col(DecisionRow.ended).in_(OPENS_AGAIN), ~made_anew.exists())


def ending(
    session: Session, tenant: int, now: datetime, until: datetime, author: str = "", channel: str = ""
) -> list[Made]:
    """The decisions that stand and end by then, newest first."""
    stands = (col(DecisionRow.ended_at).is_(None), col(DecisionRow.expires_at) > now)
    return _made(session, tenant, author, channel, *stands, col(DecisionRow.expires_at) <= until)


def _made(session: Session, tenant: int, author: str, channel: str, *where: ColumnElement[bool]) -> list[Made]:
    whose = [col(DecisionRow.author) == author] if author else []
    there = [col(DecisionRow.channel) == channel] if channel else []
    query = select(DecisionRow).where(DecisionRow.tenant == tenant, *whose, *there, *where)
    return [made(row) for row in session.exec(query.order_by(col(DecisionRow.id).desc()))]


def made(row: DecisionRow) -> Made:
    """A row as the decision that it is."""
    return Made(assessment_of(row), row.source, row.ref, row.channel)


def past_review(session: Session, audience: Audience, today: date, owner: str = "") -> list[PastReview]:
    """The lines that stand though their day of review has passed, oldest first; none for outsiders."""
    if audience.is_public:
        return []
    query = select(LineRow).where(
        LineRow.tenant == audience.tenant,
        col(LineRow.ended_at).is_(None),
        col(LineRow.review_by) < today,
        *([col(LineRow.owner) == owner] if owner else []),
    )
    return [
        PastReview(row.id or 0, row.kind, row.about, row.text, row.owner, row.review_by or today, row.set_at)
        for row in session.exec(query.order_by(col(LineRow.review_by)))
    ]
