"""Batch troubles: files that are refused, batches that broke off; none of it says anything of a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.blocks.inert import inert, lines, quoted, utc
from bot.blocks.kit import Message, context, message, section
from bot.core.batch_rows import BadRow


def broken_off(reference: str) -> Message:
    """A batch that failed; nothing is said of any name."""
    text = "The batch broke off: its results are missing, not negative."
    return message(text, [section(f"⚠️ {text}"), context(f"Reference {inert(reference, 40)}. Please send it again.")])


def restarted(begun_at: datetime) -> Message:
    """A batch whose process ended before it had results; nothing is said of any name."""
    text = "The desk was restarted before this batch was done: its results are missing, not negative."
    again = f"Begun {utc(begun_at)}. Please send the names again: they were not stored."
    return message(text, [section(f"⚠️ {text}"), context(again)])


def perhaps_told(begun_at: datetime) -> Message:
    """A batch whose process ended while it sent the results; nobody can say how much of them arrived."""
    text = "The desk was restarted while it sent the results of a batch: its summary or its file may be missing."
    again = f"Begun {utc(begun_at)}. If one of them is missing here, please send the names again: they were not stored."
    return message(text, [section(f"⚠️ {text}"), context(again)])


def refused(name: str, reason: str, advice: str, rows: Sequence[BadRow] = (), wrong: int = 0) -> Message:
    """A file of which nothing is screened: why, the first rows that are wrong, and our words on what to do."""
    text = f"Nothing was screened. {quoted(name, 60)}: {inert(reason, 300)}."
    told = [f"• line {row.line:,}: {inert(row.problem, 160)}" for row in rows]
    more = f"+{wrong - len(rows):,} more" if wrong > len(rows) else ""
    return message(text, [section(lines(f"⚠️ {text}", *told, more)), context(advice)])


def not_here() -> Message:
    """A file in a channel where another organisation reads along, or may."""
    text = "I screen no files here: another organisation reads along, or Slack did not say that none does."
    return message(text, [section(f"⚠️ {text}"), context("Send me the file by direct message.")])


def not_for_you(why: str) -> Message:
    """A file from somebody who does not belong to the team."""
    text = f"I screen no files for you. {why}"
    return message(text, [section(f"⚠️ {text}"), context("Ask about one name at a time.")])


def nothing_searched() -> Message:
    """No list is loaded, so that no name was looked up."""
    text = "No list is loaded, so nothing was searched. This says nothing about any name."
    return message(text, [section(f"⚠️ {text}"), context("`/sanctions sources` shows the state of each list.")])


def file_missing() -> Message:
    """The file of results could not be sent."""
    text = "The file with all results could not be sent. Please send the batch again."
    return message(text, [section(f"⚠️ {text}")])
