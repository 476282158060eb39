"""The UK Sanctions List."""

from __future__ import annotations

import json
import os
import random
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from bot.core.dates import PartialDate
from bot.core.delta import diff
from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Fact, Listing, statements, to_json
from bot.core.names import NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.gb_uksl import SOURCE
from bot.sources.gb_uksl_entry import iso_day
from bot.sources.raw import Raw
from tests.sources.real import expectations
from tests.sources.uksl_list import (
    FIRM,
    FIRM_ROW,
    HEADER,
    PERSON,
    SHIP,
    SHIP_ROW,
    WALLET,
    person_rows,
    uksl_csv,
    uksl_xml,
)

FOLDER = "uk_uksl/2026-04-29"
XML, CSV = f"{FOLDER}/UK-Sanctions-List.xml.gz", f"{FOLDER}/UK-Sanctions-List.csv.gz"
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "gb_uksl.json"
GOLDEN_REFS = (
    "AFG0006",
    "AFG0038",
    "BEL0122",
    "DPR0075",
    "RUS0251",
    "RUS2000",
    "SYR0001",
    "GHR0179",
    "INU0327",
    "RUS1443",
    "RUS1675",
)


def sample(data: bytes) -> ParsedList:
    return SOURCE.parse({"x": data})  # type: ignore[return-value]


@lru_cache(maxsize=2)
def real(shared: Path, path: str) -> ParsedList:
    return SOURCE.parse({path: shared / "data" / path})  # type: ignore[return-value]


def by_kind(listing: Listing) -> dict[NameKind, list[str]]:
    return {kind: [name.text for name in listing.names if name.kind is kind] for kind in NameKind}


def test_both_files_of_a_day_have_all_designations(shared: Path) -> None:
    for path in (XML, CSV):
        result = real(shared, path)
        assert len(result.listings) == expectations(shared)["counts"][path] == 6046
        assert (result.list_date, result.unknown, result.duplicates) == (date(2026, 4, 29), (), ())
        types = [listing.type for listing in result.listings.values()]
        assert (types.count(EntityType.PERSON), types.count(EntityType.ORGANIZATION)) == (3883, 1531)
        assert types.count(EntityType.VESSEL) == 632


def test_table_and_xml_of_a_day_say_the_same(shared: Path) -> None:
    one, other = real(shared, XML), real(shared, CSV)
    delta = diff(one.listings, other.listings, one.observed & other.observed)
    assert delta.changes == ()
    assert all(one.listings[ref].printed[0][1] == other.listings[ref].printed[0][1] for ref in one.listings)


def test_a_copy_without_regimes_keeps_the_code_of_the_id_and_states_no_measures(shared: Path) -> None:
    result = real(shared, CSV)
    putin = result.listings["RUS0251"]
    assert (putin.programmes, putin.measures, putin.list_kind) == (("RUS",), (), ListKind.UK)
    assert putin.caption == "Vladimir Vladimirovich PUTIN"
    assert "OFSI Group ID: 14196" in putin.values("remark")
    without = [item for item in result.listings.values() if not any("OFSI" in text for text in item.values("remark"))]
    assert len(without) == 898


def test_every_vessel_has_its_imo_number_in_seven_digits(shared: Path) -> None:
    ships = [item for item in real(shared, XML).listings.values() if item.type is EntityType.VESSEL]
    values = [i.value for ship in ships for i in ship.identifiers if i.scheme == "imo"]
    assert len(values) == 631
    assert all(len(value) == 7 and value.isdigit() for value in values)


def test_the_shuffled_table_says_the_same(shared: Path) -> None:
    lines = Raw(shared / "data" / CSV).read().decode().split("\r\n")
    rows = lines[2:-1]
    random.Random(1).shuffle(rows)
    known, other = real(shared, CSV), sample("\r\n".join([*lines[:2], *rows, ""]).encode())
    assert len(rows) == 18_363
    assert {ref: known.listings.digest(ref) for ref in known.listings} == {  # type: ignore[attr-defined]
        ref: other.listings.digest(ref)  # type: ignore[attr-defined]
        for ref in other.listings
    }


def test_the_full_layout_says_the_same_as_xml_and_as_table() -> None:
    one, other = sample(uksl_xml()), sample(uksl_csv())
    assert (one.unknown, other.unknown) == ((), ())
    assert list(one.listings) == list(other.listings) == ["AFG9006", "RUS9001", "DPR9075"]
    for ref, listing in one.listings.items():
        said = [item for item in statements(listing) if not item.property.startswith("printed")]
        assert said == [item for item in statements(other.listings[ref]) if not item.property.startswith("printed")]


