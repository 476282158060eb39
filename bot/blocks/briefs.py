"""Briefs and exports in Slack: the word to who asked, and the message whose thread holds the files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.blocks.inert import count, cut, dotted, inert, lines
from bot.blocks.kit import Message, context, header, message, section
from bot.blocks.notes_found import SHOWN_MATCHES
from bot.blocks.wording import SAMPLE_BANNER, SAMPLE_TEXT, TYPE_WORDS
from bot.core.briefs import HOW
from bot.core.documents import Document
from bot.core.exports import HOW as EXPORT_HOW
from bot.core.exports import TEAMS, ExportAsked
from bot.core.screening import Match

LEFT_OUT: Final = "Notes are left out here: guests and channels shared with another organisation get public data only."
NO_PRIVATE: Final = "What was written in private channels stays there."
NOT_SENT: Final = (
    "Slack did not take the files, so nothing, or not all of it, is in your direct messages. Ask again in a minute."
)
BUSY: Final = "Others are having files made at this moment. Ask again in a minute."


def unreadable(text: str, *, of_export: bool = False) -> Message:
    """A request that could not be followed, and what would work."""
    how = EXPORT_HOW if of_export else HOW
    told = inert(text.replace(how, ""), 600)
    return message(told, [section(f"⚠️ {told}"), context(how)])


def which(text: str, matches: Sequence[Match]) -> Message:
    """Several parties may be meant: each with the command that names it."""
    rows = [
        f"• *{inert(match.caption, 100)}* ({dotted(_apart(match))}): `/sanctions brief {_reference(match)}`"
        for match in matches[:SHOWN_MATCHES]
    ]
    told = inert(text, 300)
    return message(told, [section(lines(f"⚠️ {told}", *rows))])


def _reference(match: Match) -> str:
    """How a party is named in a command: by its first listing, as its list prints it, where that is one plain word."""
    listing = match.listings[0].listing if match.listings else None
    plain = listing is not None and re.fullmatch(r"[\w./-]{1,60}", listing.ref, re.ASCII)
    return f"{listing.source}:{listing.ref}" if listing is not None and plain else match.entity


def _apart(match: Match) -> list[str]:
    """What tells a party from others of its name."""
    births = [str(birth) for status in match.listings for birth in status.listing.births]
    codes = [code for status in match.listings for code in status.listing.programmes]
    born = f"born {inert(births[0], 40)}" if births else ""
    return [part for part in (TYPE_WORDS[match.type][0], born, inert(codes[0], 60) if codes else "") if part]


def cover(document: Document) -> Message:
    """The message that a brief's files hang under: what it says first, and when."""
    title = inert(document.title, 140)
    said = [f"*{inert(document.verdict[0], 500)}*", *(inert(text, 500) for text in document.verdict[1:])]
    inside = "⚠️ *Internal:* it holds what colleagues wrote. Take that part out before it goes elsewhere."
    return message(
        f"{SAMPLE_TEXT if document.banner else ''}Brief: {title}.",
        [
            context(SAMPLE_BANNER) if document.banner else None,
            header(f"Brief: {document.title}"),
            section(lines(*said)),
            section(inside) if document.is_internal else None,
            context(cut(document.as_of, 900), "Markdown and HTML are in this thread."),
        ],
    )


def brief_sent(document: Document, asked_notes: bool, public: bool) -> Message:
    """The word that a brief is in the asker's direct messages."""
    first = f"The brief *{inert(document.title, 140)}* is in your direct messages, as Markdown and HTML."
    notes = (LEFT_OUT if public else NO_PRIVATE) if asked_notes else "Add `notes:yes` for what the team wrote."
    if public and not asked_notes:
        notes = ""
    return message(
        f"The brief {inert(document.title, 140)} is in your direct messages.", [section(lines(first, notes))]
    )


def file_missing() -> Message:
    """The word, below a cover, that a file is not there."""
    told = "A file is missing here: Slack did not take it. Ask for it again in a minute."
    return message(told, [section(f"⚠️ {told}")])


def export_cover(asked: ExportAsked, rows: int, sample: bool) -> Message:
    """The message that an export hangs under."""
    told = f"{count(rows, 'row')} of {asked.what}, as {asked.format.upper()}"
    inside = "⚠️ *Internal:* what colleagues wrote or set. Not for readers outside this workspace."
    columns = "Each row tells its list, reference, list date, snapshot and official address."
    return message(
        f"{SAMPLE_TEXT if sample else ''}Export: {told}.",
        [
            context(SAMPLE_BANNER) if sample else None,
            section(f"*Export:* {told}"),
            section(inside) if asked.what in TEAMS else None,
            context(columns, "The file is in this thread."),
        ],
    )


def export_sent(asked: ExportAsked, rows: int, *, aloud: bool) -> Message:
    """The word that an export is in the asker's direct messages; in a channel nothing of the team's is counted."""
    number = f"{count(rows, 'row')} of {asked.what}" if not (aloud and asked.what in TEAMS) else asked.what.capitalize()
    verb = "is" if number.startswith("1 ") else "are"
    told = f"{number} {verb} in your direct messages, as {asked.format.upper()}."
    return message(told, [section(told), context(NO_PRIVATE) if asked.what in TEAMS else None])


def export_empty(asked: ExportAsked) -> Message:
    """The word that nothing fits, so that there is no file."""
    told = f"Nothing to export: no {asked.what} that you may see here fit."
    return message(told, [section(told), context(EXPORT_HOW)])
