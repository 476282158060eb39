"""Actions: one official action as one card; its names and fields are told in its thread.

The card is drawn from the events and from what people made of it, so the same call redraws it when a pending removal
is decided, or when somebody claims it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from bot.blocks import ids
from bot.blocks.card_buttons import NAMES_ON_CARD, card_buttons, care_line, shared_line, state_lines, why_line
from bot.blocks.counted import between, counts, programmes, title
from bot.blocks.events import NOTHING_KNOWN, Tally, name_of, names_of, tags, tally, what_happened
from bot.blocks.headlines import headline, leads_with_absence
from bot.blocks.inert import count, day, dotted, inert, lines, listed_out, slack_date, whole
from bot.blocks.kit import Block, Message, context, header, message, section, with_block_id
from bot.blocks.lines import told_lines
from bot.blocks.notes import topic_notes
from bot.blocks.wording import (
    NO_REMOVAL,
    NOT_NEW,
    REASON_NOT_STATED,
    REMOVAL_CAUTION,
    SAMPLE_BANNER,
    SAMPLE_TEXT,
)
from bot.core.alerts import ActionCard, Watched
from bot.core.card_state import BARE, CardState

SHOWN = NAMES_ON_CARD
IN_TEXT = 3
"""So many watched names stand in the text that a telephone shows."""
ACTS = 3
"""So many further designations and the like are told on the card; more are counted, and told in the thread."""


def card(facts: ActionCard, state: CardState = BARE) -> Message:
    """The parent card of an official action for one channel; its first block carries the alert's id."""
    if state.work.status == "irrelevant":
        return _collapsed(facts, state)
    sums = tally(facts.events)
    leads = leads_with_absence(facts, sums)
    about = _about(facts, sums)
    absence, watched = _absence(facts, sums), _watched(facts)
    if leads:
        told = (absence, watched, *about)
    elif facts.watched:  # the names watched follow the numbers, before those that nobody here asked for
        told = (*about[:1], absence, watched, *about[1:])
    else:
        told = (*about[:1], absence, *about[1:], watched)
    blocks: list[Block | None] = [
        context(SAMPLE_BANNER) if facts.sample else None,
        header(headline(facts, sums)),
        *map(_optional, told),
        _optional(_elsewhere(facts) if (facts.elsewhere or facts.first_found) and not leads else ""),
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
        context(care_line(state), _because(facts, state)),
        card_buttons(facts, state),
    ]
    text = f"{SAMPLE_TEXT if facts.sample else ''}Not relevant here: {inert(head, 300)}."
    return message(text, with_block_id(blocks, ids.alert_block_id(facts.alert)))


def _team(facts: ActionCard) -> str:
    """The lines to take on the parties watched here and on the programmes of the action, and the notes on these."""
    if not (facts.lines or facts.notes):
        return ""
    told = told_lines(facts.lines, date.fromisoformat(facts.checked_at[:10]))
    return lines("*TEAM*", *told, *topic_notes(facts.notes))


def _optional(text: str) -> Block | None:
    return section(text) if text else None


def _about(facts: ActionCard, sums: Tally) -> tuple[str, ...]:
    """What the action did: in numbers, then by name; of an act on one party, which needs no numbers, the act first."""
    told = (_sums(facts, sums), _added(facts, sums), _acts(facts, sums))
    return told if counts(facts, sums) else told[::-1]


def _sums(facts: ActionCard, sums: Tally) -> str:
    """The action in numbers; beside a header that tells of an absence, only what else the lists differ in."""
    if not leads_with_absence(facts, sums):
        return lines(counts(facts, sums), programmes(facts), title(facts))
    if len(facts.events) == len(sums.pending) + len(sums.cancelled):
        return title(facts) if facts.action.notice_url else ""
    others = replace(sums, pending=())
    return lines(f"Also between these lists: {counts(facts, others)}", title(facts))


def _absence(facts: ActionCard, sums: Tally) -> str:
    """What is known of removals that nobody has confirmed, or that came to nothing; no line repeats the header.

    An absence not yet confirmed is named to those who watch the party, and counted for others.
    """
    watched = {item.event.key for item in facts.watched}
    if sums.pending:
        stands = "It counts" if len(sums.pending) == 1 else "They count"
        return lines(
            dotted(
                (
                    "" if leads_with_absence(facts, sums) else "⏳ *Not yet confirmed*",
                    _absent_since(facts, _absent(sums, watched)) + _uncited(facts, sums),
                )
            ),
            "Could be a removal, a merged or a renumbered record. "
            f"{stands} as listed; this card will change when known.",
        )
    names = names_of(sorted(sums.cancelled, key=lambda event: event.key not in watched), SHOWN)
    if sums.cancelled and all(event.kind == "moved" for event in sums.cancelled):
        moved = f"*Moved to another list of {inert(facts.issuer_label, 20)}"
        return f"{moved}{f':* {names}' if names else '*'}. {NO_REMOVAL.capitalize()}."
    if sums.cancelled:
        return f"*Back on the list{f':* {names}' if names else '*'}. The earlier absence was not a removal."
    return ""