def test_a_person_is_read_with_all_that_the_list_says() -> None:
    man = sample(uksl_xml()).listings["AFG9006"]
    kinds = by_kind(man)
    assert (man.type, man.caption) == (EntityType.PERSON, "SAMPLE HASSAN PERSON")
    assert man.programmes == ("The Afghanistan (Sanctions) (EU Exit) Regulations 2020",)
    assert man.measures == ("asset freeze", "travel ban")
    assert kinds[NameKind.ALIAS] == ["Haji Sample", "Sampel Person", "محمد حسن"]
    assert kinds[NameKind.WEAK_ALIAS] == ["Sami"]
    assert {name.script for name in man.names} == {"Latn", "Arab"}
    assert man.births == (PartialDate("1945"), PartialDate("1946-03"), PartialDate("1947"), PartialDate("1958-03-01"))
    assert man.identifiers == (
        Identifier("inn", "500100732259", "RU", "INN Number"),
        Identifier("passport", "04581926", "AF", "Passport"),
        Identifier("wallet", WALLET, "", "Other Information"),
    )
    assert man.values("listed_on") == ("2001-01-25",)
    assert man.values("list_updated_on") == ("2026-04-14",)
    assert man.values("reference") == ("TAi.902",)
    assert man.values("reason") == ("Deputy Minister under the Taliban regime.",)
    assert man.values("address") == ("1 Street, Kabul, 1001, Afghanistan",)
    assert man.values("country") == ("Afghanistan", "Pakistan")
    assert man.values("birth_place") == ("Kandahar, Afghanistan",)
    assert man.values("email") == ("a@example.org", "b@example.org")
    assert man.values("phone") == ("+93 1", "+93 2")
    assert man.values("title") == ("Haji", "Mullah")
    assert set(man.values("remark")) == {
        "Date of birth: 15/08/19yy",
        "Designation source: UN",
        "Email address: www.example.org",
        "OFSI Group ID: 7172",
        "Passport 04581926: Afghanistan passport number, issued on 7 August 2024",
        "Passport: Lost in 2010",
        f"Associated with the address {WALLET}; not with TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6x.",
    }


def test_a_firm_has_its_numbers_and_its_relations() -> None:
    firm = sample(uksl_csv()).listings["RUS9001"]
    assert [name.text for name in firm.names] == ["JSC SAMPLE"]
    assert [(i.scheme, i.value) for i in firm.identifiers] == [("inn", "7720603527"), ("ogrn", "1077764566373")]
    assert firm.values("relation") == ("parent of: Sample Daughter", "subsidiary of: Sample Holding")
    assert firm.values("remark") == ("Designation source: UK", "Type of entity: Joint Stock Company")


def test_a_ship_has_flag_type_and_owner() -> None:
    ship = sample(uksl_xml()).listings["DPR9075"]
    assert ship.measures == ("deflag", "prohibition of port entry")
    assert ship.identifiers == (Identifier("imo", "9562233", "", "IMO number"),)
    for fact in (
        Fact("vessel_flag", "Comoros"),
        Fact("vessel_type", "Bulk carrier"),
        Fact("tonnage", "2,884"),
        Fact("year_built", "1994"),
        Fact("relation", "owned or operated by: Sample Shipping"),
        Fact("relation", "formerly owned or operated by: Old Shipping"),
        Fact("remark", "Previous flag: Panama"),
        Fact("remark", "Length of ship: 98"),
    ):
        assert fact in ship.facts


def test_indicators_stand_in_for_missing_measures() -> None:
    text = PERSON.replace("<SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed>", "<SanctionsImposed />")
    indicators = "<DirectorDisqualificationSanction>true</DirectorDisqualificationSanction><ArmsEmbargo>"
    man = sample(uksl_xml(text.replace("<ArmsEmbargo>", indicators))).listings["AFG9006"]
    assert man.measures == ("asset freeze", "director disqualification sanction", "travel ban")


def test_a_name_without_type_is_the_primary_one_where_there_is_no_other() -> None:
    rows = [{**FIRM_ROW, "Name type": "", "Name 1": "", "Name 6": name} for name in ("B Firm", "A Firm")]
    assert [(n.text, n.kind) for n in sample(uksl_csv(rows)).listings["RUS9001"].names] == [
        ("A Firm", NameKind.PRIMARY),
        ("B Firm", NameKind.ALIAS),
    ]


