"""EU FSF CSV: one row per name, address, birth, document or citizenship; every row repeats its entity.

header ─▶ column to (kind, attribute) ─▶ rows grouped by entity, in whatever order they come
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from bot.core.snapshots import Malformed
from bot.sources.draft import folded
from bot.sources.eu_fsf_record import ACT, KNOWN, Part, Record
from bot.sources.eu_fsf_xml import Take
from bot.sources.raw import Raw

PREFIXES = {
    "entity_regulation": "regulation",
    "entity": "sanctionEntity",
    "namealias": "nameAlias",
    "address": "address",
    "birthdate": "birthdate",
    "identification": "identification",
    "citizenship": "citizenship",
}
"""How the columns of each kind begin (in lower case), longest first."""

OWN_WORDS = {
    "sanctionEntity": {"eu_referencenumber": "euReferenceNumber"},
    "birthdate": {"day": "dayOfMonth", "month": "monthOfYear"},
    "identification": {"typecode": "identificationTypeCode", "typedescription": "identificationTypeDescription"},
}
"""Columns that the XML calls by another name."""

TYPE_COLUMNS = ("entity_subjecttype", "entity_subjecttype_classificationcode")
"""One holds a letter and the other the word, and not always the one that its name suggests: the word is taken."""

DATE_COLUMN = "filegenerationdate"
NEEDED = (("sanctionEntity", "logicalId"), ("sanctionEntity", "subjectType"), ("nameAlias", "wholeName"))

Place = tuple[str, str]
"""The kind and attribute of a column."""


@dataclass(frozen=True, slots=True)
class Header:
    """What each column is (None: unknown), and where the file's date stands."""

    places: tuple[Place | None, ...]
    date_at: int
    ref_at: int
    unknown: tuple[str, ...]

    def knows_strength(self) -> bool:
        """Whether weak aliases are told apart: the official 118 columns do not."""
        return ("nameAlias", "strong") in self.places


class Scattered(Exception):
    """The rows of an entity do not stand together, so that all rows must be grouped first."""


def read_csv(raw: Raw, take: Take, *, grouped: bool = False) -> tuple[Header, str, bool]:
    """Give each entity to `take`; returns the header, the generation date and whether the last line is whole."""
    with raw.open() as stream:
        ending = _Ending(stream)
        text = io.TextIOWrapper(io.BufferedReader(ending), encoding="utf-8-sig", newline="")
        rows = csv.reader(text, delimiter=";", strict=True)
        try:
            header = read_header(next(rows, []))
            day = _take_all(_whole_rows(rows, header), header, take, grouped)
        except UnicodeDecodeError as error:
            raise Malformed(f"line {rows.line_num:,} holds bytes that are no text") from error
        except csv.Error as error:
            raise Malformed(f"line {rows.line_num:,} cannot be read: {error}") from error
    return header, day, ending.is_whole


def read_header(names: Sequence[str]) -> Header:
    """What the columns are, by name and whatever their order."""
    lower = [name.strip().lower() for name in names]
    places = tuple(_place(name) for name in lower)
    if missing := [f"{kind} {name}" for kind, name in NEEDED if (kind, name) not in places]:
        raise Malformed(f"no EU list: of {len(names)} columns none is {missing[0]}")
    unknown = [name for name, low, place in zip(names, lower, places, strict=True) if not place and low != DATE_COLUMN]
    date_at = lower.index(DATE_COLUMN) if DATE_COLUMN in lower else -1
    return Header(places, date_at, places.index(NEEDED[0]), tuple(f"column {name}" for name in unknown))


