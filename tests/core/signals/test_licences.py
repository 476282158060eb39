"""Licences and programmes that a text names."""

import pytest

from bot.core.signals.licences import licences
from bot.core.signals.programmes import programmes


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Web General License 13O", [("13", "O")]),
        ("Web General Licenses 131E, 131F, and 131G", [("131", "E"), ("131", "F"), ("131", "G")]),
        ("Web General Licenses 55A and 72", [("55", "A"), ("72", "")]),
        ("GL 25 suspends sanctions", [("25", "")]),
        ("OFSI General Licence INT/2025/7895596", [("INT/2025/7895596", "")]),
        ("25 general practitioners", []),
        ("general licences for banks", []),
    ],
)
def test_numbers(text, named):
    assert [(each.number, each.letter) for each in licences(text)] == named


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("General License 124 authorises the wind down of transactions", "wind-down"),
        ("General License 128 allows the sale of its assets", "divestment"),
        ("General License 4 for humanitarian aid", "humanitarian/official/safety"),
        ("OFSI General Licence INT/2025/7895596, Continuation of Business of a firm", "continuing activity"),
        ("General License 8M replaces and extends the earlier one", "extension"),
        ("General License 44 expires", "expiry"),
        ("General License 44", ""),
    ],
)
def test_purposes(text, purpose):
    assert licences(text)[0].purpose == purpose


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("designated pursuant to E.O. 14024 and Executive Order 13224", ("RUSSIA-EO14024", "SDGT")),
        ("Russian Harmful Foreign Activities Sanctions Regulations", ("RUSSIA-EO14024",)),
        ("US eases sanctions on Russia", ()),
    ],
)
def test_a_legal_basis_names_a_programme_and_a_country_none(text, codes):
    assert programmes(text) == codes
