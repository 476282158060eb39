"""OFAC's SDN list as CSV family and as XML."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.delta import diff
from bot.core.issuers import ISSUER_OF, ListKind
from bot.core.listings import EntityType, carry_forward, from_json, to_json
from bot.core.names import NameKind
from bot.core.snapshots import Incomplete, LastCopy, Limits, Malformed, ParsedList, vet
from bot.sources import SOURCES, us_ofac_cons
from bot.sources.ofac_csv import Table, read_table
from bot.sources.raw import Raw
from tests.sources.real import consolidated, expectations, parsed

SDN = SOURCES["us-ofac-sdn"]
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "us_ofac_sdn.json"
GOLDEN_REFS = ("36", "2681", "4243", "12300", "25308", "26235", "29703")
FAMILY = ("sdn.csv.gz", "alt.csv.gz", "add.csv.gz", "sdn_comments.csv")
ROW = '{ref},"{name}",-0- ,"CUBA] [SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
MINI = "".join(ROW.format(ref=ref, name=f'FIRM {ref}, ""THE"" OLD') for ref in range(100, 140)).encode() + b"\x1a"


ByKey = Callable[[Table], dict[str, set[tuple[str, ...]]]]


def rows(shared: Path, path: str, part: str) -> Table:
    return read_table(Raw(shared / "data" / "us_ofac_sdn" / path).read(), part)


def family(day: str) -> tuple[str, ...]:
    return tuple(f"us_ofac_sdn/{day}/{name}" for name in FAMILY)


def test_every_source_has_an_issuer_and_its_own_id() -> None:
    assert all(source.id == key and key in ISSUER_OF for key, source in SOURCES.items())


def test_the_largest_list_has_the_published_count(shared: Path) -> None:
    path = "us_ofac_sdn/2024-05-03/sdn.csv.gz"
    assert len(parsed(shared, path).listings) == expectations(shared)["counts"][path]


def test_a_family_is_joined_by_entry(shared: Path) -> None:
    listing = parsed(shared, *family("2021-07-07")).listings["36"]
    assert listing.caption == "AEROCARIBBEAN AIRLINES"
    assert [name.text for name in listing.names if name.kind is NameKind.ALIAS] == ["AERO-CARIBBEAN"]
    assert listing.values("address") == ("Havana, Cuba",)
    assert listing.values("country") == ("Cuba",)
    assert (listing.programmes, listing.measures, listing.list_kind) == (("CUBA",), ("blocking",), ListKind.SDN)


def test_types_are_told(shared: Path) -> None:
    listings = parsed(shared, "us_ofac_sdn/2024-05-03/sdn.csv.gz").listings.values()
    counts = {kind: sum(1 for item in listings if item.type is kind) for kind in EntityType}
    assert counts == {"person": 6854, "organization": 6884, "vessel": 851, "aircraft": 376, "wallet": 0}


def test_a_remark_goes_on_in_the_comments_part_in_the_middle_of_a_word(shared: Path) -> None:
    listing = parsed(shared, *family("2021-07-07")).listings["28264"]
    assert "8613314257947" in listing.values("phone")
    assert any(name.text == "khaleesi" and name.kind is NameKind.WEAK_ALIAS for name in listing.names)


def test_a_broken_last_word_of_a_cut_remark_is_no_identifier(shared: Path) -> None:
    listing = parsed(shared, "us_ofac_sdn/2024-05-03/sdn.csv.gz").listings["30518"]
    assert "alt. Digital Currency Address - XBT 1Gq …" in listing.values("remark")
    assert not any(item.value == "1Gq" for item in listing.identifiers)


def test_the_main_part_is_required(shared: Path) -> None:
    data = (shared / "data/us_ofac_sdn/2025-12-24/alt.csv.gz").read_bytes()
    with pytest.raises(Incomplete, match="only alt; the sdn part is required"):
        SDN.parse({"alt.csv": data})


def test_a_family_and_then_its_main_part_alone_change_nothing(shared: Path) -> None:
    whole = parsed(shared, *family("2021-07-07"))
    alone = parsed(shared, "us_ofac_sdn/2021-07-07/sdn.csv.gz")
    carried = {ref: carry_forward(whole.listings[ref], new, alone.observed) for ref, new in alone.listings.items()}
    delta = diff(whole.listings, carried, whole.observed & alone.observed)
    assert (delta.added, delta.removed, delta.amended) == (0, 0, 0)
    assert carried == whole.listings


def test_the_main_part_and_then_its_whole_family_change_nothing(shared: Path) -> None:
    whole = parsed(shared, *family("2021-07-07"))
    alone = parsed(shared, "us_ofac_sdn/2021-07-07/sdn.csv.gz")
    carried = {ref: carry_forward(alone.listings[ref], new, whole.observed) for ref, new in whole.listings.items()}
    assert diff(alone.listings, carried, whole.observed & alone.observed).changes == ()
    assert carried == whole.listings


def test_rows_in_another_order_are_no_change(shared: Path) -> None:
    names = [f"us_ofac_sdn/2021-07-07/{name}" for name in FAMILY[:3]]
    turned = {}
    for name in names:
        lines = gzip.decompress((shared / "data" / name).read_bytes()).rstrip(b"\x1a").splitlines(keepends=True)
        turned[name] = b"".join(reversed(lines)) + b"\x1a"
    new, old = SDN.parse(turned), parsed(shared, *names)
    assert diff(old.listings, new.listings, old.observed).changes == ()


def addresses(table: Table) -> dict[str, set[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = {}
    for row in table.rows:
        found.setdefault(row[0], set()).add(tuple(cell.strip() for cell in row[1:]))
    return found


def aliases(table: Table) -> dict[str, set[tuple[str, ...]]]:
    return {f"{row[0]}:{row[1]}": {tuple(cell.strip() for cell in row[2:])} for row in table.rows}


CUT_EMPTY_MARKS = {"us_ofac_sdn/2019-01-04/add.csv.gz": 1}
"""Rows whose "-0- " lost its last bytes in the capture: published as amended, read as the empty cell it is here."""


@pytest.mark.parametrize(("part", "by_key"), [("add", addresses), ("alt", aliases)])
def test_the_other_parts_differ_as_expected(shared: Path, part: str, by_key: ByKey) -> None:
    pairs = [pair for pair in expectations(shared)["pairs"] if pair["old"].endswith(f"/{part}.csv.gz")]
    assert len(pairs) == 3
    for pair in pairs:
        old, new = (by_key(rows(shared, pair[side].removeprefix("us_ofac_sdn/"), part)) for side in ("old", "new"))
        amended = sum(1 for ref in old.keys() & new.keys() if old[ref] != new[ref])
        assert (len(old), len(new)) == (pair["old_count"], pair["new_count"])
        assert len(new.keys() - old.keys()) == pair["added"]
        assert len(old.keys() - new.keys()) == pair["removed"]
        assert amended == pair["amended"] - CUT_EMPTY_MARKS.get(pair["old"], 0)


def test_an_alias_under_a_new_number_is_no_change(shared: Path) -> None:
    old, new = (parsed(shared, *family(day)) for day in ("2019-01-04", "2021-07-07"))
    for ref in ("12610", "17927"):
        both = [{name.text for name in side.listings[ref].names if name.kind is NameKind.ALIAS} for side in (old, new)]
        assert both[0] <= both[1]


def test_the_xml_and_the_csv_say_the_same(shared: Path) -> None:
    xml = consolidated(shared, "2025-12-18/consolidated.xml.gz")
    folder = shared / "data/us_ofac_cons/2025-12-19"
    csv = us_ofac_cons.parse({path.name: path for path in folder.iterdir()})
    assert isinstance(csv, ParsedList)
    delta = diff(csv.listings, xml.listings, csv.observed & xml.observed)
    assert (delta.added, delta.removed, delta.amended) == (0, 0, 0)
    assert xml.declared == len(xml.listings) == 442
    assert str(xml.list_date) == "2025-12-18"
    assert xml.unknown == csv.unknown == ()


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ("2025-10-22/consolidated.xml.gz", "2025-10-22/consolidated.reordered-variant.xml.gz", (0, 0, 0)),
        ("2025-10-22/consolidated.xml.gz", "2025-12-18/consolidated.xml.gz", (0, 1, 0)),
        ("2025-12-18/consolidated.xml.gz", "2026-01-08/consolidated.xml.gz", (0, 0, 2)),
    ],
)
def test_a_reordered_xml_is_no_change(shared: Path, old: str, new: str, counts: tuple[int, int, int]) -> None:
    before, after = consolidated(shared, old), consolidated(shared, new)
    delta = diff(before.listings, after.listings, before.observed)
    assert (delta.added, delta.removed, delta.amended) == counts


def test_the_older_namespace_and_a_zip_are_read(shared: Path) -> None:
    data = (shared / "data/fixtures_small/2020-06-18/deriv_sample_ofac_sdn.zip").read_bytes()
    assert b"tempuri.org" in Raw(data).read()[:500]
    result = SDN.parse({"sdn.zip": data})
    assert result.format == "xml"
    assert all(listing.names and listing.programmes for listing in result.listings.values())


XML = """<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation><Publish_Date>05/06/2024</Publish_Date>
<Record_Count>{count}</Record_Count></publshInformation>
<sdnEntry><uid>7</uid><lastName>STAR</lastName><sdnType>Vessel</sdnType>
<programList><program>SDGT</program></programList>
<idList><id><uid>1</uid><idType>Vessel Registration Identification</idType>
<idNumber>IMO 7406784</idNumber></id></idList>
<akaList><aka><uid>2</uid><type>f.k.a.</type><category>weak</category><lastName>MOON</lastName></aka>
<aka><uid>3</uid><type>f.k.a.</type><category>strong</category><lastName>SUN</lastName></aka></akaList>
<vesselInfo><callSign>T2EA4</callSign><vesselFlag>Tuvalu</vesselFlag><tonnage>26,561</tonnage></vesselInfo>
<newThing>?</newThing></sdnEntry></sdnList>"""


def test_a_vessel_in_xml_has_what_its_row_would_have() -> None:
    result = SDN.parse({"x": XML.format(count=1).encode()})
    ship = result.listings["7"]
    assert ship.type is EntityType.VESSEL
    assert [(name.text, name.kind.value) for name in ship.names] == [
        ("STAR", "name"),
        ("MOON", "weak_alias"),
        ("SUN", "former_name"),
    ]
    assert [(i.scheme, i.value) for i in ship.identifiers] == [("imo", "7406784")]
    assert (ship.values("call_sign"), ship.values("vessel_flag")) == (("T2EA4",), ("Tuvalu",))
    assert result.unknown == ("newThing",)


def test_a_list_that_is_short_of_its_own_count_is_refused() -> None:
    result = SDN.parse({"x": XML.format(count=2).encode()})
    assert vet(result, None, Limits()).refused == "1 entries, but the list declares 2"


def test_ofacs_other_list_is_never_taken_for_the_one_that_blocks(shared: Path) -> None:
    folder = shared / "data/us_ofac_cons"
    for path in ("2025-12-18/consolidated.xml.gz", "2025-12-19/cons_prim.csv.gz"):
        with pytest.raises(Malformed, match="consolidated non-SDN list"):
            SDN.parse({path: (folder / path).read_bytes()})


def test_a_failed_download_is_refused_and_the_good_one_is_not(shared: Path) -> None:
    refused = [case["path"] for case in expectations(shared)["must_be_refused"] if "us_ofac_sdn" in case["path"]]
    assert refused == ["us_ofac_sdn/2024-05-04/sdn.csv"]
    with pytest.raises(Malformed, match="0 bytes"):
        SDN.parse({"sdn.csv": (shared / "data" / refused[0]).read_bytes()})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (MINI[:-1][:-2], "in the middle of a line"),
        (MINI[:-1][:-1], "in the middle of a line"),
        (MINI[:-30], "in the middle of a line"),
        (MINI.replace(b"\r\n", b"\n")[:-10], "columns|cannot be read|last cell"),
        (MINI.replace(b'"FIRM 120', b'"FIRM "120'), "cannot be read"),
        (MINI.replace(b'130,"FIRM', b'130,-0- ,"FIRM'), "13 of 12 columns"),
        (MINI.replace(b"130,", b"abc,"), "no entry"),
        (MINI.replace(b"FIRM 120", b"FIRM \xff\xfe"), "no text"),
        (MINI.replace(b'115,"FIRM 115, ""THE"" OLD",-0- ', b'115,"X","robot"'), "unknown type"),
    ],
)
def test_a_bent_or_cut_csv_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        SDN.parse({"sdn.csv": data})


@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_a_list_cut_at_any_byte_never_removes_anyone(ends: bytes, data: st.DataObject) -> None:
    whole_bytes = MINI.replace(b"\r\n", ends)
    whole = SDN.parse({"sdn.csv": whole_bytes})
    at = data.draw(st.integers(0, len(whole_bytes) - 1))
    try:
        cut = SDN.parse({"sdn.csv": whole_bytes[:at]})
    except Malformed:
        return
    verdict = vet(cut, LastCopy(whole.listings), Limits(observed=whole.observed))
    assert verdict.refused or not whole.listings.keys() - cut.listings.keys()


def test_the_same_entry_twice_is_told_only_where_its_content_differs() -> None:
    twice = MINI.replace(b'101,"', b'100,"').replace(b"FIRM 101", b"FIRM 100")
    assert SDN.parse({"a": twice}).duplicates == ()
    other = SDN.parse({"a": MINI.replace(b'101,"', b'100,"')})
    assert other.duplicates == ("100",)
    assert "100" in vet(other, None, Limits()).refused


def test_stored_and_read_back_a_listing_is_the_same(shared: Path) -> None:
    for ref, listing in parsed(shared, *family("2021-07-07")).listings.items():
        assert from_json("us-ofac-sdn", ref, to_json(listing)) == listing


def test_listings_are_as_the_golden_file_says(shared: Path) -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    listings = parsed(shared, *family("2021-07-07")).listings
    made = {ref: json.loads(to_json(listings[ref])) for ref in GOLDEN_REFS}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
