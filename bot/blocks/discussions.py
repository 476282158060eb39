"""Discussions: a message taken to its party's thread, the choice of a party, and the parties that a message names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.blocks import check as check_blocks
from bot.blocks import ids
from bot.blocks.asked import combined
from bot.blocks.inert import count, dotted, inert, link, listed_out, person, plain, quoted
from bot.blocks.kept_replies import party_select
from bot.blocks.kit import LIMITS, Message, View, context, field, message, modal, option, section, within
from bot.blocks.party import NO_NAME, born
from bot.blocks.wording import NOT_A_CLEARANCE, TYPE_WORDS
from bot.core.audience import Audience
from bot.core.screening import Answer, Match

WORDS: Final = 25
"""Words of a message that are quoted; the rest stands behind its link."""
SHOWN: Final = 12


def first_words(text: str) -> str:
    """The beginning of a message, as it is quoted elsewhere."""
    words = text.split()
    return " ".join(words[:WORDS])[:400] + ("…" if len(words) > WORDS or len(" ".join(words)) > 400 else "")


def brought(text: str, author: str, by: str, url: str) -> Message:
    """A message from the channel, quoted in its party's thread."""
    who = "" if author in ("", by) else f" {person(author)} wrote"
    said = f"💬{who or ' From this channel'}: {quoted(text, 400)}" if text else f"💬{who or ' From this channel'}:"
    where = link(url, "the message") if url else "the message"
    return message(
        "A message from this channel belongs to this thread.",
        [section(f"{said} {where}"), context(f"Brought here by {person(by)}. Replies belong in this thread.")],
    )


def discuss_modal(parties: Sequence[Match], text: str, private_metadata: str) -> View:
    """The dialogue that asks to which party's thread a message belongs."""
    shown = parties[: LIMITS.options]
    options = [
        option(plain(party.caption, 70) or NO_NAME, within(party.entity, LIMITS.option_value), _kind(party))
        for party in shown
    ]
    rest = len(parties) - len(shown)
    return modal(
        "Discuss",
        [
            section(quoted(text, 300)),
            field(ids.DISCUSS_BLOCK, "Who is it about?", party_select(ids.DISCUSS_PARTY, options)),
            context("It is quoted and linked in the party's thread in this channel; a new card opens one if need be."),
            context(f"+{rest:,} more are not shown.") if rest > 0 else None,
        ],
        callback_id=ids.DISCUSS_MODAL,
        submit="Discuss",
        close="Cancel",
        private_metadata=private_metadata,
    )


def _kind(party: Match) -> str:
    return dotted((TYPE_WORDS[party.type][0].capitalize(), born(party)))


def discussed(caption: str, url: str, opened: bool, again: bool) -> Message:
    """Where the discussion is, for who asked for it."""
    name = inert(caption, 120) or NO_NAME
    said = "A new thread was opened for" if opened else "This message stands already in the thread on" if again else ""
    text = f"{said or 'Quoted and linked in the thread on'} *{name}*."
    return message(text.replace("*", ""), [section(f"💬 {text} {link(url, 'Open it') if url else ''}".rstrip())])


def nothing_named(looked_up: Sequence[str], advice: str = "") -> Message:
    """No listed party was found in a message: what was looked up, and what that does not say."""
    text = f"I found no party on the lists loaded named in this message ({NOT_A_CLEARANCE})."
    return message(text, [section(f"⚪ {text}"), context(_looked_up(looked_up), advice)])


def named(found: Sequence[Answer], looked_up: Sequence[str], audience: Audience) -> Message:
    """The parties that a message names: the card of one, or a line for each."""
    card = check_blocks.render(found[0], audience) if len(found) == 1 else combined(tuple(found))
    return message(card.text, [*card.blocks, context(_looked_up(looked_up))])


def _looked_up(names: Sequence[str]) -> str:
    if not names:
        return "Nothing in it looks like a name, so nothing was looked up."
    told = listed_out([inert(name, 60) for name in names], SHOWN)
    return f"Read as {count(len(names), 'possible name')}: {told}. Is one missing? Check it by itself."
