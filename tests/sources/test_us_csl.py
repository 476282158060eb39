"""trade.gov's Consolidated Screening List."""

from __future__ import annotations

import csv
import io
import json
import os
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from bot.core.delta import diff
from bot.core.identifiers import Identifier
from bot.core.issuers import ISSUER_OF, ListKind
from bot.core.listings import PROPERTIES, EntityType, Listing, statements, to_json
from bot.core.names import NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.raw import Raw
from bot.sources.us_csl import SOURCE
from bot.sources.us_csl_kinds import KEPT, list_of
from bot.sources.us_csl_listing import citations
from bot.sources.us_csl_rows import PARTS
from tests.sources.real import expectations

WHOLE = "us_csl/2022-05-16/consolidated.csv.gz"
SMALL = "fixtures_small/2025-06-25/watchman_csl_consolidated.csv"
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "us_csl.json"
GOLDEN_REFS = (
    "EL:chitron-electronics-company-ltd",
    "EL:dart-aviation",
    "EL:saeed-talebi",
    "DPL:i-ash",
    "DPL:pearl-li",
    "DTC:precision-image-corporation",
    "ISN:ri-sung-chol",
    "ISN:lebanese-hizballah",
    "MEU:xi-an-xae-flying-aviation-manufacturing-technology-co-ltd",
    "UVL:ari-international-ltd",
)
HEADER = "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,alt_names"
ENTITY_LIST = "Entity List (EL) - Bureau of Industry and Security"
ROW = '{id},{source},,,,{name},,"1 Road, Town, CN",84 FR 1,2020-01-02,\n'


@lru_cache(maxsize=4)
def parsed(path: Path) -> ParsedList:
    result = SOURCE.parse({path.name: path})
    assert isinstance(result, ParsedList)
    return result


def whole(shared: Path) -> ParsedList:
    return parsed(shared / "data" / WHOLE)


def table(*names: str, source: str = ENTITY_LIST) -> str:
    return HEADER + "\n" + "".join(ROW.format(id=n, source=source, name=name) for n, name in enumerate(names))


def read(text: str | bytes) -> ParsedList:
    result = SOURCE.parse({"x": text if isinstance(text, bytes) else text.encode()})
    assert isinstance(result, ParsedList)
    return result


