"""Details: the names and changed fields of an action, as replies in the thread of its card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.blocks import ids
from bot.blocks.events import NOTHING_KNOWN, counted, fields, first_listed, name_of, tally, what_happened
from bot.blocks.inert import count, dotted, in_code, inert, link, listed_out, size
from bot.blocks.kit import Message, context, message, section, with_block_id
from bot.blocks.wording import SAMPLE_BANNER, TYPE_WORDS
from bot.core.alerts import ActionCard, Background
from bot.core.events import Event
from bot.core.listings import EntityType

MESSAGES = 3
SECTIONS = 3
SECTION_ROOM = 2900


def details(facts: ActionCard, whole: ActionCard | None = None) -> list[Message]:
    """At most three replies: names added, removed and moved, then changed entries field by field.

    `facts` has what this place is told here, `whole` all that the card counts: what is left out is said, and why.
    """
    whole = whole or facts
    rows = list(_rows(facts))
    pages, left = _pages(rows)
    told = _which(facts, whole)
    replies = []
    for number, texts in enumerate(pages, 1):
        first = context(told) if number == 1 and len(facts.events) < len(whole.events) else None
        more = context(f"… and {left:,} more of these: {_where(whole)}") if left and number == len(pages) else None
        banner = context(SAMPLE_BANNER) if facts.sample else None
        blocks = [block for block in (banner, first, *map(section, texts), more) if block]
        text = f"Details {number} of {len(pages)}, {inert(facts.list_label, 60)}: {told}"
        replies.append(message(text, with_block_id(blocks, ids.detail_block_id(facts.alert, number))))
    return replies


def _which(facts: ActionCard, whole: ActionCard) -> str:
    """Which entries of the action are told here, how many are not, and why."""
    number, here = len(whole.events), {event.key for event in facts.events}
    if len(facts.events) == number:
        return f"{'all ' if number > 1 else ''}{count(number, 'entry', 'entries')} of this action."
    rest = [event for event in whole.events if event.key not in here]
    on_card = [event for event in rest if event.key in whole.told]
    unasked = [event for event in rest if event.key not in whole.told]
    asking = "you asked" if whole.is_personal else "the watches here ask"
    parts = [
        f"{', '.join(counted(on_card))} (told before)" if on_card else "",
        f"{', '.join(counted(unasked))} (no watch {'of yours' if whole.is_personal else 'here'} asks for them)"
        if unasked
        else "",
    ]
    told = f"{len(facts.events):,} of the {number:,} entries of this action, as {asking}."
    return f"{told} Not here: {dotted(parts)}.{f' All {number:,}: {_where(whole)}.' if unasked else ''}"


def _where(facts: ActionCard) -> str:
    if facts.file_rows:
        return f"in the file in this thread (CSV, {count(facts.file_rows, 'row')})"
    return f"`/sanctions changes action:{in_code(facts.action.id, 40)}`"


def _rows(facts: ActionCard) -> Iterator[tuple[str, str]]:
    """(group title, line) for every event, watched names first within a group."""
    sums = tally(facts.events)
    watched = {item.event.key for item in facts.watched}
    groups: tuple[tuple[str, tuple[Event, ...]], ...] = (
        ("Added", sums.added),
        ("Back on the list, not new designations", sums.back),
        ("Removed", sums.removed),
        ("Absent, not yet confirmed", sums.pending),
        ("Still listed", sums.cancelled),
        ("Moved between lists", sums.moved),
        ("Replaced", sums.replaced),
        ("Changed", tuple(sorted(sums.changed, key=lambda event: not event.material))),
    )
    pages = Counter(event.url for event in facts.events)
    for title, events in groups:
        for event in sorted(events, key=lambda event: event.key not in watched):
            known = facts.background.get(event.key, NOTHING_KNOWN)
            # The page of a whole list says nothing of an entry.
            page = event.url if event.key in watched and pages[event.url] == 1 else ""
            yield f"*{title} ({len(events):,})*", _row(event, event.key in watched, page, known)


def _row(event: Event, watched: bool, page: str, known: Background) -> str:
    name = name_of(event, 90)
    kind = TYPE_WORDS[EntityType(event.type)][0] if event.type in set(EntityType) else ""
    codes = listed_out([inert(code, 50) for code in event.programmes], 3, between=", ")
    official = link(page, "entry") if page else ""
    first = f"• {'*' + name + '*' if watched else name} · {dotted((kind, codes, official))}".rstrip(" ·")
    if event.op in {"ADD", "DEL"}:
        told = _beyond_the_title(event, known)
        return f"{first}: {told}" if told else first
    return "\n".join([f"{first}: {what_happened(event, known)}", *(f"    {text}" for text in fields(event))])


def _beyond_the_title(event: Event, known: Background) -> str:
    """What the title of an addition's or removal's group does not say of it."""
    if event.op == "ADD":
        return first_listed(known)
    return what_happened(event, known) if event.kind == "moved" or known.still else ""


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
