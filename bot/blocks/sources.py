"""Sources: each list with its size, its dates, its licence and its state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.blocks.inert import count, day, dotted, inert, lines, link, slack_date
from bot.blocks.kit import Message, context, header, message, section
from bot.blocks.scope import UNREADY, checked_words, source_label
from bot.blocks.wording import NOT_SEARCHED, OPT_IN, SAMPLE_BANNER, SOURCE_STATE
from bot.core.issuers import ISSUER_OF
from bot.core.screening import ANNEXES, SourceState

SHOWN = 40


def sources_card(states: Sequence[SourceState], now: datetime) -> Message:
    """The state of all lists, worst news in the header and first below it."""
    on, off = _turned_on(states)
    ready = [state for state in on if state.state not in UNREADY]
    bad = [state for state in on if state.state in {"stale", "failed"}]
    entries = count(sum(state.entries for state in ready), "entry", "entries")
    title = f"{len(ready)} of {count(len(on), 'list')} ready"
    trouble = f"; {len(bad)} {'needs' if len(bad) == 1 else 'need'} attention" if bad else ""
    sample = any(state.origin == "sample" for state in states)
    return message(
        f"{title}{trouble}. {entries}.",
        [
            context(SAMPLE_BANNER) if sample else None,
            header(f"{title}{trouble}"),
            *(section(_row(state)) for state in sorted(on, key=lambda state: state not in bad)[:SHOWN]),
            section(lines(*map(_off, off), _unread(states), f"— *In none of these lists:* {_outside(on)}")),
            context(f"{entries} in all", f"As of {slack_date(now)}"),
        ],
    )


def _turned_on(states: Sequence[SourceState]) -> tuple[list[SourceState], list[SourceState]]:
    """The lists that are read here, and those that somebody would have to turn on."""
    off = [state for state in states if state.opt_in and state.state in UNREADY]
    return [state for state in states if state not in off], off


def _off(state: SourceState) -> str:
    return dotted((f"➖ *{source_label(state.source)}*: not turned on (opt-in)", inert(state.licence, 120)))


def _unread(states: Sequence[SourceState]) -> str:
    there = {state.source for state in states}
    absent = [source_label(source) for source in ISSUER_OF if source not in there and source not in OPT_IN]
    return f"— *Not set up here:* {dotted(absent)}" if absent else ""


def _outside(on: Sequence[SourceState]) -> str:
    annexes = any(state.source == ANNEXES and state.state not in UNREADY for state in on)
    return dotted(item for item in NOT_SEARCHED if not (annexes and item.startswith("EU sectoral")))


def _row(state: SourceState) -> str:
    icon, word = SOURCE_STATE.get(state.state, ("⚠️", inert(state.state, 30)))
    named, official = f"{icon} *{source_label(state.source)}*", link(state.url, state.title[:80] or "official list")
    licence = f"opt-in, {inert(state.licence, 120)}" if state.opt_in else inert(state.licence, 80)
    if state.state in UNREADY:
        return lines(dotted((named, word, official)), _problem(state))
    dated = f"list of {day(state.list_date)}" if state.list_date else "list date not given"
    origin = "" if state.origin == "official" else f"origin: {inert(state.origin, 20)}"
    return lines(
        dotted((named, word, count(state.entries, "entry", "entries"), dated)),
        dotted((checked_words(state), _changed(state))),
        dotted((official, licence, origin)),
        _problem(state),
    )


def _changed(state: SourceState) -> str:
    """When we saw it change last; of a first copy nothing is known but since when it is recorded."""
    first, last = state.recorded_since, state.changed_at
    if first and last and last <= first:
        return f"recorded since {slack_date(first)}, no change seen"
    return f"changed {slack_date(last)}" if last else ""


def _problem(state: SourceState) -> str:
    return f"⚠️ {inert(state.problem, 200)}" if state.problem else ""
