"""Sheet: an Office spreadsheet as rows of text, unpacked within limits and read as a stream.

xlsx (a zip of XML) ─▶ shared strings ─▶ worksheets in workbook order ─▶ rows by column letter

A reader of our own on lxml: the spreadsheet libraries build the whole grid in memory, which one cell at the far end of
a sheet makes billions of cells.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import BinaryIO, TypeAlias, cast

from bot.core.snapshots import Malformed
from bot.sources.draft import folded
from bot.sources.raw import Raw
from bot.sources.xml import Element, all_of, children, each, local

MAX_UNPACKED = 200_000_000
"""Bytes that all members may unfold to; the official file of December 2024 has 6,569,000."""

MAX_MEMBERS = 1_000

EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""Day 0 of the two ways in which a workbook counts its days."""

FIRST_SERIAL, LAST_SERIAL = 2_101, 80_000
"""Days of 1905 and 2119: no date on a list lies beyond, and a smaller number is a year."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_COLUMN = re.compile(r"[A-Z]{1,3}")
_SERIAL = re.compile(r"(\d{4,5})(?:\.\d+)?")
_WHOLE = re.compile(r"(-?\d+)\.0+")

Row: TypeAlias = dict[str, str]
"""The filled cells of a row by column letter."""


class Workbook:
    """An opened spreadsheet: `sheets` names its worksheets in order, `read` gives the rows of one to a function."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._strings: list[str] | None = None
        self.epoch = EPOCH
        self.sheets: dict[str, str] = {}
        targets: dict[str, str] = {}
        self._each("xl/_rels/workbook.xml.rels", "Relationship", lambda item: _note_target(targets, item))
        self._each("xl/workbook.xml", "sheet", lambda item: self._note_sheet(targets, item))
        self._each("xl/workbook.xml", "workbookPr", self._note_epoch)

    def read(self, sheet: str, take: Callable[[Row], None]) -> None:
        """Give each row that has a filled cell to `take`."""
        if self._strings is None:
            self._strings = []
            if "xl/sharedStrings.xml" in self._archive.namelist():
                self._each("xl/sharedStrings.xml", "si", lambda item: self._shared.append(_string(item)))

        def read_row(element: Element) -> None:
            if row := self._row(element):
                take(row)

        self._each(self.sheets[sheet], "row", read_row)

    def day(self, serial: str) -> str:
        """The ISO day that a cell holds as a number of days; "" when it is anything else."""
        match = _SERIAL.fullmatch(serial)
        if match is None or not FIRST_SERIAL <= int(match[1]) <= LAST_SERIAL:
            return ""
        return (self.epoch + timedelta(days=int(match[1]))).isoformat()

    @property
    def _shared(self) -> list[str]:
        return self._strings if self._strings is not None else []

    def _each(self, member: str, tag: str, read: Callable[[Element], None]) -> None:
        if member not in self._archive.namelist():
            raise Malformed(f"a spreadsheet without its part {member}")
        with self._archive.open(member) as stream:
            each(cast(BinaryIO, stream), {tag}, read)

    def _note_sheet(self, targets: dict[str, str], item: Element) -> None:
        target = next((targets.get(value, "") for name, value in item.attrib.items() if name.endswith("}id")), "")
        if "worksheets/" in target:
            self.sheets[folded(item.get("name"))] = target

    def _note_epoch(self, item: Element) -> None:
        if item.get("date1904") in ("1", "true"):
            self.epoch = EPOCH_1904

    def _row(self, element: Element) -> Row:
        row: Row = {}
        for at, cell in enumerate(children(element)):
            # Most cells of a formatted sheet have a style and nothing else.
            if len(cell) and (text := self._text(cell)):
                column = _COLUMN.match(cell.get("r") or _letters(at))
                row[column[0] if column else _letters(at)] = text
        return row

    def _text(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _clean("".join(_string(item) for item in all_of(cell, "is")))
        value = next((item.text or "" for item in children(cell) if local(item) == "v"), "")
        if kind != "s":
            return _WHOLE.sub(r"\1", value.strip()) if kind == "n" else _clean(value)
        if not value.isdigit() or int(value) >= len(self._shared):
            raise Malformed(f"cell {cell.get('r')} names the shared string {value[:20]!r} of {len(self._shared):,}")
        return self._shared[int(value)]


@contextmanager
def opened(raw: Raw) -> Iterator[Workbook]:
    """The spreadsheet; Malformed, also while it is read, when it is damaged or unfolds to too much."""
    try:
        with raw.delivered() as stream, zipfile.ZipFile(stream) as archive:
            _check_sizes(archive)
            yield Workbook(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise Malformed(f"a damaged or unreadable spreadsheet: {error}") from error


def _check_sizes(archive: zipfile.ZipFile) -> None:
    # A member that declares less than it holds is cut at its declared size and then fails its checksum.
    members = archive.infolist()
    total = sum(item.file_size for item in members)
    if total > MAX_UNPACKED or len(members) > MAX_MEMBERS:
        raise Malformed(f"a spreadsheet of {len(members):,} parts that unfolds to {total:,} bytes")
    if len({item.filename for item in members}) < len(members):
        raise Malformed("a spreadsheet with two parts of one name")


def _note_target(targets: dict[str, str], item: Element) -> None:
    target = str(item.get("Target", ""))
    targets[str(item.get("Id", ""))] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _string(item: Element) -> str:
    """The text of a string with or without runs; phonetic hints are left out."""
    parts = []
    for child in children(item):
        if local(child) == "t":
            parts.append(child.text or "")
        elif local(child) == "r":
            parts += [text.text or "" for text in all_of(child, "t")]
    return _clean("".join(parts))


def _clean(text: str) -> str:
    """The text with Office's escapes (`_x000D_`) resolved; outer white space removed, lines kept."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).replace("\r", "\n").strip()


def _letters(at: int) -> str:
    """The column letters of a cell that names no place of its own."""
    letters, left = "", at + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
