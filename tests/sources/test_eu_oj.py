"""The annexes of EU acts, transcribed from the Official Journal."""

from __future__ import annotations

import csv
import io
import json
import os
import random
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from bot.core.delta import diff
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing, to_json
from bot.core.names import NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.eu_oj import SOURCE, listed_by_act
from bot.sources.eu_oj_rows import LEADING, SHARED_COLUMNS, act_order, cited
from bot.sources.raw import Raw

FOLDER = "eu_oj_opensanctions/2026-08-22"
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "eu_oj.json"
GOLDEN_REFS = (
    "2014R0833-XLII-imo9290397",
    "2014R0833-XIV-69fba06a85",
    "2014R0833-IV-e8ae2762b4",
    "2014R0833-LII.A-e55e1df10c",
    "2016R0044-V-imo9058713",
    "2013R0401-IV.A-f0c1b1db05-1969-09-28",
    "2002R0881-I-02030a7785",
    "2012R0036-II.A-d4ece55f3c",
)
FRAMEWORK = "32014R0833"


def file(*rows: dict[str, str], celex: str = FRAMEWORK, by: str = "", columns: tuple[str, ...] = ()) -> bytes:
    """A consolidated file, or one of the amending act `by`."""
    kind = "amendment" if by else "consolidated"
    acts = dict(zip(LEADING[kind], (celex, by), strict=False))
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, (*LEADING[kind], *SHARED_COLUMNS, *columns), lineterminator="\n")
    table.writeheader()
    table.writerows({**acts, **row} for row in rows)
    return out.getvalue().encode()


def row(name: str, **more: str) -> dict[str, str]:
    """A company in an annex of the sectoral regulation."""
    usual = {"annex": "XIV", "measure": "Financial restrictions", "programKey": "EU-RUS", "schema": "LegalEntity"}
    return {**usual, "name": name, **more}


def parse(*files: bytes) -> ParsedList:
    return SOURCE.parse({str(n): data for n, data in enumerate(files)})  # type: ignore[return-value]


def listings(*files: bytes) -> list[Listing]:
    return list(parse(*files).listings.values())


@lru_cache(maxsize=1)
def everything(shared: Path) -> ParsedList:
    return SOURCE.parse({path.name: path for path in sorted((shared / "data" / FOLDER).glob("*.csv*"))})  # type: ignore[return-value]


def test_all_files_make_one_list_of_all_their_parties(shared: Path) -> None:
    result = everything(shared)
    assert len(result.listings) == 8_415
    assert result.unknown == result.duplicates == ()
    kinds = Counter((listing.list_kind, listing.type) for listing in result.listings.values())
    assert kinds == {
        (ListKind.EU_ASSET_FREEZE, EntityType.PERSON): 4_567,
        (ListKind.EU_ASSET_FREEZE, EntityType.ORGANIZATION): 1_835,
        (ListKind.EU_ASSET_FREEZE, EntityType.VESSEL): 39,
        (ListKind.EU_SECTORAL, EntityType.ORGANIZATION): 1_266,
        (ListKind.EU_SECTORAL, EntityType.VESSEL): 708,
    }


def test_every_row_has_its_listing(shared: Path) -> None:
    found = {
        (programme, name.text, measure)
        for listing in everything(shared).listings.values()
        for programme in listing.programmes
        for name in listing.names
        for measure in listing.measures
    }
    missing = []
    for path in (shared / "data" / FOLDER).glob("*.csv*"):
        for cells in csv.DictReader(io.StringIO(Raw(path).read().decode())):
            act = cited(cells.get("celex") or cells["amendedCelex"])
            key = (f"{act} Annex {cells['annex']}", " ".join(cells["name"].split()), cells["measure"].lower())
            missing += [key] if key not in found else []
    assert missing == []


def test_the_shadow_fleet_is_found_by_its_numbers(shared: Path) -> None:
    fleet = [
        listing for listing in everything(shared).listings.values() if listing.programmes == ("833/2014 Annex XLII",)
    ]
    assert len(fleet) == 672
    assert all(listing.type is EntityType.VESSEL and listing.measures for listing in fleet)
    numbers = [[i.value for i in listing.identifiers if i.scheme == "imo"] for listing in fleet]
    assert all(
        len(found) == 1 and listing.ref.endswith(f"imo{found[0]}")
        for found, listing in zip(numbers, fleet, strict=True)
    )


