"""A card posted anew because its first message was deleted."""

from __future__ import annotations

from bot.blocks.inert import link
from bot.blocks.kit import LIMITS, Message, context


def posted_anew(card: Message, replies_url: str = "") -> Message:
    """The card with a line that says so, and where the replies to the first one stand, if any do."""
    said = "Posted again: the first message with this card was deleted here."
    line = context(said, link(replies_url, "Earlier replies") if replies_url else "")
    return Message(card.text, (*card.blocks[: LIMITS.message_blocks - 1], line))
