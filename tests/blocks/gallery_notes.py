"""Gallery of notes: found, shown in full, edited, tagged, deleted; and a message whose subject is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.blocks import kept_replies, notes_found
from bot.blocks.kit import Message
from bot.core.notes import SEARCH_HOW, Note, Unreadable, Version
from tests.blocks.make import EARLIER, party

TEXT = "Met their counsel: a licence is pending, ask again in a week."
NOTE = Note(7, "entity", "", "e-1", "us-ofac-sdn", "17018", TEXT, ("licence",), "U0ANALYST", "C0DESK", "team", EARLIER)
EDITED = replace(NOTE, id=8, edited_at=EARLIER + timedelta(days=1), tags=("licence", "q3-review"), visibility="channel")
REPLY = replace(NOTE, id=9, author="U0COLLEAGUE", visibility="channel", is_reply=True, keeper="U0ANALYST", tags=())
GONE = replace(NOTE, text="", tags=(), deleted_at=EARLIER + timedelta(days=2), deleted_by="U0ANALYST")
BANK = "NORDWIND BANK"
VERSIONS = tuple(Version(f"What it said, {n}", EARLIER + timedelta(hours=n), "U0ANALYST") for n in range(12))


def many(number: int) -> list[tuple[Note, str]]:
    """Notes, each with what it is on."""
    return [(replace(NOTE, id=10 + n), f"EXAMPLE HOLDING {n + 1}") for n in range(number)]


MESSAGES: dict[str, Callable[[], Message]] = {
    "notes_found": lambda: notes_found.found(
        [(NOTE, BANK), (EDITED, "RUSSIA-EO14024"), (REPLY, "")], "licence #licence", more=False
    ),
    "notes_found_more": lambda: notes_found.found(many(8), "licence", more=True),
    "notes_newest": lambda: notes_found.found([(NOTE, BANK)], "", more=False),
    "notes_none_found": lambda: notes_found.found([], "licence", more=False),
    "notes_none_yet": lambda: notes_found.found([], "", more=False),
    "notes_about": lambda: notes_found.about([(NOTE, BANK), (REPLY, BANK)], BANK, 12),
    "notes_about_many": lambda: notes_found.about(many(23), BANK, 12),
    "notes_about_none": lambda: notes_found.about([], BANK, 12),
    "notes_unreadable": lambda: notes_found.unreadable(Unreadable("“soon” is not a date.", SEARCH_HOW)),
    "note_shown": lambda: notes_found.one(NOTE, BANK, ()),
    "note_shown_edited": lambda: notes_found.one(EDITED, BANK, VERSIONS),
    "note_shown_deleted": lambda: notes_found.one(GONE, BANK, ()),
    "note_changed": lambda: notes_found.changed(EDITED, BANK),
    "note_tagged": lambda: notes_found.tagged(EDITED, BANK),
    "note_deleted": lambda: notes_found.deleted(GONE, BANK),
    "note_which_party": lambda: notes_found.choose("Nordwind", [party(), party()], TEXT),
}

VIEWS: dict[str, Callable[[], dict[str, Any]]] = {
    "note_edit_modal": lambda: notes_found.edit_modal(NOTE, BANK, '{"i":7}'),
    "note_delete_modal": lambda: notes_found.delete_modal(NOTE, BANK, '{"i":7}'),
    "keep_modal": lambda: kept_replies.subject_modal(TEXT, '{"c":"C0DESK"}'),
}
