"""Law: what an entry means, said per issuer in the words that its kind of list allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.blocks.inert import count, day, dotted, in_code, inert, lines, link, listed_out, quoted
from bot.blocks.kinds import EXPORT_LISTS, KINDS, KindWords
from bot.blocks.scope import loaded, missing, narrowed, source_label, unsearched
from bot.blocks.wording import (
    ENTRY_LABEL,
    NO_ANNEXES,
    NO_COMMITTEE,
    NO_ENTRY_LABEL,
    NO_MEASURES,
    NO_PROGRAMME,
    NO_TRAVEL_BAN,
    NOT_A_CLEARANCE,
    REASON_NOT_STATED,
    STATE_WORDS,
)
from bot.core.candidates import is_same_body
from bot.core.issuers import ISSUERS, ListKind, issuer_label
from bot.core.listings import EntityType
from bot.core.names import Name
from bot.core.screening import IN_FORCE, Answer, Band, ListingState, ListingStatus, Match, has_annexes

_NO_PROGRAMMES = {ListKind.UN: NO_COMMITTEE, ListKind.EU_SECTORAL: NO_PROGRAMME}
_OF_LISTS = frozenset({ListKind.EXPORT_CONTROL, ListKind.UN, ListKind.EU_SECTORAL})
"""Kinds whose line names the programmes itself."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How much a card tells of each issuer: entries, programmes of one, letters of a note; `folded` saves lines."""

    entries: int = 4
    programmes: int = 4
    note: int = 160
    related: int = 5
    folded: bool = False


FULL: Final = Detail()
DETAILS: Final = (FULL, Detail(3, 3, 120, 3), Detail(3, 2, 120, 2, folded=True), Detail(1, 1, 120, 1, folded=True))
"""From the fullest to the shortest; a card takes the first that fits a phone."""


def by_issuer(statuses: Iterable[ListingStatus]) -> list[tuple[str, list[ListingStatus]]]:
    """The listings grouped by issuer, issuers in the house order, entries in force first."""
    groups: dict[str, list[ListingStatus]] = {}
    for status in statuses:
        groups.setdefault(status.issuer, []).append(status)
    order = [*(code for code in ISSUERS if code in groups), *(code for code in groups if code not in ISSUERS)]
    return [(code, sorted(groups[code], key=lambda s: s.state not in IN_FORCE)) for code in order]


def _filled(template: str, status: ListingStatus) -> str:
    """The template with the entry's own (still untreated) words."""
    listing = status.listing
    programmes = ", ".join(dict.fromkeys(code[:60] for code in listing.programmes[:2]))
    lists = ", ".join(dict.fromkeys(EXPORT_LISTS.get(code.upper(), code[:60]) for code in listing.programmes[:2]))
    return template.format(
        issuer=issuer_label(status.issuer),
        measures=measures(status),
        programmes=programmes or _NO_PROGRAMMES.get(listing.list_kind, ""),
        lists=f" ({lists})" if lists else "",
    )


def measures(status: ListingStatus) -> str:
    """The measures as printed, untreated; what the copy does not give is said to be missing."""
    printed = dict.fromkeys(measure[:60] for measure in status.listing.measures[:4])
    return ", ".join(printed) or NO_MEASURES


def travel_ban(status: ListingStatus) -> str:
    """The EU's asset-freeze file leaves out the travel bans that stand in the Decisions."""
    listing = status.listing
    is_shown = any("travel" in measure.casefold() for measure in listing.measures)
    if listing.list_kind is not ListKind.EU_ASSET_FREEZE or listing.type is not EntityType.PERSON:
        return ""
    return "travel ban" if is_shown else NO_TRAVEL_BAN


def headline(status: ListingStatus) -> str:
    """The entry in a few words, untreated: for a header (`plain`) or a fallback text (`inert`)."""
    words = KINDS[status.listing.list_kind]
    if status.state is ListingState.REMOVED:
        where = f"listed by {issuer_label(status.issuer)} ({words.short})" if status.issuer else f"in the {words.short}"
        return f"no longer {where}"
    text = _filled(words.headline, status)
    if status.state is ListingState.SUSPENDED:
        return f"{text} (suspended)"
    return f"{text} (removal not yet confirmed)" if status.state is ListingState.PENDING_REMOVAL else text


