"""The Canadian list."""

from __future__ import annotations

import json
import os
import re
from functools import lru_cache
from pathlib import Path

import pytest

from bot.core.dates import PartialDate
from bot.core.delta import diff
from bot.core.listings import EntityType, to_json
from bot.core.names import NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.ca_names import aliases, entity_names, person_name
from bot.sources.ca_refs import programme_of, reference
from bot.sources.ca_sema import SOURCE
from bot.sources.raw import Raw
from tests.sources.real import expectations

LATEST = "ca_sema/2025-05-25/sema-lmes.xml.gz"
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "ca_sema.json"
GOLDEN_REFS = (
    "RU-sergey-ivanovich-menyailo-54a092",
    "BY-viktor-aleksandrovich-lukashenko-c1726a",
    "RU-musa-jalil-8846814",
    "IR-iranian-navy",
    "RU-proletarsky-zavod-pjsc",
    "SETTLERS-yinon-levi",
    "UA-tetiana-oleksandrivna-kuzmich",
    "SD-al-junaid-multi-activities-co-ltd",
    "RU-nuclear-chemical-and-biological-defence",
    "SY-nazih",
)
"""The key of an entry, or how it begins."""


@lru_cache(maxsize=1)
def real(shared: Path) -> ParsedList:
    result = SOURCE.parse({"x": shared / "data" / LATEST})
    assert isinstance(result, ParsedList)
    return result


def some(shared: Path) -> bytes:
    """Every seventh record of the real file."""
    head, *records = re.split(rb"(?=<record>)", Raw(shared / "data" / LATEST).read().replace(b"</data-set>", b""))
    return head + b"".join(records[::7]) + b"</data-set>"


def small(*records: str, root: str = "data-set") -> ParsedList:
    body = "".join(f"<record>{record}</record>" for record in records)
    result = SOURCE.parse({"x": f'<?xml version="1.0"?><{root}>{body}</{root}>'.encode()})
    assert isinstance(result, ParsedList)
    return result


def record(country: str = "Russia / Russie", **cells: str) -> str:
    made = {"Country": country, "Schedule": "1, Part 1", "Item": "7", "DateOfListing": "2022-02-24", **cells}
    return "".join(f"<{tag}>{text}</{tag}>" for tag, text in made.items() if text)


def texts(names: list[object]) -> list[str]:
    return [name.text for name in names]  # type: ignore[attr-defined]


def test_counts_are_as_published(shared: Path) -> None:
    result = real(shared)
    assert len(result.listings) == expectations(shared)["counts"][LATEST] == 4758
    assert result.unknown == result.duplicates == ()
    assert result.list_date is None
    kinds = [listing.type for listing in result.listings.values()]
    assert (kinds.count(EntityType.PERSON), kinds.count(EntityType.VESSEL)) == (3333, 109)


def test_the_one_party_in_two_schedules_is_one_entry_with_both(shared: Path) -> None:
    man = real(shared).listings["RU-sergey-ivanovich-menyailo-54a092"]
    assert man.values("listed_on") == ("2014-05-12", "2021-03-21")
    assert man.values("remark")[1:] == (
        "Schedule 1, Part 1, item 44 (listed on 2014-05-12)",
        "Schedule 1, Part 1.1, item 6 (listed on 2021-03-21)",
    )


def test_measures_are_never_guessed(shared: Path) -> None:
    result = real(shared)
    assert "measure" not in result.observed
    assert not any(listing.measures for listing in result.listings.values())


def test_another_order_of_records_and_fields_is_no_change(shared: Path) -> None:
    data = some(shared).decode()
    head, *records = re.split(r"(?=<record>)", data.replace("</data-set>", ""))
    turned = [
        re.sub(r"(?s)<record>\s*(<Country>.*?</Country>)(.*)</record>", r"<record>\2\1</record>", r) for r in records
    ]
    one, other = (
        SOURCE.parse({"x": text.encode()}) for text in (data, head + "".join(reversed(turned)) + "</data-set>")
    )
    assert len(one.listings) > 600  # type: ignore[union-attr]
    assert dict(one.listings) == dict(other.listings)  # type: ignore[union-attr]


