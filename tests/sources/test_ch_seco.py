"""The Swiss list."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from bot.core.dates import PartialDate
from bot.core.delta import diff
from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing, to_json
from bot.core.names import Name, NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.ch_seco import SOURCE, read_list
from bot.sources.raw import Raw
from tests.sources.seco_list import BACK, COMPANY, GONE, GONE_IN_WRONG_ORDER, PERSON, TARGETS, VESSEL, seco_file

EXAMPLE = "ch_seco/2025-05-25/seco_official_example_amendment.xml"
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "ch_seco.json"


def sample(data: bytes) -> ParsedList:
    return SOURCE.parse({"x": data})  # type: ignore[return-value]


def entry(target: str, ref: str) -> Listing:
    return sample(seco_file((target,))).listings[ref]


def test_the_official_example_is_an_amendment_and_refused_as_list(shared: Path) -> None:
    with pytest.raises(Malformed, match="this file is amendment, not the whole-list"):
        SOURCE.parse({"x": shared / "data" / EXAMPLE})


def test_the_targets_of_the_official_example_are_read(shared: Path) -> None:
    result = read_list(Raw(shared / "data" / EXAMPLE), "amendment")
    assert (result.list_date, result.unknown, list(result.listings)) == (
        date(2024, 1, 17),
        (),
        ["64398", "64403", "64393"],
    )
    both = result.listings["64393"]
    assert (both.caption, both.type, both.list_kind) == ("Test A", EntityType.PERSON, ListKind.NATIONAL)
    assert both.programmes == ("PPDM",)
    assert both.measures == ("financial measures, annex 2", "travel ban, annex 1")
    assert both.births == (PartialDate("1900-01-01"),)
    assert both.values("nationality") == ("Switzerland",)


def test_a_whole_list_has_its_targets_in_force_and_the_others_apart() -> None:
    result = sample(seco_file())
    assert list(result.listings) == ["100", "200", "300", "600"]
    assert {ref: item.on for ref, item in result.delisted.items()} == {
        "400": date(2016, 3, 1),
        "500": date(2025, 6, 20),
    }
    assert result.delisted["400"].listing.caption == "Gone Person"
    assert (result.list_date, result.unknown, result.duplicates) == (date(2026, 8, 27), (), ())


def test_a_person_is_read_with_all_that_the_list_says() -> None:
    man = sample(seco_file()).listings["100"]
    assert man.names == (
        Name("Prykladau Aliaksei Ivanavich"),
        Name("Prykladau Aleksey Ivanavich", NameKind.ALIAS),
        Name("Prykladau Alexey Ivanavich", NameKind.ALIAS),
        Name("Alex Example", NameKind.ALIAS),
        Name("Прикладов Алексей", NameKind.ALIAS, "Cyrl"),
        Name("Lyosha", NameKind.WEAK_ALIAS),
        Name("Прыкладаў", NameKind.WEAK_ALIAS, "Cyrl"),
        Name("Aliaksei Stary", NameKind.FORMER),
    )
    assert man.births == (PartialDate("1960-03-23"), PartialDate("1961", circa=True))
    assert man.programmes == ("Belarus",)
    assert man.measures == ("article 12 -- financial measures, annex 13", "article 12 -- travel ban, annex 13")
    assert man.values("legal_basis") == ("Ordinance of 16 March 2022 on measures against Belarus (SR 946.231.116.9)",)
    assert man.values("listed_on") == ("2021-07-07",)
    assert man.values("list_updated_on") == ("2023-08-16",)
    assert man.values("relation") == ("linked to: Muster Bank OJSC (200)", "linked to: entry 999999")
    assert Identifier("passport", "MP1234567", "BY", "diplomatic passport") in man.identifiers
    assert "Date of birth (Persian calendar): 1339-01-02" in man.values("remark")
    assert man.values("address") == (
        "Sports Club, ul. Pershaia 4, P.O. Box 12, 220029, Minsk, Minsk Region, Belarus (former)",
    )


def test_copies_in_the_history_are_no_content() -> None:
    man = entry(PERSON, "100")
    assert not any("Copy" in name.text for name in man.names)
    assert man.type is EntityType.PERSON
    assert len(sample(seco_file((PERSON,))).listings) == 1


def test_a_firm_has_its_numbers_contacts_and_scripts() -> None:
    firm = entry(COMPANY, "200")
    assert [(n.text, n.script) for n in firm.names[1:]] == [("ОАО Мустер Банк", "Cyrl"), ("بنك موستر", "Arab")]
    assert {(i.scheme, i.value) for i in firm.identifiers} == {
        ("inn", "7707083893"),
        ("ogrn", "1027700132195"),
        ("bic", "SABRRUMM"),
    }
    assert (firm.values("website"), firm.values("phone")) == (("https://muster.example",), ("+375 17 123 45 67",))
    assert firm.births == ()
    assert "Date stated: 1997-05-14" in firm.values("remark")
    assert "SWIFT/BIC: SABRRUMM, all offices worldwide" in firm.values("remark")


def test_a_vessel_has_its_imo_number_and_its_un_reference() -> None:
    ship = entry(VESSEL, "300")
    assert (ship.type, ship.values("reference")) == (EntityType.VESSEL, ("KPe.061",))
    assert ship.identifiers == (Identifier("imo", "8405270", "", "IMO Number"),)


def test_the_date_decides_before_the_order() -> None:
    assert sample(seco_file((COMPANY, GONE_IN_WRONG_ORDER))).delisted["500"].on == date(2025, 6, 20)


def test_of_one_day_the_first_in_the_file_is_the_newest() -> None:
    again = GONE.replace(
        'modification-type="de-listed" enactment-date="2016-02-29"',
        'modification-type="listed" enactment-date="2016-02-29"',
    )
    twice = again.replace(
        '<modification modification-type="listed" enactment-date="2011',
        '<modification modification-type="de-listed" enactment-date="2016-02-29" publication-date="2016-03-01" effective-date="2016-03-01"/><modification modification-type="listed" enactment-date="2011',
    )
    assert list(sample(seco_file((twice,))).listings) == ["400"]


def test_a_target_listed_again_is_in_force_and_says_so() -> None:
    man = entry(BACK, "600")
    assert man.values("listed_on") == ("2011-01-20",)
    assert "De-listed on 2016-03-01, then listed again" in man.values("remark")
    assert man.births == (PartialDate("1970-07"),)
    assert man.names[-1] == Name("المثال", NameKind.WEAK_ALIAS, "Arab")


def test_order_and_sub_record_numbers_mean_nothing() -> None:
    moved = PERSON.replace('<nationality ssid="108"><country iso-code="BY">Belarus</country></nationality>', "")
    moved = moved.replace(
        '<day-month-year ssid="105"',
        '<nationality ssid="8"><country iso-code="BY">Belarus</country></nationality>\n<day-month-year ssid="55"',
    )
    spelled = '<spelling-variant lang="RUS" script="LATN">Aleksey</spelling-variant>'
    moved = moved.replace(spelled, "").replace(
        '<spelling-variant lang="RUS" script="LATN">Alexey</spelling-variant>',
        f'<spelling-variant lang="RUS" script="LATN">Alexey</spelling-variant>{spelled}',
    )
    one = sample(seco_file())
    other = sample(seco_file((moved, *reversed(TARGETS[1:]))))
    assert {ref: to_json(item) for ref, item in one.listings.items()} == {
        ref: to_json(item) for ref, item in other.listings.items()
    }


def test_a_change_that_no_property_catches_is_still_seen() -> None:
    one = sample(seco_file((COMPANY,)))
    other = sample(seco_file((COMPANY.replace("<justification", "<novelty>x</novelty><justification"),)))
    assert other.unknown == ("novelty",)
    assert len(diff(one.listings, other.listings, one.observed & other.observed).changes) == 1


def test_a_set_without_programme_is_reported() -> None:
    result = sample(seco_file((COMPANY.replace("4387", "4399"),)))
    assert result.unknown == ("sanctions-set-id 4399 without a programme",)
    assert result.listings["200"].programmes == ()


def test_the_set_may_stand_in_an_attribute_as_it_once_did() -> None:
    old = VESSEL.replace('<target ssid="300">', '<target ssid="300" sanctions-set-id="34422">')
    assert entry(old.replace("<sanctions-set-id>34422</sanctions-set-id>", ""), "300").programmes == ("North Korea",)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (seco_file(list_type=""), "of no list-type, not the whole-list"),
        (seco_file((PERSON, PERSON)), "target 100 occurs twice"),
        (seco_file((VESSEL.replace(' ssid="300"', "", 1),)), "a target without ssid"),
        (seco_file((VESSEL.replace('"vessel"', '"drone"'),)), "target 300 is an object of the unknown type 'drone'"),
        (seco_file((VESSEL.replace('"alias"', '"nom de guerre"'),)), "target 300 has a name of the unknown type"),
        (
            seco_file((VESSEL.replace('quality="good"', 'quality="odd"'),)),
            "target 300 has a name of the unknown quality",
        ),
        (seco_file((VESSEL.replace('"listed"', '"parked"'),)), "target 300 has a modification of the unknown type"),
        (seco_file((VESSEL.replace('effective-date="2016-05-18"', 'effective-date="2016-13-18"'),)), "2016-13-18"),
        (seco_file((VESSEL.replace("object", "planet"),)), "target 300 has 0 parties"),
        (b"<CONSOLIDATED_LIST></CONSOLIDATED_LIST>", "this is a UN list, not ch-seco"),
        (b"", "0 bytes"),
        (b"<html><body>503</body></html>", "HTML page"),
    ],
)
def test_what_is_no_true_copy_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        sample(data)


def test_a_file_cut_anywhere_is_refused() -> None:
    data = seco_file()
    for at in range(0, len(data) - 10, len(data) // 25):
        with pytest.raises(Malformed):
            sample(data[:at])


def test_an_empty_list_has_no_entries_for_the_vetting_to_refuse() -> None:
    assert len(sample(seco_file(())).listings) == 0


def test_listings_are_as_the_golden_file_says() -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    result = sample(seco_file())
    made = {ref: json.loads(to_json(item)) for ref, item in result.listings.items()}
    made |= {ref: {"on": str(gone.on), **json.loads(to_json(gone.listing))} for ref, gone in result.delisted.items()}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_a_delisting_that_is_yet_to_take_effect_leaves_the_entry_in_force() -> None:
    data = seco_file((COMPANY, GONE_IN_WRONG_ORDER.replace('"2025-06-20"', '"2999-06-20"')))
    ahead = sample(data)
    assert "500" in ahead.listings
    assert ahead.delisted == {}
