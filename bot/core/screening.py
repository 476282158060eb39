"""Screening: question, scored candidates, why, and the answer that a card or the command line shows.

question ─▶ candidates (`screen`) ─▶ status, band and the matches worth showing (`decide`) ─▶ answer
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple

from bot.core.candidates import Candidate, Screened, screen, screen_all
from bot.core.identifiers import Identifier
from bot.core.listings import EntityType, Listing
from bot.core.nameforms.forms import name_form
from bot.core.names import Name, NameKind
from bot.core.questions import Band, Query, Reason
from bot.core.team_views import Assessment, Dismissed, LineView

__all__ = [
    "ANNEXES",
    "IN_FORCE",
    "Answer",
    "Band",
    "Candidate",
    "Decision",
    "ListingState",
    "ListingStatus",
    "Match",
    "NoteView",
    "Query",
    "Reason",
    "Screened",
    "SourceState",
    "Status",
    "decide",
    "explain",
    "has_annexes",
    "outside",
    "screen",
    "screen_all",
]

MARGIN: Final = 0.05
"""Two unrelated parties whose scores are closer than this cannot be told apart by the name."""


class Status(StrEnum):
    """What a question's answer amounts to."""

    LISTED = "listed"
    REMOVED = "removed"
    AMBIGUOUS = "ambiguous"
    POSSIBLE = "possible"
    NOT_FOUND = "not_found"
    NO_DATA = "no_data"
    UNKNOWN = "unknown"


SETTLED: Final = (Status.LISTED, Status.REMOVED)
"""Answers that settle on one party."""


class ListingState(StrEnum):
    """Where a listing stands."""

    LISTED = "listed"
    LISTED_BY_ACT = "listed_by_act"
    PENDING_REMOVAL = "pending_removal"
    REMOVED = "removed"
    SUSPENDED = "suspended"


IN_FORCE = frozenset({ListingState.LISTED, ListingState.LISTED_BY_ACT, ListingState.PENDING_REMOVAL})


@dataclass(frozen=True, slots=True)
class ListingStatus:
    """One listing of a match as answers show it; `reason` is why it was removed, where the list says so."""

    listing: Listing
    issuer: str
    state: ListingState
    first_seen: datetime
    listed_on: date | None = None
    removed_on: date | None = None
    url: str = ""
    list_date: date | None = None
    list_label: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One entity that answers a question, best listings first."""

    entity: str
    caption: str
    type: EntityType
    score: float
    band: Band
    matched: Name | Identifier
    reasons: tuple[Reason, ...]
    listings: tuple[ListingStatus, ...]
    evidence: tuple[str, ...] = ()
    affiliates: int = 0


@dataclass(frozen=True, slots=True)
class SourceState:
    """A list as an answer cites it; `state` is fresh, stale, failed, loading or never.

    `lacks` is what our copy was given without, though the list has it ("other names"); `recorded_since` is when we took
    in its first copy: of changes before that we know nothing.
    """

    source: str
    issuer: str
    title: str
    state: str
    entries: int
    list_date: date | None
    checked_at: datetime | None
    changed_at: datetime | None
    origin: str
    licence: str
    url: str
    problem: str = ""
    opt_in: bool = False
    lacks: str = ""
    recorded_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note as an answer shows it; only ever made for an audience that may see it."""

    id: int
    text: str
    author: str
    created_at: datetime
    visibility: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to one question, with what was searched and how fresh it is.

    `elsewhere` counts parties of a similar name that the country asked for left out.
    """

    query: Query
    status: Status
    band: Band | None
    matches: tuple[Match, ...]
    sources: tuple[SourceState, ...]
    missing: tuple[str, ...]
    sample: bool
    asked_at: datetime
    notes: dict[str, tuple[NoteView, ...]] = field(default_factory=dict)
    considered: int = 0
    not_searched: tuple[str, ...] = ()
    assessments: dict[str, tuple[Assessment, ...]] = field(default_factory=dict)
    dismissed: tuple[Dismissed, ...] = ()
    lines: tuple[LineView, ...] = ()
    elsewhere: int = 0


ANNEXES: Final = "eu-oj"
"""The source that holds the EU's sectoral annexes; until it has data, every answer on the EU says so."""


