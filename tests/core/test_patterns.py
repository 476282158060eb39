import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.patterns import fold_pattern, is_like
from tests.effort import steps


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


@pytest.mark.parametrize("pattern", ["a*a*a*a*a*a*b", "a * a * a * a * a * b"])
def test_a_hostile_pattern_takes_as_many_steps_as_the_name_is_long(pattern):
    once, twice = (
        steps(lambda name="a" * 300 * times + " " + "a " * 200 * times: is_like(fold_pattern(pattern), name))
        for times in (1, 2)
    )
    assert 200 < twice < 2.1 * once
