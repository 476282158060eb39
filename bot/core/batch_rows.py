"""Batch rows: a file of names, read row by row.

lines ─▶ form (CSV, JSON Lines, names) ─▶ rows to screen, and bad rows with their line
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any, Final, Literal

import orjson

from bot.core.identifiers import labelled_problem, recognise
from bot.core.queries import MAX_LENGTH, QueryProblem, parse_filters
from bot.core.questions import Query

Form = Literal["csv", "jsonl", "names"]
Id = str | int | None

FORMS: Final[dict[str, Form]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
}
"""The forms that an extension settles; of all other files the first line is looked at."""

COLUMNS: Final = ("name", "id", "dob", "country", "type")
DELIMITERS: Final = ",;\t|"
MAX_LINE: Final = 100_000
"""Characters of one line; nothing that holds a name of 500 is longer."""
RECORD_LINES: Final = 20
"""Lines that one CSV record may span; more means a quotation mark that nobody closed."""
IDENTIFIER_DIGITS: Final = 6
"""Digits from which a text with a label ("IMO 918762") is a number, be it mistyped, and no name."""

_NOT_UTF8: Final = re.compile("[\udc80-\udcff]")
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
"""Control characters that no list of names holds: other encodings look like this, read as UTF-8."""


class Unreadable(ValueError):
    """An input that cannot be read as a whole; the text says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One name to screen, with the line it begins at and the id that its file gives it."""

    line: int
    id: Id
    name: str
    query: Query


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not screened, and why."""

    line: int
    problem: str


@dataclass(frozen=True, slots=True)
class Unused:
    """Columns of the first line that say nothing to the screening."""

    columns: tuple[str, ...]


def read_rows(lines: Iterable[str], file_name: str = "", limit: int = 5) -> Iterator[Row | BadRow | Unused]:
    """The rows of an input; raises `Unreadable` at once when it is none.

    Bytes that are not UTF-8 must have been decoded with `surrogateescape`: only their rows are lost.
    """
    source = _Lines(iter(lines))
    first = source.peek()
    if first is None:
        raise Unreadable("there is nothing in it")
    suffix = re.search(r"\.\w+$", file_name.casefold())
    match FORMS.get(suffix[0] if suffix else "") or _form_of(first):
        case "csv":
            return _csv_rows(source, first, limit)
        case "jsonl":
            return _json_rows(source, limit)
        case "names":
            return _name_rows(source, limit)


def _form_of(first: str) -> Form:
    """What an input is by its first line; a table without names is still a table."""
    if first.lstrip().startswith(("{", "[")):
        return "jsonl"
    headers = [_header(first, delimiter) for delimiter in DELIMITERS]
    known = [len(header) > 1 and bool(set(COLUMNS) & set(header)) for header in headers]
    return "csv" if any(known) or first.strip().casefold() == "name" else "names"


