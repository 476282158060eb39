from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.beyond import Topic, beyond
from bot.core.ibans import BankCode, bank_of
from bot.core.queries import QueryProblem
from bot.core.reading import OfAccount, OfGroupId, OfRelated, One, Outside, Several, read


@pytest.mark.parametrize(
    ("text", "topic", "subject"),
    [
        ("may we pay Rosneft?", Topic.ADVICE, "Rosneft"),
        ("can we do business with Gazprombank", Topic.ADVICE, "Gazprombank"),
        ("are we allowed to sell goods to VTB Bank?", Topic.ADVICE, "VTB Bank"),
        ("is it legal to meet Lavrov?", Topic.ADVICE, "Lavrov"),
        ("may we pay him?", Topic.ADVICE, ""),
        ("CN code 8471 30", Topic.GOODS, ""),
        ("how much of Abramovich's money is frozen?", Topic.ASSETS, "Abramovich"),
        ("frozen assets of Rosneft", Topic.ASSETS, "Rosneft"),
        ("19th package", Topic.LAW, ""),
        ("what is in the 19th package?", Topic.LAW, ""),
        ("Annex XLII", Topic.LAW, ""),
        ("SSI Directive 3", Topic.LAW, ""),
        ("price cap", Topic.LAW, ""),
        ("267", Topic.LAW, ""),
        ("269/2014", Topic.LAW, ""),
        ("RUSSIA-EO14024", Topic.CODE, "RUSSIA-EO14024"),
    ],
)
def test_what_no_list_answers_is_told_by_topic(text: str, topic: Topic, subject: str) -> None:
    found = beyond(text)
    assert found is not None
    assert (found.topic, found.subject) == (topic, subject)


@pytest.mark.parametrize(
    "text",
    [
        "Rosneft",
        "Can Yücel",
        "May Brands",
        "Price Cap Holdings",
        "Frozen Foods LLC",
        "Luxury Goods Trading LLC",
        "Annex Holdings",
        '"price cap"',
        "1627",
    ],
)
def test_names_are_inside(text: str) -> None:
    assert beyond(text) is None


def test_each_kind_of_question_is_read_as_one() -> None:
    assert isinstance(read("is Rosneft sanctioned?"), One)
    assert isinstance(read("Putin's daughters"), OfRelated)
    assert isinstance(read("may we pay Rosneft?"), Outside)
    assert isinstance(read("Ivan Petrov\nRosneft Trading S.A."), Several)
    assert read("OFSI group id 13183") == OfGroupId("13183")
    assert read("GB29 NWBK 6016 1331 9268 19") == OfAccount("GB29NWBK60161331926819")


def test_what_is_quoted_is_a_name() -> None:
    found = read('"Putin\'s daughters"')
    assert isinstance(found, One)
    assert found.query.text == "Putin's daughters"


@pytest.mark.parametrize("text", ["", "???", "hello", "\n\n", "is it sanctioned?"])
def test_no_name_is_a_problem_with_examples(text: str) -> None:
    found = read(text)
    assert isinstance(found, QueryProblem)
    assert "For example" in found.text


def test_a_wrong_check_digit_of_an_account_is_told() -> None:
    assert read("GB28 NWBK 6016 1331 9268 19") == QueryProblem(
        "IBAN GB28 NWBK 6016 1331 9268 19: the check digit is wrong."
    )


def test_an_account_names_its_bank_as_its_country_writes_it() -> None:
    assert bank_of("GB29NWBK60161331926819") == BankCode("GB", bic="NWBKGB")
    assert bank_of("RU0304452522540817810538091310419") == BankCode("RU", bik="044525225")
    assert bank_of("DE89370400440532013000") == BankCode("DE", national="37040044")


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Is Russia sanctioned?", "RU"),
        ("list all Iranian banks", "IR"),
        ("what's new on Iran", "IR"),
        ("drones to Iran", "IR"),
        ("Iranian banks", "IR"),
        ("Nordwind Trading Iran", ""),
        ("is Nordwind sanctioned in Japan?", ""),
        ("who sanctioned Nordwind in Japan", ""),
        ("nordwind trading iran", ""),
    ],
)
def test_a_question_about_a_country_is_told_from_one_about_a_party(text: str, country: str) -> None:
    found = read(text)
    assert isinstance(found, One)
    assert found.country == country


def test_a_place_without_a_list_is_remarked_on() -> None:
    found = read("is Nordwind sanctioned by Germany?")
    assert isinstance(found, One)
    assert found.query.remarks == ("No list of Germany is read; this is what the lists loaded say.",)
    found = read("Nordwind Ukraine?")
    assert isinstance(found, One)
    assert found.shorter is not None
    assert (found.shorter.text, found.shorter.remarks[0][:20]) == ("Nordwind", "No list of Ukraine i")


def test_a_question_that_was_cut_says_so() -> None:
    for text in ("Nordwind " * 70, "may we pay Nordwind " + "now " * 130, "companies of " + "Nordwind " * 70):
        found = read(text)
        assert isinstance(found, One | Outside | OfRelated)
        assert found.query is not None
        assert found.query.remarks == ("The question was cut after 500 characters.",)


@pytest.mark.parametrize("text", ["country:\udcff\udcd1 Nordwind", "Nordwind country:\udcff"])
def test_broken_characters_are_a_problem_that_can_be_told(text: str) -> None:
    found = read(text)
    assert isinstance(found, QueryProblem)
    assert found.text.encode()
    assert "country: does not know" in found.text
    assert isinstance(read("Nordwind", {"country": "\udcff"}), QueryProblem)


def test_an_unknown_key_is_a_part_of_the_name_unless_it_is_nearly_a_filter() -> None:
    found = read("IRGC:n Example Force")
    assert isinstance(found, One)
    assert found.query.text == "IRGC:n Example Force"
    assert "web addresses" in str(read("Example http://example.com"))
    problem = read("contry:RU Example")
    assert isinstance(problem, QueryProblem)
    assert "“country:”" in problem.text


@given(st.text(st.characters(), max_size=500))
def test_any_text_can_be_read(text: str) -> None:
    assert read(text) is not None