def test_what_act_2026_1843_lists_is_marked_until_the_consolidated_text_has_it(shared: Path) -> None:
    acts = Counter(listed_by_act(listing) for listing in everything(shared).listings.values())
    assert acts["2026/1843"] == 216
    assert acts["2026/1848"] == 154
    assert "2026/1883" not in acts
    assert "2026/1960" not in acts


def test_the_order_of_files_and_rows_means_nothing(shared: Path) -> None:
    dice = random.Random(5)
    acts = ("32014R0833", "32002R0881", "32026R1848", "32026R1960")
    files = {act: Raw(next((shared / "data" / FOLDER).glob(f"*_{act}.csv*"))).read() for act in acts}
    shuffled = {}
    for act in reversed(acts):
        table = list(csv.reader(io.StringIO(files[act].decode())))
        body = table[1:]
        dice.shuffle(body)
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\r\n").writerows([table[0], *body])
        shuffled[act] = out.getvalue().encode()
    known, other = SOURCE.parse(files), SOURCE.parse(shuffled)
    assert len(known.listings) > 2_000  # type: ignore[union-attr]
    assert dict(known.listings) == dict(other.listings)  # type: ignore[union-attr]


def test_a_row_says_what_and_under_which_act() -> None:
    (bank,) = listings(
        file(
            row(
                "JSC Kupol Bank",
                startDate="23.7.2026",
                reason="It pays.",
                alias='Купол; "Kupol; Bank"',
                previousName="Old Bank",
                taxNumber="7707049388",
                swiftBic="SABRRUMM",
                address="Moscow; Tverskaya 1, Moscow, Russian Federation",
                legalForm="Joint Stock Company",
                notes="Pays. OKPO 07500548",
            )
        )
    )
    assert (bank.list_kind, bank.measures, bank.programmes) == (
        ListKind.EU_SECTORAL,
        ("financial restrictions",),
        ("833/2014 Annex XIV",),
    )
    assert [(n.text, n.kind) for n in bank.names] == [
        ("JSC Kupol Bank", NameKind.PRIMARY),
        ("Купол", NameKind.ALIAS),
        ("Kupol; Bank", NameKind.ALIAS),
        ("Old Bank", NameKind.FORMER),
    ]
    assert [(i.scheme, i.value) for i in bank.identifiers] == [
        ("bic", "SABRRUMM"),
        ("inn", "7707049388"),
        ("okpo", "07500548"),
    ]
    assert bank.values("listed_on") == bank.values("in_force_from") == ("2026-07-23",)
    assert bank.values("legal_basis") == ("833/2014",)
    assert bank.values("notice") == ("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32014R0833",)
    assert bank.values("reason") == ("It pays.",)
    assert bank.values("address") == ("Moscow", "Tverskaya 1, Moscow, Russian Federation")
    assert bank.values("country") == ("Russian Federation",)
    assert bank.values("remark") == ("Legal form: Joint Stock Company", "Pays. OKPO 07500548")
    assert listed_by_act(bank) == ""


def test_acts_are_cited_as_lawyers_do() -> None:
    celex = ("32014R0833", "32006R0765", "32017R1509", "32026R1843", "32010D0573", "32001R2580")
    assert [cited(one) for one in celex] == ["833/2014", "765/2006", "2017/1509", "2026/1843", "2010/573", "2580/2001"]
    assert sorted(celex, key=act_order)[0] == "32001R2580"


def test_a_row_keeps_its_reference_from_the_amending_act_to_the_consolidated_text() -> None:
    new = row("JSC ‘Kupol’", startDate="24.7.2026", recordId="300", schema="Company")
    later = row("JSC 'KUPOL'", startDate="24.7.2026", recordId="7")
    old = row("Old Bank", startDate="1.3.2022")
    before = parse(file(old), file(new, by="32026R1848"))
    both = parse(file(old, later), file(new, by="32026R1848"))
    after = parse(file(old, later))
    ref = next(ref for ref, listing in before.listings.items() if listing.caption == "JSC ‘Kupol’")
    assert set(before.listings) == set(both.listings) == set(after.listings)
    assert listed_by_act(before.listings[ref]) == "2026/1848"
    assert before.listings[ref].values("legal_basis") == ("2026/1848", "833/2014")
    assert listed_by_act(both.listings[ref]) == listed_by_act(after.listings[ref]) == ""


