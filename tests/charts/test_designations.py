"""The bars of a brief: as high as their numbers, on one scale, every period in its place."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.charts.designations import LEFT, MOST, RIGHT, STYLES, WIDTH, Bar, bars_svg, periods_between, shown_bars

months = st.tuples(st.integers(1990, 2090), st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02d}")
few_months = st.tuples(st.integers(2024, 2025), st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02d}")
bars = st.lists(
    st.builds(Bar, few_months, st.sampled_from(["US", "EU", "GB", ""]), st.integers(1, 5000), st.integers(0, 5000)),
    min_size=1,
    max_size=12,
    unique_by=lambda bar: (bar.period, bar.issuer),
)


def rectangles(drawing):
    """The bars drawn: their place and height, without the legend."""
    found = [each for each in etree.fromstring(drawing).iter("rect") if each.get("stroke-width") == "0.4"]
    return [(float(r.get("x")), float(r.get("height"))) for r in found if r.get("height") != "14"]


def draw(found):
    return bars_svg(found, {"GB": "UK"}, "Title", "What it shows", "key")


@given(bars)
def test_bars_are_as_high_as_their_numbers_and_stay_in_the_picture(found):
    drawn = rectangles(draw(found))
    told = [number for bar in shown_bars(found) for number in (bar.added, bar.removed) if number]
    assert len(drawn) <= len(told)
    most = max(told)
    high = {round(height, 1) for _, height in drawn}
    wanted = {round(max(number / most * 104, 1.5), 1) for number in told}
    assert all(any(abs(one - other) <= 0.11 for other in high | {14.0}) for one in wanted)
    assert all(LEFT <= x <= WIDTH - RIGHT for x, _ in drawn)


@given(months, months)
def test_periods_follow_each_other_without_a_gap(one, other):
    first, last = sorted((one, other))
    found = periods_between(first, last)
    assert (found[0], found[-1]) == (first, last)
    assert len(found) == len(set(found)) == (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    assert list(found) == sorted(found)


@given(st.text(max_size=30), st.text(max_size=30))
def test_words_in_a_picture_are_words(title, label):
    printable = [re.sub(r"[^\x20-\ud7ff]", "", text) for text in (title, label)]
    drawing = bars_svg([Bar("2026-03", "US", 5)], {"US": printable[1]}, printable[0], printable[0], "k")
    tree = etree.fromstring(drawing)
    assert tree.findtext("title") == printable[0]
    assert {each.tag for each in tree.iter()} <= {
        "svg",
        "title",
        "desc",
        "defs",
        "pattern",
        "rect",
        "path",
        "text",
        "line",
    }


def test_every_issuer_has_a_pattern_of_its_own_beside_its_colour():
    assert len({path for _, path in STYLES.values()}) == len({colour for colour, _ in STYLES.values()}) == len(STYLES)
    drawing = draw([Bar("2026-03", code, 3) for code in STYLES])
    assert all(f'id="key-{code}"' in drawing and f"url(#key-{code})" in drawing for code in STYLES)
    assert ">UK</text>" in drawing


def test_the_last_periods_are_drawn_where_there_are_too_many():
    found = [Bar(period, "US", 1) for period in periods_between("2000-01", "2026-03")]
    assert len(rectangles(draw(found))) == MOST
    assert shown_bars(found)[-1].period == "2026-03"
    apart = [Bar("2000-01", "US", 1), Bar("2026-02", "US", 1), Bar("2026-03", "US", 1)]
    assert [bar.period for bar in shown_bars(apart)] == ["2026-02", "2026-03"]


def test_of_nothing_nothing_is_drawn():
    assert draw([]) == ""
