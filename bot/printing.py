"""Answers as plain text for a terminal, and as JSON for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson

from bot.blocks import law
from bot.blocks.operators import accept_command
from bot.blocks.scope import left_out
from bot.blocks.wording import CANNOT_RULE_OUT
from bot.core.events import Event
from bot.core.issuers import ListKind
from bot.core.refreshed import COUNTS, Refreshed
from bot.core.screening import Answer, ListingState, ListingStatus, Match, SourceState, Status, has_annexes, outside
from bot.core.team_views import Assessment, LineView

VERDICTS: dict[Status, str] = {
    Status.REMOVED: "no longer listed",
    Status.AMBIGUOUS: "several listed parties may be meant; add a first name, dob: or country:",
    Status.POSSIBLE: "possible matches only, none confirmed",
    Status.NOT_FOUND: "no match on the lists searched. This is not a clearance",
    Status.NO_DATA: "no list is loaded: run `desk refresh` first. This says nothing about the name",
    Status.UNKNOWN: "the lists loaded cannot answer for that day",
}


PRINTED = frozenset({ListKind.UN, ListKind.EXPORT_CONTROL, ListKind.NONPROLIFERATION})
"""Kinds of lists whose headline does not hold the measures that an entry states."""


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
        lines += _match_lines(match, answer)
    lines += [f"  {line}" for line in _team_lines(answer)]
    lines += [f"  {left_out(answer.elsewhere)}"] if answer.elsewhere else []
    lines += [f"  searched: {source_text(source)}" for source in answer.sources]
    if any(s.issuer == "EU" for s in answer.sources) and not has_annexes(answer):
        lines.append("  EU: sectoral annexes not loaded")
    if answer.missing:
        lines.append(f"  not loaded: {', '.join(answer.missing)}")
    if answer.status in (Status.NOT_FOUND, Status.POSSIBLE, Status.UNKNOWN):
        lines.append(f"  cannot rule out: {'; '.join(CANNOT_RULE_OUT)}")
    if told := outside(answer):
        lines.append(f"  not searched: {'; '.join(told)}")
    return "\n".join(lines)


def _verdict(answer: Answer) -> str:
    """The status with list kind and measures: "listed" never stands alone."""
    if answer.status is not Status.LISTED:
        told = VERDICTS[answer.status]
        return told.replace("no match", "no other match", 1) if answer.dismissed else told
    match = answer.matches[0]
    return visible("; ".join(part for part in (*law.verdict(match), law.beside(match, answer.matches)) if part))


def _team_lines(answer: Answer) -> list[str]:
    """What the team has agreed to say, and the hits that it took out of the answer."""
    today = answer.asked_at.date()
    return [
        *(line_words(line, today) for line in answer.lines),
        *(f"hidden: {visible(d.caption)} ({d.entity}): {assessment_words(d.assessment)}" for d in answer.dismissed),
    ]


def line_words(line: LineView, today: date) -> str:
    """A line to take in one line."""
    past = f"line of {line.agreed_on}, past review" if line.is_past_review(today) else f"agreed {line.agreed_on}"
    review = f", review by {line.review_by}" if line.review_by and not line.is_past_review(today) else ""
    owner = f", owner {visible(line.owner)}" if line.owner else ""
    return f"line to take: {visible(line.text)} ({past}{review}{owner})"


def assessment_words(told: Assessment) -> str:
    """A decision in one line: an internal assessment, with its author."""
    word = f"{told.verdict} party" if told.verdict in ("same", "different") else told.verdict
    ended = f" [{told.ended}: {visible(told.ended_why) or 'its time is over'}]" if told.ended else ""
    by = f"our assessment, {visible(told.author)}, {told.created_at.date()}"
    return f"{word} ({by}), on “{visible(told.asked)}”: {visible(told.reason)}{ended}"


def _match_lines(match: Match, answer: Answer) -> list[str]:
    notes = len(answer.notes.get(match.entity, ()))
    first = f"- {visible(match.caption)} ({match.type}, {match.band}, {match.entity})"
    lines = [first, *(f"    {visible(_listing_text(item, answer))}" for item in match.listings)]
    lines += [
        f"    why: {visible(r.rule)}: {visible(r.query)} / {visible(r.found)} {visible(r.detail)}".rstrip()
        for r in match.reasons[:3]
    ]
    if match.affiliates:
        lines.append(f"    also {match.affiliates} affiliates listed")
    if notes:
        lines.append(f"    notes: {notes}")
    lines += [f"    assessment: {assessment_words(told)}" for told in answer.assessments.get(match.entity, ())]
    return lines


def _listing_text(item: ListingStatus, answer: Answer) -> str:
    listing = item.listing
    parts = (
        law.headline(item),
        law.state_text(item, answer) if item.state is ListingState.LISTED_BY_ACT else "",
        law.measures(item) if listing.list_kind in PRINTED else "",
        law.travel_ban(item),
        ", ".join(listing.programmes) or "no programme given",
        f"since {item.listed_on}" if item.listed_on else "",
        f"{listing.source}:{listing.ref}",
        f"list of {item.list_date}" if item.list_date else "",
    )
    return ", ".join(part for part in parts if part)


def source_text(source: SourceState) -> str:
    """A list in one line."""
    # A file that somebody gave us says nothing of what its publisher lists by now.
    given = source.origin == "file"
    checked = f", {'read' if given else 'checked'} {source.checked_at:%Y-%m-%d %H:%M}Z" if source.checked_at else ""
    state = "from a file" if given and source.state == "fresh" else source.state
    dated = f", list of {source.list_date}" if source.list_date else ""
    problem = f" ({visible(source.problem)})" if source.problem else ""
    lacks = f" (without {source.lacks}: not in our copy)" if source.lacks else ""
    return f"{source.source} {state}, {source.entries:,} entries{dated}{checked}{lacks}{problem}"


def refreshed_text(done: Refreshed) -> str:
    """The outcome of a refresh in one line; below it what a person must see of a held list, and how to accept it."""
    counts = ", ".join(f"{name} {done.counts[name]}" for name in COUNTS if done.counts.get(name))
    parts = [f"{done.entries:,} entries" if done.entries else "", "baseline" if done.baseline else "", counts]
    said = "; ".join(part for part in parts if part)
    first = (
        f"{done.source}: {done.outcome}"
        + (f" ({visible(done.reason)})" if done.reason else "")
        + (f": {said}" if said else "")
    )
    accept = [f"  to accept it: {accept_command(done)}"] if done.outcome == "held" else []
    return "\n".join([first, *(f"  {visible(line)}" for line in done.summary), *accept])


def event_text(event: Event) -> str:
    """A change in one line, its gains and losses below."""
    what = f"{event.at:%Y-%m-%d} {event.op} {event.kind} {event.state}"
    instead = f", instead of {visible(event.related_ref)}" if event.related_ref else ""
    head = f"{what}: {visible(event.caption)} ({event.source}:{visible(event.ref)}{instead})"
    differ = event.op not in ("ADD", "DEL")
    lines = [f"    + {s.property}: {visible(s.value)}" for s in event.gained] if differ else []
    lines += [f"    - {s.property}: {visible(s.value)}" for s in event.lost] if differ else []
    return "\n".join([head, *lines])
