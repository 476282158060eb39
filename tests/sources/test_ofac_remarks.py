"""OFAC's remarks taken apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.dates import PartialDate
from bot.core.identifiers import Identifier
from bot.core.listings import CUT_PROPERTIES, PROPERTIES, Fact
from bot.core.names import Name, NameKind
from bot.sources.draft import Item
from bot.sources.ofac_labels import FACT_LABELS
from bot.sources.ofac_remarks import fragments, read_fragment, read_remarks
from tests.sources.real import parsed


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("DOB 28 Jun 1967", [PartialDate("1967-06-28")]),
        ("alt. DOB circa 1951", [PartialDate("1951", circa=True)]),
        ("POB Minsk, Belarus", [Fact("birth_place", "Minsk, Belarus")]),
        ("nationality Korea, North", [Fact("nationality", "Korea, North")]),
        ("alt. citizen Syria", [Fact("citizenship", "Syria")]),
        ("Gender Male", [Fact("gender", "Male")]),
        ("Passport 1084010 (Egypt)", [Identifier("passport", "1084010", "EG", "Passport")]),
        ("Diplomatic Passport D 9004878", [Identifier("passport", "D9004878", "", "Diplomatic Passport")]),
        ("Tax ID No. 7707083893 (Russia)", [Identifier("inn", "7707083893", "RU", "Tax ID No.")]),
        ("Tax ID No. 100036386 (Serbia)", [Identifier("tax", "100036386", "RS", "Tax ID No.")]),
        ("Registration Number 1027700132195 (Russia)",
         [Identifier("ogrn", "1027700132195", "RU", "Registration Number")]),
        ("Registration Number HRA 738077 (Stuttgart) (Germany)",
         [Identifier("registration", "HRA 738077 (STUTTGART)", "DE", "Registration Number")]),
        ("National ID No. (HWI)040182 (Burma)", [Identifier("national_id", "(HWI)040182", "MM", "National ID No.")]),
        ("SWIFT/BIC HAVIGB2L", [Identifier("bic", "HAVIGB2L", "", "SWIFT/BIC")]),
        ("Legal Entity Number 253400V1H6ART1UQ0N98 (Russia)",
         [Identifier("lei", "253400V1H6ART1UQ0N98", "RU", "Legal Entity Number")]),
        ("Vessel Registration Identification IMO 7406784",
         [Identifier("imo", "7406784", "", "Vessel Registration Identification")]),
        ("Company Number IMO 5055293", [Identifier("imo", "5055293", "", "Company Number")]),
        ("MMSI 572469210", [Identifier("mmsi", "572469210", "", "MMSI")]),
        ("alt. Digital Currency Address - XBT 1Kuf2Rd8mDyAViwBozGTNYnvWL8uYFrkVo",
         [Identifier("wallet", "1Kuf2Rd8mDyAViwBozGTNYnvWL8uYFrkVo", "", "Digital Currency Address - XBT")]),
        ("RUC # 20108363101 (Peru)", [Identifier("tax", "20108363101", "PE", "RUC")]),
        ("Immigration No. 2345", [Identifier("other", "2345", "", "Immigration No.")]),
        ("a.k.a. 'O'NEIL CO.'", [Name("O'NEIL CO.", NameKind.WEAK_ALIAS)]),
        ("f.k.a. 'ANA I'", [Name("ANA I", NameKind.WEAK_ALIAS)]),
        ("Linked To: HIZBALLAH", [Fact("relation", "Linked To: HIZBALLAH")]),
        ("Additional Sanctions Information - Subject to Secondary Sanctions",
         [Fact("secondary_sanctions", "Additional Sanctions Information - Subject to Secondary Sanctions")]),
        ("alt. Executive Order 13662 Directive Determination - Subject to Directive 4",
         [Fact("directive", "Executive Order 13662 Directive Determination - Subject to Directive 4")]),
        ("Website www.tokyo.example", [Fact("website", "www.tokyo.example")]),
        ("Organization Established Date 1969", [Fact("remark", "Organization Established Date 1969")]),
        ("DOB unknown", [Fact("remark", "DOB unknown")]),
    ],
)  # fmt: skip
def test_a_statement_becomes_what_it_means(text: str, items: list[Item]) -> None:
    assert list(read_fragment(text)) == items


def test_dates_of_a_document_are_kept_beside_its_number() -> None:
    text = "Passport K754050 (Iran) issued 26 May 1999 expires 25 May 2004"
    assert list(read_fragment(text)) == [Identifier("passport", "K754050", "IR", "Passport"), Fact("remark", text)]


def test_the_place_in_the_cell_changes_no_value() -> None:
    assert fragments("Linked To: A LLC; Linked To: R D S.A.") == ["Linked To: A LLC", "Linked To: R D S.A."]
    assert fragments("(Linked To: R D S.A.); Linked To: A LLC.") == ["Linked To: R D S.A.", "Linked To: A LLC"]
    assert fragments("See Section 11.; a.k.a. 'X CO.'.") == ["See Section 11", "a.k.a. 'X CO.'"]


def test_every_statement_of_a_real_list_yields_something(shared: Path) -> None:
    listings = parsed(shared, "us_ofac_sdn/2024-05-03/sdn.csv.gz").listings
    assert sum(len(listing.births) for listing in listings.values()) > 7_400
    for listing in listings.values():
        assert all(fact.property in PROPERTIES and fact.value for fact in listing.facts)
    assert not [items for items in ("", " ; ", ".") for _ in read_remarks(items)]


def test_what_a_cut_remark_may_lack_is_what_remarks_can_state() -> None:
    stated = {name for _, name, _ in FACT_LABELS} - {"position"} | {"weak_alias", "birth_date", "identifier", "remark"}
    assert stated == CUT_PROPERTIES