def _place(column: str) -> Place | None:
    if column in TYPE_COLUMNS:
        return NEEDED[1]
    prefix = next((prefix for prefix in PREFIXES if column.startswith(f"{prefix}_")), "")
    kind, rest = PREFIXES.get(prefix, ""), column[len(prefix) + 1 :]
    if not kind or column == "entity_remark":
        return ("remark", "text") if kind else None
    if kind == "regulation":
        rest = "regulationtype" if rest == "type" else rest
    elif rest.startswith("regulation_"):
        rest = f"{ACT}{'regulationtype' if rest == 'regulation_type' else rest.removeprefix('regulation_')}".lower()
    known = {name.lower(): name for name in KNOWN[kind]}
    name = OWN_WORDS.get(kind, {}).get(rest) or known.get(rest)
    return (kind, name) if name else None


def _whole_rows(rows: Iterable[list[str]], header: Header) -> Iterator[list[str]]:
    for number, row in enumerate(rows, start=1):
        if row and len(row) != len(header.places):
            raise Malformed(f"row {number:,} has {len(row)} of {len(header.places)} columns")
        if row:
            yield row


def _take_all(rows: Iterable[list[str]], header: Header, take: Take, grouped: bool) -> str:
    open_records: dict[str, Record] = {}
    done: set[str] = set()
    day = ""
    for row in rows:
        ref = row[header.ref_at].strip()
        day = day or (folded(row[header.date_at]) if header.date_at >= 0 else "")
        if ref not in open_records:
            if not grouped:
                _close(open_records, take, done)
            if ref in done:
                raise Scattered
            open_records[ref] = Record({})
        _add_row(open_records[ref], row, header)
    _close(open_records, take, done)
    return day


def _close(records: dict[str, Record], take: Take, done: set[str]) -> None:
    for ref, record in records.items():
        take(record, ())
        done.add(ref)
    records.clear()


def _add_row(record: Record, row: Sequence[str], header: Header) -> None:
    parts: dict[str, Part] = {}
    for place, cell in zip(header.places, row, strict=True):
        if place and cell and (value := folded(cell)):
            part = parts.setdefault(place[0], {})
            part[place[1]] = max(part.get(place[1], ""), value, key=len) if place == NEEDED[1] else value
    fields = parts.pop("sanctionEntity", {})
    if any(record.fields.get(name, value) != value for name, value in fields.items()):
        raise Malformed(f"entity {record.ref} is described in two ways by its rows")
    record.fields.update(fields)
    for text in _remarks(parts.pop("remark", {}).get("text", "")):
        record.add("remark", {"text": text})
    for contact in _contacts(parts.get("address", {}).pop("contactInfo", "")):
        record.add("contactInfo", contact)
    for kind, part in parts.items():
        if part not in record.parts[kind]:
            record.add(kind, part)


def _remarks(text: str) -> list[str]:
    """The remarks, each of which the CSV puts in brackets: "(UNSC RESOLUTION 1483)"."""
    if not (text.startswith("(") and text.endswith(")")):
        return [text] if text else []
    groups, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if depth == 0 and not char.isspace():
            if char != "(":
                return [text]
            start = at + 1
        depth += (char == "(") - (char == ")")
        if depth == 0 and char == ")":
            groups.append(text[start:at])
    # Brackets of the text itself do not match: all that is certain is the outer pair.
    return groups if depth == 0 else [text[1:-1]]


def _contacts(text: str) -> Iterator[Part]:
    """Contacts as "KEY: value" or "KEY[value]", several to a cell; a value without a key has that of the one before."""
    key = ""
    for piece in re.split(r"[;|\n]|\]\s*,?\s*(?=[A-Z]+\[)", text):
        match = re.fullmatch(r"\s*([A-Z]{3,10})\s*[:=\[]\s*(.+?)\s*\]?\s*", piece)
        key, value = (match[1], match[2]) if match else (key, folded(piece))
        if value:
            yield {"key": key, "value": value} if key else {"value": value}


class _Ending(io.RawIOBase):
    """Passes a stream on and remembers whether it ended with a whole line."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream, self._last = stream, b""

    @property
    def is_whole(self) -> bool:
        """Whether the last byte ends a line."""
        return self._last == b"\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._last = data[-1:] or self._last
        return len(data)
