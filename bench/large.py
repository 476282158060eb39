"""Large: files of more than 100 MB in OFAC's rich formats, grown from the real filtered ENHANCED exports.

real entities ─▶ copies under new numbers, names shifted letter by letter ─▶ an ENHANCED and an ADVANCED file of them
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree

from bench.advanced_reference import Reference, head
from bench.advanced_writer import SECTIONS, TAIL, country_locations, sections
from bench.data import shared_data

EXPORTS = (
    "us_ofac_enhanced/2024-08-28/IRGC_sanctions_ENHANCED.xml.gz",
    "us_ofac_enhanced/2024-05-24/yemen_sanctions_ENHANCED.xml.gz",
)
SIZE = 130_000_000
"""Bytes of the ADVANCED file: the real one had 127 MB on 23 September 2026."""

DAY = "2024-08-28"
STEP = 10_000_000
"""Between the numbers of one copy and the next."""

NUMBERED = frozenset({"id", "entityId", "nameId", "nameTranslationId", "featureVersionId"})
NUMBERS = frozenset({"identityId", "versionId"})
NAMES = frozenset(
    {"formattedFullName", "formattedFirstName", "formattedLastName", "relatedEntity", "name", "documentNumber"}
)
VARIED = frozenset({"namePart", "addressPart"})
VOWELS, CONSONANTS, DIGITS = "aeiou", "bcdfghjklmnpqrstvwxz", "0123456789"
ALPHABETS = ("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "абвгдежзийклмнопрстуфхцчшщэюя")


@dataclass(frozen=True, slots=True)
class Large:
    """The two files, and how many parties each holds."""

    enhanced: Path
    advanced: Path
    parties: int


def shift(number: int) -> dict[int, str]:
    """A table that turns a text into another of the same shape: vowels stay vowels, digits digits."""
    table: dict[int, str] = {}
    for letters in (VOWELS, CONSONANTS, DIGITS, *ALPHABETS):
        turned = letters[number % len(letters) :] + letters[: number % len(letters)]
        table |= dict(zip(map(ord, letters), turned, strict=True))
        table |= dict(zip(map(ord, letters.upper()), turned.upper(), strict=True)) if letters != ALPHABETS[0] else {}
    return table


def copies(entities: list[Any], number: int) -> Iterator[Any]:
    """All entities once more under new numbers, with other names."""
    table = shift(number)
    for entity in entities:
        made = deepcopy(entity)
        for element in made.iter():
            tag = etree.QName(element).localname
            for name in NUMBERED.intersection(element.attrib):
                element.set(name, str(int(element.get(name)) + number * STEP))
            if tag in NUMBERS:
                element.text = str(int(element.text) + number * STEP)
            elif element.text and (tag in NAMES or (tag == "value" and _stands_in(element, VARIED))):
                element.text = element.text.translate(table)
        yield made


def _stands_in(element: Any, tags: frozenset[str]) -> bool:
    return etree.QName(element.getparent()).localname in tags


def write(folder: Path, size: int = SIZE) -> Large:
    """Write both files, as many copies as the ADVANCED one needs."""
    root, entities = _real()
    reference = Reference.of(root)
    names = {str(entity.get("id")) for entity in entities}
    enhanced, advanced = folder / "SDN_ENHANCED.XML", folder / "SDN_ADVANCED.XML"
    with ExitStack() as stack:
        parts = [stack.enter_context(tempfile.TemporaryFile()) for _ in SECTIONS]
        out = stack.enter_context(enhanced.open("wb"))
        out.write(_opening(root))
        number = 0
        while sum(part.tell() for part in parts) < size:
            known = {str(int(name) + number * STEP) for name in names}
            for made in copies(entities, number):
                out.write(etree.tostring(made))
                for part, text in zip(parts, sections(made, reference, known), strict=True):
                    part.write(text.encode())
            number += 1
        out.write(b"\n  </entities>\n</sanctionsData>\n")
        parts[0].write(country_locations(reference).encode())
        _join(advanced, head(reference, DAY), parts)
    return Large(enhanced, advanced, number * len(entities))


def _real() -> tuple[Any, list[Any]]:
    """The first export's document, and the entities of all, each once."""
    roots = [etree.fromstring(gzip.decompress((shared_data() / path).read_bytes())) for path in EXPORTS]
    found = {entity.get("id"): entity for root in roots for entity in root.find("{*}entities")}
    return roots[0], list(found.values())


def _opening(root: Any) -> bytes:
    """The document up to its first entity, as OFAC wrote it, without its filters: it stands for a whole list."""
    kept = deepcopy(root)
    for filters in list(kept.iter("{*}filters")):
        filters.getparent().remove(filters)
    for entity in list(kept.find("{*}entities")):
        kept.find("{*}entities").remove(entity)
    whole = etree.tostring(kept, xml_declaration=True, encoding="utf-8")
    start = whole.rindex(b"<entities")
    return bytes(whole[:start]) + b"<entities>\n"


def _join(path: Path, opening: str, parts: list[Any]) -> None:
    with path.open("wb") as out:
        out.write(opening.encode())
        for name, part in zip(SECTIONS, parts, strict=True):
            out.write(f"  <{name}>\n".encode())
            part.seek(0)
            _pour(part, out)
            out.write(f"  </{name}>\n".encode())
        out.write(TAIL.encode())


def _pour(source: BinaryIO, out: BinaryIO) -> None:
    while chunk := source.read(1 << 20):
        out.write(chunk)


def main() -> None:
    """Write both files into a folder that is named, or a new temporary one."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="desk-large-"))
    made = write(folder)
    for path in (made.enhanced, made.advanced):
        print(f"{path}  {path.stat().st_size:,} bytes, {made.parties:,} parties")


if __name__ == "__main__":
    main()
