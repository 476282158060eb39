from __future__ import annotations

from functools import partial

import pytest

from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Fact, Listing
from bot.core.names import Name, NameKind
from bot.core.related import RelatedIndex
from bot.core.relations import RELATIONS, parse_related
from tests.effort import processor_seconds


def listing(ref: str, caption: str, *facts: tuple[str, str], kind: EntityType = EntityType.PERSON) -> Listing:
    return Listing(
        "eu-fsf",
        ref,
        kind,
        ListKind.EU_ASSET_FREEZE,
        (Name(caption, NameKind.PRIMARY),),
        facts=tuple(Fact(*f) for f in facts),
    )


LISTINGS = (
    listing(
        "1", "Ada Example", ("reason", "Ada Example is the eldest daughter of President Boris Example, listed before.")
    ),
    listing("2", "Carla Other", ("reason", "She is the daughter of Ramzan Other, President Boris Example’s key ally.")),
    listing("3", "Dora Example", ("position", "Former wife of Boris Example")),
    listing("4", "Egon Example", ("remark", "Boris Example's second son")),
    listing("5", "Fred Young", ("reason", "Together with his father, Boris Example, he runs a bank.")),
    listing("6", "EXAMPLE YARD LLC", ("relation", "Linked To: EXAMPLE, Boris"), kind=EntityType.ORGANIZATION),
    listing("7", "Yard Two", ("reason", "It is controlled by Boris Example."), kind=EntityType.ORGANIZATION),
    listing("8", "EXAMPLE SHIP", ("relation", "Linked To: EXAMPLE, Boris"), kind=EntityType.VESSEL),
    listing("9", "Gus Holder", ("reason", "Co-owner of Example Yard. He has no daughter.")),
    listing("10", "Old Entry", ("remark", "OFSI Group ID: 13183")),
)
INDEX = RelatedIndex.build(LISTINGS)


@pytest.mark.parametrize(
    ("text", "subject", "word"),
    [
        ("Putin's daughters", "Putin", "daughters"),
        ("who are Putin’s daughters?", "Putin", "daughters"),
        ("are Putin's daughters sanctioned?", "Putin", "daughters"),
        ("Timchenko's wife", "Timchenko", "wife"),
        ("daughter of Dmitry Peskov", "Dmitry Peskov", "daughter"),
        ("companies of Rotenberg", "Rotenberg", "companies"),
        ("subsidiaries of Rostec", "Rostec", "subsidiaries"),
        ("vessels linked to Sovcomflot?", "Sovcomflot", "vessels"),
        ("who owns Volga-Dnepr?", "Volga-Dnepr", "owner"),
        ("Interros's companies", "Interros", "companies"),
        ("Interros' companies", "Interros", "companies"),
    ],
)
def test_questions_about_related_parties_are_read(text: str, subject: str, word: str) -> None:
    found = parse_related(text)
    assert found is not None
    assert (found.subject, found.relation.word) == (subject, word)


@pytest.mark.parametrize("text", ["Rosneft", "Prince's Trust", "Women's wear", "Bank of Moscow", "daughter of", ""])
def test_other_texts_are_not(text: str) -> None:
    assert parse_related(text) is None


@pytest.mark.parametrize(
    ("word", "refs"),
    [
        ("daughters", ["1"]),
        ("sons", ["4"]),
        ("children", ["1", "4", "5"]),
        ("wife", ["3"]),
        ("husband", []),
        ("companies", ["6", "7"]),
        ("vessels", ["8"]),
        ("subsidiaries", ["6", "7", "8"]),
        ("relatives", ["1", "3", "4", "5"]),
    ],
)
def test_entries_are_found_by_what_they_say_of_the_subject(word: str, refs: list[str]) -> None:
    for asked in ("Example", "Boris Example"):
        assert [said.ref for said in INDEX.find(asked, (), RELATIONS[word])] == refs


def test_names_of_the_party_found_are_looked_for_too() -> None:
    assert [said.ref for said in INDEX.find("Борис", ("EXAMPLE, Boris Borisovich",), RELATIONS["wife"])] == ["3"]
    assert INDEX.find("Nobody", ("Example",), RELATIONS["wife"]) == []


def test_owners_are_those_who_are_said_to_own() -> None:
    assert [said.ref for said in INDEX.find("Example Yard", (), RELATIONS["owner"])] == ["9"]


def test_a_quote_is_the_sentence_that_says_so() -> None:
    (said,) = INDEX.find("Boris Example", (), RELATIONS["wife"])
    assert said.quote == "Former wife of Boris Example"


def test_the_number_of_the_closed_uk_list_leads_to_the_entry() -> None:
    assert INDEX.listing_of_group("13183") == ("eu-fsf", "10")
    assert INDEX.listing_of_group("1") is None


OTHERS = RelatedIndex.build(
    (
        listing("1", "Ada Other", ("reason", "He benefitted from state-owned enterprises, including Example Yard.")),
        listing(
            "2", "Bea Other", ("reason", "It runs the resort where Boris Example's daughter celebrated her wedding.")
        ),
        listing("3", "Cid Other", ("reason", "He co-owns a bank with Dan Young, son of Boris Example.")),
        listing("4", "Eve Other", ("reason", "Her husband is the brother of Boris Example.")),
        listing("5", "Fay Other", ("reason", "CEO, daughter of Boris Example, married to Gil Young")),
        listing("6", "Hal Other", ("reason", "Hal Other is one of the close associates of Boris Example.")),
        listing("7", "Ida Other", ("reason", "She is Boris Example's daughter and runs a bank.")),
        listing("8", "Jon Other", ("reason", "He is the president and major shareholder of Example Yard.")),
        listing("9", "Kim Other", ("reason", "Adult child of Boris Example (a minister)")),
        listing(
            "10",
            "Yard Three",
            ("reason", "Furthermore it is owned by an individual (Boris Example) that is listed."),
            kind=EntityType.ORGANIZATION,
        ),
        listing(
            "11",
            "Yard Four",
            ("reason", "It sells to companies owned by Boris Example."),
            kind=EntityType.ORGANIZATION,
        ),
        listing(
            "12",
            "Yard Five",
            ("reason", "It is controlled by the ministry for cooperation with Boris Example."),
            kind=EntityType.ORGANIZATION,
        ),
    )
)


@pytest.mark.parametrize(
    ("subject", "word", "refs"),
    [
        ("Example Yard", "owner", ["8"]),
        ("Boris Example", "daughters", ["5", "7", "9"]),
        ("Boris Example", "sons", ["9"]),
        ("Boris Example", "brother", []),
        ("Boris Example", "associates", ["6"]),
        ("Boris Example", "companies", ["10"]),
    ],
)
def test_a_relation_must_be_the_entrys_own_and_stand_beside_the_name(subject: str, word: str, refs: list[str]) -> None:
    assert [said.ref for said in OTHERS.find(subject, (), RELATIONS[word])] == refs


def test_long_statements_are_read_at_once() -> None:
    texts = ("the " * 1500 + "owned by X", "is the eldest, " * 400 + "son of X", "% and " * 900 + "daughter of Boris X")
    listings = [listing(str(n), "Ada", ("reason", text)) for n, text in enumerate(texts)]
    assert processor_seconds(partial(RelatedIndex.build, listings)) < 2
