"""The EU list of asset freezes."""

from __future__ import annotations

import json
import os
import random
import re
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from lxml import etree

from bot.core.dates import PartialDate
from bot.core.delta import diff
from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing, to_json
from bot.core.names import NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.eu_fsf import SOURCE
from bot.sources.raw import Raw
from tests.sources.fsf_list import HEADER, as_csv, csv_bytes, entity, fsf_xml, name
from tests.sources.real import expectations

LATEST = "eu_fsf/2026-08-22/xmlFullSanctionsList_1_1.xml.gz"
SAMPLES = ("fixtures_small/2020-04-24/deriv_sample_eu_sanctions.xml", "fixtures_small/2021-03-16/deriv_sample_eu.xml")
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "eu_fsf.json"
GOLDEN_SAMPLE_REFS = ("13", "33", "5295", "5807", "927")
GOLDEN_REFS = ("6463", "6953", "107842", "116167", "135909", "142064")


def sample(*entities: str) -> ParsedList:
    return SOURCE.parse({"x": fsf_xml(*entities)})  # type: ignore[return-value]


def one(inside: str, kind: str = "person", attributes: str = "") -> Listing:
    """The listing of one entity."""
    return sample(entity("5", inside, kind, attributes)).listings["5"]


@lru_cache(maxsize=5)
def parsed(shared: Path, path: str) -> ParsedList:
    return SOURCE.parse({path: shared / "data" / path})  # type: ignore[return-value]


@lru_cache(maxsize=2)
def some(shared: Path, count: int = 250) -> bytes:
    """The first entities of the real file."""
    text = Raw(shared / "data" / LATEST).read()
    ends = [match.end() for match in re.finditer(rb"</sanctionEntity>", text)]
    return text[: ends[count - 1]] + b"</export>"


def test_counts_and_dates_are_as_published(shared: Path) -> None:
    counts = {path: n for path, n in expectations(shared)["counts"].items() if path.startswith("eu_fsf/")}
    assert len(counts) == 3
    for path, count in counts.items():
        result = parsed(shared, path)
        assert len(result.listings) == count
        assert result.list_date == date.fromisoformat(path.split("/")[1])
        assert result.unknown == result.duplicates == ()


def test_differences_are_what_the_acts_between_them_did(shared: Path) -> None:
    pairs = [pair for pair in expectations(shared)["pairs"] if pair["list"] == "eu_fsf"]
    assert len(pairs) == 3
    for pair in pairs:
        old, new = parsed(shared, pair["old"]), parsed(shared, pair["new"])
        found = diff(old.listings, new.listings, old.observed & new.observed)
        assert (found.added, found.removed, found.amended) == (pair["added"], pair["removed"], pair["amended"])


def test_the_official_samples_are_read_in_full(shared: Path) -> None:
    first, second = (parsed(shared, path) for path in SAMPLES)
    assert (len(first.listings), len(second.listings)) == (7, 6)
    assert first.unknown == second.unknown == first.duplicates == ()
    assert second.duplicates == ("5468",)
    assert first.list_date == date(2020, 4, 15)


def test_every_entry_is_an_asset_freeze_under_its_programme(shared: Path) -> None:
    listings = parsed(shared, LATEST).listings
    assert {listing.list_kind for listing in listings.values()} == {ListKind.EU_ASSET_FREEZE}
    assert {listing.measures for listing in listings.values()} == {("asset freeze",)}
    assert sum(1 for listing in listings.values() if listing.type is EntityType.PERSON) == 4_570
    assert sum(1 for listing in listings.values() if "UKR" in listing.programmes) == 3_026


def test_the_act_stands_with_its_date_and_address() -> None:
    man = one(name("Ivan PETROV", 1), attributes='designationDate="2026-07-23" unitedNationId="QDi.001"')
    assert man.values("legal_basis") == ("2026/1843 (OJ L1843)",)
    assert man.values("in_force_from") == ("2026-07-24",)
    assert man.values("notice") == ("https://eur-lex.europa.eu/x",)
    assert man.values("listed_on") == ("2026-07-23",)
    assert man.values("reference") == ("QDi.001",)
    assert man.values("remark") == ("Act published: 2026-07-23", "EU reference: EU.5.1")


def test_the_order_of_an_export_means_nothing(shared: Path) -> None:
    root = etree.fromstring(some(shared))
    shuffle = random.Random(7).shuffle
    for parent in [root, *root]:
        inner = list(parent)
        shuffle(inner)
        parent[:] = inner
    for item in root.iter():
        attributes = list(item.attrib.items())
        shuffle(attributes)
        item.attrib.clear()
        item.attrib.update(attributes)
    known = SOURCE.parse({"x": some(shared)})
    other = SOURCE.parse({"x": etree.tostring(root)})
    assert dict(known.listings) == dict(other.listings)  # type: ignore[union-attr]


