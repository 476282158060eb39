from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.dates import PartialDate
from bot.core.listings import EntityType
from bot.core.queries import MAX_LENGTH, Parsed, QueryProblem, Suggestion, parse_command, parse_query
from bot.core.questions import Query

VERBS = ("check", "watch", "watches", "unwatch", "sources", "help", "programme")


def asked(text: str) -> Query:
    found = parse_query(text)
    assert isinstance(found, Query), found
    return found


def problem(text: str) -> str:
    found = parse_query(text)
    assert isinstance(found, QueryProblem), found
    return found.text


def test_bare_text_is_a_name() -> None:
    assert asked("  Gennady   Timchenko ") == Query("Gennady Timchenko")


def test_filters_are_taken_out_of_the_name() -> None:
    found = asked('Timchenko dob:1952-11-09 country:Russia type:person list:un-sc as-of:2024-05-03 "Gennady"')
    assert found.born == PartialDate("1952-11-09")
    assert (found.country, found.type) == ("RU", EntityType.PERSON)
    assert found.lists == {"un-sc"}
    assert found.as_of == date(2024, 5, 3)
    assert found.text.startswith("Timchenko")


def test_quoted_values_and_spaces_after_a_known_key_are_read() -> None:
    assert asked('Smith country: "United Kingdom"').country == "GB"
    assert asked("Smith country:“Iran”").country == "IR"


def test_several_lists_and_issuers_are_one_filter() -> None:
    assert asked("x list:us,un-sc").lists == {"us-ofac-sdn", "us-ofac-cons", "us-csl", "un-sc"}


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1952", "1952"), ("1952-11", "1952-11"), ("9.11.1952", "1952-11-09"), ("25/12/1952", "1952-12-25")],
)
def test_dates_are_as_precise_as_they_were_given(typed: str, value: str) -> None:
    assert asked(f"Smith dob:{typed}").born == PartialDate(value)


def test_a_date_with_a_month_in_words_is_read() -> None:
    assert asked('Smith dob:"9 Nov 1952"').born == PartialDate("1952-11-09")


@pytest.mark.parametrize("typed", ["3/4/1952", "31.02.1952", "soon", "52"])
def test_a_date_that_cannot_be_read_is_told(typed: str) -> None:
    assert typed in problem(f"Smith dob:{typed}")


def test_an_unknown_filter_gets_the_nearest_known_one() -> None:
    assert "Did you mean “dob:”" in problem("Timchenko dbo:1952")


def test_unknown_lists_types_and_countries_are_told() -> None:
    assert "foo" in problem("x list:foo")
    assert "person" in problem("x type:robot")
    assert "Atlantis" in problem("x country:Atlantis")


@pytest.mark.parametrize(
    ("text", "scheme", "value"),
    [
        ("swift:sabrrumm", "bic", "SABRRUMM"),
        ("IMO 9187629", "imo", "9187629"),
        ("imo:9187629", "imo", "9187629"),
        ("us-ofac-sdn:17018", "ref", "us-ofac-sdn:17018"),
        ("ref:us-ofac-sdn:17018", "ref", "us-ofac-sdn:17018"),
        ("e-abcdefghijklmnop", "ref", "e-abcdefghijklmnop"),
        ("passport:530006999", "passport", "530006999"),
    ],
)
def test_identifiers_and_references_are_questions(text: str, scheme: str, value: str) -> None:
    found = asked(text)
    assert (found.scheme, found.text) == (scheme, value)


@pytest.mark.parametrize("text", ["imo:9187628", "IMO 9187628"])
def test_a_wrong_check_digit_is_no_question(text: str) -> None:
    assert problem(text) == "IMO 9187628: the check digit is wrong."


@pytest.mark.parametrize(
    ("text", "subject", "lists"),
    [
        ("is Rosneft sanctioned?", "Rosneft", set()),
        ("Timchenko EU?", "Timchenko", {"eu-fsf", "eu-oj"}),
        ("Is Timchenko on the UN list?", "Timchenko", {"un-sc"}),
        ("has Nordwind Bank been delisted by the UK?", "Nordwind Bank", {"gb-uksl"}),
        ("who is Putin", "Putin", set()),
        ("Bank of China EU", "Bank of China EU", set()),
        ("Is", "Is", set()),
    ],
)
def test_questions_in_plain_words_come_down_to_a_name(text: str, subject: str, lists: set[str]) -> None:
    found = asked(text)
    assert (found.text, set(found.lists)) == (subject, lists)


def test_a_long_question_is_cut_and_says_so() -> None:
    found = asked("x" * 10_000)
    assert len(found.text) == MAX_LENGTH
    assert found.remarks == ("The question was cut after 500 characters.",)


@pytest.mark.parametrize("text", ["", "   ", "???", "dob:1952"])
def test_a_question_about_nobody_is_a_problem(text: str) -> None:
    assert "whom" in problem(text)


@given(st.text(max_size=10_000))
def test_any_text_is_a_question_or_a_problem(text: str) -> None:
    assert isinstance(parse_query(text), Query | QueryProblem)


def test_bare_text_means_check() -> None:
    assert parse_command("Sberbank of Russia", VERBS) == Parsed("check", "Sberbank of Russia")
    assert parse_command("check Sberbank", VERBS) == Parsed("check", "Sberbank")
    assert parse_command("Program RUSSIA", VERBS) == Parsed("programme", "RUSSIA")


@pytest.mark.parametrize("text", ["chek Sberbank", "cehck Sberbank", "watchs", "sorces"])
def test_a_near_miss_of_a_verb_is_asked_back(text: str) -> None:
    found = parse_command(text, VERBS)
    assert isinstance(found, Suggestion)
    assert found.suggestions


@pytest.mark.parametrize("text", ["what about Rosneft", "who is Putin", "note\nx y"])
def test_a_question_is_no_near_miss_of_a_verb(text: str) -> None:
    assert parse_command(text, VERBS) == Parsed("check", text)


def test_a_verb_may_stand_on_a_line_of_its_own() -> None:
    assert parse_command("check\nIvan Petrov\nRosneft", VERBS) == Parsed("check", "Ivan Petrov\nRosneft")


def test_words_beside_the_name_are_filters() -> None:
    found = asked("Timchenko born 1952")
    assert (found.text, found.born) == ("Timchenko", PartialDate("1952"))
    found = asked("Bank Rossiya (Russia)")
    assert (found.text, found.country) == ("Bank Rossiya", "RU")
    assert asked("Bank Rossiya (Russia) country:BY").country == "BY"


def test_a_bare_number_is_looked_up_in_every_scheme() -> None:
    assert asked("7707083893") == Query("7707083893")
    assert asked("53 0006 999") == Query("530006999")


@pytest.mark.parametrize("text", ["Helm", "Watcher Shipping", "note x", "imo:9187629"])
def test_names_near_a_verb_are_names(text: str) -> None:
    assert parse_command(text, VERBS) == Parsed("check", text)