class _Lines(Iterator[str]):
    """Numbered lines that can be given back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._back = lines, deque[str]()
        self.number = 0
        self.taken: list[str] = []

    def __next__(self) -> str:
        if len(self.taken) >= RECORD_LINES:
            raise csv.Error("too many lines")
        line = self._back.popleft() if self._back else next(self._lines)
        self.number += 1
        self.taken.append(line)
        if len(line) > MAX_LINE:
            raise csv.Error("too long")
        return line

    def begin(self) -> None:
        """Begin a record."""
        self.taken = []

    def give_back(self, keep: int = 1) -> None:
        """Give back all lines of this record but the first."""
        rest = self.taken[keep:]
        self._back.extendleft(reversed(rest))
        self.number -= len(rest)
        self.taken = self.taken[:keep]

    def peek(self) -> str | None:
        """The next line that is not blank, not taken; blank ones before it are passed over."""
        while True:
            self.begin()
            try:
                line = next(self)
            except StopIteration:
                return None
            except csv.Error:
                line = self.taken[0]
            if line.strip():
                self.give_back(0)
                return line


def _csv_rows(source: _Lines, first: str, limit: int) -> Iterator[Row | BadRow | Unused]:
    delimiter = next((d for d in DELIMITERS if "name" in _header(first, d)), "")
    if len(first) > MAX_LINE:
        raise Unreadable(_broken(first))
    if not delimiter:
        widest = max(DELIMITERS, key=lambda d: len(_header(first, d)))
        found = ", ".join(repr(cell[:40]) for cell in _header(first, widest)[:20])
        raise Unreadable(f"there is no column “name” in its first line; the columns are {found}")
    header = _header(first, delimiter)
    if twice := [column for column in COLUMNS if header.count(column) > 1]:
        raise Unreadable(f"there are two columns “{twice[0]}”")
    source.begin()
    next(source)
    if source.peek() is None:
        raise Unreadable("there is a header and no row below it")
    unused = tuple(column[:40] for column in header if column and column not in COLUMNS)
    return chain([Unused(unused)] if unused else (), _below(source, header, delimiter, limit))


def _below(source: _Lines, header: Sequence[str], delimiter: str, limit: int) -> Iterator[Row | BadRow]:
    """The records below the header; one that cannot be read costs no other."""
    places = {column: header.index(column) for column in COLUMNS if column in header}
    reader = csv.reader(source, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        source.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            source.give_back()
            yield BadRow(source.number, _broken(source.taken[0]))
            continue
        line = source.number - len(source.taken) + 1
        if not any(cell.strip() for cell in cells):
            continue
        if undecodable := _undecodable(source.taken, line):
            yield undecodable
        elif len(cells) != len(header):
            yield BadRow(line, f"{len(cells)} cells where the first line has {len(header)}; quote a cell with a comma")
        else:
            yield _row(line, {column: cells[place] for column, place in places.items()}, limit)


def _header(line: str, delimiter: str) -> list[str]:
    cells = next(csv.reader([line[:MAX_LINE]], delimiter=delimiter, skipinitialspace=True), [])
    return [cell.strip().casefold() for cell in cells]


def _broken(line: str) -> str:
    if len(line) > MAX_LINE:
        return f"the line has more than {MAX_LINE:,} characters"
    return "the quotation marks do not match (inside a quoted cell, write two)"


def _json_rows(source: _Lines, limit: int) -> Iterator[Row | BadRow]:
    for line, text in _plain_lines(source):
        if isinstance(text, BadRow):
            yield text
            continue
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            yield BadRow(line, f"not JSON: {error.msg}, at character {error.colno}")
            continue
        if not isinstance(value, dict):
            yield BadRow(line, 'not an object such as {"name": "…"}; write one on each line')
            continue
        given = {key.strip().casefold(): item for key, item in value.items()}
        odd = [c for c in COLUMNS if not isinstance(given.get(c), str | int | None) or isinstance(given.get(c), bool)]
        if odd or not isinstance(given.get("name"), str | None):
            yield BadRow(line, f"“{(odd or ['name'])[0]}” is not a text")
        else:
            yield _row(line, given, limit)


def _name_rows(source: _Lines, limit: int) -> Iterator[Row | BadRow]:
    for line, text in _plain_lines(source):
        yield text if isinstance(text, BadRow) else row_of_name(line, text, limit)


def row_of_name(line: int, name: str, limit: int = 5) -> Row | BadRow:
    """The row of a bare name."""
    return _row(line, {"name": name}, limit)


def _plain_lines(source: _Lines) -> Iterator[tuple[int, str | BadRow]]:
    """The lines that are not blank, where each is a record of its own."""
    while True:
        source.begin()
        try:
            text = next(source)
        except StopIteration:
            return
        except csv.Error:
            yield source.number, BadRow(source.number, _broken(source.taken[0]))
            continue
        if text.strip():
            yield source.number, _undecodable([text], source.number) or text


def _undecodable(lines: Sequence[str], first: int) -> BadRow | None:
    """What is wrong with a record that holds bytes which are not text in UTF-8."""
    for number, line in enumerate(lines, first):
        if found := _NOT_UTF8.search(line):
            place = len(line[: found.start()].encode("utf-8", "surrogateescape")) + 1
            where = f"byte {place} of the line (0x{ord(found[0]) - 0xDC00:02X})"
            return BadRow(number, f"{where} is not UTF-8; save the file as UTF-8")
        if found := _NO_TEXT.search(line):
            return BadRow(number, f"a control character (0x{ord(found[0]):02X}) is in it; save the file as UTF-8")
    return None


def _row(line: int, given: Mapping[str, Any], limit: int) -> Row | BadRow:
    """A row by its cells: the name is a name and no question, the rest are the filters of `desk check`."""
    cell = {column: " ".join(str(given[column]).split()) for column in COLUMNS if given.get(column) is not None}
    name = cell.get("name", "")
    if not any(char.isalnum() for char in name):
        return BadRow(line, "there is no name")
    if len(name) > MAX_LENGTH:
        return BadRow(line, f"the name has {len(name):,} characters; at most {MAX_LENGTH} are compared")
    filters = _filters(cell.get("dob", ""), cell.get("country", ""), cell.get("type", ""))
    if isinstance(filters, QueryProblem):
        return BadRow(line, filters.text)
    # "Swift 24 Logistics" has the shape of a label and a BIC, and is a name all the same.
    is_number = sum(char.isdigit() for char in name) >= IDENTIFIER_DIGITS
    if is_number and (problem := labelled_problem(name)):
        return BadRow(line, problem.text)
    found = recognise(name) if is_number or len(name.split()) <= 2 else []
    text, scheme = (found[0].value, found[0].scheme) if found else (name, "")
    number = given.get("id")
    shown = number if isinstance(number, int) else cell.get("id") or None
    return Row(line, shown, name, replace(filters, text=text, scheme=scheme, limit=limit))


@lru_cache(maxsize=4096)
def _filters(dob: str, country: str, kind: str) -> Query | QueryProblem:
    """The filters of a row as `desk check` reads them; the subject "x" stands in for its name."""
    given = {"dob": dob, "country": country, "type": kind}
    return parse_filters("x", {key: value for key, value in given.items() if value})
