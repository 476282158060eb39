"""EU acts, rows: one transcribed act as a file, each row one party in one annex under one measure.

file ─▶ header and CELEX checked ─▶ rows, cells decoded
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.snapshots import Malformed
from bot.sources.draft import folded
from bot.sources.eu_births import iso_day
from bot.sources.raw import Raw

SHARED_COLUMNS = (
    *("recordId", "programKey", "annex", "measure", "startDate", "reason", "schema", "name", "alias", "weakAlias"),
    *("previousName", "country", "nationality", "jurisdiction", "birthDate", "birthPlace", "position"),
    *("passportNumber", "gender", "appearance", "ethnicity", "fatherName", "motherName", "incorporationDate"),
    *("legalForm", "sector", "registrationNumber", "taxNumber", "idNumber", "innCode", "ogrnCode", "kppCode"),
    *("okpoCode", "leiCode", "swiftBic", "ticker", "imoNumber", "mmsi", "flag", "address", "phone", "email"),
    *("website", "notes"),
)
LEADING = {"consolidated": ("celex",), "amendment": ("amendedCelex", "amendmentCelex")}
"""The columns by which the two kinds of file differ."""

NEEDED = ("annex", "measure", "schema", "name")
NOT_SAID = frozenset({"recordId", "programKey"})
"""The number in the annex, which acts give anew, and the transcriber's own key."""

_CELEX = re.compile(r"3(?P<year>\d{4})(?P<form>[A-Z]{1,2})(?P<number>\d{4})(?:R\(\d+\))?")
UNIFORM_NUMBERS_SINCE = 2015
"""From this year on regulations are cited year first, as decisions were before."""


@dataclass(frozen=True, slots=True)
class Row:
    """One party under one measure of one annex; `act` is the framework, `amending` the act of an amendment file."""

    act: str
    amending: str
    cells: dict[str, str]
    extra: dict[str, str]

    def one(self, column: str) -> str:
        """The cell."""
        return self.cells.get(column, "")

    def all(self, column: str) -> tuple[str, ...]:
        """The values of a cell that may have several: `;` between them, quoted where a value has one itself."""
        text = self.cells.get(column, "")
        if not text or ('"' not in text and ";" not in text):
            return (text,) if text else ()
        try:
            values = next(csv.reader([text], delimiter=";", skipinitialspace=True, strict=True), [])
        except csv.Error:
            values = text.split(";")
        return tuple(value for raw in values if (value := folded(raw)))

    @property
    def start(self) -> str:
        """The printed date of the listing as ISO writes it, else as printed."""
        printed = self.one("startDate")
        return iso_day(printed) or printed

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """All that the row says of its party, without where it stands in which file."""
        return tuple(sorted((name, text) for name, text in (self.cells | self.extra).items() if name not in NOT_SAID))


def read_rows(raw: Raw, kind: str) -> tuple[list[Row], list[str]]:
    """The rows of one file and the names of its unknown columns."""
    name = raw.name or kind
    try:
        text = raw.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed(f"{name}: bytes that are no text at position {error.start:,}") from error
    if not text.endswith("\n"):
        raise Malformed(f"{name}: cut off after {len(text):,} characters, in the middle of a line")
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Malformed(f"{name}: it cannot be read to its end: {error}") from error
    header = [column.strip() for column in table[0]] if table else []
    if missing := [column for column in (*LEADING[kind], *NEEDED) if column not in header]:
        raise Malformed(f"{name}: no column {missing[0]}")
    rows = list(_rows(table[1:], header, kind, name))
    _refuse_mixed(rows, kind, name)
    return rows, [f"column {column}" for column in header if column not in (*LEADING[kind], *SHARED_COLUMNS)]


def _rows(table: list[list[str]], header: list[str], kind: str, name: str) -> Iterator[Row]:
    for number, line in enumerate(table, start=1):
        if not line:
            continue
        if len(line) != len(header):
            raise Malformed(f"{name}: row {number:,} has {len(line)} of {len(header)} columns")
        cells = {column: value for column, cell in zip(header, line, strict=True) if (value := folded(cell))}
        if empty := next((column for column in (*LEADING[kind], *NEEDED) if column not in cells), ""):
            raise Malformed(f"{name}: row {number:,} has no {empty}")
        acts = [cells.pop(column) for column in LEADING[kind]]
        if wrong := next((act for act in acts if not _CELEX.fullmatch(act)), ""):
            raise Malformed(f"{name}: row {number:,} names the act {wrong[:40]!r}, which is no CELEX number")
        extra = {column: cells.pop(column) for column in list(cells) if column not in SHARED_COLUMNS}
        yield Row(acts[0], acts[1] if len(acts) > 1 else "", cells, extra)


def _refuse_mixed(rows: list[Row], kind: str, name: str) -> None:
    if kind == "amendment" and not rows:
        raise Malformed(f"{name}: an amending act without any row")
    acts = sorted({row.amending or row.act for row in rows})
    if len(acts) > 1:
        raise Malformed(f"{name}: rows of {len(acts)} acts in one file: {', '.join(acts[:3])}")


def cited(celex: str) -> str:
    """How an act is cited: 32014R0833 is 833/2014, 32026R1843 is 2026/1843, 32010D0573 is 2010/573."""
    match = _CELEX.fullmatch(celex)
    if match is None:
        return celex
    year, number = int(match["year"]), int(match["number"])
    year_first = year >= UNIFORM_NUMBERS_SINCE or match["form"] != "R"
    return f"{year}/{number}" if year_first else f"{number}/{year}"


def act_order(celex: str) -> tuple[int, int]:
    """Sorts acts by when they were adopted."""
    match = _CELEX.fullmatch(celex)
    return (int(match["year"]), int(match["number"])) if match else (0, 0)