def _absent(sums: Tally, watched: Collection[str]) -> str:
    """Who is absent, of the parties watched here; the others as a number."""
    mine = [event for event in sums.pending if event.key in watched]
    others = len(sums.pending) - len(mine)
    return dotted((names_of(mine, SHOWN), count(others, "other") if others else "")) if mine else ""


def _uncited(facts: ActionCard, sums: Tally) -> str:
    """That no notice tells of the absence, unless the lines on the whole action say so."""
    is_all = len(facts.events) == len(sums.pending) + len(sums.cancelled)
    return " No notice matched yet." if is_all and not facts.action.notice_url else ""


def _absent_since(facts: ActionCard, who: str) -> str:
    ended = f": {who}." if who else "."
    action, name = facts.action, inert(facts.list_label, 60)
    if not (action.list_date and action.previous_list_date):
        return f"On the {name} before, absent from it now{ended}"
    return f"On the {name} of {day(action.previous_list_date)}, absent from that of {day(action.list_date)}{ended}"


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
    """The parties that somebody here watches by name or by a pattern of names."""
    if not facts.watched:
        whose = "your" if facts.is_personal else "this channel's"
        return f"*{_watching(facts)}:* none of {whose} named watches."
    rows = [watched_row(facts, item) for item in facts.watched]
    return f"*{_watching(facts)} ({len(rows):,}):*\n{listed_out(rows, SHOWN, '+{n} more in the thread', chr(10))}"


def _watching(facts: ActionCard) -> str:
    return "You watch" if facts.is_personal else "Watched here"


def watched_row(facts: ActionCard, item: Watched) -> str:
    """A watched name, what happened to it, and what other lists say."""
    known = facts.background.get(item.event.key, NOTHING_KNOWN)
    others = listed_out([inert(other, 80) for other in item.elsewhere], 4, between=", ")
    tail = f"also: {others}" if others else f"no other listing found {_on_lists(facts)}"
    return f"• *{name_of(item.event)}*: {what_happened(item.event, known)}; {tail}"


def _on_lists(facts: ActionCard) -> str:
    """On how many lists another listing was looked for."""
    return f"on the {count(facts.lists_loaded, 'list')} loaded" if facts.lists_loaded else "on the lists loaded"


def _elsewhere(facts: ActionCard) -> str:
    if not facts.elsewhere:
        number = f"all {facts.first_found:,}" if facts.first_found > 1 else "yes"
        return f"*First listing found by us:* {number} (no other listing found {_on_lists(facts)})"
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
            _file(facts),
        )
    )


def _file(facts: ActionCard) -> str:
    """Where the file is; one that was made before the latest change says so."""
    if not facts.file_rows:
        return ""
    made = "full list" if facts.file_rows == len(facts.events) else "list as first posted"
    return f"{made} in the thread (CSV, {count(facts.file_rows, 'row')})"


def checked(facts: ActionCard) -> str:
    """When the list was last read, in the reader's time where the value is an instant."""
    try:
        instant = datetime.fromisoformat(facts.checked_at)
    except ValueError:
        return inert(facts.checked_at, 60) or "at an unknown time"
    return slack_date(instant) if instant.tzinfo else inert(facts.checked_at, 60)


def _because(facts: ActionCard, state: CardState) -> str:
    if state.why or state.shared:
        return why_line(state.why, is_personal=facts.is_personal)
    reasons = [whole(reason, 80) for reason in facts.because]
    return f"Why here: {'your ' if facts.is_personal else ''}watch {listed_out(reasons, 3)}" if reasons else ""


def _fallback(facts: ActionCard, sums: Tally) -> str:
    head = inert(headline(facts, sums), 300)
    removed = " No confirmed removals." if (sums.added or sums.back) and not (sums.removed or sums.pending) else ""
    moved = f" {NO_REMOVAL.capitalize()}." if sums.moved and not (sums.added or sums.removed) else ""
    new = f" {NOT_NEW.capitalize()}." if sums.back and not sums.added else ""
    watched = f" {_watching(facts)}: {names_of([w.event for w in facts.watched], IN_TEXT)}." if facts.watched else ""
    return f"{SAMPLE_TEXT if facts.sample else ''}{head} ({between(facts)}).{watched}{new}{moved}{removed}"
