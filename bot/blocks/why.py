"""Why: how an answer came about, with the figures that a card leaves out."""

from __future__ import annotations

from typing import Final

from bot.blocks.absent import asked_text
from bot.blocks.choice import CHOSEN, compare, same_and_different
from bot.blocks.inert import count, day, dotted, inert, lines, listed_out, quoted, slack_date
from bot.blocks.kinds import KINDS
from bot.blocks.kit import View, context, modal, section
from bot.blocks.law import by_issuer, measures
from bot.blocks.party import caption, identifier_text
from bot.blocks.scope import not_searched, provenance, source_label
from bot.blocks.wording import NAME_KIND_WORDS, TYPE_WORDS
from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind, issuer_label
from bot.core.names import Name
from bot.core.screening import IN_FORCE, Answer, Band, ListingStatus, Match

BAND_MEANS: Final[dict[Band, str]] = {
    Band.EXACT: "the very name, but for script, capitals and titles",
    Band.STRONG: "close enough to show what the lists say",
    Band.POSSIBLE: "not confirmed; too little agrees, or a fact differs",
    Band.WEAK: "little is alike",
}
NOBODY: Final = "No other listed party has it."
DATES_MEAN: Final = "when designated, when the list was published, when we first saw the entry"
SCORE_MEANS: Final = "The score says how alike the names are, not how likely it is that one party is meant."


def why_modal(answer: Answer, entity: str = "") -> View:
    """Why the answer names this party (by default the first): rules, figures, meaning of the lists, dates."""
    match = next((m for m in answer.matches if m.entity == entity or not entity), None)
    if match is None:
        return modal("Why this answer?", [section(_nobody(answer, entity)), context(provenance(answer))])
    return modal(
        "Why this answer?",
        [
            section(_who(answer, match)),
            section(_comparison(answer, match)),
            context(SCORE_MEANS) if isinstance(match.matched, Name) else None,
            section(lines("*What each list means*", *_meanings(match))),
            *(section(text) for text in _verbatim(match)),
            section(lines(f"*Dates* ({DATES_MEAN})", *_dates(match))),
            section(not_searched(answer)),
            context(provenance(answer)),
        ],
    )


def _nobody(answer: Answer, entity: str) -> str:
    asked = f"You asked: {quoted(asked_text(answer.query), 200)}"
    if entity:
        return lines(asked, "The party asked about is not among those shown now: ask again.", not_searched(answer))
    compared = count(answer.considered, "listed party", "listed parties")
    return lines(asked, f"{compared} compared; none alike enough to show.", not_searched(answer))


def _who(answer: Answer, match: Match) -> str:
    """What was asked and what met it; most readers need no more."""
    return lines(
        f"*{caption(match)}* · {TYPE_WORDS[match.type][0]}",
        f"You asked: {quoted(asked_text(answer.query), 200)}",
        _found(match),
        f"Lists linked to one party by: {dotted(inert(item, 80) for item in match.evidence[:6])}"
        if match.evidence
        else "",
    )


def _found(match: Match) -> str:
    """The listed name or number, and who prints it."""
    found = match.matched
    if isinstance(found, Identifier):
        return "" if found.scheme == CHOSEN else f"On the list: {inert(identifier_text(found), 120)}"
    sources = dict.fromkeys(s.listing.source for s in match.listings if found.text in {n.text for n in s.listing.names})
    kind = NAME_KIND_WORDS.get(found.kind, "name")
    where = listed_out([source_label(source) for source in sources], 3, between=", ")
    return f"On the list: {quoted(found.text, 120)} ({', '.join(filter(None, (kind, where)))})"


def _comparison(answer: Answer, match: Match) -> str:
    """How alike they are, in words, then as a band and a figure."""
    found = match.matched
    if isinstance(found, Identifier) and found.scheme == CHOSEN:
        return "*You opened this party yourself*, so no name was compared."
    if isinstance(found, Identifier):
        others = len(answer.matches) - 1
        also = f"{count(others, 'other listed party has', 'other listed parties have')} it too." if others else NOBODY
        return lines("*Match: exact*, by number: a number matches wholly or not at all.", also)
    told = compare(match)
    return lines(
        f"*Match: {match.band}* · score {match.score:.2f}: {BAND_MEANS[match.band]}",
        same_and_different(match),
        f"Not closer, because {dotted(told.held)}" if told.held else "",
        f"Not on the list, so not compared: {dotted(told.not_given)}" if told.not_given else "",
        _others(answer, match),
    )


def _others(answer: Answer, match: Match) -> str:
    others = [other for other in answer.matches if other.entity != match.entity]
    if others:
        compared = max(answer.considered - 1, len(others))
        return f"Also compared: {count(compared, 'listed party', 'listed parties')}; the next one is *{others[0].band}*"
    if answer.considered > 1:
        return f"Also compared: {count(answer.considered - 1, 'listed party', 'listed parties')}; none alike enough"
    return "No other listed party is alike enough to show."


def _meanings(match: Match) -> list[str]:
    """What the lists in force mean, each once."""
    found: dict[str, None] = {}
    for _, group in by_issuer(match.listings):
        for status in group:
            if status.state in IN_FORCE:
                found[_meaning(status)] = None
    return list(found) or ["• no list names this party any longer"]


def _meaning(status: ListingStatus) -> str:
    kind = status.listing.list_kind
    words, issuer = KINDS[kind], issuer_label(status.issuer)
    name = words.short if not issuer or words.short.startswith(issuer) else f"{issuer} {words.short}"
    as_printed = kind in (ListKind.UK, ListKind.NATIONAL) and status.listing.measures
    effect = f"{inert(measures(status), 240)}, as printed" if as_printed else words.effect
    return f"• {words.icon} {inert(name, 80)}: {effect}"


VERBATIM = {"reason": "Reasons given", "secondary_sanctions": "Secondary-sanctions note"}
"""What is quoted at length: for many readers these are the lines that matter."""


def _verbatim(match: Match) -> list[str]:
    """Statements of reasons and notes as the entries print them, at most two of each."""
    found = []
    for name, title in VERBATIM.items():
        quotes = [
            f"{quoted(value, 600)} ({source_label(status.listing.source)} list)"
            for status in match.listings
            for value in status.listing.values(name)
        ]
        if quotes:
            found.append(f"*{title}:* {listed_out(list(dict.fromkeys(quotes)), 2, between=chr(10))}")
    return found


def _dates(match: Match) -> list[str]:
    return [_dates_of(status) for _, group in by_issuer(match.listings) for status in group[:4]][:12]


def _dates_of(status: ListingStatus) -> str:
    since = KINDS[status.listing.list_kind].since
    parts = (
        f"{since} {day(status.listed_on)}" if status.listed_on else f"{since}: date not in the file",
        f"no longer listed since {day(status.removed_on)}" if status.removed_on else "",
        f"list of {day(status.list_date)}" if status.list_date else "list date not given",
        f"first seen by us {slack_date(status.first_seen)}",
    )
    return f"• {source_label(status.listing.source)}, entry {inert(status.listing.ref, 80)}: {dotted(parts)}"
