from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.identifiers import (
    SCHEMES,
    Identifier,
    IdentifierProblem,
    bare_number,
    check_identifier,
    is_bic,
    labelled_problem,
    lookup_keys,
    normalise,
    recognise,
    scheme_of,
    wallet_remark,
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
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "wallet"),
        ("3E6ZCKRrsdPc35chA9Eftp1h3DLW18NFNV", "wallet"),
        ("TX5GV4DyfxNB3rPkzZJhmqZ1efVmL4rEqG", "wallet"),
        ("LaizKtS5DUhPuP1nTQcc83MS7HwK6vk85z", "wallet"),
        ("XnPFsRWTaSgiVauosEwQ6dEitGYXgwznz2", "wallet"),
        ("t1g7wowvQ8gn2v8jrU1biyJ26sieNqNsBJy", "wallet"),
        ("Digital Currency Address - XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h", "wallet"),
        ("ИНН 7707083893", "inn"),
        ("IMO9187629", "imo"),
        ("BIC SABRRUMM", "bic"),
        ("SWIFT: SABRRUMM", "bic"),
        ("GB29 NWBK 6016 1331 9268 19", "iban"),
        ("DE89370400440532013000", "iban"),
        ("passport no. 53 0006999", "passport"),
        ("Passport AF956905 (Iran)", "passport"),
        ("MMSI 518998562", "mmsi"),
        ("tail EP-GOM", "aircraft_tail"),
        ("Tail number RF-82011", "aircraft_tail"),
        ("BIK 044525225", "bik"),
    ],
)
def test_bare_identifiers_are_recognised(text: str, scheme: str) -> None:
    assert [item.scheme for item in recognise(text)] == [scheme]


@pytest.mark.parametrize(
    "text",
    [
        "Sberbank",
        "SABRRUMM",
        "123",
        "IMO",
        "Timchenko 1952",
        "",
        "imo tower",
        "ADRIAN DARYA 1",
        "SWIFT HOLDINGS",
        "Passport Holdings",
        "Aircraft 2000 Ltd",
        "Company 2000",
        "Dash Cam 24",
    ],
)
def test_names_are_not_taken_for_identifiers(text: str) -> None:
    assert recognise(text) == []
    assert labelled_problem(text) is None


def test_a_labelled_number_with_a_wrong_digit_is_a_problem() -> None:
    assert labelled_problem("IMO 9187628") == IdentifierProblem("IMO 9187628: the check digit is wrong")


@given(st.sampled_from(sorted(SCHEMES)), st.text(max_size=300))
def test_any_text_is_an_identifier_or_a_problem(scheme: str, text: str) -> None:
    assert isinstance(check_identifier(scheme, text), Identifier | IdentifierProblem)
    assert len(lookup_keys(scheme, text)) <= 2


def test_an_account_number_with_a_wrong_check_digit_is_a_problem() -> None:
    assert labelled_problem("GB28 NWBK 6016 1331 9268 19") == IdentifierProblem(
        "IBAN GB28 NWBK 6016 1331 9268 19: the check digit is wrong"
    )


def test_addresses_are_found_in_any_case_that_means_the_same() -> None:
    printed = "0x098B716B8Aaf21512996dC57EB0615e2383E2f96"
    assert lookup_keys("wallet", printed) == lookup_keys("wallet", printed.lower())
    bitcoin = "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"
    assert lookup_keys("wallet", bitcoin) != lookup_keys("wallet", bitcoin.lower())


def test_a_branch_is_found_by_the_institution() -> None:
    assert set(lookup_keys("bic", "SABRRUMM012")) >= set(lookup_keys("bic", "SABRRUMM"))


def test_a_name_of_eight_letters_may_have_the_form_of_a_bic() -> None:
    assert is_bic("SABRRUMM")
    assert not is_bic("SABRXXMM")
    assert recognise("VALVERDE") == []


def test_a_number_in_groups_is_joined() -> None:
    assert bare_number("53 0006 999") == "530006999"
    assert bare_number("1952") == bare_number("Company 530006") == ""


def test_an_address_with_a_wrong_check_sum_is_looked_up_and_told() -> None:
    assert wallet_remark("12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h") == ""
    assert "check sum" in wallet_remark("12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9i")
