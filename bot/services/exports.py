"""Exports: rows with where each comes from, written one after the other as CSV or JSON.

asked ─▶ rows (a few at a time from storage) ─▶ writer ─▶ a file, all of it or none
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

import orjson

from bot.blocks.full_list import cell
from bot.core.audience import Audience
from bot.core.contract import instant
from bot.core.countries import listing_countries
from bot.core.export_rows import ASSESSMENT, VERDICTS, Origin, Row, Value, change_row, listing_row, note_row, watch_row
from bot.core.exports import MOST_ROWS, STATES, TEAMS, ExportAsked
from bot.services.changes import filter_of, sources_of
from bot.services.desk import Desk
from bot.services.ledger import record
from bot.sources.source import Source
from storage import events, exports, ledger, watches
from storage.exports import InForce
from storage.session import Session

MOST_BYTES: Final = 50_000_000
"""A file in Slack is held in memory while it is handed over."""
KIND: Final = "export"
"""How the ledger calls it."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written; `sample` tells that some of it is sample data."""

    rows: int
    sample: bool


@dataclass(frozen=True, slots=True)
class ExportProblem:
    """Nothing was exported; the text says why and what to do."""

    text: str


def refusal(asked: ExportAsked, audience: Audience) -> str:
    """Why these readers may not have this ("": they may)."""
    if asked.what not in TEAMS or not audience.is_public:
        return ""
    if audience.externally_shared:
        return f"No {asked.what} here: this channel is shared with another organisation. Ask in a channel of your own."
    return f"The {asked.what} are for members of this team; changes and listings are for everybody."


def export(
    desk: Desk,
    asked: ExportAsked,
    audience: Audience,
    now: datetime,
    out: BinaryIO,
    most: int = MOST_ROWS,
    most_bytes: int = MOST_BYTES,
) -> Exported | ExportProblem:
    """Write the rows that these readers may have; a problem means that what was written is to be thrown away.

    `most` and `most_bytes` 0 set no limit. The ledger tells who took what away.
    """
    if problem := refusal(asked, audience):
        return ExportProblem(problem)
    written, sample = 0, False
    with (
        _writer(asked, now, out) as write,
        desk.db.read() as session,
        closing(_rows(session, desk.sources, asked, audience, now)) as rows,
    ):
        for row in rows:
            written += 1
            sample = sample or row[-2] is True
            if (most and written > most) or (most_bytes and written % 500 == 0 and out.tell() > most_bytes):
                return ExportProblem(_too_much(asked, most))
            write(row)
    _remember(desk, asked, audience, written, now)
    return Exported(written, sample)


def _too_much(asked: ExportAsked, most: int) -> str:
    how = {"changes": "since:, issuer: or programme:", "listings": "list:, programme: or type:"}
    narrow = how.get(asked.what, "since:")
    return (
        f"That is more than one file holds ({most or MOST_ROWS:,} rows, {MOST_BYTES // 1_000_000} MB), so nothing was "
        f"exported: narrow it by {narrow}. `desk export` writes any number of rows."
    )


def _remember(desk: Desk, asked: ExportAsked, audience: Audience, rows: int, now: datetime) -> None:
    """Tell the ledger, if it takes it."""
    if not audience.tenant:
        return
    told = {"what": asked.what, "format": asked.format, "rows": rows, "surface": audience.surface}
    ledger.if_possible(desk.db, lambda session: record(session, audience.tenant, KIND, audience.user, told, now))


def _rows(
    session: Session, sources: Mapping[str, Source], asked: ExportAsked, audience: Audience, now: datetime
) -> Generator[Row, None, None]:
    """The rows with their provenance."""
    stands = exports.in_force(session)
    match asked.what:
        case "changes":
            made = _changes(session, asked)
        case "listings":
            made = _listings(session, sources, asked, stands)
        case "notes":
            made = (
                (note_row(note, caption), _of(note.source, note.ref, stands, sources))
                for note, caption in exports.notes_written(session, audience, asked.since, asked.until, asked.by)
            )
        case "decisions":
            made = _decisions(session, sources, asked, audience, stands)
        case "watches":
            made = (
                (watch_row(watch), _of(watch.target.source, watch.target.ref, stands, sources))
                for watch in watches.list_watches(session, audience)
            )
    for row, origin in made:
        yield (*row, *origin.row(now))


