"""People: who may see what a team wrote; asked of Slack, and taken strictly when Slack does not say."""

from __future__ import annotations

from typing import Literal

from bot.clients.slack import Person
from bot.services.desk import Desk

Standing = Literal["member", "guest", "unknown"]


def standing(desk: Desk, user: str) -> Standing:
    """Whether somebody belongs to the team, is a guest of it or of another team, or cannot be told apart now."""
    found = desk.slack.person(user)
    if not isinstance(found, Person):
        return "unknown"
    return "guest" if found.guest else "member"
