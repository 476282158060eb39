"""What is classified, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit


class Direction(StrEnum):
    """Which way a step goes, as the text tells it."""

    RELIEF = "relief"
    TIGHTENING = "tightening"
    ENFORCEMENT = "enforcement"
    NEUTRAL = "neutral"


class Stage(StrEnum):
    """How far the measure has come, as the text claims: a claim, never a fact of law."""

    REPORTED = "reported"
    PROPOSED = "proposed"
    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    ENDED = "ended"


STAGES: Final = tuple(stage.value for stage in Stage)


def stage_rank(stage: str) -> int:
    """How far a stage is; -1 for none."""
    return STAGES.index(stage) if stage in STAGES else -1


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a feed: its headline and at most a few sentences."""

    id: str
    title: str
    summary: str = ""
    url: str = ""
    published: str = ""
    source: str = ""

    @property
    def host(self) -> str:
        """Where it was published: the host of its address, else its source."""
        host = urlsplit(self.url).hostname if "//" in self.url else None
        return (host or self.source).lower().removeprefix("www.")


@dataclass(frozen=True, slots=True)
class ItemProblem:
    """An item that cannot be read; the text names what was wrong."""

    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A rule that spoke, and the words that made it: `part` is title or summary, the span counts its characters."""

    rule: str
    part: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence that the text names; the letters of one number are its successive versions."""

    number: str
    letter: str
    issuer: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Clause:
    """One act of a compound official title."""

    text: str
    action: str
    direction: Direction
    stage: Stage | None
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """What an item claims; `direction` and `stage` are None when it is not relevant or not readable."""

    id: str
    relevant: bool
    direction: Direction | None
    stage: Stage | None
    jurisdictions: tuple[str, ...]
    targets: tuple[str, ...]
    programmes: tuple[str, ...]
    confidence: float
    language: str
    action: str = ""
    mixed: bool = False
    licences: tuple[Licence, ...] = ()
    clauses: tuple[Clause, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    triage: bool = False
    """True when a person should look: too doubtful for an alert, too likely to drop."""

    @property
    def supported(self) -> bool:
        """False for an item in a language that is not read; nothing is guessed of it."""
        return self.language == "en"


ALIASES: Final = {"published": ("published", "date"), "summary": ("summary", "lead"), "source": ("source", "outlet")}
LONGEST: Final = 20_000
"""Characters of one field; more than a feed's item can sensibly hold is cut, not refused."""


def read_item(raw: object) -> Item | ItemProblem:
    """The item that a mapping describes."""
    if not isinstance(raw, Mapping):
        return ItemProblem("an item must be an object with id, title, summary, url, published and source")
    found = {name: _text(raw, ALIASES.get(name, (name,))) for name in Item.__dataclass_fields__}
    for name, value in found.items():
        if value is None:
            return ItemProblem(f"{name} must be text")
    fields = {name: value or "" for name, value in found.items()}
    if not fields["id"]:
        return ItemProblem("an item needs an id")
    if not (fields["title"].strip() or fields["summary"].strip()):
        return ItemProblem(f"item {fields['id'][:80]!r} has neither a title nor a summary")
    return Item(**fields)


def _text(raw: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = raw.get(key)
        if value is None or value == "":
            continue
        if key == "id" and isinstance(value, int):
            return str(value)
        return value[:LONGEST] if isinstance(value, str) else None
    return ""


def signal_json(signal: Signal) -> dict[str, Any]:
    """The signal as the command line prints it; entities and verification are other parts' to fill."""
    return {
        "id": signal.id,
        "relevant": signal.relevant,
        "direction": signal.direction,
        "stage": signal.stage,
        "jurisdictions": list(signal.jurisdictions),
        "targets": list(signal.targets),
        "programmes": list(signal.programmes),
        "entities": [],
        "confidence": round(signal.confidence, 2),
        "verified": False,
        "triage": signal.triage,
        "language": signal.language,
        "action": signal.action,
        "mixed": signal.mixed,
        "licences": [
            {"number": each.number, "letter": each.letter, "issuer": each.issuer, "purpose": each.purpose}
            for each in signal.licences
        ],
        "clauses": [
            {
                "text": each.text,
                "action": each.action,
                "direction": each.direction,
                "stage": each.stage,
                "targets": list(each.targets),
            }
            for each in signal.clauses
        ],
        "reasons": [f"{each.rule}: “{each.words}”" for each in signal.evidence],
        "evidence": [
            {"rule": each.rule, "part": each.part, "start": each.start, "end": each.end, "words": each.words}
            for each in signal.evidence
        ],
    }