def verdict(match: Match) -> list[str]:
    """All that the lists say of a party, shortest form: what each issuer leads with, then the rest, then the past."""
    groups = [group for _, group in by_issuer(match.listings)]
    ordered = [*(group[0] for group in groups), *(status for group in groups for status in group[1:])]
    in_force = [headline(s) for s in ordered if s.state is not ListingState.REMOVED]
    gone = [headline(s) for s in ordered if s.state is ListingState.REMOVED]
    return list(dict.fromkeys([*in_force, *gone]))


NOT_LINKED: Final = "same name, not linked"


def beside(match: Match, others: Iterable[Match]) -> str:
    """What lists that do not have this party say of one that has its name, untreated: it may be the same.

    No identifier links the two, so it stands beside the verdict and is no part of it ("" when there is none).
    """
    has = {status.listing.source for status in match.listings}
    named = [other for other in others if other.entity != match.entity and _has_its_name(match, other)]
    statuses = [status for other in named for status in other.listings if status.listing.source not in has]
    said = [headline(status) for _, group in by_issuer(statuses) for status in group if status.state in IN_FORCE]
    return f"{NOT_LINKED}: {', '.join(dict.fromkeys(said))}" if said else ""


def _has_its_name(match: Match, other: Match) -> bool:
    """People are listed with more or fewer of their names; a body of a longer name is another body."""
    if other.type is not match.type or other.band not in (Band.EXACT, Band.STRONG):
        return False
    if match.type is EntityType.PERSON:
        return True
    one, two = match.matched, other.matched
    return isinstance(one, Name) and isinstance(two, Name) and is_same_body(one.text, two.text)


def issuer_text(statuses: Sequence[ListingStatus], answer: Answer | None = None, detail: Detail = FULL) -> str:
    """One issuer's entries, each with kind, programmes, dates and the official link."""
    shown = [entry_text(status, answer, detail) for status in statuses[: detail.entries]]
    rest = len(statuses) - detail.entries
    annexes = statuses[0].listing.source == "eu-fsf" and answer is not None and not has_annexes(answer)
    return lines(
        *shown,
        f"+{count(rest, 'more entry', 'more entries')} by this issuer: {_named(statuses[-rest:])}" if rest > 0 else "",
        f"_{NO_ANNEXES}_" if annexes else "",
    )


def _named(statuses: Sequence[ListingStatus]) -> str:
    """Entries that a card has no room for, shortest form."""
    said = list(dict.fromkeys(inert(headline(status), 120) for status in statuses))
    return listed_out(said, 3, between="; ")


def entry_text(status: ListingStatus, answer: Answer | None = None, detail: Detail = FULL) -> str:
    """One entry."""
    words = KINDS[status.listing.list_kind]
    if status.state is ListingState.REMOVED:
        return _folded(_removed_text(status, words), _source_line(status, detail), detail)
    first = dotted(
        (
            f"{words.icon} *{inert(_filled(words.line, status), 240)}*",
            travel_ban(status),
            state_text(status, answer),
            programmes(status, detail.programmes),
            "" if status.state is ListingState.LISTED_BY_ACT else _since(status, words),
            _until(status),
        )
    )
    effect = f"_{words.effect}_" if words.restricted else ""
    return lines(_folded(first, _source_line(status, detail), detail, effect), _secondary(status, detail.note))


def _folded(first: str, where: str, detail: Detail, between: str = "") -> str:
    return lines(dotted((first, where)), between) if detail.folded else lines(first, between, where)


def _removed_text(status: ListingStatus, words: KindWords) -> str:
    since = f"since {day(status.removed_on)}" if status.removed_on else "since: date not in the file"
    issuer = inert(issuer_label(status.issuer)) or source_label(status.listing.source)
    what = f"◐ *{issuer}: no longer listed ({words.short})* {since}"
    return dotted((what, f"reason: {quoted(status.reason, 160)}" if status.reason else REASON_NOT_STATED))


