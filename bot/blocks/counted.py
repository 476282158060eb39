"""Counted: what an official action did in numbers, on which programmes, by which acts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.blocks.events import Tally, first_years, is_further, is_partial, tags
from bot.blocks.inert import count, day, dotted, inert, lines, link, listed_out
from bot.blocks.wording import NOT_NEW, TYPE_WORDS
from bot.core.alerts import ActionCard, ActPrinted
from bot.core.events import Event
from bot.core.listings import EntityType

ACTS: Final = 3
"""So many acts are named; more are counted."""
REPLACED: Final = {"redesignated": "re-designated", "merged": "merged", "renumbered": "renumbered"}


def between(facts: ActionCard) -> str:
    """The two lists compared."""
    action = facts.action
    if action.list_date and action.previous_list_date:
        return f"lists of {day(action.previous_list_date)} and {day(action.list_date)}"
    return f"list of {day(action.list_date)}" if action.list_date else "lists without a date of their own"


def title(facts: ActionCard) -> str:
    """What the action is known by: its notice, else the two lists compared; and the acts that its entries print."""
    action = facts.action
    if action.notice_url:
        named = dotted((link(action.notice_url, action.title[:200]), day(action.list_date, "date not given")))
        return lines(named, acts_line(facts))
    unmatched = "" if facts.acts else "; _no notice matched yet, possibly several actions_"
    return lines(acts_line(facts), f"Differences between the {between(facts)}{unmatched}")


def acts_line(facts: ActionCard) -> str:
    """The acts that the entries print; for an act ahead of its issuer's file, that it counts already."""
    if not facts.acts:
        return ""
    named = listed_out([_act(act, len(facts.acts) > 1) for act in facts.acts], ACTS, "+{n} more acts", "; ")
    ahead = "FSF file not updated yet: answers already count the act." if facts.act_only else ""
    word = "Act" if len(facts.acts) == 1 else "Acts"
    return lines(f"{word} printed on the entries: {named}", ahead)


def _act(act: ActPrinted, is_one_of_several: bool) -> str:
    name = link(act.url, act.number[:80]) if act.url else inert(act.number, 80)
    entries = f" ({count(act.entries, 'entry', 'entries')})" if is_one_of_several else ""
    dated = [
        f"{word} {_printed_day(value)}"
        for word, value in (("published", act.published), ("in force", act.in_force))
        if value
    ]
    return ", ".join([f"{name}{entries}", *dated])


def _printed_day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return inert(text, 40)


def counts(facts: ActionCard, sums: Tally) -> str:
    """All that the action did, in numbers."""
    types = ", ".join(_type_count(kind, number) for kind, number in facts.entry_types)
    typed = f" ({types})" if types and not (sums.added and sums.back) else ""
    years = first_years(sums.back, facts.background)
    first = f", first listed {years}" if years else ""
    told = bool(sums.added or sums.removed or sums.back)
    return dotted(
        (
            f"*{len(sums.added):,} added*{typed}" if sums.added else "",
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


def programmes(facts: ActionCard) -> str:
    """The programmes on the entries, largest first."""
    if not facts.programmes:
        return ""
    named = [f"{inert(code, 80)} {number:,}" for code, number in facts.programmes]
    overlap = " (an entry may carry several; numbers overlap)" if len(named) > 1 else ""
    return f"Programmes: {listed_out(named, 3)}{overlap}"
