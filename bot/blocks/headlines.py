"""Headlines: the one line that answers on the card of an official action."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.events import NOTHING_KNOWN, Tally, first_years, is_further, is_partial, moved_text
from bot.blocks.inert import count, day, plain
from bot.blocks.issuing import list_name
from bot.core.alerts import ActionCard
from bot.core.events import Event
from bot.core.issuers import ListKind


def leads_with_absence(facts: ActionCard, sums: Tally) -> bool:
    """Whether the watches here asked for nothing of the action but absences: they come before all that it did else."""
    absent = {event.key for event in (*sums.pending, *sums.cancelled)}
    return bool(absent) and (facts.told or {event.key for event in facts.events}) <= absent


def headline(facts: ActionCard, sums: Tally) -> str:
    """The header: the notice's verb when a notice is matched, else the difference between the lists."""
    if leads_with_absence(facts, sums):
        return _absence_headline(facts, sums)
    told = _told(facts, sums)
    if not told:
        return _quiet_headline(facts, sums)
    if len(facts.events) == 1:
        return _of_one(facts, sums)
    absent = f"; ⏳ {count(len(sums.pending), 'entry', 'entries')} absent, not yet confirmed" if sums.pending else ""
    if facts.action.notice_url and len(told) == 1 and not sums.back:
        return _noticed(facts, sums) + absent
    return _differences(facts, sums, told) + absent


def _of_one(facts: ActionCard, sums: Tally) -> str:
    """The header of an action on one party alone: its name comes first."""
    event = facts.events[0]
    name, where = plain(event.caption, 60) or "(no name)", list_name(facts.issuer_label, facts.list_label)
    if facts.action.notice_url and sums.added and event.list_kind == ListKind.SDN:
        return f"{name}: blocked by {facts.issuer_label} (SDN){_dated(facts)}"
    verb = "added to" if sums.added else "back on" if sums.back else "removed from"
    dated = f" of {day(facts.action.list_date)}" if facts.action.list_date else ""
    return f"{name}: {verb} the {where}{dated}{_rider(facts, sums)}"


def _told(facts: ActionCard, sums: Tally) -> list[tuple[int, str]]:
    """How many were added, are back and were removed; what somebody here asked for comes first."""
    groups = ((sums.added, "added to"), (sums.back, "back on"), (sums.removed, "removed from"))
    asked = sorted(groups, key=lambda group: bool(facts.told) and all(e.key not in facts.told for e in group[0]))
    return [(len(events), verb) for events, verb in asked if events]


def _differences(facts: ActionCard, sums: Tally, told: Sequence[tuple[int, str]]) -> str:
    issuer, name = facts.issuer_label, facts.list_label
    (first, verb), *rest = told
    parts = [f"{count(first, 'entry', 'entries')} {verb}", *(f"{number:,} {word}" for number, word in rest)]
    joined = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    dated = f" of {day(facts.action.list_date)}" if facts.action.list_date else ""
    return f"{issuer}: {joined} the {name}{dated}{_rider(facts, sums) if len(told) == 1 else ''}"


def _rider(facts: ActionCard, sums: Tally) -> str:
    """What keeps a header from being read as more than it is."""
    if sums.back:
        years = first_years(sums.back, facts.background)
        return f", first listed {years}" if years else ", not new"
    if sums.removed and all(facts.background.get(event.key, NOTHING_KNOWN).still for event in sums.removed):
        return f"; still under other {facts.issuer_label} measures"
    return ""


def _noticed(facts: ActionCard, sums: Tally) -> str:
    issuer, name, dated = facts.issuer_label, facts.list_label, _dated(facts)
    if sums.removed:
        return f"{issuer} removes {len(sums.removed):,} from the {name}{dated}"
    if all(event.list_kind == ListKind.SDN for event in sums.added):
        return f"{issuer} blocks {len(sums.added):,} (SDN){dated}"
    return f"{issuer} adds {len(sums.added):,} to the {name}{dated}"


def _dated(facts: ActionCard) -> str:
    return f", {day(facts.action.list_date)}" if facts.action.list_date else ""


def _quiet_headline(facts: ActionCard, sums: Tally) -> str:
    """The header of an action that adds and removes nothing (yet)."""
    if sums.moved:
        return _moved_headline(facts, sums.moved)
    if sums.changed:
        return _changed_headline(facts, sums.changed)
    if sums.replaced:
        return _replaced_headline(facts, sums.replaced)
    return _absence_headline(facts, sums)


def _absence_headline(facts: ActionCard, sums: Tally) -> str:
    where = f"the {list_name(facts.issuer_label, facts.list_label)}"
    if sums.pending:
        return f"⏳ {count(len(sums.pending), 'entry', 'entries')} absent from {where}: not yet confirmed"
    if all(event.kind == "moved" for event in sums.cancelled):
        moved = count(len(sums.cancelled), "entry", "entries")
        return f"{facts.issuer_label}: {moved} moved from the {facts.list_label} to another list, no removal"
    return f"Still on {where}: {count(len(sums.cancelled), 'entry', 'entries')} back, no removal"


def _moved_headline(facts: ActionCard, moved: Sequence[Event]) -> str:
    ways = {moved_text(event, facts.background.get(event.key, NOTHING_KNOWN)) for event in moved}
    issuer, dated = facts.issuer_label, _dated(facts)
    if len(ways) > 1:
        return f"{issuer}: {len(moved):,} entries moved between its lists, no removal"
    way = next(iter(ways)).removeprefix("moves ")
    if len(moved) == 1:
        return f"{plain(moved[0].caption, 60) or '(no name)'}: {issuer} moves {way}{dated}"
    return f"{issuer}: {len(moved):,} entries moved {way}{dated}"


def _changed_headline(facts: ActionCard, changed: Sequence[Event]) -> str:
    issuer, where = facts.issuer_label, f"the {facts.list_label}"
    name = plain(changed[0].caption, 70) or "(no name)"
    if len(changed) == 1 and is_further(changed[0]):
        stands = f"already blocked by {issuer}" if changed[0].list_kind == ListKind.SDN else f"already on {where}"
        return f"{name}, {stands}, is now further designated{_dated(facts)}"
    if len(changed) == 1 and is_partial(changed[0]):
        stands = "still blocked" if changed[0].list_kind == ListKind.SDN else f"still on {where}"
        return f"{name}: partial relief by {issuer}, {stands}{_dated(facts)}"
    return f"{issuer}: {count(len(changed), 'entry', 'entries')} changed on {where}"


def _replaced_headline(facts: ActionCard, replaced: Sequence[Event]) -> str:
    if len(replaced) == 1 and replaced[0].kind == "redesignated":
        name = plain(replaced[0].caption, 80) or "(no name)"
        return f"{name}: re-designated by {facts.issuer_label}{_dated(facts)}, no removal"
    records = count(len(replaced), "record", "records")
    return f"{facts.issuer_label}: {records} replaced on the {facts.list_label}, no removal"
