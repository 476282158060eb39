"""News: items as kept, the happenings they tell of, and what of those is worth telling.

item ─▶ signal ─▶ story ─▶ opened · moved · borne out · corrected · withdrawn
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from bot.core.signals.items import stage_rank
from bot.core.stories.likeness import Told

EventKind = Literal["opened", "moved", "confirmed", "corrected", "withdrawn"]
REMEMBERED: Final = timedelta(days=400)
"""How far back an act with a number is tied to what was told of it before, and reports are told of a programme."""
BURST: Final = timedelta(hours=6)
LEGAL: Final = frozenset({"in_force", "ended"})
"""Stages that only an official document or a list can bear out."""
_CORRECTION = re.compile(r"^\W*(correct(ed|ion)|clarification|refile|update \d+-correct)", re.IGNORECASE)
_WITHDRAWN = re.compile(
    r"^\W*(retraction|retracted|withdrawn|advisory:? .*withdraw|kill(ed)?:|story removed)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NewsItem:
    """An item of a feed with what it was read as; `signal` is empty for one that is no signal or was not read yet."""

    id: int
    feed: str
    url: str
    address: str
    title: str
    summary: str
    outlet: str
    published: datetime | None
    first_seen: datetime
    seeded: bool = False
    signal: dict[str, Any] | None = None
    story: int | None = None
    key: str = ""
    category: str = ""
    language: str = ""

    @property
    def at(self) -> datetime:
        """When it was published, else when it was found."""
        return self.published or self.first_seen


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """A happening as it stands: whose measure against whom, which way, how far as reported and as borne out.

    `entities` are (entity, the words of the text); `follows` is the story that it carries on.
    """

    id: int
    opened_at: datetime
    updated_at: datetime
    issuers: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    entities: tuple[tuple[str, str], ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    direction: str = "neutral"
    stage: str = ""
    verified_stage: str = ""
    action: str = ""
    confidence: float = 0.0
    follows: int | None = None
    withdrawn_at: datetime | None = None

    @property
    def shown_stage(self) -> str:
        """The stage that may be said: what is only reported as in force or ended counts as reported."""
        return shown_stage(self.stage, self.verified_stage)


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """Something to tell of a story."""

    id: int
    story: int
    kind: EventKind
    stage: str
    item: int | None
    at: datetime


def shown_stage(claimed: str, verified: str) -> str:
    """The further of what is borne out and what may be claimed by a report alone."""
    reported = "reported" if claimed in LEGAL else claimed
    return max((reported, verified), key=stage_rank)


def claimed_stage(claims: Sequence[tuple[datetime, str]]) -> str:
    """The stage that reports claim, oldest first, each with its time.

    Reports of the first hours tell the same: what most of them claim counts, of two the lesser. Each later one may go
    further, and none goes back.
    """
    claims = [(at, stage) for at, stage in claims if stage]
    if not claims:
        return ""
    first = [stage for at, stage in claims if at - claims[0][0] <= BURST]
    counts = Counter(first)
    most = max(counts.values())
    stage = min((each for each, count in counts.items() if count == most), key=stage_rank)
    return max((stage, *(each for at, each in claims if at - claims[0][0] > BURST)), key=stage_rank)


def is_correction(item: NewsItem) -> bool:
    """Whether an item says that it puts another right."""
    return bool(_CORRECTION.match(item.title))


def is_withdrawal(item: NewsItem) -> bool:
    """Whether an item takes a report back."""
    return bool(_WITHDRAWN.match(item.title))


def told_of(item: NewsItem, document: tuple[str, str] | None = None) -> Told:
    """What is compared of an item; it must have been read as a signal."""
    signal = item.signal or {}
    return Told(
        id=str(item.id),
        title=item.title,
        text=item.summary,
        at=item.at,
        issuers=frozenset(signal.get("jurisdictions", ())),
        targets=frozenset(signal.get("targets", ())),
        direction=signal.get("direction") or "",
        stage=signal.get("stage") or "",
        action=signal.get("action") or "",
        address=item.address,
        document=document,
    )


def merged(*several: Sequence[str]) -> tuple[str, ...]:
    """Values of several lists in order, each once."""
    return tuple(dict.fromkeys(value for values in several for value in values))
