"""Choice: several plausible parties, or one that is not confirmed; no status is claimed here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.blocks import ids
from bot.blocks.decisions import assess_button, assessment_lines, hidden_section
from bot.blocks.inert import count, day, dotted, inert, lines, plain, quoted
from bot.blocks.kit import Block, actions, button, context, header, section
from bot.blocks.party import candidate_text, caption, identifier_text
from bot.blocks.scope import cannot_rule_out, left_out, list_dates, not_searched, provenance, searched, stale_line
from bot.blocks.team import party_value, share_button
from bot.blocks.wording import NAME_KIND_WORDS, NOT_A_CLEARANCE
from bot.core.audience import Audience
from bot.core.grading import is_same_name
from bot.core.identifiers import Identifier
from bot.core.listings import EntityType
from bot.core.nameforms.forms import name_form
from bot.core.names import Name
from bot.core.screening import IN_FORCE, Answer, Band, Match, Reason

MOST = 8
DIFFERS_BELOW = 0.8
NOT_GIVEN = 0.5
"""The score of a fact that was asked for and is not on the list."""
_NOTHING_DIFFERS = {
    Band.EXACT: "nothing found",
    Band.STRONG: "nothing found",
    Band.POSSIBLE: "the name as a whole",
    Band.WEAK: "the name as a whole",
}
CHOSEN = "ref"
"""Scheme of a party that was asked for by its reference: no name was compared."""
Parts = tuple[str, list[Block | None]]


def _pick(answer: Answer, number: int, match: Match, text: str) -> Block:
    value = party_value(answer, match)
    return button(text, ids.pick(number), value, label=f"Candidate {number}: {match.caption}")


def ambiguous(answer: Answer, audience: Audience) -> Parts:
    """A numbered choice with what tells the candidates apart."""
    shown = answer.matches[:MOST]
    asked = plain(answer.query.text, 60)
    rows = [
        section(
            lines(candidate_text(number, match), *assessment_lines(answer, match.entity, audience)),
            _pick(answer, number, match, str(number)),
        )
        for number, match in enumerate(shown, 1)
    ]
    more = max(len(answer.matches) - MOST, 0)
    hint = "Add a first name, a year of birth (`dob:`) or a document number."
    fit = count(len(answer.matches), "party fits", "parties fit")
    which = "Is it this one?" if len(answer.matches) == 1 else "Which one?"
    text = f"{quoted(answer.query.text, 120)}: {fit}. {which} No status is claimed."
    return text, [
        header(f"“{asked}”: {_which(len(answer.matches))}"),
        section(lines("No status is claimed until you choose one.", _as_of(answer))),
        *rows,
        section(lines(dotted((f"+{more} more" if more else "", hint)), left_out(answer.elsewhere))),
        hidden_section(answer, audience),
        context(provenance(answer), stale_line(answer)),
        actions(
            ids.ANSWER_ACTIONS,
            [
                button("None of these", ids.NONE_OF_THESE, party_value(answer, None)),
                *assess_button(answer, audience),
            ],
        ),
    ]


def _which(number: int) -> str:
    return "is this who you mean?" if number == 1 else f"which of {number} do you mean?"


def _as_of(answer: Answer) -> str:
    return f"Asked for {day(answer.query.as_of)}." if answer.query.as_of else ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What the matching rules found, in words: what agrees, what does not, what the list does not say, and why the
    band is no higher."""

    same: list[str]
    different: list[str]
    not_given: list[str]
    held: list[str]


def compare(match: Match) -> Compared:
    """The reasons of a match, each told where it belongs."""
    found = Compared([], [], [], [])
    spelt, only_asked, only_listed = [], [], []
    asked_text, listed_text = _compared_names(match)
    for reason in match.reasons:
        match reason.rule:
            case "name":
                found.same.extend(_same_words(reason, match.type))
            case "identifier":
                found.same.extend(_same_number(match))
            case "spelling":
                spelt.append(f"{_word(reason.query, asked_text)} / {_word(reason.found, listed_text)}")
            case "not in the question":
                only_listed.append(_word(reason.found, listed_text))
            case "not on the list":
                only_asked.append(_word(reason.query, asked_text))
            case "date of birth" | "country" as fact:
                _tell_fact(found, reason, fact)
            case _ if not reason.query and not reason.found:
                found.held.append(inert(reason.detail or reason.rule, 120))
            case _:
                (found.same if reason.score >= DIFFERS_BELOW else found.different).append(inert(reason.rule, 60))
    told = (
        ("spelling", spelt, " (asked / list)"),
        ("only in the question:", only_asked, ""),
        ("only on the list:", only_listed, ""),
    )
    found.different[:0] = [f"{what} {', '.join(words)}{rest}" for what, words, rest in told if words]
    return found


