from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.asking import Asked, names_nobody, strip_question
from bot.core.dates import PartialDate
from bot.sources import SOURCES

FRAMES = (
    "{}",
    "{}?",
    "is {} sanctioned?",
    "Is {} listed by the EU?",
    "who is {}",
    "has the EU delisted {}",
    "has {} been delisted by the UK?",
    "are there US sanctions on {}",
    "{} sanctions?",
    "{} EU?",
    "what about {}?",
    "what about {} in the UK?",
    "any info on {}",
    "tell me whether {} is on a sanctions list",
    "please check {}",
    "hi, could you look up {}",
    "is {} still on any list",
    "Steht {} auf der Sanktionsliste?",
    "est-ce que {} est sous sanctions?",
)
HARD_NAMES = (
    "TIMCHENKO, Gennady Nikolayevich",
    "Bank of Moscow (Russia)",
    "IS Bank, AO",
    "KIM, Jong Un",
    "BNK UK",
    "Has Holdings",
    "Will Smith",
    "Can Yücel",
    "The List of the 12th Department and Co.",
    "Company in the Name of Lenin",
    "BANCO INTERNACIONAL DE DESARROLLO CA",
    "Listed Holdings",
    "Who is Who Publishing",
    "About Time Trading",
)


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def holds(asked: Asked, name: str) -> bool:
    return bare(name) in {bare(text) for text in (asked.subject, *asked.readings)}


@cache
def real_names(shared: Path) -> tuple[str, ...]:
    """Names of the real UN and OFAC lists."""
    names: set[str] = set()
    for source, path in (
        ("un-sc", "un_sc/2025-11-18/consolidated.xml.gz"),
        ("us-ofac-cons", "us_ofac_cons/2026-01-08/consolidated.xml.gz"),
        ("us-ofac-sdn", "us_ofac_sdn/2024-05-03/sdn.csv.gz"),
    ):
        file = shared / "data" / path
        parsed = SOURCES[source].parse({file.name: file})
        names |= {name.text for listing in parsed.listings.values() for name in listing.names}
    return tuple(sorted(name for name in names if "?" not in name and '"' not in name))


@pytest.mark.parametrize("frame", FRAMES)
def test_a_question_never_loses_a_part_of_a_hard_name(frame: str) -> None:
    for name in HARD_NAMES:
        assert holds(strip_question(frame.format(name)), name), (frame, name)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_question_never_loses_a_part_of_a_listed_name(frame: str, shared: Path) -> None:
    names = real_names(shared)
    sample = [
        *names[:: len(names) // 1000],
        *(n for n in names if re.search(r"(?i)\b(is|who|uk|us|un|on|in|list)\b", n)),
    ]
    assert len(sample) > 1000
    assert [name for name in sample if not holds(strip_question(frame.format(name)), name)] == []


@pytest.mark.parametrize(
    ("text", "subject", "issuers"),
    [
        ("is Rosneft sanctioned?", "Rosneft", ()),
        ("is Rosneft still under EU sanctions?", "Rosneft", ("eu",)),
        ("Timchenko EU?", "Timchenko", ("eu",)),
        ("has the EU delisted Melnichenko", "Melnichenko", ("eu",)),
        ("are there US sanctions on Gunvor", "Gunvor", ("us",)),
        ("Gunvor sanctions?", "Gunvor", ()),
        ("what about Gunvor in the UK?", "Gunvor", ("gb",)),
        ("is Gunvor listed by OFAC or the EU?", "Gunvor", ("ofac", "eu")),
        ("any info on Gunvor", "Gunvor", ()),
        ("who is Alisher Usmanov", "Alisher Usmanov", ()),
        ("hello, can you please check whether Gunvor is blocked?", "Gunvor", ()),
        ("Steht Rosneft auf der Sanktionsliste?", "Rosneft", ()),
        ("est-ce que Rosneft est sous sanctions ?", "Rosneft", ()),
        ("KIM Jong Un?", "KIM Jong Un", ()),
        ("Bank of China EU", "Bank of China EU", ()),
        ("WHO", "WHO", ()),
        ("Will Smith?", "Will Smith", ()),
        ("Has Holdings sanctioned?", "Has Holdings", ()),
        ('is "Will Smith, EU?" sanctioned', "Will Smith, EU?", ()),
    ],
)
def test_questions_come_down_to_a_subject_and_issuers(text: str, subject: str, issuers: tuple[str, ...]) -> None:
    asked = strip_question(text)
    assert (asked.subject, asked.issuers) == (subject, issuers)


def test_a_country_or_a_town_beside_a_name_is_a_hint() -> None:
    assert strip_question("Bank Rossiya (Russia)") == Asked(
        "Bank Rossiya", country="RU", readings=("Bank Rossiya (Russia)",)
    )
    assert strip_question("Sberbank, Moscow?").country == "RU"
    assert strip_question("TIMCHENKO, Gennady?").country == ""
    assert strip_question("JOHNSON, Paris?").subject == "JOHNSON, Paris"
    assert strip_question("Afghan Support Committee (ASC)").country == ""


def test_a_date_of_birth_in_words_is_a_filter() -> None:
    assert strip_question("is Timchenko born 9 Nov 1952 sanctioned?").born == PartialDate("1952-11-09")
    assert strip_question("Timchenko (b. 1952)") == Asked(
        "Timchenko", born=PartialDate("1952"), readings=("Timchenko (b. 1952)",)
    )
    assert strip_question("Born Shipping").born is None


@pytest.mark.parametrize("text", ["hello", "what can you do?", "is it sanctioned?", "help me"])
def test_small_talk_names_nobody(text: str) -> None:
    assert names_nobody(text)


@pytest.mark.parametrize("text", ["WHO", "The Who", "Helm", "Is Bank"])
def test_names_are_no_small_talk(text: str) -> None:
    assert not names_nobody(text)


@given(st.text(max_size=300))
def test_any_text_has_a_subject(text: str) -> None:
    asked = strip_question(text)
    assert bare(asked.subject) in bare(text)
