"""Actions: one official action as one card, and its names and fields as thread replies.

The card is drawn from the events alone, so the same call redraws it when a pending removal is confirmed
or cancelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.blocks import ids
from bot.blocks.inert import count, day, dotted, inert, lines, link, listed_out, plain, slack_date
from bot.blocks.kit import Block, Message, context, header, message, section, with_block_id
from bot.blocks.wording import KINDS, REASON_NOT_STATED, REMOVAL_CAUTION, SAMPLE_BANNER, SAMPLE_TEXT, TYPE_WORDS
from bot.core.alerts import ActionCard, Watched
from bot.core.delta import Op
from bot.core.events import Event
from bot.core.issuers import ListKind
from bot.core.listings import EntityType

WATCHED_SHOWN = 5
MOVE_WORDS = {"escalated": "full blocking, ", "eased": "narrower limits, "}


@dataclass(frozen=True, slots=True)
class Tally:
    """The events of an action by what they mean."""

    added: tuple[Event, ...]
    removed: tuple[Event, ...]
    pending: tuple[Event, ...]
    cancelled: tuple[Event, ...]
    changed: tuple[Event, ...]
    replaced: tuple[Event, ...]
    moved: tuple[Event, ...]


def tally(events: tuple[Event, ...]) -> Tally:
    """Sort events; a removal counts as one only when confirmed."""

    def of(op: Op, state: str = "") -> tuple[Event, ...]:
        return tuple(e for e in events if e.op == op and (not state or e.state == state))

    return Tally(
        added=of(Op.ADD),
        removed=of(Op.DEL, "confirmed"),
        pending=of(Op.DEL, "pending"),
        cancelled=of(Op.DEL, "cancelled"),
        changed=of(Op.MOD),
        replaced=of(Op.REPLACE),
        moved=of(Op.MOVE),
    )


def card(facts: ActionCard) -> Message:
    """The parent card of an official action for one channel; its first block carries the alert's id."""
    sums = tally(facts.events)
    blocks: list[Block | None] = [
        context(SAMPLE_BANNER) if facts.sample else None,
        header(headline(facts, sums)),
        section(lines(_title(facts), _counts(facts, sums), _programmes(facts))),
        section(_pending(facts, sums)) if sums.pending or sums.cancelled else None,
        section(_watched(facts)),
        section(_elsewhere(facts)) if facts.elsewhere or facts.first_found else None,
        section(lines(f"*Removed*, {REASON_NOT_STATED}.", REMOVAL_CAUTION)) if sums.removed else None,
        context(_small(facts), _because(facts)),
    ]
    return message(_fallback(facts, sums), with_block_id(blocks, ids.alert_block_id(facts.alert)))


def headline(facts: ActionCard, sums: Tally) -> str:
    """The header: the notice's verb when a notice is matched, else the difference between the lists."""
    issuer, name, dated = facts.issuer_label, facts.list_label, _dated(facts)
    added, removed = len(sums.added), len(sums.removed)
    if facts.action.notice_url and added and not removed:
        if all(event.list_kind == ListKind.SDN for event in sums.added):
            return f"{issuer} blocks {added:,} (SDN){dated}"
        return f"{issuer} adds {added:,} to the {name}{dated}"
    if facts.action.notice_url and removed and not added:
        return f"{issuer} removes {removed:,} from the {name}{dated}"
    if added and removed:
        verbs = f"{count(added, 'entry', 'entries')} added to and {removed:,} removed from"
    elif added:
        verbs = f"{count(added, 'entry', 'entries')} added to"
    elif removed:
        verbs = f"{count(removed, 'entry', 'entries')} removed from"
    else:
        return _quiet_headline(facts, sums)
    return f"{issuer}: {verbs} the {name}{dated and ' of' + dated[1:]}"


def _dated(facts: ActionCard) -> str:
    return f", {day(facts.action.list_date)}" if facts.action.list_date else ""


def _quiet_headline(facts: ActionCard, sums: Tally) -> str:
    """The header of an action that adds and removes nothing (yet)."""
    where = f"the {facts.issuer_label} {facts.list_label}"
    if sums.pending:
        return f"⏳ {count(len(sums.pending), 'entry', 'entries')} absent from {where}: not yet confirmed"
    if sums.moved:
        return _moved_headline(facts, sums)
    if sums.changed:
        return f"{facts.issuer_label}: {count(len(sums.changed), 'entry', 'entries')} changed on the {facts.list_label}"
    if sums.replaced:
        records = count(len(sums.replaced), "record", "records")
        return f"{facts.issuer_label}: {records} replaced on the {facts.list_label}, no removal"
    return f"Still on {where}: {count(len(sums.cancelled), 'entry', 'entries')} back, no removal"


