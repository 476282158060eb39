"""Alerts: what a channel is told of an official action, at once, later, or when a snooze ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.core.events import Action, Event
from bot.core.notes import Note
from bot.core.team_views import LineView
from bot.core.watches import Cadence

NAMED_ON_CARD: Final = 5
"""So many additions and removals of parties watched by name need no reply that names them again; a card of an action
with more entries comes with a file that names them all."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A watched party met by an action: the event, and what to say of its other listings."""

    event: Event
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Background:
    """What an event alone does not say.

    `former_kind` is the kind of list that a move left; `first_listed` the year in which a reinstated party was first
    listed; `still` what the same issuer still says of a party that left one of its lists.
    """

    former_kind: str = ""
    first_listed: str = ""
    still: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActPrinted:
    """A legal act that entries print as their basis: how many do, the official page, its days as printed ("" where
    they differ or are not given)."""

    number: str
    entries: int
    url: str = ""
    published: str = ""
    in_force: str = ""


@dataclass(frozen=True, slots=True)
class ActionCard:
    """What one channel is told of one official action: all counts, only this channel's names.

    `because` names the watches that brought it here, `told` holds the keys of the events that they asked for;
    `watched` are parties watched by name or by a pattern of names;
    `programmes` are (code, number of entries), largest first; `acts` the acts that added entries print, newest first
    (`act_only`: the issuer's own file does not have them yet); `background` is by event key; `file_rows` is the length
    of the file with all names in the thread (0: there is none); `sample` marks sample data; `lines` are the lines to
    take, `notes` those on the action and its programmes, none where another organisation reads along; `is_personal` in
    a direct message; `lists_loaded` is how many lists other listings were looked for on.
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
    background: Mapping[str, Background] = field(default_factory=dict)
    file_rows: int = 0
    lines: tuple[LineView, ...] = ()
    notes: tuple[Note, ...] = ()
    told: frozenset[str] = frozenset()
    acts: tuple[ActPrinted, ...] = ()
    act_only: bool = False
    is_personal: bool = False
    lists_loaded: int = 0


class Place(NamedTuple):
    """Where something is told: an official action has one card in a channel."""

    tenant: int
    channel: str
    action: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A message owed to a place: `part` is `card`, `update:…` or `detail:…`; the same content has the same part."""

    place: Place
    part: str
    events: tuple[str, ...]
    watches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Events of an action that wait for a channel's next digest of this cadence."""

    place: Place
    cadence: Cadence
    events: tuple[str, ...]
    watches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Events of an action that a snooze holds back from a channel until it ends."""

    place: Place
    snooze: int
    events: tuple[str, ...]
    watches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Routed:
    """What events owe to whom."""

    owed: tuple[Owed, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    held: tuple[Held, ...] = ()
