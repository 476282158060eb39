"""People: who may see and set what is the team's; asked of Slack, and taken strictly when Slack does not say."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal

from bot.clients.slack import Person

if TYPE_CHECKING:
    from bot.services.desk import Desk

Standing = Literal["member", "guest", "unknown"]

ASK_AGAIN: Final = timedelta(minutes=10)
"""How long what Slack said of a person holds, and is not asked again with each of their questions."""
REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True)
class People:
    """Whom Slack has described to this process, and when."""

    _seen: OrderedDict[str, tuple[Standing, datetime]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def recall(self, user: str, since: datetime) -> Standing | None:
        """What was said of somebody since then."""
        with self._lock:
            said, at = self._seen.get(user, ("unknown", since))
        return said if at > since else None

    def keep(self, user: str, said: Standing, now: datetime) -> None:
        """Remember what Slack said."""
        with self._lock:
            self._seen[user] = (said, now)
            self._seen.move_to_end(user)
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)


def standing(desk: Desk, user: str) -> Standing:
    """Whether somebody belongs to the team, is a guest of it or of another team, or cannot be told apart now."""
    now = desk.clock()
    if said := desk.people.recall(user, now - ASK_AGAIN):
        return said
    found = desk.slack.person(user)
    if not isinstance(found, Person):
        return "unknown"
    said = "guest" if found.guest else "member"
    desk.people.keep(user, said, now)
    return said
