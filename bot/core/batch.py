"""Batches: what is said of each row of a file of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.batch_rows import Row
from bot.core.contract import Json, assessment_json, day, dismissed_json
from bot.core.identifiers import Identifier
from bot.core.screening import IN_FORCE, Band, ListingStatus, Match, SourceState, Status
from bot.core.team_views import Assessment, Dismissed


@dataclass(frozen=True, slots=True)
class Result:
    """What is said of one row; `matches` are those at or above the band asked for, `band` is that of the best.

    `dismissed` are hits that the team assessed as a different party: the status is of what is left. `assessments` are
    those on what is left, by entity. `elsewhere` counts parties of a similar name that the country left out.
    """

    row: Row
    status: Status
    band: Band | None
    matches: tuple[Match, ...]
    dismissed: tuple[Dismissed, ...] = ()
    assessments: Mapping[str, tuple[Assessment, ...]] = field(default_factory=dict)
    elsewhere: int = 0


def list_dates(states: Iterable[SourceState]) -> dict[str, str | None]:
    """The lists searched, each with its own date: what a row without a match rests on."""
    return {state.source: day(state.list_date) for state in states}


def result_json(result: Result, searched: Mapping[str, str | None]) -> Json:
    """One line of `desk screen --json`."""
    return {
        "id": result.row.id,
        "line": result.row.line,
        "name": result.row.name,
        "status": result.status.value,
        "band": result.band.value if result.band else None,
        "matches": [_match_json(match, result.assessments.get(match.entity, ())) for match in result.matches],
        "dismissed": [dismissed_json(each) for each in result.dismissed],
        "searched": dict(searched),
        "other_country": result.elsewhere,
    }


def _match_json(match: Match, assessments: Sequence[Assessment]) -> Json:
    matched = match.matched
    return {
        "entity": match.entity,
        "refs": [[item.listing.source, item.listing.ref] for item in match.listings],
        "caption": match.caption,
        "type": match.type.value,
        "score": round(match.score, 4),
        "band": match.band.value,
        "matched_name": f"{matched.scheme}:{matched.value}" if isinstance(matched, Identifier) else matched.text,
        "in_force": any(item.state in IN_FORCE for item in match.listings),
        "listings": [_listing_json(item) for item in match.listings],
        "assessments": [assessment_json(each) for each in assessments],
    }


def _listing_json(item: ListingStatus) -> Json:
    return {
        "source": item.listing.source,
        "ref": item.listing.ref,
        "status": item.state.value,
        "list_kind": item.listing.list_kind.value,
        "measures": list(item.listing.measures),
        "list_date": day(item.list_date),
    }
