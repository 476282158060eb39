"""CSL rows: trade.gov's table as CSV or JSON, one row at a time, all cells as the CSV prints them."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from bot.core.dates import iso_day
from bot.core.snapshots import Malformed
from bot.sources.draft import folded
from bot.sources.raw import CHUNK, Raw

Row = dict[str, str]
"""One row by column."""

BOOKKEEPING = frozenset({"_id", "id", "source_list_url", "source_information_url"})
"""`_id` is a hash of the row; the two addresses are the same for all rows of a list and move with the web sites."""

COLUMNS = BOOKKEEPING | frozenset(
    {
        *("source", "entity_number", "type", "programs", "name", "title", "addresses", "federal_register_notice"),
        *("start_date", "end_date", "standard_order", "license_requirement", "license_policy", "call_sign"),
        *("vessel_type", "gross_tonnage", "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks"),
        *("alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth", "ids", "country"),
    }
)
"""Every column; `country` is a key that only the JSON has, for the Nonproliferation Sanctions."""

PARTS = {
    "addresses": ("address", "city", "state", "postal_code", "country"),
    "ids": ("type", "number", "country", "issue_date", "expiration_date"),
}
"""The members of the JSON's objects, in the order in which the CSV joins them."""

LARGEST = 1_000_000
"""Characters that one JSON object may have: the longest row seen has some 15,000."""

_RESULTS = re.compile(r'"results"\s*:\s*\[')
_C1 = {number: bytes([number]).decode("cp1252", "replace") for number in range(0x80, 0xA0)}


@dataclass(slots=True)
class Heading:
    """What a file says of itself: its columns and the day of its youngest part."""

    columns: frozenset[str] = COLUMNS - {"country"}
    day: date | None = None
    strangers: list[str] = field(default_factory=list)


def csv_rows(raw: Raw, heading: Heading) -> Iterator[Row]:
    """The rows of the CSV; Malformed when it is cut off or bent. A repeated header line is passed over."""
    with raw.open() as stream:
        lines = csv.reader(_text_lines(stream), strict=True)
        try:
            header = [cell.strip().casefold() for cell in next(lines, [])]
            _take_header(header, heading)
            for row in lines:
                if row and [cell.strip().casefold() for cell in row] != header:
                    yield _csv_row(header, row, lines.line_num)
        except csv.Error as error:
            raise Malformed(f"line {lines.line_num:,} cannot be read: {error}") from error
        except UnicodeDecodeError as error:
            raise Malformed(f"bytes that are no text after line {lines.line_num:,}") from error


def _text_lines(stream: BinaryIO) -> Iterator[str]:
    """The lines as text; Malformed when the last one stops within a cell."""
    decoder, rest, part = codecs.getincrementaldecoder("utf-8-sig")(), "", b"-"
    while part:
        part = stream.read(CHUNK)
        *whole, rest = (rest + decoder.decode(part, final=not part)).split("\n")
        if any("\x00" in line for line in whole):
            raise Malformed("empty bytes within the text")
        yield from (f"{line}\n" for line in whole)
    if rest and not rest.endswith(('"', "\r")):
        raise Malformed(f"cut off in the last cell: {rest[-20:]!r}")
    if rest:
        yield rest


def _take_header(header: list[str], heading: Heading) -> None:
    missing = {"source", "name"} - set(header)
    if missing or len(set(header)) < len(header):
        raise Malformed(
            f"a header line of {len(header)} columns without {', '.join(sorted(missing)) or 'distinct ones'}"
        )
    heading.columns = frozenset(header)
    heading.strangers += [f"column {name[:40]}" for name in header if name not in COLUMNS]


def _csv_row(header: list[str], row: list[str], line: int) -> Row:
    if len(row) != len(header):
        raise Malformed(f"line {line:,} has {len(row)} cells of {len(header)}")
    return {name: clean(cell) for name, cell in zip(header, row, strict=True)}


