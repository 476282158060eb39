"""Operators: what those who run the desk are told about a list, once when it fails and once when it is well again."""

from __future__ import annotations

from bot.blocks.inert import count, day, in_code, inert, lines
from bot.blocks.kit import Message, context, message, section
from bot.core.refreshed import Refreshed
from bot.core.screening import SourceState

VERDICTS = {
    "refused": "download refused",
    "held": "download held for a person",
    "failed": "download failed",
}
SUMMARY = 10


def trouble(title: str, done: Refreshed, state: SourceState) -> Message:
    """A list could not be taken in: why, what stays in force, and for a held one what would change if it counted."""
    reason = inert(done.reason or "no reason given", 300)
    good = f"last good copy: {count(state.entries, 'entry', 'entries')}" if state.entries else "no good copy yet"
    kept = (
        f"The list of {day(state.list_date, 'unknown date')} stays in force; answers say so." if state.entries else ""
    )
    text = f"⚠️ *{inert(title, 120)}*: {VERDICTS[done.outcome]} ({reason}; {good}). {kept}"
    held = section(_held(done)) if done.outcome == "held" else None
    return message(
        f"{inert(title, 120)}: {VERDICTS[done.outcome]}.",
        [section(text), held, context("Told once; recovery will be reported here.")],
    )


def _held(done: Refreshed) -> str:
    """What a person must see to decide, and how to decide."""
    rows = [f"• {inert(line, 240)}" for line in done.summary[:SUMMARY]]
    return lines(
        "*If it counted:*" if rows else "",
        *rows,
        "A change of layout is likelier than so many acts at once: look at the file before you accept it.",
        f"To accept: `{accept_command(done)}`",
    )


def accept_command(done: Refreshed) -> str:
    """The command that lets a held snapshot count."""
    return f"desk refresh --source {in_code(done.source, 40)} --accept {in_code(done.snapshot or 'SNAPSHOT', 80)}"


def recovered(title: str, done: Refreshed) -> Message:
    """A list is well again."""
    text = f"*{inert(title, 120)}* is read again: {count(done.entries, 'entry', 'entries')}."
    return message(f"{inert(title, 120)} is read again.", [section(text)])
