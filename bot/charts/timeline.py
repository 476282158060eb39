"""The picture of a timeline, as PNG or SVG; matplotlib is imported when the first one is drawn.

What happened is told by shape and word, colour only repeats it. Text is drawn as it is: nothing in a name is markup.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from bot.charts.lanes import REMOVED, TEAM, Bar, Lane, Mark, Shape, Span, lanes_of
from bot.core.timeline import Timeline, plain_day

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH: Final = 8.0
"""Inches; at 160 dots each, 1,280 pixels, of which a phone shows a third."""
DPI: Final = 160
LANE: Final = 0.86
HEAD: Final = 0.95
AXIS: Final = 0.5
KEY_ROW: Final = 0.24
KEY_COLUMNS: Final = 3
LEFT: Final = 0.225
RIGHT: Final = 0.03
INK: Final = "#1d1c1d"
GREY: Final = "#616061"
BAND: Final = "#f4f4f2"
LAW_COLOUR: Final = "#1f4e8c"
ENDED_COLOUR: Final = "#a3371c"
TEAM_COLOUR: Final = "#6b4a00"
TITLE_ROOM: Final = 50
"""Letters of a title that fit beside each other."""

_BAR: Final[dict[str, Any]] = {"color": LAW_COLOUR, "linewidth": 7, "alpha": 0.35, "solid_capstyle": "butt"}
BROKEN: Final[Any] = (0, (1, 0.6))
_LATE: Final[dict[str, Any]] = {"color": GREY, "linewidth": 1.5, "linestyle": ":"}
_LEFT_BAR: Final[dict[str, Any]] = {"facecolor": "white", "edgecolor": ENDED_COLOUR, "hatch": "////"}
LATE: Final = timedelta(days=7)
"""A list that was not read for so long is not said to hold the party until today."""

_DRAWING: Final = threading.Lock()
"""matplotlib draws one picture at a time."""

Format = Literal["png", "svg"]


def timeline_picture(timeline: Timeline, today: date, form: Format = "png") -> bytes:
    """A timeline as a picture; of one without rows the empty frame."""
    with _DRAWING:
        return _drawn(timeline, today, form)


def _drawn(timeline: Timeline, today: date, form: Format) -> bytes:
    import matplotlib
    from matplotlib.figure import Figure

    lanes = lanes_of(timeline)
    handles = _handles(lanes, today)
    foot = AXIS + KEY_ROW * -(-len(handles) // KEY_COLUMNS)
    height = HEAD + LANE * max(len(lanes), 1) + foot
    with matplotlib.rc_context({"svg.hashsalt": "timeline", "font.family": ["DejaVu Sans"], "text.parse_math": False}):
        figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
        axes = figure.add_axes((LEFT, foot / height, 1 - LEFT - RIGHT, LANE * max(len(lanes), 1) / height))
        first, last = _ends(lanes, today)
        _frame(axes, lanes, first, last, today)
        for number, lane in enumerate(lanes):
            _lane(axes, lane, len(lanes) - 1 - number, today, last - first)
        _words(figure, timeline, height)
        _key(figure, handles)
        out = io.BytesIO()
        figure.savefig(out, format=form, metadata={"Date": None} if form == "svg" else {"Software": None})
    return out.getvalue()


def _ends(lanes: Sequence[Lane], today: date) -> tuple[date, date]:
    """The first and the last day drawn, with some room beside."""
    days = [
        *(mark.at for lane in lanes for mark in lane.marks),
        *(span.since for lane in lanes for span in lane.spans),
        *(bar.at for lane in lanes for bar in lane.bars),
    ]
    first, last = min(days, default=today), max([*days, today])
    room = max((last - first) * 0.06, timedelta(days=20))
    return max(first, date.min + room) - room, min(last, date.max - room) + room


def _frame(axes: Axes, lanes: Sequence[Lane], first: date, last: date, today: date) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    axes.set_xlim(_at(first), _at(last))
    axes.set_ylim(-0.5, max(len(lanes), 1) - 0.5)
    axes.set_yticks(
        range(len(lanes)), [_fit(lane.label) for lane in reversed(lanes)], fontsize=12, color=INK, fontweight="bold"
    )
    axes.tick_params(axis="y", length=0, pad=8)
    locator = AutoDateLocator(minticks=4, maxticks=7)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))  # type: ignore[no-untyped-call]
    axes.tick_params(axis="x", labelsize=12, colors=INK)
    axes.grid(axis="x", color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    for number in range(0, len(lanes), 2):
        axes.axhspan(number - 0.5, number + 0.5, color=BAND, zorder=0, linewidth=0)
    axes.axvline(_at(today), color=GREY, linewidth=1.2, linestyle=(0, (2, 2)))
    _text(axes, today, max(len(lanes), 1) - 0.42, "today")


def _lane(axes: Axes, lane: Lane, y: int, today: date, width: timedelta) -> None:
    colour = TEAM_COLOUR if lane.label == TEAM else LAW_COLOUR
    for span in lane.spans:
        _span(axes, span, y, today)
    _bars(axes, lane.bars, y)
    for mark in lane.marks:
        _mark(axes, mark, y, ENDED_COLOUR if mark.shape is REMOVED else colour)
    _labels(axes, lane.marks, y, width)


def _span(axes: Axes, span: Span, y: int, today: date) -> None:
    axes.plot([_at(span.since), _at(span.until)], [y, y], **_BAR, linestyle=BROKEN if span.is_open else "-")
    if _is_late(span, today):
        axes.plot([_at(span.until), _at(today)], [y, y], **_LATE)


def _is_late(span: Span, today: date) -> bool:
    """Whether nobody looked for long whether the entry still stands there."""
    return not span.is_over and today - span.until > LATE


def _mark(axes: Axes, mark: Mark, y: int, colour: str) -> None:
    axes.plot(
        [_at(mark.at)],
        [y],
        marker=mark.shape.marker,
        markersize=13 if mark.shape.marker == "*" else 10,
        markerfacecolor="white" if mark.shape.hollow else colour,
        markeredgecolor=colour,
        markeredgewidth=1.6,
        linestyle="none",
        zorder=4 + (5 - mark.shape.rank) / 10,
    )


def _labels(axes: Axes, marks: Iterable[Mark], y: int, width: timedelta) -> None:
    """Days above their marks, the most telling first; those that would stand in the way below, and then not at all."""
    taken: list[tuple[int, date]] = []
    least = width * 0.17
    named = {mark.label: mark for mark in sorted(marks, key=lambda mark: -mark.shape.rank) if mark.label}
    for mark in sorted(named.values(), key=lambda mark: (mark.shape.rank, mark.at)):
        sides = (1, -1)
        room = (s for s in sides if all(side != s or abs(mark.at - at) >= least for side, at in taken))
        side = next(room, 0)
        if side:
            taken.append((side, mark.at))
            _text(axes, mark.at, y + 0.31 * side, mark.label)


def _text(axes: Axes, at: date, y: float, text: str) -> None:
    low, high = axes.get_xlim()
    place = (_at(at) - low) / (high - low)
    align: Literal["left", "center", "right"] = "left" if place < 0.1 else "right" if place > 0.9 else "center"
    axes.text(_at(at), y, text, fontsize=11, color=INK, ha=align, va="center", zorder=6)


def _bars(axes: Axes, bars: Sequence[Bar], y: int) -> None:
    """Entries that came above the line, those that left below; the largest with their numbers."""
    if not bars:
        return
    most = max(max(bar.came, bar.left) for bar in bars)
    axes.axhline(y, color=GREY, linewidth=0.8)
    told = sorted(bars, key=lambda bar: -max(bar.came, bar.left))[:3]
    for bar in bars:
        for number, side, colour, hatch in ((bar.came, 1, LAW_COLOUR, ""), (bar.left, -1, ENDED_COLOUR, "////")):
            if not number:
                continue
            tall = max(number / most * 0.24, 0.02) * side
            axes.bar(
                _at(bar.at), tall, width=_bar_width(axes), bottom=y, color="white" if hatch else colour,
                edgecolor=colour, hatch=hatch, linewidth=1, zorder=3,
            )  # fmt: skip
            if bar in told:
                sign = "+" if side > 0 else "−"
                _text(axes, bar.at, y + tall + 0.12 * side, f"{sign}{number:,}")


def _bar_width(axes: Axes) -> float:
    low, high = axes.get_xlim()
    return (high - low) * 0.009


def _words(figure: Any, timeline: Timeline, height: float) -> None:
    """What the picture is of, and what it can and cannot show."""
    sample = "SAMPLE DATA · " if timeline.sample else ""
    title = _fit(_title(timeline), TITLE_ROOM)
    figure.text(0.02, 1 - 0.3 / height, title, fontsize=16 if len(title) < 40 else 13, fontweight="bold", color=INK)
    figure.text(0.02, 1 - 0.6 / height, f"{sample}{_record(timeline)}", fontsize=11, color=GREY)


def _record(timeline: Timeline) -> str:
    """The date of the first list that we have a copy of, in the room of one line."""
    days = sorted(timeline.begins.values())
    return f"First copy: list of {plain_day(days[0])}; earlier dates are the lists' own." if days else ""


def _title(timeline: Timeline) -> str:
    name = timeline.caption if is_drawable(timeline.caption) else timeline.latin
    return name if name and is_drawable(name) else timeline.about


def _handles(lanes: Sequence[Lane], today: date) -> list[Any]:
    """What each shape means, in words; only those that are drawn."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    shapes = dict.fromkeys(mark.shape for lane in lanes for mark in sorted(lane.marks, key=lambda m: m.shape.rank))
    spans = [span for lane in lanes for span in lane.spans]
    bars = [bar for lane in lanes for bar in lane.bars]
    lines = (
        (any(not span.is_open for span in spans), {**_BAR, "label": "on the list"}),
        (any(span.is_open for span in spans), {**_BAR, "linestyle": BROKEN, "label": "since before our record"}),
        (any(_is_late(span, today) for span in spans), {**_LATE, "label": "list not read since"}),
    )
    patches = (
        (bool(bars), {"facecolor": LAW_COLOUR, "edgecolor": LAW_COLOUR, "label": "+ entries that came"}),
        (any(b.left for b in bars), {**_LEFT_BAR, "label": "− entries that left"}),
    )
    return [
        *(_key_mark(Line2D, shape) for shape in shapes),
        *(Line2D([], [], **how) for is_drawn, how in lines if is_drawn),
        *(Patch(**how) for is_drawn, how in patches if is_drawn),
    ]


