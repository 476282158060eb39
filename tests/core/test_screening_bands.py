"""Screening down to a band leaves out what is below it, and changes nothing else."""

from __future__ import annotations

import pytest

from bot.core.candidates import screen
from bot.core.grading import LEVEL
from bot.core.questions import Band, Query
from tests.core.parties import O, index_of, party

INDEX = index_of(
    party("Gennady Nikolayevich TIMCHENKO", "1", aliases=["Геннадий Тимченко"]),
    party("Bank Rossiya", "2", O, aliases=["Joint Stock Company Bank Rossiya"]),
    party("Rosneft Trading S.A.", "3", O),
    party("Timur KULIBAYEV", "4", weak=["Timka"]),
    party("Hamas", "5", O),
    party("XI Wangfu", "6"),
)


@pytest.mark.parametrize(
    "asked",
    [
        "Timchenko",
        "Tymchenko Genadi",
        "Rosneft",
        "Hamas movement",
        "Hsi Wang-fu",
        "T. Kulibaev",
        "Rossiya",
        "Timka",
        "Nobody",
    ],
)
@pytest.mark.parametrize("least", [Band.POSSIBLE, Band.STRONG, Band.EXACT])
def test_the_same_candidates_as_among_all(asked: str, least: Band) -> None:
    every = screen(INDEX, Query(asked))
    wanted = [c for c in every.candidates if LEVEL[c.band] >= LEVEL[least]]
    found = screen(INDEX, Query(asked), least)
    assert [(c.entity, c.band, c.score) for c in found.candidates] == [(c.entity, c.band, c.score) for c in wanted]
    assert found.considered == every.considered


@pytest.mark.parametrize(
    ("asked", "listed", "band"),
    [
        ("Volga PMC", "Volga PMC", Band.EXACT),
        ("Volga PMC", "VOLGA", Band.STRONG),
        ("Volga", "Volga PMC", Band.STRONG),
        ("ЧВК Волга", "Private Military Company 'Volga'", Band.EXACT),
    ],
)
def test_a_private_military_company_is_not_the_company_it_is_called_after(asked: str, listed: str, band: Band) -> None:
    (found,) = screen(index_of(party(listed, kind=O)), Query(asked)).candidates
    assert found.band is band
