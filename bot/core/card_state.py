"""The state of a card: what people made of it, beside what the lists say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.alerts import Place
from bot.core.work import UNTOUCHED, Work


@dataclass(frozen=True, slots=True)
class WhyHere:
    """A watch that brought a card: what it follows, and whose it is."""

    label: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Snoozed:
    """Until when a channel hears of a card's subject only what is law, and who said so."""

    until: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Shared:
    """Who showed a card in another channel, when, and from where ("" from a private one)."""

    by: str
    at: datetime
    channel: str = ""


@dataclass(frozen=True, slots=True)
class CardState:
    """Where a card stands in its channel; without a `place` it has no buttons.

    `takes_notes` is off where readers from outside see along; `is_personal` in a direct message, where nobody else
    could claim it.
    """

    place: Place | None = None
    work: Work = UNTOUCHED
    why: tuple[WhyHere, ...] = ()
    snoozed: Snoozed | None = None
    shared: Shared | None = None
    takes_notes: bool = True
    is_personal: bool = False


BARE = CardState()
"""A card alone: as drawn for no channel in particular."""