def _key(figure: Any, handles: Sequence[Any]) -> None:
    if handles:
        figure.legend(
            handles=handles,
            loc="lower left",
            bbox_to_anchor=(0.01, 0.0),
            ncols=KEY_COLUMNS,
            fontsize=11,
            frameon=False,
            handletextpad=0.6,
            columnspacing=1.4,
            labelspacing=0.4,
            borderaxespad=0.3,
        )


def _key_mark(line: Any, shape: Shape) -> Any:
    team = shape.rank >= 4 and shape.word not in ("details changed", "report")
    colour = ENDED_COLOUR if shape is REMOVED else TEAM_COLOUR if team else LAW_COLOUR
    return line(
        [],
        [],
        linestyle="none",
        marker=shape.marker,
        markersize=10,
        markerfacecolor="white" if shape.hollow else colour,
        markeredgecolor=colour,
        label=shape.word,
    )


def _at(day: date) -> float:
    """A day as the picture counts them."""
    from matplotlib.dates import date2num

    return float(date2num(day))  # type: ignore[no-untyped-call]


def _fit(text: str, room: int = 18) -> str:
    """One visible line of so many letters at most."""
    shown = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return shown if len(shown) <= room else f"{shown[: room - 1].rstrip()}…"


def is_drawable(text: str) -> bool:
    """Whether the font that pictures use has every letter of a text."""
    from matplotlib.font_manager import findfont, get_font

    letters = get_font(findfont("DejaVu Sans")).get_charmap()
    return all(ord(char) in letters for char in text if char.isprintable())
