"""The ledger at rest: appended to, read in order, and its contents erased by a link that says so."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, TypeVar

from sqlalchemy import TextClause
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, insert, select, text, update

from bot.core import ledger as chain
from bot.core.ledger import DESK, ERASURE, Content, Link
from storage.db import Database, DatabaseProblem
from storage.memory_rows import LedgerContentRow, LedgerRow

Row = TypeVar("Row", LedgerRow, LedgerContentRow)

LOCK: Final = 7265
"""The first half of the key under which PostgreSQL lets one transaction at a time append to a team's chain."""
PART: Final = 500
"""Rows that are read, or erased, at a time."""


def lock(session: Session, tenant: int) -> None:
    """Wait until nobody else appends to this team's chain, and keep them waiting until this transaction ends."""
    if session.get_bind().dialect.name != "sqlite":  # there the whole transaction has the database to itself
        session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK}, {int(tenant)})"))


def append(session: Session, tenant: int, kind: str, actor: str, content: Mapping[str, Any], now: datetime) -> int:
    """Append a link with its content; its number."""
    lock(session, tenant)
    last = head(session, tenant)
    number, before = (last.number + 1, last.hash) if last else (1, b"")
    salt, said = secrets.token_bytes(32), chain.told(content)
    commitment = chain.commit(salt, actor, said)
    link = {"tenant": tenant, "number": number, "kind": kind, "at": now, "commitment": commitment}
    made = chain.chain(tenant, before, number, kind, now, commitment)
    session.execute(insert(LedgerRow).values(**link, hash=made))
    row = {"tenant": tenant, "number": number, "actor": actor, "salt": salt, "content": said, "erased": ""}
    session.execute(insert(LedgerContentRow).values(**row))
    return number


def if_possible(db: Database, write: Callable[[Session], object]) -> str:
    """Write in a transaction of its own if the database takes it; else why not, in a word without what was written."""
    try:
        with db.write() as session:
            write(session)
    except (DatabaseProblem, SQLAlchemyError) as error:
        return type(error).__name__
    return ""


def head(session: Session, tenant: int) -> Link | None:
    """The last link of a team's chain."""
    query = select(LedgerRow).where(LedgerRow.tenant == tenant).order_by(col(LedgerRow.number).desc()).limit(1)
    row = session.exec(query).first()
    return _link(row) if row else None


@contextmanager
def steady(db: Database) -> Iterator[Session]:
    """A session for reading in which links and contents are of one moment, however many statements read them."""
    with db.read() as session:
        if not db.is_sqlite:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


def rows(session: Session, tenant: int) -> Iterator[tuple[Link | None, Content | None]]:
    """Every number of a team's chain, in order: its link and its content, None for one that is not there."""
    links, contents = _links(session, tenant), _contents(session, tenant)
    link, content = next(links, None), next(contents, None)
    while link is not None or content is not None:
        number = min(each.number for each in (link, content) if each is not None)
        own = link if link is not None and link.number == number else None
        its = content if content is not None and content.number == number else None
        yield own, its
        link = next(links, None) if own else link
        content = next(contents, None) if its else content


def erasures(session: Session, tenant: int) -> chain.Erasures:
    """What the links of a team's chain erased; links that are not whole count for nothing."""
    found = chain.Erasures()
    query = select(LedgerRow).where(LedgerRow.tenant == tenant, LedgerRow.kind == ERASURE)
    for row in session.exec(query.where(_readable(session, LedgerRow)).order_by(col(LedgerRow.number))).all():
        before = next(_links(session, tenant, row.number - 2), None) if row.number > 1 else None
        content = next(_contents(session, tenant, row.number - 1), None)
        prior = b"" if row.number == 1 else before.hash if before else None
        if chain.is_whole(tenant, prior, _link(row), content) and content:
            found.add(_link(row), content)
    return found


def erase(session: Session, tenant: int, numbers: Sequence[int], reason: str, now: datetime) -> int:
    """Take these contents away by a link that says so, in this transaction; how many there were.

    `numbers` must be of contents that stand: `numbers_of` and `numbers_before` give them.
    """
    if not numbers:
        return 0
    link = append(session, tenant, ERASURE, DESK, chain.erasure(numbers, reason), now)
    for part in _parts(numbers):
        session.execute(
            update(LedgerContentRow)
            .where(col(LedgerContentRow.tenant) == tenant, col(LedgerContentRow.number).in_(part))
            .values(actor="", salt=None, content=None, erased=chain.mark(link, reason))
            .execution_options(synchronize_session=False)
        )
    session.expire_all()
    return len(numbers)


