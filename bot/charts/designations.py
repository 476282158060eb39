"""Designations: entries added and removed over time, by issuer, as bars in an SVG of plain text and rectangles.

Drawn by hand: the text in it can be read, searched and printed, and it loads nothing. Added stands above the line,
removed below; which issuer is written at each bar and told by its pattern, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH: Final = 760
LEFT: Final = 56
RIGHT: Final = 12
TOP: Final = 44
HALF: Final = 104
"""Height of the larger half; both have the same scale."""
LEAST: Final = 30
"""Height of the smaller half, if there is one."""
LEGEND: Final = 26
AXIS: Final = 30
MOST: Final = 36
"""Periods that are drawn; of more, the last."""

STYLES: Final[dict[str, tuple[str, str]]] = {
    "US": ("#1f4e8c", ""),
    "EU": ("#c98a00", "M0 6 L6 0"),
    "GB": ("#7a1f3d", "M0 3 L6 3"),
    "UN": ("#2f7d4f", "M3 0 L3 6"),
    "CH": ("#b23a2e", "M0 0 L6 6"),
    "CA": ("#5b4a9e", "M0 3 L6 3 M3 0 L3 6"),
    "AU": ("#2b7a8c", "M0 6 L6 0 M0 0 L6 6"),
}
"""Colour and pattern of each issuer."""
OTHER: Final = ("#555555", "")


@dataclass(frozen=True, slots=True)
class Bar:
    """How many entries an issuer added and removed in a period ("2026-03", or "2026")."""

    period: str
    issuer: str
    added: int
    removed: int = 0


def shown_bars(bars: Iterable[Bar]) -> tuple[Bar, ...]:
    """The bars of the last periods that a picture has room for, in order."""
    told = sorted(bars, key=lambda bar: bar.period)
    kept = set(periods_between(told[0].period, told[-1].period)[-MOST:]) if told else set[str]()
    return tuple(bar for bar in told if bar.period in kept)


def periods_between(first: str, last: str) -> tuple[str, ...]:
    """All months or years from one to another, those without any change too."""
    if len(first) == 4:
        return tuple(str(year) for year in range(int(first), int(last) + 1))
    start, end = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last))
    return tuple(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(start, end + 1))


def bars_svg(
    bars: Sequence[Bar], labels: dict[str, str], title: str, description: str, key: str, up: str = "added"
) -> str:
    """The picture; `labels` names the issuers, `up` what stands above the line.

    `key` tells its patterns from those of other pictures on the page.
    """
    told = shown_bars(bars)
    if not told:
        return ""
    periods = periods_between(told[0].period, told[-1].period)
    issuers = [code for code in (*STYLES, *sorted({bar.issuer for bar in told} - set(STYLES))) if _has(told, code)]
    high, low = max(bar.added for bar in told), max(bar.removed for bar in told)
    unit = HALF / max(high, low, 1)
    line_at = TOP + max(round(high * unit), LEAST)
    bottom = line_at + (max(round(low * unit), LEAST) + 12 if low else 0)
    parts = [
        _frame(high, low, unit, line_at, bottom, up),
        *(_bar(bar, periods, issuers, unit, line_at, key) for bar in told),
        _axis(periods, bottom),
        _legend(issuers, labels, bottom + AXIS, key),
    ]
    height = bottom + AXIS + LEGEND
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        f'aria-labelledby="{key}-title {key}-desc" font-family="Arial, Helvetica, sans-serif" font-size="12">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
        f"{_patterns(issuers, key)}{''.join(parts)}</svg>"
    )


def _has(bars: Sequence[Bar], issuer: str) -> bool:
    return any(bar.issuer == issuer for bar in bars)


def _patterns(issuers: Sequence[str], key: str) -> str:
    made = []
    for code in issuers:
        colour, path = STYLES.get(code, OTHER)
        strokes = f'<path d="{path}" stroke="#ffffff" stroke-width="1.3" fill="none"></path>' if path else ""
        made.append(
            f'<pattern id="{key}-{escape(code)}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<rect width="6" height="6" fill="{colour}"></rect>{strokes}</pattern>'
        )
    return f"<defs>{''.join(made)}</defs>"


def _frame(high: int, low: int, unit: float, line_at: int, bottom: int, up: str) -> str:
    """The words at the side, the line, and a light line at the highest value of each half."""
    rows = [_rule(0, line_at, "#222222"), f'<text x="{LEFT}" y="14" font-weight="bold">▲ {escape(up)}</text>']
    if high:
        rows.append(_rule(high, line_at - high * unit, "#cccccc"))
    if low:
        rows.append(f'<text x="{LEFT}" y="{bottom + 2}" font-weight="bold">▼ removed</text>')
        # Two numbers at the side need room between them.
        rows += [_rule(low, line_at + low * unit, "#cccccc")] if low * unit > 14 else []
    return "".join(rows)


def _rule(value: int, y: float, colour: str) -> str:
    return (
        f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:,}</text>'
        f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" stroke="{colour}"></line>'
    )


def _step(periods: Sequence[str]) -> float:
    return (WIDTH - LEFT - RIGHT) / len(periods)


def _bar(bar: Bar, periods: Sequence[str], issuers: Sequence[str], unit: float, line_at: int, key: str) -> str:
    step = _step(periods)
    width = min(0.8 * step / len(issuers), 46.0)
    inset = (step - width * len(issuers)) / 2
    x = LEFT + periods.index(bar.period) * step + inset + issuers.index(bar.issuer) * width
    made = []
    for number, is_up in ((bar.added, True), (bar.removed, False)):
        if not number:
            continue
        height = max(number * unit, 1.5)
        y = line_at - height if is_up else line_at
        made.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width - 1, 1):.1f}" height="{height:.1f}" '
            f'fill="url(#{key}-{escape(bar.issuer)})" stroke="#222222" stroke-width="0.4"></rect>'
        )
        if width >= 14:
            text_y = y - 3 if is_up else y + height + 11
            made.append(
                f'<text x="{x + width / 2:.1f}" y="{text_y:.1f}" text-anchor="middle" font-size="10">{number:,}</text>'
            )
    return "".join(made)


def _axis(periods: Sequence[str], bottom: int) -> str:
    step = _step(periods)
    every = max(1, -(-46 // max(int(step), 1)))
    return "".join(
        f'<text x="{LEFT + (number + 0.5) * step:.1f}" y="{bottom + 18}" text-anchor="middle" font-size="11">'
        f"{escape(period)}</text>"
        for number, period in enumerate(periods)
        if number % every == 0
    )


def _legend(issuers: Sequence[str], labels: dict[str, str], y: int, key: str) -> str:
    made, x = [], LEFT
    for code in issuers:
        label = labels.get(code, code) or "other"
        made.append(
            f'<rect x="{x}" y="{y}" width="14" height="14" fill="url(#{key}-{escape(code)})" stroke="#222222" '
            f'stroke-width="0.4"></rect><text x="{x + 19}" y="{y + 12}">{escape(label)}</text>'
        )
        x += 34 + 9 * len(label)
    return "".join(made)
