"""Full list: the file of all names of an action, for the thread of its card.

A spreadsheet program must run nothing in it: a cell that would be read as a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.blocks.inert import cut, day, plain, visible
from bot.blocks.issuing import list_name
from bot.core.alerts import ActionCard
from bot.core.events import Event
from bot.core.listings import Statement
from bot.core.watches import KIND_OF_OP

COLUMNS: Final = (
    "what",
    "kind",
    "state",
    "name",
    "type",
    "list kind",
    "programmes",
    "reference",
    "official link",
    "gained",
    "lost",
    "list date",
    "action id",
)
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", *"＝＋－＠﹦﹢﹣﹫−⁼")
_SPLIT_FORMULA: Final = re.compile(r"(?<=[;,|\t])(?=[=+\-@＝＋－＠﹦﹢﹣﹫−⁼])")
"""Where a spreadsheet program that splits at another sign would see a formula begin."""
NAMED: Final = 3
CELL: Final = 30_000
"""Characters that every spreadsheet program takes in one cell."""


@dataclass(frozen=True, slots=True)
class File:
    """A file for a thread; `name` holds the id by which it is found again there."""

    name: str
    title: str
    content: bytes


def full_list(facts: ActionCard, alert: str) -> File:
    """All entries of an action as CSV, in UTF-8 with the mark that spreadsheet programs look for."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows([[cell(value) for value in _row(event)] for event in facts.events])
    sample = "SAMPLE DATA, not for compliance: " if facts.sample else ""
    title = f"{sample}{list_name(facts.issuer_label, facts.list_label)}, {day(facts.action.list_date, 'no date given')}"
    return File(
        name=_name(facts, alert),
        title=plain(f"{title}: all {len(facts.events):,} entries of this action{_named(facts)}", 200),
        content=out.getvalue().encode("utf-8-sig", "replace"),
    )


def _named(facts: ActionCard) -> str:
    """The first parties of the file, watched ones first: its title is what a thread shows of it."""
    watched = [item.event for item in facts.watched]
    names = list(dict.fromkeys(plain(event.caption, 40) for event in (*watched, *facts.events) if event.caption))
    if not names:
        return ""
    return f" ({', '.join(names[:NAMED])}{', …' if len(names) > NAMED else ''})"


def _name(facts: ActionCard, alert: str) -> str:
    """A plain file name; nothing from outside stands in it as it is."""
    parts = (facts.action.source, facts.action.list_date.isoformat() if facts.action.list_date else "", alert)
    return "-".join(re.sub(r"[^A-Za-z0-9-]", "", part) for part in parts if part) + ".csv"


def _row(event: Event) -> tuple[str, ...]:
    return (
        KIND_OF_OP[event.op],
        event.kind,
        event.state,
        event.caption,
        event.type,
        event.list_kind,
        "; ".join(event.programmes),
        f"{event.source}:{event.ref}",
        event.url,
        _statements(event.gained),
        _statements(event.lost),
        event.list_date.isoformat() if event.list_date else "",
        event.action,
    )


def _statements(found: Iterable[Statement]) -> str:
    return "; ".join(f"{s.property}: {s.value}" for s in found if not s.property.startswith("printed"))


def cell(text: str) -> str:
    """Text from outside as a cell: one visible line that no spreadsheet program runs."""
    text = cut(visible(text[: 2 * CELL]), CELL)
    text = _SPLIT_FORMULA.sub("'", text)
    return f"'{text}" if text.startswith(FORMULA) else text