def test_renumbering_is_cosmetic_and_keeps_every_key(shared: Path) -> None:
    data = some(shared)
    moved = re.sub(rb"<Item>(\d+)</Item>", lambda m: b"<Item>%d</Item>" % (int(m[1]) + 1), data)
    one, other = SOURCE.parse({"x": data}), SOURCE.parse({"x": moved})
    delta = diff(one.listings, other.listings, one.observed)  # type: ignore[union-attr]
    assert delta.amended > 600
    assert (delta.added, delta.removed) == (0, 0)
    assert not any(change.material for change in delta.changes)


def test_a_file_cut_anywhere_is_refused(shared: Path) -> None:
    data = some(shared)
    for at in range(0, len(data) - 12, len(data) // 5):
        with pytest.raises(Malformed):
            SOURCE.parse({"x": data[:at]})


def test_another_list_is_refused() -> None:
    with pytest.raises(Malformed, match="UN list"):
        SOURCE.parse({"x": b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>"})


def test_a_record_without_a_name_or_with_two_kinds_of_name_is_refused() -> None:
    with pytest.raises(Malformed, match=r"without a name or a programme .Russia / Russie, schedule 1, Part 1, item 7"):
        small(record())
    with pytest.raises(Malformed, match="a person and an entity"):
        small(record(LastName="IVANOV", EntityOrShip="Bank"))


def test_an_unknown_element_is_reported() -> None:
    assert small(record(EntityOrShip="Bank", Colour="red")).unknown == ("Colour",)


def test_the_layout_of_2020_is_read() -> None:
    result = small(
        record(country="Libya", Entity="National Bank", Schedule="N/A"),
        record(country="JVCFOA", GivenName="Ivan", LastName="Petrov", DateOfBirth="1970"),
    )
    bank, man = result.listings.values()
    assert (bank.type, bank.caption, bank.programmes) == (EntityType.ORGANIZATION, "National Bank", ("Libya",))
    assert bank.values("remark") == ("Item 7",)
    assert (man.type, man.births, man.programmes) == (EntityType.PERSON, (PartialDate("1970"),), ("JVCFOA",))


def test_a_reference_survives_case_accents_white_space_and_the_order_of_languages() -> None:
    one = reference("Belarus / Bélarus", "Aleksandr LUKASHENKO")
    assert one == reference("Bélarus / Belarus", "ALEKSANDR  Lukashénko ")
    assert one.startswith("BY-aleksandr-lukashenko-")
    assert reference("JVCFOA", "Ivan Petrov") == reference(
        "Justice for Victims of Corrupt Foreign Officials", "Ivan PETROV"
    )
    assert reference("Iran", "Sa’ad") == reference("Iran", "Sa'ad") == reference("Iran", "Saad")


def test_the_programme_is_the_english_part() -> None:
    assert programme_of("Syrie / Syria") == programme_of("Syria / Syrie") == "Syria"
    assert programme_of("Myanmar (Burma) / Myanmar (Birmanie)") == "Myanmar (Burma)"
    assert programme_of("Attaques terroristes du Hamas / Hamas Terrorist Attacks") == "Hamas Terrorist Attacks"
    assert programme_of("Venezuela ") == "Venezuela"


def test_namesakes_are_two_and_the_first_listed_keeps_the_plain_key() -> None:
    old = record(GivenName="Sergey", LastName="IVANOV", DateOfBirthOrShipBuildDate="1960-01-02")
    new = record(GivenName="Sergey", LastName="IVANOV", DateOfBirthOrShipBuildDate="1980", DateOfListing="2023-01-01")
    alone, both = small(old).listings, small(new, old).listings
    assert len(both) == 2
    assert set(alone) < set(both)
    assert both[next(iter(alone))].births == (PartialDate("1960-01-02"),)
    assert any("-1980-" in ref for ref in both)


def test_an_identical_record_twice_is_one_entry() -> None:
    one = record(GivenName="Sergey", LastName="IVANOV")
    assert len(small(one, one).listings) == 1
    assert list(small(one, one).listings.values()) == list(small(one, one, one).listings.values())


def test_ships_are_told_by_their_number_or_their_type() -> None:
    ship, other, firm = small(
        record(
            EntityOrShip="Skif V",
            TitleOrShip="General Cargo",
            ShipIMONumber="8858087",
            DateOfBirthOrShipBuildDate="1984",
        ),
        record(EntityOrShip="Skif VI", TitleOrShip="Oil Tanker", ShipIMONumber="unknown"),
        record(EntityOrShip="Skif Ltd."),
    ).listings.values()
    assert [p.type for p in (ship, other, firm)] == [EntityType.VESSEL, EntityType.VESSEL, EntityType.ORGANIZATION]
    assert [(i.scheme, i.value) for i in ship.identifiers] == [("imo", "8858087")]
    assert ship.values("year_built") == ("1984",)
    assert "-8858087-" in ship.ref
    assert "IMO number: unknown" in other.values("remark")


@pytest.mark.parametrize(
    ("printed", "births"),
    [
        ("1954-08-30", [PartialDate("1954-08-30")]),
        ("1954-08", [PartialDate("1954-08")]),
        ("20331", [PartialDate("1955-08-30")]),
        ("1963 or 1964", [PartialDate("1963"), PartialDate("1964")]),
        ("1965-07-15 OR 1969-09-28", [PartialDate("1965-07-15"), PartialDate("1969-09-28")]),
        ("1963-1964", [PartialDate("1963", until="1964")]),
        ("born in the early 1970s", []),
        ("Sep-99", []),
    ],
)
def test_births_are_dates_or_stay_words(printed: str, births: list[PartialDate]) -> None:
    (man,) = small(record(GivenName="A", LastName="B", DateOfBirthOrShipBuildDate=printed)).listings.values()
    assert list(man.births) == births
    assert (f"Date of birth: {printed}" in man.values("remark")) is not bool(births)


def test_given_names_come_first_and_a_doubled_last_name_once() -> None:
    assert person_name("Sergey Ivanovich ", "MENYAILO") == "Sergey Ivanovich MENYAILO"
    assert person_name("Alexander Yevgenyevich KONKOV", "KONKOV") == "Alexander Yevgenyevich KONKOV"
    assert person_name("", "Thiha") == "Thiha"


@pytest.mark.parametrize(
    ("cell", "last", "expected"),
    [
        (
            "Raman BIZIUK,  Belarusian: Раман БІЗЮК, Russian: Роман БИЗЮК",
            "BIZYUK",
            ["Raman BIZIUK", "Раман БІЗЮК", "Роман БИЗЮК"],
        ),
        ("Баранов, Олег Анатольевич", "BARANOV", ["Олег Анатольевич Баранов"]),
        ("ינון לוי  LEVY, Yinon AKA", "Levi", ["ינון לוי", "Yinon LEVY"]),
        ("Sergei, Serhii SHERBAKOV", "SHCHERBAKOV", ["Sergei", "Serhii SHERBAKOV"]),
        ("Галина Книжонак or Книжонок", "KNIZHONAK", ["Галина Книжонак", "Галина Книжонок"]),
        ("Елена Тимченко or Елена Ермакова", "TIMCHENKO", ["Елена Тимченко", "Елена Ермакова"]),
        ("Aleksandr Evgenyevich or Evgenievich Kon’kov", "KONKOV", ["Aleksandr Evgenyevich or Evgenievich Kon’kov"]),
        ("Тетяна Кузьміч and Цвєтаєва", "KUZMICH", ["Тетяна Кузьміч", "Цвєтаєва"]),
        ("(Юрий ГОВТВИН / Юрiй ГОВТВIН", "GOVTVIN", ["Юрий ГОВТВИН", "Юрій ГОВТВІН"]),
        ("also Andrey Ilnitsky; Андрей Ильницкий", "ILNITSKY", ["Andrey Ilnitsky", "Андрей Ильницкий"]),
        ("Ali Ahmed Karti \nArabic: علي أحمد كرتي", "Karti", ["Ali Ahmed Karti", "علي أحمد كرتي"]),
        ("БЕЛОВ; fka: Ivan Belov", "BELOV", ["БЕЛОВ", "Ivan Belov"]),
    ],
)
def test_aliases_of_persons_are_taken_apart(cell: str, last: str, expected: list[str]) -> None:
    assert texts(aliases(cell, "", last)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Air Bagan Holdings Pte. Ltd., Air Bagan, Ltd.", ["Air Bagan Holdings Pte. Ltd.", "Air Bagan, Ltd."]),
        ("ВБРР, АО or Банк «ВБРР»", ["ВБРР, АО", "Банк «ВБРР»"]),
        ('ОАО "ПЛАНАР"/ ОАО «П»', ['ОАО "ПЛАНАР"', "ОАО «П»"]),
        (
            "GUBOPIK, Directorate for Combating Crime and Corruption",
            ["GUBOPIK", "Directorate for Combating Crime and Corruption"],
        ),
        ("GSK Advance Co. Ltd. and GSK Business\nArabic: شركة", ["GSK Advance Co. Ltd.", "GSK Business", "شركة"]),
        ("Банк (БНБ) (Russian: Банк / ОАО", ["Банк (БНБ)", "Банк", "ОАО"]),
        ("Министерство образования, науки и молодежи, МОН", ["Министерство образования, науки и молодежи", "МОН"]),
        ("保利科技有限公司", ["保利科技有限公司"]),
    ],
)
def test_aliases_of_entities_are_taken_apart(cell: str, expected: list[str]) -> None:
    assert texts(aliases(cell, "Leading")) == expected  # type: ignore[arg-type]


def test_a_lone_word_is_a_weak_alias_of_a_person_only() -> None:
    assert [n.kind for n in aliases("Andrei; Andrei Bell", "", "BELL")] == [NameKind.WEAK_ALIAS, NameKind.ALIAS]
    assert [n.kind for n in aliases("Sber", "Sberbank")] == [NameKind.ALIAS]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Hara Institute/Institut Hara", ["Hara Institute", "Institut Hara"]),
        ("MEC Steel Mills (Hmaw Bi/Pyi/Ywama)", ["MEC Steel Mills (Hmaw Bi/Pyi/Ywama)"]),
        ("Dux JSC (also known as Duks)", ["Dux JSC", "Duks"]),
        (
            "JSC “MNITI” (also\nknown as Moscow Institute and\nZAO MNITI)",
            ["JSC “MNITI”", "Moscow Institute", "ZAO MNITI"],
        ),
        ("JSC PPO EVT ou “Penza EVT”", ["JSC PPO EVT", "“Penza EVT”"]),
        ("Information-\nControl Systems of Сulture;", ["Information-Control Systems of Culture"]),
        ("Foshan Motor Co., Ltd.", ["Foshan Motor Co., Ltd."]),
    ],
)
def test_names_of_entities_are_taken_apart(printed: str, expected: list[str]) -> None:
    assert texts(entity_names(printed)) == expected  # type: ignore[arg-type]


def test_a_document_type_is_refused() -> None:
    with pytest.raises(Malformed, match="document type"):
        SOURCE.parse({"x": b'<!DOCTYPE data-set [<!ENTITY a "b">]><data-set><record/></data-set>'})


def test_listings_are_as_the_golden_file_says(shared: Path) -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    listings = real(shared).listings
    found = [next(ref for ref in listings if ref.startswith(start)) for start in GOLDEN_REFS]
    made = {ref: json.loads(to_json(listings[ref])) for ref in found}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
