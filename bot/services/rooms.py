"""Rooms: who is in a channel; asked of Slack, and taken strictly when Slack does not say."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final, Protocol

from bot.clients.slack import Slack
from storage.channels import Channel

ASK_AGAIN: Final = timedelta(minutes=2)
"""How long what Slack said holds: one page of items asks of a channel once, and who left it sees nothing for long."""
REMEMBERED: Final = 500


@dataclass(frozen=True, slots=True)
class Rooms:
    """Whose members Slack has told this process, and when."""

    _seen: OrderedDict[str, tuple[frozenset[str], datetime]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def recall(self, channel: str, since: datetime) -> frozenset[str] | None:
        """Who was in a channel, if that was told since then."""
        with self._lock:
            members, at = self._seen.get(channel, (frozenset(), since))
        return members if at > since else None

    def keep(self, channel: str, members: frozenset[str], now: datetime) -> None:
        """Remember what Slack said."""
        with self._lock:
            self._seen[channel] = (members, now)
            self._seen.move_to_end(channel)
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)


class AsksOfRooms(Protocol):
    """What asks Slack who is in a channel: the desk, and who delivers for it."""

    @property
    def slack(self) -> Slack:
        """Whom it asks."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """What time it is."""

    @property
    def rooms(self) -> Rooms:
        """What Slack said before."""


def is_open_to(desk: AsksOfRooms, room: Channel, user: str) -> bool:
    """Whether somebody may know what stands in a channel: a public one, their own, or a private one they are in."""
    return room.id == user or not room.private or is_member(desk, room.id, user)


def is_member(desk: AsksOfRooms, channel: str, user: str, *, ask: bool = False) -> bool:
    """Whether somebody is in a channel now, as far as Slack says so; `ask` takes no answer from before."""
    now = desk.clock()
    known = None if ask else desk.rooms.recall(channel, now - ASK_AGAIN)
    if known is None:
        told = desk.slack.members(channel)
        if not isinstance(told, frozenset):
            return False
        desk.rooms.keep(channel, told, now)
        known = told
    return user in known
