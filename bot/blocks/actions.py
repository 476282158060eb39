"""Actions: one official action as one card; its names and fields are told in its thread.

The card is drawn from the events and from what people made of it, so the same call redraws it when a pending removal
is decided, or when somebody claims it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from bot.blocks import ids
from bot.blocks.card_buttons import NAMES_ON_CARD, card_buttons, shared_line, state_lines, why_line, work_line
from bot.blocks.events import (
    NOTHING_KNOWN,
    Tally,
    first_years,
    is_further,
    is_partial,
    name_of,
    names_of,
    tags,
    tally,
    what_happened,
)
from bot.blocks.headlines import headline
from bot.blocks.inert import count, day, dotted, inert, lines, link, listed_out, slack_date
from bot.blocks.kit import Block, Message, context, header, message, section, with_block_id
from bot.blocks.lines import told_lines
from bot.blocks.wording import (
    NO_REMOVAL,
    NOT_NEW,
    REASON_NOT_STATED,
    REMOVAL_CAUTION,
    SAMPLE_BANNER,
    SAMPLE_TEXT,
    TYPE_WORDS,
)
from bot.core.alerts import ActionCard, Watched
from bot.core.card_state import BARE, CardState
from bot.core.events import Event
from bot.core.listings import EntityType

SHOWN = NAMES_ON_CARD
ACTS = 3
"""So many further designations and the like are told on the card; more are counted, and told in the thread."""
REPLACED = {"redesignated": "re-designated", "merged": "merged", "renumbered": "renumbered"}


def card(facts: ActionCard, state: CardState = BARE) -> Message:
    """The parent card of an official action for one channel; its first block carries the alert's id."""
    if state.work.status == "irrelevant":
        return _collapsed(facts, state)
    sums = tally(facts.events)
    blocks: list[Block | None] = [
        context(SAMPLE_BANNER) if facts.sample else None,
        header(headline(facts, sums)),
        section(lines(counts(facts, sums), _programmes(facts), _title(facts))),
        _optional(_pending(facts, sums) if sums.pending or sums.cancelled else ""),
        _optional(_added(facts, sums)),
        _optional(_acts(facts, sums)),
        section(_watched(facts)),
        _optional(_elsewhere(facts) if facts.elsewhere or facts.first_found else ""),
        _optional(_removed(facts, sums)),
        _optional(_team(facts)),
        context(_small(facts), shared_line(state), _because(facts, state)),
        state_lines(state),
        card_buttons(facts, state),
    ]
    return message(_fallback(facts, sums), with_block_id(blocks, ids.alert_block_id(facts.alert)))


def _collapsed(facts: ActionCard, state: CardState) -> Message:
    """What is left of a card that is not relevant here: what it was, who said so, why it came."""
    head = headline(facts, tally(facts.events))
    blocks: list[Block | None] = [
        context(SAMPLE_BANNER) if facts.sample else None,
        header(head),
        context(work_line(state.work), _because(facts, state)),
        card_buttons(facts, state),
    ]
    text = f"{SAMPLE_TEXT if facts.sample else ''}Not relevant here: {inert(head, 300)}."
    return message(text, with_block_id(blocks, ids.alert_block_id(facts.alert)))


def _team(facts: ActionCard) -> str:
    """The lines to take on the parties watched here and on the programmes of the action."""
    if not facts.lines:
        return ""
    return lines("*TEAM*", *told_lines(facts.lines, date.fromisoformat(facts.checked_at[:10])))


def _optional(text: str) -> Block | None:
    return section(text) if text else None


def between(facts: ActionCard) -> str:
    """The two lists compared."""
    action = facts.action
    if action.list_date and action.previous_list_date:
        return f"lists of {day(action.previous_list_date)} and {day(action.list_date)}"
    return f"list of {day(action.list_date)}" if action.list_date else "lists without a date of their own"


def _title(facts: ActionCard) -> str:
    action = facts.action
    if action.notice_url:
        return dotted((link(action.notice_url, action.title[:200]), day(action.list_date, "date not given")))
    return f"Differences between the {between(facts)}; _no notice matched yet, possibly several actions_"


