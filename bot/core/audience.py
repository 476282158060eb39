"""Audience: who will see an answer decides what it may hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.core.roles import MEMBER, Act

Surface = Literal["ephemeral", "channel", "dm", "home", "cli"]


@dataclass(frozen=True, slots=True)
class Audience:
    """The readers of an answer; a required argument of every query that reads a team's notes or counts of them.

    `channel` is where it will be shown ("" for home and CLI), `user` the reader when there is only one, or who asked;
    `guest` that this is nobody of the team, as far as Slack says; `acts` is what the user's role lets them do.
    """

    tenant: int
    surface: Surface
    channel: str = ""
    private: bool = False
    externally_shared: bool = False
    user: str = ""
    guest: bool = False
    acts: frozenset[Act] = field(default=MEMBER, repr=False)

    @property
    def is_public(self) -> bool:
        """Whether these readers get public data only: nothing that the team wrote or set."""
        return self.externally_shared or self.guest

    def may(self, act: Act) -> bool:
        """Whether the role of who asks lets them do this."""
        return not self.guest and act in self.acts
