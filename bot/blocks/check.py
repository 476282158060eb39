"""Check: an answer as a card.

    answer ─▶ verdict ─▶ who ─▶ LAW, one section an issuer ─▶ TEAM ─▶ provenance ─▶ buttons

Ambiguous and unconfirmed answers are in `choice`, answers without a party in `absent`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.blocks import absent, choice
from bot.blocks.decisions import hidden_section
from bot.blocks.inert import day, inert, person, plain, quoted, size, slack_date
from bot.blocks.kit import LIMITS, Block, Message, context, header, message, section, shown_size
from bot.blocks.law import DETAILS, Detail, absent_text, beside, by_issuer, issuer_text, related_text, verdict
from bot.blocks.party import NO_NAME, identity_text
from bot.blocks.scope import list_dates, provenance, stale_line
from bot.blocks.team import answer_buttons, notes_section
from bot.blocks.wording import REMOVAL_CAUTION, SAMPLE_BANNER, SAMPLE_TEXT
from bot.core.audience import Audience
from bot.core.screening import Answer, Match, Status

VISIBLE = 1900
"""Characters that a card shows at most, besides a banner and who shared it."""
LAW_SECTIONS = 4


@dataclass(frozen=True, slots=True)
class _Card:
    text: str
    blocks: list[Block | None]


def render(answer: Answer, audience: Audience, shared_by: str = "", shared_at: datetime | None = None) -> Message:
    """The card of an answer for these readers; a shared one says by whom and as of when."""
    card = _card(answer, audience)
    return message(
        _sample_text(answer) + card.text,
        [_sample(answer), *card.blocks[:-1], _shared(shared_by, shared_at), card.blocks[-1]],
    )


def thread_answer(answer: Answer, audience: Audience, question: str) -> Message:
    """The same card as a thread reply, with the question it answers."""
    card = _card(answer, audience, compact=True)
    asked = context(f"Asked: {quoted(question, 200)}")
    return message(_sample_text(answer) + card.text, [_sample(answer), *card.blocks[:-1], asked, card.blocks[-1]])


def _card(answer: Answer, audience: Audience, compact: bool = False) -> _Card:
    match answer.status:
        case Status.LISTED | Status.REMOVED:
            return _status_card(answer, answer.matches[0], audience, compact)
        case Status.AMBIGUOUS:
            return _Card(*choice.ambiguous(answer, audience))
        case Status.POSSIBLE:
            return _Card(*choice.possible(answer, audience))
        case Status.NOT_FOUND:
            return _Card(*absent.not_found(answer, audience))
        case Status.NO_DATA:
            return _Card(*absent.no_data(answer))
        case Status.UNKNOWN:
            return _Card(*absent.unknown(answer))
        case _:
            assert_never(answer.status)


def _status_card(answer: Answer, match: Match, audience: Audience, compact: bool) -> _Card:
    blocks = next(
        (made for detail in DETAILS if _fits(made := _blocks(answer, match, audience, compact, detail))), None
    )
    said = "; ".join(inert(part, 160) for part in (*verdict(match)[:8], beside(match, answer.matches)) if part)
    text = f"{inert(match.caption, 120) or NO_NAME}{_when(answer)}: {said or 'no entry in force'}. {list_dates(answer)}"
    return _Card(text, blocks or _blocks(answer, match, audience, compact, DETAILS[-1]))


def _blocks(answer: Answer, match: Match, audience: Audience, compact: bool, detail: Detail) -> list[Block | None]:
    related = "" if compact else related_text(match, detail.related)
    small = [provenance(answer), stale_line(answer)]
    return [
        header(headline_text(match, _when(answer), beside(match, answer.matches))),
        section(f"⚠️ Answer for {day(answer.query.as_of)}, from the lists' own dates.") if answer.query.as_of else None,
        section(identity_text(match)),
        *_law(answer, match, detail),
        section(related) if related else None,
        section(REMOVAL_CAUTION) if answer.status is Status.REMOVED else None,
        notes_section(answer, match.entity, audience),
        hidden_section(answer, audience),
        context(*small),
        answer_buttons(answer, match, audience),
    ]


def _fits(blocks: list[Block | None]) -> bool:
    """Whether a card is short enough for a phone."""
    return sum(shown_size(block) for block in blocks if block is not None) <= VISIBLE


def _law(answer: Answer, match: Match, detail: Detail) -> list[Block]:
    """A section an issuer; of many issuers the last ones share sections."""
    texts = [issuer_text(group, answer, detail) for _, group in by_issuer(match.listings)]
    own = texts[: LAW_SECTIONS - 1] if len(texts) > LAW_SECTIONS else texts
    shared = ["\n".join(texts[len(own) :])] if len(texts) > len(own) else []
    parts = [*own, *shared, absent_text(answer, match)]
    return [section(f"*LAW*\n{text}" if index == 0 else text) for index, text in enumerate(parts)]


def _when(answer: Answer) -> str:
    return f" on {day(answer.query.as_of)}" if answer.query.as_of else ""


def headline_text(match: Match, when: str = "", also: str = "") -> str:
    """Name and verdict within a header; what does not fit is counted."""
    name = (plain(match.caption, 64) or NO_NAME) + when
    parts = [plain(part, 80) for part in (*verdict(match), also) if part]
    shown: list[str] = []
    for index, part in enumerate(parts):
        longer = "; ".join([*shown, part])
        if size(f"{name}: {longer}; +{len(parts)} more") > LIMITS.header:
            return f"{name}: {'; '.join(shown)}; +{len(parts) - index} more"
        shown.append(part)
    return f"{name}: {'; '.join(shown) or 'no entry in force'}"


def _sample(answer: Answer) -> Block | None:
    return context(SAMPLE_BANNER) if answer.sample else None


def _sample_text(answer: Answer) -> str:
    return SAMPLE_TEXT if answer.sample else ""


def _shared(user: str, at: datetime | None) -> Block | None:
    if not user:
        return None
    when = f" from {slack_date(at)}" if at else ""
    return context(f"Shared by {person(user)}{when}; may be out of date")
