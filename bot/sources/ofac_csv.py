"""OFAC CSV: the family of four files (sdn, alt, add, comments) without header lines.

rows of each part ─▶ one draft per entry of the main part ─▶ listings
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.issuers import ListKind
from bot.core.listings import CUT, EntityType, Fact
from bot.core.names import NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.collect import Collector
from bot.sources.draft import Draft, digest, folded
from bot.sources.ofac_kinds import KindOf
from bot.sources.ofac_remarks import REMARK_PROPERTIES, fragments, read_remarks
from bot.sources.raw import Raw

COLUMNS = {"sdn": 12, "alt": 5, "add": 6, "comments": 2}
"""Parts of the family with their number of columns."""

TYPES = {
    "": EntityType.ORGANIZATION,
    "individual": EntityType.PERSON,
    "vessel": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
}
ALIAS_KINDS = {"aka": NameKind.ALIAS, "nka": NameKind.ALIAS, "fka": NameKind.FORMER}

FACT_COLUMNS = (
    (4, "position"),
    (5, "call_sign"),
    (6, "vessel_type"),
    (7, "tonnage"),
    (8, "gross_tonnage"),
    (9, "vessel_flag"),
    (10, "vessel_owner"),
)

OBSERVED: dict[str, frozenset[str]] = {
    "sdn": frozenset({"name", "type", "list_kind", "programme", "measure", "printed:csv/sdn"})
    | {name for _, name in FACT_COLUMNS}
    | REMARK_PROPERTIES,
    "alt": frozenset({"alias", "former_name"}),
    "add": frozenset({"address", "country"}),
    "comments": frozenset({"printed:csv/comments"}),
}
"""What each part can state."""

CUT_AT = 1000
"""Characters after which OFAC cuts a remark; the rest stands in the comments part."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file; `ended` tells whether the file shows that it is whole."""

    rows: tuple[Sequence[str], ...]
    ended: bool


def read_table(data: bytes, part: str) -> Table:
    """All rows of a part with the empty mark removed; Malformed when the file is cut off or bent."""
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed(f"{part}: bytes that are no text at position {error.start:,}") from error
    if "\x00" in text:
        raise Malformed(f"{part}: empty bytes at position {text.index(chr(0)):,}")
    ended = text.rstrip().endswith("\x1a")
    whole = text.rstrip().rstrip("\x1a") if ended else text
    if "\r\n" in whole and not whole.endswith("\r\n"):
        raise Malformed(f"{part}: cut off after {len(data):,} bytes, in the middle of a line")
    rows: list[Sequence[str]] = []
    try:
        for row in csv.reader(io.StringIO(whole, newline=""), strict=True):
            rows.append([_value(cell) for cell in row])
            if len(row) != COLUMNS[part] or not row[0].isdigit():
                raise Malformed(f"{part}: row {len(rows):,} is no entry ({len(row)} of {COLUMNS[part]} columns)")
    except csv.Error as error:
        raise Malformed(f"{part}: row {len(rows) + 1:,} cannot be read: {error}") from error
    if rows and not _is_row_whole(whole):
        raise Malformed(f"{part}: cut off after {len(data):,} bytes, in the last cell of row {len(rows):,}")
    return Table(tuple(rows), ended)


def _value(cell: str) -> str:
    """The cell with its spaces: a remark may be cut before or after one."""
    return "" if cell.strip() in ("-0-", "-0") else cell


def _is_row_whole(text: str) -> bool:
    """Whether the last cell is complete: a quoted one, or the empty mark (one capture lacks its last two bytes)."""
    last = text.rstrip("\n").rstrip("\r").rstrip(" ")
    return last.endswith(('"', ",-0-", ",-0")) or text.endswith("\n")


def parse_csv(source: str, kind: KindOf, parts: Mapping[str, Raw]) -> ParsedList:
    """The list that these parts make; `sdn` must be among them."""
    tables = {part: read_table(raw.read(), part) for part, raw in parts.items()}
    drafts, duplicates = _entries(source, tables["sdn"].rows)
    remainders = {row[0]: row[1] for row in tables["comments"].rows} if "comments" in tables else {}
    strangers: list[str] = []
    for ref, (draft, remarks) in drafts.items():
        _add_remarks(draft, remarks, remainders.get(ref, ""))
    for part, add in (("alt", add_alias), ("add", add_address)):
        rows = tables[part].rows if part in tables else ()
        orphans = sum(1 for row in rows if row[0] not in drafts)
        strangers += [f"{part}: {orphans} rows of entries that the main part lacks"] if orphans else []
        for row in rows:
            if row[0] in drafts:
                add(drafts[row[0]][0], row)
    found = Collector(source, "csv", frozenset().union(*(OBSERVED[part] for part in tables)))
    found.unknown(strangers)
    for draft, _ in drafts.values():
        found.take(kind(draft.listing()))
    return replace(found.parsed(ended=tables["sdn"].ended), duplicates=duplicates)


def _entries(source: str, rows: Iterable[Sequence[str]]) -> tuple[dict[str, tuple[Draft, str]], tuple[str, ...]]:
    """A draft and its printed remarks per entry, and the references that came twice with different content."""
    drafts: dict[str, tuple[Draft, str]] = {}
    duplicates: dict[str, None] = {}
    for row in rows:
        draft = _entry(source, row)
        if row[0] not in drafts:
            drafts[row[0]] = (draft, row[11])
        elif drafts[row[0]][0].printed != draft.printed:
            duplicates[row[0]] = None
    return drafts, tuple(duplicates)


def _entry(source: str, row: Sequence[str]) -> Draft:
    if row[2] not in TYPES:
        raise Malformed(f"sdn: entry {row[0]} is of the unknown type {row[2][:40]!r}")
    programmes = [code.strip() for code in row[3].split("] [") if code.strip()]
    draft = Draft(source, row[0], TYPES[row[2]], ListKind.SDN, programmes)
    draft.name(folded(row[1]), NameKind.PRIMARY)
    for column, name in FACT_COLUMNS:
        draft.fact(name, folded(row[column]))
    draft.printed.append(("csv/sdn", digest(cell.strip() for cell in row)))
    return draft


def _add_remarks(draft: Draft, remarks: str, remainder: str) -> None:
    if remainder:
        draft.printed.append(("csv/comments", digest([remainder])))
    if len(remarks) < CUT_AT or remainder:
        draft.items.extend(read_remarks(remarks + remainder))
        return
    # The last statement is cut in mid-word and its rest was not delivered: it must not become an identifier.
    draft.printed.append((CUT, ""))
    kept, _, broken = remarks.rpartition("; ")
    draft.items.extend(read_remarks(kept))
    draft.items.extend(Fact("remark", f"{text} …") for text in fragments(broken))


def add_alias(draft: Draft, row: Sequence[str]) -> None:
    """Add a row of the alt part to its entry."""
    if row[2] not in ALIAS_KINDS:
        raise Malformed(f"alt: alias {row[1]} of entry {row[0]} is of the unknown type {row[2][:40]!r}")
    draft.name(folded(row[3]), ALIAS_KINDS[row[2]])


def add_address(draft: Draft, row: Sequence[str]) -> None:
    """Add a row of the add part to its entry; a row may give nothing but a country, or nothing at all."""
    remark = f" ({folded(row[5])})" if row[5] else ""
    draft.fact("address", ", ".join(folded(cell) for cell in row[2:5] if cell) + remark)
    draft.fact("country", folded(row[4]))
