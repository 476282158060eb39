"""People: who may see and set what is the team's; asked of Slack, and taken strictly when Slack does not say."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Final, Literal, Protocol

from bot.clients.slack import Person, Slack

if TYPE_CHECKING:
    from bot.services.desk import Desk

Standing = Literal["member", "guest", "unknown"]

ASK_AGAIN: Final = timedelta(minutes=10)
"""How long what Slack said of a person or a user group holds, and is not asked again with each of their questions."""
SOON: Final = timedelta(minutes=1)
"""When Slack is asked again of a group of which it did not say."""
REMEMBERED: Final = 10_000
A_COLLEAGUE: Final = "a colleague"
_ID: Final = re.compile(r"[UW][A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class People:
    """Whom Slack has described to this process, and when; and who was in a user group when it last said so."""

    _seen: OrderedDict[str, tuple[Person, datetime]] = field(default_factory=OrderedDict)
    _groups: dict[str, tuple[frozenset[str] | None, datetime]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def recall(self, user: str, since: datetime) -> Person | None:
        """What was said of somebody since then."""
        with self._lock:
            said = self._seen.get(user)
        return said[0] if said and said[1] > since else None

    def keep(self, said: Person, now: datetime) -> None:
        """Remember what Slack said."""
        with self._lock:
            self._seen[said.id] = (said, now)
            self._seen.move_to_end(said.id)
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)

    def recall_group(self, group: str) -> tuple[frozenset[str] | None, datetime] | None:
        """Who was in a user group, and when Slack was last asked."""
        with self._lock:
            return self._groups.get(group)

    def keep_group(self, group: str, members: frozenset[str] | None, now: datetime) -> None:
        """Remember who is in a user group (None: nobody has ever said)."""
        with self._lock:
            self._groups[group] = (members, now)


class AsksOfPeople(Protocol):
    """What asks Slack of people: the desk, and those who deliver and redraw for it."""

    @property
    def slack(self) -> Slack:
        """Whom it asks."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """What time it is."""

    @property
    def people(self) -> People:
        """What Slack said before."""


def standing(desk: AsksOfPeople, user: str) -> Standing:
    """Whether somebody belongs to the team, is a guest of it or of another team, or cannot be told apart now."""
    found = person(desk, user)
    if found is None:
        return "unknown"
    return "guest" if found.guest else "member"


def person(desk: AsksOfPeople, user: str) -> Person | None:
    """What Slack says of somebody; None when it does not say."""
    now = desk.clock()
    if said := desk.people.recall(user, now - ASK_AGAIN):
        return said
    found = desk.slack.person(user)
    if not isinstance(found, Person):
        return None
    desk.people.keep(found, now)
    return found


def name_of(desk: Desk, user: str) -> str:
    """What colleagues call the author or owner of something, for files that leave Slack; never an id of Slack's."""
    if not _ID.fullmatch(user):
        return user
    found = person(desk, user) if desk.settings.bot_token else None
    return (found.name if found else "") or A_COLLEAGUE


def members(desk: Desk, group: str) -> frozenset[str] | None:
    """Who is in a user group; where Slack does not say now, who was in it when it last did (None: it never did)."""
    now = desk.clock()
    before = desk.people.recall_group(group)
    if before and now - before[1] < ASK_AGAIN:
        return before[0]
    found = desk.slack.group_members(group)
    if isinstance(found, frozenset):
        desk.people.keep_group(group, found, now)
        return found
    desk.people.keep_group(group, before[0] if before else None, now - ASK_AGAIN + SOON)
    return before[0] if before else None
