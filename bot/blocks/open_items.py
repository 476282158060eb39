"""Open items: what waits for whom, the most urgent first; and the direct messages that tell a person of a card."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bot.blocks import ids
from bot.blocks.inert import count, day, dotted, inert, lines, link, person, quoted
from bot.blocks.kit import Block, Message, button, context, message, section
from bot.core.assignments import OpenItem, Tally
from bot.core.watches import is_person

SHOWN: Final = 10
"""Items in one message; the rest is counted."""
IN_PRIVATE: Final = "What is of private channels is listed there, on your Home, and to you alone in *Messages*."
_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{1,20}")
NOWHERE: Final[Mapping[OpenItem, str]] = {}
EMPTY: Final = "Nothing is open here."


def items_card(
    whose: str, items: Sequence[OpenItem], urls: Mapping[OpenItem, str], total: int, told: Tally, today: date, hint: str
) -> Message:
    """The list; `whose` says of whom it is, `urls` where the cards stand."""
    said = tally_words(told) or EMPTY
    shown = items[:SHOWN]
    rows = [section(item_text(item, today), opened(item, urls.get(item, ""), n)) for n, item in enumerate(shown, 1)]
    more = f"+{total - len(shown):,} more" if total > len(shown) else ""
    small = [text for text in (more, hint) if text]
    return message(
        f"Open items: {said}",
        [section(lines(f"*Open items, {whose}*", said)), *rows, context(*small) if small else None],
    )


def tally_words(told: Tally) -> str:
    """Open items in numbers ("": there are none)."""
    overdue = f" (⏰ {told.overdue} overdue)" if told.overdue else ""
    return dotted(
        (
            f"{count(told.cards, 'card')}{overdue}" if told.cards else "",
            f"lines past review: {told.lines}" if told.lines else "",
            f"assessments open again: {told.reopened}" if told.reopened else "",
            f"assessments that end soon: {told.ending}" if told.ending else "",
        )
    )


def item_text(item: OpenItem, today: date, reader: str = "") -> str:
    """One item: what it is, whose, since when and until when; `reader` needs not be named to themselves."""
    title = inert(item.title, 120) or "(no name)"
    match item.kind:
        case "card":
            return lines(f"• *{title}*", dotted((_care(item, reader), due_words(item, today), place(item.channel))))
        case "reopened":
            why = inert(item.detail, 160) or "its time is over"
            how = f"Assess it anew, or let it rest: `/sanctions decide {item.number} end`"
            return lines(f"• ↩️ *Assessment open again: {title}*, {why}", dotted((how, _whose(item, reader))))
        case "expiring":
            how = f"Assess it anew to keep it: assessment {item.number}"
            return lines(f"• ⏳ *Assessment of {title} ends {day(item.due)}*", dotted((how, _whose(item, reader))))
        case "line":
            on = f" on {inert(item.detail, 60)}" if item.detail else ""
            head = f"• ⚠️ *Line to take{on} past review* since {day(item.due)}"
            return lines(head, dotted((quoted(item.title, 100), _whose(item, reader))))


def opened(item: OpenItem, url: str, number: int) -> Block | None:
    """The button that leads to a card."""
    if not url.startswith("https://"):
        return None
    return {**button("Open", ids.item_open(number), label=f"Open {item.title}"), "url": url}


def due_words(item: OpenItem, today: date) -> str:
    """By when, and whether that has passed."""
    if item.due is None:
        return ""
    if item.is_overdue(today):
        return f"⏰ *overdue* since {day(item.due)}"
    near = {0: "*due today*", 1: "*due tomorrow*"}.get((item.due - today).days)
    return near or f"due {day(item.due)}"


def _care(item: OpenItem, reader: str) -> str:
    if item.status == "new" or not item.owner:
        return f"nobody has it, since {day(item.since.date())}"
    by = "you" if item.owner == reader else person(item.owner)
    given = f" (assigned by {'you' if item.assigned_by == reader else person(item.assigned_by)})"
    return f"claimed by {by}, {day(item.since.date())}{given if item.assigned_by else ''}"


def _whose(item: OpenItem, reader: str) -> str:
    return "" if item.owner == reader else person(item.owner)


def of_person(user: str) -> str:
    """Whose items they are, where that is a person."""
    return f"of {person(user)}"


def place(channel: str) -> str:
    """Where a card stands; Slack shows a channel's name to those only who may see it."""
    if is_person(channel) or channel.startswith("D"):
        return "direct message"
    return f"<#{channel}>" if _CHANNEL.fullmatch(channel) else inert(channel, 40)


def assigned_card(item: OpenItem, url: str = "") -> Message:
    """The direct message to whom a card was given; `url` is where it stands."""
    title = inert(item.title, 120)
    by = f"{day(item.due)}" if item.due else ""
    head = f"📌 {person(item.assigned_by)} assigned you a card: *{title}*"
    due = f"Due *{by}*: I remind you the day before and on the day." if by else "No day was set."
    how = "*Done* under the card, or ✅ on it, ends it; *More* → *Give back* returns it."
    text = f"A card was assigned to you: {title}{f', due {by}' if by else ''}."
    there = dotted((f"It is in {place(item.channel)}.", link(url, "Open it") if url else ""))
    return message(text, [section(lines(head, f"{due} {there}")), context(how)])


def reminder_card(items: Sequence[OpenItem], today: date, urls: Mapping[OpenItem, str] = NOWHERE) -> Message:
    """The direct message that reminds an owner of what is due; one for all of a morning."""
    told = [f"{inert(item.title, 80)} ({due_words(item, today).replace('*', '')})" for item in items[:3]]
    rows = [section(lines(f"• *{inert(item.title, 120)}*", _due_there(item, today, urls))) for item in items]
    more = f"+{len(items) - SHOWN} more: `/sanctions items`" if len(items) > SHOWN else ""
    how = "*Done* under the card ends it. Another day: `@Sanctions Desk due 3d` in its thread."
    head = f"⏰ *{'One card of yours is' if len(items) == 1 else f'{len(items)} cards of yours are'} due*"
    rest = f", +{len(items) - 3} more" if len(items) > 3 else ""
    return message(
        f"Due: {', '.join(told)}{rest}.",
        [section(head), *rows[:SHOWN], context(*[text for text in (more, how) if text])],
    )


def _due_there(item: OpenItem, today: date, urls: Mapping[OpenItem, str]) -> str:
    there = link(urls[item], "Open") if urls.get(item) else ""
    return dotted((due_words(item, today), place(item.channel), there))
