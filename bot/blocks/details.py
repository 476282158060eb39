"""Details: the names and changed fields of an action, as replies in the thread of its card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.blocks import ids
from bot.blocks.actions import tally, what_happened
from bot.blocks.inert import count, dotted, inert, link, listed_out, quoted, size
from bot.blocks.kit import Message, context, message, section, with_block_id
from bot.blocks.wording import PROPERTY_LABEL, SAMPLE_BANNER, TYPE_WORDS
from bot.core.alerts import ActionCard
from bot.core.events import Event
from bot.core.listings import PROPERTIES, EntityType, Materiality, Statement

MESSAGES = 3
SECTIONS = 3
SECTION_ROOM = 2900
VALUES_PER_FIELD = 3


def details(facts: ActionCard) -> list[Message]:
    """At most three replies: names added, removed and moved, then changed entries field by field."""
    rows = list(_rows(facts))
    pages, left = _pages(rows)
    replies = []
    for number, texts in enumerate(pages, 1):
        more = f"… and {left:,} more: {_command(facts)}" if left and number == len(pages) else ""
        banner = [context(SAMPLE_BANNER)] if facts.sample else []
        blocks = [*banner, *(section(text) for text in texts), *([context(more)] if more else [])]
        text = f"Details {number} of {len(pages)}: {count(len(rows), 'line')} on the {inert(facts.list_label, 60)}."
        replies.append(message(text, with_block_id(blocks, ids.detail_block_id(facts.alert, number))))
    return replies


def _command(facts: ActionCard) -> str:
    since = f" --since {facts.action.list_date.isoformat()}" if facts.action.list_date else ""
    return f"`desk changes --source {inert(facts.action.source, 40)}{since}`"


def _rows(facts: ActionCard) -> Iterator[tuple[str, str]]:
    """(group title, line) for every event, watched names first within a group."""
    sums = tally(facts.events)
    watched = {item.event.key for item in facts.watched}
    groups: tuple[tuple[str, tuple[Event, ...]], ...] = (
        ("Added", sums.added),
        ("Removed", sums.removed),
        ("Absent, not yet confirmed", sums.pending),
        ("Still listed", sums.cancelled),
        ("Moved between lists", sums.moved),
        ("Replaced", sums.replaced),
        ("Changed", tuple(sorted(sums.changed, key=lambda event: not event.material))),
    )
    for title, events in groups:
        for event in sorted(events, key=lambda event: event.key not in watched):
            yield f"*{title} ({len(events):,})*", _row(event, event.key in watched)


def _row(event: Event, watched: bool) -> str:
    name = inert(event.caption, 90) or "(no name)"
    kind = TYPE_WORDS[EntityType(event.type)][0] if event.type in set(EntityType) else ""
    codes = listed_out([inert(code, 50) for code in event.programmes], 3, between=", ")
    official = link(event.url, "entry") if watched and event.url else ""
    first = f"• {'*' + name + '*' if watched else name} · {dotted((kind, codes, official))}".rstrip(" ·")
    if event.op in {"ADD", "DEL"}:
        return first
    return "\n".join([f"{first}: {_meaning(event)}", *(f"    {text}" for text in fields(event))])


def _meaning(event: Event) -> str:
    if event.op == "MOD":
        return "material change" if event.material else "amended"
    new = f", see {inert(event.related_ref, 40)}" if event.related_ref else ""
    return f"{what_happened(event)} ({inert(event.kind, 40)}{new})"


def fields(event: Event) -> list[str]:
    """What changed, a line a field: material fields first, then bookkeeping; prints of the file are left out."""
    names = dict.fromkeys(s.property for s in (*event.gained, *event.lost) if not s.property.startswith("printed"))
    ordered = sorted(names, key=lambda name: PROPERTIES.get(name) is not Materiality.MATERIAL)
    texts = [_field(name, event.gained, event.lost) for name in ordered]
    return texts[:12] or ["only how the file prints the record"]


def _field(name: str, gained: Iterable[Statement], lost: Iterable[Statement]) -> str:
    label = inert(PROPERTY_LABEL.get(name, name), 40)
    return f"{label}: {dotted((_values('gained', name, gained), _values('lost', name, lost)))}"


def _values(verb: str, name: str, found: Iterable[Statement]) -> str:
    values = [quoted(s.value, 100) for s in found if s.property == name]
    return f"{verb} {listed_out(values, VALUES_PER_FIELD, between=', ')}" if values else ""


def _pages(rows: list[tuple[str, str]]) -> tuple[list[list[str]], int]:
    """Rows packed into sections, sections into messages; and how many rows were left out."""
    sections: list[str] = []
    current, title = "", ""
    for index, (group, line) in enumerate(rows):
        addition = line if group == title else f"{group}\n{line}"
        if current and size(current) + size(addition) + 1 > SECTION_ROOM:
            sections.append(current)
            if len(sections) == MESSAGES * SECTIONS:
                return _messages(sections), len(rows) - index
            current, addition = "", f"{group}\n{line}"
        current, title = f"{current}\n{addition}" if current else addition, group
    return _messages([*sections, current] if current else sections), 0


def _messages(sections: list[str]) -> list[list[str]]:
    return [sections[start : start + SECTIONS] for start in range(0, len(sections), SECTIONS)]
