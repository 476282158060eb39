"""Digests: all that waited for a channel in one card, a line an official action, law before bookkeeping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.blocks.events import NOTHING_KNOWN, counted, fields, name_of, tags, what_happened
from bot.blocks.inert import count, day, dotted, inert, lines, link, listed_out, slack_date, utc, whole
from bot.blocks.issuing import list_name
from bot.blocks.kit import Block, Message, context, header, message, section
from bot.blocks.scope import source_label
from bot.blocks.wording import REASON_NOT_STATED, REMOVAL_CAUTION, SAMPLE_BANNER, SAMPLE_TEXT
from bot.core.assignments import Tally
from bot.core.delta import Op
from bot.core.digests import AWAY, HELD, Digest, Line
from bot.core.events import Event
from bot.core.screening import SourceState
from bot.core.snoozes import is_legal_change

SHOWN: Final = 5
"""Lines of a block; more are counted."""
NAMED: Final = 3
"""Parties named in a line."""
FIELDS: Final = 2
"""Fields told of an amended record."""
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CHANGE_IT: Final = "Change this digest: `/sanctions watches`"

NOTHING: Final = "no change seen on your watches"

Wanted = Callable[[Event], bool]


def digest_card(facts: Digest) -> Message:
    """One digest; the numbers of its first line are those of the lines below."""
    law = _of(facts.lines, is_legal_change)
    unsure = _of(facts.lines, _is_unsure)
    rest = _of(facts.lines, lambda event: not (is_legal_change(event) or _is_unsure(event)))
    said = _in_one_line(law, unsure, rest)
    for_you = _for_you(facts.for_you)
    blocks: list[Block | None] = [
        context(SAMPLE_BANNER) if facts.sample else None,
        header(_title(facts)),
        section(lines(_opening(facts), *_first_lines(facts, said))),
        _block("LAW CHANGED", law, facts),
        _removals(law),
        _block("REMOVALS NOT CONFIRMED, count as listed", unsure, facts),
        _block("AMENDED RECORDS, no change in law", rest, facts),
        _posted(facts.posted),
        section(f"*FOR YOU* {for_you}: `/sanctions items{'' if facts.is_personal else ' here'}`") if for_you else None,
        context(_checked(facts), _because(facts), CHANGE_IT if facts.since else ""),
    ]
    opening = f"{_opening(facts)} " if facts.kind == HELD else ""
    late = "".join(
        f" {source_label(state.source)} could not be read {_unread(state, plainly=True)}." for state in facts.troubled
    )
    text = f"{SAMPLE_TEXT if facts.sample else ''}{_title(facts)}: {opening}{said or NOTHING}.{late}"
    return message(text, blocks)


def _first_lines(facts: Digest, said: str) -> list[str]:
    """What the digest comes to; with nothing to tell but a list in trouble, just that."""
    late = [f"*{source_label(state.source)}* could not be read {_unread(state)}" for state in facts.troubled]
    if not said and len(late) == 1:
        return [f"*{NOTHING.capitalize()}*; ⚠️ {late[0]}: later changes unseen."]
    return [f"*In one line:* {said or NOTHING}.", *(f"⚠️ {text}: later changes unseen." for text in late)]


def _for_you(told: Tally) -> str:
    overdue = f" ({told.overdue} overdue)" if told.overdue else ""
    return dotted(
        (
            f"{count(told.cards, 'open item')}{overdue}" if told.cards else "",
            f"lines past review: {told.lines}" if told.lines else "",
            f"decisions re-opened: {told.reopened}" if told.reopened else "",
        )
    )


def _is_unsure(event: Event) -> bool:
    """A removal that nobody has confirmed, or that came to nothing."""
    return event.op is Op.DEL and event.state != "confirmed"


def _of(told: Sequence[Line], wanted: Wanted) -> list[Line]:
    """The lines with only these events; a line without any is left out."""
    parts = [
        replace(line, events=tuple(filter(wanted, line.events)), watched=tuple(filter(wanted, line.watched)))
        for line in told
    ]
    return [line for line in parts if line.events]


def _title(facts: Digest) -> str:
    when = f"{_day(facts.at)} · {clock(facts.at)}"
    match facts.kind:
        case "weekly":
            return f"Sanctions digest · week to {when}"
        case str(kind) if kind == AWAY:
            return f"While I was away · {when}"
        case str(kind) if kind == HELD:
            return f"A snooze ended · {when}"
        case _:
            return f"Sanctions digest · {when}"


def _day(at: datetime) -> str:
    return f"{WEEKDAYS[at.weekday()]} {day(at.date())}"


def clock(at: datetime) -> str:
    """The time of day with its zone: 08:00 CET, 08:00 UTC+03."""
    name = at.tzname() or ""
    return f"{at:%H:%M} {f'UTC{name}' if name[:1] in ('+', '-') else name}".rstrip()


def _opening(facts: Digest) -> str:
    if facts.kind == AWAY:
        return "These cards could not be sent for hours; here they are in one."
    if facts.kind == HELD:
        number = sum(len(line.events) for line in facts.lines)
        return f"{count(number, 'alert was', 'alerts were')} held back."
    return ""


def _in_one_line(law: Sequence[Line], unsure: Sequence[Line], rest: Sequence[Line]) -> str:
    told = (
        (law, "legal change"),
        (unsure, "removal not confirmed", "removals not confirmed"),
        (rest, "amendment"),
    )
    return ", ".join(f"{count(len(some), *words)}{_entries(some)}" for some, *words in told if some)


def _entries(told: Sequence[Line]) -> str:
    """How many entries the lines tell of, where that is another number."""
    number = sum(len(line.events) for line in told)
    return f" ({count(number, 'entry', 'entries')})" if number != len(told) else ""


def _block(title: str, told: Sequence[Line], facts: Digest) -> Block | None:
    if not told:
        return None
    rows = [_row(line) for line in told]
    since = f" since:{facts.since.date().isoformat()}" if facts.since else ""
    more = f"+{{n}} more{_entries(told[SHOWN:])}: `/sanctions changes{since}`"
    return section(f"*{title}* ({len(told):,})\n{listed_out(rows, SHOWN, more, chr(10))}")


def _posted(told: Sequence[Line]) -> Block | None:
    """What the cards that stand here told already: where, and no more."""
    rows = [
        dotted(
            (
                f"{inert(list_name(line.issuer_label, line.list_label), 80)}: {', '.join(counted(line.events))}",
                _where(line),
            )
        )
        for line in told
    ]
    return context(f"Already posted here, so not told again: {listed_out(rows, SHOWN, between='; ')}") if rows else None


def _row(line: Line) -> str:
    """One action: whose list, what happened, the names that somebody here watches, where to read on."""
    dated = f", {day(line.action.list_date)}" if line.action.list_date else ""
    whose = f"• *{inert(line.issuer_label, 20)}* ({inert(line.list_label, 60)}{dated}): "
    return whose + dotted((_what(line), _acts(line), _watched(line), _where(line)))


def _acts(line: Line) -> str:
    """The newest act that the entries print, and how many more there are."""
    named = [link(act.url, act.number[:80]) if act.url else inert(act.number, 80) for act in line.acts]
    return f"by {listed_out(named, 1, '+{n} more acts')}" if named else ""


def _what(line: Line) -> str:
    if len(line.events) <= NAMED:
        return "; ".join(_told(line, event) for event in line.events)
    return f"{', '.join(counted(line.events))}{_programmes(line.events)}"


def _told(line: Line, event: Event) -> str:
    known = line.background.get(event.key, NOTHING_KNOWN)
    if event.op is Op.MOD and not tags(event):
        return f"*{name_of(event)}* {dotted(fields(event, FIELDS))}"
    programmes = _codes(event.programmes) if event.op is Op.ADD else ""
    return f"*{name_of(event)}* {what_happened(event, known)}{f' ({programmes})' if programmes else ''}"


def _watched(line: Line) -> str:
    if not line.watched or len(line.events) <= NAMED:
        return ""
    if len({(event.op, event.state) for event in line.events}) == 1 and line.events[0].op in (Op.ADD, Op.DEL):
        return f"watched here: {listed_out([f'*{name_of(event)}*' for event in line.watched], NAMED, between=', ')}"
    return f"watched here: {listed_out([_told(line, event) for event in line.watched], NAMED, between='; ')}"


def _programmes(told: Sequence[Event]) -> str:
    counted = Counter(code for event in told for code in set(event.programmes)).most_common()
    named = [f"{inert(code, 60)} {number:,}" for code, number in counted]
    return f" ({listed_out(named, 2, between=', ')})" if named else ""


def _codes(codes: Sequence[str]) -> str:
    return listed_out([inert(code, 60) for code in codes], 2, between=", ")


def _where(line: Line) -> str:
    """The thread of the action's card where one stands, else its notice, else the only entry's page."""
    if line.url:
        return link(line.url, "thread")
    if line.action.notice_url:
        return link(line.action.notice_url, "notice")
    return link(line.events[0].url, "entry") if len(line.events) == 1 and line.events[0].url else ""


def _removals(law: Sequence[Line]) -> Block | None:
    gone = any(event.op is Op.DEL for line in law for event in line.events)
    return context(f"*Removed:* {REASON_NOT_STATED}. {REMOVAL_CAUTION}") if gone else None


def _unread(state: SourceState, *, plainly: bool = False) -> str:
    if not state.checked_at:
        return "so far"
    return f"since {utc(state.checked_at) if plainly else slack_date(state.checked_at)}"


def _checked(facts: Digest) -> str:
    if not facts.since:
        return ""
    return f"{count(facts.checked, 'list')} checked since {slack_date(facts.since, utc(facts.since))}"


def _because(facts: Digest) -> str:
    reasons = [whole(reason, 80) for reason in facts.because]
    return f"Why here: watch {listed_out(reasons, 3)}" if reasons else ""
