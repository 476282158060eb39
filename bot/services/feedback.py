"""Feedback: kept in the team's own database, and told to its operators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.blocks.settings import feedback_told
from bot.clients.slack import Sent
from bot.services.desk import Desk
from bot.services.ledger import record
from bot.services.operators import place_to_tell
from storage import feedback as kept
from storage.db import Database
from storage.feedback import Feedback

MOST: Final = 2500


@dataclass(frozen=True, slots=True)
class FeedbackProblem:
    """Nothing was kept; the text says why."""

    text: str


def give_feedback(
    desk: Desk, tenant: int, user: str, text: str, now: datetime
) -> tuple[Feedback, str] | FeedbackProblem:
    """Keep what somebody says, then tell the operators; also the channel where they are told ("": nowhere)."""
    text = text.strip()
    if not text:
        return FeedbackProblem("Write what you would like to say: `/sanctions feedback TEXT`.")
    if len(text) > MOST:
        return FeedbackProblem(f"That is {len(text):,} characters; please say it in at most {MOST:,}.")
    with desk.db.write() as session:
        said = kept.add_feedback(session, tenant, user, text, now)
        record(session, tenant, "feedback", user, {"act": "given", "feedback": said.id}, now)
    channel = place_to_tell(desk, tenant) if desk.settings.bot_token else ""
    if not channel:
        return said, ""
    sent = desk.slack.post(channel, feedback_told(user, text).payload())
    return said, channel if isinstance(sent, Sent) else ""


def list_feedback(db: Database, tenant: int) -> list[Feedback]:
    """All that a team said, oldest first."""
    with db.read() as session:
        return kept.list_feedback(session, tenant)
