"""OFAC's ADVANCED file: the real ENHANCED exports written again in its layout, and small documents for what they lack."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bench.advanced_reference import Reference
from bench.advanced_writer import document
from bot.core.dates import PartialDate
from bot.core.delta import diff
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing, to_json
from bot.core.names import NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources import us_ofac_cons, us_ofac_sdn
from tests.sources import advanced_xml as adv
from tests.sources.real import parsed

IRGC = "us_ofac_enhanced/2024-08-28/IRGC_sanctions_ENHANCED.xml.gz"
YEMEN = "us_ofac_enhanced/2024-05-24/yemen_sanctions_ENHANCED.xml.gz"
CSV = "us_ofac_sdn/2024-05-03/sdn.csv.gz"
GOLDEN = Path(__file__).parent.parent / "golden" / "sources" / "us_ofac_sdn_advanced.json"
GOLDEN_REFS = ("10391", "12057", "12066", "15618", "17387", "30624", "38420", "44926", "46910")


def sdn(data: bytes) -> ParsedList:
    result = us_ofac_sdn.parse({"x": data})
    assert isinstance(result, ParsedList)
    return result


def cons(data: bytes) -> ParsedList:
    result = us_ofac_cons.parse({"x": data})
    assert isinstance(result, ParsedList)
    return result


def root_of(shared: Path, path: str) -> Any:
    return etree.fromstring(gzip.decompress((shared / "data" / path).read_bytes()))


@lru_cache(maxsize=2)
def written(shared: Path, path: str) -> bytes:
    """The export as an ADVANCED document."""
    root = root_of(shared, path)
    return document(Reference.of(root), list(root.find("{*}entities")), path.split("/")[1]).encode()


@lru_cache(maxsize=2)
def advanced(shared: Path, path: str) -> ParsedList:
    return sdn(written(shared, path))


@lru_cache(maxsize=2)
def enhanced(shared: Path, path: str) -> ParsedList:
    return sdn((shared / "data" / path).read_bytes())


def facts(listing: Listing, *left_out: str) -> set[tuple[str, str]]:
    return {(fact.property, fact.value) for fact in listing.facts if fact.property not in left_out}


@pytest.mark.parametrize("path", [YEMEN, IRGC])
def test_the_writer_makes_documents_that_the_schema_allows(shared: Path, path: str) -> None:
    schema = etree.XMLSchema(etree.parse(shared / "data/schemas/2020-04-15/sdn_advanced.xsd"))
    schema.assertValid(etree.fromstring(written(shared, path)))


@pytest.mark.parametrize(("path", "count"), [(YEMEN, 10), (IRGC, 293)])
def test_a_party_is_the_same_in_both_rich_formats(shared: Path, path: str, count: int) -> None:
    ours, theirs = advanced(shared, path), enhanced(shared, path)
    assert len(ours.listings) == count
    assert ours.unknown == ours.duplicates == ()
    assert str(ours.list_date) == path.split("/")[1]
    assert ours.format == "advanced"
    for ref, other in theirs.listings.items():
        listing = ours.listings[ref]
        assert listing.names == other.names
        assert (listing.type, listing.list_kind, listing.measures) == (other.type, other.list_kind, other.measures)
        assert (listing.programmes, listing.births) == (other.programmes, other.births)
        assert listing.identifiers == other.identifiers
        assert facts(listing, "relation", "remark") == facts(other, "relation", "remark")
        assert {fact for fact in facts(other) - facts(listing) if fact[0] == "remark"} == {
            fact for fact in facts(other) if fact[1].endswith(": not valid")
        }


def test_a_party_is_the_same_as_in_the_csv_of_three_weeks_before(shared: Path) -> None:
    ours, csv = advanced(shared, YEMEN), parsed(shared, CSV)
    for ref, listing in ours.listings.items():
        other = csv.listings[ref]
        assert (listing.caption, listing.type, listing.list_kind) == (other.caption, other.type, other.list_kind)
        assert (listing.programmes, listing.births, listing.measures) == (
            other.programmes,
            other.births,
            other.measures,
        )
        assert listing.identifiers == other.identifiers
        for name in ("nationality", "gender", "birth_place", "secondary_sanctions"):
            assert listing.values(name) == other.values(name)


def test_every_relation_has_the_name_of_the_other_party(shared: Path) -> None:
    found = [value for listing in advanced(shared, IRGC).listings.values() for value in listing.values("relation")]
    assert "Owned or Controlled By: ARDAKANI, Hossein Hatefi (46908)" in found
    assert all(re.fullmatch(r"[A-Z][\w ]+: \S.* \(\d+\)", value) for value in found)


def test_names_in_other_scripts_have_the_order_of_their_script(shared: Path) -> None:
    names = {name.text: name for listing in advanced(shared, IRGC).listings.values() for name in listing.names}
    assert names["علی رضا شفیعی نسب"].script == "Arab"
    assert names["АЛЬШВИКИ, Мхд Амер"].script == "Cyrl"
    assert names["中國中油股份有限公司"].script == "Hant"
    assert names["Engineer Morteza"].kind is NameKind.WEAK_ALIAS


def shuffled(data: bytes) -> bytes:
    """The same document with the parts of each section, of each party and of each entry in another order."""
    root = etree.fromstring(data)
    chance = random.Random(7)
    for path in (
        "Locations",
        "DistinctParties",
        "ProfileRelationships",
        "SanctionsEntries",
        "Location",
        "SanctionsEntry",
    ):
        for group in root.iter(f"{{*}}{path}"):
            children = list(group)
            chance.shuffle(children)
            group[:] = children
    for profile in root.iter("{*}Profile"):
        features = profile.findall("{*}Feature")
        chance.shuffle(features)
        profile[1:] = features
        aliases = profile[0].findall("{*}Alias")
        chance.shuffle(aliases)
        profile[0][: len(aliases)] = aliases
    return bytes(etree.tostring(root))


def test_another_order_indentation_and_numbering_are_no_change(shared: Path) -> None:
    known, data = advanced(shared, IRGC), written(shared, IRGC)
    renumbered = re.sub(rb'(NamePartGroup(?:ID|)(?: ID|)=")(\d+)"', rb'\g<1>9\g<2>"', data)
    assert renumbered != data
    for other in (shuffled(data), re.sub(rb">\s+<", b"><", data), renumbered):
        again = sdn(other)
        assert diff(known.listings, again.listings, known.observed).changes == ()
        assert {ref: to_json(item) for ref, item in again.listings.items()} == {
            ref: to_json(item) for ref, item in known.listings.items()
        }


def test_the_newer_namespace_is_read_as_the_older_one(shared: Path) -> None:
    other = sdn(written(shared, YEMEN).replace(adv.UN.encode(), adv.NEWER.encode()))
    assert dict(other.listings) == dict(advanced(shared, YEMEN).listings)


def test_a_file_cut_anywhere_is_refused(shared: Path) -> None:
    data = written(shared, YEMEN)
    for at in range(200, len(data) - 20, len(data) // 9):
        with pytest.raises(Malformed):
            sdn(data[:at])


def test_listings_are_as_the_golden_file_says(shared: Path) -> None:
    """Rewrite with `UPDATE_GOLDEN=1 pytest tests/sources`, and review the diff."""
    listings = {**advanced(shared, IRGC).listings, **advanced(shared, YEMEN).listings}
    made = {ref: json.loads(to_json(listings[ref])) for ref in GOLDEN_REFS}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


FIRM = adv.party("20", adv.alias(adv.spelling(("1525", "Example Trading"))), subtype="3", groups=adv.GROUPS)


def one(*features: str, names: str = "", **more: Any) -> Listing:
    """A person with these features, or these names."""
    spelled = names or adv.alias(adv.spelling(("1521", "Jane"), ("1520", "Doe")))
    person = adv.party("10", spelled, groups=adv.GROUPS, features="".join(features), comment=more.pop("comment", ""))
    result = sdn(adv.document((person, FIRM), (adv.entry("10", "SDGT"), adv.entry("20", "SDGT")), **more))
    assert result.unknown == ()
    return result.listings["10"]


@pytest.mark.parametrize(
    ("start", "end", "approximate", "expected"),
    [
        ("1957-09-01", "1957-09-01", False, PartialDate("1957-09-01")),
        ("1957-01-01", "1957-12-31", False, PartialDate("1957")),
        ("1957-01-01", "1957-12-31", True, PartialDate("1957", circa=True)),
        ("1984-09-01", "1984-09-30", False, PartialDate("1984-09")),
        ("1951-01-01/1951-12-31", "1953-01-01/1953-12-31", False, PartialDate("1951", until="1953")),
        ("1955-03-01/1955-03-31", "1956-03-01/1956-03-31", False, PartialDate("1955-03", until="1956-03")),
        ("1962-03-01", "1963-03-31", False, PartialDate("1962-03-01", until="1963-03-31")),
        ("1965-01-01", "1966-12-31", False, PartialDate("1965", until="1966")),
        ("1957-01-01/1957-12-31", "1957-01-01/1957-12-31", False, PartialDate("1957")),
        ("1957-00-00", "1957-00-00", False, PartialDate("1957")),
        ("1984-02-01", "1984-02-29", False, PartialDate("1984-02")),
        ("1984-02-02", "1984-02-29", False, PartialDate("1984-02-02", until="1984-02-29")),
    ],
)
def test_a_birth_has_the_precision_of_its_bounds(
    start: str, end: str, approximate: bool, expected: PartialDate
) -> None:
    born = adv.feature("8", adv.period(start, end, approximate=approximate) + '<VersionDetail DetailTypeID="1430" />')
    assert one(born).births == (expected,)


def test_a_birth_with_a_start_alone_is_that_day() -> None:
    day = "<From><Year>1948</Year><Month>12</Month><Day>10</Day></From>"
    born = adv.feature("8", f'<DatePeriod CalendarTypeID="1"><Start Approximate="false">{day}</Start></DatePeriod>')
    assert one(born).births == (PartialDate("1948-12-10"),)


NAMES = adv.alias(
    adv.spelling(("1521", "Vladimir"), ("1520", "Ivanov"), ("91708", "Petrovich"), ("1522", "The Elder")),
    adv.spelling(("1521", "Владимир"), ("1520", "Иванов"), script="220", status="2"),
)


def test_names_have_their_kind_script_and_order() -> None:
    names = (
        NAMES
        + adv.alias(
            adv.spelling(("91709", "Casado"), ("91708", "D'Agostino"), ("1521", "Francisco")),
            kind="1400",
            primary=False,
        )
        + adv.alias(adv.spelling(("1525", "Old “Name”  Ltd")), kind="1401", primary=False)
        + adv.alias(adv.spelling(("1521", "Vova"), status="2"), kind="1401", primary=False, weak=True)
        + adv.alias(
            adv.spelling(("1520", "金"), ("1521", "正恩"), script="501", status="2"), kind="1400", primary=False
        )
    )
    assert [(name.text, name.kind, name.script) for name in one(names=names).names] == [
        ("IVANOV, Vladimir Petrovich The Elder", NameKind.PRIMARY, "Latn"),
        ("D'AGOSTINO CASADO, Francisco", NameKind.ALIAS, "Latn"),
        ("ИВАНОВ, Владимир", NameKind.ALIAS, "Cyrl"),
        ("金正恩", NameKind.ALIAS, "Hans"),
        ("Vova", NameKind.WEAK_ALIAS, "Latn"),
        ("OLD 'NAME' LTD", NameKind.FORMER, "Latn"),
    ]


def test_a_name_without_types_of_its_parts_begins_with_the_surname() -> None:
    assert one(names=adv.alias(adv.spelling(("", "Abbas"), ("", "Abu")))).caption == "ABBAS, Abu"


def test_features_say_what_the_csv_would_say() -> None:
    listing = one(
        adv.feature("9", adv.detail("Minsk")),
        adv.feature("10", adv.place("500")),
        adv.feature("14", adv.detail("www.example.com")),
        adv.feature("25", adv.place("501")),
        adv.feature("25", adv.place("502")),
        adv.feature("26", adv.detail("Commander; Deputy")),
        adv.feature("224", adv.detail(looked_up="91526")),
        adv.feature("344", adv.detail("1H939dom7i4WDLCKyGbXUp3fs9CSTNRzgL"), reliability="1561"),
        adv.feature("504", adv.detail("See Section 11 of Executive Order 14024.")),
        locations=(
            adv.location("500", p1="Iran"),
            adv.location("501", "11109", p1451="Street 1", p1454="Yazd", p1455="Yazd Province", p1456="89151"),
            adv.location("502"),
        ),
        comment="Telephone: 982188553321; Linked To: EXAMPLE TRADING.",
    )
    assert facts(listing, "legal_basis", "listed_on") == {
        ("birth_place", "Minsk"),
        ("nationality", "Iran"),
        ("website", "www.example.com"),
        ("address", "Street 1, Yazd, Yazd Province 89151, Iran"),
        ("country", "Iran"),
        ("position", "Commander; Deputy"),
        ("gender", "Male"),
        ("secondary_sanctions", "Secondary sanctions risk: See Section 11 of Executive Order 14024"),
        ("remark", "Digital Currency Address - XBT 1H939dom7i4WDLCKyGbXUp3fs9CSTNRzgL: false"),
        ("phone", "982188553321"),
        ("relation", "Linked To: EXAMPLE TRADING"),
    }
    assert [(i.scheme, i.value) for i in listing.identifiers] == [("wallet", "1H939dom7i4WDLCKyGbXUp3fs9CSTNRzgL")]


def test_an_entry_says_its_act_its_day_and_its_documents() -> None:
    dated = f'<DocumentDate IDRegDocDateTypeID="1481">{adv.period("2019-03-03", "2019-03-03")}</DocumentDate>'
    listing = one(
        documents=(
            adv.identity_document("10", "1596", "7712 345 678", country="11171"),
            adv.identity_document("10", "1571", "A123", country="11109", valid="2", more=dated),
        ),
        relations=(adv.relation("10", "20", quality="1541", former=True), adv.relation("20", "10")),
    )
    assert [(i.scheme, i.value, i.country) for i in listing.identifiers] == [
        ("inn", "7712345678", "RU"),
        ("passport", "A123", "IR"),
    ]
    assert facts(listing) == {
        ("legal_basis", "Executive Order 13224 (Terrorism)"),
        ("listed_on", "2014-07-16"),
        ("relation", "Owned or Controlled By (formerly): EXAMPLE TRADING (20) [low]"),
        ("remark", "Passport A123 (Iran) expires 03 Mar 2019"),
        ("remark", "Passport A123 (Iran) expires 03 Mar 2019: fraudulent"),
    }


def test_a_vessel_has_what_its_row_would_have() -> None:
    ship = adv.party(
        "30",
        adv.alias(adv.spelling(("1526", "Star"))),
        subtype="1",
        groups=adv.GROUPS,
        features=adv.feature("1", adv.detail("T2EA4"))
        + adv.feature("2", adv.detail(looked_up="7001"))
        + adv.feature("3", adv.detail("Tuvalu"))
        + adv.feature("4", adv.detail("Example Shipping"))
        + adv.feature("5", adv.detail("26,561"))
        + adv.feature("6", adv.detail("13,000")),
    )
    papers = (adv.identity_document("30", "1626", "IMO 7406784"),)
    listing = sdn(adv.document((ship,), (adv.entry("30", "SDGT"),), documents=papers)).listings["30"]
    assert (listing.type, listing.caption) == (EntityType.VESSEL, "STAR")
    assert [(i.scheme, i.value) for i in listing.identifiers] == [("imo", "7406784")]
    assert facts(listing, "legal_basis", "listed_on") == {
        ("call_sign", "T2EA4"),
        ("vessel_type", "Crude Oil Tanker"),
        ("vessel_flag", "Tuvalu"),
        ("vessel_owner", "Example Shipping"),
        ("tonnage", "26,561"),
        ("gross_tonnage", "13,000"),
    }


PAPER = adv.identity_document("10", "1571", "A123")
ON_BOTH = (
    adv.entry("20", "UKRAINE-EO13662", "SDGT"),
    adv.entry("20", "UKRAINE-EO13662", "SDGT", on="91507", day="2014-09-12"),
    adv.entry("20", "UKRAINE-EO13662", "SDGT", on="91512"),
)
PERSON = adv.party("10", adv.alias(adv.spelling(("1521", "Jane"), ("1520", "Doe"))), groups=adv.GROUPS)


def test_a_party_on_several_lists_is_an_entry_of_each_with_its_own_day() -> None:
    blocking = sdn(adv.document((PERSON, FIRM), (adv.entry("10", "SDGT"), *ON_BOTH)))
    sectoral = cons(adv.document((PERSON, FIRM), (adv.entry("10", "UKRAINE-EO13662", on="91507"), *ON_BOTH)))
    assert set(blocking.listings) == {"10", "20"}
    assert set(sectoral.listings) == {"10", "20"}
    as_sdn, as_ssi = blocking.listings["20"], sectoral.listings["20"]
    assert (as_sdn.list_kind, as_sdn.measures) == (ListKind.SDN, ("blocking",))
    assert as_ssi.list_kind is ListKind.SSI
    assert "blocking" not in as_ssi.measures
    assert (as_sdn.values("listed_on"), as_ssi.values("listed_on")) == (("2014-07-16",), ("2014-07-16", "2014-09-12"))


def test_the_file_of_the_other_list_is_refused() -> None:
    others = adv.document((PERSON, FIRM), (adv.entry("10", "UKRAINE-EO13662", on="91507"), *ON_BOTH))
    with pytest.raises(Malformed, match="consolidated non-SDN list"):
        sdn(others)
    with pytest.raises(Malformed, match="SDN list"):
        cons(adv.document((PERSON, FIRM), (adv.entry("10", "SDGT"), adv.entry("20", "SDGT"))))


def test_an_entry_marked_as_deleted_is_delisted() -> None:
    gone = adv.entry("20", "SDGT", flag=' EntryDeltaFlag="DeletedEntry"', more=adv.event("2", "2020-03-12"))
    result = sdn(adv.document((PERSON, FIRM), (adv.entry("10", "SDGT"), gone)))
    assert set(result.listings) == {"10"}
    assert str(result.delisted["20"].on) == "2020-03-12"
    assert result.delisted["20"].listing.caption == "EXAMPLE TRADING"
    assert result.delisted["20"].listing.programmes == ("SDGT",)


def test_parts_that_a_delta_document_takes_out_are_not_read() -> None:
    names = adv.alias(adv.spelling(("1525", "New Name"))) + adv.alias(
        adv.spelling(("1525", "Old Name")), kind="1400", primary=False
    ).replace("<Alias ", '<Alias DeltaAction="delete" ')
    firm = adv.party("20", names, subtype="3", groups=adv.GROUPS)
    removed = PERSON.replace("<DistinctParty ", '<DistinctParty DeltaAction="delete" ')
    entries = (adv.entry("10", "SDGT"), adv.entry("20", "SDGT"))
    result = sdn(adv.document((firm, removed), entries, root=' DeltaBaseVersion="2"'))
    assert [name.text for name in result.listings["20"].names] == ["NEW NAME"]
    assert set(result.delisted) == {"10"}


def test_what_is_not_known_is_reported() -> None:
    odd = FIRM.replace("</Profile>", "<Colour>red</Colour></Profile>")
    entries = (adv.entry("20", "SDGT"), adv.entry("10", "SDGT", more=adv.event("77", "2020-01-01")))
    data = adv.document((odd, PERSON), entries).replace(b"</Sanctions>", b"<Annex /></Sanctions>")
    result = sdn(data.replace(b'"77"', b'"2"').replace(b">Delisted<", b">Suspended<"))
    assert set(result.unknown) == {"Profile/Colour", "EntryEventType: suspended", "Sanctions/Annex"}
    orphan = sdn(adv.document((FIRM, PERSON), (adv.entry("20", "SDGT"),)))
    assert set(orphan.listings) == {"20"}
    assert orphan.unknown == ("parties without a SanctionsEntry",)
    stray = adv.document((FIRM,), (adv.entry("20", "SDGT"), adv.entry("10", "SDGT")), documents=(PAPER,))
    assert set(sdn(stray).unknown) == {
        "SanctionsEntry of a party that the file lacks",
        "IDRegDocument of an identity that the file lacks",
    }
    entries = (adv.entry("20", "SDGT"), adv.entry("20", "SDGT", on="91512"), adv.entry("10", "SDGT"))
    renamed = adv.document((FIRM, PERSON), entries).replace(b">Consolidated List<", b">Newest List<")
    assert sdn(renamed).unknown == ("List: Newest List",)


def test_a_change_that_nothing_typed_shows_is_seen() -> None:
    unsure, sure = (one(adv.feature("9", adv.detail("Minsk"), reliability=code)) for code in ("1", "1560"))
    assert unsure.facts == sure.facts
    assert unsure.printed != sure.printed
    assert [part for part, _ in sure.printed] == ["advanced"]


def test_the_same_party_twice_is_told_only_where_its_content_differs() -> None:
    entries = (adv.entry("20", "SDGT"),)
    assert sdn(adv.document((FIRM, FIRM), entries)).duplicates == ()
    assert sdn(adv.document((FIRM, FIRM.replace("Trading", "Holding")), entries)).duplicates == ("20",)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'PartySubTypeID="3"', b'PartySubTypeID="9"', "entry 20 is of the unknown type 'Transport Submarine'"),
        (b'PartySubTypeID="3"', b'PartySubTypeID="8"', "uses PartySubType 8, which its reference values do not"),
        (b'AliasTypeID="1403"', b'AliasTypeID="1499"', "uses AliasType 1499"),
        (b">Name</AliasType>", b">Nom</AliasType>", "entry 20 has an alias of the unknown type 'Nom'"),
        (b' ListID="1550"', b"", "entry 20 stands on no list"),
        (b'<Profile ID="20"', b'<Profile ID="x"', "a profile without a number"),
        (b"SanctionsEntries>", b"Entries>", "without SanctionsEntries"),
        (b"DistinctParties>", b"Parties>", "without DistinctParties"),
    ],
)
def test_what_decides_meaning_and_is_not_understood_is_refused(old: bytes, new: bytes, reason: str) -> None:
    data = adv.document((FIRM,), (adv.entry("20", "SDGT"),))
    assert set(sdn(data).listings) == {"20"}
    with pytest.raises(Malformed, match=reason):
        sdn(data.replace(old, new))
