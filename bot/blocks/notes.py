"""Notes: the dialogue for a note, and the word that it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.blocks import ids
from bot.blocks.inert import day, inert, person, quoted
from bot.blocks.kit import Message, View, context, field, message, modal, option, radio, section, text_input
from bot.blocks.party import NO_NAME
from bot.blocks.wording import CLASSIFIED_HINT
from bot.core.notes import Note, is_tags_only

VISIBILITY: Final[dict[str, tuple[str, str]]] = {
    "channel": ("This channel", "everyone who can read this channel, nobody elsewhere"),
    "team": ("The whole team", "everyone in this workspace who uses the desk"),
    "private": ("Only me", "only you, in answers that only you see"),
}
"""Visibility → what it is called, and who will see the note."""


def choices(channel_private: bool) -> tuple[str, ...]:
    """The visibilities offered, the default first: what is said in a private channel stays there."""
    return ("channel", "private") if channel_private else ("team", "channel", "private")


def note_modal(caption: str, private_metadata: str, channel_private: bool, first_use: bool = False) -> View:
    """The dialogue that asks for a note on a party and for who may see it."""
    options = [option(VISIBILITY[key][0], key, VISIBILITY[key][1]) for key in choices(channel_private)]
    return modal(
        "Add a note",
        [
            section(f"Note on *{inert(caption, 120) or NO_NAME}*"),
            context(f"⚠️ {CLASSIFIED_HINT}") if first_use else None,
            field(
                ids.NOTE_TEXT_BLOCK,
                "Note",
                text_input(ids.NOTE_TEXT, "What should colleagues know? Say where you have it from.", multiline=True),
            ),
            field(
                ids.NOTE_VISIBILITY_BLOCK,
                "Who will see it",
                radio(ids.NOTE_VISIBILITY, options, options[0]),
                hint=_default_hint(channel_private),
            ),
        ],
        callback_id=ids.NOTE_MODAL,
        submit="Save",
        close="Cancel",
        private_metadata=private_metadata,
    )


def topic_notes(found: Sequence[Note]) -> tuple[str, ...]:
    """The last note on a card's action and programmes, and how many there are before it."""
    if not found:
        return ()
    last = next((note for note in found if not is_tags_only(note.text)), found[0])
    on = f" on {inert(last.about, 60)}" if last.kind == "programme" else ""
    earlier = f" · {len(found) - 1} earlier" if len(found) > 1 else ""
    when = day(last.created_at.date())
    return (f"📝 Last note{on}, {when}, {person(last.author)}: {quoted(last.text, 120)}{earlier}",)


def _default_hint(channel_private: bool) -> str:
    if channel_private:
        return "This is a private channel: a note made here is never shown outside it."
    return "The note is shown below the law in later answers about this party."


def note_saved(caption: str, text: str, visibility: str) -> Message:
    """The word to its author that a note is kept, and for whom."""
    who = VISIBILITY[visibility][1]
    name = inert(caption, 120) or NO_NAME
    body = f"📝 Note saved on *{name}*: {quoted(text, 200)}"
    return message(f"Note saved on {name}.", [section(body), context(f"Who sees it: {who}.")])


def notes_refused() -> Message:
    """Notes are the team's own: none are made or shown in a channel shared with another organisation."""
    text = "No notes here: this channel is shared with another organisation, which sees public data only."
    return message(text, [section(text)])
