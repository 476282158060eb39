"""Answers as plain text for a terminal, and as JSON for programs."""

from __future__ import annotations

from typing import Any

import orjson

from bot.core.events import Event
from bot.core.issuers import issuer_label
from bot.core.refreshed import COUNTS, Refreshed
from bot.core.screening import IN_FORCE, Answer, ListingStatus, Match, SourceState, Status

VERDICTS: dict[Status, str] = {
    Status.REMOVED: "no longer listed",
    Status.AMBIGUOUS: "several listed parties may be meant; add a first name, dob: or country:",
    Status.POSSIBLE: "possible matches only, none confirmed",
    Status.NOT_FOUND: "no match on the lists searched. This is not a clearance",
    Status.NO_DATA: "no list is loaded: run `desk refresh` first. This says nothing about the name",
    Status.UNKNOWN: "the lists loaded cannot answer for that day",
}


def as_json(value: Any, *, pretty: bool = False) -> str:
    """One JSON document on one line, or indented."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 if pretty else 0).decode()


def visible(text: str) -> str:
    """Text from outside without control characters, so that it cannot drive the terminal."""
    return "".join(ch if ch.isprintable() else " " for ch in text)


def check_text(answer: Answer) -> str:
    """An answer in lines: verdict, parties, what was searched."""
    lines = ["SAMPLE DATA, not for compliance"] if answer.sample else []
    lines.append(f"{visible(answer.query.text)}: {_verdict(answer)}.")
    for match in answer.matches:
        lines += _match_lines(match, len(answer.notes.get(match.entity, ())))
    lines += [f"  searched: {source_text(source)}" for source in answer.sources]
    if answer.missing:
        lines.append(f"  not loaded: {', '.join(answer.missing)}")
    if answer.not_searched:
        lines.append(f"  not searched: {'; '.join(answer.not_searched)}")
    return "\n".join(lines)


def _verdict(answer: Answer) -> str:
    """The status with list kind and measures: "listed" never stands alone."""
    if answer.status is not Status.LISTED:
        return VERDICTS[answer.status]
    standing = [item for item in answer.matches[0].listings if item.state in IN_FORCE]
    return f"listed by {'; '.join(dict.fromkeys(map(_kind_text, standing)))}"


def _kind_text(item: ListingStatus) -> str:
    measures = ", ".join(item.listing.measures) or "measures as decided by the committee"
    return f"{issuer_label(item.issuer)} ({item.listing.list_kind}: {measures})"


def _match_lines(match: Match, notes: int) -> list[str]:
    first = f"- {visible(match.caption)} ({match.type}, {match.band}, {match.entity})"
    lines = [first, *(f"    {_listing_text(item)}" for item in match.listings)]
    lines += [
        f"    why: {visible(r.rule)}: {visible(r.query)} / {visible(r.found)} {visible(r.detail)}".rstrip()
        for r in match.reasons[:3]
    ]
    if match.affiliates:
        lines.append(f"    also {match.affiliates} affiliates listed")
    if notes:
        lines.append(f"    notes: {notes}")
    return lines


def _listing_text(item: ListingStatus) -> str:
    listing = item.listing
    measures = ", ".join(listing.measures) or "measures as decided by the committee"
    date = f", list of {item.list_date}" if item.list_date else ""
    return (
        f"{issuer_label(item.issuer)} {item.state}: {listing.list_kind} ({measures}), "
        f"{', '.join(listing.programmes) or 'no programme given'}, {listing.source}:{listing.ref}{date}"
    )


def source_text(source: SourceState) -> str:
    """A list in one line."""
    checked = f", checked {source.checked_at:%Y-%m-%d %H:%M}Z" if source.checked_at else ""
    dated = f", list of {source.list_date}" if source.list_date else ""
    problem = f" ({visible(source.problem)})" if source.problem else ""
    return f"{source.source} {source.state}, {source.entries:,} entries{dated}{checked}{problem}"


def refreshed_text(done: Refreshed) -> str:
    """The outcome of a refresh in one line."""
    counts = ", ".join(f"{name} {done.counts[name]}" for name in COUNTS if done.counts.get(name))
    parts = [f"{done.entries:,} entries" if done.entries else "", "baseline" if done.baseline else "", counts]
    said = "; ".join(part for part in parts if part)
    return (
        f"{done.source}: {done.outcome}"
        + (f" ({visible(done.reason)})" if done.reason else "")
        + (f": {said}" if said else "")
    )


def event_text(event: Event) -> str:
    """A change in one line, its gains and losses below."""
    what = f"{event.at:%Y-%m-%d} {event.op} {event.kind} {event.state}"
    head = f"{what}: {visible(event.caption)} ({event.source}:{event.ref})"
    lines = [f"    + {s.property}: {visible(s.value)}" for s in event.gained] if event.op == "MOD" else []
    lines += [f"    - {s.property}: {visible(s.value)}" for s in event.lost] if event.op == "MOD" else []
    return "\n".join([head, *lines])
