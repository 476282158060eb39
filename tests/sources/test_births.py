"""Dates in prose."""

from __future__ import annotations

import pytest

from bot.core.dates import PartialDate
from bot.sources.births import partial_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("28 Jun 1967", PartialDate("1967-06-28")),
        ("5 December 1948", PartialDate("1948-12-05")),
        ("Jun 1967", PartialDate("1967-06")),
        ("1962", PartialDate("1962")),
        ("1962-03-17", PartialDate("1962-03-17")),
        ("circa 1951", PartialDate("1951", circa=True)),
        ("Approximately 1965", PartialDate("1965", circa=True)),
        ("1953 to 1954", PartialDate("1953", until="1954")),
        ("circa 1979-1982", PartialDate("1979", circa=True, until="1982")),
        ("between 1950 and 1953", PartialDate("1950", until="1953")),
        ("01 Jan 1980 to 31 Dec 1982", PartialDate("1980-01-01", until="1982-12-31")),
        ("Nov. 1973", PartialDate("1973-11")),
    ],
)
def test_dates_are_read_with_their_precision(text: str, date: PartialDate) -> None:
    assert partial_date(text) == date


@pytest.mark.parametrize("text", ["", "unknown", "1401 AH", "28 Foo 1967", "1967-13-01", "40 Jun 1967", "late 1950s"])
def test_what_is_no_date_is_not_made_one(text: str) -> None:
    assert partial_date(text) is None
