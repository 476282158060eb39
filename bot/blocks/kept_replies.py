"""Kept replies: what whoever keeps a colleague's reply as a note is told, and the choice of a party."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.blocks import ids
from bot.blocks.inert import count, inert, person, plain, quoted
from bot.blocks.kit import (
    LIMITS,
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
    plain_text,
    section,
    text_input,
    within,
)
from bot.blocks.notes import VISIBILITY
from bot.blocks.party import NO_NAME

FOLLOWS: Final = "The note follows the message: edited or deleted there, it is here too."


def reply_kept(caption: str, text: str, author: str, ts: str, shortened: bool) -> Message:
    """A reply is a note now: on whom, who sees it, and how it ends."""
    name = inert(caption, 120) or NO_NAME
    small = f"Who sees it: {VISIBILITY['channel'][1]}."
    cut_off = f"Only its first {LIMITS.input_length:,} characters fit." if shortened else ""
    return message(
        f"Kept as a note on {name}.",
        [
            section(f"📝 Kept as a note on *{name}*: {quoted(text, 200)}, by {person(author)}"),
            context(small, FOLLOWS, cut_off),
            _remove(ts),
        ],
    )


def kept_before(caption: str, keeper: str, ts: str, mine: bool) -> Message:
    """A reply was a note already; who kept it may end it."""
    name = inert(caption, 120) or NO_NAME
    who = "you" if mine else person(keeper)
    end = "" if mine else f"Only {who} can remove it, or its author by deleting the reply."
    return message(
        f"This reply is a note on {name} already.",
        [
            section(f"📝 This reply is a note on *{name}* already, kept by {who}."),
            context(FOLLOWS, end),
            _remove(ts) if mine else None,
        ],
    )


def which_party(parties: Iterable[tuple[str, str]], total: int, text: str, ts: str) -> Message:
    """The choice of a party (entity, caption) for a reply in a thread about several; nothing is kept yet."""
    options = [option(plain(name, 70) or NO_NAME, f"{ts} {entity}") for entity, name in parties]
    rest = total - len(options)
    more = f"+{rest:,} more: open one with `/sanctions check NAME` and press *Note*." if rest > 0 else ""
    return message(
        "On whom shall this reply be a note? Nothing is kept yet.",
        [
            section(f"📝 Keep {quoted(text, 200)} as a note on whom?", party_select(ids.KEEP_ON, options)),
            context(f"It may be about {count(total, 'party', 'parties')}. Nothing is kept until you choose.", more),
        ],
    )


def read_choice(value: str) -> tuple[str, str] | None:
    """The message and the entity behind a choice; None for one that we did not make."""
    ts, _, entity = value.partition(" ")
    return (ts, entity) if entity and ts.replace(".", "", 1).isdigit() else None


def party_select(action_id: str, options: list[Block]) -> Block:
    """A menu of parties."""
    return {
        "type": "static_select",
        "action_id": within(action_id, LIMITS.identifier),
        "placeholder": plain_text("Choose a party", LIMITS.placeholder),
        "options": options[: LIMITS.options],
    }


def note_removed() -> Message:
    """The word that a kept reply is no note any more."""
    text = "Removed: that reply is no note any more. The reply itself stands."
    return message(text, [section(f"📝 {text}")])


def nothing_to_remove() -> Message:
    """A note that was gone already, or that somebody else kept."""
    text = "Nothing was removed: you keep no note of this reply (any more)."
    return message(text, [section(text)])


def no_thread() -> Message:
    """A message that is no colleague's."""
    text = "Not kept: only what a colleague wrote can be kept, and while it stands."
    return message(text, [section(f"⚠️ {text}")])


def subject_modal(text: str, private_metadata: str) -> View:
    """The dialogue that asks what a message is about, which names no listed party itself."""
    asked = field(
        ids.KEEP_ABOUT_BLOCK,
        "Which party is it about?",
        text_input(ids.KEEP_ABOUT, "A name, or a reference such as us-ofac-sdn:17018"),
    )
    return modal(
        "Keep as a note",
        [section(f"📝 {quoted(text, 400)}"), asked, context(f"Who sees it: {VISIBILITY['channel'][1]}.", FOLLOWS)],
        callback_id=ids.KEEP_MODAL,
        submit="Keep",
        close="Cancel",
        private_metadata=private_metadata,
    )


def _remove(ts: str) -> Block:
    return actions(ids.KEPT_ACTIONS, [button("Remove this note", ids.KEPT_REMOVE, ts)])
