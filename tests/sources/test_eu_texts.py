"""Dates, numbers and places in the prose of EU acts."""

from __future__ import annotations

import pytest

from bot.core.identifiers import Identifier
from bot.core.listings import Fact
from bot.sources.eu_births import birth_dates, iso_day
from bot.sources.eu_numbers import labelled_numbers, read_numbers
from bot.sources.eu_places import last_country, named_country, nationalities


@pytest.mark.parametrize(
    ("text", "dates", "whole"),
    [
        ("12.3.1965", ["1965-03-12"], True),
        ("10.8. 1960", ["1960-08-10"], True),
        ("4 Apr. 1944", ["1944-04-04"], True),
        ("8 Oct.1970", ["1970-10-08"], True),
        ("Nov. 1973", ["1973-11"], True),
        ("Approximately 1952", ["circa 1952"], True),
        ("1980 (presumed)", ["circa 1980"], True),
        ("on or around 3.4.1973", ["circa 1973-04-03"], True),
        ("Between 1966 and 1967 (Approximately)", ["circa 1966 to 1967"], True),
        ("between 1.1.1961 and 31.12.1963", ["1961-01-01 to 1963-12-31"], True),
        ("(a) 30.4.1963; (b) circa 1960", ["1963-04-30", "circa 1960"], True),
        ("10.2.1983 (or 10.3.1983)", ["1983-02-10", "1983-03-10"], True),
        ("March 1965 or 1966", ["1965-03", "1966"], True),
        ("1959/1960", ["1959 to 1960"], True),
        ("8.5.1967 Gender: female", ["1967-05-08"], False),
        ("24.6.1402 (Hijri calendar)", [], False),
        ("30.2.1960", [], False),
        ("28 September", [], False),
        ("", [], False),
    ],
)
def test_a_cell_with_dates_of_birth_gives_each(text: str, dates: list[str], whole: bool) -> None:
    found, is_whole = birth_dates(text)
    assert [str(item) for item in found] == dates
    assert is_whole is whole


def test_a_day_is_told_in_every_shape_that_acts_print() -> None:
    shapes = ("2011-02-28", "28.2.2011", "28 February 2011", "28 Feb. 2011", "28.02.2011")
    assert {iso_day(text) for text in shapes} == {"2011-02-28"}
    assert (iso_day("2011"), iso_day("2011-02"), iso_day("soon"), iso_day("1 or 2.3.2011")) == (
        "2011",
        "2011-02",
        "",
        "",
    )


@pytest.mark.parametrize(
    ("scheme", "text", "values", "has_more"),
    [
        ("passport", "9002 427497", [("passport", "9002427497", "")], False),
        ("passport", "A1037434 (Malian passport issued on 10.8.2001)", [("passport", "A1037434", "ML")], True),
        ("passport", "Afghan passport number SE 012820", [("passport", "SE012820", "AF")], True),
        ("passport", "745420176, expires on 19.10.2020", [("passport", "745420176", "")], True),
        ("passport", "(July 1997): No 34409/129", [("passport", "34409129", "")], True),
        ("passport", "14/MaMaKa(N)140703", [("passport", "14MAMAKAN140703", "")], False),
        ("passport", "not known", [], True),
        ("national_id", "4-6032-0048-1 (Saudi Arabia)", [("national_id", "4603200481", "SA")], False),
        ("registration", "5018200994 (Tax ID/INN)", [("inn", "5018200994", "")], False),
        ("registration", "1027700132195", [("ogrn", "1027700132195", "")], False),
        ("registration", "91310115MABYFCP95K (USCC)", [("uscc", "91310115MABYFCP95K", "")], False),
        ("registration", "495080 (Iran)", [("registration", "495080", "IR")], False),
        ("tax", "614322649248.", [("inn", "614322649248", "")], False),
        ("tax", "7707049389", [("tax", "7707049389", "")], False),
        ("tax", "CHE-109.711.148", [("tax", "CHE109711148", "")], False),
        ("inn", "1 402 015 986", [("inn", "1402015986", "")], False),
        ("ogrn", "1207700324941, KPP 772901001", [("ogrn", "1207700324941", ""), ("kpp", "772901001", "")], True),
        ("ogrn", "11203400006072", [("ogrn", "11203400006072", "")], False),
        ("imo", "IMO 9187629", [("imo", "9187629", "")], False),
        ("imo", "Does not exist", [], True),
        ("tax", "-", [], False),
    ],
)
def test_a_cell_with_a_number_gives_it_bare(
    scheme: str, text: str, values: list[tuple[str, str, str]], has_more: bool
) -> None:
    found = read_numbers(scheme, text, "No.")
    assert [(i.scheme, i.value, i.country) for i in found if isinstance(i, Identifier)] == values
    assert any(isinstance(item, Fact) for item in found) is has_more
    assert all(item.value == f"No.: {text}" for item in found if isinstance(item, Fact))


def test_numbers_in_running_text_are_found_by_their_label() -> None:
    text = "INN/KPP 7303026762 / 732701001. OKPO: 07500548; ship IMO 9187629, KPP 77"
    assert [(item.scheme, item.value) for item in labelled_numbers(text)] == [
        ("inn", "7303026762"),
        ("kpp", "732701001"),
        ("okpo", "07500548"),
        ("imo", "9187629"),
    ]


def test_countries_are_told_from_cities() -> None:
    assert last_country("Tverskaya 1, Moscow, Russian Federation") == "Russian Federation"
    assert last_country("Russian Federation") == "Russian Federation"
    assert last_country("Tverskaya 1, Moscow") == last_country("Republic of Tatarstan") == ""
    assert named_country("Saudi Arabian passport issued in Al-Khafji") == "SA"
    assert nationalities("(a) Algerian, (b) German") == ("Algerian", "German")
    assert nationalities("Iran (Islamic Republic of)") == ("Iran (Islamic Republic of)",)
