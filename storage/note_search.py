"""Search of notes: by words, tags, author and day; what the readers may not see is neither found nor counted.

Words are found by SQLite's FTS5 or PostgreSQL's tsvector ("simple"), which follow every write of a note by themselves
(migration 0004). SQLite sets accents aside; PostgreSQL follows the locale of its database.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import ColumnElement, column, literal_column, table
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.core.audience import Audience
from bot.core.notes import Note, NoteSearch, Phrase
from storage.notes import reader_of, standing, told
from storage.team_rows import NoteRow

PARTING: Final = "./:@-_&<>=?~+"
"""Signs that PostgreSQL would read as parts of addresses, numbers and tags; as the index of migration 0004 has them."""
BATCH: Final = 200

_FTS: Final = table("note_fts", column("rowid"), column("note_fts"))
# Literals and no parameters: only so does PostgreSQL know its index by them.
_SIMPLE: Final[ColumnElement[str]] = literal_column("'simple'")
_PARTED: Final[tuple[ColumnElement[str], ...]] = (
    literal_column(f"'{PARTING}'"),
    literal_column(f"'{' ' * len(PARTING)}'"),
)


def search(session: Session, audience: Audience, wanted: NoteSearch, most: int, before: int = 0) -> list[Note]:
    """The notes that have all that is wanted, the last kept first; `before` is the number of the last one shown."""
    if audience.is_public:
        return []
    may_read = reader_of(session, audience)
    found: list[Note] = []
    for row in _rows(session, audience.tenant, wanted, before):
        if may_read(row):
            found.append(told(row))
            if len(found) == most:
                break
    return found


def _rows(session: Session, tenant: int, wanted: NoteSearch, before: int) -> Iterator[NoteRow]:
    query = _query(session, tenant, wanted, before).execution_options(yield_per=BATCH)
    with session.execute(query) as rows:
        yield from rows.scalars()


def _query(session: Session, tenant: int, wanted: NoteSearch, before: int) -> SelectOfScalar[NoteRow]:
    query = select(NoteRow).where(NoteRow.tenant == tenant, *standing(), *_conditions(session, wanted))
    if before:
        query = query.where(col(NoteRow.id) < before)
    return query.order_by(col(NoteRow.id).desc())


def _conditions(session: Session, wanted: NoteSearch) -> Iterator[ColumnElement[bool]]:
    if wanted.phrases:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        yield from _in_sqlite(wanted.phrases) if is_sqlite else map(_in_postgresql, wanted.phrases)
    for tag in wanted.tags:
        yield col(NoteRow.tags).contains(f" {tag} ", autoescape=True)
    if wanted.by:
        yield col(NoteRow.author) == wanted.by
    if wanted.since:
        yield col(NoteRow.created_at) >= wanted.since


def _in_sqlite(phrases: tuple[Phrase, ...]) -> Iterator[ColumnElement[bool]]:
    quoted = ('"{}"{}'.format(each.text.replace('"', " "), "*" if each.begins else "") for each in phrases)
    matched = select(_FTS.c.rowid).where(_FTS.c.note_fts.op("MATCH")(" AND ".join(quoted)))
    yield col(NoteRow.id).in_(matched)


def _in_postgresql(phrase: Phrase) -> ColumnElement[bool]:
    words = func.to_tsvector(_SIMPLE, func.translate(NoteRow.text, *_PARTED))
    text = phrase.text.translate(str.maketrans(PARTING, " " * len(PARTING)))
    if phrase.begins:
        # Quoted, so that the words are parted as those of the note are; no sign in it can be an operator.
        safe = text.replace("\\", " ").replace("'", " ").strip()
        return words.op("@@")(func.to_tsquery(_SIMPLE, f"'{safe}':*"))
    return words.op("@@")(func.phraseto_tsquery(_SIMPLE, text))
