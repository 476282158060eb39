"""OFAC's ENHANCED export: filtered real ones, and small ones for what these lack."""

from __future__ import annotations

import json
import os
import random
import re
from functools import lru_cache
from pathlib import Path

import pytest
from lxml import etree

from bot.core.dates import PartialDate
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing, to_json
from bot.core.names import Name, NameKind
from bot.core.snapshots import LastCopy, Limits, Malformed, ParsedList, vet
from bot.sources import us_ofac_cons, us_ofac_sdn
from bot.sources.draft import Draft
from bot.sources.ofac_csv import add_address, add_alias, read_table
from bot.sources.ofac_dates import printed_bounds
from bot.sources.raw import Raw
from tests.sources.entity_xml import enhanced, entity, feature, name, rows
from tests.sources.real import parsed

IRGC = "us_ofac_enhanced/2024-08-28/IRGC_sanctions_ENHANCED.xml.gz"
YEMEN = "us_ofac_enhanced/2024-05-24/yemen_sanctions_ENHANCED.xml.gz"
CSV = "us_ofac_sdn/2024-05-03/sdn.csv.gz"
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "us_ofac_sdn_enhanced.json"
GOLDEN_REFS = ("10391", "12727", "12803", "15741", "26719", "28924", "30624", "38420", "44922")
AMENDED = {"40602", "40601", "28924"}
"""Entries whose programmes gained CAATSA - IRAN between the CSV of May and the export of August 2024."""


def sdn(data: bytes | Path) -> ParsedList:
    result = us_ofac_sdn.parse({"x": data})
    assert isinstance(result, ParsedList)
    return result


def cons(data: bytes | Path) -> ParsedList:
    result = us_ofac_cons.parse({"x": data})
    assert isinstance(result, ParsedList)
    return result


@lru_cache(maxsize=2)
def export(shared: Path, path: str) -> ParsedList:
    return sdn(shared / "data" / path)


def headline(listing: Listing) -> tuple[object, ...]:
    return listing.caption, listing.programmes, listing.type, listing.list_kind, listing.measures


@pytest.mark.parametrize(
    ("path", "count", "day", "filter_"), [(IRGC, 293, "2024-08-28", "IRGC"), (YEMEN, 10, "2024-05-24", "YEMEN")]
)
def test_a_filtered_export_is_read_and_says_what_it_is(
    shared: Path, path: str, count: int, day: str, filter_: str
) -> None:
    result = export(shared, path)
    assert (len(result.listings), str(result.list_date), result.duplicates) == (count, day, ())
    (note,) = result.unknown
    assert note.startswith("a filtered export, not the whole list: ")
    assert note.endswith(f"sanctionsPrograms {filter_}")


def test_a_filtered_export_never_replaces_the_list(shared: Path) -> None:
    verdict = vet(export(shared, IRGC), LastCopy(parsed(shared, CSV).listings), Limits())
    assert verdict.rule == "shrunk"


@pytest.mark.parametrize(("path", "same"), [(IRGC, 290), (YEMEN, 10)])
def test_the_csv_and_the_export_say_the_same_of_a_party(shared: Path, path: str, same: int) -> None:
    csv, rich = parsed(shared, CSV).listings, export(shared, path).listings
    assert rich.keys() <= csv.keys()
    other = {ref for ref in rich if headline(rich[ref]) != headline(csv[ref])}
    assert len(rich) - len(other) == same
    assert other <= AMENDED
    assert {ref for ref in rich if set(rich[ref].births) != set(csv[ref].births)} == set()
    assert {ref for ref in rich if set(rich[ref].identifiers) != set(csv[ref].identifiers)} == set()


@pytest.mark.parametrize(
    "word", ["birth_place", "nationality", "citizenship", "gender", "website", "email", "phone", "directive"]
)
def test_features_are_the_facts_that_the_csv_has(shared: Path, word: str) -> None:
    csv = parsed(shared, CSV).listings
    for ref, listing in export(shared, IRGC).listings.items():
        assert set(listing.values(word)) == set(csv[ref].values(word))