def test_a_row_that_the_consolidated_text_has_word_for_word_is_no_news() -> None:
    one = row("Kupol", startDate="24.7.2026")
    (bank,) = listings(file({**one, "recordId": "1"}), file({**one, "recordId": "9"}, by="32026R1848"))
    assert bank.values("legal_basis") == ("2026/1848", "833/2014")
    assert bank.values("remark") == ()


def test_an_amended_entry_shows_what_both_texts_say() -> None:
    old = row("Ali", schema="Person", birthDate="1960", startDate="25.1.2001", alias="Abu A")
    new = row("Ali", schema="Person", birthDate="(a) 30.4.1963; (b) 1960", startDate="25.1.2001", alias="Abu A; Abu B")
    (man,) = listings(file(old), file(new, by="32026R1960"))
    assert [str(birth) for birth in man.births] == ["1960", "1963-04-30"]
    assert [n.text for n in man.names] == ["Ali", "Abu A", "Abu B"]
    assert man.values("remark") == ("Amended by act 2026/1960, from the amending act's text",)
    assert listed_by_act(man) == ""


def test_an_entry_restated_under_another_name_stays_one() -> None:
    old = row("Shafi Al-Ajmi", schema="Person", birthDate="1.1.1973", startDate="23.9.2014", alias="Shafi A")
    new = row("Shafi Sultan Al-Ajmi", schema="Person", birthDate="1.1.1973", startDate="23.9.2014", alias="Shafi A")
    (man,) = listings(file(old), file(new, by="32026R1960"))
    assert man.caption == "Shafi Sultan Al-Ajmi"
    assert "Shafi Al-Ajmi" in [n.text for n in man.names]
    assert len(listings(file(old), file({**new, "birthDate": "2.2.1980"}, by="32026R1960"))) == 2


def test_the_latest_of_several_amending_acts_speaks() -> None:
    first, second = row("Kupol", phone="1", startDate="1.5.2026"), row("Kupol", phone="2", startDate="1.5.2026")
    (bank,) = listings(file(second, by="32026R1848"), file(first, by="32026R0900"))
    assert bank.values("phone") == ("2",)
    assert bank.values("legal_basis") == ("2026/1848", "2026/900", "833/2014")
    assert listed_by_act(bank) == "2026/1848"


def test_a_vessel_is_one_by_its_number_whatever_its_name() -> None:
    vessel = {"schema": "Vessel", "annex": "XLII", "measure": "Transportation restrictions", "imoNumber": "9290397"}
    old = row("KRITI VIGOR", startDate="24.4.2026", **vessel)
    new = row("STORMBRINGER (ex KRITI VIGOR)", startDate="24.4.2026", flag="Cameroon", **vessel)
    namesake = row("KRITI VIGOR", startDate="24.4.2026", **{**vessel, "imoNumber": "9187629"})
    result = parse(file(old, namesake), file(new, by="32026R1848"))
    assert set(result.listings) == {"2014R0833-XLII-imo9290397", "2014R0833-XLII-imo9187629"}
    ship = result.listings["2014R0833-XLII-imo9290397"]
    assert [(n.text, n.kind) for n in ship.names] == [
        ("STORMBRINGER (ex KRITI VIGOR)", NameKind.PRIMARY),
        ("STORMBRINGER", NameKind.ALIAS),
        ("KRITI VIGOR", NameKind.FORMER),
    ]
    assert ship.values("vessel_flag") == ("Cameroon",)


def test_two_measures_of_one_act_on_one_party_are_one_entry() -> None:
    vessel = {"schema": "Vessel", "annex": "V", "imoNumber": "9058713"}
    rows = [
        row("AVAX", **vessel, measure=measure) for measure in ("Financial restrictions", "Transportation restrictions")
    ]
    (ship,) = listings(file(*rows, celex="32016R0044", by="32026R1941"))
    assert ship.measures == ("financial restrictions", "transportation restrictions")
    assert ship.list_kind is ListKind.EU_SECTORAL


def test_rows_under_an_asset_freeze_are_of_that_kind() -> None:
    (man,) = listings(file(row("Ivan", schema="Person", annex="I.PERSONS", measure="Asset Freeze"), celex="32014R0269"))
    assert (man.list_kind, man.programmes) == (ListKind.EU_ASSET_FREEZE, ("269/2014 Annex I.PERSONS",))


