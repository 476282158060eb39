"""Sources: each list with its size, its dates and its state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.blocks.inert import count, day, dotted, inert, lines, link, slack_date
from bot.blocks.kit import Message, context, header, message, section
from bot.blocks.scope import UNREADY, source_label
from bot.blocks.wording import NOT_SEARCHED, OPT_IN, SAMPLE_BANNER, SOURCE_STATE
from bot.core.issuers import ISSUER_OF
from bot.core.screening import SourceState


def sources_card(states: Sequence[SourceState], now: datetime) -> Message:
    """The state of all lists, worst news in the header."""
    ready = [state for state in states if state.state not in UNREADY]
    bad = [state for state in states if state.state in {"stale", "failed"}]
    entries = sum(state.entries for state in ready)
    title = f"{len(ready)} of {count(len(states), 'list')} loaded"
    trouble = f"; {len(bad)} need attention" if bad else ""
    sample = any(state.origin == "sample" for state in states)
    return message(
        f"{title}{trouble}. {count(entries, 'entry', 'entries')}.",
        [
            context(SAMPLE_BANNER) if sample else None,
            header(f"{title}{trouble}"),
            *(section(_row(state)) for state in states[:40]),
            section(lines(_unread(states), f"— *Not in any of these lists:* {dotted(NOT_SEARCHED)}")),
            context(f"{count(entries, 'entry', 'entries')} in all", f"As of {slack_date(now)}"),
        ],
    )


def _unread(states: Sequence[SourceState]) -> str:
    there = {state.source for state in states}
    absent = [source_label(source) for source in ISSUER_OF if source not in there and source not in OPT_IN]
    return f"— *Not set up here:* {dotted(absent)}" if absent else ""


def _row(state: SourceState) -> str:
    icon, word = SOURCE_STATE.get(state.state, ("⚠️", inert(state.state, 30)))
    first = dotted(
        (f"{icon} *{source_label(state.source)}*", word, link(state.url, state.title[:80] or "official list"))
    )
    if state.state in UNREADY:
        return lines(first, _problem(state))
    dates = dotted(
        (
            count(state.entries, "entry", "entries"),
            f"list of {day(state.list_date)}" if state.list_date else "list date not given",
            f"checked {slack_date(state.checked_at)}",
            f"changed {slack_date(state.changed_at)}" if state.changed_at else "",
        )
    )
    return lines(
        first, dates, dotted((f"origin: {inert(state.origin, 20)}", inert(state.licence, 80))), _problem(state)
    )


def _problem(state: SourceState) -> str:
    return f"⚠️ {inert(state.problem, 200)}" if state.problem else ""
