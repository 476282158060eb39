"""Recorded: since when our own record tells, where a card speaks of a time; nothing is claimed of what was before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from bot.blocks.inert import day, listed_out, slack_date
from bot.blocks.scope import source_label
from bot.core.screening import SourceState


def record_begins(begins: Mapping[str, date], since: date) -> str:
    """That our record of these lists begins after `since`, and when ("" when it reaches back that far)."""
    young = {source: first for source, first in begins.items() if first > since}
    if not young:
        return ""
    whose = "Our record"
    if len(young) < len(begins):
        whose += f" of {listed_out([source_label(source) for source in sorted(young)], 3, between=', ')}"
    return f"{whose} begins {span(young.values())}: earlier changes are not in it."


def unseen(states: Iterable[SourceState], since: date) -> str:
    """That our copy of a list, given by hand, is older than what is asked about ("": none is)."""
    old = [s for s in states if s.origin != "official" and s.list_date and s.list_date < since]
    told = [f"{source_label(state.source)} of {day(state.list_date)}" for state in old]
    return f"Our copies are older: {listed_out(told, 3)}. Later changes are unseen." if told else ""


def span(days: Collection[date]) -> str:
    """The day of all lists, or the days between which each has its own."""
    first, last = min(days), max(days)
    return day(first) if first == last else f"between {day(first)} and {day(last)}, by list"


def recorded_since(first: datetime | None, since: datetime) -> str:
    """The moment since when something is told: `since`, or the later one when our record began."""
    if first is None or first <= since:
        return slack_date(since)
    return f"our record began, {slack_date(first)}"
