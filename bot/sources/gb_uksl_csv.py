"""UK CSV: the UK Sanctions List as a table, a row for every combination of an entry's names, addresses, births …"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.core.snapshots import Malformed
from bot.sources.draft import folded
from bot.sources.gb_uksl_record import FIELDS, Record, field_of
from bot.sources.raw import Raw

REQUIRED = ("uniqueid", "name6", "nametype", "designationtype")
FIRST_ROWS = 5
"""Rows among which the header stands: the first of the file is its date."""


def read_csv(raw: Raw, take: Callable[[Record], None], unknown: Callable[[Iterable[str]], None]) -> str:
    """Give every designation to `take`; returns the date as printed."""
    with raw.open() as stream, io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        rows = _rows(text)
        date, header = _header(rows)
        fields = [field_of(cell) for cell in header]
        unknown(f"column {name}" for name, field in zip(header, fields, strict=True) if field not in FIELDS)
        unknown(f"no column {field}" for field in sorted(FIELDS - {"indicator"} - set(fields)))
        records = _records(rows, fields)
    while records:
        take(records.pop(next(iter(records))))
    return date


def _records(rows: Iterator[Sequence[str]], fields: Sequence[str]) -> dict[str, Record]:
    """All entries: the rows of one need not stand together."""
    records: dict[str, Record] = {}
    for number, row in enumerate(rows, start=1):
        if len(row) != len(fields):
            raise Malformed(f"row {number:,} of the table has {len(row)} of {len(fields)} columns: cut off or bent")
        values = {field: text for field, cell in zip(fields, row, strict=True) if (text := folded(cell))}
        ref = values.get("uniqueid", "")
        if not ref:
            raise Malformed(f"row {number:,} of the table has no Unique ID")
        if ref not in records:
            records[ref] = Record(ref)
        records[ref].add(values)
    return records


def _header(rows: Iterator[Sequence[str]]) -> tuple[str, Sequence[str]]:
    date = ""
    for _, row in zip(range(FIRST_ROWS), rows, strict=False):
        if row[0].casefold().startswith("report date"):
            date = folded("".join(row).partition(":")[2])
        elif "uniqueid" in (found := {field_of(cell) for cell in row}):
            if missing := [field for field in REQUIRED if field not in found]:
                raise Malformed(f"a table without the columns {', '.join(missing)}")
            return date, _without_tail(row)
    raise Malformed(f"no header with Unique ID in the first {FIRST_ROWS} rows")


def _without_tail(header: Sequence[str]) -> Sequence[str]:
    return [folded(cell) or f"column {number}" for number, cell in enumerate(header, start=1)]


def _rows(text: io.TextIOWrapper) -> Iterator[Sequence[str]]:
    """The rows that say anything; Malformed when the bytes are no text or end in a quoted cell."""
    try:
        for row in csv.reader(text, strict=True):
            if any("\x00" in cell for cell in row):
                raise Malformed("empty bytes within the table")
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as error:
        raise Malformed(f"the table cannot be read, or is cut off: {error}") from error
    except UnicodeDecodeError as error:
        raise Malformed(f"bytes that are no text: {error.reason}") from error