def _moved_headline(facts: ActionCard, sums: Tally) -> str:
    moved = sums.moved
    if len(moved) == 1:
        kind = moved[0].list_kind
        target = KINDS[ListKind(kind)].short if kind in set(ListKind) else "another list"
        name = plain(moved[0].caption, 80) or "(no name)"
        return f"{name}: moved by {facts.issuer_label} to {MOVE_WORDS.get(moved[0].kind, '')}{target}"
    return f"{facts.issuer_label}: {len(moved):,} entries moved between its lists, no removal"


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
    return f"Differences between the {between(facts)}; *no notice matched yet, possibly several actions*"


def _counts(facts: ActionCard, sums: Tally) -> str:
    types = ", ".join(_type_count(kind, number) for kind, number in facts.entry_types)
    changed, both = len(sums.changed), bool(sums.added or sums.removed)
    return dotted(
        (
            f"*{len(sums.added):,} added*" + (f" ({types})" if types and sums.added else "") if both else "",
            (f"*{len(sums.removed):,} removed*" if sums.removed else "no removal confirmed") if both else "",
            f"{count(changed, 'existing entry', 'existing entries')} changed" if changed else "",
            f"{len(sums.replaced):,} replaced or renumbered" if sums.replaced else "",
            f"{len(sums.moved):,} moved between this issuer's lists (one event, not a removal)" if sums.moved else "",
            f"{len(sums.pending):,} absent, not yet confirmed" if sums.pending else "",
        )
    )


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
    named = [inert(event.caption, 80) or "(no name)" for event in sums.pending or sums.cancelled]
    names = listed_out(named, WATCHED_SHOWN)
    if not sums.pending:
        return f"*Back on the list:* {names}. The earlier absence was not a removal."
    cited = "" if facts.action.notice_url else " No notice matched yet."
    return lines(
        f"⏳ *Not yet confirmed:* {names}.{cited}",
        "Could be a removal, a merged or a renumbered record. They count as listed; this card will change when known.",
    )


def _watched(facts: ActionCard) -> str:
    if not facts.watched:
        return "*Watched here:* none of this channel's named watches."
    rows = [_watched_row(item) for item in facts.watched]
    return f"*Watched here ({len(rows):,}):*\n{listed_out(rows, WATCHED_SHOWN, '+{n} more in the thread', chr(10))}"


_WHAT = {
    Op.ADD: "added",
    Op.MOD: "changed",
    Op.REPLACE: "record replaced",
    Op.MOVE: "moved between lists",
}
_REMOVAL = {"confirmed": "no longer on the list", "pending": "absent, not yet confirmed", "cancelled": "still listed"}


def what_happened(event: Event) -> str:
    """What an event means for its party, in a few words."""
    return _REMOVAL[event.state] if event.op == Op.DEL else _WHAT[event.op]


def _watched_row(item: Watched) -> str:
    event = item.event
    name = f"*{inert(event.caption, 80) or '(no name)'}*"
    others = listed_out([inert(other, 80) for other in item.elsewhere], 4, between=", ")
    tail = f"also: {others}" if others else "no other listing found on our lists"
    return f"• {name}: {what_happened(event)}; {tail}"


def _elsewhere(facts: ActionCard) -> str:
    counts = dotted(f"{inert(label, 20)} {number:,}" for label, number in facts.elsewhere)
    first = f"first listing found by us: {facts.first_found:,}" if facts.first_found else ""
    return f"*Already listed elsewhere:* {dotted((counts, first))} (by confirmed link; overlap, do not add)"


def _small(facts: ActionCard) -> str:
    parties = f"{count(len(facts.events), 'entry', 'entries')}, {count(facts.parties, 'party', 'parties')}"
    return dotted(
        (
            parties if facts.parties else "",
            f"{inert(facts.list_label, 60)} of {day(facts.action.list_date, 'no date given')}",
            f"checked {checked(facts)}",
        )
    )


def checked(facts: ActionCard) -> str:
    """When the list was last read, in the reader's time where the value is an instant."""
    try:
        instant = datetime.fromisoformat(facts.checked_at)
    except ValueError:
        return inert(facts.checked_at, 60) or "at an unknown time"
    return slack_date(instant) if instant.tzinfo else inert(facts.checked_at, 60)


def _because(facts: ActionCard) -> str:
    reasons = [f"“{inert(reason, 80)}”" for reason in facts.because]
    return f"Why here: watch {listed_out(reasons, 3)}" if reasons else ""


def _fallback(facts: ActionCard, sums: Tally) -> str:
    head = inert(headline(facts, sums), 300)
    removed = " No confirmed removals." if sums.added and not sums.removed else ""
    watched = f" {count(len(facts.watched), 'name')} watched here." if facts.watched else ""
    return f"{SAMPLE_TEXT if facts.sample else ''}{head} ({between(facts)}).{watched}{removed}"
