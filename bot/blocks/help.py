"""Help: what can be asked, from the listeners' own table; all verbs in short, or one with examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.blocks.inert import inert, lines
from bot.blocks.kit import Block, Message, context, header, message, section
from bot.blocks.wording import CLASSIFIED_HINT

GROUPS: Final[dict[str, str]] = {
    "ask": "Ask",
    "follow": "Follow",
    "team": "Work together",
    "operators": "Run the desk",
}
"""Headings, in order."""

BASICS: Final = (
    "A bare name means `check`. In threads, mention me with the same words. Only you see an answer until you press "
    "*Share*. `/sanctions help VERB` shows more, with examples."
)
ON_CARDS: Final = (
    "*On cards*\n"
    "• Buttons, or reactions: 👀 I take it · ✅ done · 🚫 not relevant here · 📝 on a reply: keep it as a note\n"
    "• In a card's thread ask without a name: is it still on the EU list?\n"
    "• *Discuss*, in the menu (⋮) of a message, brings it to its party's thread"
)
ABOUT: Final = "Lists, not legal advice. “No match” is not a clearance."


@dataclass(frozen=True, slots=True)
class Verb:
    """A command as help tells it."""

    verb: str
    usage: str
    about: str
    group: str
    examples: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The verb with what it needs, without what it may have."""
        return self.usage.partition(" [")[0].partition(" |")[0]


def help_card(verbs: Sequence[Verb], version: str = "") -> Message:
    """All verbs, a line each, by what they are for."""
    return message(
        "Sanctions Desk: what you can ask.",
        [
            header("Sanctions Desk: what you can ask"),
            *(_group(title, [verb for verb in verbs if verb.group == group]) for group, title in GROUPS.items()),
            section(ON_CARDS),
            section(BASICS),
            context(ABOUT, CLASSIFIED_HINT, f"Version {inert(version, 30)}" if version else ""),
        ],
    )


def _group(title: str, verbs: Sequence[Verb]) -> Block | None:
    rows = [f"• `{_code(verb.short)}` {inert(verb.about, 300)}" for verb in verbs]
    return section(lines(f"*{title}*", *rows)) if rows else None


def verb_card(verb: Verb) -> Message:
    """One verb: how it is used, and what one may type."""
    examples = [f"• `/sanctions {_code(example)}`" for example in verb.examples]
    return message(
        f"/sanctions {_code(verb.usage)}",
        [
            section(f"`/sanctions {_code(verb.usage)}`\n{inert(verb.about, 300)}"),
            section(lines("*For example*", *examples)) if examples else None,
            context("`/sanctions help` lists everything.", CLASSIFIED_HINT),
        ],
    )


def _code(usage: str) -> str:
    """A usage line inside back-ticks; it may hold our own markers, but no back-tick."""
    return usage.replace("`", "'").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
