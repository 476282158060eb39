"""Welcome: what the bot says of itself, once to a team and once to a channel."""

from __future__ import annotations

from typing import Final

from bot.blocks import ids
from bot.blocks.kit import Message, actions, button, context, header, message, section
from bot.blocks.wording import CLASSIFIED_HINT

OUTSIDE: Final = (
    "*Slack is outside:* do not enter classified names. What you type passes through Slack; `desk check` on the "
    "command line answers the same questions without it."
)
FIRST: Final = (
    ("`/sanctions check Sberbank`", "is it listed, by whom, since when; only you see it until you press *Share*"),
    ("`/invite @Sanctions Desk`", "in the channel that should be told of changes"),
    (
        "`/sanctions watch programme:RUSSIA-EO14024`",
        "there: one card for each official action, its names in the thread",
    ),
    ("`/sanctions settings timezone Europe/Berlin`", "so that digests come at your eight o'clock"),
)
ONE_LINE: Final = (
    "Hello. I answer from public sanctions lists: `/sanctions check NAME`. This channel is shared with another "
    "organisation, so no team notes are shown here."
)


def welcome() -> Message:
    """The first message to a team, by direct message to one person."""
    steps = "\n".join(f"{number}. {what}: {why}" for number, (what, why) in enumerate(FIRST, 1))
    return message(
        "Sanctions Desk is here. Try: /sanctions check Sberbank",
        [
            header("Sanctions Desk is here"),
            section(
                "I say who is on the official sanctions lists, by whom and since when, and tell you when it changes."
            ),
            section(steps),
            section(OUTSIDE),
            actions(ids.WELCOME_ACTIONS, [button("Settings", ids.SETTINGS_OPEN)]),
            context("Said once, to the first of your team who opens me. `/sanctions help` lists everything."),
        ],
    )


def hello(externally_shared: bool = False) -> Message:
    """Two lines and an example to a channel that the bot was invited to; one line where outsiders read along."""
    if externally_shared:
        return message("Hello. I answer from public sanctions lists.", [section(ONE_LINE)])
    text = (
        "Hello. I say who is on the official sanctions lists: ask with `/sanctions check NAME`, or mention me.\n"
        "To be told of changes here: `/sanctions watch programme:RUSSIA-EO14024`."
    )
    return message(
        "Hello. Ask me with /sanctions check NAME.", [section(text), context(CLASSIFIED_HINT, "`/sanctions help`")]
    )
