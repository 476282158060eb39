"""Content: what a delivered file is, told from its bytes and never from its name.

bytes ─▶ unpack (gzip, zip) ─▶ sniff (list, format, part) ─▶ the parser of that part
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.snapshots import Malformed

MAX_UNPACKED = 400_000_000
"""Bytes an archive may unfold to: three times the largest official file."""

CHUNK = 1 << 20
HEAD = 1 << 16
"""Bytes that are enough to tell what a file is; an OFAC row has at most some 3,000."""

XML_ROOTS: dict[str, tuple[str, str]] = {
    "sdnlist": ("us-ofac-sdn", "an OFAC list"),
    "consolidated_list": ("un-sc", "a UN list"),
    "export": ("eu-fsf", "an EU list"),
    "whole": ("eu-fsf", "an EU list in its layout of before 2018"),
    "designations": ("gb-uksl", "a UK Sanctions List"),
    "arrayoffinancialsanctionstarget": ("", "an OFSI list, closed since 28 January 2026"),
    "swiss-sanctions-list": ("ch-seco", "a SECO list"),
    "data-set": ("ca-sema", "a Canadian list"),
    "sanctionsdata": ("", "an OFAC delta or enhanced file"),
    "sanctions": ("", "an OFAC advanced file"),
}
"""Root element (lower case) to the source that reads it and to what people call it."""

CSV_OPENINGS: tuple[tuple[str, str, str], ...] = (
    (r"Report Date:", "gb-uksl", "a UK Sanctions List"),
    (r"Last Updated,\d", "", "an OFSI list, closed since 28 January 2026"),
    (r"_id,source,", "us-csl", "a trade.gov screening list"),
)

OFAC_TYPES = frozenset({"individual", "vessel", "aircraft", "-0-"})
OFAC_ALIAS_TYPES = frozenset({"aka", "fka", "nka"})


@dataclass(frozen=True, slots=True)
class Content:
    """What a file is: the source that reads it ("" for none), its format, its part of a family, its everyday name."""

    source: str
    format: str
    part: str
    label: str


def unpack(data: bytes, cap: int = MAX_UNPACKED) -> bytes:
    """The file inside a gzip or a one-file zip; other bytes as they are."""
    if data[:2] == b"\x1f\x8b":
        return _gunzip(data, cap)
    if data[:4] == b"PK\x03\x04":
        return _unzip(data, cap)
    if len(data) > cap:
        raise Malformed(f"{len(data):,} bytes, more than the {cap:,} allowed")
    return data


def _gunzip(data: bytes, cap: int) -> bytes:
    engine, out = zlib.decompressobj(wbits=31), bytearray()
    try:
        while data and not engine.eof:
            out += engine.decompress(data, CHUNK)
            data = engine.unconsumed_tail
            if len(out) > cap:
                raise Malformed(f"a gzip file that unfolds to more than {cap:,} bytes")
    except zlib.error as error:
        raise Malformed(f"a damaged gzip file: {error}") from error
    if not engine.eof:
        raise Malformed(f"a gzip file cut off after {len(out):,} unpacked bytes")
    return bytes(out)


def _unzip(data: bytes, cap: int) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [item for item in archive.infolist() if not item.is_dir()]
            if len(files) != 1:
                raise Malformed(f"a zip of {len(files)} files; one list file was expected")
            with archive.open(files[0]) as member:
                out = member.read(cap + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Malformed(f"a damaged or unreadable zip file: {error}") from error
    if len(out) > cap:
        raise Malformed(f"a zip file that unfolds to more than {cap:,} bytes")
    return out


def sniff(data: bytes) -> Content:
    """What these unpacked bytes are; Malformed when they are no list at all."""
    if not data:
        raise Malformed("0 bytes")
    head = data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise Malformed(f"{len(data):,} bytes of white space")
    if re.match(rb"<(!doctype\s+)?html", head, re.IGNORECASE):
        raise Malformed("an HTML page, not a list")
    return _xml_content(head) if head[:1] == b"<" else _csv_content(head)


def recognise(source: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The unpacked files by part (`xml`, `sdn`, `alt` …), whatever they are called; refuses files of another list."""
    parts: dict[str, bytes] = {}
    for data in map(unpack, files.values()):
        content = sniff(data)
        expect(content, source)
        if (part := content.part or content.format) in parts:
            raise Malformed(f"two files of the {part} part in one delivery")
        parts[part] = data
    if len(parts) > 1 and "xml" in parts:
        raise Malformed("an XML file and other files in one delivery")
    return parts


def expect(content: Content, source: str) -> None:
    """Refuse a list that is not `source`'s, by the name people give it."""
    if content.source != source:
        raise Malformed(f"this is {content.label}, not {source}")


def _xml_content(head: bytes) -> Content:
    prolog = re.sub(rb"<!--.*?-->|<\?.*?\?>", b"", head, flags=re.DOTALL)
    if re.match(rb"\s*<!doctype", prolog, re.IGNORECASE):
        if b"html" in prolog[:200].lower():
            raise Malformed("an HTML page, not a list")
        raise Malformed("an XML file with a document type declaration, which no list has")
    root = re.search(rb"<(?:[\w.\-]+:)?([A-Za-z_][\w.\-]*)", prolog)
    if root is None:
        raise Malformed("not well-formed XML: no root element")
    tag = root.group(1).decode("ascii")
    if tag.lower() == "html":
        raise Malformed("an HTML page, not a list")
    if tag.lower() not in XML_ROOTS:
        raise Malformed(f"an XML file with the root element <{tag[:40]}>, not a list that is known here")
    source, label = XML_ROOTS[tag.lower()]
    return Content(source, "xml", "", label)


def _csv_content(head: bytes) -> Content:
    text = head.decode("latin-1")
    for opening, source, label in CSV_OPENINGS:
        if re.match(opening, text):
            return Content(source, "csv", "", label)
    part = _ofac_part(_first_row(text))
    if not part:
        raise Malformed(f"not a list that is known here: it begins with {text[:40]!r}")
    return Content("us-ofac-sdn", "csv", part, f"the {part} part of an OFAC list")


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
