"""Ask: query ─▶ screen ─▶ decide ─▶ answer, with freshness and the notes that this audience may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.core.audience import Audience
from bot.core.entities import ListingKey
from bot.core.issuers import ISSUER_OF, ListKind
from bot.core.past import Past, Span, on_day
from bot.core.screening import (
    ANNEXES,
    IN_FORCE,
    SETTLED,
    Answer,
    Band,
    Candidate,
    Decision,
    ListingState,
    ListingStatus,
    Match,
    Query,
    SourceState,
    Status,
    decide,
    screen,
)
from bot.services.assessments import Recalled, recall
from bot.services.dataset import Dataset, Loaded
from bot.services.desk import Desk
from bot.services.sources import source_states
from bot.sources.source import Source
from storage import lines, notes
from storage.db import Database
from storage.lists import StoredListing

FILE: Final = "eu-fsf"
TRAILS: Final = timedelta(days=14)
"""How long the EU's file may trail an act: an entry missing for longer is no matter of time."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What answers stand on, read at one moment for one question or many: the data, and the state of each list."""

    loaded: Loaded
    sources: Mapping[str, Source]
    states: tuple[SourceState, ...]
    at: datetime

    @property
    def ready(self) -> tuple[SourceState, ...]:
        """The lists that can be searched."""
        return tuple(state for state in self.states if state.changed_at is not None)


def ground_of(db: Database, dataset: Dataset, sources: Mapping[str, Source], now: datetime) -> Ground:
    """What an answer of this moment stands on."""
    return Ground(dataset.current(), sources, source_states(db, sources, now), now)


def check(desk: Desk, query: Query, audience: Audience, now: datetime) -> Answer:
    """The answer to a question, for these readers."""
    answer = check_in(desk.db, desk.dataset, desk.sources, query, audience, now)
    return replace(answer, not_searched=desk.settings.not_searched)


def check_entities(
    desk: Desk, entities: Sequence[str], question: str, audience: Audience, now: datetime, asked: Query | None = None
) -> Answer:
    """What stands of parties already known: one is answered, several are a choice.

    `asked` is the question that they were hits of: decisions count for whom it was about.
    """
    ground = ground_of(desk.db, desk.dataset, desk.sources, now)
    found = [made for entity in entities if (made := _known(ground.loaded, entity))]
    ground, found = held(ground, found)
    query = Query(question, limit=max(len(found), 1))
    if asked is not None and asked.scheme != "ref":
        query = replace(query, scheme=asked.scheme, born=asked.born, country=asked.country)
    status = Status.AMBIGUOUS if len(found) > 1 else Status.LISTED if found else Status.NOT_FOUND
    if len(found) == 1 and not _in_force(ground.loaded, found[0]):
        status = Status.REMOVED
    decision = Decision(status, Band.EXACT if found else None, tuple(found))
    known = Recalled(recall(desk.db, query, found, audience, now).by_entity)
    answer = _with_team(desk.db, answer_on(ground, query, decision, len(found)), audience, known)
    return replace(answer, not_searched=desk.settings.not_searched)


def check_in(
    db: Database,
    dataset: Dataset,
    sources: Mapping[str, Source],
    query: Query,
    audience: Audience,
    now: datetime,
) -> Answer:
    """The same with its parts named one by one."""
    ground = ground_of(db, dataset, sources, now)
    # What is only weakly alike is never shown.
    screened = screen(ground.loaded.index, query, Band.POSSIBLE)
    ground, found = held(ground, screened.candidates)
    if query.as_of is not None:
        found = _as_of(ground.loaded, found, query.as_of)
    known = recall(db, query, found, audience, now)
    decision = decide_on(ground, query, [candidate for candidate in found if known.keeps(candidate)])
    answer = answer_on(ground, query, decision, screened.considered)
    left_out = 0 if query.as_of is not None else len(screened.elsewhere)  # of a past day, some were not there yet
    return _with_team(db, replace(answer, elsewhere=left_out), audience, known)


