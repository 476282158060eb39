"""Help: what can be asked, from the listeners' own table."""

from __future__ import annotations

from collections.abc import Sequence

from bot.blocks.inert import inert
from bot.blocks.kit import Message, context, header, message, section
from bot.blocks.wording import CLASSIFIED_HINT

PER_SECTION = 6
BASICS = (
    "A bare name means `check`. In threads, mention me with the same words. "
    "Only you see an answer until you press *Share*."
)


def help_card(rows: Sequence[tuple[str, str]], version: str = "") -> Message:
    """Usage and sentence of each command; answers are seen by the asker only until shared."""
    texts = [f"`/sanctions {_code(usage)}`\n{inert(sentence, 300)}" for usage, sentence in rows]
    groups = ["\n".join(texts[start : start + PER_SECTION]) for start in range(0, len(texts), PER_SECTION)]
    about = "Lists, not legal advice. “No match” is not a clearance."
    return message(
        "Sanctions Desk: what you can ask.",
        [
            header("Sanctions Desk: what you can ask"),
            *(section(group) for group in groups),
            section(BASICS),
            context(about, CLASSIFIED_HINT, f"Version {inert(version, 30)}" if version else ""),
        ],
    )


def _code(usage: str) -> str:
    """A usage line inside back-ticks; it may hold our own markers, but no back-tick."""
    return usage.replace("`", "'").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
