"""Pace: Slack's one message per second and channel with a budget for short bursts, and when it asks for more patience.

Seconds are those of a clock that only goes forward.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Final

REMEMBERED: Final = 1000
"""Channels above which those with a full budget are forgotten."""
FOR_ALL: Final = 3
"""So many channels told to wait, with nothing taken between: it is the whole workspace that must."""


@dataclass(slots=True)
class Pace:
    """When the next message to each channel may go.

    A channel that Slack slowed down once gets no bursts any more, and its second is counted from when a message had
    arrived: how long each is on its way differs, and Slack counts arrivals.
    """

    per_second: float = 1.0
    burst: float = 3.0
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)
    _slow: set[str] = field(default_factory=set)
    _refused: set[str] = field(default_factory=set)
    _held_until: datetime | None = None

    def wait(self, channel: str, now: float) -> float:
        """Seconds until a message to this channel may go."""
        return max(0.0, (1 - self._budget(channel, now)) / self.per_second)

    def spend(self, channel: str, now: float) -> None:
        """A message goes to this channel."""
        self._left[channel] = (self._budget(channel, now) - 1, now)
        if len(self._left) > REMEMBERED:
            self._forget(now)

    def arrived(self, channel: str, now: float) -> None:
        """Slack took a message."""
        self._refused.clear()
        if self._most(channel) == 1.0:
            self._left[channel] = (0.0, now)

    def refused(self, channel: str, *, everywhere: bool) -> bool:
        """Slack had this channel wait; whether the whole workspace must, because it says so or it does so to all."""
        self._slow.add(channel)
        self._refused.add(channel)
        return everywhere or len(self._refused) >= FOR_ALL

    def hold(self, until: datetime) -> None:
        """Nothing goes to the workspace before then."""
        self._held_until = max(until, self._held_until or until)

    def is_held(self, now: datetime) -> bool:
        """Whether Slack has the whole workspace wait."""
        return self._held_until is not None and now < self._held_until

    def _budget(self, channel: str, now: float) -> float:
        most = self._most(channel)
        left, since = self._left.get(channel, (most, now))
        return min(most, left + (now - since) * self.per_second)

    def _most(self, channel: str) -> float:
        return 1.0 if channel in self._slow and self.burst < inf else self.burst

    def _forget(self, now: float) -> None:
        kept = [channel for channel in self._left if self._budget(channel, now) < self._most(channel)]
        self._left = {channel: self._left[channel] for channel in kept}


def unhurried() -> Pace:
    """A pace that never makes a channel wait of its own accord."""
    return Pace(burst=inf)
