"""The command line's JSON documents: one function a shape; keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bot.core.events import Event
from bot.core.identifiers import Identifier
from bot.core.refreshed import COUNTS, Refreshed
from bot.core.screening import Answer, ListingStatus, Match, SourceState
from bot.core.team_views import Assessment, Dismissed
from bot.core.watch_text import text_of
from bot.core.watches import Watch

Json = dict[str, Any]


def instant(value: datetime | None) -> str | None:
    """UTC, to the second, with Z."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def day(value: date | None) -> str | None:
    """ISO 8601."""
    return value.isoformat() if value else None


def answer_json(answer: Answer) -> Json:
    """`desk check --json`."""
    query = answer.query
    filters = {
        "dob": str(query.born) if query.born else None,
        "country": query.country or None,
        "type": query.type.value if query.type else None,
        "list": sorted(query.lists) or None,
        "as_of": day(query.as_of),
    }
    return {
        "query": {
            "text": query.text,
            "scheme": query.scheme or None,
            "filters": {k: v for k, v in filters.items() if v},
        },
        "status": answer.status.value,
        "band": answer.band.value if answer.band else None,
        "sources": [source_json(source) for source in answer.sources],
        "missing_sources": list(answer.missing),
        "sample": answer.sample,
        "matches": [
            match_json(match, len(answer.notes.get(match.entity, ())), answer.assessments.get(match.entity, ()))
            for match in answer.matches
        ],
        "asked_at": instant(answer.asked_at),
        "dismissed": [dismissed_json(each) for each in answer.dismissed],
        "other_country": answer.elsewhere,
    }


def dismissed_json(hidden: Dismissed) -> Json:
    """One element of `dismissed`: a hit taken out of the answer, and the internal assessment that did it."""
    return {"entity": hidden.entity, "caption": hidden.caption, **assessment_json(hidden.assessment)}


def assessment_json(told: Assessment) -> Json:
    """A decision: an internal assessment, with its author."""
    return {
        "id": told.id,
        "verdict": told.verdict,
        "asked": told.asked,
        "reason": told.reason,
        "author": told.author,
        "decided_at": instant(told.created_at),
        "expires_at": instant(told.expires_at),
        "ended": told.ended or None,
        "ended_why": told.ended_why or None,
    }


def match_json(match: Match, notes: int, assessments: Sequence[Assessment] = ()) -> Json:
    """One element of `matches`."""
    identifiers = {(i.scheme, i.value) for item in match.listings for i in item.listing.identifiers}
    matched = match.matched
    is_identifier = isinstance(matched, Identifier)
    return {
        "entity": match.entity,
        "caption": match.caption,
        "type": match.type.value,
        "score": round(match.score, 4),
        "band": match.band.value,
        "matched_name": f"{matched.scheme}:{matched.value}" if isinstance(matched, Identifier) else matched.text,
        "matched_name_kind": "identifier" if isinstance(matched, Identifier) else matched.kind.name.lower(),
        "matched_script": None if is_identifier else getattr(matched, "script", None),
        "reasons": [
            {"rule": r.rule, "score": round(r.score, 4), "query": r.query, "found": r.found, "detail": r.detail}
            for r in match.reasons
        ],
        "listings": [listing_json(item) for item in match.listings],
        "identifiers": [{"scheme": scheme, "value": value} for scheme, value in sorted(identifiers)],
        "affiliates": match.affiliates,
        "evidence": list(match.evidence),
        "notes": notes,
        "assessments": [assessment_json(each) for each in assessments],
    }


def listing_json(item: ListingStatus) -> Json:
    """One listing of a match."""
    return {
        "source": item.listing.source,
        "ref": item.listing.ref,
        "issuer": item.issuer,
        "status": item.state.value,
        "caption": item.listing.caption,
        "list_kind": item.listing.list_kind.value,
        "measures": list(item.listing.measures),
        "programmes": list(item.listing.programmes),
        "listed_on": day(item.listed_on),
        "removed_on": day(item.removed_on),
        "first_seen": instant(item.first_seen),
        "list_date": day(item.list_date),
        "url": item.url,
    }


def source_json(source: SourceState) -> Json:
    """One line of `desk sources --json`."""
    return {
        "source": source.source,
        "issuer": source.issuer,
        "title": source.title,
        "state": source.state,
        "entries": source.entries,
        "list_date": day(source.list_date),
        "checked_at": instant(source.checked_at),
        "changed_at": instant(source.changed_at),
        "origin": source.origin or None,
        "licence": source.licence,
        "url": source.url,
        "problem": source.problem or None,
    }


def event_json(event: Event) -> Json:
    """One line of `desk changes --json`."""
    return {
        "source": event.source,
        "ref": event.ref,
        "op": event.op.value,
        "kind": event.kind,
        "action": event.action,
        "state": event.state,
        "at": instant(event.at),
        "list_date": day(event.list_date),
        "caption": event.caption,
        "type": event.type,
        "entity": event.entity,
        "related_ref": event.related_ref or None,
        "list_kind": event.list_kind,
        "programmes": list(event.programmes),
        "countries": list(event.countries),
        "material": event.material,
        "gained": [{"property": s.property, "value": s.value} for s in event.gained],
        "lost": [{"property": s.property, "value": s.value} for s in event.lost],
        "url": event.url,
    }


def watch_json(watch: Watch, next_digest: datetime | None = None) -> Json:
    """One line of `desk watches --json`."""
    return {
        "id": watch.id,
        "channel": watch.channel,
        "owner": watch.owner,
        "target": {"kind": watch.target.kind, "value": watch.target.value, "label": watch.target.label},
        "kinds": sorted(watch.kinds),
        "filters": watch.filters.as_json(),
        "cadence": watch.cadence,
        "broadcast": watch.broadcast,
        "text": text_of(watch),
        "created_at": instant(watch.created_at),
        "last_at": instant(watch.last_at),
        "next_digest": instant(next_digest),
        "paused": watch.paused or None,
    }


def refreshed_json(done: Refreshed) -> Json:
    """One line of `desk refresh --json`."""
    return {
        "source": done.source,
        "outcome": done.outcome,
        "reason": done.reason,
        "snapshot": done.snapshot,
        "list_date": day(done.list_date),
        "format": done.format,
        "sha256": done.sha256,
        "entries": done.entries,
        **{name: done.counts.get(name, 0) for name in COUNTS},
        "baseline": done.baseline,
        "origin": done.origin,
        "events": done.events,
        "seconds": round(done.seconds, 3),
        "unknown": list(done.notes),
        "summary": list(done.summary),
    }