def has_annexes(answer: Answer) -> bool:
    """Whether the EU's sectoral annexes were searched."""
    return any(s.source == ANNEXES and s.state not in ("never", "loading") for s in answer.sources)


def outside(answer: Answer, known: Sequence[str] = ()) -> tuple[str, ...]:
    """What no list searched holds, as the settings name it (else `known`)."""
    told = answer.not_searched or tuple(known)
    return tuple(t for t in told if not (has_annexes(answer) and t.casefold().startswith("eu sectoral")))


class Decision(NamedTuple):
    """What the candidates amount to, and those worth showing, best first."""

    status: Status
    band: Band | None
    candidates: tuple[Candidate, ...]


def decide(
    candidates: Sequence[Candidate], query: Query, in_force: Callable[[Candidate], bool] = lambda _: True
) -> Decision:
    """The status that the candidates give; `in_force` tells whether any listing of one stands."""
    shown = tuple(c for c in candidates if c.band is not Band.WEAK)
    if not shown:
        return Decision(Status.NOT_FOUND, None, ())
    top = shown[0]
    equals = (top, *(c for c in shown[1:] if _rivals(top, c)))
    if len(equals) > 1:
        # A body of the same name on another list may be any of them: it is one of the choices too.
        choices = tuple(c for c in shown if c in equals or any(_may_be_one(one, c) for one in equals))
        return Decision(Status.AMBIGUOUS, top.band, choices[: query.limit])
    if top.band is Band.POSSIBLE:
        return Decision(Status.POSSIBLE, top.band, shown[: query.limit])
    return Decision(Status.LISTED if in_force(top) else Status.REMOVED, top.band, shown[: query.limit])


def _rivals(top: Candidate, other: Candidate) -> bool:
    """Whether another party answers the question as well as the first one does."""
    if _are_affiliated(top, other) or _may_be_one(top, other):
        return False
    if top.common and top.band is not Band.POSSIBLE:
        # "Mohammed Ali" is many people's name: an equal name does not single one of them out.
        return other.band is not Band.POSSIBLE or other.score >= 0.99
    if other.band is not top.band:
        return False
    if top.band is Band.POSSIBLE:
        return top.found_all and other.found_all
    return top.score - other.score <= MARGIN


def _may_be_one(top: Candidate, other: Candidate) -> bool:
    """Whether two bodies have the very name asked for and stand on different lists: named beside the first, no rivals.

    Lists that give no identifiers leave them unlinked. Two bodies of one name on one list are two parties.
    """
    if top.type is not other.type or top.type is EntityType.PERSON or {top.band, other.band} != {Band.EXACT}:
        return False
    if {item.source for item in top.listings} & {item.source for item in other.listings}:
        return False
    names = (top.matched, other.matched)
    keys = {name_form(name.text, False).key for name in names if not isinstance(name, Identifier)}
    return len(keys) == 1 and not any(isinstance(name, Identifier) for name in names)


def _are_affiliated(one: Candidate, other: Candidate) -> bool:
    """Whether the lists make one of two bodies part of the other's group; relatives are different people."""
    if EntityType.PERSON in (one.type, other.type):
        return False
    return one.entity in other.heads or other.entity in one.heads or bool(one.heads & other.heads)


_KIND_WORDS: Final = {
    NameKind.PRIMARY: "name",
    NameKind.ALIAS: "alias",
    NameKind.WEAK_ALIAS: "weak alias",
    NameKind.FORMER: "former name",
}
_BAND_WORDS: Final = {
    Band.EXACT: "Matched exactly",
    Band.STRONG: "Matched strongly",
    Band.POSSIBLE: "Possibly the same",
    Band.WEAK: "Weakly alike",
}


def explain(match: Match | Candidate) -> str:
    """One sentence on why this party answers the question."""
    if isinstance(match.matched, Identifier):
        return f"Matched exactly: {match.matched.scheme} {match.matched.value}."
    told = [r for r in match.reasons if r.rule != "name"]
    notes = [r.detail or (f"“{r.query}” for “{r.found}”" if r.rule == "spelling" else r.rule) for r in told]
    named = f"{_BAND_WORDS[match.band]}: {_KIND_WORDS[match.matched.kind]} “{match.matched.text}”"
    return f"{named}; {'; '.join(notes[:4])}." if notes else f"{named}."
