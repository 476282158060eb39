"""The Australian table: the columns of the sheet by what they hold, its rows by the number of their reference."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from bot.core.snapshots import Malformed
from bot.sources.au_sheet import Row, Workbook
from bot.sources.draft import folded

COLUMNS = {
    "reference": "reference",
    "nameofindividualorentity": "name",
    "nameofindividualentityorvessel": "name",
    "name": "name",
    "type": "type",
    "nametype": "name_type",
    "aliasstrength": "strength",
    "dateofbirth": "born",
    "placeofbirth": "birth_place",
    "citizenship": "citizenship",
    "address": "address",
    "additionalinformation": "information",
    "listinginformation": "listing",
    "imonumber": "imo",
    "committees": "committees",
    "committee": "committees",
    "controldate": "control_date",
    "instrumentofdesignation": "instrument",
    "targetedfinancialsanction": "targeted financial sanctions",
    "targetedfinancialsanctions": "targeted financial sanctions",
    "travelban": "travel ban",
    "armsembargo": "arms embargo",
    "maritimerestriction": "maritime restriction",
    "maritimerestrictions": "maritime restriction",
}
"""Headers (their letters only) and what the column holds."""

REQUIRED = {
    "reference": "Reference",
    "name": "Name of Individual or Entity",
    "type": "Type",
    "name_type": "Name Type",
    "listing": "Listing Information",
    "committees": "Committees",
    "control_date": "Control Date",
}
MEASURES = ("targeted financial sanctions", "travel ban", "arms embargo", "maritime restriction")
HEADER_WITHIN = 10
"""Rows among which the header must stand."""

_REFERENCE = re.compile(r"(\d+)\s*([a-z]*\d*)", re.IGNORECASE)

Cells = Mapping[str, str]
"""A row by the names of COLUMNS."""


class Table:
    """The rows of the sheet by the number of their reference."""

    def __init__(self, book: Workbook) -> None:
        self.groups: dict[str, list[Cells]] = defaultdict(list)
        self.strangers: list[str] = []
        self._names: dict[str, str] = {}
        self._best: list[str] = []
        self._seen = 0
        for sheet in book.sheets:
            if self._names:
                self.strangers.append(f"sheet {sheet}")
                continue
            self._seen = 0
            book.read(sheet, self._take)
        if not self._names:
            missing = ", ".join(title for name, title in REQUIRED.items() if name not in self._best)
            raise Malformed(f"a spreadsheet that is not the Australian list: it lacks the columns {missing}")

    @property
    def also_observed(self) -> frozenset[str]:
        """What only the newer layout can state."""
        names = set(self._names.values())
        found = {"weak_alias"} if "strength" in names else set()
        return frozenset(found | ({"measure"} if names & set(MEASURES) else set()))

    def _take(self, row: Row) -> None:
        self._seen += 1
        if not self._names:
            if self._seen <= HEADER_WITHIN:
                self._read_header(row)
            return
        cells = {self._names[column]: text for column, text in row.items() if column in self._names}
        strays = [column for column in row if column not in self._names]
        self.strangers += [f"column {column}" for column in strays]
        if not cells.keys() & {"reference", "name"}:
            self.strangers.append(f"row {' '.join(map(folded, row.values()))[:60]!r}")
            return
        match = _REFERENCE.fullmatch(folded(cells.get("reference")))
        if match is None or not folded(cells.get("name")):
            raise Malformed(f"a row without a reference or a name: {' | '.join(map(folded, row.values()))[:120]!r}")
        self.groups[match[1]].append(cells)

    def _read_header(self, row: Row) -> None:
        names = {column: COLUMNS.get(re.sub(r"[^a-z]", "", text.lower()), "") for column, text in row.items()}
        self._best = max(self._best, [name for name in names.values() if name], key=len)
        if REQUIRED.keys() <= set(names.values()):
            self._names = {column: name or f"column {folded(row[column])}" for column, name in names.items()}
            self.strangers += [name for name in self._names.values() if name.startswith("column ")]


def letter_of(row: Cells) -> str:
    """The letter of a row's reference, which counts the names of an entry; "" for the first."""
    match = _REFERENCE.fullmatch(folded(row["reference"]))
    return match[2] if match else ""


def word_of(row: Cells, column: str) -> str:
    """A cell on one line and without case."""
    return folded(row.get(column, "")).casefold()
