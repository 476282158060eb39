"""Briefs: written from public facts, and from what the team wrote where that is asked for and allowed.

question ─▶ facts ─▶ one document ─▶ Markdown and HTML
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.blocks.brief_changes import changes_brief
from bot.blocks.brief_html import html_of
from bot.blocks.brief_markdown import markdown_of
from bot.blocks.brief_party import party_brief
from bot.blocks.brief_programme import programme_brief
from bot.blocks.full_list import File
from bot.blocks.inert import plain
from bot.charts.timeline import timeline_picture
from bot.core.audience import Audience
from bot.core.briefs import (
    BriefAsked,
    ChangesFacts,
    Entry,
    Facts,
    Internal,
    PartyFacts,
    ProgrammeFacts,
    Remark,
    file_stem,
    start_of,
)
from bot.core.documents import Document
from bot.core.entities import Ref
from bot.core.events import Event
from bot.core.lines import is_code
from bot.core.notes import Note, Topic
from bot.core.queries import QueryProblem, parse_query
from bot.core.screening import SETTLED, Match, Query, SourceState
from bot.core.timeline import Timeline
from bot.services.changes import changes_by_action
from bot.services.desk import Desk
from bot.services.exports import KIND
from bot.services.ledger import record
from bot.services.people import name_of
from bot.services.screening import check, listed_on
from bot.services.sources import states_in
from bot.services.timeline import TimelineProblem, timeline_of
from bot.sources.source import Source
from storage import events, exports, history, ledger, lines, notes
from storage import timeline as timelines
from storage.events import EventFilter
from storage.exports import ListedRow

log = logging.getLogger(__name__)

IN_FORCE: Final = ("listed", "pending_removal")
MOST_NOTED: Final = 60
"""Actions of a period whose notes are looked for."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief, with the name of its files without their endings."""

    document: Document
    stem: str

    def files(self) -> tuple[File, File]:
        """The document as Markdown and as HTML."""
        marks = f"{'SAMPLE DATA: ' if self.document.banner else ''}{'Internal: ' if self.document.is_internal else ''}"
        title = plain(f"{marks}{self.document.title}", 160)
        return (
            File(f"{self.stem}.md", f"{title} (Markdown)", markdown_of(self.document).encode("utf-8", "replace")),
            File(f"{self.stem}.html", f"{title} (HTML)", html_of(self.document).encode("utf-8", "replace")),
        )


@dataclass(frozen=True, slots=True)
class BriefProblem:
    """There is no brief; the text says why, and `matches` are the parties that may be meant."""

    text: str
    matches: tuple[Match, ...] = ()


def brief(desk: Desk, asked: BriefAsked, audience: Audience, now: datetime) -> Brief | BriefProblem:
    """Write a brief for these readers: guests and outsiders get public data, whatever they ask for."""
    facts = gather(desk, asked, audience, now)
    if isinstance(facts, BriefProblem):
        return facts
    facts = replace(facts, internal=_with_names(desk, facts.internal))
    document = document_of(facts, now.date())
    subject = asked.what if asked.kind == "programme" else document.title
    sample = "sample-" if document.banner else ""
    _remember(desk, facts, audience, now)
    return Brief(document, f"{sample}{file_stem(subject, now.date())}")


def _with_names(desk: Desk, internal: Internal | None) -> Internal | None:
    """What the team wrote with the names of who did: a brief is read outside Slack, where an id says nothing."""
    if internal is None:
        return None
    return Internal(
        tuple(replace(line, owner=name_of(desk, line.owner)) for line in internal.lines),
        tuple(replace(each, author=name_of(desk, each.author)) for each in internal.assessments),
        tuple(replace(note, author=name_of(desk, note.author)) for note in internal.notes),
    )


def document_of(facts: Facts, today: date) -> Document:
    """The document that facts give."""
    match facts:
        case PartyFacts():
            return party_brief(facts, timeline_picture(facts.timeline, today) if facts.timeline.track("law") else b"")
        case ProgrammeFacts():
            return programme_brief(facts)
        case ChangesFacts():
            return changes_brief(facts)


