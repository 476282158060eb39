"""Why: how an answer came about, with the figures that a card leaves out."""

from __future__ import annotations

from bot.blocks.choice import same_and_different
from bot.blocks.inert import count, day, dotted, inert, lines, listed_out, quoted, slack_date
from bot.blocks.kinds import KINDS
from bot.blocks.kit import View, context, modal, section
from bot.blocks.law import by_issuer
from bot.blocks.party import caption, matched_text
from bot.blocks.scope import not_searched, provenance, source_label
from bot.core.identifiers import Identifier
from bot.core.screening import Answer, ListingStatus, Match, Reason


def why_modal(answer: Answer, entity: str = "") -> View:
    """Why the answer names this party (by default the first): rules, figures, meaning of the lists, dates."""
    match = next((m for m in answer.matches if m.entity == entity or not entity), None)
    if match is None:
        return modal("Why this answer?", [section(_nobody(answer, entity)), context(provenance(answer))])
    return modal(
        "Why this answer?",
        [
            section(_summary(answer, match)),
            section(lines("*Rules*", *[_rule(reason) for reason in match.reasons[:12]])),
            section(lines("*What each list means*", *_meanings(match))),
            *(section(text) for text in _verbatim(match)),
            section(lines("*Dates* (designated ≠ changed ≠ published ≠ checked)", *_dates(match))),
            section(not_searched(answer)),
            context(provenance(answer)),
        ],
    )


def _nobody(answer: Answer, entity: str) -> str:
    shown = "the party asked about is not among those shown" if entity else "none shown"
    considered = count(answer.considered, "candidate")
    return lines(f"Asked: {quoted(answer.query.text, 200)}", f"{considered} considered; {shown}.", not_searched(answer))


def _summary(answer: Answer, match: Match) -> str:
    others = [m for m in answer.matches if m.entity != match.entity]
    after = f"next one {others[0].band}" if others else "no other shown"
    kind = "exact by rule: identifiers match wholly or not at all" if isinstance(match.matched, Identifier) else ""
    return lines(
        f"*{caption(match)}*",
        f"Asked: {quoted(answer.query.text, 200)}",
        matched_text(match),
        same_and_different(match),
        f"Band: *{match.band}* · score {match.score:.2f}",
        kind,
        f"Other candidates considered: {max(answer.considered - 1, len(others))}, {after}",
        f"Lists linked to one party: {dotted(inert(item, 80) for item in match.evidence[:6])}"
        if match.evidence
        else "",
    )


def _rule(reason: Reason) -> str:
    asked = f" {quoted(reason.query, 80)}" if reason.query else ""
    found = f" / {quoted(reason.found, 80)}" if reason.found else ""
    detail = f" · {inert(reason.detail, 120)}" if reason.detail else ""
    return f"• {inert(reason.rule, 40)} {reason.score:.2f}{asked}{found}{detail}"


def _meanings(match: Match) -> list[str]:
    kinds = dict.fromkeys(status.listing.list_kind for _, group in by_issuer(match.listings) for status in group)
    return [f"• {KINDS[kind].icon} {KINDS[kind].short}: {KINDS[kind].effect}" for kind in kinds]


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
    parts = (
        f"{KINDS[status.listing.list_kind].since}: {day(status.listed_on, 'date not in the file')}",
        f"list of {day(status.list_date, 'no date given')}",
        f"first seen by us {slack_date(status.first_seen)}",
        f"removed {day(status.removed_on)}" if status.removed_on else "",
    )
    reference = inert(f"{source_label(status.listing.source)} {status.listing.ref}", 80)
    return f"• {reference}: {dotted(parts)}"