def held(ground: Ground, candidates: Sequence[Candidate]) -> tuple[Ground, list[Candidate]]:
    """The ground with the listings of these candidates at hand; what has gone since the index was made is left out."""
    loaded = ground.loaded.holding(item for candidate in candidates for item in candidate.listings)
    ground = replace(ground, loaded=loaded)
    return ground, at_hand(ground, candidates)


def at_hand(ground: Ground, candidates: Sequence[Candidate]) -> list[Candidate]:
    """These candidates with the listings that the ground holds; without those that have none."""
    kept = (_with_listings(candidate, ground.loaded) for candidate in candidates)
    return [candidate for candidate in kept if candidate.listings]


def _with_listings(candidate: Candidate, loaded: Loaded) -> Candidate:
    found = tuple(item for item in candidate.listings if item in loaded.stored)
    return candidate if len(found) == len(candidate.listings) else replace(candidate, listings=found)


def decide_on(ground: Ground, query: Query, candidates: Sequence[Candidate]) -> Decision:
    """What the candidates amount to, by what the issuing authorities say of them."""
    return _by_issuers(decide(candidates, query, lambda candidate: _in_force(ground.loaded, candidate, query)))


def _by_issuers(decision: Decision) -> Decision:
    """Status comes from issuing authorities: a party that only a compilation names is at most possible."""
    settled = decision.status in SETTLED
    if settled and not any(ISSUER_OF[item.source] for item in decision.candidates[0].listings):
        return decision._replace(status=Status.POSSIBLE)
    return decision


def answer_on(ground: Ground, query: Query, decision: Decision, considered: int = 0) -> Answer:
    """The answer that a decision gives, with what was searched; without notes."""
    wanted = [s for s in ground.states if not query.lists or s.source in query.lists]
    ready = tuple(s for s in wanted if s.changed_at is not None)
    absent = {s.source for s in wanted if not s.opt_in} | query.lists
    if not ready:
        decision = Decision(Status.NO_DATA, None, ())
    elif query.as_of is not None:
        decision = _past_status(ground.loaded, decision, ready, query.as_of)
    return Answer(
        query=query,
        status=decision.status,
        band=decision.band,
        matches=tuple(match_on(ground, candidate, query) for candidate in decision.candidates),
        sources=ready,
        missing=tuple(sorted(absent - {s.source for s in ready})),
        sample=any(state.origin == "sample" for state in ready),
        asked_at=ground.at,
        considered=considered,
    )


def _with_team(db: Database, answer: Answer, audience: Audience, known: Recalled) -> Answer:
    """The answer with what these readers may see of the team's notes, decisions and lines to take."""
    shown = [match.entity for match in answer.matches]
    settled = answer.matches[:1] if answer.status in SETTLED else ()
    codes = {code for match in settled for item in match.listings for code in item.listing.programmes}
    with db.read() as session:
        return replace(
            answer,
            notes=notes.notes_for(session, audience, shown),
            lines=lines.lines_for(session, audience, codes, [match.entity for match in settled]),
            assessments=dict(known.by_entity),
            dismissed=known.dismissed,
        )


def _known(loaded: Loaded, entity: str) -> Candidate | None:
    entry = loaded.index.entry(entity)
    if entry is None:
        return None
    found = screen(loaded.index, Query(entity, scheme="ref")).candidates
    return found[0] if found else None


def _stored(loaded: Loaded, candidate: Candidate, query: Query | None = None) -> list[StoredListing]:
    """The candidate's listings with their states, those in force first."""
    keys: list[ListingKey] = [(item.source, item.ref) for item in candidate.listings]
    found = [loaded.stored[key] for key in keys if not query or not query.lists or key[0] in query.lists]
    return sorted(found, key=lambda item: (item.state == "removed", list(ISSUER_OF).index(item.listing.source)))


def _in_force(loaded: Loaded, candidate: Candidate, query: Query | None = None) -> bool:
    if query is not None and query.as_of is not None:
        return any(_past(loaded, item, query.as_of) is Past.LISTED for item in _stored(loaded, candidate, query))
    return any(ListingState(item.state) in IN_FORCE for item in _stored(loaded, candidate, query))


