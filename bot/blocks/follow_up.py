"""Follow-ups: the one reply under a card whose pending removals were decided."""

from __future__ import annotations

from bot.blocks.counted import between
from bot.blocks.events import names_of, tally
from bot.blocks.inert import count, inert, lines
from bot.blocks.issuing import list_name
from bot.blocks.kit import Message, context, message, section
from bot.blocks.wording import NO_REMOVAL, NOT_NEW, REASON_NOT_STATED, REMOVAL_CAUTION, SAMPLE_BANNER
from bot.core.alerts import ActionCard
from bot.core.events import Event

NAMES_SHOWN = 10


def follow_up(facts: ActionCard) -> Message:
    """What is known now of the events in `facts`; the card above shows the whole."""
    sums = tally(facts.events)
    moved = tuple(event for event in sums.cancelled if event.kind == "moved")
    back = tuple(event for event in sums.cancelled if event.kind != "moved")
    where = f"the {inert(list_name(facts.issuer_label, facts.list_label), 80)}"
    told = [
        _told(sums.removed, f"confirmed as removed from {where}"),
        _told(back, f"back on {where}: the earlier absence was not a removal"),
        _told((*sums.moved, *moved), f"moved between lists of {facts.issuer_label}: {NO_REMOVAL}"),
        _told(sums.added, f"added to {where}"),
        _told(sums.back, f"back on {where}: {NOT_NEW}"),
        _told((*sums.changed, *sums.replaced), f"changed on {where}"),
    ]
    removed = section(lines(f"*Removed:* {REASON_NOT_STATED}.", REMOVAL_CAUTION)) if sums.removed else None
    text = "; ".join(first for first, _ in told if first) or f"The card on {where} was brought up to date"
    blocks = [
        context(SAMPLE_BANNER) if facts.sample else None,
        *(section(f"*{first}:* {names}") for first, names in told if first),
        removed,
        context(f"The card above shows the present state ({between(facts)})."),
    ]
    return message(f"{text}.", blocks)


def _told(events: tuple[Event, ...], what: str) -> tuple[str, str]:
    if not events:
        return "", ""
    return f"{count(len(events), 'entry', 'entries')} {what}", names_of(events, NAMES_SHOWN)