def gather(desk: Desk, asked: BriefAsked, audience: Audience, now: datetime) -> Facts | BriefProblem:
    """The facts of a brief; those that are nobody's in particular are read as an outsider would read them."""
    # A decision of the team hides nothing from a brief, and no note shows but in its own part.
    public = replace(audience, guest=True)
    readers = audience if asked.notes and not audience.is_public else None
    match asked.kind:
        case "party":
            return _of_party(desk, asked, public, readers, now)
        case "programme":
            return _of_programme(desk, asked, public, readers, now)
        case "changes":
            return _of_changes(desk, asked, readers, now)


def _of_party(
    desk: Desk, asked: BriefAsked, public: Audience, readers: Audience | None, now: datetime
) -> Facts | BriefProblem:
    query = parse_query(asked.what)
    if isinstance(query, QueryProblem):
        return BriefProblem(query.text)
    answer = check(desk, query, public, now)
    if answer.status not in SETTLED:
        code = asked.what.strip('" ').upper()
        if not answer.matches and is_code(code):
            found = _of_programme(desk, replace(asked, kind="programme", what=code), public, readers, now)
            if not isinstance(found, BriefProblem):
                return found
        return _unsettled(query, answer.matches, loaded=bool(answer.sources))
    match = answer.matches[0]
    # Whatever was asked with, entries of a like name are told of: the lists may have this party unlinked.
    alike = check(desk, Query(match.caption), public, now).matches
    known = {each.entity for each in answer.matches}
    answer = replace(answer, matches=(*answer.matches, *(each for each in alike if each.entity not in known)))
    timeline = timeline_of(desk, Ref(entity=match.entity), public, now, asked.since)
    if isinstance(timeline, TimelineProblem):
        return BriefProblem(timeline.text)
    internal = _party_team(desk, match, readers, now) if readers else None
    return PartyFacts(asked, answer, match, timeline, internal)


def _unsettled(query: Query, matches: tuple[Match, ...], *, loaded: bool) -> BriefProblem:
    name = query.text[:80]
    if not loaded:
        return BriefProblem(
            "No list is loaded, so there is nothing to write a brief from. This says nothing about the name."
        )
    if matches:
        return BriefProblem(
            f"A brief is on one party, and “{name}” does not say which. Name it by its reference.", matches
        )
    return BriefProblem(
        f"No match for “{name}” on the lists searched, so there is no brief. This is not a clearance. Try "
        "another spelling, a reference such as us-ofac-sdn:17018, or programme:CODE."
    )


def _party_team(desk: Desk, match: Match, readers: Audience, now: datetime) -> Internal:
    """What the team wrote on a party: the assessments that stand, whoever was asked about."""
    codes = {code for status in match.listings for code in status.listing.programmes}
    with desk.db.read() as session:
        made = timelines.decisions_on(session, readers, match.entity)
        stands = [each for each in made if each.ended_at is None and not (each.expires_at and each.expires_at <= now)]
        return Internal(
            lines.lines_for(session, readers, codes, [match.entity]),
            tuple(reversed(stands)),
            tuple(map(_remark, notes.notes_on(session, readers, match.entity))),
        )


def _remark(note: Note, on: str = "") -> Remark:
    return Remark(note.text, note.author, note.created_at, on)


