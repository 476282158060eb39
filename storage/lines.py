"""Lines to take at rest: of a programme or a party one stands, the others have ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import cast

from sqlmodel import Session, and_, col, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from bot.core.audience import Audience
from bot.core.team_views import LineKind, LineView, PastLine
from storage.entities import former_ids
from storage.lists import insert_ignoring
from storage.memory_rows import LineRow

LONGEST_ABOUT = 120


def set_line(
    session: Session,
    tenant: int,
    kind: LineKind,
    about: str,
    text: str,
    owner: str,
    agreed_on: date,
    review_by: date | None,
    by: str,
    now: datetime,
) -> tuple[LineView, bool]:
    """Put a line in place of the one that stands; the one that stands then, and whether it is this one.

    Of two set at once the first one stands, and the second is told so.
    """
    end_line(session, tenant, kind, about, by, now)
    values = {
        "tenant": tenant,
        "kind": kind,
        "about": about,
        "text": text,
        "owner": owner,
        "agreed_on": agreed_on,
        "review_by": review_by,
        "set_by": by,
        "set_at": now,
        "ended_at": None,
        "ended_by": "",
    }
    insert_ignoring(session, LineRow, [values])
    row = session.exec(_standing(tenant, kind, (about,)).execution_options(populate_existing=True)).one()
    return _view(row), (row.text, row.set_by, row.set_at) == (text, by, now)


def end_line(session: Session, tenant: int, kind: LineKind, about: str, by: str, now: datetime) -> LineView | None:
    """End the line that stands; the one that ended."""
    row = session.exec(_standing(tenant, kind, _ids(session, kind, about))).first()
    if row is None:
        return None
    result = session.execute(
        update(LineRow)
        .where(col(LineRow.id) == row.id, col(LineRow.tenant) == tenant, col(LineRow.ended_at).is_(None))
        .values(ended_at=now, ended_by=by)
        .execution_options(synchronize_session=False)
    )
    return _view(row) if getattr(result, "rowcount", 0) else None


def find_line(session: Session, audience: Audience, kind: LineKind, about: str) -> LineView | None:
    """The line that stands, where these readers may know of it."""
    if audience.is_public:
        return None
    row = session.exec(_standing(audience.tenant, kind, _ids(session, kind, about))).first()
    return _view(row) if row is not None else None


def lines_for(
    session: Session,
    audience: Audience,
    programmes: Collection[str],
    entities: Collection[str],
    stories: Collection[int] = (),
) -> tuple[LineView, ...]:
    """The lines on these, a story's own first, then a party's; none for guests and outsiders."""
    if audience.is_public or not (programmes or entities or stories) or not _has_lines(session, audience.tenant):
        return ()
    codes = sorted({code.upper()[:LONGEST_ABOUT] for code in programmes})
    ids = {old: entity for entity in entities for old in former_ids(session, entity)}
    query = select(LineRow).where(
        LineRow.tenant == audience.tenant,
        col(LineRow.ended_at).is_(None),
        or_(
            and_(col(LineRow.kind) == "programme", col(LineRow.about).in_(codes)),
            and_(col(LineRow.kind) == "entity", col(LineRow.about).in_(sorted(ids))),
            and_(col(LineRow.kind) == "story", col(LineRow.about).in_(sorted(map(str, stories)))),
        ),
    )
    found = [_view(row, ids.get(row.about, row.about)) for row in session.exec(query.order_by(col(LineRow.id)))]
    return tuple(sorted(found, key=lambda line: ("story", "entity", "programme").index(line.kind)))


def lines_ever(session: Session, audience: Audience, kind: LineKind, about: str) -> list[PastLine]:
    """All lines on a programme or a party, ended ones too, oldest first; none for guests and outsiders."""
    if audience.is_public:
        return []
    query = select(LineRow).where(
        LineRow.tenant == audience.tenant, LineRow.kind == kind, col(LineRow.about).in_(_ids(session, kind, about))
    )
    rows = session.exec(query.order_by(col(LineRow.id)))
    return [PastLine(_view(row), row.set_at, row.ended_at, row.ended_by) for row in rows]


def _has_lines(session: Session, tenant: int) -> bool:
    query = select(LineRow.id).where(LineRow.tenant == tenant, col(LineRow.ended_at).is_(None)).limit(1)
    return session.exec(query).first() is not None


def _ids(session: Session, kind: LineKind, about: str) -> tuple[str, ...]:
    return former_ids(session, about) if kind == "entity" else (about,)


def _standing(tenant: int, kind: LineKind, about: Collection[str]) -> SelectOfScalar[LineRow]:
    return (
        select(LineRow)
        .where(
            LineRow.tenant == tenant,
            LineRow.kind == kind,
            col(LineRow.about).in_(list(about)),
            col(LineRow.ended_at).is_(None),
        )
        .order_by(col(LineRow.id).desc())
    )


def _view(row: LineRow, about: str = "") -> LineView:
    return LineView(
        id=row.id or 0,
        kind=cast(LineKind, row.kind),
        about=about or row.about,
        text=row.text,
        owner=row.owner,
        agreed_on=row.agreed_on,
        review_by=row.review_by,
        set_by=row.set_by,
    )