def counts(facts: ActionCard, sums: Tally) -> str:
    """All that the action did, in numbers."""
    types = ", ".join(_type_count(kind, number) for kind, number in facts.entry_types)
    typed = f" ({types})" if types and not (sums.added and sums.back) else ""
    years = first_years(sums.back, facts.background)
    first = f", first listed {years}" if years else ""
    told = bool(sums.added or sums.removed or sums.back)
    return dotted(
        (
            f"*{len(sums.added):,} added*{typed if sums.added else ''}" if sums.added or sums.removed else "",
            f"*{len(sums.back):,} back on the list*{typed}{first}: {NOT_NEW}" if sums.back else "",
            f"in all {types}" if types and sums.added and sums.back else "",
            (f"*{len(sums.removed):,} removed*" if sums.removed else "no removal confirmed") if told else "",
            _changed_count(sums.changed),
            _replaced_count(sums.replaced),
            _moved_count(sums.moved),
            f"{len(sums.pending):,} absent, not yet confirmed" if sums.pending else "",
        )
    )


def _changed_count(changed: Sequence[Event]) -> str:
    if not changed or (len(changed) == 1 and tags(changed[0])):
        return ""
    further, partial = sum(map(is_further, changed)), sum(map(is_partial, changed))
    told = [f"{further:,} further designated" if further else "", f"{partial:,} partial relief" if partial else ""]
    meant = ", ".join(text for text in told if text)
    return f"{count(len(changed), 'existing entry', 'existing entries')} changed{f' ({meant})' if meant else ''}"


def _replaced_count(replaced: Sequence[Event]) -> str:
    kinds = Counter(event.kind for event in replaced)
    told = [f"{kinds[kind]:,} {word}" for kind, word in REPLACED.items() if kinds[kind]]
    return f"{', '.join(told) or f'{len(replaced):,} replaced'} (no removal)" if replaced else ""


def _moved_count(moved: Sequence[Event]) -> str:
    if not moved:
        return ""
    up = sum(event.kind == "escalated" for event in moved)
    ways = [f"{up:,} escalated" if up else "", f"{len(moved) - up:,} eased" if len(moved) > up else ""]
    ended = f"one event{'' if len(moved) == 1 else ' each'}, not a removal"
    return f"{len(moved):,} moved between this issuer's lists ({', '.join(w for w in ways if w)}): {ended}"


def _type_count(kind: str, number: int) -> str:
    words = TYPE_WORDS.get(EntityType(kind)) if kind in set(EntityType) else None
    return count(number, *words) if words else f"{number:,} {inert(kind, 40)}"


def _programmes(facts: ActionCard) -> str:
    if not facts.programmes:
        return ""
    named = [f"{inert(code, 80)} {number:,}" for code, number in facts.programmes]
    overlap = " (an entry may carry several; numbers overlap)" if len(named) > 1 else ""
    return f"Programmes: {listed_out(named, 3)}{overlap}"


def _pending(facts: ActionCard, sums: Tally) -> str:
    names = names_of(sums.pending or sums.cancelled, SHOWN)
    if not sums.pending:
        moved = all(event.kind == "moved" for event in sums.cancelled)
        return (
            f"*Moved to another list of {inert(facts.issuer_label, 20)}:* {names}. {NO_REMOVAL.capitalize()}."
            if moved
            else f"*Back on the list:* {names}. The earlier absence was not a removal."
        )
    cited = "" if facts.action.notice_url else " No notice matched yet."
    return lines(
        f"⏳ *Not yet confirmed:* {names}.{cited}",
        "Could be a removal, a merged or a renumbered record. They count as listed; this card will change when known.",
    )


def _added(facts: ActionCard, sums: Tally) -> str:
    """Who was added, where they are few and not told as watched."""
    watched = {item.event.key for item in facts.watched}
    others = [event for event in sums.added if event.key not in watched]
    return f"*Added:* {names_of(others, SHOWN)}" if 0 < len(others) <= SHOWN else ""


def _acts(facts: ActionCard, sums: Tally) -> str:
    """Legal acts that are neither an addition nor a removal: moves, further designations, partial relief."""
    acts = [e for e in (*sums.changed, *sums.replaced) if tags(e) or e.kind == "redesignated"]
    told = [*sums.moved, *(acts if len(acts) <= ACTS else [])]
    watched = {item.event.key for item in facts.watched}
    rows = [
        f"• *{name_of(event)}* {what_happened(event, facts.background.get(event.key, NOTHING_KNOWN))}"
        for event in told
        if event.key not in watched
    ]
    return listed_out(rows, SHOWN, "+{n} more in the thread", "\n")