def _of_programme(
    desk: Desk, asked: BriefAsked, public: Audience, readers: Audience | None, now: datetime
) -> Facts | BriefProblem:
    code = asked.what
    timeline = timeline_of(desk, Topic("programme", code), public, now)
    if isinstance(timeline, TimelineProblem):
        return BriefProblem(f"{timeline.text} Codes are as the lists print them, such as programme:RUSSIA-EO14024.")
    with desk.db.read() as session:
        entries = tuple(_entry(desk.sources, row) for row in exports.listed(session, (), IN_FORCE, code))
        told = events.find_events(session, _in_period(asked, EventFilter(programme=code)))
        states = states_in(session, desk.sources, now)
        recorded = history.first_recorded(session)
        internal = None
        if readers:
            internal = Internal(
                lines.lines_for(session, readers, [code], []),
                (),
                tuple(_remark(note) for note in notes.notes_about(session, readers, "programme", code)),
            )
    sources = _concerned(states, entries, told)
    begins = {each.source: recorded[each.source].date() for each in sources if each.source in recorded}
    return ProgrammeFacts(
        asked=asked,
        entries=entries,
        events=tuple(event for event in told if event.state != "cancelled"),
        timeline=_recorded_in(timeline, asked, told, start_of(asked, begins)),
        sources=sources,
        at=now,
        sample=timeline.sample,
        not_searched=desk.settings.not_searched,
        internal=internal,
        begins=begins,
    )


def _recorded_in(timeline: Timeline, asked: BriefAsked, told: Sequence[Event], start: date | None) -> Timeline:
    """What was recorded in the period, whatever the dates of the lists, as counts and charts have it; the acts of the
    period that the lists themselves date."""
    keys = {event.key for event in told}
    first, last = asked.since or date.min, asked.until or date.max
    rows = (
        row for row in timeline.rows if keys.intersection(row.events) or (not row.events and first <= row.at <= last)
    )
    return replace(timeline, rows=tuple(rows), since=start)


def _concerned(
    states: tuple[SourceState, ...], entries: tuple[Entry, ...], told: list[Event]
) -> tuple[SourceState, ...]:
    """The lists that say something of a programme; all, when none does."""
    named = {entry.source for entry in entries} | {event.source for event in told}
    return tuple(state for state in states if state.source in named or not named)


def _entry(sources: Mapping[str, Source], row: ListedRow) -> Entry:
    listing, source = row.listing, sources.get(row.listing.source)
    url = source.entry_url.format(ref=listing.ref) if source and source.entry_url else ""
    return Entry(
        source=listing.source,
        ref=listing.ref,
        caption=listing.caption,
        type=listing.type.value,
        list_kind=listing.list_kind,
        listed_on=listed_on(listing.values("listed_on")),
        state=row.state,
        url=url,
    )


def _in_period(asked: BriefAsked, wanted: EventFilter) -> EventFilter:
    since = datetime.combine(asked.since, time(), UTC) if asked.since else None
    until = datetime.combine(asked.until, time(), UTC) + timedelta(days=1) if asked.until else None
    return replace(wanted, since=since, until=until)


def _of_changes(desk: Desk, asked: BriefAsked, readers: Audience | None, now: datetime) -> Facts:
    found = changes_by_action(desk, asked.changes, now)
    remarks: list[Remark] = []
    with desk.db.read() as session:
        begins = {source: at.date() for source, at in history.first_recorded(session).items()}
        for group in found.actions[:MOST_NOTED] if readers else ():
            assert readers is not None
            on = f"{group.list_label}, {group.action.title[:80]}"
            remarks += [_remark(note, on) for note in notes.notes_about(session, readers, "action", group.action.id)]
    internal = Internal(notes=tuple(remarks)) if readers else None
    return ChangesFacts(asked, found, begins, now, desk.settings.not_searched, internal)


def _remember(desk: Desk, facts: Facts, audience: Audience, now: datetime) -> None:
    """Tell the ledger who took a brief away, on what, and with internal notes or not; if it takes it."""
    if not audience.tenant:
        return
    about = facts.match.entity if isinstance(facts, PartyFacts) else facts.asked.what
    told = {
        "what": "brief",
        "of": facts.asked.kind,
        "about": about,
        "internal": facts.internal is not None,
        "surface": audience.surface,
        "lists": dict(desk.dataset.current().generations),
    }
    problem = ledger.if_possible(
        desk.db, lambda session: record(session, audience.tenant, KIND, audience.user, told, now)
    )
    if problem:
        log.warning("the ledger took no brief: %s", problem)