def state_text(status: ListingStatus, answer: Answer | None) -> str:
    """The state in words; for an entry that rests on an act, the act's day and that of the file which lacks it."""
    if status.state is not ListingState.LISTED_BY_ACT:
        return STATE_WORDS[status.state]
    act = next(iter(status.listing.values("legal_basis")), "an act")
    since = next(iter(status.listing.values("in_force_from")), "")
    file, trailing = ("eu-fsf", "FSF") if status.issuer == "EU" else (status.listing.source, "list")
    dates = {state.source: state.list_date for state in answer.sources} if answer else {}
    dated = f" of {day(dates[file])}" if dates.get(file) else ""
    begun = _printed_day(since) or (day(status.listed_on) if status.listed_on else "date not given")
    return f"listed by {inert(act, 120)} in force {begun}; not yet in the {trailing} file{dated}"


def _printed_day(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return inert(text, 40)


def programmes(status: ListingStatus, most: int = 4) -> str:
    """The programmes of an entry, unless its line already names them."""
    if status.listing.list_kind in _OF_LISTS:
        return ""
    return listed_out([inert(code, 80) for code in status.listing.programmes], most, between=", ")


def _since(status: ListingStatus, words: KindWords) -> str:
    if status.listed_on:
        return f"{words.since} {day(status.listed_on)}"
    return f"{words.since}: date not in the file"


def _until(status: ListingStatus) -> str:
    ends = next(iter(status.listing.values("expires_on")), "")
    return f"until {_printed_day(ends)} unless renewed" if ends else ""


def _secondary(status: ListingStatus, limit: int) -> str:
    notes = status.listing.values("secondary_sanctions")
    if not notes:
        return ""
    return f"Secondary-sanctions note on the entry: {listed_out([quoted(note, limit) for note in notes], 2)}"


def _source_line(status: ListingStatus, detail: Detail) -> str:
    label = ENTRY_LABEL.get(status.listing.source, "Entry")
    entry = link(status.url, label) if status.url else inert(f"ref. {status.listing.ref}", 80)
    name = "list" if detail.folded else inert(status.list_label, 60) or f"{source_label(status.listing.source)} list"
    dated = f"{name} of {day(status.list_date)}" if status.list_date else f"{name}, date not given"
    return dotted((entry, dated))


def absent_text(answer: Answer, match: Match) -> str:
    """The lists searched that have no entry for this party, and what was not searched at all."""
    has = {status.listing.source for status in match.listings}
    alike = _alike(answer, match, has)
    none = [s.source for s in loaded(answer) if s.source not in has and s.source not in alike]
    names = [_no_entry(source, has_annexes(answer)) for source in none]
    unready = missing(answer)
    return lines(
        *alike.values(),
        f"⚪ *No entry found:* {dotted(names)} ({NOT_A_CLEARANCE})" if names else "",
        f"⚠️ *Not loaded:* {dotted(unready)}" if unready else "",
        narrowed(answer).rstrip(),
        f"— *Not searched:* {unsearched(answer)}",
    )


def _no_entry(source: str, annexes: bool) -> str:
    label = NO_ENTRY_LABEL.get(source) or source_label(source)
    return f"{label} ({NO_ANNEXES})" if source == "eu-fsf" and not annexes else label


def _alike(answer: Answer, match: Match, has: set[str]) -> dict[str, str]:
    """Lists with an entry of the same or a similar name that nothing links to this party: not "no entry"."""
    found: dict[str, str] = {}
    for other in answer.matches:
        if other.entity == match.entity or other.type is not match.type or other.band is Band.WEAK:
            continue
        for status in other.listings:
            source, ref = status.listing.source, status.listing.ref
            if source not in has and source not in found:
                command = f"`/sanctions check {source}:{in_code(ref, 100)}`"
                found[source] = (
                    f"❔ *{source_label(source)}:* has {quoted(other.caption, 80)} ({other.band} match), not linked "
                    f"by any identifier; it may be the same party. {command}"
                )
    return found


def related_text(match: Match, most: int = 5) -> str:
    """Relations as the lists print them; nothing is concluded from them."""
    rows = [
        f"{quoted(value, 140)} ({inert(issuer_label(status.issuer))} list)"
        for status in match.listings
        if status.state in IN_FORCE
        for value in status.listing.values("relation")
    ]
    kept = list(dict.fromkeys(rows))
    return f"*Related, as the lists say:* {listed_out(kept, most)}" if kept else ""
