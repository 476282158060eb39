"""Timeline of a programme in law: what each official action did under it, and the months before our record.

events ─▶ one row an action, with counts · listings ─▶ one row a month, by the lists' own dates
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from bot.core.delta import Op
from bot.core.events import Action, Event
from bot.core.listings import Statement
from bot.core.timeline import Row, plain_day
from bot.core.timeline_law import Listed


def programme_rows(
    code: str,
    events: Iterable[Event],
    actions: Mapping[str, Action],
    labels: Mapping[str, str],
    homes: Mapping[str, str],
) -> list[Row]:
    """The law track of a programme: what each official action did under it, every event in exactly one row."""
    by_action: dict[str, list[Event]] = {}
    for event in events:
        by_action.setdefault(event.action, []).append(event)
    return [_action_row(code, found, actions.get(id_), labels, homes) for id_, found in by_action.items()]


def designations_by_month(listings: Iterable[Listed], code: str) -> list[Row]:
    """How many entries under a programme are of each month, by their own dates and before our record of their list."""
    months = Counter(
        (item.source, item.label, item.listed_on.replace(day=1))
        for item in listings
        if item.listed_on is not None and item.listed_on < item.begins
    )
    return [
        Row(
            at=month,
            kind="designated",
            track="law",
            text=f"{_entries(number)} designated under {code}, of those still listed",
            source=source,
            label=label,
            dated="act",
            precision="month",
            count=number,
            came=number,
        )
        for (source, label, month), number in months.items()
    ]


def _action_row(
    code: str,
    found: Sequence[Event],
    action: Action | None,
    labels: Mapping[str, str],
    homes: Mapping[str, str],
) -> Row:
    first = found[0]
    sums = Counter(_sort_of(event, code) for event in found)
    parts = [words(number) for name, words in _SORTS.items() if (number := sums[name])]
    title = f" ({action.title})" if action and action.notice_url else _compared(action)
    return Row(
        at=first.list_date or first.at.date(),
        kind="action",
        track="law",
        text=f"{' · '.join(parts)}{title}",
        url=(action.notice_url if action else "") or homes.get(first.source, ""),
        source=first.source,
        ref=first.action,
        label=labels.get(first.source, first.source),
        dated="list" if first.list_date else "record",
        material=any(sums[name] for name in _SORTS if name != "amended"),
        count=len(found),
        came=sum(sums[name] for name in CAME),
        left=sum(sums[name] for name in LEFT),
        events=tuple(event.key for event in found),
        key=first.action,
    )


def _compared(action: Action | None) -> str:
    """Without a notice a row is what two lists differ by, which may be several acts."""
    before = action.previous_list_date if action else None
    return f", compared with the list of {plain_day(before)}" if before else ""


def _sort_of(event: Event, code: str) -> str:
    match event.op:
        case Op.ADD | Op.REPLACE if event.kind == "reinstated":
            return "back"
        case Op.ADD:
            return "added"
        case Op.DEL:
            return {"confirmed": "removed", "pending": "pending", "cancelled": "cancelled"}[event.state]
        case Op.MOD if _has(event.gained, code):
            return "gained"
        case Op.MOD if _has(event.lost, code):
            return "lost"
        case Op.MOD:
            return "amended"
        case Op.REPLACE:
            return "replaced"
        case Op.MOVE:
            return "moved"


def _has(found: Iterable[Statement], code: str) -> bool:
    return any(s.property == "programme" and s.value.upper() == code.upper() for s in found)


CAME: Final = ("added", "back", "gained")
LEFT: Final = ("removed", "lost")

_SORTS: Final[Mapping[str, Callable[[int], str]]] = {
    "added": lambda n: f"{n:,} added",
    "back": lambda n: f"{n:,} back on the list",
    "gained": lambda n: f"{n:,} further designated under it",
    "moved": lambda n: f"{n:,} moved between lists",
    "removed": lambda n: f"{n:,} removed",
    "lost": lambda n: f"{n:,} no longer under it",
    "pending": lambda n: f"{n:,} absent, not yet confirmed",
    "cancelled": lambda n: f"{n:,} absent once and back",
    "replaced": lambda n: f"{n:,} {'record' if n == 1 else 'records'} replaced, no removal",
    "amended": lambda n: f"{n:,} amended",
}
"""What an action did under a programme, acts before bookkeeping."""


def _entries(number: int) -> str:
    return f"{number:,} {'entry' if number == 1 else 'entries'}"
