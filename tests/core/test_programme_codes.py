"""Programme codes: a slip is told apart from a code that no list has yet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.programme_codes import Unlisted, unlisted

KNOWN = frozenset({"RUSSIA-EO14024", "UKRAINE-EO13662", "SDGT", "IRAN", "CAATSA - RUSSIA", "Autonomous (Russia)"})


@pytest.mark.parametrize("typed", ["RUSIA-EO14024", "RUSSIAEO14024", "RUSSSIA-EO14024"])
def test_letters_that_differ_are_a_slip(typed: str) -> None:
    found = unlisted(typed, KNOWN)
    assert found is not None
    assert found.nearest[0] == "RUSSIA-EO14024"
    assert found.is_slip


@pytest.mark.parametrize("typed", ["RUSSIA-EO14025", "RUSSIA-EO14042", "SDNT", "IRAQ", "BELARUS"])
def test_other_digits_and_short_codes_may_be_programmes_of_their_own(typed: str) -> None:
    found = unlisted(typed, KNOWN)
    assert found is not None
    assert not found.is_slip


@given(st.sampled_from(sorted(KNOWN)), st.booleans())
def test_a_listed_code_is_never_doubted(code: str, small: bool) -> None:
    assert unlisted(code.lower() if small else code, KNOWN) is None


@given(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    found = unlisted(text, KNOWN)
    assert found is None or (found.code == text and set(found.nearest) <= KNOWN)
    assert unlisted(text, frozenset()) is None


def test_what_is_far_from_all_has_no_nearest() -> None:
    assert unlisted("SOMETHING-ELSE-EO1", KNOWN) == Unlisted("SOMETHING-ELSE-EO1")