def numbers_of(session: Session, tenant: int, actor: str) -> list[int]:
    """The numbers whose contents tell what this actor did."""
    query = select(LedgerContentRow.number).where(
        LedgerContentRow.tenant == tenant, LedgerContentRow.actor == actor, LedgerContentRow.erased == ""
    )
    return list(session.exec(query.order_by(col(LedgerContentRow.number))))


def numbers_before(session: Session, tenant: int, limit: datetime) -> list[int]:
    """The numbers whose contents are older than that; what was erased, and links that erase, are left out."""
    query = (
        select(LedgerRow.number)
        .join(
            LedgerContentRow,
            (col(LedgerContentRow.tenant) == col(LedgerRow.tenant))
            & (col(LedgerContentRow.number) == col(LedgerRow.number)),
        )
        .where(
            LedgerRow.tenant == tenant,
            col(LedgerRow.at) < limit,
            LedgerRow.kind != ERASURE,
            LedgerContentRow.erased == "",
        )
    )
    return list(session.exec(query.order_by(col(LedgerRow.number))))


def newest(
    session: Session,
    tenant: int,
    *,
    kind: str = "",
    actor: str | None = None,
    since: datetime | None = None,
    most: int | None = None,
) -> list[tuple[Link, Content]]:
    """Links with their contents, newest first."""
    query = (
        select(LedgerRow, LedgerContentRow)
        .join(
            LedgerContentRow,
            (col(LedgerContentRow.tenant) == col(LedgerRow.tenant))
            & (col(LedgerContentRow.number) == col(LedgerRow.number)),
        )
        .where(LedgerRow.tenant == tenant)
    )
    if kind:
        query = query.where(LedgerRow.kind == kind)
    if actor is not None:
        query = query.where(LedgerContentRow.actor == actor)
    if since is not None:
        query = query.where(col(LedgerRow.at) >= since)
    found = session.exec(query.order_by(col(LedgerRow.number).desc()).limit(most))
    return [(_link(link), _content(content)) for link, content in found]


_READABLE: Final = {
    LedgerRow: "typeof(number) = 'integer' AND typeof(kind) = 'text' AND typeof(commitment) = 'blob' "
    "AND typeof(hash) = 'blob' AND length(at) = 26 "
    "AND strftime('%Y-%m-%d %H:%M:%S', at, '+0 days') = substr(at, 1, 19) "
    "AND substr(at, 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]'",
    LedgerContentRow: "typeof(number) = 'integer' AND typeof(actor) = 'text' AND typeof(salt) IN ('blob', 'null') "
    "AND typeof(content) IN ('text', 'null') AND typeof(erased) = 'text'",
}
"""What rows of ours are like on SQLite, which takes any value into any column: others are as good as missing."""


def _readable(session: Session, row: type[LedgerRow | LedgerContentRow]) -> TextClause:
    return text(_READABLE[row] if session.get_bind().dialect.name == "sqlite" else "true")


def _links(session: Session, tenant: int, after: int | None = None) -> Iterator[Link]:
    return map(_link, _rows(session, LedgerRow, tenant, after))


def _contents(session: Session, tenant: int, after: int | None = None) -> Iterator[Content]:
    return map(_content, _rows(session, LedgerContentRow, tenant, after))


def _rows(session: Session, row: type[Row], tenant: int, after: int | None) -> Iterator[Row]:
    """All rows that can be read, by number, some at a time."""
    while True:
        query = select(row).where(row.tenant == tenant, _readable(session, row))
        query = query if after is None else query.where(col(row.number) > after)
        part = session.exec(query.order_by(col(row.number)).limit(PART)).all()
        yield from part
        if len(part) < PART:
            return
        after = part[-1].number


def _parts(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[start : start + PART] for start in range(0, len(numbers), PART))


def _link(row: LedgerRow) -> Link:
    return Link(row.number, row.kind, row.at, bytes(row.commitment), bytes(row.hash))


def _content(row: LedgerContentRow) -> Content:
    salt = None if row.salt is None else bytes(row.salt)
    return Content(row.number, row.actor, salt, row.content, row.erased)