def _changes(session: Session, asked: ExportAsked) -> Iterator[tuple[Row, Origin]]:
    wanted = sources_of(asked.changes)
    if wanted is None:
        return
    for told in events.recorded(session, filter_of(asked.changes, wanted)):
        event = told.event
        came_from = "sample" if told.sample else told.origin
        origin = Origin(event.source, event.ref, event.list_date, told.after, event.at, event.url, came_from)
        yield change_row(event, told.title, told.before), origin


def _listings(
    session: Session, sources: Mapping[str, Source], asked: ExportAsked, stands: Mapping[str, InForce]
) -> Iterator[tuple[Row, Origin]]:
    wanted = sources_of(asked.changes)
    if wanted is None:
        return
    for item in exports.listed(session, wanted, STATES[asked.state], asked.changes.programme):
        listing = item.listing
        countries = listing_countries(listing)
        if (asked.type and listing.type is not asked.type) or (
            asked.changes.country and asked.changes.country not in countries
        ):
            continue
        origin = _of(listing.source, listing.ref, stands, sources, item.first_seen)
        yield listing_row(listing, item.state, item.removed_on, item.entity, countries), origin


def _decisions(
    session: Session,
    sources: Mapping[str, Source],
    asked: ExportAsked,
    audience: Audience,
    stands: Mapping[str, InForce],
) -> Iterator[tuple[Row, Origin]]:
    for made, caption in exports.decisions_made(session, audience, asked.since, asked.until, asked.by):
        row: Row = (
            made.id,
            ASSESSMENT,
            VERDICTS.get(made.verdict, made.verdict),
            made.asked,
            caption or None,
            made.entity,
            made.reason,
            made.author or None,
            made.visibility,
            made.channel,
            instant(made.created_at),
            instant(made.expires_at),
            made.ended or None,
            instant(made.ended_at),
            made.ended_why or None,
        )
        yield row, _of(made.source, made.ref, stands, sources)


def _of(
    source: str,
    ref: str,
    stands: Mapping[str, InForce],
    sources: Mapping[str, Source],
    first_seen: datetime | None = None,
) -> Origin:
    """Where a listing comes from: the snapshot of its list that is in force, and its page."""
    known, declared = stands.get(source), sources.get(source)
    url = ""
    if declared is not None:
        url = declared.entry_url.format(ref=ref) if declared.entry_url else declared.home
    return Origin(
        source,
        ref,
        known.list_date if known else None,
        known.id if known else "",
        first_seen,
        url,
        known.origin if known else "",
    )


@contextmanager
def _writer(asked: ExportAsked, now: datetime, out: BinaryIO) -> Iterator[Callable[[Row], None]]:
    """What writes one row after the other in the format asked for."""
    with (_csv if asked.format == "csv" else _json)(asked, now, out) as write:
        yield write


@contextmanager
def _csv(asked: ExportAsked, now: datetime, out: BinaryIO) -> Iterator[Callable[[Row], None]]:  # noqa: ARG001
    """CSV in UTF-8 with the mark that spreadsheet programs look for: without it they show Cyrillic as noise."""
    out.write(codecs.BOM_UTF8)
    rows = csv.writer(_Encoded(out), lineterminator="\r\n")
    rows.writerow(asked.columns)
    yield lambda row: rows.writerow([_cell(value) for value in row])


@contextmanager
def _json(asked: ExportAsked, now: datetime, out: BinaryIO) -> Iterator[Callable[[Row], None]]:
    """One JSON document, a row a line."""
    head = {"export": asked.what, "exported_at": instant(now), "columns": asked.columns}
    out.write(orjson.dumps(head)[:-1] + b',"rows":[')
    between = iter((b"\n",))

    def write(row: Row) -> None:
        out.write(next(between, b",\n") + orjson.dumps(dict(zip(asked.columns, map(_whole, row), strict=True))))

    yield write
    out.write(b"\n]}\n")


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return cell("; ".join(value))
        case _:
            return cell(str(value))


def _whole(value: Value) -> Value:
    """A value without halves of characters, which JSON cannot hold."""
    if isinstance(value, list):
        return [each.encode("utf-8", "replace").decode() for each in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


class _Encoded:
    """A binary stream that takes text."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        """Hand on in UTF-8."""
        return self._out.write(text.encode("utf-8", "replace"))


def file_name(asked: ExportAsked, now: datetime, *, sample: bool) -> str:
    """The name of the file."""
    return f"{'sample-' if sample else ''}{asked.what}-{now:%Y-%m-%d}.{asked.format}"
