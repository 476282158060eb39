"""Content: what a delivered file is, told from its bytes and never from its name.

bytes or path ─▶ raw (gzip, zip) ─▶ sniff (lists, format, part) ─▶ the parser of that part
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from bot.core.snapshots import Malformed
from bot.sources.raw import Raw
from bot.sources.source import Contents

OFAC = frozenset({"us-ofac-sdn", "us-ofac-cons"})
"""OFAC's two lists share their layouts; their parser tells them apart by what they hold."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file is: the sources that may read it, its format, its part of a family, its everyday name."""

    sources: frozenset[str]
    format: str
    part: str
    label: str


def _content(sources: str | frozenset[str], form: str, label: str, part: str = "") -> Content:
    known = frozenset(sources.split()) if isinstance(sources, str) else sources
    return Content(known, form, part, label)


XML_ROOTS: dict[str, Content] = {
    "sdnlist": _content(OFAC, "xml", "an OFAC list"),
    "sanctions": _content(OFAC, "advanced", "an OFAC advanced file"),
    "consolidated_list": _content("un-sc", "xml", "a UN list"),
    "export": _content("eu-fsf", "xml", "an EU list"),
    "whole": _content("", "xml", "an EU list in its layout of before 2018"),
    "designations": _content("gb-uksl", "xml", "a UK Sanctions List"),
    "arrayoffinancialsanctionstarget": _content("", "xml", "an OFSI list, closed since 28 January 2026"),
    "swiss-sanctions-list": _content("ch-seco", "xml", "a SECO list"),
    "data-set": _content("ca-sema", "xml", "a Canadian list"),
}
"""Root element (lower case) to what such a file is. `sanctionsData` is told by its namespace, below."""

CSV_OPENINGS: tuple[tuple[str, Content], ...] = (
    (r"\"?Report Date:", _content("gb-uksl", "csv", "a UK Sanctions List")),
    (r"Last Updated,\d", _content("", "csv", "an OFSI list, closed since 28 January 2026")),
    (r"\"?_id\"?,\"?source\"?,", _content("us-csl", "csv", "a trade.gov screening list")),
    (r"\"?fileGenerationDate\"?;", _content("eu-fsf", "csv", "an EU list")),
    (
        r"\"?amendedCelex\"?,\"?amendmentCelex\"?,",
        _content("eu-oj", "csv", "a transcribed EU amending act", "amendment"),
    ),
    (r"\"?celex\"?,\"?recordId\"?,", _content("eu-oj", "csv", "a transcribed EU act", "consolidated")),
)
"""How a text table begins, and what it is then."""

JSON_MARKS: tuple[tuple[str, Content], ...] = (
    (r'\{\s*"op"\s*:\s*"(?:ADD|MOD|DEL)"', _content("opensanctions", "ftm-delta", "an OpenSanctions delta file")),
    (r'\{.{0,400}?"schema"\s*:.{0,200}?"properties"\s*:', _content("opensanctions", "ftm", "an OpenSanctions export")),
    (r'\{.*?"results"\s*:\s*\[', _content("us-csl", "json", "a trade.gov screening list")),
    (r'\[\s*\{.{0,2000}?"(?:source_list_url|source_information_url)"', _content("us-csl", "json", "a trade.gov list")),
)
"""What a JSON file's opening shows it to be."""

REPEATABLE = frozenset({"amendment", "consolidated"})
"""Parts of which one delivery may have several files: one each per act."""

WHOLE = frozenset({"xml", "enhanced", "advanced", "delta", "json", "xlsx"})
"""Formats of which one file is the whole delivery."""

OFAC_TYPES = frozenset({"individual", "vessel", "aircraft", "-0-"})
OFAC_ALIAS_TYPES = frozenset({"aka", "fka", "nka"})