def test_aliases_and_addresses_are_those_of_the_csv_parts(shared: Path) -> None:
    """The parts are of January 2025, the export of August 2024: some entries have changed in between."""
    rich = export(shared, IRGC).listings
    drafts = {ref: Draft("s", ref, EntityType.PERSON, ListKind.SDN) for ref in rich}
    for part, add in (("alt", add_alias), ("add", add_address)):
        for row in read_table(Raw(shared / f"data/us_ofac_sdn/2025-01-06/{part}.csv.gz").read(), part).rows:
            if row[0] in drafts:
                add(drafts[row[0]], row)
    csv = {ref: draft.listing() for ref, draft in drafts.items()}
    for word in ("address", "country"):
        assert all(set(csv[ref].values(word)) == set(rich[ref].values(word)) for ref in rich)
    plain = {
        ref: {n for n in item.names if n.script == "Latn" and n.kind in (NameKind.ALIAS, NameKind.FORMER)}
        for ref, item in rich.items()
    }
    assert [ref for ref in rich if plain[ref] != set(csv[ref].names)] == []


def test_weak_names_are_those_that_the_csv_puts_in_quotation_marks(shared: Path) -> None:
    csv = parsed(shared, CSV).listings
    for path in (IRGC, YEMEN):
        for ref, listing in export(shared, path).listings.items():
            weak = [
                {n.text for n in i.names if n.kind is NameKind.WEAK_ALIAS and n.script == "Latn"}
                for i in (listing, csv[ref])
            ]
            assert weak[0] == weak[1]


