import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.patterns import fold_pattern, is_like


@pytest.mark.parametrize(
    ("pattern", "name", "met"),
    [
        ("Bank*", "BANK ROSSIYA", True),
        ("Bank*", "OJSC BANKERS, Union", True),
        ("Bank*", "SBERBANK", False),
        ("*bank", "Sberbank of Russia", True),
        ("*bank*", "Vnesheconombanken", True),
        ("bank", "BANKING HOUSE", False),
        ("bank of *", "BANK OF MOSCOW", True),
        ("bank * moscow", "BANK OF MOSCOW", True),
        ("bank * moscow", "BANK MOSCOW", True),
        ("bank * moscow", "BANK OF THE CITY OF MOSCOW", True),
        ("bank moscow", "BANK OF MOSCOW", False),
        ("joint stock*", "JOINT-STOCK COMPANY", True),
        ("Müll*", "MULLER, Hans", True),
        ("mull*", "MÜLLER, Hans", True),
        ("Банк*", "БАНК РОССИЯ", True),
        ("o*ft", "OTKRITIE NEFT", False),
        ("*neft *gaz", "ROSNEFT GAZ", True),
    ],
)
def test_a_name_is_met_by_its_words(pattern, name, met):
    assert is_like(fold_pattern(pattern), name) is met


@given(st.from_regex(r"[A-Za-zÀ-ÿ]{2,8}( [A-Za-zÀ-ÿ]{2,8}){0,3}", fullmatch=True))
def test_a_name_is_like_itself_and_its_beginning(name):
    assert is_like(fold_pattern(name), name.upper())
    assert is_like(fold_pattern(f"{name[:2]}*"), name)


def test_a_hostile_pattern_is_answered_at_once():
    start = time.perf_counter()
    is_like(fold_pattern("a*a*a*a*a*a*b"), "a" * 300 + " " + "a " * 200)
    is_like(fold_pattern("a * a * a * a * a * b"), "a " * 200)
    assert time.perf_counter() - start < 2
