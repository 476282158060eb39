"""Timeline: gathered for these readers, for a card, a picture, a brief and the command line.

subject ─▶ listings, events ─▶ law · reports ─▶ reports · what the team kept and may show here ─▶ team ─▶ one timeline
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from bot.blocks.law import headline
from bot.blocks.scope import source_label
from bot.blocks.story_words import headline as story_headline
from bot.core.audience import Audience
from bot.core.dates import iso_day
from bot.core.entities import Ref, parse_ref
from bot.core.issuers import ISSUER_OF
from bot.core.listings import Listing
from bot.core.names import NameKind
from bot.core.news import REMEMBERED, StoryFacts
from bot.core.notes import Topic
from bot.core.programme_targets import is_of_programme
from bot.core.queries import QueryProblem, parse_query
from bot.core.screening import SETTLED, ListingState, ListingStatus, Match
from bot.core.timeline import Row, Timeline, in_order
from bot.core.timeline_law import Listed, law_rows
from bot.core.timeline_programme import designations_by_month, programme_rows
from bot.core.timeline_reports import report_rows
from bot.core.timeline_team import card_rows, decision_rows, line_rows, note_rows
from bot.services.desk import Desk
from bot.services.parties import find_party
from bot.services.screening import check, listed_on
from bot.services.sources import states_in
from bot.sources.source import Source
from storage import entities, events, history, lines, lists, notes, stories
from storage import timeline as store
from storage.lists import StoredListing
from storage.session import Session

Subject = Ref | Topic
LATIN: Final = "Latn"


@dataclass(frozen=True, slots=True)
class TimelineProblem:
    """There is no timeline; the text says why, and `matches` are the parties that may be meant."""

    text: str
    matches: tuple[Match, ...] = ()


def timeline_of(
    desk: Desk, subject: Subject, audience: Audience, now: datetime, since: date | None = None
) -> Timeline | TimelineProblem:
    """The timeline of a party (by reference) or a programme (by code), as these readers may see it."""
    if isinstance(subject, Topic):
        if subject.kind != "programme":
            return TimelineProblem("A timeline is of a party or a programme, not of an official action.")
        return _of_programme(desk, subject.about, audience, now, since)
    return _of_entity(desk, subject, audience, now, since)


def subject_of(desk: Desk, text: str, audience: Audience, now: datetime) -> Subject | TimelineProblem:
    """Whom or what a text names: a reference, `programme:CODE`, or a name that one party is surely meant by."""
    ref = parse_ref(text, frozenset(ISSUER_OF))
    if ref is not None:
        return ref
    kind, colon, code = text.strip().partition(":")
    if colon and kind.casefold() in ("programme", "program") and code.strip(' "'):
        return Topic("programme", code.strip(' "').upper()[:80])
    query = parse_query(text)
    if isinstance(query, QueryProblem):
        return TimelineProblem(query.text)
    answer = check(desk, query, audience, now)
    if answer.status in SETTLED:
        return Ref(entity=answer.matches[0].entity)
    if answer.matches:
        which = "Several parties may be meant by “{}”. Which one?"
        asked = which if len(answer.matches) > 1 else "“{}”: is this who you mean?"
        return TimelineProblem(asked.format(query.text[:80]), answer.matches)
    return TimelineProblem(
        f"Nobody on the lists is found as “{query.text[:80]}”. Write another spelling, a reference such as "
        "us-ofac-sdn:17018, or programme:CODE."
    )


def _of_entity(
    desk: Desk, ref: Ref, audience: Audience, now: datetime, since: date | None
) -> Timeline | TimelineProblem:
    with desk.db.read() as session:
        party = find_party(session, ref)
        if party is None:
            return TimelineProblem("No such entry is on the lists loaded.")
        stored = [lists.stored_listing(session, *key) for key in store.listings_linked(session, party.entity)]
        known = [item for item in stored if item is not None]
        told = store.events_of(session, party.entity)
        begins = history.begins(session)
        listings = [_listed(session, desk.sources, item, begins) for item in known]
        law = law_rows(listings, told, _labels(desk.sources), since)
        team = [
            *note_rows(notes.notes_on(session, audience, party.entity)),
            *decision_rows(store.decisions_on(session, audience, party.entity), now),
            *line_rows(lines.lines_ever(session, audience, "entity", party.entity)),
            *card_rows(store.cards_on(session, audience, told)),
        ]
        reports = _reports(session, stories.stories_naming(session, entities.former_ids(session, party.entity)))
        states = states_in(session, desk.sources, now)
        sample = bool(events.sample_actions(session, sorted({event.action for event in told})))
    concerned = {item.source for item in listings} | {event.source for event in told}
    return Timeline(
        kind="entity",
        about=party.entity,
        caption=party.caption,
        rows=in_order([*law, *_since(reports, since), *_since(team, since)]),
        begins={source: day for source, day in begins.items() if source in concerned},
        sources=(mine := tuple(state for state in states if state.source in concerned)),
        sample=sample or any(state.origin == "sample" for state in mine),
        since=since,
        latin=_latin(item.listing for item in known),
        in_force=Counter(item.listing.source for item in known if item.state in lists.IN_FORCE),
    )


def _of_programme(
    desk: Desk, code: str, audience: Audience, now: datetime, since: date | None
) -> Timeline | TimelineProblem:
    with desk.db.read() as session:
        told = store.events_under(session, code)
        begins = history.begins(session)
        under = [_in_list(desk.sources, item, begins) for item in store.listings_under(session, code)]
        team = [
            *note_rows(notes.notes_about(session, audience, "programme", code)),
            *line_rows(lines.lines_ever(session, audience, "programme", code)),
            *card_rows(store.cards_on(session, audience, told)),
        ]
        if not told and not under and not team:
            return TimelineProblem(f"No entry of the lists loaded is or was under a programme “{code[:80]}”.")
        actions = events.find_actions(session, {event.action for event in told})
        recent = stories.recent_stories(session, now - REMEMBERED)
        reports = _reports(session, [story for story in recent if is_of_programme(story, code)])
        states = states_in(session, desk.sources, now)
        sample = bool(events.sample_actions(session, sorted(actions)))
    homes = {each.id: each.home for each in desk.sources.values()}
    law = programme_rows(code, told, actions, _labels(desk.sources), homes)
    concerned = {item.source for item in under} | {event.source for event in told}
    rows = in_order(
        [*_since([*law, *designations_by_month(under, code)], since), *_since(reports, since), *_since(team, since)]
    )
    return Timeline(
        kind="programme",
        about=code,
        caption=code,
        rows=rows,
        begins={source: day for source, day in begins.items() if source in concerned},
        sources=(mine := tuple(state for state in states if state.source in concerned)),
        sample=sample or any(state.origin == "sample" for state in mine),
        since=since,
        latin=code,
        in_force=Counter(item.source for item in under),
    )


def with_links(desk: Desk, told: Timeline, most: int = 3) -> Timeline:
    """The newest rows on cards of ours with the addresses of their messages, which Slack is asked for."""
    cards = [row for row in told.track("team") if row.kind == "card" and row.ts][-most:]
    urls = {row.key: desk.slack.permalink(row.channel, row.ts) for row in cards}
    rows = (replace(row, url=urls.get(row.key, "")) if row.kind == "card" else row for row in told.rows)
    return replace(told, rows=tuple(rows)) if urls else told


def _reports(session: Session, stories_: Sequence[StoryFacts]) -> tuple[Row, ...]:
    """The reports of stories, each under its own name."""
    items = stories.items_of(session, [story.id for story in stories_])
    told = [(story, story_headline(story), items[story.id][0].url) for story in stories_ if items[story.id]]
    return tuple(report_rows(told))


def _since(rows: Iterable[Row], since: date | None) -> list[Row]:
    return [row for row in rows if since is None or row.at >= since]


def _listed(session: Session, sources: Mapping[str, Source], item: StoredListing, begins: Mapping[str, date]) -> Listed:
    """A listing of a party, with the first day that our copies have it."""
    listing = item.listing
    first = next(iter(history.versions(session, listing.source, listing.ref)), None)
    return _told(sources, listing, item.state, first.first if first else None, begins, item.removed_on)


def _in_list(sources: Mapping[str, Source], listing: Listing, begins: Mapping[str, date]) -> Listed:
    return _told(sources, listing, "listed", begins.get(listing.source), begins, None)


def _told(
    sources: Mapping[str, Source],
    listing: Listing,
    state: str,
    first: date | None,
    begins: Mapping[str, date],
    removed_on: date | None,
) -> Listed:
    source = sources.get(listing.source)
    return Listed(
        source=listing.source,
        ref=listing.ref,
        label=source_label(listing.source),
        says=_says(listing),
        state=state,
        first=first,
        begins=begins.get(listing.source, date.max),
        url=(source.entry_url.format(ref=listing.ref) if source.entry_url else source.home) if source else "",
        programmes=listing.programmes,
        act=next(iter(listing.values("legal_basis")), "")[:120],
        listed_on=listed_on(listing.values("listed_on")),
        updated_on=max((day for text in listing.values("list_updated_on") if (day := iso_day(text))), default=None),
        removed_on=removed_on,
    )


def _says(listing: Listing) -> str:
    """What an entry means, in the words of its kind of list, whatever became of it."""
    shown = ListingStatus(listing, ISSUER_OF[listing.source], ListingState.LISTED, _NO_INSTANT)
    return headline(shown).removeprefix(f"{source_label(listing.source)}: ")


_NO_INSTANT: Final = datetime.min.replace(tzinfo=UTC)


def _labels(sources: Mapping[str, Source]) -> dict[str, str]:
    return {source: source_label(source) for source in sources}


def _latin(listings: Iterable[Listing]) -> str:
    """The party's first name in Latin letters, for where no other script can be drawn."""
    names = (name for listing in listings for name in listing.names if name.kind is NameKind.PRIMARY)
    return next((name.text for name in names if name.text.isascii()), "")