def _past(loaded: Loaded, item: StoredListing, day: date) -> Past:
    return on_day(
        day,
        record_begins=loaded.record_begins.get(item.listing.source, date.max),
        spans=[Span(version.first, version.until) for version in loaded.versions(item)],
        listed_on=listed_on(item.listing.values("listed_on")),
        removed_on=item.removed_on,
    )


def _as_of(loaded: Loaded, candidates: Sequence[Candidate], day: date) -> list[Candidate]:
    """Without the parties that no list named by then."""
    return [
        candidate
        for candidate in candidates
        if any(_past(loaded, item, day) is not Past.NOT_YET for item in _stored(loaded, candidate))
    ]


def _past_status(loaded: Loaded, decision: Decision, ready: Sequence[SourceState], day: date) -> Decision:
    """What can be said of a past day: "unknown" where our record does not reach and the lists give no date."""
    if decision.status in SETTLED:
        pasts = {_past(loaded, item, day) for item in _stored(loaded, decision.candidates[0])}
        if Past.LISTED not in pasts and Past.UNKNOWN in pasts:
            return decision._replace(status=Status.UNKNOWN)
    if decision.status is Status.NOT_FOUND and day < min(
        loaded.record_begins.get(state.source, date.max) for state in ready
    ):
        return decision._replace(status=Status.UNKNOWN)
    return decision


def match_on(ground: Ground, candidate: Candidate, query: Query) -> Match:
    """A candidate with what each list says of it."""
    loaded, sources = ground.loaded, ground.sources
    dates = {state.source: state.list_date for state in ground.ready}
    stored = _stored(loaded, candidate, query)
    return Match(
        entity=candidate.entity,
        caption=candidate.caption,
        type=candidate.type,
        score=candidate.score,
        band=candidate.band,
        matched=candidate.matched,
        reasons=candidate.reasons,
        listings=tuple(_listing(loaded, item, stored, sources, dates, query.as_of) for item in stored),
        evidence=tuple(dict.fromkeys(item.evidence for item in stored if item.evidence)),
        affiliates=candidate.affiliates,
    )


def _listing(
    loaded: Loaded,
    item: StoredListing,
    others: Sequence[StoredListing],
    sources: Mapping[str, Source],
    dates: Mapping[str, date | None],
    day: date | None,
) -> ListingStatus:
    listing = loaded.listing_on(item, day) if day is not None else item.listing
    source = sources.get(listing.source)
    state = ListingState(item.state)
    if day is None and _is_ahead_of_the_file(item, others, dates.get(FILE)):
        state = ListingState.LISTED_BY_ACT
    if day is not None and _past(loaded, item, day) is Past.LISTED:
        state = ListingState.LISTED
    return ListingStatus(
        listing=listing,
        issuer=ISSUER_OF[listing.source],
        state=state,
        first_seen=item.first_seen,
        listed_on=listed_on(listing.values("listed_on")),
        removed_on=item.removed_on if state is ListingState.REMOVED else None,
        url=(source.entry_url.format(ref=listing.ref) if source.entry_url else source.home) if source else "",
        list_date=dates.get(listing.source),
        list_label=source.label if source else "",
    )


def _is_ahead_of_the_file(item: StoredListing, others: Sequence[StoredListing], file_date: date | None) -> bool:
    """Whether the EU's asset-freeze file, which trails the Official Journal, does not have an act's entry yet."""
    if item.listing.source != ANNEXES or item.listing.list_kind is not ListKind.EU_ASSET_FREEZE or not file_date:
        return False
    begun = listed_on(item.listing.values("in_force_from") or item.listing.values("listed_on"))
    in_file = any(other.listing.source == FILE and other.state != "removed" for other in others)
    return not in_file and item.state == "listed" and begun is not None and file_date - begun <= TRAILS


def listed_on(values: Sequence[str]) -> date | None:
    """The day of designation that a list states, when it is one full date."""
    try:
        return date.fromisoformat(values[0]) if values else None
    except ValueError:
        return None
