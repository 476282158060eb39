"""The ledger in Slack: the daily word on its head, and a person's own last questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.blocks.inert import count, inert, person, quoted, slack_date
from bot.blocks.kit import Message, context, header, message, section
from bot.core.ledger import Head

ALONE: Final = "Your own questions are shown to you alone: type `/sanctions ledger`, or ask by direct message."
NOTHING: Final = "The ledger holds no question of yours."


def head_told(head: Head) -> Message:
    """The line that operators keep: the chain can be held against it later."""
    text = f"Head of the ledger: link {head.number}."
    how = "Keep this line. `desk ledger verify --head FILE` holds the ledger against lines like it."
    return message(text, [section(f"Head of the ledger:\n`{head}`"), context(how)])


def own_questions(asked: Sequence[tuple[datetime, str | None, str]]) -> Message:
    """A person's last questions: when, the text (None: not kept), and what was answered."""
    if not asked:
        return message(NOTHING, [section(NOTHING), context(_ABOUT)])
    rows = [
        f"• {slack_date(at)}: {quoted(text, 120) if text else '_text not kept_'} · {told}" for at, text, told in asked
    ]
    title = f"Your last {count(len(asked), 'question')}"
    return message(f"{title}.", [header(title), section("\n".join(rows)), context(_ABOUT)])


def others_questions(asked: Sequence[tuple[datetime, str, str | None, str]]) -> Message:
    """Others' last questions: when, whose, the text (None: not kept), and what was answered."""
    if not asked:
        return message(NONE_SHOWN, [section(NONE_SHOWN), context(_READ)])
    rows = [
        f"• {slack_date(at)} {person(who) if who[:1] in 'UW' and who.isalnum() else inert(who, 40)}: "
        f"{quoted(text, 80) if text else '_text not kept_'} · {told}"
        for at, who, text, told in asked
    ]
    title = f"The team's last {count(len(asked), 'question')}"
    half = (len(rows) + 1) // 2
    parts = [section("\n".join(part)) for part in (rows[:half], rows[half:]) if part]
    return message(f"{title}.", [header(title), *parts, context(_READ)])


NONE_SHOWN: Final = "The ledger holds no question that is shown here."
_READ: Final = "That you read this is recorded in the ledger. Questions of private channels are shown there only."
_ABOUT: Final = "Shown to you alone. Those who operate the desk can read the ledger; that they did is recorded in it."