def clean(text: str) -> str:
    """The text with its white space folded and the signs that were saved in a Windows code page put right."""
    return folded(text.translate(_C1)) if text else text


def json_rows(raw: Raw, heading: Heading) -> Iterator[Row]:
    """The rows of the JSON, `{"results": [...]}` or a bare array, without holding the whole; Malformed when cut off."""
    for number, item in enumerate(_objects(raw, heading), start=1):
        if not isinstance(item, dict):
            raise Malformed(f"result {number:,} is no object")
        heading.strangers += [f"key {str(name)[:40]}" for name in item if str(name) not in COLUMNS]
        yield {str(name): clean(_cell(str(name), value)) for name, value in item.items()}


def _cell(name: str, value: Any) -> str:
    """A JSON value as the CSV prints it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(filter(None, (_cell(name, item) for item in value)))
    if isinstance(value, dict):
        known = PARTS.get(name, ())
        others = (str(key) for key in value if key not in known)
        return ", ".join(filter(None, (_cell("", value.get(key)) for key in (*known, *others))))
    return folded(str(value))


def _objects(raw: Raw, heading: Heading) -> Iterator[Any]:
    """The items of the array, one by one, and then what stands around it as a whole."""
    decoder = json.JSONDecoder()
    with raw.open() as stream:
        buffer = _Buffer(stream)
        opening = buffer.opening()
        count = 0
        while (start := buffer.next_item()) is not None:
            if (found := buffer.decoded(decoder, start)) is None:
                raise Malformed(f"cut off or bent in result {count + 1:,}")
            count += 1
            yield found
        closing = buffer.rest()
    _take_envelope(opening + "]" + closing, count, heading)


def _take_envelope(text: str, count: int, heading: Heading) -> None:
    """Check the whole around the array: its own count of results, and the days of its parts."""
    try:
        envelope = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"cut off or bent after {count:,} results: {error}") from error
    if not isinstance(envelope, dict):
        return
    declared = envelope.get("total")
    if isinstance(declared, int) and declared != count:
        raise Malformed(f"{count:,} results, but the file declares {declared:,}")
    sources = [item for item in envelope.get("sources_used") or [] if isinstance(item, dict)]
    days = [day for item in sources if (day := iso_day(str(item.get("source_last_updated", ""))))]
    heading.day = max(days, default=None)


class _Buffer:
    """The text of a JSON file in pieces."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._text, self._at = stream, "", 0
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._ended = False

    def _more(self) -> bool:
        part = self._stream.read(CHUNK)
        self._ended = not part
        try:
            self._text = self._text[self._at :] + self._decoder.decode(part, final=not part)
        except UnicodeDecodeError as error:
            raise Malformed(f"bytes that are no text: {error.reason}") from error
        self._at = 0
        return not self._ended

    def opening(self) -> str:
        """All up to and with the bracket of the array of results."""
        while True:
            if self._text.lstrip()[:1] == "[":
                end = self._text.index("[") + 1
            elif match := _RESULTS.search(self._text):
                end = match.end()
            elif len(self._text) < LARGEST and self._more():
                continue
            else:
                raise Malformed("no array of results")
            self._at = end
            return self._text[:end]

    def next_item(self) -> int | None:
        """Where the next item starts; None at the end of the array."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n,":
                self._at += 1
            if self._at < len(self._text):
                break
            if not self._more():
                raise Malformed("cut off within the array of results")
        if self._text[self._at] == "]":
            self._at += 1
            return None
        return self._at

    def decoded(self, decoder: json.JSONDecoder, start: int) -> Any:
        """The item at a place, read on as far as it needs; None when the file ends within it."""
        while True:
            try:
                found, self._at = decoder.raw_decode(self._text, start)
                return found
            except RecursionError:
                return None
            except ValueError:
                if len(self._text) - start > LARGEST + CHUNK or not self._more():
                    return None
                start = 0

    def rest(self) -> str:
        """All after the array."""
        while len(self._text) - self._at < LARGEST and self._more():
            continue
        return self._text[self._at :]
