"""A question that holds a whole listed name with other words beside it is possible, never nothing."""

from __future__ import annotations

import pytest

from bot.core.candidates import screen
from bot.core.questions import Band, Query
from tests.core.parties import O, V, index_of, party

INDEX = index_of(
    party("BORT, Viktor Anatolyevich", "1"),
    party("Sibirbank", "2", O),
    party("Bank Mollat", "3", O),
    party("KIM, Yong Su", "4"),
    party("PACIFIC", "5", V),
    party("Bashar al-Assad", "6", aliases=["بشار الأسد"]),
    party("Bushra al-Assad", "7", aliases=["بشرى الأسد"]),
)


@pytest.mark.parametrize(
    ("asked", "ref"),
    [
        ("Viktor Bort Moscow", "1"),
        ("Viktor Bort, passport 123456", "1"),
        ("Sibirbank account", "2"),
        ("c/o Sibirbank", "2"),
        ("wire transfer Bank Mollat", "3"),
        ("Kim Yong Su (minister)", "4"),
    ],
)
def test_words_beside_a_listed_name(asked: str, ref: str) -> None:
    first = screen(INDEX, Query(asked)).candidates[0]
    assert first.entity.endswith(f":{ref}")
    assert first.band is Band.POSSIBLE


@pytest.mark.parametrize("asked", ["Cathay Pacific", "Sibirbank Songs Records", "Kim Yong Man", "Viktor Hugo"])
def test_a_name_of_its_own_is_not_one(asked: str) -> None:
    assert not screen(INDEX, Query(asked), Band.POSSIBLE).candidates


def test_arabic_letters_tell_two_names_apart() -> None:
    found = {c.entity: c.band for c in screen(INDEX, Query("بشار الأسد")).candidates}
    assert found["us-ofac-sdn:6"] is Band.EXACT
    assert found["us-ofac-sdn:7"] in (Band.POSSIBLE, Band.STRONG)
    bushra = screen(index_of(party("بشرى الأسد", "7")), Query("بشار الأسد")).candidates
    assert all(c.band is not Band.STRONG for c in bushra)
