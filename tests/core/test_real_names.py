"""Real parties of six lists: those that matchers are known to miss, and those that they wrongly name."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bench.engine import Engine
from bench.sets import questions
from bot.core.candidates import Candidate, screen
from bot.core.index import Index
from bot.core.listings import EntityType
from bot.core.nameforms.forms import MAX_WORDS, name_form
from bot.core.questions import Band, Query
from bot.core.screening import Decision, decide

SURE = (Band.EXACT, Band.STRONG)
SHOWN = (*SURE, Band.POSSIBLE)
ASKED_FIRST = 5


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


@pytest.fixture(scope="module")
def names(shared: Path) -> dict[str, tuple[str, ...]]:
    """The names of every entity, by its id."""
    found = _lines(shared / "screening" / "entities.jsonl.gz")
    return {item["id"]: tuple(name["name"] for name in item["names"]) for item in found}


class Listed(list[tuple[str, str]]):
    """Names with their entities; a failing example need not print them all."""

    def __repr__(self) -> str:
        return f"{len(self)} names"


@pytest.fixture(scope="module")
def listed(names: dict[str, tuple[str, ...]]) -> Listed:
    """Each name with its entity, in a settled order."""
    return Listed((entity, name) for entity in sorted(names) for name in names[entity])


@pytest.fixture(scope="module")
def index(shared: Path) -> Index:
    """All entities with all their names."""
    engine = Engine()
    found = _lines(shared / "screening" / "entities.jsonl.gz")
    engine.build({"id": e["id"], "schema": e["schema"], "names": [n["name"] for n in e["names"]]} for e in found)
    return engine.index


def ask(index: Index, text: str) -> tuple[Candidate, ...]:
    return screen(index, Query(text)).candidates


def shown(candidates: tuple[Candidate, ...]) -> list[tuple[str, str, float, str]]:
    return [(c.entity, c.matched.text, round(c.score, 3), str(c.band)) for c in candidates[:3]]  # type: ignore[union-attr]


AL_QAIDA = "au-155 eu-329 ofac-6366 uk-AQD0027 un-113458"
ASSAD = "au-2241 ca-3778 eu-6400 ofac-12735 uk-SYR0026"
BIN_LADIN = "eu-833 ofac-6365"
CARRIE_LAM = "ofac-29249"
CHEN_QUANGUO = "ca-325 ofac-29220"
EXPORT_DEVELOPMENT_BANK = "ofac-25639 uk-INU0307"
FOREIGN_TRADE_BANK = "au-3279 eu-113740 ofac-15603 uk-DPR0134 un-6908622"
HAMAS = "au-276 eu-208 ofac-4695"
HIZBALLAH = "au-277 ofac-4697 uk-CTI0032"
KIM_JONG_UN = "ofac-20157"
MAHAN_AIR = "ca-581 eu-170089 ofac-12927"
MELLI = "eu-179075 ofac-25578 uk-INU0300"
NABIULLINA = "au-6913 ca-1995 eu-141899 ofac-35797 uk-RUS1612"
NASRALLAH = "ofac-2686"
PUTIN = "au-6678 ca-1765 eu-135909 ofac-35096 uk-RUS0251"
SADERAT = "au-1995 ofac-10368 uk-INU0302"
SHOIGU = "au-6682 ca-1766 eu-135219 ofac-35173 uk-RUS0689"
VTB = "au-6772 ca-2925 eu-139001 ofac-17013 uk-RUS0250"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("بانک صادرات ایران", SADERAT),
        ("بنك صادرات إيران", SADERAT),
        ("بانک ملی ایران", MELLI),
        ("بانک توسعه صادرات ایران", EXPORT_DEVELOPMENT_BANK),
        ("ماهان ایر", MAHAN_AIR),
        ("القاعدة", AL_QAIDA),
        ("В. В. Путин", PUTIN),
        ("Volodymyr Putin", PUTIN),
        ("Wladimir Putin", PUTIN),
        ("V. V. Putin", PUTIN),
        ("E. S. Nabiullina", NABIULLINA),
        ("Э. С. Набиуллина", NABIULLINA),
        ("S. K. Shoigu", SHOIGU),
        ("김정은", KIM_JONG_UN),
        ("Kim Chong-un", KIM_JONG_UN),
        ("林郑月娥", CARRIE_LAM),
        ("조선무역은행", FOREIGN_TRADE_BANK),
        ("陈全国", CHEN_QUANGUO),
        ("Ch'en Ch'uan-kuo", CHEN_QUANGUO),
        ("Hisbollah", HIZBALLAH),
        ("Hisbullah", HIZBALLAH),
        ("Hezbolah", HIZBALLAH),
        ("ВТБ (ПАО)", VTB),
        ("ПАО ВТБ", VTB),
        ("Банк ВТБ", VTB),
        ("VTB Bank PJSC", VTB),
        ("VTB", VTB),
    ],
)
def test_a_party_that_matchers_miss_is_named_first(index: Index, text: str, right: str) -> None:
    found = ask(index, text)
    assert found, "nothing was found"
    assert found[0].entity in right.split(), shown(found)
    assert found[0].band in SHOWN, shown(found)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("أسامة بن لادن", BIN_LADIN),
        ("بشار الأسد", ASSAD),
        ("حسن نصر الله", NASRALLAH),
        ("حزب الله", HIZBALLAH),
        ("حركة حماس", HAMAS),
    ],
)
def test_an_arabic_name_is_shown_beside_others_of_the_same_letters(index: Index, text: str, right: str) -> None:
    found = ask(index, text)
    assert set(right.split()) & {c.entity for c in found[:ASKED_FIRST] if c.band in SHOWN}, shown(found)


@pytest.mark.parametrize(
    ("category", "first", "shown_at_least"), [("vowel_drop", 0.95, 0.8), ("translit_chinese_korean", 0.95, 0.85)]
)
def test_dropped_vowels_and_old_romanisations_are_found(
    index: Index, shared: Path, category: str, first: float, shown_at_least: float
) -> None:
    asked = [q for q in questions("dev") if q.category == category]
    tops = [next(iter(ask(index, question.text)), None) for question in asked]
    right = [c for q, c in zip(asked, tops, strict=True) if c is not None and c.entity in q.right]
    assert len(asked) > 15
    assert len(right) / len(asked) >= first
    assert sum(c.band in SHOWN for c in right) / len(asked) >= shown_at_least


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Jose Vcnte CASTANO GIL", "ofac-8149"),
        ("Dmtry Vslyvch KHAVCHENKO", "ofac-37734"),
        ("Wllm ABU SHANAB", "ofac-48240"),
        ("Prvz Khki", "ca-721"),
        ("Srgy Ptrv", "au-6631"),
        ("Yishan Chou", "ofac-24751"),
        ("Hsingbiao Shen", "ofac-45312"),
        ("Chin Xianhua", "ofac-21547"),
        ("Jiangzhou Lee", "ofac-30345"),
        ("Guichin Su", "ofac-23649"),
    ],
)
def test_a_name_without_vowels_or_in_an_old_romanisation_is_shown(index: Index, text: str, right: str) -> None:
    found = ask(index, text)
    assert right in {c.entity for c in found[:ASKED_FIRST] if c.band in SHOWN}, shown(found)


@pytest.mark.parametrize(
    "text",
    [
        "Sezzle",
        "Solaria",
        "CarMax",
        "Friedrich Hans",
        "Hans Friedrich",
        "BELLETECH CORP",
        "EMMA DANIELS",
        "George Bush",
        "George W. Bush",
    ],
)
def test_a_stranger_is_nobody(index: Index, text: str) -> None:
    found = ask(index, text)
    assert [c for c in found if c.band in SHOWN] == [], shown(found)


def test_hisbollah_is_not_the_mujahideen(index: Index, names: dict[str, tuple[str, ...]]) -> None:
    others = {entity for entity, all_names in names.items() if any("mujahid" in n.casefold() for n in all_names)}
    assert others
    for text in ("Hisbollah", "Hisbullah", "Hizballah"):
        assert not {c.entity for c in ask(index, text) if c.band in SURE} & others


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("SENAT SHIPPING LIMITED", "ofac-18345"),
        ("Jema'ah Islamiyah", "uk-AQD0059"),
        ("Rajah Revolutionary Solaiman Movement", "uk-AQD0073"),
    ],
)
def test_of_many_names_of_a_party_the_very_one_asked_for_counts(index: Index, text: str, right: str) -> None:
    found = ask(index, text)
    assert right in {c.entity for c in found if c.band is Band.EXACT}, shown(found)


def _cased(text: str, case: str) -> str:
    return {"as listed": text, "upper": text.upper(), "lower": text.lower(), "swapped": text.swapcase()}[case]


PLACE = st.integers(0, 2**31)
"""Where in all listed names the one asked for stands, counted round."""


@settings(max_examples=200)
@given(
    PLACE, st.sampled_from(["as listed", "upper", "lower", "swapped"]), st.sampled_from([" ", "  ", "\t", " \u00a0 "])
)
def test_a_listed_name_asked_exactly_is_found_first(
    index: Index, listed: Listed, place: int, case: str, space: str
) -> None:
    entity, name = listed[place % len(listed)]
    _is_first(index, entity, name, space.join(["", *_cased(name, case).split(), ""]))


@settings(max_examples=200)
@given(PLACE, st.integers(0, 999))
def test_a_listed_name_asked_in_any_order_is_found_first(index: Index, listed: Listed, place: int, seed: int) -> None:
    entity, name = listed[place % len(listed)]
    # Of a longer one only the first words are compared.
    assume(len(name.split()) <= MAX_WORDS // 2)
    text = " ".join(Random(seed).sample(name.split(), len(name.split())))
    # "PTY" apart from "LTD" is no longer a legal form, and another place of the comma is another family name.
    assume(_keys(text) == _keys(name))
    _is_first(index, entity, name, text)


def _keys(text: str) -> tuple[str, str]:
    return name_form(text, False).key, name_form(text, True).key


def _is_first(index: Index, entity: str, name: str, text: str) -> None:
    """The entity, or one that has the same name but for order and form, comes first and surely."""
    if not any(map(str.isalnum, text)):
        return
    found = ask(index, text)
    assert found, (entity, name, text)
    top = found[0]
    is_person = top.type is EntityType.PERSON
    same = name_form(top.matched.text, is_person).key == name_form(name, is_person).key  # type: ignore[union-attr]
    assert top.entity == entity or same, (entity, name, text, shown(found))
    assert top.band in SURE, (entity, name, text, shown(found))


LONG = 10_000
PIECES = st.text(max_size=40) | st.sampled_from(
    ["Ali ", "محمد ", "김정은", "LLC ", "a", "٣", "\u202e", "\ud800", "\x00", "-", "🦊", "ß", "bank ", "ИП ", "1" * 50]
)
TEXTS = st.builds(
    lambda pieces, times: ("".join(pieces) * times)[:LONG], st.lists(PIECES, max_size=30), st.integers(1, 400)
)


@settings(max_examples=60)
@given(text=TEXTS)
def test_any_text_of_any_length_is_answered(index: Index, text: str) -> None:
    query = Query(text)
    assert isinstance(decide(screen(index, query).candidates, query), Decision)
