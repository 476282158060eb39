"""Decisions at rest: of one subject and party one stands at a time, others have ended and stay readable."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlmodel import Session, col, func, or_, select, update

from bot.core.audience import Audience
from bot.core.decisions import OPENS_AGAIN, Ended
from bot.core.team_views import Assessment, Verdict
from storage.channels import openness
from storage.lists import insert_ignoring
from storage.memory_rows import DecisionRow
from storage.visibility import may_see

CHUNK = 400


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision to keep; `submission` tells a repeated click from a second decision, `scope` who it counts for."""

    tenant: int
    entity: str
    source: str
    ref: str
    subject: str
    asked: str
    verdict: Verdict
    reason: str
    facts: Mapping[str, Any]
    author: str
    channel: str
    visibility: str
    scope: str
    submission: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision that stands, with what it rests on: for those who see after it, never for showing."""

    id: int
    tenant: int
    entity: str
    author: str
    facts: Mapping[str, Any]


def add_decision(session: Session, new: NewDecision, replaces: int, now: datetime) -> Assessment | None:
    """Keep a decision, in place of the one it replaces; None when another stands, so that nothing was kept.

    Of two at once the first one stands. Keeping the same submission again changes nothing.
    """
    repeated = _by_submission(session, new)
    if repeated is not None:
        return assessment_of(repeated)
    here = (*_same(new), col(DecisionRow.ended_at).is_(None))
    _end(session, (*here, col(DecisionRow.expires_at) <= now), now, "expired", "")
    if replaces:
        _end(session, (*here, col(DecisionRow.id) == replaces), now, "replaced", new.author)
    insert_ignoring(session, DecisionRow, [_values(new, now)])
    kept = _by_submission(session, new)
    return assessment_of(kept) if kept is not None else None


def standing_for(session: Session, new: NewDecision) -> Assessment | None:
    """The decision that stands for the same subject, party and scope."""
    query = select(DecisionRow).where(*_same(new), col(DecisionRow.ended_at).is_(None))
    row = session.exec(query.execution_options(populate_existing=True)).first()
    return assessment_of(row) if row is not None else None


def assessments_for(
    session: Session, audience: Audience, entities: Collection[str], subjects: Collection[str], now: datetime
) -> dict[str, tuple[Assessment, ...]]:
    """What this audience may read on these parties as hits of these subjects, newest first.

    With those that stand come those that ended by themselves and were not made anew.
    """
    found: dict[str, list[DecisionRow]] = {}
    if audience.is_public or not entities:
        return {}
    rows = list(_rows_on(session, audience.tenant, entities, {*subjects, ""}))
    is_open = openness(session, audience) if rows else None
    for row in rows:
        if is_open and may_see(audience, is_open, row.channel, row.visibility, row.author):
            found.setdefault(row.entity, []).append(row)
    return {entity: tuple(_told(mine, now)) for entity, mine in found.items()}


def find_decision(session: Session, audience: Audience, number: int) -> Assessment | None:
    """A decision that this audience may see, by its number."""
    row = session.get(DecisionRow, number)
    if row is None or row.tenant != audience.tenant:
        return None
    is_open = openness(session, audience)
    return assessment_of(row) if may_see(audience, is_open, row.channel, row.visibility, row.author) else None


def end_decision(session: Session, tenant: int, number: int, ended: Ended, by: str, why: str, now: datetime) -> bool:
    """End a decision that stands; False when it had ended before."""
    stands = (
        col(DecisionRow.id) == number,
        col(DecisionRow.tenant) == tenant,
        col(DecisionRow.ended_at).is_(None),
    )
    return _end(session, stands, now, ended, by, why)


def withdraw_open(session: Session, tenant: int, number: int, by: str) -> bool:
    """Let a decision that is open again rest: its author does not make it anew; False when it is none of those."""
    result = session.execute(
        update(DecisionRow)
        .where(
            col(DecisionRow.id) == number,
            col(DecisionRow.tenant) == tenant,
            col(DecisionRow.ended).in_(OPENS_AGAIN),
        )
        .values(ended="withdrawn", ended_by=by)
        .execution_options(synchronize_session=False)
    )
    return bool(getattr(result, "rowcount", 0))


def mark_told(session: Session, tenant: int, number: int, now: datetime) -> bool:
    """Note that an author is told of an end; False when that was noted before."""
    result = session.execute(
        update(DecisionRow)
        .where(col(DecisionRow.id) == number, col(DecisionRow.tenant) == tenant, col(DecisionRow.told_at).is_(None))
        .values(told_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(getattr(result, "rowcount", 0))


def of_author(session: Session, tenant: int, number: int, author: str) -> tuple[Assessment, str, str] | None:
    """A decision for its own author, with the (source, ref) of the listing it was made on."""
    row = session.get(DecisionRow, number, populate_existing=True)
    if row is None or (row.tenant, row.author) != (tenant, author):
        return None
    return assessment_of(row), row.source, row.ref


def any_standing(session: Session) -> bool:
    """Whether any decision of any team stands."""
    query = select(DecisionRow.id).where(col(DecisionRow.ended_at).is_(None)).limit(1)
    return session.exec(query).first() is not None


def stand_of(session: Session, tenant: int) -> str:
    """What changes with every decision that a team makes or ends ("": it made none)."""
    query = select(func.max(DecisionRow.id), func.max(DecisionRow.ended_at), func.count(col(DecisionRow.ended_at)))
    newest, ended_at, ended = session.exec(query.where(DecisionRow.tenant == tenant)).one()
    return f"{newest}, {ended} ended, the last {ended_at}" if newest else ""


def standing_on(session: Session, entities: Iterable[str]) -> list[Standing]:
    """The decisions of all teams that stand on these parties, oldest first."""
    ordered = sorted(set(entities))
    tenants = session.exec(select(DecisionRow.tenant).distinct()).all() if ordered else []
    found: list[Standing] = []
    for tenant in tenants:
        for start in range(0, len(ordered), CHUNK):
            query = select(DecisionRow.id, DecisionRow.entity, DecisionRow.author, DecisionRow.facts).where(
                DecisionRow.tenant == tenant,
                col(DecisionRow.entity).in_(ordered[start : start + CHUNK]),
                col(DecisionRow.ended_at).is_(None),
            )
            found += [Standing(i or 0, tenant, on, by, facts) for i, on, by, facts in session.exec(query)]
    return sorted(found, key=lambda each: each.id)


def expired(session: Session, tenant: int, now: datetime) -> list[tuple[int, str]]:
    """The (number, author) of decisions whose end has come and that still stand."""
    query = select(DecisionRow.id, DecisionRow.author).where(
        DecisionRow.tenant == tenant, col(DecisionRow.expires_at) <= now, col(DecisionRow.ended_at).is_(None)
    )
    return [(id_ or 0, author) for id_, author in session.exec(query)]


def _rows_on(
    session: Session, tenant: int, entities: Collection[str], subjects: Collection[str]
) -> Iterator[DecisionRow]:
    ordered = sorted(set(entities))
    for start in range(0, len(ordered), CHUNK):
        query = select(DecisionRow).where(
            DecisionRow.tenant == tenant,
            col(DecisionRow.entity).in_(ordered[start : start + CHUNK]),
            col(DecisionRow.subject).in_(sorted(subjects)),
            or_(col(DecisionRow.ended_at).is_(None), col(DecisionRow.ended).in_(OPENS_AGAIN)),
        )
        yield from session.exec(query.order_by(col(DecisionRow.created_at).desc(), col(DecisionRow.id).desc()))


def _told(rows: list[DecisionRow], now: datetime) -> Iterator[Assessment]:
    """Those that stand, then of each subject and scope the last that ended by itself, if none was made since."""
    past: set[tuple[str, str]] = set()
    for row in rows:
        is_expired = row.ended_at is None and row.expires_at is not None and row.expires_at <= now
        key = (row.subject, row.scope)
        if key not in past:
            yield assessment_of(row, "expired" if is_expired else "")
        past.add(key)


def _end(session: Session, where: tuple[Any, ...], now: datetime, ended: Ended, by: str, why: str = "") -> bool:
    result = session.execute(
        update(DecisionRow)
        .where(*where)
        .values(ended_at=now, ended=ended, ended_by=by, ended_why=why)
        .execution_options(synchronize_session=False)
    )
    return bool(getattr(result, "rowcount", 0))


def _same(new: NewDecision) -> tuple[Any, ...]:
    return (
        col(DecisionRow.tenant) == new.tenant,
        col(DecisionRow.entity) == new.entity,
        col(DecisionRow.subject) == new.subject,
        col(DecisionRow.scope) == new.scope,
    )


def _by_submission(session: Session, new: NewDecision) -> DecisionRow | None:
    query = select(DecisionRow).where(*_same(new), col(DecisionRow.submission) == new.submission[:80])
    return session.exec(query.execution_options(populate_existing=True)).first()


def _values(new: NewDecision, now: datetime) -> dict[str, Any]:
    return {
        "tenant": new.tenant,
        "entity": new.entity,
        "source": new.source,
        "ref": new.ref,
        "subject": new.subject,
        "asked": new.asked,
        "verdict": new.verdict,
        "reason": new.reason,
        "facts": dict(new.facts),
        "author": new.author,
        "channel": new.channel,
        "visibility": new.visibility,
        "scope": new.scope,
        "submission": new.submission[:80],
        "created_at": now,
        "expires_at": new.expires_at,
        "ended_at": None,
        "ended": "",
        "ended_by": "",
        "ended_why": "",
        "told_at": None,
    }


def assessment_of(row: DecisionRow, ended: str = "") -> Assessment:
    """A row as the assessment that it is; `ended` says that it ended though nobody wrote that down yet."""
    return Assessment(
        id=row.id or 0,
        entity=row.entity,
        subject=row.subject,
        asked=row.asked,
        verdict=cast(Verdict, row.verdict),
        reason=row.reason,
        author=row.author,
        created_at=row.created_at,
        visibility=row.visibility,
        expires_at=row.expires_at,
        ended=row.ended or ended,
        ended_at=row.ended_at or (row.expires_at if ended else None),
        ended_why=row.ended_why,
    )
