"""Alerts: events owed to a channel, grouped into one card per official action."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.events import Action, Event


@dataclass(frozen=True, slots=True)
class Watched:
    """A watched party met by an action: the event, and what to say of its other listings."""

    event: Event
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionCard:
    """What one channel is told of one official action: all counts, only this channel's names.

    `because` names the watches that brought it here; `watched` are parties watched by name;
    `programmes` are (code, number of entries), largest first; `sample` marks sample data.
    """

    alert: str
    action: Action
    events: tuple[Event, ...]
    watched: tuple[Watched, ...]
    because: tuple[str, ...]
    issuer_label: str
    list_label: str
    checked_at: str
    entry_types: tuple[tuple[str, int], ...] = ()
    programmes: tuple[tuple[str, int], ...] = ()
    elsewhere: tuple[tuple[str, int], ...] = ()
    first_found: int = 0
    parties: int = 0
    sample: bool = False
