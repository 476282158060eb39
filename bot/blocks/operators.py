"""Operators: what those who run the desk are told about a list, once when it fails and once when it is well again."""

from __future__ import annotations

from bot.blocks.inert import count, day, inert
from bot.blocks.kit import Message, message, section
from bot.core.refreshed import Refreshed
from bot.core.screening import SourceState

VERDICTS = {
    "refused": "download refused",
    "held": "download held for a person",
    "failed": "download failed",
}


def trouble(title: str, done: Refreshed, state: SourceState) -> Message:
    """A list could not be taken in: why, and what stays in force."""
    reason = inert(done.reason or "no reason given", 300)
    good = f"last good copy: {count(state.entries, 'entry', 'entries')}" if state.entries else "no good copy yet"
    kept = (
        f"The list of {day(state.list_date, 'unknown date')} stays in force; answers say so." if state.entries else ""
    )
    accept = (
        f" Look at it, then `desk refresh --source {done.source} --accept {done.snapshot}`."
        if done.outcome == "held"
        else ""
    )
    text = f"⚠️ *{inert(title, 120)}*: {VERDICTS[done.outcome]} ({reason}; {good}). {kept}{accept}"
    return message(f"{title}: {VERDICTS[done.outcome]}.", [section(f"{text} Recovery will be reported here.")])


def recovered(title: str, done: Refreshed) -> Message:
    """A list is well again."""
    text = f"*{inert(title, 120)}* is read again: {count(done.entries, 'entry', 'entries')}."
    return message(f"{title} is read again.", [section(text)])
