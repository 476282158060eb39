"""Words that name a day to look back to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.since import MOST, find_since

TODAY = date(2026, 11, 24)  # a Tuesday

MEANT = {
    "what changed since March?": date(2026, 3, 1),
    "what changed since December": date(2025, 12, 1),
    "since 3 March": date(2026, 3, 3),
    "since March 3, 2025": date(2025, 3, 3),
    "since the 3rd of March 2025": date(2025, 3, 3),
    "since March 2025": date(2025, 3, 1),
    "since 2022": date(2022, 1, 1),
    "since 2025-03": date(2025, 3, 1),
    "since 2025-03-04": date(2025, 3, 4),
    "since Monday": date(2026, 11, 23),
    "since last Tuesday": date(2026, 11, 17),
    "since yesterday": date(2026, 11, 23),
    "since last week": date(2026, 11, 16),
    "since last month": date(2026, 10, 1),
    "since last year": date(2025, 1, 1),
    "in the last 30 days": date(2026, 10, 25),
    "over the past two weeks": date(2026, 11, 10),
    "in the last week": date(2026, 11, 17),
    "was hat sich seit März geändert?": date(2026, 3, 1),
    "seit gestern": date(2026, 11, 23),
    "seit letzter Woche": date(2026, 11, 16),
    "seit drei Wochen": date(2026, 11, 3),
    "depuis mars 2025": date(2025, 3, 1),
    "depuis hier": date(2026, 11, 23),
    "depuis deux mois": date(2026, 9, 25),
    "depuis la semaine dernière": date(2026, 11, 16),
}


@pytest.mark.parametrize("text", MEANT)
def test_the_day_meant(text: str) -> None:
    found = find_since(text, TODAY)
    assert found is not None
    assert found.day == MEANT[text]


@pytest.mark.parametrize(
    "text", ["is it listed?", "since when?", "since 31 February 2025", "since 2030", "since it moved"]
)
def test_no_day_is_named(text: str) -> None:
    assert find_since(text, TODAY) is None


def test_the_rest_of_the_question_stays() -> None:
    found = find_since("what changed since last week on the EU list?", TODAY)
    assert found is not None
    assert found.rest == "what changed on the EU list?"


@given(st.text(max_size=80), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_never_in_the_future_and_never_further_back_than_looked(text: str, today: date) -> None:
    found = find_since("since " + text, today)
    assert found is None or 0 <= (today - found.day).days <= MOST
