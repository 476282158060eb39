"""Watches: a channel's or a person's standing interest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

from bot.core.delta import Op
from bot.core.entities import ListingKey
from bot.core.events import Event
from bot.core.issuers import ISSUER_OF
from bot.core.listings import Statement
from bot.core.patterns import is_like

TargetKind = Literal["entity", "name", "programme", "issuer", "country", "all"]
Cadence = Literal["now", "hourly", "daily", "weekly"]
Broadcast = Literal["never", "material", "all"]
Reach = Literal["card", "thread", "nothing"]
Direction = Literal["tightening", "relief", "enforcement", "neutral", "unclassified"]

KIND_OF_OP: Final[dict[Op, str]] = {
    Op.ADD: "added",
    Op.DEL: "removed",
    Op.MOD: "amended",
    Op.REPLACE: "replaced",
    Op.MOVE: "moved",
}
"""The general word for each op; an event's own `kind` may be more exact (`renumbered`)."""

EXACT_KINDS: Final = ("renumbered", "merged", "redesignated", "reinstated", "escalated", "eased")
WATCHABLE_KINDS: Final = frozenset({*KIND_OF_OP.values(), *EXACT_KINDS})
"""The kinds of change that a watch, or a question about changes, may be limited to."""

NEWS_KINDS: Final = frozenset({"signal", "deadline"})
"""What a watch may be limited to that is no change of a list: reports, and dates that come near."""

DIRECTIONS: Final[tuple[str, ...]] = get_args(Direction)
IN_FORCE: Final = "in_force"
CADENCES: Final[tuple[str, ...]] = get_args(Cadence)
BROADCASTS: Final[tuple[str, ...]] = get_args(Broadcast)
BY_HAND: Final = "by:"
"""What `paused` begins with when a person paused the watch, whose id follows: only a person lets it go on."""


def kinds_of(event: Event) -> frozenset[str]:
    """The kinds that an event goes by: its own, the general word, and *added* for a party that is back on its list."""
    back = {"added"} if event.kind == "reinstated" else set[str]()
    return frozenset({event.kind, KIND_OF_OP[event.op], *back})


def programmes_of(event: Event) -> frozenset[str]:
    """The programmes that an event is about, in capitals: also one lost, which is just what its watcher waits for."""
    moved = [s.value for s in (*event.gained, *event.lost) if s.property == "programme"]
    return frozenset(code.upper() for code in (*event.programmes, *moved))


def names_of(event: Event) -> tuple[str, ...]:
    """The names that an event tells: the party's first, then those that came or went."""
    moved = [s.value for s in (*event.gained, *event.lost) if s.property in NAME_FIELDS]
    return (event.caption, *moved)


def direction_of(event: Event) -> Direction:
    """Where a change of a list points; a removal has no direction until an official notice gives its reason."""
    match event.op:
        case Op.ADD:
            return "tightening"
        case Op.DEL:
            return "unclassified"
        case Op.MOVE:
            return "relief" if event.kind == "eased" else "tightening"
        case Op.REPLACE:
            return _REPLACED.get(event.kind, "neutral")
        case Op.MOD:
            return _amended(event)


_REPLACED: Final[dict[str, Direction]] = {"reinstated": "tightening", "redesignated": "unclassified"}
_LEGAL: Final = frozenset({"programme", "measure", "secondary_sanctions"})
NAME_FIELDS: Final = frozenset({"name", "alias", "weak_alias", "former_name"})


def _amended(event: Event) -> Direction:
    """Further designated, or partial relief; of what came and went at once nobody can say."""
    gained, lost = _is_legal(event.gained), _is_legal(event.lost)
    if gained and lost:
        return "unclassified"
    if lost:
        return "relief" if event.programmes else "unclassified"
    return "tightening" if gained else "neutral"


def _is_legal(found: tuple[Statement, ...]) -> bool:
    return any(statement.property in _LEGAL for statement in found)


def related_key(event: Event) -> ListingKey:
    """The record given up; after a move it stood on another list of the issuer."""
    source, colon, ref = event.related_ref.partition(":")
    return (source, ref) if event.op is Op.MOVE and colon else (event.source, event.related_ref)


