"""Health: what those who run the desk must know of deliveries and lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.feeds import FeedWord
from bot.core.screening import SourceState


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that was not delivered, or of which nobody is sure (`status` is `dead` or `unsure`).

    `what` it was about and `why` it was not delivered in words; `is_kept`: it waits for a channel that cannot be
    reached, and comes with all that the channel missed once it can.
    """

    id: int
    channel: str
    what: str
    part: str
    status: str
    why: str
    since: datetime
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Outbox:
    """The state of deliveries: what waits, and since when; what was not delivered; how many rows in each status.

    `gone` says why Slack takes nothing from us any more ("": it does), `gone_at` since when.
    """

    waiting: int = 0
    since: datetime | None = None
    undelivered: tuple[Undelivered, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    gone: str = ""
    gone_at: datetime | None = None

    @property
    def failed(self) -> tuple[Undelivered, ...]:
        """What a person must see to."""
        return tuple(item for item in self.undelivered if not item.is_kept)

    @property
    def kept(self) -> tuple[Undelivered, ...]:
        """What comes by itself once its channel can be reached."""
        return tuple(item for item in self.undelivered if item.is_kept)


@dataclass(frozen=True, slots=True)
class Health:
    """What a reader sees of it; `hidden` are undelivered messages of channels that the reader may not know of."""

    outbox: Outbox
    lists: tuple[SourceState, ...] = ()
    hidden: int = 0
    feeds: tuple[FeedWord, ...] = ()


def summary(outbox: Outbox) -> str:
    """The state of deliveries in a line, for a terminal."""
    said = [f"Slack takes nothing from us: {outbox.gone}"] if outbox.gone else []
    if failed := len(outbox.failed):
        said.append(f"{failed} {'message' if failed == 1 else 'messages'} could not be delivered")
    if kept := len(outbox.kept):
        said.append(f"{kept} kept for channels that cannot be reached")
    said += [f"{status} {number}" for status, number in outbox.counts]
    return ", ".join(said) or "empty"
