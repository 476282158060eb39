"""Questions of every kind, from the text to what is said, on lists in a database."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest

from bot.app import build_desk
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Fact, Listing
from bot.core.names import Name, NameKind
from bot.core.screening import Status
from bot.core.told import Combined, OutsideTold, Plain, RelatedTold, Told, Unread
from bot.printing import as_json
from bot.printing_asked import nothing_loaded, told_json, told_text
from bot.services.asking import answer_text, related_index
from bot.services.desk import Desk
from bot.services.terminal import audience
from bot.settings import load
from bot.sources import source_ids
from storage.db import Database
from tests.plain import deliver, listing_file, plain_source

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schemas" / "check.json").read_text())


def listing(ref: str, caption: str, *facts: Fact, kind: EntityType = EntityType.ORGANIZATION) -> Listing:
    return Listing("gb-uksl", ref, kind, ListKind.UK, (Name(caption, NameKind.PRIMARY),), facts=facts)


LISTINGS = (
    listing("RUS1", "IS Bank"),
    listing("RUS2", "BNK UK"),
    listing("RUS3", "Nordwind Shipping", Fact("remark", "OFSI Group ID: 13183")),
    listing("RUS4", "Boris EXAMPLE", kind=EntityType.PERSON),
    listing("RUS6", "Rostinvest"),
    listing("RUS7", "Trust and Loan Bank"),
    listing("RUS5", "Ada EXAMPLE", Fact("reason", "Daughter of Boris Example."), kind=EntityType.PERSON),
)


@pytest.fixture
def desk(sqlite: Database) -> Desk:
    done = deliver(sqlite, plain_source("gb-uksl"), listing_file(LISTINGS), date(2026, 3, 1))
    assert done.outcome == "refreshed", done
    return build_desk(load({}, source_ids()), sqlite)


def ask(desk: Desk, text: str) -> Told:
    told = answer_text(desk, text, audience(desk), NOW)
    if not hasattr(told, "nobody"):
        jsonschema.validate(json.loads(as_json(told_json(told, text))), SCHEMA)
        assert told_text(told, "the legal desk")
    return told


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("IS Bank sanctioned?", "IS Bank"),
        ("is IS Bank sanctioned?", "IS Bank"),
        ("BNK UK?", "BNK UK"),
        ("BNK UK sanctions?", "BNK UK"),
        ("OFSI group id 13183", "Nordwind Shipping"),
        ("ofsi:13183", "Nordwind Shipping"),
        ("what about Nordwind Shipping in the UK?", "Nordwind Shipping"),
    ],
)
def test_a_question_finds_the_party_it_names(desk: Desk, text: str, caption: str) -> None:
    told = ask(desk, text)
    assert isinstance(told, Plain)
    assert (told.answer.status, told.answer.matches[0].caption) == (Status.LISTED, caption)


def test_an_issuer_in_the_question_narrows_it(desk: Desk) -> None:
    told = ask(desk, "is Nordwind Shipping on the EU list?")
    assert isinstance(told, Plain)
    assert told.answer.query.lists == {"eu-fsf", "eu-oj"}
    assert told.answer.status is Status.NO_DATA
    assert nothing_loaded(told)


def test_relatives_come_with_the_lists_words(desk: Desk) -> None:
    told = ask(desk, "Boris Example's daughters")
    assert isinstance(told, RelatedTold)
    assert [(named.match.caption, named.quotes[0].text) for named in told.named] == [
        ("Ada EXAMPLE", "Daughter of Boris Example.")
    ]
    assert told.answer.matches[0].caption == "Boris EXAMPLE"
    assert "nothing is concluded" in told_text(told, "")


def test_several_names_lead_with_the_gravest_status(desk: Desk) -> None:
    text = "Tim Cook\nNordwind Shipping\nTel: +44 20 1234567"
    told = ask(desk, text)
    assert isinstance(told, Combined)
    made = told_json(told, text)
    assert made["status"] == "listed"
    assert [answer["status"] for answer in made["answers"]] == ["not_found", "listed"]
    said = told_text(told, "")
    assert said.startswith("I looked up: Tim Cook; Nordwind Shipping")
    assert "frozen because of its owners" in said


def test_advice_names_the_legal_contact_and_shows_the_party(desk: Desk) -> None:
    told = ask(desk, "may we pay Nordwind Shipping?")
    assert isinstance(told, OutsideTold)
    said = told_text(told, "the legal desk")
    assert "ask the legal desk" in said
    assert "gb-uksl:RUS3" in said


def test_no_match_says_that_owners_may_matter(desk: Desk) -> None:
    told = ask(desk, "Tim Cook")
    assert "frozen because of its owners" in told_text(told, "")


def test_statements_are_read_once_for_each_state_of_the_lists(desk: Desk, sqlite: Database) -> None:
    first = related_index(desk.dataset.current())
    assert related_index(desk.dataset.current()) is first
    more = (
        *LISTINGS,
        listing("RUS8", "Carla EXAMPLE", Fact("reason", "Wife of Boris Example."), kind=EntityType.PERSON),
    )
    deliver(sqlite, plain_source("gb-uksl"), listing_file(more), date(2026, 3, 2))
    told = ask(desk, "Boris Example's wife")
    assert isinstance(told, RelatedTold)
    assert [named.match.caption for named in told.named] == ["Carla EXAMPLE"]


@pytest.mark.parametrize(
    "text",
    [
        "is Rostinvest sanctioned by Germany",
        "is Rostinvest sanctioned in France?",
        "is Rostinvest sanctioned by the UK and Japan?",
        "Rostinvest Ukraine?",
    ],
)
def test_a_country_without_a_list_is_remarked_on_and_the_party_found(desk: Desk, text: str) -> None:
    told = ask(desk, text)
    assert isinstance(told, Plain)
    assert (told.answer.status, told.answer.matches[0].caption) == (Status.LISTED, "Rostinvest")
    assert "note: No list of " in told_text(told, "")


def test_a_cut_question_says_so_in_the_terminal(desk: Desk) -> None:
    told = ask(desk, "Rostinvest " + "x" * 600)
    assert "note: The question was cut after 500 characters." in told_text(told, "")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Are Rostinvest and Nordwind Shipping sanctioned?", ["Rostinvest", "Nordwind Shipping"]),
        (
            "Rostinvest, Nordwind Shipping, Trust and Loan Bank",
            ["Rostinvest", "Nordwind Shipping", "Trust and Loan Bank"],
        ),
        ("Rostinvest and Nordwind Shipping", ["Rostinvest", "Nordwind Shipping"]),
        ("Rostinvest / Nordwind Shipping", ["Rostinvest", "Nordwind Shipping"]),
        ("Rostinvest; Zorblatt Fnord", ["Rostinvest", "Zorblatt Fnord"]),
        ("Quux Fnord; Zorblatt Fnord", ["Quux Fnord", "Zorblatt Fnord"]),
        ("Rostinvest and Zorblatt Fnord", ["Rostinvest", "Zorblatt Fnord"]),
        ("hello all\ncc: Jane Roe; Rostinvest", ["Jane Roe", "Rostinvest"]),
    ],
)
def test_several_names_in_one_line_are_answered_each(desk: Desk, text: str, names: list[str]) -> None:
    told = ask(desk, text)
    assert isinstance(told, Combined)
    assert [answer.query.text for answer in told.answers] == names


def test_parts_keep_the_lists_that_were_asked_for(desk: Desk) -> None:
    told = ask(desk, "Are Rostinvest and Nordwind Shipping on the UK list?")
    assert isinstance(told, Combined)
    assert {answer.query.lists for answer in told.answers} == {frozenset({"gb-uksl"})}


@pytest.mark.parametrize(
    "text", ["Trust and Loan Bank", "Zorblatt & Zorblatt", "Fnord, Zorblatt", "Fnord and Zorblatt"]
)
def test_one_name_with_such_marks_stays_one(desk: Desk, text: str) -> None:
    assert isinstance(ask(desk, text), Plain)


@pytest.mark.parametrize(
    "text", ["do you think that sanctions work", "what is going on here then?", "санкции работают?"]
)
def test_a_question_that_cannot_be_read_is_no_match_of_anything(desk: Desk, text: str) -> None:
    told = ask(desk, text)
    assert isinstance(told, Unread)
    assert "could not read this as a question about a party" in told.text


@pytest.mark.parametrize(
    "text", ["Zorblatt Fnord?", '"do you think that sanctions work"', "is Zorblatt Fnord sanctioned?"]
)
def test_a_name_that_is_not_listed_is_still_no_match(desk: Desk, text: str) -> None:
    told = ask(desk, text)
    assert isinstance(told, Plain)
    assert told.answer.status is Status.NOT_FOUND


@pytest.mark.parametrize(
    "text", ["Is Iran sanctioned?", "list all Iranian banks", "what's new on Iran", "drones to Iran"]
)
def test_a_country_is_shown_where_its_changes_are(desk: Desk, text: str) -> None:
    told = ask(desk, text)
    assert isinstance(told, Unread)
    assert "changes country:IR" in told.text
    assert "watch country:IR" in told.text