def _watched(facts: ActionCard) -> str:
    if not facts.watched:
        return "*Watched here:* none of this channel's named watches."
    rows = [watched_row(facts, item) for item in facts.watched]
    return f"*Watched here ({len(rows):,}):*\n{listed_out(rows, SHOWN, '+{n} more in the thread', chr(10))}"


def watched_row(facts: ActionCard, item: Watched) -> str:
    """A watched name, what happened to it, and what other lists say."""
    known = facts.background.get(item.event.key, NOTHING_KNOWN)
    others = listed_out([inert(other, 80) for other in item.elsewhere], 4, between=", ")
    tail = f"also: {others}" if others else "no other listing found on our lists"
    return f"• *{name_of(item.event)}*: {what_happened(item.event, known)}; {tail}"


def _elsewhere(facts: ActionCard) -> str:
    if not facts.elsewhere:
        number = f"all {facts.first_found:,}" if facts.first_found > 1 else "yes"
        return f"*First listing found by us:* {number} (no other listing found on our lists)"
    numbers = dotted(f"{inert(label, 20)} {number:,}" for label, number in facts.elsewhere)
    first = f"first listing found by us: {facts.first_found:,}" if facts.first_found else ""
    return f"*Already listed elsewhere:* {dotted((numbers, first))} (by confirmed link; overlap, do not add)"


def _removed(facts: ActionCard, sums: Tally) -> str:
    """The removal's reason and caution, and those who left this list only."""
    if not sums.removed:
        return ""
    watched = {item.event.key for item in facts.watched}
    others = [event for event in sums.removed if event.key not in watched]
    kept = [(event, facts.background.get(event.key, NOTHING_KNOWN).still) for event in others]
    rows = [f"{name_of(event)} ({inert(', '.join(still[:2]), 100)})" for event, still in kept if still]
    here = f"⚠️ *Still under {inert(facts.issuer_label, 20)} measures:* {listed_out(rows, SHOWN)}" if rows else ""
    named = (
        f"*Removed:* {names_of(others, SHOWN)}; {REASON_NOT_STATED}." if others else f"*Removed*, {REASON_NOT_STATED}."
    )
    return lines(named, here, REMOVAL_CAUTION)


def _small(facts: ActionCard) -> str:
    parties = f"{count(len(facts.events), 'entry', 'entries')}, {count(facts.parties, 'party', 'parties')}"
    return dotted(
        (
            parties if facts.parties else "",
            f"{inert(facts.list_label, 60)} of {day(facts.action.list_date, 'no date given')}",
            f"checked {checked(facts)}",
            f"full list in the thread (CSV, {count(facts.file_rows, 'row')})" if facts.file_rows else "",
        )
    )


def checked(facts: ActionCard) -> str:
    """When the list was last read, in the reader's time where the value is an instant."""
    try:
        instant = datetime.fromisoformat(facts.checked_at)
    except ValueError:
        return inert(facts.checked_at, 60) or "at an unknown time"
    return slack_date(instant) if instant.tzinfo else inert(facts.checked_at, 60)


def _because(facts: ActionCard, state: CardState) -> str:
    if state.why or state.shared:
        return why_line(state.why)
    reasons = [f"“{inert(reason, 80)}”" for reason in facts.because]
    return f"Why here: watch {listed_out(reasons, 3)}" if reasons else ""


def _fallback(facts: ActionCard, sums: Tally) -> str:
    head = inert(headline(facts, sums), 300)
    removed = " No confirmed removals." if (sums.added or sums.back) and not sums.removed else ""
    moved = f" {NO_REMOVAL.capitalize()}." if sums.moved and not (sums.added or sums.removed) else ""
    new = f" {NOT_NEW.capitalize()}." if sums.back and not sums.added else ""
    watched = f" {count(len(facts.watched), 'name')} watched here." if facts.watched else ""
    return f"{SAMPLE_TEXT if facts.sample else ''}{head} ({between(facts)}).{watched}{new}{moved}{removed}"
