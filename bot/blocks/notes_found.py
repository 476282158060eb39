"""Notes found: lists of notes, one note with what it said before, and what became of one; texts are quoted, inert."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from bot.blocks import ids
from bot.blocks.inert import count, cut, day, dotted, inert, lines, person, quoted, slack_date
from bot.blocks.kit import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    field,
    message,
    modal,
    option,
    overflow,
    section,
    text_input,
)
from bot.blocks.notes import VISIBILITY
from bot.blocks.party import NO_NAME
from bot.core.notes import Note, Unreadable, Version, storable
from bot.core.screening import Match

EDIT: Final = "edit"
EARLIER: Final = "earlier"
DELETE: Final = "delete"
SHOWN_VERSIONS: Final = 10
SHOWN_MATCHES: Final = 8
ONLY_HERE: Final = "Only notes that you may see here are searched; those of other private channels are not."
HOW: Final = "Narrow it by words, “a phrase”, `begin*`, a tag, `by:me`, or `since:2026-03-01`."

Found = Sequence[tuple[Note, str]]
"""Notes, each with what it is on in words."""


def found(notes: Found, asked: str, more: bool) -> Message:
    """Notes that were looked for, the last kept first; the button leads on from the last one."""
    what = f" for {quoted(asked, 80)}" if asked else ""
    if not notes:
        text = f"No notes found{what}." if asked else "There are no notes to be seen here yet."
        return message(text, [section(f"📝 {text}"), context(ONLY_HERE, HOW)])
    title = f"Notes{what}, newest first"
    following = [_more(asked, notes[-1][0].id)] if more else []
    return message(
        title,
        [
            section(f"📝 *{title}*"),
            *(_row(note, caption) for note, caption in notes),
            context(ONLY_HERE),
            *([actions(ids.NOTES_ACTIONS, following)] if following else []),
        ],
    )


def about(notes: Found, caption: str, most: int) -> Message:
    """The notes on one party, programme or official action."""
    name = inert(caption, 120) or NO_NAME
    if not notes:
        text = f"No notes on {name} are to be seen here."
        return message(text, [section(f"📝 {text}")])
    title = f"{count(len(notes), 'note')} on {name} to be seen here"
    rest = f"{len(notes) - most:,} earlier ones: look for their words, or since: a day." if len(notes) > most else ""
    rows = [_row(note, "") for note, _ in notes[:most]]
    return message(title, [section(f"📝 *{title}*"), *rows, context(rest) if rest else None])


def one(note: Note, caption: str, versions: Sequence[Version]) -> Message:
    """One note in full, with what it said before; of a deleted one, who deleted it and when."""
    name = inert(caption, 120) or NO_NAME
    if note.deleted_at:
        by = f" by {person(note.deleted_by)}" if note.deleted_by else ""
        text = f"Note {note.id} on {name} was deleted{by}, {slack_date(note.deleted_at)}."
        return message(f"Note {note.id} was deleted.", [section(f"📝 {text}"), context("Nothing of its text is kept.")])
    before = [f"• until {slack_date(version.until)}: {quoted(version.text, 240)}" for version in versions]
    rest = f"+{len(before) - SHOWN_VERSIONS} earlier" if len(before) > SHOWN_VERSIONS else ""
    told = lines(f"*It said before*, {count(len(before), 'time')} edited:", *before[:SHOWN_VERSIONS], rest)
    return message(
        f"Note {note.id} on {name}.",
        [
            section(f"📝 *Note {note.id} on {name}*\n{quoted(note.text, 2200)}", _menu(note)),
            context(_small(note, "")),
            section(told) if before else None,
        ],
    )


def changed(note: Note, caption: str) -> Message:
    """A note has another text."""
    name = inert(caption, 120) or NO_NAME
    text = f"📝 Note {note.id} on *{name}* now reads: {quoted(note.text, 200)}"
    small = context(_tags(note), f"What it said before is kept: `/sanctions note {note.id}` shows it.")
    return message(f"Note {note.id} on {name} is changed.", [section(text), small])


def tagged(note: Note, caption: str) -> Message:
    """A note has further tags."""
    name = inert(caption, 120) or NO_NAME
    return message(f"Note {note.id} is tagged.", [section(f"📝 Note {note.id} on *{name}* is tagged {_tags(note)}.")])


def deleted(note: Note, caption: str) -> Message:
    """A note is deleted."""
    name = inert(caption, 120) or NO_NAME
    text = f"📝 Note {note.id} on *{name}* is deleted: its text and what it said before are gone."
    kept = context("That there was a note, and who deleted it when, is kept.")
    return message(f"Note {note.id} is deleted.", [section(text), kept])


def choose(name: str, matches: Sequence[Match], rest: str) -> Message:
    """Several parties may be meant by a name: nothing is kept until one is chosen by its id."""
    title = f"{quoted(name, 80)}: on which one shall I keep the note?"
    rows = [f"• *{inert(match.caption, 100)}*: `/sanctions note {match.entity} …`" for match in matches[:SHOWN_MATCHES]]
    typed = context(f"Write its line with your text: {quoted(rest, 300)}") if rest else None
    return message(title, [section(lines(f"⚠️ {title} Nothing is kept yet.", *rows)), typed])


def unreadable(problem: Unreadable) -> Message:
    """Words that could not be followed, and what would work."""
    text = inert(problem.text, 600)
    return message(text, [section(f"⚠️ {text}"), context(problem.how) if problem.how else None])


def edit_modal(note: Note, caption: str, private_metadata: str) -> View:
    """The dialogue in which an author edits a note."""
    typed = text_input(ids.NOTE_TEXT, "What should colleagues know?", initial=note.text, multiline=True)
    return modal(
        "Edit the note",
        [
            section(f"Note {note.id} on *{inert(caption, 120) or NO_NAME}*"),
            field(ids.NOTE_TEXT_BLOCK, "Note", typed, hint="What it says now is kept, and shown on request."),
        ],
        callback_id=ids.NOTE_EDIT_MODAL,
        submit="Save",
        close="Cancel",
        private_metadata=private_metadata,
    )


def delete_modal(note: Note, caption: str, private_metadata: str) -> View:
    """The question before a note is deleted."""
    return modal(
        "Delete the note?",
        [
            section(f"Note {note.id} on *{inert(caption, 120) or NO_NAME}*: {quoted(note.text, 600)}"),
            context("Its text and what it said before are gone then; that you deleted it, and when, is kept."),
        ],
        callback_id=ids.NOTE_DELETE_MODAL,
        submit="Delete",
        close="Keep it",
        private_metadata=private_metadata,
    )


def read_menu(value: str) -> tuple[str, int] | None:
    """The word and the note behind a menu; None for one that we did not make."""
    word, _, number = value.partition(" ")
    is_ours = word in (EDIT, EARLIER, DELETE) and number.isdecimal() and len(number) < 10
    return (word, int(number)) if is_ours else None


def read_more(value: str) -> tuple[str, int] | None:
    """What was looked for and the last note shown, behind the button that leads on."""
    try:
        told = json.loads(value)
        return str(told["q"]), int(told["b"])
    except (ValueError, KeyError, TypeError):
        return None


def _row(note: Note, caption: str) -> Block:
    on = f" on *{inert(caption, 100) or NO_NAME}*" if caption else ""
    head = f"{day(note.created_at.date())}, {person(note.author)}{on}"
    return section(lines(head, quoted(note.text, 300), _small(note, _tags(note))), _menu(note))


def _small(note: Note, tags: str) -> str:
    edited = f"edited {day(note.edited_at.date())}" if note.edited_at else ""
    seen = f"seen by: {VISIBILITY[note.visibility][0].casefold()}"
    return dotted([f"_note {note.id}_", seen, edited, tags or _tags(note)])


def _tags(note: Note) -> str:
    # As code nothing in a tag can come alive.
    return " ".join(f"`#{tag}`" for tag in note.tags)


def _menu(note: Note) -> Block:
    words = [(EARLIER, "Show in full")]
    words += [] if note.is_reply else [(EDIT, "Edit")]
    words += [(DELETE, "Delete")]
    return overflow(ids.note_menu(note.id), [option(label, f"{word} {note.id}") for word, label in words])


def _more(asked: str, last: int) -> Block:
    value = json.dumps({"q": cut(storable(asked), 400), "b": last}, ensure_ascii=False)
    return button("Earlier notes", ids.NOTES_MORE, value, label="Show earlier notes")