def test_the_oldest_english_name_leads() -> None:
    names = [
        name("Иван ПЕТРОВ", 10),
        name("Ivan PETROFF", 11, 'nameLanguage="FR"'),
        name("Vanya", 12, 'strong="false"'),
        name("Ivan Ivanovich PETROV", 30, 'nameLanguage="EN"'),
        name("Ivan PETROV", 20),
    ]
    for order in (names, names[::-1], names[2:] + names[:2]):
        man = one("".join(order))
        assert [n.text for n in man.names] == [
            "Ivan PETROV",
            "Ivan Ivanovich PETROV",
            "Ivan PETROFF",
            "Иван ПЕТРОВ",
            "Vanya",
        ]
        assert [n.kind for n in man.names][-1] is NameKind.WEAK_ALIAS
        assert next(n.script for n in man.names if n.text.startswith("И")) == "Cyrl"


def test_a_name_in_several_languages_stands_once() -> None:
    man = one("".join(name("Hamas", 3 + n, f'nameLanguage="{code}"') for n, code in enumerate(("EN", "FR", "DE"))))
    assert [n.text for n in man.names] == ["Hamas"]


def test_names_of_a_rebuilt_file_without_numbers_are_led_by_the_one_of_the_reasons() -> None:
    inside = (
        name("Alexej Ivanovitj KOMISSAROV", 90_000_001)
        + name("Alexey Ivanovich KOMISSAROV", 99_999_999)
        + "<remark>Alexey Ivanovich Komissarov is a minister.</remark>"
    )
    assert one(inside).caption == "Alexey Ivanovich KOMISSAROV"


def test_a_former_name_is_told_by_its_remark() -> None:
    firm = one(
        name("New Bank", 1)
        + '<nameAlias wholeName="Old Bank" strong="true" logicalId="2"><remark>formerly</remark></nameAlias>'
        + '<nameAlias firstName="A" lastName="B" strong="true" logicalId="3"><remark>on seals</remark></nameAlias>',
        "enterprise",
    )
    assert [(n.text, n.kind) for n in firm.names] == [
        ("New Bank", NameKind.PRIMARY),
        ("A B", NameKind.ALIAS),
        ("Old Bank", NameKind.FORMER),
    ]
    assert "Name A B: on seals" in firm.values("remark")


def test_births_are_exact_approximate_between_or_of_another_calendar() -> None:
    man = one(
        name("Ivan PETROV", 1)
        + '<birthdate birthdate="1965-12-12" dayOfMonth="12" monthOfYear="12" year="1965" city="-"'
        ' countryIso2Code="00" countryDescription="UNKNOWN"/>'
        '<birthdate year="1958" circa="TRUE" city="Deb-Deb" countryIso2Code="DZ" countryDescription="ALGERIA"/>'
        '<birthdate yearRangeFrom="1960" yearRangeTo="1962" circa="false"/>'
        '<birthdate year="1970" monthOfYear="3"/>'
        '<birthdate calendarType="ISLAMIC" year="1365" monthOfYear="4" dayOfMonth="2"/>'
        "<birthdate><remark>(a) 1.3.1971; (b) approximately 1972</remark></birthdate>"
        '<birthdate year="1980"><remark>from the passport</remark></birthdate>'
        '<birthdate birthdate="1981-02-30"/>'
    )
    assert [str(birth) for birth in man.births] == [
        "circa 1958",
        "1960 to 1962",
        "1965-12-12",
        "1970-03",
        "1971-03-01",
        "circa 1972",
        "1980",
    ]
    assert man.values("birth_place") == ("Deb-Deb, ALGERIA",)
    said = [text for text in man.values("remark") if text.startswith("Date of birth")]
    assert said == [
        "Date of birth: 1365-04-02 (islamic)",
        "Date of birth: 1981-02-30",
        "Date of birth: from the passport",
    ]