def test_namesakes_are_told_apart_and_the_first_keeps_the_plain_reference() -> None:
    first = row("Ivan Petrov", schema="Person", birthDate="1.1.1960", startDate="1.3.2022")
    second = row("Ivan PETROV", schema="Person", birthDate="2.2.1970", startDate="24.7.2026")
    alone = parse(file(first)).listings
    both = parse(file(second, first)).listings
    amended = parse(file(first), file(second, by="32026R1848")).listings
    (ref,) = alone
    assert set(both) == set(amended) == {ref, f"{ref}-1970-02-02"}
    assert to_json(both[ref]) == to_json(alone[ref])
    assert listed_by_act(amended[f"{ref}-1970-02-02"]) == "2026/1848"


def test_two_rows_of_one_party_are_merged() -> None:
    one = row("Sergey Ivanov", schema="Person", birthDate="19.4.1952", startDate="9.3.2022", position="Envoy")
    other = row("Sergey Ivanov", schema="Person", birthDate="19.04.1952", startDate="16.12.2022", nationality="Russian")
    (man,) = listings(file(one, other))
    assert man.values("listed_on") == ("2022-03-09", "2022-12-16")
    assert (man.values("position"), man.values("nationality")) == (("Envoy",), ("Russian",))


def test_one_name_with_other_aliases_on_the_same_day_is_another_party() -> None:
    rows = [row("So called", startDate="25.7.2014", alias=alias) for alias in ("Army", "Militia")]
    assert len(listings(file(*rows))) == 2


def test_names_in_brackets_are_searched_too() -> None:
    (man,) = listings(file(row("Faruq (a.k.a. Farouq, Farouk) AL SHAR’", schema="Person")))
    assert [n.text for n in man.names] == [
        "Faruq (a.k.a. Farouq, Farouk) AL SHAR’",
        "Faruq AL SHAR’",
        "Farouq AL SHAR’",
        "Farouk AL SHAR’",
    ]


def test_a_new_number_in_the_annex_is_no_change() -> None:
    before, after = (parse(file(row("Kupol", recordId=number))) for number in ("1", "2"))
    assert diff(before.listings, after.listings, before.observed).changes == ()


def test_a_strange_column_is_reported_and_shown() -> None:
    result = parse(file({**row("Kupol"), "colour": "blue"}, columns=("colour",)))
    assert result.unknown == ("column colour",)
    assert next(iter(result.listings.values())).values("remark") == ("colour: blue",)


def test_an_empty_annex_is_no_fault() -> None:
    assert len(listings(file(celex="32011D0173"), file(row("Kupol")))) == 1


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ((file(row("Kupol"))[:-9],), "cut off"),
        ((file(row("Kupol"))[:-5] + b"\n",), "of 45 columns"),
        ((file(row("Kupol")) + b'32014R0833,"open\n',), "cannot be read"),
        ((file(row("Kupol", schema="Cloud")),), "unknown kind 'Cloud'"),
        ((file(row("")),), "has no name"),
        ((file(row("Kupol"), celex="833/2014"),), "no CELEX number"),
        ((file(row("Kupol"), by="32026R1848"), file(row("Ivan"), by="32026R1848")), "two files of the same act"),
        ((file(row("Kupol")), file(row("Kupol"))), "two files of the same act"),
        ((file(by="32026R1848"),), "without any row"),
        ((file(row("Kupol")) + file(row("Ivan"), celex="32006R0765").split(b"\n", 1)[1],), "rows of 2 acts"),
        ((file(row("Kupol")).replace(b"Kupol", b"K\xff"),), "no text"),
        ((b'"Report Date: 13-Feb-2026"\n',), "not eu-oj"),
    ],
)
def test_damaged_files_and_other_lists_are_refused(files: tuple[bytes, ...], reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        parse(*files)


def test_the_source_is_opt_in_and_names_its_licence() -> None:
    assert SOURCE.opt_in
    assert not SOURCE.urls
    assert "CC BY-NC 4.0" in SOURCE.licence
    assert "2011/833/EU" in SOURCE.licence


def test_listings_are_as_the_golden_file_says(shared: Path) -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    found = everything(shared).listings
    made = {ref: json.loads(to_json(found[ref])) for ref in GOLDEN_REFS}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
