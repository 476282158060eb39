"""Law: what an entry means, said per issuer in the words that its kind of list allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.blocks.inert import count, day, dotted, inert, lines, link, listed_out, quoted
from bot.blocks.scope import loaded, missing, narrowed, source_label
from bot.blocks.wording import (
    ENTRY_LABEL,
    KINDS,
    NO_COMMITTEE,
    NO_ENTRY_LABEL,
    NO_MEASURES,
    NO_PROGRAMME,
    NOT_A_CLEARANCE,
    NOT_SEARCHED,
    REASON_NOT_STATED,
    STATE_WORDS,
    KindWords,
)
from bot.core.issuers import ISSUERS, ListKind, issuer_label
from bot.core.screening import IN_FORCE, Answer, Band, ListingState, ListingStatus, Match

ENTRIES_PER_ISSUER = 4
_NO_PROGRAMMES = {ListKind.UN: NO_COMMITTEE, ListKind.EU_SECTORAL: NO_PROGRAMME}


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
    measures = ", ".join(dict.fromkeys(measure[:60] for measure in listing.measures[:4]))
    programmes = ", ".join(dict.fromkeys(code[:60] for code in listing.programmes[:2]))
    return template.format(
        issuer=issuer_label(status.issuer),
        measures=measures or NO_MEASURES,
        programmes=programmes or _NO_PROGRAMMES.get(listing.list_kind, ""),
    )


def headline(status: ListingStatus) -> str:
    """The entry in a few words, untreated: for a header (`plain`) or a fallback text (`inert`)."""
    words = KINDS[status.listing.list_kind]
    if status.state is ListingState.REMOVED:
        return f"no longer listed by {issuer_label(status.issuer)} ({words.short})"
    text = _filled(words.headline, status)
    if status.state is ListingState.SUSPENDED:
        return f"{text} (suspended)"
    return f"{text} (removal not yet confirmed)" if status.state is ListingState.PENDING_REMOVAL else text


def verdict(match: Match) -> list[str]:
    """All that the lists say of a party, shortest form, in force first and nothing twice."""
    ordered = [status for _, group in by_issuer(match.listings) for status in group]
    in_force = [headline(s) for s in ordered if s.state is not ListingState.REMOVED]
    gone = [headline(s) for s in ordered if s.state is ListingState.REMOVED]
    return list(dict.fromkeys([*in_force, *gone]))


def issuer_text(statuses: Sequence[ListingStatus]) -> str:
    """One issuer's entries, each with kind, programmes, dates and the official link."""
    shown = [entry_text(status) for status in statuses[:ENTRIES_PER_ISSUER]]
    rest = len(statuses) - ENTRIES_PER_ISSUER
    return lines(*shown, f"+{count(rest, 'more entry', 'more entries')} by this issuer" if rest > 0 else "")


def entry_text(status: ListingStatus) -> str:
    """One entry."""
    words = KINDS[status.listing.list_kind]
    if status.state is ListingState.REMOVED:
        return _removed_text(status, words)
    first = dotted(
        (
            f"{words.icon} *{inert(_filled(words.line, status), 240)}*",
            STATE_WORDS[status.state],
            programmes(status),
            _since(status, words),
        )
    )
    effect = f"_{words.effect}_" if words.restricted else ""
    return lines(first, effect, _secondary(status), _source_line(status))


def _removed_text(status: ListingStatus, words: KindWords) -> str:
    since = f"since {day(status.removed_on)}" if status.removed_on else "since: date not in the file"
    what = f"◐ *{inert(issuer_label(status.issuer))}: no longer listed ({words.short})* {since}"
    return lines(dotted((what, REASON_NOT_STATED)), _source_line(status))


def programmes(status: ListingStatus) -> str:
    """The programmes of an entry, unless its line already names them."""
    if status.listing.list_kind in _NO_PROGRAMMES:
        return ""
    return listed_out([inert(code, 80) for code in status.listing.programmes], 4, between=", ")


def _since(status: ListingStatus, words: KindWords) -> str:
    if status.listed_on:
        return f"{words.since} {day(status.listed_on)}"
    return f"{words.since}: date not in the file"


def _secondary(status: ListingStatus) -> str:
    notes = status.listing.values("secondary_sanctions")
    if not notes:
        return ""
    return f"Secondary-sanctions note on the entry: {listed_out([quoted(note, 160) for note in notes], 2)}"


def _source_line(status: ListingStatus) -> str:
    label = ENTRY_LABEL.get(status.listing.source, "Entry")
    entry = link(status.url, label) if status.url else inert(f"ref. {status.listing.ref}", 80)
    name = inert(status.list_label, 60) or f"{source_label(status.listing.source)} list"
    dated = f"{name} of {day(status.list_date)}" if status.list_date else f"{name}, date not given"
    return dotted((entry, dated))


def absent_text(answer: Answer, match: Match) -> str:
    """The lists searched that have no entry for this party, and what was not searched at all."""
    has = {status.listing.source for status in match.listings}
    alike = _alike(answer, match, has)
    none = [s.source for s in loaded(answer) if s.source not in has and s.source not in alike]
    names = [NO_ENTRY_LABEL.get(source) or source_label(source) for source in none]
    unready = missing(answer)
    return lines(
        *alike.values(),
        f"⚪ *No entry found:* {dotted(names)} ({NOT_A_CLEARANCE})" if names else "",
        f"⚠️ *Not loaded:* {dotted(unready)}" if unready else "",
        narrowed(answer).rstrip(),
        f"— *Not searched:* {dotted(inert(item, 120) for item in answer.not_searched or NOT_SEARCHED)}",
    )


def _alike(answer: Answer, match: Match, has: set[str]) -> dict[str, str]:
    """Lists with an entry of the same or a similar name that nothing links to this party: not "no entry"."""
    found: dict[str, str] = {}
    for other in answer.matches:
        if other.entity == match.entity or other.type is not match.type or other.band is Band.WEAK:
            continue
        for status in other.listings:
            source, ref = status.listing.source, status.listing.ref
            if source not in has and source not in found:
                command = f"`/sanctions check {source}:{inert(ref, 100)}`"
                found[source] = (
                    f"❔ *{source_label(source)}:* has {quoted(other.caption, 80)} ({other.band} match), not linked "
                    f"by any identifier; it may be the same party. {command}"
                )
    return found


def related_text(match: Match) -> str:
    """Relations as the lists print them; nothing is concluded from them."""
    rows = [
        f"{quoted(value, 140)} ({inert(issuer_label(status.issuer))} list)"
        for status in match.listings
        if status.state in IN_FORCE
        for value in status.listing.values("relation")
    ]
    kept = list(dict.fromkeys(rows))
    return f"*Related, as the lists say:* {listed_out(kept, 5)}" if kept else ""
