"""A brief on a party: who is meant, what each list says, what happened, relations, what the team wrote, the limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.blocks import law
from bot.blocks.brief_words import (
    OWNERSHIP,
    REMOVAL,
    as_of,
    banner,
    capital,
    cite_list,
    label_of,
    ready,
    scope_section,
    team_section,
    timeline_section,
)
from bot.blocks.inert import count, cut, day, dotted
from bot.blocks.kinds import KINDS
from bot.blocks.scope import missing
from bot.blocks.wording import (
    ENTRY_LABEL,
    NO_ANNEXES,
    NO_ENTRY_LABEL,
    REASON_NOT_STATED,
    RELATED_CAUTION,
    STATE_WORDS,
    TYPE_WORDS,
)
from bot.core.briefs import PartyFacts
from bot.core.documents import Block, Document, Footnotes, Grid, Items, Picture, Section, Words, line, paragraph
from bot.core.issuers import issuer_label
from bot.core.names import NameKind
from bot.core.screening import (
    IN_FORCE,
    Answer,
    Band,
    ListingState,
    ListingStatus,
    Match,
    SourceState,
    has_annexes,
    outside,
)
from bot.core.timeline import said

ENTRIES: Final = 40
NAMES: Final = 12
FACTS: Final = 12
QUOTES: Final = 12
QUOTED: Final = 400


def party_brief(facts: PartyFacts, picture: bytes = b"") -> Document:
    """The document; `picture` is that of the timeline as PNG."""
    answer, match = facts.answer, facts.match
    notes = Footnotes()
    states = {state.source: state for state in answer.sources}
    first = _law(answer, match, notes, states)
    caveats = [OWNERSHIP, *([REMOVAL] if any(s.state is ListingState.REMOVED for s in match.listings) else [])]
    timeline = timeline_section(facts.timeline, notes, states)
    if picture:
        rows = facts.timeline.track("law")
        alt = f"Timeline of {match.caption}: {'; '.join(f'{row.at}: {said(row)}' for row in rows[-3:])}"
        drawn = Picture(alt, "The timeline as a picture; its rows stand in the table.", png=picture)
        timeline = Section(timeline.title, (timeline.blocks[0], drawn, *timeline.blocks[1:]))
    sections = (
        first,
        _who(match),
        timeline,
        _related(match, notes, states),
        team_section(facts.internal, answer.asked_at.date()),
        scope_section(answer.sources, notes, outside(answer), caveats),
    )
    return Document(
        title=match.caption,
        verdict=_verdict(answer, match),
        as_of=as_of(answer.sources, answer.asked_at),
        banner=banner(answer.sample or facts.timeline.sample),
        sections=tuple(section for section in sections if section is not None),
        footnotes=notes.all(),
    )


def _verdict(answer: Answer, match: Match) -> tuple[str, ...]:
    told = f"{capital('; '.join(law.verdict(match)))}."
    beside = law.beside(match, answer.matches)
    none = _without_entry(answer, match)
    like = dotted(label_of(source) for source in _alike(answer, match))
    if like and not beside:
        beside = f"entries of a like name, not linked, perhaps the same party: {like} (see Law)"
    return (
        told,
        *([f"{capital(beside)}."] if beside else []),
        *([f"No entry found on: {dotted(none)}. This is not a clearance."] if none else []),
        *([f"Not loaded, so not looked through: {dotted(unready)}."] if (unready := missing(answer)) else []),
    )


def _without_entry(answer: Answer, match: Match) -> list[str]:
    has = {status.listing.source for status in match.listings} | set(_alike(answer, match))
    annexes = has_annexes(answer)
    none = [state.source for state in ready(answer.sources) if state.source not in has]
    return [
        f"{NO_ENTRY_LABEL.get(source) or label_of(source)}"
        + (f" ({NO_ANNEXES})" if source == "eu-fsf" and not annexes else "")
        for source in none
    ]


def _alike(answer: Answer, match: Match) -> dict[str, tuple[Match, ListingStatus]]:
    """Lists without this party that have one of the same or a similar name, which nothing links to it."""
    has = {status.listing.source for status in match.listings}
    found: dict[str, tuple[Match, ListingStatus]] = {}
    for other in answer.matches:
        if other.entity != match.entity and other.type is match.type and other.band is not Band.WEAK:
            for status in other.listings:
                if status.listing.source not in has:
                    found.setdefault(status.listing.source, (other, status))
    return found


def _law(answer: Answer, match: Match, notes: Footnotes, states: dict[str, SourceState]) -> Section:
    statuses = [status for _, group in law.by_issuer(match.listings) for status in group]
    rows = tuple(_row(status, answer, notes, states) for status in statuses[:ENTRIES])
    left = len(statuses) - ENTRIES
    eu = any(status.listing.source == "eu-fsf" for status in statuses) and not has_annexes(answer)
    blocks: list[Block] = [
        Grid("What each list says", ("Authority", "Measure", "Programme and act", "Date", "State"), rows)
    ]
    told = [
        *([f"{count(left, 'more entry', 'more entries')} not shown here."] if left > 0 else []),
        *dict.fromkeys(_effect(status) for status in statuses if status.state in IN_FORCE),
        *([f"EU: {NO_ANNEXES}."] if eu else []),
        *dict.fromkeys(f"EU: {ban}." for status in statuses if (ban := law.travel_ban(status))),
        *_secondary(statuses),
    ]
    alike = [
        line(
            f"{label_of(source)} has “{cut(other.caption, 120)}” ({other.band} match): not linked by any identifier, "
            "so it may be the same party.",
            Words("", _mark(status, notes, states)),
        )
        for source, (other, status) in _alike(answer, match).items()
    ]
    return Section("Law", (*blocks, Items((*alike, *(line(text) for text in told)))))


def _row(status: ListingStatus, answer: Answer, notes: Footnotes, states: dict[str, SourceState]) -> tuple[Words, ...]:
    listing, words = status.listing, KINDS[status.listing.list_kind]
    acts = list(dict.fromkeys((*listing.programmes[:6], *listing.values("legal_basis")[:3])))
    since = f"{words.since} {day(status.listed_on)}" if status.listed_on else f"{words.since}: date not in the file"
    return (
        Words(issuer_label(status.issuer) or label_of(listing.source)),
        Words(capital(law.headline(status)), _mark(status, notes, states)),
        Words("; ".join(cut(act, 160) for act in acts) or "not given in our copy"),
        Words(since),
        Words(_state(status, answer)),
    )


def _mark(status: ListingStatus, notes: Footnotes, states: dict[str, SourceState]) -> tuple[int, ...]:
    entry = f"{ENTRY_LABEL.get(status.listing.source, 'Entry')} {status.listing.ref[:60]}"
    return cite_list(notes, states, status.listing.source, status.url, entry)


def _state(status: ListingStatus, answer: Answer) -> str:
    if status.state is ListingState.REMOVED:
        since = f"since {day(status.removed_on)}" if status.removed_on else "date not in the file"
        reason = f"reason: “{cut(status.reason, 160)}”" if status.reason else REASON_NOT_STATED
        return f"no longer listed, {since}; {reason}"
    if status.state is ListingState.LISTED_BY_ACT:
        return law.state_text(status, answer)
    on = f"on the list of {day(status.list_date)}" if status.list_date else "on the list, date not given"
    ends = next(iter(status.listing.values("expires_on")), "")
    until = f"; until {ends} unless renewed" if ends else ""
    words = STATE_WORDS[status.state].removeprefix("⏳ ")
    return f"{words or on}{until}"


def _effect(status: ListingStatus) -> str:
    words = KINDS[status.listing.list_kind]
    where = issuer_label(status.issuer) or label_of(status.listing.source)
    return f"{where} ({words.short}): {words.effect}."


def _secondary(statuses: Iterable[ListingStatus]) -> list[str]:
    notes = dict.fromkeys(note for status in statuses for note in status.listing.values("secondary_sanctions"))
    return [f"Secondary-sanctions note on the entry, as printed: “{cut(note, QUOTED)}”" for note in notes][:3]


def _who(match: Match) -> Section:
    """What the lists print of the party itself."""
    listings = [status.listing for status in match.listings]
    names = [name for each in listings for name in each.names if name.text != match.caption]
    kinds = (NameKind.PRIMARY, NameKind.ALIAS, NameKind.FORMER, NameKind.WEAK_ALIAS)
    ordered = sorted(names, key=lambda name: kinds.index(name.kind))
    nationality = [
        v for e in listings for p in ("nationality", "citizenship", "country", "vessel_flag") for v in e.values(p)
    ]
    facts = (
        ("Type", [TYPE_WORDS[match.type][0]]),
        ("Born", [str(birth) for each in listings for birth in each.births]),
        ("Country as printed", nationality),
        ("Other names on the lists", [name.text for name in ordered]),
        ("Numbers", [f"{i.scheme} {i.value}" for each in listings for i in each.identifiers]),
        ("Position as printed", [v for each in listings for v in each.values("position")]),
        ("Entries linked by", list(match.evidence)),
    )
    return Section("Who is meant", (Items(tuple(_fact(name, values) for name, values in facts if values)),))


def _fact(name: str, values: Sequence[str]) -> tuple[Words, ...]:
    told = list(dict.fromkeys(cut(value, 160) for value in values))
    most = NAMES if name.startswith("Other") else FACTS
    more = f" (+{len(told) - most} more on the lists)" if len(told) > most else ""
    return line(Words(f"{name}: ", strong=True), f"{'; '.join(told[:most])}{more}")


def _related(match: Match, notes: Footnotes, states: dict[str, SourceState]) -> Section | None:
    """Relations as the lists print them; nothing is concluded from them."""
    quotes: dict[str, tuple[Words, ...]] = {}
    for status in match.listings:
        for value in status.listing.values("relation") if status.state in IN_FORCE else ():
            mark = cite_list(notes, states, status.listing.source, status.url)
            quotes.setdefault(value, line(Words(f"“{cut(value, QUOTED)}” ({issuer_label(status.issuer)} list)", mark)))
    if not quotes:
        return None
    told = list(quotes.values())
    more = [line(f"+{len(told) - QUOTES} more on the lists")] if len(told) > QUOTES else []
    return Section("Related, as the lists say", (Items((*told[:QUOTES], *more)), paragraph(RELATED_CAUTION)))