@lru_cache(maxsize=1)
def rows(shared: Path) -> list[dict[str, str]]:
    text = Raw(shared / "data" / WHOLE).read().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def written(some: list[dict[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(some[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(some)
    return out.getvalue()


@lru_cache(maxsize=1)
def kept_rows(shared: Path) -> list[dict[str, str]]:
    return [row for row in rows(shared) if "Treasury" not in row["source"]]


def as_json(row: dict[str, str]) -> dict[str, Any]:
    """A row of the CSV as trade.gov prints it in JSON: arrays, address objects, null for what is empty."""
    result: dict[str, Any] = {("id" if name == "_id" else name): value or None for name, value in row.items()}
    for name in ("programs", "alt_names", "citizenships", "dates_of_birth", "nationalities", "places_of_birth"):
        result[name] = row[name].split("; ") if row[name] else None
    result["addresses"] = [as_address(item) for item in row["addresses"].split("; ")] if row["addresses"] else []
    result["ids"] = []
    return result


def as_address(text: str) -> dict[str, str | None]:
    street, _, country = text.rpartition(", ")
    return dict.fromkeys(PARTS["addresses"], None) | {"address": street or None, "country": country}


def without_print(listings: ParsedList) -> dict[str, Listing]:
    return {ref: replace(listing, printed=()) for ref, listing in listings.listings.items()}


def test_the_whole_file_has_the_published_number_of_rows(shared: Path) -> None:
    assert len({row["_id"] for row in rows(shared)}) == expectations(shared)["counts"][WHOLE]


def test_the_six_lists_of_commerce_and_state_are_read_and_nothing_of_ofac(shared: Path) -> None:
    result = whole(shared)
    found = Counter(ref.partition(":")[0] for ref in result.listings)
    assert found == {"EL": 1946, "DTC": 723, "DPL": 435, "UVL": 201, "ISN": 158, "MEU": 71}
    assert result.unknown == result.duplicates == ()
    assert ISSUER_OF[result.source] == "US"


def test_every_listing_says_what_its_list_means(shared: Path) -> None:
    meant = {kept.code: (kept.kind, (kept.measure,)) for kept in KEPT}
    for ref, listing in whole(shared).listings.items():
        assert (listing.list_kind, listing.measures) == meant[ref.partition(":")[0]]
        assert listing.programmes
    assert whole(shared).listings["MEU:jincheng-group-imp-exp-co-ltd"].programmes == ("Military End User List",)
    assert whole(shared).listings["ISN:abdul-qadeer-khan"].programmes == (
        "E.O. 13382",
        "Export-Import Bank Act",
        "Nuclear Proliferation Prevention Act",
    )


def test_everything_stated_is_observed_and_known(shared: Path) -> None:
    for path in (WHOLE, SMALL):
        result = parsed(shared / "data" / path)
        stated = {s.property for listing in result.listings.values() for s in statements(listing)}
        assert stated <= result.observed
        assert {name.partition(":")[0] for name in stated} <= PROPERTIES.keys()


def test_a_small_capture_of_another_year_is_read(shared: Path) -> None:
    result = parsed(shared / "data" / SMALL)
    assert len(result.listings) == 6
    assert {ref.partition(":")[0] for ref in result.listings} == {kept.code for kept in KEPT}
    assert result.listings["UVL:atlas-sanatgaran"].values("country") == ("AM",)


def test_rows_of_one_name_on_one_list_are_one_listing(shared: Path) -> None:
    airline = whole(shared).listings["DPL:al-naser-airlines"]
    assert airline.values("country") == ("AE", "IQ", "JO")
    assert len(airline.values("address")) == 4
    assert airline.values("expires_on") == ("2022-05-16",)
    assert [name.text for name in airline.names] == ["AL NASER AIRLINES"]


def test_the_order_of_rows_is_no_change(shared: Path) -> None:
    other = read(written(kept_rows(shared)[::-1]))
    assert dict(other.listings) == dict(whole(shared).listings)


def test_a_new_id_and_new_web_addresses_are_no_change(shared: Path) -> None:
    moved = {"_id": "0" * 40, "source_list_url": "https://www.bis.gov/", "source_information_url": ""}
    other, known = read(written([row | moved for row in kept_rows(shared)])), whole(shared)
    assert diff(known.listings, other.listings, known.observed).changes == ()


def test_json_says_the_same_as_csv(shared: Path) -> None:
    results = [as_json(row) for row in kept_rows(shared)]
    wrapped = json.dumps({"total": len(results), "results": results}).encode()
    bare = json.dumps(results, ensure_ascii=False, indent=1).encode()
    for data in (wrapped, bare):
        other = read(data)
        assert other.format == "json"
        assert without_print(other) == without_print(whole(shared))
        assert other.unknown == ()
    assert diff(whole(shared).listings, other.listings, whole(shared).observed & other.observed).changes == ()


def test_what_only_json_states_is_kept() -> None:
    source = "Nonproliferation Sanctions (ISN) - State Department"
    address = {"address": "4 Marsh Wall", "city": "London", "state": None, "postal_code": "E14 9SH", "country": "GB"}
    result = {"id": "2446250b", "source": source, "name": "SPC Supachoke ", "country": "TH", "programs": ["INKSNA"]}
    sources = [{"source": source, "source_last_updated": f"2026-09-{day}T14:07:33+00:00"} for day in (21, 23)]
    text = json.dumps(
        {"results": [result | {"addresses": [address], "source_list_url": "", "shoe": 9}], "sources_used": sources}
    )
    other = read(text)
    listing = other.listings["ISN:spc-supachoke"]
    assert listing.values("country") == ("GB", "TH")
    assert listing.values("address") == ("4 Marsh Wall, London, E14 9SH, GB",)
    assert other.list_date == date(2026, 9, 23)
    assert "key shoe" in other.unknown


def test_a_changed_row_is_an_amendment_and_keeps_its_reference() -> None:
    before = read(table("Acme Co. Ltd."))
    after = read(table("ACME Co Ltd").replace("84 FR 1", "84 FR 1; 85 FR 77"))
    delta = diff(before.listings, after.listings, before.observed & after.observed)
    assert (delta.added, delta.removed, delta.amended) == (0, 0, 1)
    assert "EL:acme-co-ltd" in after.listings


def test_repeated_header_lines_are_passed_over() -> None:
    once = table("Acme", "Bolt")
    twice = once.replace("\n1,", "\n" + HEADER + "\n1,", 1)
    assert without_print(read(twice)) == without_print(read(once))
    assert len(read(twice).listings) == 2


def test_a_list_that_is_not_known_is_reported_and_kept_out() -> None:
    text = (
        table("Acme") + table("Bolt", source="UFLPA Entity List - Department of Homeland Security").partition("\n")[2]
    )
    result = read(text + table("Cord", source="Some List (SL) - State Department").partition("\n")[2])
    assert list(result.listings) == ["EL:acme"]
    assert "source 'UFLPA Entity List - Department of Homeland Security'" in result.unknown
    assert "source 'Some List (SL) - State Department'" in result.unknown


def test_lists_of_which_nothing_came_are_named() -> None:
    assert "no row of the Military End User List" in read(table("Acme")).unknown


def test_a_column_that_is_not_known_is_reported() -> None:
    text = table("Acme").replace("alt_names", "alt_names,shoe_size", 1).replace("2020-01-02,", "2020-01-02,,44")
    assert "column shoe_size" in read(text).unknown


def test_sources_are_told_by_their_words() -> None:
    assert list_of("ENTITY LIST (EL)  - Bureau of Industry and Security")[1] is KEPT[0]
    assert (
        list_of("AECA Debarred List (DTC) - Department of State")[1]
        == list_of("ITAR Debarred (DTC) - State Department")[1]
    )
    assert list_of("Capta List (CAP) - Treasury Department") == (True, None)
    assert list_of("UFLPA Entity List - Department of Homeland Security") == (False, None)


def test_people_and_bodies_are_told_apart_where_a_list_names_both(shared: Path) -> None:
    listings = whole(shared).listings
    assert listings["DPL:scott-russel"].type is EntityType.PERSON
    assert listings["DPL:techma-gmbh"].type is EntityType.ORGANIZATION
    assert listings["DTC:li-li"].type is EntityType.PERSON
    assert listings["ISN:ri-sung-chol"].type is EntityType.PERSON
    assert listings["EL:jalaluddin-haqqani"].type is EntityType.ORGANIZATION
    assert listings["EL:jalaluddin-haqqani"].list_kind is ListKind.EXPORT_CONTROL


def test_names_within_a_name_are_names() -> None:
    text = table(
        "Chitron Ltd.", '"Oreanda (f.k.a., Old Oreanda)"', "Hizballah and any successor thereof", "SUN A/K/A FRANK"
    )
    listings = read(text).listings
    assert [(n.text, n.kind) for n in listings["EL:oreanda"].names][1] == ("Old Oreanda", NameKind.FORMER)
    assert listings["EL:hizballah"].values("remark") == ("Printed with the name: any successor thereof",)
    assert [n.text for n in listings["EL:sun"].names] == ["SUN", "FRANK"]


def test_notices_are_told_apart() -> None:
    assert citations("67 F.R. 56530 9/4/02 67 F.R. 10890 3/11/02, 71 F.R. 38843 7/10/06") == [
        "67 F.R. 56530 9/4/02",
        "67 F.R. 10890 3/11/02",
        "71 F.R. 38843 7/10/06",
    ]
    assert citations("Vol. 88, No. 151, 08/08/2023") == ["Vol. 88, No. 151, 08/08/2023"]
    assert citations("82 FR 722; 87 FR 12240;") == ["82 FR 722", "87 FR 12240"]


def test_identifiers_have_their_label_first_or_last() -> None:
    header = HEADER.replace("alt_names", "ids")
    for ids in ("Passport, A 1234, IR", "IR, A 1234, Passport"):
        result = read(f'{header}\n1,{ENTITY_LIST},,,,Acme,,,,,"{ids}; Gender, Male"\n')
        assert result.listings["EL:acme"].identifiers == (Identifier("passport", "A1234", "IR", "Passport"),)


def test_a_date_that_cannot_be_is_no_date() -> None:
    listing = read(table("Acme").replace("2020-01-02", "0017-05-26")).listings["EL:acme"]
    assert (listing.values("listed_on"), listing.values("remark")) == ((), ("Start date: 0017-05-26",))


def test_damaged_files_are_refused(shared: Path) -> None:
    data = written(kept_rows(shared)[:400]).encode()
    for at in (len(data) // 3, len(data) // 2, len(data) - 1, len(data) - 40):
        with pytest.raises(Malformed):
            read(data[:at])
    with pytest.raises(Malformed, match="0 bytes"):
        read(b"")
    with pytest.raises(Malformed, match="unknown type"):
        read(table("Acme").replace(f"{ENTITY_LIST},,,", f"{ENTITY_LIST},,Spaceship,"))
    with pytest.raises(Malformed, match="UN list"):
        SOURCE.parse({"x": shared / "data" / "un_sc/2025-11-18/consolidated.xml.gz"})
    with pytest.raises(Malformed, match="cells"):
        read(table("Acme") + "1,2,3\n")


def test_damaged_json_is_refused() -> None:
    one = {"id": "1", "source": ENTITY_LIST, "name": "Acme", "source_list_url": ""}
    text = json.dumps({"total": 2, "results": [one, one | {"name": "Bolt"}]})
    assert len(read(text).listings) == 2
    for at in range(40, len(text) - 1, 17):
        with pytest.raises(Malformed):
            read(text[:at])
    with pytest.raises(Malformed, match="2 results, but the file declares 3"):
        read(text.replace('"total": 2', '"total": 3'))
    with pytest.raises(Malformed):
        read('{"results":[' + "[" * 100_000)


def test_listings_are_as_the_golden_file_says(shared: Path) -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    listings = whole(shared).listings
    made = {ref: json.loads(to_json(listings[ref])) for ref in GOLDEN_REFS}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
