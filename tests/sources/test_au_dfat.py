"""The Australian list."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from bot.core.dates import PartialDate
from bot.core.delta import diff
from bot.core.identifiers import Identifier
from bot.core.listings import EntityType, Listing, to_json
from bot.core.names import NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources import au_sheet
from bot.sources.au_dates import births, first_day
from bot.sources.au_dfat import SOURCE
from bot.sources.au_prose import (
    citizenships,
    contacts,
    country_in,
    identifiers,
    instruments,
    listed_on,
    own_reference,
    values,
)
from bot.sources.au_table import MEASURES
from tests.sources.real import expectations

LATEST = "au_dfat/2024-12-17/regulation8_consolidated.xlsx"
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "au_dfat.json"
GOLDEN_REFS = ("34", "147", "210", "787", "2269", "2780", "2943", "3081", "3559", "7982")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

OLD = (
    *(
        "Reference",
        "Name of Individual or Entity",
        "Type",
        "Name Type",
        "Date of Birth",
        "Place of Birth",
        "Citizenship",
    ),
    *("Address", "Additional Information", "Listing Information", "Committees", "Control Date"),
)
NEW = (
    *(
        "Reference",
        "Name of Individual or Entity",
        "Type",
        "Name Type",
        "Alias Strength",
        "Date of Birth",
        "Place of Birth",
    ),
    *("Citizenship", "Address", "Additional Information", "Listing Information", "IMO Number", "Committees"),
    *("Control Date", "Instrument of Designation", "Targeted Financial Sanction", "Travel Ban", "Arms Embargo"),
    "Maritime Restriction",
)
Cell = str | int | bool

SHIP: dict[str, Cell] = {
    "Reference": 9001,
    "Name of Individual or Entity": "SEA BIRD",
    "Type": "Vessel",
    "Name Type": "Primary Name",
    "Listing Information": "Listed on 4 February 2026",
    "IMO Number": 9216298,
    "Committees": "Autonomous (Russia)",
    "Control Date": 46058,
    "Instrument of Designation": "Autonomous Sanctions (Vessels) Instrument 2026",
    "Targeted Financial Sanction": 0,
    "Travel Ban": 0,
    "Arms Embargo": 0,
    "Maritime Restriction": 1,
}
MAN: dict[str, Cell] = {
    "Reference": 8577,
    "Name of Individual or Entity": "Mohammad JOKAR",
    "Type": "Individual",
    "Name Type": "Primary Name",
    "Date of Birth": 21496,
    "Citizenship": "Iranian",
    "Listing Information": "Listed on 2 March 2012",
    "Committees": "Autonomous (Iran)",
    "Control Date": 46055,
    "Targeted Financial Sanction": True,
    "Travel Ban": "TRUE",
    "Arms Embargo": 0,
    "Maritime Restriction": False,
}


def name(of: dict[str, Cell], letter: str, text: str, kind: str, strength: str = "") -> dict[str, Cell]:
    return (
        of
        | {"Reference": f"{of['Reference']}{letter}", "Name of Individual or Entity": text, "Name Type": kind}
        | ({"Alias Strength": strength} if strength else {})
    )


def cell(at: str, value: Cell) -> str:
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int):
        return f'<c r="{at}"><v>{value}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else f'<c r="{at}" s="1"/>'


def workbook(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(path, text)
    return made.getvalue()


def parts(rows: Sequence[Sequence[Cell]], properties: str = "") -> dict[str, str]:
    body = "".join(
        f'<row r="{n}">{"".join(cell(f"{chr(65 + at)}{n}", value) for at, value in enumerate(row))}</row>'
        for n, row in enumerate(rows, start=1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}'
        '<sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>',
    }


def rows(*entries: dict[str, Cell], columns: Sequence[str] = NEW) -> list[list[Cell]]:
    return [list(columns), *([entry.get(column, "") for column in columns] for entry in entries)]


def read(*entries: dict[str, Cell], columns: Sequence[str] = NEW) -> ParsedList:
    return parse(workbook(parts(rows(*entries, columns=columns))))


def parse(data: bytes) -> ParsedList:
    result = SOURCE.parse({"x": data})
    assert isinstance(result, ParsedList)
    return result


@lru_cache(maxsize=1)
def real(shared: Path) -> ParsedList:
    return parse((shared / "data" / LATEST).read_bytes())


def kinds(listing: Listing) -> dict[NameKind, list[str]]:
    return {kind: [n.text for n in listing.names if n.kind is kind] for kind in NameKind}


def test_counts_are_as_published(shared: Path) -> None:
    result = real(shared)
    assert len(result.listings) == expectations(shared)["counts"][LATEST] == 3062
    assert result.unknown == result.duplicates == ()
    assert sum(len(listing.names) for listing in result.listings.values()) >= 9533
    assert {listing.type for listing in result.listings.values()} == {EntityType.PERSON, EntityType.ORGANIZATION}


def test_the_old_layout_states_no_measures_and_the_new_one_does(shared: Path) -> None:
    assert not {"measure", "weak_alias"} & real(shared).observed
    assert {"measure", "weak_alias"} <= read(SHIP).observed
    assert read({k: v for k, v in SHIP.items() if k in OLD}, columns=OLD).listings["9001"].measures == ()


def test_the_layout_of_2026_is_read() -> None:
    result = read(
        MAN,
        SHIP,
        name(MAN, "a", "محمد صالح جوکار", "Original Script"),
        name(MAN, "b", "Mohammad Saleh JOKAR", "Alias", "Strong"),
        name(MAN, "c", "The General", "Alias", "Weak"),
    )
    man, ship = result.listings["8577"], result.listings["9001"]
    assert result.unknown == ()
    assert kinds(man) == {
        NameKind.PRIMARY: ["Mohammad JOKAR"],
        NameKind.ALIAS: ["محمد صالح جوکار", "Mohammad Saleh JOKAR"],
        NameKind.WEAK_ALIAS: ["The General"],
        NameKind.FORMER: [],
    }
    assert man.births == (PartialDate("1958-11-07"),)
    assert man.measures == ("targeted financial sanctions", "travel ban")
    assert man.values("control_date") == ("2026-02-02",)
    assert (ship.type, ship.measures) == (EntityType.VESSEL, ("maritime restriction",))
    assert ship.identifiers == (Identifier("imo", "9216298", "", "IMO Number"),)
    assert ship.values("legal_basis") == ("Autonomous Sanctions (Vessels) Instrument 2026",)
    assert ship.values("listed_on") == ("2026-02-04",)


def test_columns_are_found_by_their_header_wherever_they_stand() -> None:
    header, *body = rows(MAN, SHIP, columns=tuple(reversed(NEW)))
    turned = parse(workbook(parts([[f"{str(text).upper()}\n " for text in header], *body])))
    assert turned.unknown == ()
    assert dict(turned.listings) == dict(read(SHIP, MAN).listings)


def test_a_title_above_the_header_and_a_note_below_the_rows_do_no_harm() -> None:
    table = [["Consolidated List"], *rows(MAN), ["", "", "", "", "", "", "", "", "", "End"]]
    result = parse(workbook(parts(table)))
    assert list(result.listings) == ["8577"]
    assert result.unknown == ("row 'End'",)


def test_unknown_columns_are_reported() -> None:
    assert read(MAN | {"Eye colour": "red"}, columns=(*NEW, "Eye colour")).unknown == ("column Eye colour",)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"Type": "Robot"}, "entry 8577 is of the unknown type 'Robot'"),
        ({"Name Type": "Nickname"}, "name 8577 is of the unknown type 'nickname'"),
        ({"Alias Strength": "Medium"}, "name 8577 is of the unknown strength 'medium'"),
        ({"Travel Ban": "perhaps"}, "entry 8577 has the unknown value 'perhaps' under travel ban"),
        ({"Reference": "x7"}, "a row without a reference or a name: 'x7"),
        ({"Name of Individual or Entity": ""}, "a row without a reference or a name: '8577"),
    ],
)
def test_what_decides_the_meaning_must_be_known(wrong: dict[str, Cell], said: str) -> None:
    with pytest.raises(Malformed, match=re.escape(said)):
        read(MAN | wrong)


def test_two_parties_under_one_number_are_noted() -> None:
    assert read(MAN, MAN | {"Name of Individual or Entity": "Somebody Else"}).duplicates == ("8577",)
    assert read(MAN, MAN).duplicates == ()


def test_rows_that_are_apart_and_in_another_order_are_one_entry() -> None:
    alias, other = name(MAN, "a", "A", "aka"), name(MAN, "b", "B", "AKA ")
    assert dict(read(MAN, SHIP, alias, other).listings) == dict(read(other, alias, SHIP, MAN).listings)


def test_a_new_control_date_is_bookkeeping() -> None:
    old, new = read(MAN), read(MAN | {"Control Date": 46100})
    (change,) = diff(old.listings, new.listings, old.observed).changes
    assert not change.material
    assert {statement.property for statement in change.gained} == {"control_date"}


def test_a_lost_measure_is_material() -> None:
    old, new = read(MAN), read(MAN | {"Travel Ban": 0})
    (change,) = diff(old.listings, new.listings, old.observed).changes
    assert change.material
    assert ("measure", "travel ban") in change.lost
    assert set(MEASURES) >= set(new.listings["8577"].measures)


def test_another_spreadsheet_is_refused_with_the_columns_it_lacks() -> None:
    with pytest.raises(
        Malformed, match="it lacks the columns Type, Name Type, Listing Information, Committees, Control"
    ):
        parse(workbook(parts([["Reference", "Name of Individual or Entity", "Price"], ["1", "x", 3]])))
    with pytest.raises(Malformed, match="lacks the columns Reference, Name of Individual"):
        parse(workbook(parts([])))


def test_damaged_files_are_refused(shared: Path) -> None:
    data = (shared / "data" / LATEST).read_bytes()
    for at in (0, 100, len(data) // 2, len(data) - 30):
        with pytest.raises(Malformed):
            parse(data[:at])
    bent = bytearray(data)
    bent[200_000:200_040] = bytes(40)
    with pytest.raises(Malformed, match=r"damaged|well-formed"):
        parse(bytes(bent))
    with pytest.raises(Malformed, match=r"without its part xl/workbook\.xml"):
        parse(workbook({k: v for k, v in parts(rows(MAN)).items() if k != "xl/workbook.xml"}))


def test_a_spreadsheet_that_unfolds_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = workbook(parts(rows(MAN)) | {"xl/media/x.bin": "0" * 3_000_000})
    monkeypatch.setattr(au_sheet, "MAX_UNPACKED", 2_000_000)
    with pytest.raises(Malformed, match="unfolds to 3,00"):
        parse(bomb)


def test_entities_and_far_cells_do_no_harm() -> None:
    made = parts(rows(MAN))
    sheet = made["xl/worksheets/sheet1.xml"]
    with pytest.raises(Malformed, match="document type"):
        parse(workbook(made | {"xl/worksheets/sheet1.xml": f'<!DOCTYPE x [<!ENTITY a "b">]>{sheet}'}))
    far = sheet.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>')
    assert parse(workbook(made | {"xl/worksheets/sheet1.xml": far})).unknown == ("column XFD", "row '2'")


def test_shared_strings_may_have_runs_and_hints_and_days_may_count_from_1904() -> None:
    made = parts(rows(MAN), properties='<workbookPr date1904="1"/>')
    sheet = made["xl/worksheets/sheet1.xml"].replace(cell("B2", "Mohammad JOKAR"), '<c r="B2" t="s"><v>0</v></c>')
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><t>Moham</t></r><r><t>mad_x000D_\nJOKAR</t></r><rPh><t>x</t></rPh></si></sst>'
    )
    (man,) = parse(
        workbook(made | {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings})
    ).listings.values()
    assert man.caption == "Mohammad JOKAR"
    assert man.values("control_date") == ("2030-02-03",)
    with pytest.raises(Malformed, match="names the shared string '0' of 0"):
        parse(workbook(made | {"xl/worksheets/sheet1.xml": sheet}))


@pytest.mark.parametrize(
    ("text", "dates", "whole"),
    [
        ("1966, 1960, 1953", ["1966", "1960", "1953"], True),
        ("a) 30/04/1963 b) 1960", ["1963-04-30", "1960"], True),
        ("a)1964 b) Approximately 1965", ["1964", "circa 1965"], True),
        ("a) Approximately 1955- 1958 b) Approximately 1945-1950", ["circa 1955 to 1958", "circa 1945 to 1950"], True),
        ("Between 1968 and 1972", ["1968 to 1972"], True),
        ("Between 1963 to 1968", ["1963 to 1968"], True),
        ("a) Between Aug. and Sep 1977    b) 1976", ["1977-08 to 1977-09", "1976"], True),
        ("21 March 1962 to 20 April 1962", ["1962-03-21 to 1962-04-20"], True),
        ("approximately 1977/1978", ["circa 1977 to 1978"], True),
        ("3 Jan. 1965; alt DOB: 09/05/1981", ["1965-01-03", "1981-05-09"], True),
        ("12. Sep 1974 or March 16, 1972", ["1974-09-12", "1972-03-16"], True),
        (
            "a) 11-Sep-2000; b) 05.09.1990; c) 03/1965; d) August, 1961",
            ["2000-09-11", "1990-09-05", "1965-03", "1961-08"],
            True,
        ),
        ("c. 1946 or 1949", ["circa 1946", "1949"], True),
        ("14 Mar 1974 >> 1 Aug 1970", ["1974-03-14", "1970-08-01"], True),
        ("18 Apr. 1982 c) 24/06/1402 (Hijri Calendar)", ["1982-04-18"], False),
        ("8 Aug. 1980, (appears in false passport)", ["1980-08-08"], False),
        ("10/061962", [], False),
        ("16/16/1962", [], False),
        ("Approximately (30-35 years old)", [], False),
        ("na", [], True),
    ],
)
def test_births_are_read_from_free_text(text: str, dates: list[str], whole: bool) -> None:
    found = births(text)
    assert ([str(date) for date in found.dates], found.whole) == (dates, whole)


def test_births_that_are_not_understood_stay_as_words(shared: Path) -> None:
    said = [v for e in real(shared).listings.values() for v in e.values("remark") if v.startswith("Date of birth")]
    assert 10 <= len(said) <= 20
    assert real(shared).listings.stated["birth_date"] == 2222  # type: ignore[attr-defined]


def test_marked_and_divided_values_are_several() -> None:
    assert values("a) Deh Rawud, Afghanistan b) Kandahar, c) Qilla (as at Dec. 2003)") == [
        "Deh Rawud, Afghanistan",
        "Kandahar",
        "Qilla (as at Dec. 2003)",
    ]
    assert values("POB: Tikrit; Awja;") == ["Tikrit", "Awja"]
    assert values("NA") == []
    assert citizenships("Russian and Ukrainian") == ["Russian", "Ukrainian"]
    assert citizenships("Trinidad and Tobago") == ["Trinidad and Tobago"]
    assert country_in("9 Nobonyad Square, Tehran, Iran (office)") == "Iran"
    assert country_in("Located in Trident camp") == ""


def test_a_reference_is_the_partys_own_and_not_that_of_whom_it_is_linked_to(shared: Path) -> None:
    assert own_reference("Qdi.348 Passport no W344982. Member of Jemaah Islamiyah (QDe.092)") == "QDi.348"
    assert own_reference("UN reference number: KPe.012.") == "KPe.012"
    assert own_reference("A senior leader of Al-Qaida (QDe.004)") == ""
    assert own_reference("the Rajah Solaiman Movement (listed under permanent reference number QDe.128)") == ""
    stated = {e.ref: e.values("reference") for e in real(shared).listings.values() if e.values("reference")}
    assert stated == {"3081": ("QDi.348",), "3082": ("QDi.349",), "3083": ("QDi.350",)}


def test_the_day_of_listing_is_read_where_it_is_plain() -> None:
    assert listed_on("Listed on: 8 Mar. 2018 (amended on 2 May 2019)") == "2018-03-08"
    assert listed_on("Listed by UN 1267 Committee on 25 January 2001 (amended 9 July 2007)") == "2001-01-25"
    assert (
        listed_on("The Minister for Foreign Affairs listed this entity on 21 December 2001 under section 15")
        == "2001-12-21"
    )
    assert listed_on("41340", day="2013-03-07") == "2013-03-07"
    assert (
        listed_on("Designated under the Autonomous Sanctions Regulations 2011 on 2 March 2012. Formerly listed") == ""
    )
    assert listed_on("Resolution 1596 (2005), amended 16 December 2008") == ""
    assert first_day("31 Feb 2001") == ""


def test_instruments_are_the_legal_basis_and_dates_of_amendment_are_not(shared: Path) -> None:
    title = "Autonomous Sanctions (Designated Persons and Entities and Declared Persons – Syria) List 2012"
    assert instruments(f"Instrument of first designation {title}. Relisted on 12 January 2024.") == [title]
    assert instruments("Listed on 4 June 2008 (amended 2 May 2019)") == []
    bases = {v for e in real(shared).listings.values() for v in e.values("legal_basis")}
    assert all(len(basis) < 170 for basis in bases)


def test_identifiers_and_contacts_are_read_from_the_prose() -> None:
    found = identifiers(
        "Afghan passport number OR1961825 issued 2003. Registration ID: 1027800000084 (Russia) Tax ID No.: 7831000122 "
        "(Russia) SWIFT/BIC: ROSYRU2P IMO number: 5571322. Passport no.: na"
    )
    assert {(i.scheme, i.value, i.country) for i in found} == {
        ("passport", "OR1961825", "AF"),
        ("ogrn", "1027800000084", "RU"),
        ("inn", "7831000122", "RU"),
        ("bic", "ROSYRU2P", ""),
        ("imo", "5571322", ""),
    }
    assert [tuple(f) for f in contacts("Gender [Male]. Email: a.b@c.ru Website: www.abr.ru.")] == [
        ("email", "a.b@c.ru"),
        ("website", "www.abr.ru"),
        ("gender", "male"),
    ]


def test_listed_passports_and_national_numbers_are_read() -> None:
    found = identifiers(
        "Passport Number: a) 27082171 (United States of America) b) Iraq number MO887925 National identification no.: "
        "01817002. Afghan national identification card (tazkira) number 300786. LEI: 213800WAVVOPS85N2205"
    )
    assert {(i.scheme, i.value, i.country) for i in found} == {
        ("passport", "27082171", ""),
        ("passport", "MO887925", "IQ"),
        ("national_id", "01817002", ""),
        ("national_id", "300786", "AF"),
        ("lei", "213800WAVVOPS85N2205", ""),
    }


def test_what_belongs_to_one_name_is_noted_with_it(shared: Path) -> None:
    remarks = real(shared).listings["34"].values("remark")
    assert "Name Haji Gulab Gul: date of birth 1955" in remarks
    assert "Name Haji Gulab Gul: place of birth Logar, Afghanistan" in remarks


def test_former_names_are_told_by_their_note(shared: Path) -> None:
    former = kinds(real(shared).listings["199"])[NameKind.FORMER]
    assert former == ["Ri'ad Muhammad Hasan Muhammad Hijazi", "رياض محمد حسن محمد الحجازي"]


def test_listings_are_as_the_golden_file_says(shared: Path) -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    listings = real(shared).listings
    made = {ref: json.loads(to_json(listings[ref])) for ref in GOLDEN_REFS}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