def test_documents_have_their_scheme_and_their_flaws() -> None:
    document = (
        '<identification number="{}" identificationTypeCode="{}" identificationTypeDescription="{}"'
        ' countryIso2Code="{}" {}>{}</identification>'
    )
    firm = one(
        name("JSC Kupol", 1)
        + document.format("7707049388", "fiscalcode", "Fiscal code", "00", "", "")
        + document.format("1027700132195", "regnumber", "Registration number", "RU", 'knownExpired="true"', "")
        + document.format("500100732259", "taxid", "Tax identification number", "DE", "", "")
        + document.format("772901001", "other", "Other", "00", "", "<remark>KPP</remark>")
        + document.format("IMO 9187629", "IMO", "IMO number", "00", "", "")
        + document.format("-", "regnumber", "Registration number", "00", "", "")
        + document.format("SABRRUMM", "swiftbic", "SWIFT", "RU", 'issuedBy="SWIFT" validTo="2030-01-01"', ""),
        "enterprise",
    )
    assert firm.identifiers == (
        Identifier("bic", "SABRRUMM", "RU", "SWIFT"),
        Identifier("imo", "9187629", "", "IMO number"),
        Identifier("inn", "7707049388", "", "Fiscal code"),
        Identifier("kpp", "772901001", "", "KPP"),
        Identifier("ogrn", "1027700132195", "RU", "Registration number"),
        Identifier("tax", "500100732259", "DE", "Tax identification number"),
    )
    assert "Registration number 1027700132195: known to have expired" in firm.values("remark")
    assert "SWIFT SABRRUMM: issued by SWIFT; valid to 2030-01-01" in firm.values("remark")


def test_places_contacts_and_reasons_are_told_apart() -> None:
    man = one(
        name("Ivan PETROV", 1, 'gender="F" title="Dr" function="Judge"')
        + '<citizenship countryIso2Code="00" countryDescription="UNKNOWN"/>'
        + '<citizenship countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION"/>'
        + '<address street="Kupol St. 1" poBox="12" city="Izhevsk" zipCode="426000" countryIso2Code="RU"'
        ' countryDescription="RUSSIAN FEDERATION" asAtListingTime="true"><remark>former</remark>'
        '<contactInfo key="WEB" value="kupol.ru"/><contactInfo key="FAX" value="+7 1; +7 2"/></address>'
        + '<address street="Tverskaya 1, Moscow, Russia" countryIso2Code="00" countryDescription="UNKNOWN"/>'
        + "<remark>Supplies drones.</remark><remark>UNSC RESOLUTION 1483</remark>"
    )
    assert man.values("gender") == ("female",)
    assert (man.values("title"), man.values("position")) == (("Dr",), ("Judge",))
    assert man.values("citizenship") == ("RUSSIAN FEDERATION",)
    assert man.values("address") == (
        "Kupol St. 1, PO Box 12, Izhevsk, 426000, RUSSIAN FEDERATION (former; at the time of listing)",
        "Tverskaya 1, Moscow, Russia",
    )
    assert man.values("country") == ("RUSSIAN FEDERATION", "Russia")
    assert (man.values("website"), man.values("phone")) == (("kupol.ru",), ("Fax: +7 1", "Fax: +7 2"))
    assert man.values("reason") == ("Supplies drones.",)
    assert "UNSC RESOLUTION 1483" in man.values("remark")


def test_a_change_that_no_property_has_is_still_seen() -> None:
    summary = '<regulationSummary regulationType="amendment" numberTitle="{}"/>'
    before, after = (
        one(f'<nameAlias wholeName="Ivan" strong="true" logicalId="1">{summary.format(act)}</nameAlias>')
        for act in ("1/2020", "2/2021")
    )
    assert before.printed != after.printed
    assert before.names == after.names


def test_a_new_number_of_a_part_is_no_change() -> None:
    before, after = (one(name("Ivan", 1) + f'<citizenship countryIso2Code="RU" logicalId="{n}"/>') for n in (1, 2))
    assert to_json(before) == to_json(after)


def test_what_is_not_known_is_reported() -> None:
    result = sample(entity("5", name("Ivan", 1) + '<vehicle/><citizenship countryIso2Code="RU" passport="1"/>'))
    assert set(result.unknown) == {"sanctionEntity/vehicle", "citizenship/@passport"}


def test_a_type_or_strength_that_is_not_known_is_refused() -> None:
    with pytest.raises(Malformed, match="entry 5 is of the unknown type 'cloud'"):
        one(name("Ivan", 1), "cloud")
    with pytest.raises(Malformed, match="unknown strength 'medium'"):
        one(name("Ivan", 1, 'strong="medium"'))
    with pytest.raises(Malformed, match="without a number"):
        sample(entity("", name("Ivan", 1)))