@dataclass(frozen=True, slots=True)
class Target:
    """What is watched: an entity id (with the listing it was chosen on), names by a pattern, a programme, an issuer,
    a country, or all."""

    kind: TargetKind
    value: str = ""
    label: str = ""
    source: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions beside the target, all of which must hold; of each, one of its values (empty: any).

    `confidence` (the least, 0 to 1) is of signals: a change of a list is sure, and its stage is *in force*.
    """

    programmes: frozenset[str] = frozenset()
    issuers: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    directions: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    confidence: float = 0.0

    def as_json(self) -> dict[str, list[str] | float]:
        """What is set, in a settled order."""
        sets = {name: sorted(getattr(self, name)) for name in SETS if getattr(self, name)}
        return {**sets, **({"confidence": self.confidence} if self.confidence else {})}

    @staticmethod
    def from_json(found: Mapping[str, Any]) -> Filters:
        """The filters that `as_json` told."""
        return Filters(
            **{name: frozenset(found.get(name, ())) for name in SETS}, confidence=float(found.get("confidence", 0.0))
        )


SETS: Final = ("programmes", "issuers", "countries", "directions", "stages")
ANY: Final = Filters()


@dataclass(frozen=True, slots=True)
class Watch:
    """A saved watch of a channel, or of a person (`channel` is then a user id).

    `kinds` limits the event kinds (empty: all but cosmetic amendments); `cadence` says when it is told, `broadcast`
    which replies in a thread also show in the channel; `last_at` is when it last brought a message.
    """

    id: int
    tenant: int
    channel: str
    owner: str
    target: Target
    created_at: datetime
    kinds: frozenset[str] = frozenset()
    paused: str = ""
    filters: Filters = ANY
    cadence: Cadence = "now"
    broadcast: Broadcast = "material"
    last_at: datetime | None = None

    @property
    def interest(self) -> str:
        """The same for watches of the same thing; how and when they are told does not count."""
        return interest_of(self.target, self.kinds, self.filters)

    @property
    def is_personal(self) -> bool:
        """Whether it is a person's, told by direct message."""
        return is_person(self.channel)


def is_person(channel: str) -> bool:
    """Whether a watch's channel is a person: a user id."""
    return channel.startswith(("U", "W"))


def interest_of(target: Target, kinds: frozenset[str], filters: Filters = ANY) -> str:
    """What stands for a watch's interest, by which a channel has each once."""
    told = json.dumps(filters.as_json(), sort_keys=True) if filters != ANY else ""
    text = f"{target.kind}:{target.value}|{','.join(sorted(kinds))}|{told}"
    return hashlib.sha256(text.encode()).hexdigest()


def concerns(watch: Watch, event: Event) -> bool:
    """Whether an event is about what is watched, whatever happened."""
    return _is_about(watch.target, event) and (watch.filters == ANY or _passes(watch.filters, event))


def _is_about(target: Target, event: Event) -> bool:
    match target.kind:
        case "all":
            return True
        case "entity":
            keys = ((event.source, event.ref), related_key(event))
            return target.value == event.entity or (bool(target.ref) and (target.source, target.ref) in keys)
        case "name":
            return any(is_like(target.value, name) for name in names_of(event))
        case "programme":
            return target.value.upper() in programmes_of(event)
        case "issuer":
            return target.value == ISSUER_OF.get(event.source)
        case "country":
            return target.value in event.countries


def _passes(filters: Filters, event: Event) -> bool:
    return (
        (not filters.issuers or ISSUER_OF.get(event.source) in filters.issuers)
        and (not filters.countries or not filters.countries.isdisjoint(event.countries))
        and (not filters.programmes or not filters.programmes.isdisjoint(programmes_of(event)))
        and (not filters.stages or IN_FORCE in filters.stages)
        and (not filters.directions or direction_of(event) in filters.directions)
    )


def is_of_reports_only(kinds: frozenset[str], filters: Filters) -> bool:
    """Whether no change of a list can ever meet a watch with these conditions."""
    return (bool(kinds) and kinds <= NEWS_KINDS) or (bool(filters.stages) and IN_FORCE not in filters.stages)


def reach(watch: Watch, event: Event) -> Reach:
    """How far an event goes for a watch: a card, only a reply in the party's thread, or nothing."""
    by_name = watch.target.kind == "entity"
    if watch.paused or event.state == "cancelled" or not concerns(watch, event):
        return "nothing"
    if event.state == "pending" and not by_name:
        return "nothing"
    asked = bool(watch.kinds & kinds_of(event))
    if asked or (event.material and not watch.kinds):
        return "card"
    return "thread" if by_name and not watch.kinds else "nothing"


def is_met(watch: Watch, event: Event) -> bool:
    """Whether an event is owed to a watch as a card."""
    return reach(watch, event) == "card"