def test_names_know_their_script_and_have_no_invisible_marks(shared: Path) -> None:
    names = [
        name for path in (IRGC, YEMEN) for listing in export(shared, path).listings.values() for name in listing.names
    ]
    assert {name.script for name in names} == {"Latn", "Arab", "Cyrl", "Hant"}
    assert all(name.script == "Latn" for name in names if name.kind is NameKind.PRIMARY)
    assert not any(re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", name.text) for name in names)


def test_an_entity_says_when_and_under_what_it_was_listed_and_for_whom_it_acts(shared: Path) -> None:
    man = export(shared, IRGC).listings["44922"]
    assert man.values("listed_on") == ("2023-09-15",)
    assert man.values("legal_basis") == ("Executive Order 13553 (Iran)",)
    assert man.values("relation") == ("Acting for or on behalf of: ISLAMIC REVOLUTIONARY GUARD CORPS (10391)",)
    assert man.births == (PartialDate("1963-03-21", until="1964-03-20"),)
    assert Name("محمد عبدالله پور", NameKind.ALIAS, "Arab") in man.names


def test_a_document_that_is_no_longer_valid_says_so(shared: Path) -> None:
    man = export(shared, IRGC).listings["23143"]
    assert any(i.value == "R24530943" and i.country == "IR" for i in man.identifiers)
    assert "Passport R24530943 (Iran) expires 23 Jun 2017: not valid" in man.values("remark")


def test_another_order_and_another_indentation_are_no_change(shared: Path) -> None:
    root = etree.fromstring(Raw(shared / "data" / YEMEN).read(), etree.XMLParser(remove_blank_text=True))
    turned = random.Random(7)
    for tag in (
        "entities",
        "entity",
        "names",
        "name",
        "translations",
        "features",
        "feature",
        "addresses",
        "identityDocuments",
    ):
        for parent in root.iter(f"{{*}}{tag}"):
            parent[:] = turned.sample(list(parent), len(parent))
    other = sdn(etree.tostring(root))
    assert {ref: to_json(i) for ref, i in other.listings.items()} == {
        ref: to_json(i) for ref, i in export(shared, YEMEN).listings.items()
    }


def test_new_numbers_of_versions_are_no_change_but_a_new_spelling_is(shared: Path) -> None:
    data, known = Raw(shared / "data" / YEMEN).read(), export(shared, YEMEN).listings
    same = sdn(re.sub(rb"<versionId>\d+", b"<versionId>1", re.sub(rb'(refId|nameId)="\d+"', rb'\1="1"', data)))
    assert {ref: to_json(i) for ref, i in same.listings.items()} == {ref: to_json(i) for ref, i in known.items()}
    other = sdn(data.replace(b"<value>Zabin</value>", b"<value>ZABIN</value>", 1)).listings
    assert [ref for ref in known if to_json(other[ref]) != to_json(known[ref])] == ["30624"]


def test_a_file_cut_anywhere_is_refused(shared: Path) -> None:
    data = Raw(shared / "data" / YEMEN).read()
    for at in range(0, len(data) - 20, len(data) // 7):
        with pytest.raises(Malformed):
            sdn(data[:at])


def test_a_copy_of_the_other_list_is_refused() -> None:
    with pytest.raises(Malformed, match="OFAC's SDN list: all of its 2 entities"):
        cons(enhanced(entity(1), entity(2, ("SDN List", "CAPTA List"))))
    with pytest.raises(Malformed, match="consolidated non-SDN list: all of its 1 entities"):
        sdn(enhanced(entity(1, ("CAPTA List",))))


def test_a_combined_export_gives_each_list_its_own_entities() -> None:
    bank = {"programmes": ("UKRAINE-EO13662",), "types": ("Block", "13662 Sectoral Directive 1")}
    data = enhanced(
        entity(1),
        entity(2, ("SDN List", "Sectoral Sanctions Identifications List", "Consolidated List"), **bank),
        entity(3, ("CAPTA List", "Consolidated List"), programmes=("561-Related",), types=("561 Full Restrictions",)),
    )
    blocked, other = sdn(data).listings, cons(data).listings
    assert (list(blocked), list(other)) == (["1", "2"], ["2", "3"])
    assert {item.measures for item in blocked.values()} == {("blocking",)}
    assert (other["2"].list_kind, other["2"].measures) == (
        ListKind.SSI,
        ("new debt and equity (EO 13662 directive 1)",),
    )
    assert (other["3"].list_kind, other["3"].measures) == (ListKind.CAPTA, ("correspondent accounts",))
    assert blocked["2"].values("listed_on") == ("2024-02-20",)
    assert other["2"].values("listed_on") == ("2024-02-21", "2024-02-22")


def test_an_export_by_list_alone_is_whole_for_that_list() -> None:
    by_list = "<filters><sanctionsLists><sanctionsList>SDN List</sanctionsList></sanctionsLists></filters>"
    assert sdn(enhanced(entity(1), info=by_list)).unknown == ()
    assert "sanctionsLists SDN List" in cons(enhanced(entity(1, ("CAPTA List",)), info=by_list)).unknown[0]
    assert sdn(enhanced(entity(1), info="<filters/>")).unknown == ()


def test_a_vessel_has_what_its_row_would_have() -> None:
    document = (
        "<identityDocument><type>Vessel Registration Identification</type>"
        "<documentNumber>IMO 7406784</documentNumber><isValid>true</isValid></identityDocument>"
    )
    ship = sdn(
        enhanced(
            entity(
                7,
                kind="Vessel",
                features=[
                    *(feature("VESSEL TYPE", "Crude Oil Tanker"), feature("Vessel Flag", "Tuvalu")),
                    *(feature("Vessel Call Sign", "T2EA4"), feature("Vessel Tonnage", "26,561")),
                    *(feature("Vessel Gross Registered Tonnage", "99,144"), feature("Vessel Owner", "NITC")),
                    feature("Vessel Year of Build", "2004"),
                ],
                rest=rows("identityDocuments", [document]),
            )
        )
    ).listings["7"]
    assert ship.type is EntityType.VESSEL
    facts = {fact.property: fact.value for fact in ship.facts}
    assert [(i.scheme, i.value) for i in ship.identifiers] == [("imo", "7406784")]
    assert (facts["vessel_type"], facts["vessel_flag"], facts["call_sign"]) == ("Crude Oil Tanker", "Tuvalu", "T2EA4")
    assert (facts["tonnage"], facts["gross_tonnage"], facts["vessel_owner"]) == ("26,561", "99,144", "NITC")
    assert facts["remark"] == "Vessel Year of Build 2004"


def test_wallets_doubts_and_former_names_are_told() -> None:
    man = sdn(
        enhanced(
            entity(
                8,
                kind="Individual",
                names=[
                    name('DOE, "Jo"', ("Cyrillic", "ДО, Джо")),
                    name("DOE, J", alias="F.K.A."),
                    name("THE FOX", alias="f.k.a.", weak=True),
                ],
                features=[
                    feature("Digital Currency Address - XBT", "1H939dom7i4WDLCKyGbXUp3fs9CSTNRzgL"),
                    feature("Birthdate", "circa 1951", "False"),
                ],
            )
        )
    ).listings["8"]
    assert man.names == (
        Name("DOE, 'Jo'"),
        Name("ДО, Джо", NameKind.ALIAS, "Cyrl"),
        Name("THE FOX", NameKind.WEAK_ALIAS),
        Name("DOE, J", NameKind.FORMER),
    )
    assert [(i.scheme, i.value) for i in man.identifiers] == [("wallet", "1H939dom7i4WDLCKyGbXUp3fs9CSTNRzgL")]
    assert man.births == (PartialDate("1951", circa=True),)
    assert man.values("remark") == ("DOB circa 1951: false",)


def test_a_region_is_part_of_an_address() -> None:
    parts = "".join(
        f"<addressPart><type>{kind}</type><value>{value}</value></addressPart>"
        for kind, value in (("CITY", "Jabaliya"), ("REGION", "Gaza"))
    )
    form = f"<translation><script>Latin</script><addressParts>{parts}</addressParts></translation>"
    place = rows("addresses", [f"<address><translations>{form}</translations></address>"])
    assert sdn(enhanced(entity(1, rest=place))).listings["1"].values("address") == ("Jabaliya, Region: Gaza",)


def test_what_is_not_known_is_reported_and_what_decides_is_refused() -> None:
    odd = entity(
        1, types=("Block", "Freeze"), features=[feature("Birthdate", "1951").replace("<value>", "<odd/><value>")]
    )
    result = sdn(enhanced(odd, entity(2, ("SDN List", "A New List"), rest="<shoeSize>9</shoeSize>")))
    assert set(result.unknown) == {
        "sanctionsType: Freeze",
        "feature/odd",
        "sanctionsList: A New List",
        "entity/shoeSize",
    }
    for data, reason in (
        (entity(1, kind="Robot"), "entity 1 is of the unknown type 'Robot'"),
        (
            entity(1, names=[name("A"), name("B", alias="Q.K.A.")]),
            r"entity 1 has a name of the unknown alias type 'q\.k\.a\.'",
        ),
        (entity(1, ()), "entity 1 stands on no list"),
        (entity(1).replace("id='1'", "id='x'", 1), "without a number"),
    ):
        with pytest.raises(Malformed, match=reason):
            sdn(enhanced(data))


def test_one_number_for_two_entities_is_told() -> None:
    result = sdn(enhanced(entity(1), entity(1, names=[name("OTHER")])))
    assert result.duplicates == ("1",)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2008-11-12", "2008-11-12", "12 Nov 2008"),
        ("2008-01-01", "2008-12-31", "2008"),
        ("2008-02-01", "2008-02-29", "Feb 2008"),
        ("2001-01-01", "2003-12-31", "2001 to 2003"),
        ("2001-05-02", "2001-06-03", "02 May 2001 to 03 Jun 2001"),
        ("", "", ""),
    ],
)
def test_bounds_are_put_into_the_words_of_the_csv(first: str, last: str, text: str) -> None:
    assert printed_bounds(first, last) == text


def test_listings_are_as_the_golden_file_says(shared: Path) -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    listings = {**export(shared, IRGC).listings, **export(shared, YEMEN).listings}
    made = {ref: json.loads(to_json(listings[ref])) for ref in GOLDEN_REFS}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