def test_order_and_repetition_mean_nothing() -> None:
    rows = [*person_rows(), FIRM_ROW, SHIP_ROW]
    shuffled = rows * 2
    random.Random(2).shuffle(shuffled)
    one, other = sample(uksl_csv(rows)), sample(uksl_csv(shuffled))
    assert {ref: to_json(item) for ref, item in one.listings.items()} == {
        ref: to_json(item) for ref, item in other.listings.items()
    }
    assert to_json(sample(uksl_xml(SHIP, FIRM, PERSON)).listings["AFG9006"]) == to_json(
        sample(uksl_xml(PERSON.replace("\n", "  \n  "))).listings["AFG9006"]
    )


def test_a_change_that_no_property_catches_is_still_seen() -> None:
    one = sample(uksl_xml(FIRM))
    other = sample(uksl_xml(FIRM.replace("</Entity>", "<Novelty>x</Novelty></Entity>")))
    assert other.unknown == ("Novelty",)
    assert len(diff(one.listings, other.listings, one.observed & other.observed).changes) == 1


def test_columns_are_known_by_their_words_and_new_ones_are_reported() -> None:
    header = [
        "UNIQUE  ID " if name == "Unique ID" else "Parent Company" if name == "Parent company" else name
        for name in HEADER
    ]
    header[HEADER.index("Year Built")] = "Year of launch"
    result = sample(uksl_csv(None, header))
    assert set(result.unknown) == {"column Year of launch", "no column yearbuilt"}
    assert result.listings["RUS9001"].values("relation")[1] == "subsidiary of: Sample Holding"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (uksl_xml(PERSON.replace(">Individual<", ">Robot<")), "AFG9006 is of the unknown type 'Robot'"),
        (uksl_xml(PERSON.replace("ALias", "Nickname")), "AFG9006 has a name of the unknown type 'nickname'"),
        (uksl_xml(PERSON.replace("Low quality", "So-so")), "unknown strength 'So-so a.k.a'"),
        (uksl_xml(PERSON.replace("<UniqueID>AFG9006</UniqueID>", "")), "without UniqueID"),
        (uksl_csv([{**FIRM_ROW, "Unique ID": ""}]), "no Unique ID"),
        (uksl_csv([FIRM_ROW, {**FIRM_ROW, "Designation Type": "Ship"}]), "2 different values of designationtype"),
        (uksl_csv(None, ["x" if name == "Name type" else name for name in HEADER]), "without the columns nametype"),
        (uksl_csv()[:-30], "columns: cut off or bent"),
        (b"Report Date: 29-Apr-2026\r\n", "no header"),
        (uksl_csv().replace(b"Sample Star", b"Sample \xe9"), "no text"),
        (b"", "0 bytes"),
        (b"<html><body>Sorry</body></html>", "HTML page"),
        (b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>", "this is a UN list, not gb-uksl"),
        (b"Last Updated,27/04/2020\r\n", "OFSI list, closed since 28 January 2026"),
    ],
)
def test_what_is_no_true_copy_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        sample(data)


def test_a_file_cut_anywhere_is_refused(shared: Path) -> None:
    data = Raw(shared / "data" / XML).read()
    packed = (shared / "data" / CSV).read_bytes()
    for at in range(1, 6):
        with pytest.raises(Malformed):
            sample(data[: len(data) * at // 60])
        with pytest.raises(Malformed):
            sample(packed[: len(packed) * at // 60])


def test_two_files_in_one_delivery_are_refused() -> None:
    with pytest.raises(Malformed, match="other files in one delivery"):
        SOURCE.parse({"a": uksl_xml(), "b": uksl_csv()})


def test_the_same_id_with_other_content_is_a_duplicate() -> None:
    assert sample(uksl_xml(FIRM, FIRM)).duplicates == ()
    assert sample(uksl_xml(FIRM, FIRM.replace("benefit", "profit"))).duplicates == ("RUS9001",)


def test_a_list_without_its_date_says_so() -> None:
    result = sample(uksl_xml(FIRM, date="soon"))
    assert (result.list_date, result.unknown) == (None, ("date of the list 'soon'",))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("16/04/2026", "2026-04-16"),
        ("29-Apr-2026", "2026-04-29"),
        ("2026-04-29", "2026-04-29"),
        ("dd/04/2026", ""),
        ("31/02/2026", ""),
        ("", ""),
    ],
)
def test_days_are_read_as_the_list_prints_them(text: str, day: str) -> None:
    assert iso_day(text) == day


def test_listings_are_as_the_golden_file_says(shared: Path) -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    listings = real(shared, CSV).listings
    made = {ref: json.loads(to_json(listings[ref])) for ref in GOLDEN_REFS}
    made |= {ref: json.loads(to_json(item)) for ref, item in sample(uksl_xml()).listings.items()}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
