"""Pictures of timelines: real ones of a sane size, that differ when the rows do, whatever a name holds."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from lxml import etree
from matplotlib.image import imread

from bot.charts.lanes import REMOVED, TEAM, lanes_of
from bot.charts.timeline import is_drawable, timeline_picture
from bot.core.timeline import Row, Timeline
from tests.blocks.make import NOW, state

TODAY = date(2026, 3, 2)
SDN, EU = "us-ofac-sdn", "eu-fsf"


def row(year: int = 2022, kind: str = "designated", source: str = SDN, ref: str = "1", **more: object) -> Row:
    label = {SDN: "US SDN", EU: "EU asset freezes"}.get(source, "")
    made = Row(date(year, 3, 24), kind, "law", kind, "https://lists.example/1", source, ref, label)
    return replace(made, **more)  # type: ignore[arg-type]


NOTE = Row(date(2025, 5, 5), "note", "team", "note 1", dated="team", quote="hello", author="U1")


def timeline(*rows: Row, **more: object) -> Timeline:
    sources = tuple(replace(state(source), checked_at=NOW) for source in (SDN, EU))
    made = Timeline("entity", "e-1", "EXAMPLE BANK", rows, {SDN: date(2021, 7, 7)}, sources, latin="EXAMPLE BANK")
    return replace(made, **more)  # type: ignore[arg-type]


def pixels(picture: bytes):
    return imread(BytesIO(picture), format="png")


def test_a_picture_is_a_real_png_of_a_size_that_a_phone_can_show():
    picture = timeline_picture(timeline(row(), row(2014, source=EU), NOTE), TODAY)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert 5_000 < len(picture) < 300_000
    height, width, _ = pixels(picture).shape
    assert width == 1280
    assert 400 < height < 1600


def test_pictures_differ_when_the_rows_do_and_only_then():
    one = timeline_picture(timeline(row()), TODAY)
    assert timeline_picture(timeline(row()), TODAY) == one
    for other in (
        timeline(row(2021)),
        timeline(row(kind="removed")),
        timeline(row(), NOTE),
        timeline(row(), sample=True),
        timeline(row(), caption="ANOTHER BANK"),
    ):
        assert timeline_picture(other, TODAY) != one


def test_marks_are_told_apart_without_colour():
    """The same row drawn by another kind has another shape: the picture in grey still differs."""
    kinds = ("designated", "removed", "pending_removal", "programme_gained", "amended", "first_seen")
    drawn = [timeline_picture(timeline(row(kind=kind, material=False)), TODAY) for kind in kinds]
    assert len({pixels(picture)[:, :, :3].mean(axis=2).tobytes() for picture in drawn}) == len(kinds)


def test_an_svg_is_well_formed_loads_nothing_and_is_the_same_each_time():
    told = timeline(row(), NOTE)
    picture = timeline_picture(told, TODAY, "svg")
    root = etree.fromstring(picture)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    links = {
        value
        for element in root.iter()
        if isinstance(element.tag, str)
        for name, value in element.attrib.items()
        if name.endswith("href")
    }
    assert all(value.startswith("#") for value in links)
    assert timeline_picture(told, TODAY, "svg") == picture


@pytest.mark.parametrize(
    "name",
    [
        "$\\frac{1}{0}$ & Co",
        "$x$ $",
        "A_{b}^c",
        "",
        "\x00\x1b[31m\u202e",
        "N" * 4000,
        "БАНК РОССИЯ",
        "شركة",
        "中国银行",
    ],
)
def test_any_name_can_be_drawn(name):
    drawn = pixels(timeline_picture(timeline(row(), caption=name), TODAY))
    assert drawn.shape[1] == 1280


def test_a_name_whose_letters_no_font_has_is_drawn_in_latin():
    chinese = timeline_picture(timeline(row(), caption="中国银行"), TODAY)
    assert not is_drawable("中国银行")
    assert is_drawable("БАНК «РОССИЯ»")
    assert chinese == timeline_picture(timeline(row()), TODAY)
    assert timeline_picture(timeline(row(), caption="中国", latin=""), TODAY) != chinese


def test_a_timeline_without_rows_has_a_picture_too():
    assert timeline_picture(timeline(begins={}), TODAY).startswith(b"\x89PNG")


def test_each_list_has_a_lane_and_the_team_its_own():
    lanes = lanes_of(timeline(row(2014, source=EU), row(), NOTE))
    assert [lane.label for lane in lanes] == ["US SDN", "EU asset freezes", TEAM]


def test_an_entry_is_drawn_on_its_list_until_it_was_removed_or_last_looked_at():
    removed = row(2024, "removed")
    (lane,) = lanes_of(timeline(row(), removed))
    (span,) = lane.spans
    assert (span.since, span.until, span.is_open) == (row().at, removed.at, False)
    assert [mark.shape for mark in lane.marks][-1] is REMOVED
    (standing,) = lanes_of(timeline(row(kind="first_seen")))[0].spans
    assert (standing.until, standing.is_open, standing.is_over) == (NOW.date(), True, False)


def test_a_list_that_was_not_read_for_long_is_not_said_to_hold_the_party_today():
    told = timeline(row(), in_force={SDN: 1})
    soon, late = (timeline_picture(told, day, "svg") for day in (NOW.date(), date(2026, 3, 2)))
    assert soon.count(b"legend") == late.count(b"legend")
    assert late.count(b"stroke-dasharray") > soon.count(b"stroke-dasharray")


def test_a_move_ends_one_lists_span_and_begins_the_others():
    cons = "us-ofac-cons"
    old = row(2014, source=cons, ref="7", label="US non-SDN")
    moved = row(2024, "escalated", ref="7", ended=f"{cons}:7")
    new_lane, old_lane = lanes_of(timeline(old, moved))
    assert [(span.since, span.until) for span in old_lane.spans] == [(old.at, moved.at)]
    assert [(span.since, span.until) for span in new_lane.spans] == [(moved.at, NOW.date())]


def test_a_programme_is_drawn_as_numbers_of_entries():
    action = row(2024, "action", came=397, left=5)
    told = timeline(action, kind="programme", about="RUSSIA-EO14024", caption="RUSSIA-EO14024")
    (lane,) = lanes_of(told)
    assert [(bar.came, bar.left) for bar in lane.bars] == [(397, 5)]
    other = replace(told, rows=(replace(action, left=0),))
    assert timeline_picture(told, TODAY) != timeline_picture(other, TODAY)
