"""Numbers, documents and wallets in prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.identifiers import Identifier
from bot.core.listings import Fact
from bot.sources.gb_documents import issuing_country, read_document
from bot.sources.gb_numbers import read_numbers
from bot.sources.gb_wallets import find_wallets


def read(text: str, is_russian: bool = False) -> tuple[list[tuple[str, str, str]], bool]:
    found = read_numbers(text, "registration", "Business registration number", is_russian)
    return [(item.scheme, item.value, item.country) for item in found.items], found.whole


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("INN: 7720603527OGRN: 1077764566373", [("inn", "7720603527", "RU"), ("ogrn", "1077764566373", "RU")]),
        ("INN – 7736321060OGRN - 1197746175274", [("inn", "7736321060", "RU"), ("ogrn", "1197746175274", "RU")]),
        ("OGRN: 114 237 300 24 30", [("ogrn", "1142373002430", "RU")]),
        ("Tax Identification Number: INN: 5008000788", [("inn", "5008000788", "RU")]),
        ("BIN/OGRN: 5137746009990", [("ogrn", "5137746009990", "RU")]),
        ("7706061801 (INN)", [("inn", "7706061801", "RU")]),
        ("9709056472 - Russia INN", [("inn", "9709056472", "RU")]),
        ("INN: 308989789", [("tax", "308989789", "")]),
        ("TIN - 7804002321", [("tax", "7804002321", "")]),
        ("Russia TIN: 5504036333", [("inn", "5504036333", "RU")]),
        (
            "Tax ID No. 7735579027 (Russia); Registration Number 1117746568829 (Russia)",
            [("inn", "7735579027", "RU"), ("ogrn", "1117746568829", "RU")],
        ),
        ("Russia - 1027739339715", [("ogrn", "1027739339715", "RU")]),
        ("1534407 (BVI)", [("registration", "1534407", "VG")]),
        ("UK Company no. 06527449", [("registration", "06527449", "GB")]),
        ("Unified Social Credit Code: 91310113MACPUNUD5T", [("uscc", "91310113MACPUNUD5T", "")]),
        ("91440300MA5H0TP85J", [("uscc", "91440300MA5H0TP85J", "")]),
        ("SWIFT/BIC - PBIRIRTH", [("bic", "PBIRIRTH", "")]),
        ("BIC: 044525769", [("bik", "044525769", "")]),
        ("Kazakhstan BIN - 170440031562", [("registration", "170440031562", "KZ")]),
        ("VAT number: BE480224531", [("vat", "BE480224531", "")]),
    ],
)
def test_labels_tell_what_a_number_is(text: str, items: list[tuple[str, str, str]]) -> None:
    assert read(text) == (items, True)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("INN: 7720891730 / KPP: 772201001", [("inn", "7720891730", "RU")]),
        ("BvD ID: IRFEB54525SWIFT/BIC – SINAIRTH", [("bic", "SINAIRTH", "")]),
        ("Trade Register Number: 82839IP Identification: 0048396626", [("registration", "82839", "")]),
        ("122226 (Turkish Trade Registry)", [("registration", "122226", "")]),
        ("59058C IOM", []),
        ("KPP - 772201001", []),
        ("Swift Investments (PVT) Ltd", []),
        ("son of Ahmad bin Laden", []),
        ("", []),
    ],
)
def test_what_is_not_understood_is_told(text: str, items: list[tuple[str, str, str]]) -> None:
    assert read(text) == (items, False)


def test_a_right_check_digit_makes_a_russian_number_an_inn() -> None:
    assert read("7707083893")[0] == [("registration", "7707083893", "")]
    assert read("7707083893", True)[0] == [("inn", "7707083893", "RU")]
    assert read("7707083894", True)[0] == [("registration", "7707083894", "")]


def test_prose_gives_only_what_it_labels() -> None:
    found = read_numbers("Founded 1997, IMO number: 8405270.", "", "Other information")
    assert [(item.scheme, item.value) for item in found.items] == [("imo", "8405270")]
    assert not found.whole


@pytest.mark.parametrize(
    ("details", "code"),
    [
        ("Afghanistan passport number P04581926, issued on 7 August 2024", "AF"),
        ("Iranian passport", "IR"),
        ("(Libya) issued 12 June 2016, expires 11 June 2024", "LY"),
        ("Russian Federation number, issued on 1 Jun. 2003", "RU"),
        ("(issued by the Democratic People's Republic of Korea)", "KP"),
        ("Issuing Country: Belgium. Date of Expiry: 19/09/2023.", "BE"),
        ("United Kingdom of Great Britain and Northern Ireland number", "GB"),
        ("False Indonesian", ""),
        ("Issued in Rawalpindi", ""),
        ("Diplomatic", ""),
        ("", ""),
    ],
)
def test_the_issuing_country_stands_in_the_details(details: str, code: str) -> None:
    assert issuing_country(details) == code


@pytest.mark.parametrize(
    ("number", "details", "items"),
    [
        ("'04581926", "Iran", [Identifier("passport", "04581926", "IR", "Passport")]),
        ("D-379312", "Morocco number", [Identifier("passport", "D-379312", "MA", "Passport")]),
        ("TR024417", "", [Identifier("passport", "TR024417", "", "Passport")]),
        ("Indonesia, number T710219 (issued in Sukoharjo)", "", [Identifier("passport", "T710219", "ID", "Passport")]),
        (
            "BD3843329/BD5609822",
            "",
            [Identifier("passport", value, "", "Passport") for value in ("BD3843329", "BD5609822")],
        ),
        ("1990/345751", "Libya", [Identifier("passport", "1990/345751", "LY", "Passport")]),
        ("", "Lost", [Fact("remark", "Passport: Lost")]),
    ],
)
def test_passports_are_told_from_their_prose(number: str, details: str, items: list[object]) -> None:
    assert list(read_document("passport", "Passport", number, details)) == items


def test_identity_numbers_may_be_tax_numbers_or_driving_licences() -> None:
    assert list(read_document("national_id", "National identifier", "780708486042", "INN")) == [
        Identifier("inn", "780708486042", "RU", "INN")
    ]
    licence, remark = read_document(
        "national_id", "National identifier", "892124B", "Trinidad and Tobago Driver's Permit"
    )
    assert licence == Identifier("driving_licence", "892124B", "TT", "National identifier")
    assert remark == Fact("remark", "National identifier 892124B: Trinidad and Tobago Driver's Permit")


def test_wallets_are_told_by_their_check_sum() -> None:
    text = (
        "uses 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa and TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t, not 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb; "
        "0xdAC17F958D2ee523a2206206994597C13D831ec7; TarasShevchenkoNationalUniversityX"
    )
    assert [item.value for item in find_wallets(text, "Other Information")] == [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        "0xdAC17F958D2ee523a2206206994597C13D831ec7",
    ]


def test_long_prose_is_read_in_no_time(tmp_path: Path) -> None:
    text = "The registration of the company, Registration " * 4000
    assert not read_numbers(text, "registration", "x").whole
    assert not read_numbers(text + "7", "", "x").items
