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
from bot.core.told import Combined, OutsideTold, Plain, RelatedTold, Told
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
        listing("RUS6", "Carla EXAMPLE", Fact("reason", "Wife of Boris Example."), kind=EntityType.PERSON),
    )
    deliver(sqlite, plain_source("gb-uksl"), listing_file(more), date(2026, 3, 2))
    told = ask(desk, "Boris Example's wife")
    assert isinstance(told, RelatedTold)
    assert [named.match.caption for named in told.named] == ["Carla EXAMPLE"]
