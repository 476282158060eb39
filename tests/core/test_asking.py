from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.asking import Asked, names_nobody, seems_asked, strip_question
from bot.core.dates import PartialDate
from bot.core.frames import BARE_ORDER, CLAUSE, OPENING, ORDER, SENTENCES, TAILS, TELL_ME, WHETHER
from bot.core.places import masked
from tests.effort import processor_seconds
from tests.sources.real import consolidated, parsed

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
    for found in (
        parsed(shared, "un_sc/2025-11-18/consolidated.xml.gz"),
        consolidated(shared, "2026-01-08/consolidated.xml.gz"),
        parsed(shared, "us_ofac_sdn/2024-05-03/sdn.csv.gz"),
    ):
        names |= {name.text for listing in found.listings.values() for name in listing.names}
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
        ("is Gunvor sanctioned by the US since 2022?", "Gunvor", ("us",)),
        ("when was Gunvor first sanctioned by the US?", "Gunvor", ("us",)),
        ("is Gunvor still under US sanctions as of today?", "Gunvor", ("us",)),
        ("has Gunvor been sanctioned this year?", "Gunvor", ()),
        ("is First Everfit Ltd still sanctioned?", "First Everfit Ltd", ()),
        ("Роснефть под санкциями?", "Роснефть", ()),
        ("Роснефть под санкциями США", "Роснефть", ("us",)),
        ("Роснефть в санкционном списке ЕС?", "Роснефть", ("eu",)),
        ("находится ли Роснефть под санкциями?", "Роснефть", ()),
        ("Could you check Gunvor and tell me if it's sanctioned?", "Gunvor", ()),
        ("check Gunvor and let me know whether they are listed", "Gunvor", ()),
        ("Gunvor: is it sanctioned by the EU?", "Gunvor", ("eu",)),
        ("is it true that Gunvor was sanctioned?", "Gunvor", ()),
        ("was ist mit Gunvor?", "Gunvor", ()),
    ],
)
def test_questions_come_down_to_a_subject_and_issuers(text: str, subject: str, issuers: tuple[str, ...]) -> None:
    asked = strip_question(text)
    assert (asked.subject, asked.issuers) == (subject, issuers)


@pytest.mark.parametrize(
    ("text", "subject", "issuers", "places"),
    [
        ("is Gunvor sanctioned by Germany", "Gunvor", (), ("Germany",)),
        ("is Gunvor sanctioned in France?", "Gunvor", (), ("France",)),
        ("is Gunvor sanctioned by the EU and Japan?", "Gunvor", ("eu",), ("Japan",)),
        ("is Gunvor under South Korean or Japanese sanctions?", "Gunvor", (), ("South Korea", "Japan")),
        ("has Germany sanctioned Gunvor?", "Gunvor", (), ("Germany",)),
        ("is Gunvor listed by Switzerland?", "Gunvor", ("ch",), ()),
        ("is Bank of Iran sanctioned?", "Bank of Iran", (), ()),
    ],
)
def test_countries_whose_lists_are_not_read_are_places(
    text: str, subject: str, issuers: tuple[str, ...], places: tuple[str, ...]
) -> None:
    asked = strip_question(text)
    assert (asked.subject, asked.issuers, asked.places) == (subject, issuers, places)


@pytest.mark.parametrize(
    ("text", "shorter"),
    [
        ("Gunvor Ukraine?", "Gunvor"),
        ("what about Gunvor in Japan?", "Gunvor"),
        ("Bank of Iran?", ""),
        ("Gunvor Japan", ""),
    ],
)
def test_a_country_at_the_end_of_a_question_may_be_no_part_of_the_name(text: str, shorter: str) -> None:
    assert strip_question(text).shorter == shorter


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("do you think that sanctions work", True),
        ("Example visited Minsk?", True),
        ("is everything that they said about us sanctioned?", True),
        ("warum санкции", True),
        ("Tim Cook?", False),
        ("Will Smith", False),
        ("is Example LLC sanctioned?", False),
        ("Bank of the Orient", False),
    ],
)
def test_a_question_that_was_not_understood_is_told_from_a_name(text: str, asks: bool) -> None:
    assert seems_asked(strip_question(text), text) is asks


SLOW = (
    "eu, " * 100,
    "is " + "now " * 120,
    "the sdn " * 60,
    "is the eu, " * 45,
    "is x on " + "the eu sanctions " * 28,
    "is x sanctioned " + "by Germany, " * 35,
    "is there any " + "eu " * 120,
    "check " + "and tell me " * 35,
    "x " + "под санкциями " * 30,
    "санкции " * 60,
    "x: is it " + "not " * 100,
    " , " * 160,
    "is" + " " * 480,
    "Germany, " * 50,
)


@pytest.mark.parametrize("text", SLOW)
def test_each_frame_refuses_a_long_text_at_once(text: str) -> None:
    text, shadow = text[:500], masked(text[:500])
    strip_question(text)
    for frame in (*SENTENCES, CLAUSE, *TAILS):
        frame.fullmatch("warm up")
        assert processor_seconds(lambda frame=frame: frame.fullmatch(shadow)) < 0.1, frame.text
    for pattern in (OPENING, ORDER, BARE_ORDER, WHETHER, TELL_ME):
        took = processor_seconds(lambda pattern=pattern: (pattern.fullmatch(text), pattern.search(text)))
        assert took < 0.1, pattern.pattern
    assert processor_seconds(lambda: strip_question(text)) < 1.0


@pytest.mark.parametrize("text", [",", ", ", ":", " ,\n", "a,", "a :"])
def test_marks_in_their_thousands_are_refused_at_once(text: str) -> None:
    shadow = masked(f"Example{text * 1500}").strip()
    for frame in TAILS:
        frame.fullmatch("warm up")
        assert processor_seconds(lambda frame=frame: frame.fullmatch(shadow)) < 0.1, frame.text


@pytest.mark.parametrize("marks", [", ", ",, ", " , ", ": ", " "])
def test_marks_before_the_end_of_a_question_are_no_part_of_the_name(marks: str) -> None:
    for end in ("sanctioned?", "EU sanctions?", "status?", "UK?"):
        assert strip_question(f"Example Bank{marks}{end}").subject == "Example Bank"


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


def test_a_payment_to_a_party_asks_about_the_party() -> None:
    asked = strip_question("Payment to Sibirbank")
    assert asked.subject == "Sibirbank"
    assert "Payment to Sibirbank" in asked.readings