def test_damaged_files_and_other_lists_are_refused(shared: Path) -> None:
    data = some(shared, 20)
    for at in range(40, len(data) - 20, len(data) // 5):
        with pytest.raises(Malformed):
            SOURCE.parse({"x": data[:at]})
    for other in (b"", b"<CONSOLIDATED_LIST/>", b"<export/><!--", b'<!DOCTYPE html><html lang="en"></html>'):
        with pytest.raises(Malformed):
            SOURCE.parse({"x": other})
    with pytest.raises(Malformed):
        SOURCE.parse({"x": data, "y": csv_bytes(as_csv(data))})


def test_the_csv_says_the_same_as_the_xml(shared: Path) -> None:
    xml = some(shared).replace(b'strong="false"', b'strong="true"')
    rows = as_csv(xml)
    body = rows[1:]
    random.Random(3).shuffle(body)
    assert len(HEADER) == 118
    known = SOURCE.parse({"x": xml})
    for table in (rows, [rows[0], *body]):
        result = SOURCE.parse({"x": csv_bytes(table)})
        assert result.list_date == date(2026, 8, 22)
        assert result.unknown == ()
        assert dict(result.listings) == dict(known.listings)  # type: ignore[union-attr]


def test_the_csv_samples_say_the_same_as_theirs(shared: Path) -> None:
    xml = (shared / "data" / SAMPLES[0]).read_bytes()
    result = SOURCE.parse({"x": csv_bytes(as_csv(xml))})
    assert dict(result.listings) == dict(parsed(shared, SAMPLES[0]).listings)  # type: ignore[union-attr]


def test_the_csv_does_not_tell_weak_names_apart_and_says_so() -> None:
    xml = fsf_xml(entity("5", name("Ivan", 1) + name("Vanya", 2, 'strong="false"')))
    rows = as_csv(xml)
    assert "weak_alias" not in SOURCE.parse({"x": csv_bytes(rows)}).observed
    strong = [["NameAlias_Strong", "true", "false"][n] for n in range(3)]
    more = SOURCE.parse({"x": csv_bytes([[*row, cell] for row, cell in zip(rows, strong, strict=True)])})
    assert "weak_alias" in more.observed
    assert dict(more.listings) == dict(SOURCE.parse({"x": xml}).listings)  # type: ignore[union-attr]


def test_csv_columns_are_found_by_name_and_strange_ones_reported() -> None:
    rows = as_csv(fsf_xml(entity("5", name("Ivan", 1))))
    turned = [row[::-1] for row in rows]
    result = SOURCE.parse(
        {
            "x": csv_bytes(
                [["fileGenerationDate", *turned[0][:-1], "Entity_Wealth"]]
                + [[row[-1], *row[:-1], "much"] for row in turned[1:]]
            )
        }
    )
    assert result.unknown == ("column Entity_Wealth",)
    assert "Entity_LogicalId" in HEADER
    without = [[cell for column, cell in zip(HEADER, row, strict=True) if column != "Entity_LogicalId"] for row in rows]
    with pytest.raises(Malformed, match="none is sanctionEntity logicalId"):
        SOURCE.parse({"x": csv_bytes(without)})


def test_csv_types_are_read_from_whichever_column_has_the_word() -> None:
    rows = as_csv(fsf_xml(entity("5", name("Ivan", 1))))
    at = HEADER.index("Entity_SubjectType")
    crossed = [rows[0], *([*row[:at], row[at + 1], row[at], *row[at + 2 :]] for row in rows[1:])]
    both = [SOURCE.parse({"x": csv_bytes(table)}).listings for table in (rows, crossed)]  # type: ignore[union-attr]
    assert dict(both[0]) == dict(both[1])


def test_a_cut_or_bent_csv_is_refused() -> None:
    data = csv_bytes(as_csv(fsf_xml(*(entity(str(n), name(f"Ivan {n}", n)) for n in range(1, 9)))))
    with pytest.raises(Malformed, match="of 118 columns"):
        SOURCE.parse({"x": data[: len(data) - 150]})
    assert not SOURCE.parse({"x": data[:-1]}).ended  # type: ignore[union-attr]
    with pytest.raises(Malformed, match="no text"):
        SOURCE.parse({"x": data[:-2] + b"\xff\n"})
    rows = as_csv(fsf_xml(entity("5", name("Ivan", 1) + name("Vanya", 2))))
    rows[2][HEADER.index("Entity_DesignationDate")] = "2020-01-01"
    rows[1][HEADER.index("Entity_DesignationDate")] = "2021-01-01"
    with pytest.raises(Malformed, match="described in two ways"):
        SOURCE.parse({"x": csv_bytes(rows)})


def test_listings_are_as_the_golden_file_says(shared: Path) -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    samples = {k: v for path in SAMPLES for k, v in parsed(shared, path).listings.items()}
    chosen = {f"sample {ref}": samples[ref] for ref in GOLDEN_SAMPLE_REFS}
    chosen |= {ref: parsed(shared, LATEST).listings[ref] for ref in GOLDEN_REFS}
    made = {key: json.loads(to_json(listing)) for key, listing in chosen.items()}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_a_birth_is_kept_once_however_often_it_stands() -> None:
    twice = '<birthdate year="1970" city="A"/><birthdate year="1970" city="B"/>'
    assert one(name("Ivan", 1) + twice).births == (PartialDate("1970"),)
