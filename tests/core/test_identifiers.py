from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.identifiers import (
    SCHEMES,
    Identifier,
    IdentifierProblem,
    check_identifier,
    labelled_problem,
    lookup_keys,
    normalise,
    recognise,
    scheme_of,
)


def test_other_words_for_a_scheme_are_understood() -> None:
    assert scheme_of("SWIFT") == "bic"
    assert scheme_of("btc") == "wallet"
    assert scheme_of("colour") == ""


@pytest.mark.parametrize(
    ("scheme", "typed", "value"),
    [
        ("imo", "IMO 9187629", "9187629"),
        ("swift", "sabrrumm xxx", "SABRRUMM"),
        ("inn", "7707083893", "7707083893"),
        ("lei", "253400v1h6art1uq0n98", "253400V1H6ART1UQ0N98"),
        ("passport", "53 0006-999", "530006999"),
        ("wallet", "0x098B716B8Aaf21512996dC57EB0615e2383E2f96", "0x098B716B8Aaf21512996dC57EB0615e2383E2f96"),
    ],
)
def test_values_have_one_normal_form(scheme: str, typed: str, value: str) -> None:
    assert normalise(scheme, typed) == value


@pytest.mark.parametrize(
    ("scheme", "typed"), [("imo", "9187628"), ("inn", "7707083894"), ("ogrn", "1027700132196"), ("lei", "1" * 20)]
)
def test_a_wrong_check_digit_is_told(scheme: str, typed: str) -> None:
    found = check_identifier(scheme, typed)
    assert isinstance(found, IdentifierProblem)
    assert found.text == f"{SCHEMES[scheme].label} {typed}: the check digit is wrong"


def test_a_value_of_another_shape_is_told_apart_from_a_wrong_digit() -> None:
    found = check_identifier("imo", "12")
    assert isinstance(found, IdentifierProblem)
    assert found.text == "IMO 12: this is not seven digits"


def test_a_tax_number_is_filed_where_an_inn_is_asked_for() -> None:
    assert lookup_keys("tax", "7707083893") == lookup_keys("inn", "7707083893")
    assert set(lookup_keys("ogrn", "1027700132195")) & set(lookup_keys("registration", "1027700132195"))


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("IMO 9187629", "imo"),
        ("imo: 9187629", "imo"),
        ("INN 7707083893", "inn"),
        ("7707083893", "inn"),
        ("253400V1H6ART1UQ0N98", "lei"),
        ("0x098B716B8Aaf21512996dC57EB0615e2383E2f96", "wallet"),
    ],
)
def test_bare_identifiers_are_recognised(text: str, scheme: str) -> None:
    assert [item.scheme for item in recognise(text)] == [scheme]


@pytest.mark.parametrize("text", ["Sberbank", "SABRRUMM", "123", "IMO", "Timchenko 1952", "", "imo tower"])
def test_names_are_not_taken_for_identifiers(text: str) -> None:
    assert recognise(text) == []
    assert labelled_problem(text) is None


def test_a_labelled_number_with_a_wrong_digit_is_a_problem() -> None:
    assert labelled_problem("IMO 9187628") == IdentifierProblem("IMO 9187628: the check digit is wrong")


@given(st.sampled_from(sorted(SCHEMES)), st.text(max_size=300))
def test_any_text_is_an_identifier_or_a_problem(scheme: str, text: str) -> None:
    assert isinstance(check_identifier(scheme, text), Identifier | IdentifierProblem)
    assert len(lookup_keys(scheme, text)) <= 2
