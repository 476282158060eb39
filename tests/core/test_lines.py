from datetime import date

import pytest

from bot.core.lines import LineAsked, parse_line
from bot.core.queries import QueryProblem

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("RUSSIA-EO14024", LineAsked("RUSSIA-EO14024")),
        ('"Example Bank"', LineAsked("Example Bank")),
        ("RUSSIA-EO14024 end", LineAsked("RUSSIA-EO14024", ends=True)),
        ("SDGT Nothing changed.", LineAsked("SDGT", "Nothing changed.")),
        (
            "SDGT Nothing changed: ask us. owner:@U7|ana agreed:2026-02-01 review:2026-09-01",
            LineAsked("SDGT", "Nothing changed: ask us.", "U7", date(2026, 2, 1), date(2026, 9, 1)),
        ),
        ("SDGT x owner:<@U7|ana>", LineAsked("SDGT", "x", "U7")),
    ],
)
def test_a_line_is_read_from_words(text, meant):
    assert parse_line(text, TODAY) == meant


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "Say on what"),
        ("SDGT review:2026-09-01", "no text"),
        ("SDGT x owner:the-minister", "owner"),
        ("SDGT x agreed:2026-03-02", "still to come"),
        ("SDGT x review:2026-03-01", "not after"),
        ("SDGT x review:autumn", "no day"),
        ("SDGT " + "x" * 1501, "at most"),
    ],
)
def test_what_cannot_be_set_is_said(text, named):
    found = parse_line(text, TODAY)
    assert isinstance(found, QueryProblem)
    assert named in found.text
