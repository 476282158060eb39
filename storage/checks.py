"""The heartbeat of each source: when it was looked at and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.rows import SourceCheckRow

GOOD = ("refreshed", "unchanged")


@dataclass(frozen=True, slots=True)
class Check:
    """One look at a source.

    `validators` are the HTTP validators by address, for the next conditional request; `notes` what the parser met and
    does not know.
    """

    source: str
    at: datetime
    outcome: str
    reason: str | None = None
    snapshot: str | None = None
    fresh_bytes: bool = True
    validators: Mapping[str, Mapping[str, str]] | None = None
    seconds: float = 0.0
    notes: tuple[str, ...] = ()


def record_check(session: Session, check: Check) -> None:
    """Write down a look at a source."""
    session.add(
        SourceCheckRow(
            source=check.source,
            at=check.at,
            outcome=check.outcome,
            reason=check.reason,
            snapshot=check.snapshot,
            fresh_bytes=check.fresh_bytes,
            validators={url: dict(values) for url, values in (check.validators or {}).items()},
            seconds=check.seconds,
            notes=list(check.notes),
        )
    )


def last_check(session: Session, source: str, outcomes: tuple[str, ...] | None = None) -> Check | None:
    """The latest look at a source, optionally only among some outcomes."""
    query = select(SourceCheckRow).where(SourceCheckRow.source == source)
    if outcomes is not None:
        query = query.where(col(SourceCheckRow.outcome).in_(outcomes))
    row = session.exec(query.order_by(col(SourceCheckRow.at).desc(), col(SourceCheckRow.id).desc())).first()
    if row is None:
        return None
    return Check(
        source=row.source,
        at=row.at,
        outcome=row.outcome,
        reason=row.reason,
        snapshot=row.snapshot,
        fresh_bytes=row.fresh_bytes,
        validators=row.validators,
        seconds=row.seconds,
        notes=tuple(row.notes or ()),
    )