def _same_number(match: Match) -> list[str]:
    number = match.matched
    return [inert(identifier_text(number), 80)] if isinstance(number, Identifier) and number.scheme != CHOSEN else []


def _compared_names(match: Match) -> tuple[str, str]:
    reason = next((reason for reason in match.reasons if reason.rule == "name"), None)
    return (reason.query, reason.found) if reason else ("", "")


def _same_words(reason: Reason, kind: EntityType) -> list[str]:
    """The words of the listed name that were asked for, in any script."""
    asked, listed = (name_form(text, kind is EntityType.PERSON) for text in (reason.query, reason.found))
    if is_same_name(asked, listed):
        return ["the whole name"]
    shared = [word for word in dict.fromkeys(listed.words) if word in asked.words]
    return [", ".join(_word(word, reason.found) for word in shared[:6])] if shared else []


def _word(word: str, text: str) -> str:
    """A compared word, as the name prints it where it stands there."""
    printed = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) if word else None
    return quoted(printed.group() if printed else word, 60)


def _tell_fact(found: Compared, reason: Reason, fact: str) -> None:
    """Whether a fact that was asked for agrees with the list's."""
    asked, listed = inert(reason.query, 40), inert(reason.found, 80)
    both = f"{fact} (asked {asked}, on the list {listed or 'another'})"
    if reason.score == NOT_GIVEN:
        found.not_given.append(fact)
    elif reason.score < DIFFERS_BELOW:
        found.different.append(both)
    else:
        found.same.append(both if listed not in ("", asked) else f"{fact} {asked}")


def same_and_different(match: Match) -> str:
    """Which facts agree and which do not, as the matching rules found them."""
    told = compare(match)
    different = told.different or [_NOTHING_DIFFERS[match.band]]
    return lines(
        f"Same: {dotted(told.same)}" if told.same else "",
        f"Different: {dotted(different)}",
    )


def listed_as(match: Match) -> str:
    """The listed name that was compared, with its kind; "" when the caption says it already."""
    if not isinstance(match.matched, Name) or match.matched.text == match.caption:
        return ""
    return f"On the list: {quoted(match.matched.text, 120)} ({NAME_KIND_WORDS.get(match.matched.kind, 'name')})"


def _similar(answer: Answer) -> str:
    """What kind of party has a similar name."""
    is_listed = any(status.state in IN_FORCE for match in answer.matches for status in match.listings)
    return "a listed party" if is_listed else "a party formerly listed"


def possible(answer: Answer, audience: Audience) -> Parts:
    """Candidates that are not confirmed: what is the same, what differs, and what was searched."""
    shown = answer.matches[:5]
    asked = plain(answer.query.text, 60)
    rows = [
        section(
            lines(
                candidate_text(number, match),
                listed_as(match),
                same_and_different(match),
                *assessment_lines(answer, match.entity, audience),
            ),
            _pick(answer, number, match, "Open"),
        )
        for number, match in enumerate(shown, 1)
    ]
    names = ", ".join(caption(match, 60) for match in shown[:3])
    text = (
        f"{quoted(answer.query.text, 120)}: possible match, not confirmed ({names}). "
        f"No status is claimed; this is {NOT_A_CLEARANCE}. {list_dates(answer)}"
    )
    return text, [
        header(f"“{asked}”: possible match, not confirmed"),
        section(
            lines(
                f"No status is claimed: {_similar(answer)} has a similar name. This is {NOT_A_CLEARANCE}.",
                _as_of(answer),
            )
        ),
        *rows,
        section(lines(searched(answer), not_searched(answer))),
        section(cannot_rule_out()),
        hidden_section(answer, audience),
        context(provenance(answer), stale_line(answer)),
        actions(
            ids.ANSWER_ACTIONS,
            [
                *share_button(answer, audience),
                button("None of these", ids.NONE_OF_THESE, party_value(answer, None)),
                *assess_button(answer, audience),
            ],
        ),
    ]
