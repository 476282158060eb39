"""Lists of decisions at rest: those that stand or are open again, as far as the readers may know of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select, tuple_

from bot.core.audience import Audience
from storage.channels import openness
from storage.entities import former_ids
from storage.memory_rows import DecisionRow
from storage.open_items import Made, is_open_again, made
from storage.visibility import may_see

CHUNK = 500


def list_decisions(
    session: Session,
    audience: Audience,
    now: datetime,
    most: int,
    author: str = "",
    until: datetime | None = None,
    entities: Collection[str] | None = None,
) -> list[Made]:
    """Decisions newest first; with `until` only those that stand and end by then, the next to end first."""
    if audience.is_public:
        return []
    where = [*_on(session, entities), *([col(DecisionRow.author) == author] if author else [])]
    stands = and_(col(DecisionRow.ended_at).is_(None), or_(_endless(), col(DecisionRow.expires_at) > now))
    where.append(or_(stands, is_open_again(audience.tenant)) if until is None else stands)
    where += [] if until is None else [col(DecisionRow.expires_at) <= until]
    found: list[Made] = []
    is_open = openness(session, audience)
    for row in _pages(session, audience.tenant, where, by_end=until is not None):
        if may_see(audience, is_open, row.channel, row.visibility, row.author):
            found.append(made(row))
        if len(found) == most:
            break
    return found


def _endless() -> ColumnElement[bool]:
    return col(DecisionRow.expires_at).is_(None)


def _on(session: Session, entities: Collection[str] | None) -> list[ColumnElement[bool]]:
    if entities is None:
        return []
    ids = {old for entity in entities for old in former_ids(session, entity)}
    return [col(DecisionRow.entity).in_(sorted(ids))]


def _pages(session: Session, tenant: int, where: list[ColumnElement[bool]], *, by_end: bool) -> Iterator[DecisionRow]:
    """The rows in order, some at a time: a reader sees the first few of very many."""
    ends, number = col(DecisionRow.expires_at), col(DecisionRow.id)
    after: list[ColumnElement[bool]] = []
    while True:
        query = select(DecisionRow).where(DecisionRow.tenant == tenant, *where, *after)
        query = query.order_by(ends, number) if by_end else query.order_by(number.desc())
        rows = session.exec(query.limit(CHUNK)).all()
        yield from rows
        if len(rows) < CHUNK:
            return
        last = rows[-1]
        after = [tuple_(ends, number) > (last.expires_at, last.id)] if by_end else [number < last.id]
