"""Absent: answers without a party. None of them is a clearance, and each says what was searched."""

from __future__ import annotations

from bot.blocks import ids
from bot.blocks.decisions import hidden_section
from bot.blocks.inert import count, day, dotted, lines, plain, quoted
from bot.blocks.kit import Block, actions, context, header, section
from bot.blocks.party import candidate_text, identifier_text
from bot.blocks.scope import cannot_rule_out, list_dates, loaded, missing, not_searched, provenance, searched, warnings
from bot.blocks.team import share_button
from bot.core.audience import Audience
from bot.core.identifiers import Identifier
from bot.core.screening import Answer, Query

Parts = tuple[str, list[Block | None]]
TRY = (
    "*Try:* another spelling or the original script · a year of birth (`dob:`) · "
    "a number (`imo:` `inn:` `lei:` `passport:`)"
)


def asked_text(query: Query) -> str:
    """What was asked for, untreated; a number with the kind of number it is."""
    is_told = query.scheme in ("", "ref") or query.text.casefold().startswith(query.scheme)
    return query.text if is_told else identifier_text(Identifier(query.scheme, query.text))


def not_found(answer: Answer, audience: Audience) -> Parts:
    """No match: the lists searched with their dates, those not searched, and what stays open."""
    asked = plain(asked_text(answer.query), 80)
    absent = missing(answer)
    hidden = hidden_section(answer, audience)
    other = "other " if hidden else ""
    text = (
        f"{quoted(asked_text(answer.query), 120)}: no {other}match on the lists searched. This is not a clearance. "
        f"{count(len(loaded(answer)), 'list')} searched. {list_dates(answer)}"
        + (f" Not loaded: {dotted(absent)}." if absent else "")
    )
    share = share_button(answer, audience, "Share with scope")
    return text, [
        header(f"“{asked}”: no {other}match on the lists searched"),
        section(f"*Not a clearance.* No {other}listed name or identifier matched well enough to show."),
        section(_past(answer)) if answer.query.as_of else None,
        section(searched(answer)),
        section(lines(*warnings(answer.sources, answer.asked_at), not_searched(answer))),
        section(cannot_rule_out()),
        section(TRY),
        hidden,
        context(provenance(answer)),
        actions(ids.ANSWER_ACTIONS, share) if share else None,
    ]


def _past(answer: Answer) -> str:
    when = day(answer.query.as_of)
    return f"⚠️ Asked for {when}: lists only show who is *still* listed; someone removed since may be invisible."


def no_data(answer: Answer) -> Parts:
    """Nothing loaded that could answer."""
    absent, asked = missing(answer), quoted(asked_text(answer.query), 120)
    return (
        "No list is loaded that could answer this. Nothing was searched.",
        [
            header("No list is loaded that could answer this"),
            section(
                lines(
                    f"Nothing was searched for {asked}. This says nothing about the name.",
                    f"⚠️ *Not loaded:* {dotted(absent)}" if absent else "",
                    "`/sanctions sources` shows the state of each list; ask again once they are loaded.",
                )
            ),
            None,
        ],
    )


def unknown(answer: Answer) -> Parts:
    """A past date that the lists cannot answer for."""
    asked, when = plain(asked_text(answer.query), 60), day(answer.query.as_of)
    rows = [section(candidate_text(number, match)) for number, match in enumerate(answer.matches[:3], 1)]
    return (
        f"{quoted(asked_text(answer.query), 120)} on {when}: the lists loaded cannot answer. This is not a clearance.",
        [
            header(f"“{asked}” on {when}: the lists loaded cannot answer"),
            section(f"*Not a clearance.* {_past(answer)} Our own copies do not reach back to that day."),
            section("*On the lists now, or seen since:*") if rows else None,
            *rows,
            section(lines(searched(answer), not_searched(answer))),
            section(cannot_rule_out()),
            context(provenance(answer)),
            None,
        ],
    )
