"""Choice: several plausible parties, or one that is not confirmed; no status is claimed here."""

from __future__ import annotations

from bot.blocks import ids
from bot.blocks.inert import count, day, dotted, inert, lines, plain, quoted
from bot.blocks.kit import Block, actions, button, context, header, section
from bot.blocks.party import candidate_text, caption, matched_text
from bot.blocks.scope import cannot_rule_out, list_dates, not_searched, provenance, searched, stale_line
from bot.blocks.team import party_value, share_button
from bot.blocks.wording import NOT_A_CLEARANCE
from bot.core.audience import Audience
from bot.core.screening import Answer, Band, Match, Reason

MOST = 8
DIFFERS_BELOW = 0.8
_NOTHING_DIFFERS = {
    Band.EXACT: "nothing found",
    Band.STRONG: "nothing found",
    Band.POSSIBLE: "the name as a whole",
    Band.WEAK: "the name as a whole",
}
Parts = tuple[str, list[Block | None]]


def _pick(answer: Answer, number: int, match: Match, text: str) -> Block:
    value = party_value(answer, match)
    return button(text, ids.pick(number), value, label=f"Candidate {number}: {match.caption}")


def ambiguous(answer: Answer) -> Parts:
    """A numbered choice with what tells the candidates apart."""
    shown = answer.matches[:MOST]
    asked = plain(answer.query.text, 60)
    rows = [
        section(candidate_text(number, match), _pick(answer, number, match, str(number)))
        for number, match in enumerate(shown, 1)
    ]
    more = max(len(answer.matches) - MOST, 0)
    hint = "Add a first name, a year of birth (`dob:`) or a document number."
    fit = count(len(answer.matches), "party fits", "parties fit")
    text = f"{quoted(answer.query.text, 120)}: {fit}. Which one? No status is claimed."
    return text, [
        header(f"“{asked}”: which of {len(answer.matches)} do you mean?"),
        section(lines("Which one? No status is claimed until you choose.", _as_of(answer))),
        *rows,
        section(dotted((f"+{more} more" if more else "", hint))),
        context(provenance(answer), stale_line(answer)),
        actions(
            ids.ANSWER_ACTIONS,
            [button("None of these", ids.NONE_OF_THESE, party_value(answer, None))],
        ),
    ]


def _as_of(answer: Answer) -> str:
    return f"Asked for {day(answer.query.as_of)}." if answer.query.as_of else ""


def _what(reason: Reason) -> str:
    detail = inert(reason.detail, 120)
    met = f"{quoted(reason.query, 60)} / {quoted(reason.found, 60)}" if reason.query and reason.found else ""
    rule = inert(reason.rule.replace("_", " "), 40)
    return f"{rule}: {detail or met}" if detail or met else rule


def same_and_different(match: Match) -> str:
    """Which facts agree and which do not, as the matching rules found them."""
    same = [_what(reason) for reason in match.reasons if reason.score >= DIFFERS_BELOW]
    different = [_what(reason) for reason in match.reasons if reason.score < DIFFERS_BELOW]
    return lines(
        f"same: {dotted(same[:4])}" if same else "",
        f"different: {dotted(different[:4]) or _NOTHING_DIFFERS[match.band]}",
    )


def possible(answer: Answer, audience: Audience) -> Parts:
    """Candidates that are not confirmed: what is the same, what differs, and what was searched."""
    shown = answer.matches[:5]
    asked = plain(answer.query.text, 60)
    rows = [
        section(
            lines(candidate_text(number, match), matched_text(match), same_and_different(match)),
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
                f"No status is claimed: a listed party has a similar name. This is {NOT_A_CLEARANCE}.",
                _as_of(answer),
            )
        ),
        *rows,
        section(lines(searched(answer), not_searched(answer))),
        section(cannot_rule_out()),
        context(provenance(answer), stale_line(answer)),
        actions(
            ids.ANSWER_ACTIONS,
            [
                *share_button(answer, audience),
                button("None of these", ids.NONE_OF_THESE, party_value(answer, None)),
            ],
        ),
    ]