def sniff(head: bytes) -> Content:
    """What a file is by its first unpacked bytes; Malformed when it is no list at all."""
    if not head:
        raise Malformed("0 bytes")
    kept = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not kept:
        raise Malformed(f"{len(head):,} bytes of white space")
    if kept[:4] == b"PK\x03\x04":
        return _content("au-dfat", "xlsx", "a spreadsheet")
    if re.match(rb"<(!doctype\s+)?html", kept, re.IGNORECASE):
        raise Malformed("an HTML page, not a list")
    if kept[:1] == b"<":
        return _xml_content(kept)
    if kept[:1] in (b"{", b"["):
        return _json_content(kept)
    return _csv_content(kept)


def recognise(source: str, files: Contents) -> dict[str, Raw]:
    """The files by part (`sdn`, `alt` …) or format, whatever they are called; refuses files of another list.

    Repeatable parts are numbered (`amendment:1`). An Office file stays packed.
    """
    parts: dict[str, Raw] = {}
    for name, data in files.items():
        raw = Raw(data, name)
        content = sniff(raw.head())
        expect(content, source)
        part = content.part or content.format
        if part in REPEATABLE:
            part = f"{part}:{sum(1 for key in parts if key.startswith(part)) + 1}"
        if part in parts:
            raise Malformed(f"two files of the {part} part in one delivery")
        parts[part] = raw
    if len(parts) > 1 and (
        whole := next((part for part in ("xml", "enhanced", "advanced", "delta") if part in parts), "")
    ):
        raise Malformed(f"an {whole.upper()} file and other files in one delivery")
    return parts


def expect(content: Content, source: str) -> None:
    """Refuse a list that is not `source`'s, by the name people give it."""
    if source not in content.sources:
        raise Malformed(f"this is {content.label}, not {source}")


def _xml_content(head: bytes) -> Content:
    prolog = re.sub(rb"<!--.*?-->|<\?.*?\?>", b"", head, flags=re.DOTALL)
    if re.match(rb"\s*<!doctype", prolog, re.IGNORECASE):
        if b"html" in prolog[:200].lower():
            raise Malformed("an HTML page, not a list")
        raise Malformed("an XML file with a document type declaration, which no list has")
    root = re.search(rb"<(?:[\w.\-]+:)?([A-Za-z_][\w.\-]*)([^>]*)", prolog)
    if root is None:
        raise Malformed("not well-formed XML: no root element")
    tag = root.group(1).decode("ascii")
    if tag.lower() == "html":
        raise Malformed("an HTML page, not a list")
    if tag == "sanctionsData":
        if b"delta" in root.group(2).lower():
            return _content(OFAC, "delta", "an OFAC delta file")
        return _content(OFAC, "enhanced", "an OFAC enhanced file")
    if tag.lower() not in XML_ROOTS:
        raise Malformed(f"an XML file with the root element <{tag[:40]}>, not a list that is known here")
    return XML_ROOTS[tag.lower()]


def _json_content(head: bytes) -> Content:
    text = head.decode("utf-8", "replace")
    for mark, content in JSON_MARKS:
        if re.match(mark, text, re.DOTALL):
            return content
    raise Malformed(f"not a list that is known here: it begins with {text[:40]!r}")


def _csv_content(head: bytes) -> Content:
    text = head.decode("latin-1")
    for opening, content in CSV_OPENINGS:
        if re.match(opening, text):
            return content
    part = _ofac_part(_first_row(text))
    if not part:
        raise Malformed(f"not a list that is known here: it begins with {text[:40]!r}")
    return _content(OFAC, "csv", f"the {part} part of an OFAC list", part)


def _first_row(text: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader(io.StringIO(text, newline="")), [])]
    except csv.Error:
        return []


def _ofac_part(row: list[str]) -> str:
    """Which of the four OFAC files has this first row; they have no header line."""
    if not row or not row[0].isdigit():
        return ""
    match len(row):
        case 12 if row[2] in OFAC_TYPES:
            return "sdn"
        case 5 if row[1].isdigit() and row[2] in OFAC_ALIAS_TYPES:
            return "alt"
        case 6 if row[1].isdigit():
            return "add"
        case 2:
            return "comments"
        case _:
            return ""
