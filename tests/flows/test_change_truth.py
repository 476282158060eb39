"""Changes are told truly: random edits are found exactly, and damaged files are refused or give a true difference."""

from __future__ import annotations

import gzip
import random
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.core.delta import Op, apply, diff
from bot.core.snapshots import Incomplete, LastCopy, Limits, Malformed, ParsedList, stated_shares, vet, vet_amended
from bot.sources import SOURCES

SOME = 240
"""Records of each real file that are used: enough for shares to mean something, few enough to be quick."""

CSV_FILE = "us_ofac_sdn/2022-03-24/sdn.csv.gz"
XML_FILES = {
    "us-ofac-cons": "us_ofac_cons/2025-12-18/consolidated.xml.gz",
    "un-sc": "un_sc/2025-11-18/consolidated.xml.gz",
    "eu-fsf": "eu_fsf/2026-07-22/xmlFullSanctionsList_1_1.xml.gz",
    "gb-uksl": "uk_uksl/2026-04-29/UK-Sanctions-List.xml.gz",
    "ca-sema": "ca_sema/2025-05-25/sema-lmes.xml.gz",
}
TEXT_FILES = {
    "gb-uksl": "uk_uksl/2026-04-29/UK-Sanctions-List.csv.gz",
    "us-csl": "us_csl/2022-05-16/consolidated.csv.gz",
}
RECORDS = {"sdnEntry", "INDIVIDUAL", "ENTITY", "sanctionEntity", "Designation", "record"}
FEW = settings(max_examples=25, suppress_health_check=list(HealthCheck))


@lru_cache(maxsize=32)
def excerpt(shared: Path, source: str, kind: str) -> bytes:
    """The first records of a real file, as a whole file of its format."""
    path = {"xml": XML_FILES, "text": TEXT_FILES}[kind][source] if kind != "sdn" else CSV_FILE
    data = gzip.decompress((shared / "data" / path).read_bytes())
    if kind == "sdn":
        return b"\r\n".join(data.split(b"\r\n")[:SOME]) + b"\r\n\x1a"
    if kind == "text":
        return b"".join(data.splitlines(keepends=True)[: 2 * SOME])
    root = etree.fromstring(data)
    records = [e for e in root.iter() if isinstance(e.tag, str) and etree.QName(e).localname in RECORDS]
    for extra in records[SOME:]:
        extra.getparent().remove(extra)
    for count in root.iter("{*}Record_Count"):
        count.text = str(min(SOME, len(records)))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def read(source: str, data: bytes) -> ParsedList:
    parsed = SOURCES[source].parse({"list": data})
    assert isinstance(parsed, ParsedList)
    return parsed


def rows_of(data: bytes) -> list[list[str]]:
    import csv
    import io

    text = data.decode().rstrip("\x1a")
    return [row for row in csv.reader(io.StringIO(text, newline="")) if row]


def file_of(rows: list[list[str]]) -> bytes:
    quoted = [
        [cell if cell.startswith("-0-") or cell.isdigit() else '"' + cell.replace('"', '""') + '"' for cell in row]
        for row in rows
    ]
    return "".join(",".join(row) + "\r\n" for row in quoted).encode() + b"\x1a"


@FEW
@given(seed=st.integers(0, 10**6))
def test_random_edits_of_real_entries_are_found_exactly(shared: Path, seed: int) -> None:
    rng = random.Random(seed)
    rows = rows_of(excerpt(shared, "us-ofac-sdn", "sdn"))
    old = read("us-ofac-sdn", file_of(rows))
    chosen = rng.sample(range(len(rows)), 12)
    gone, named, tagged, added = (chosen[start::4] for start in range(4))
    edited = [list(row) for row in rows]
    for number in named:
        edited[number][1] = f"RENAMED {number}"
    for number in tagged:
        edited[number][3] = f"{edited[number][3]}] [NEW-TAG"
    fresh = [[str(900_000 + number), f"WHOLLY NEW {number}", *["-0- "], "SDGT", *["-0- "] * 8] for number in added]
    kept = [row for number, row in enumerate(edited) if number not in gone] + fresh
    rng.shuffle(kept)
    new = read("us-ofac-sdn", file_of(kept))
    delta = diff(old.listings, new.listings, old.observed & new.observed)
    by_op = {op: {(c.after or c.before).ref for c in delta.changes if c.op is op} for op in Op}
    assert by_op[Op.ADD] == {row[0] for row in fresh}
    assert by_op[Op.DEL] == {rows[number][0] for number in gone}
    assert by_op[Op.MOD] == {rows[number][0] for number in (*named, *tagged)}
    for change in delta.changes:
        if change.after and change.after.ref in {rows[number][0] for number in tagged}:
            assert [(s.property, s.value) for s in change.gained] == [("programme", "NEW-TAG")]
            assert change.lost == ()
            assert change.material
    assert apply(old.listings, delta) == dict(new.listings)


CASES = [("us-ofac-sdn", "sdn"), *((s, "xml") for s in XML_FILES), *((s, "text") for s in TEXT_FILES)]


def damaged(data: bytes, rng: random.Random) -> bytes:
    """One of the ways in which downloads break."""
    at, length = rng.randrange(len(data)), rng.randrange(1, max(2, len(data) // 3))
    match rng.randrange(5):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]
        case 2:
            return data[: at + length] + data[at:]
        case 3:
            return data[:at] + data[at + length :]
        case _:
            return data[:at] + bytes(min(512, length)) + data[at + 512 :]


@pytest.mark.parametrize(("source", "kind"), CASES)
@FEW
@given(seed=st.integers(0, 10**6))
def test_a_damaged_file_is_refused_or_differs_truly(shared: Path, source: str, kind: str, seed: int) -> None:
    """No crash; what is accepted lacks at most what the damage itself touched, and nothing is removed at once."""
    rng = random.Random(seed)
    whole = excerpt(shared, source, kind)
    old = read(source, whole)
    data = damaged(whole, rng)
    try:
        new = read(source, data)
    except (Malformed, Incomplete):
        return
    limits = Limits(observed=old.observed, last_date=old.list_date)
    if vet(new, LastCopy(tuple(old.listings), stated_shares(old.listings)), limits).refused:
        return
    delta = diff(old.listings, new.listings, old.observed & new.observed)
    if vet_amended(delta.amended, len(old.listings), limits).held:
        return
    missing = old.listings.keys() - new.listings.keys()
    told = {c.before.ref for c in delta.changes if c.op is Op.DEL and c.before}
    assert told <= missing
    lost_bytes = max(0, len(whole) - len(data))
    assert len(missing) <= 2 + lost_bytes * len(old.listings) * 3 // len(whole)
