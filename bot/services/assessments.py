"""Assessments: what the team decided of the hits of a question, read before its answer is made."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.audience import Audience
from bot.core.decisions import dismissal, subject_of
from bot.core.questions import Query
from bot.core.screening import Candidate
from bot.core.team_views import Assessment, Dismissed
from storage import decisions
from storage.db import Database
from storage.session import Session


@dataclass(frozen=True, slots=True)
class Recalled:
    """The assessments of a question's hits by entity, and those hits that are taken out of its answer."""

    by_entity: Mapping[str, tuple[Assessment, ...]] = field(default_factory=dict)
    dismissed: tuple[Dismissed, ...] = ()

    def keeps(self, candidate: Candidate) -> bool:
        """Whether a hit stays in the answer."""
        return all(candidate.entity != each.entity for each in self.dismissed)


def recall(db: Database, query: Query, found: Sequence[Candidate], audience: Audience, now: datetime) -> Recalled:
    """What these readers may see of the decisions on the hits of one question."""
    if audience.is_public or not found:
        return Recalled()
    with db.read() as session:
        return _of(query, found, _known(session, audience, [query], [c.entity for c in found], now))


def recall_all(
    db: Database, asked: Sequence[tuple[Query, Sequence[Candidate]]], audience: Audience, now: datetime
) -> list[Recalled]:
    """The same for the rows of a batch, read at once."""
    hits = {candidate.entity for _, found in asked for candidate in found}
    if audience.is_public or not hits:
        return [Recalled()] * len(asked)
    with db.read() as session:
        known = _known(session, audience, [query for query, _ in asked], hits, now)
    return [_of(query, found, known) for query, found in asked]


def _known(
    session: Session, audience: Audience, queries: Sequence[Query], entities: Collection[str], now: datetime
) -> dict[str, tuple[Assessment, ...]]:
    return decisions.assessments_for(session, audience, entities, {subject_of(query) for query in queries}, now)


def _of(query: Query, found: Sequence[Candidate], known: Mapping[str, tuple[Assessment, ...]]) -> Recalled:
    subjects = {subject_of(query), ""}
    mine = {c.entity: tuple(a for a in known.get(c.entity, ()) if a.subject in subjects) for c in found}
    # Who asks for an entry by its reference wants to see that entry.
    hidden = ((c, dismissal(mine[c.entity])) for c in found if query.scheme != "ref")
    return Recalled(
        {entity: told for entity, told in mine.items() if told},
        tuple(Dismissed(c.entity, c.caption, told) for c, told in hidden if told is not None),
    )
