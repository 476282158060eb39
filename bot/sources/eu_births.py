"""EU births: dates of birth as the acts print them, one or several in a cell, partly in prose.

"(a) 30.4.1963; (b) approximately 1960" ─▶ 1963-04-30, circa 1960
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from bot.core.dates import PartialDate
from bot.sources.births import partial_date

EARLIEST_YEAR = 1850
"""A smaller year belongs to another calendar ("24.6.1402 (Hijri calendar)")."""

_DOTTED = re.compile(r"\b(\d{1,2})\s*[./]\s*(\d{1,2})\s*[./]?\s*(\d{4})\b")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SEPARATOR = re.compile(r"[;,]|(?<!\bon )\bor\b|\s/\s|(?<![A-Za-z0-9])\(?(?:[a-h]|i{1,3}|iv|vi{0,3})\)", re.IGNORECASE)
_CIRCA = re.compile(
    r"\b(?:on or around|around|circa|approximately|approx\b\.?|presumed|presumably|possibly|probably|estimated|ca?\.)",
    re.IGNORECASE,
)
_MONTH = re.compile(r"\b([A-Z][a-z]{2,8})\.?\s*(\d{4})\b")


@lru_cache(maxsize=8192)
def birth_dates(text: str) -> tuple[tuple[PartialDate, ...], bool]:
    """All dates that the text gives, and whether they are all that it says."""
    spelt = _MONTH.sub(r"\1 \2", _DOTTED.sub(_iso, text))
    found: list[PartialDate] = []
    whole = True
    for piece in _SEPARATOR.split(spelt):
        bare = piece.strip(" .()'\"")
        if not bare:
            continue
        one = _one(bare)
        found += [one] if one else [PartialDate(day) for day in _ISO_DAY.findall(bare) if _is_believable(day)]
        whole = whole and one is not None
    return tuple(dict.fromkeys(found)), whole and bool(found)


def iso_day(text: str) -> str:
    """The day, month or year as ISO writes it ("" when the text is not exactly one date)."""
    spelt = _MONTH.sub(r"\1 \2", _DOTTED.sub(_iso, text)).strip()
    made = partial_date(spelt)
    return made.value if made and not made.circa and not made.until and _is_believable(made.value) else ""


def _one(piece: str) -> PartialDate | None:
    plain = _CIRCA.sub(" ", piece)
    made = partial_date(" ".join(plain.strip(" .()").replace("( )", " ").split()))
    if made is None or not all(_is_believable(part) for part in (made.value, made.until) if part):
        return None
    return PartialDate(made.value, made.circa or plain != piece, made.until)


def _iso(match: re.Match[str]) -> str:
    day, month, year = (int(group) for group in match.groups())
    made = f"{year:04}-{month:02}-{day:02}"
    return made if _is_believable(made) else match[0]


def _is_believable(value: str) -> bool:
    """Whether this is a date of our calendar: `PartialDate` also takes 30 February."""
    if int(value[:4]) < EARLIEST_YEAR:
        return False
    try:
        date.fromisoformat(value if len(value) == 10 else f"{value}-01-01"[:10])
    except ValueError:
        return False
    return True
