"""Confining: what a channel's people decided for the whole team counts there alone, once the channel is not open."""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.memory_rows import DecisionRow


def confine(session: Session, tenant: int, channel: str) -> None:
    """Let the team's standing decisions made in this channel count there only; of two on the same the later stands."""
    here = (
        select(DecisionRow)
        .where(DecisionRow.tenant == tenant, DecisionRow.channel == channel, col(DecisionRow.ended_at).is_(None))
        .order_by(col(DecisionRow.id))
        .execution_options(populate_existing=True)
    )
    rows = session.exec(here).all()
    own = {(row.entity, row.subject): row for row in rows if row.scope == channel}
    for row in (row for row in rows if row.visibility == "team"):
        if other := own.get((row.entity, row.subject)):
            earlier, later = sorted((row, other), key=lambda each: each.id or 0)
            earlier.ended_at, earlier.ended, earlier.ended_by = later.created_at, "replaced", later.author
            session.flush()  # before the other takes its place: one may stand
        row.visibility, row.scope = "channel", channel
    session.flush()
