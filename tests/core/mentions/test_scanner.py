"""Finding listed names in text: as editors write them, and never a word that only looks like one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.listings import EntityType
from bot.core.mentions.aliases import ALIASES
from bot.core.mentions.scanner import GIVEN, MOST_PARTIES, SAME_LIST, Scanner
from bot.core.mentions.tokens import phrase, words_of
from bot.core.mentions.variants import ListedName, phrases_of
from bot.core.names import NameKind
from bot.services.mentions import english
from tests.core.mentions.real import items, real_scanner

PERSON, ORGANIZATION, VESSEL = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.VESSEL


def name(entity, text, type_=PERSON, kind=NameKind.PRIMARY, source="us-ofac-sdn"):
    return ListedName(entity, text, kind, type_, frozenset({source}))


def scanner(*names):
    return Scanner.build(names, english())


def found(scanner_, text):
    return [(mention.text, mention.entities) for mention in scanner_.scan(text)]


@pytest.mark.parametrize(
    ("listed", "text"),
    [
        (name("e", "FRIDMAN, Mikhail Maratovich"), "Mikhail Fridman loses in court"),
        (name("e", "Mikhail Maratovich FRIDMAN"), "Court rejects Mikhail Fridman’s claim"),
        (name("e", "Fridman Mikhail Maratovich"), "MIKHAIL FRIDMAN LOSES"),
        (name("e", "ABRAMOVICH, Roman Arkadyevich"), "Roman Abramovich and Chelsea"),
        (name("e", "Milorad DODIK"), "US drops Milorad Dodik from list"),
        (name("e", "Rosneft Oil Company OJSC", ORGANIZATION), "Sanctions on Rosneft Oil Company eased"),
        (name("e", "Rosneft", ORGANIZATION, NameKind.ALIAS), "EU hits Rosneft"),
        (name("e", "Pétróleos Ficticios del Orinoco", ORGANIZATION), "Petroleos Ficticios del Orinoco is out"),
        (name("e", "PETROLEOS DE VENEZUELA, S.A.", ORGANIZATION), "US lets Chevron pay PDVSA"),
        (name("e", "ISLAMIC REVOLUTIONARY GUARD CORPS", ORGANIZATION), "EU lists IRGC"),
        (name("e", "Taliban", ORGANIZATION), "Taliban want removal from UN list"),
        (name("e", "EAGLE SERNIYA", VESSEL), "Tanker Eagle Serniya seized"),
    ],
)
def test_a_name_is_found_as_editors_write_it(listed, text):
    assert [entities for _, entities in found(scanner(listed), text)] == [("e",)]


@pytest.mark.parametrize(
    ("listed", "text"),
    [
        (name("e", "GALAXY", VESSEL), "Galaxy launches Galaxy phone"),
        (name("e", "ROSNEFT", VESSEL), "Rosneft shares fall"),
        (name("e", "Muhammad ALI"), "Muhammad Ali wins title fight"),
        (name("e", "JUSTICE", ORGANIZATION), "Justice for all"),
        (name("e", "THE PEOPLE", ORGANIZATION, NameKind.ALIAS), "The People decide"),
        (name("e", "SIBURIUS", ORGANIZATION, NameKind.WEAK_ALIAS), "Siburius falls"),
        (name("e", "Rublev", ORGANIZATION), "the word rublev in small letters"),
        (name("e", "Rosneft", ORGANIZATION), "Rosneftegaz is another company"),
        (name("e", "PUTINA, Xenia"), "Putina"),
        (name("e", "VTB Bank", ORGANIZATION), "vtb is no name when written small"),
        (name("e", "NAFTNA INDUSTRIJA SRBIJE", ORGANIZATION), "NIS directive of the EU on network security"),
    ],
)
def test_a_word_that_only_looks_like_a_name_is_none(listed, text):
    assert found(scanner(listed), text) == []


def test_a_company_named_like_a_family_is_not_somebody_of_that_family():
    people = [name(f"p{n}", f"Andrey Familyno{'abcdefgh'[n]}") for n in range(GIVEN)]
    bank = name("bank", "RUBLEV", ORGANIZATION, NameKind.ALIAS)
    assert found(scanner(bank, *people), "Tennis: Andrey Rublev out") == []
    assert found(scanner(bank, *people), "Central bank closes Rublev")


def test_a_name_of_several_parties_of_one_list_names_nobody_and_of_several_lists_all():
    several = [name(f"e{n}", "Ivan Testovskiy") for n in range(SAME_LIST + 1)]
    assert found(scanner(*several), "Ivan Testovskiy listed") == []
    across = [name(f"e{n}", "Ivan Testovskiy", source=f"list-{n}") for n in range(4)]
    assert found(scanner(*across), "Ivan Testovskiy listed") == [("Ivan Testovskiy", ("e0", "e1", "e2", "e3"))]
    crowd = [name(f"e{n:02}", "Ivan Testovskiy", source=f"list-{n}") for n in range(MOST_PARTIES + 1)]
    assert found(scanner(*crowd), "Ivan Testovskiy listed") == []


def test_of_names_that_overlap_the_longest_is_found():
    found_ = found(
        scanner(name("a", "Rosneft", ORGANIZATION), name("b", "Rosneft Trading", ORGANIZATION)),
        "Rosneft Trading SA and Rosneft",
    )
    assert found_ == [("Rosneft Trading", ("b",)), ("Rosneft", ("a",))]


def test_a_short_name_by_hand_counts_only_for_a_party_that_is_listed():
    assert found(scanner(name("e", "Some Company Fiktivna", ORGANIZATION)), "PDVSA and VTB and the Taliban") == []


def test_every_short_name_by_hand_can_be_found():
    for alias in ALIASES:
        near = " ".join(sorted(alias.near)[:1])
        for listed in alias.means:
            type_ = (
                PERSON
                if alias.text in ("Dodik", "Sharaa", "al-Sharaa", "Deripaska", "Abramovich", "Kadyrov")
                else ORGANIZATION
            )
            assert found(scanner(name("e", listed, type_)), f"News of {alias.text} {near}"), (alias.text, listed)


@given(st.text(max_size=200))
def test_mentions_stand_in_the_text_where_they_say(text):
    scanner_ = scanner(name("a", "Rosneft", ORGANIZATION), name("b", "FRIDMAN, Mikhail Maratovich"))
    whole = f"{text} Rosneft {text} Mikhail Fridman"
    mentions = scanner_.scan(whole)
    assert {mention.text for mention in mentions} >= {"Rosneft", "Mikhail Fridman"}
    assert all(whole[m.start : m.end] == m.text for m in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))


@given(st.text(max_size=100))
def test_words_keep_their_places(text):
    words = words_of(text)
    assert len(words.starts) == len(words.spans)
    assert [words.word(n) for n in range(len(words.starts))] == (words.line.split(" ") if words.line else [])


@given(st.text(max_size=60), st.sampled_from(list(NameKind)), st.sampled_from(list(EntityType)))
def test_no_phrase_is_empty_or_everyday(text, kind, type_):
    for each in phrases_of(ListedName("e", text, kind, type_), english()):
        assert each == phrase(each)
        assert len(each) >= 4
        assert each not in ("the people", "and", "bank")


def test_the_decoys_of_the_development_set_are_found_in_no_relevant_item(shared):
    scanner_ = real_scanner(shared)
    for item in items(shared):
        mentions = scanner_.scan(f"{item['title']}. {item['summary']}")
        named = {phrase(mention.text) for mention in mentions}
        if item["label"]["relevant"]:
            assert not named & {phrase(each) for each in item["label"]["not_entities"]}, item["title"]
