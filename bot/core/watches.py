"""Watches: a channel's or a person's standing interest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from bot.core.countries import country_code
from bot.core.delta import Op
from bot.core.entities import ListingKey, Ref, parse_ref
from bot.core.events import Event
from bot.core.issuers import ISSUER_OF, ISSUERS, issuer_code, issuer_label

TargetKind = Literal["entity", "name", "programme", "issuer", "country", "all"]
Cadence = Literal["now", "hourly", "daily", "weekly"]
Broadcast = Literal["never", "material", "all"]
Reach = Literal["card", "thread", "nothing"]

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
"""The kinds that a watch, or a question about changes, may be limited to."""


def kinds_of(event: Event) -> frozenset[str]:
    """The kinds that an event goes by: its own, the general word, and *added* for a party that is back on its list."""
    back = {"added"} if event.kind == "reinstated" else set[str]()
    return frozenset({event.kind, KIND_OF_OP[event.op], *back})


def programmes_of(event: Event) -> frozenset[str]:
    """The programmes that an event is about, in capitals: also one lost, which is just what its watcher waits for."""
    moved = [s.value for s in (*event.gained, *event.lost) if s.property == "programme"]
    return frozenset(code.upper() for code in (*event.programmes, *moved))


def related_key(event: Event) -> ListingKey:
    """The record given up; after a move it stood on another list of the issuer."""
    source, colon, ref = event.related_ref.partition(":")
    return (source, ref) if event.op is Op.MOVE and colon else (event.source, event.related_ref)


@dataclass(frozen=True, slots=True)
class Target:
    """What is watched: an entity id (with the listing it was chosen on), a programme, an issuer, a country, or all."""

    kind: TargetKind
    value: str = ""
    label: str = ""
    source: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions beside the target, all of which must hold; of each, one of its values (empty: any).

    Directions, stages and `confidence` (the least, 0 to 1) are of signals; a change of a list is always in force.
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


def interest_of(target: Target, kinds: frozenset[str], filters: Filters = ANY) -> str:
    """What stands for a watch's interest, by which a channel has each once."""
    told = json.dumps(filters.as_json(), sort_keys=True) if filters != ANY else ""
    text = f"{target.kind}:{target.value}|{','.join(sorted(kinds))}|{told}"
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class NameAsked:
    """A target given as a name: screening must say who is meant."""

    text: str


@dataclass(frozen=True, slots=True)
class TargetProblem:
    """A target that cannot be watched; the text says why and what would work."""

    text: str


def parse_target(text: str) -> Target | Ref | NameAsked | TargetProblem:
    """What a user wants to watch: `programme:CODE`, `issuer:US`, `country:RU`, `all`, a reference, else a name."""
    text = text.strip().strip('"“”').strip()
    if not text:
        return TargetProblem("Say what to watch: a name, programme:CODE, issuer:US, country:RU or all.")
    if text.casefold() == "all":
        return Target("all", "", "all")
    ref = parse_ref(text, frozenset(ISSUER_OF))
    if ref is not None:
        return ref
    word, colon, value = text.partition(":")
    if colon and (parse := _PARSERS.get(word.strip().casefold())):
        return parse(value.strip())
    return NameAsked(text)


def _programme(value: str) -> Target | TargetProblem:
    if not value:
        return TargetProblem("programme: needs a code, such as programme:RUSSIA-EO14024.")
    if len(value) > 80:
        return TargetProblem("A programme code has at most 80 characters.")
    return Target("programme", value.upper(), f"programme:{value.upper()}")


def _issuer(value: str) -> Target | TargetProblem:
    code = issuer_code(value)
    if code is None:
        known = ", ".join(issuer_label(code) for code in ISSUERS)
        return TargetProblem(f"issuer: needs one of {known}.")
    return Target("issuer", code, f"issuer:{issuer_label(code)}")


def _country(value: str) -> Target | TargetProblem:
    code = country_code(value)
    if not code:
        return TargetProblem("country: needs a country or its two-letter code, such as country:RU.")
    return Target("country", code, f"country:{code}")


_PARSERS: Final = {"programme": _programme, "program": _programme, "issuer": _issuer, "country": _country}


def parse_kinds(text: str) -> frozenset[str] | TargetProblem:
    """The kinds named in a comma list; empty means all but cosmetic amendments."""
    kinds = frozenset(word.strip().casefold() for word in text.split(",") if word.strip())
    unknown = sorted(kinds - WATCHABLE_KINDS)
    if unknown:
        return TargetProblem(f"Unknown kind {', '.join(unknown)}; known are {', '.join(sorted(WATCHABLE_KINDS))}.")
    return kinds


def concerns(watch: Watch, event: Event) -> bool:
    """Whether an event is about what is watched, whatever happened."""
    target = watch.target
    match target.kind:
        case "all":
            return True
        case "entity":
            keys = ((event.source, event.ref), related_key(event))
            return target.value == event.entity or (bool(target.ref) and (target.source, target.ref) in keys)
        case "programme":
            return target.value.upper() in programmes_of(event)
        case "issuer":
            return target.value == ISSUER_OF.get(event.source)
        case "country":
            return target.value in event.countries
        case "name":
            return False


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
