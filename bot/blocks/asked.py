"""Asked: cards for questions that are more than one name.

several names · a party's relatives or companies · what no list answers · an account number · no name at all
"""

from __future__ import annotations

from typing import assert_never

from bot.blocks import check as check_blocks
from bot.blocks import ids
from bot.blocks.absent import asked_text
from bot.blocks.decisions import hidden_count
from bot.blocks.inert import count, in_code, inert, lines, listed_out, plain, quoted
from bot.blocks.kinds import KINDS
from bot.blocks.kit import Block, Message, actions, button, context, header, message, section
from bot.blocks.law import verdict
from bot.blocks.party import caption, describe
from bot.blocks.scope import cannot_rule_out, list_dates, not_searched, provenance, searched, stale_line
from bot.blocks.team import party_value, share_button
from bot.blocks.wording import ASKED_LINES, HOW_TO_ASK, NO_NAME_FOUND, RELATED_CAUTION, SAMPLE_BANNER, SAMPLE_TEXT
from bot.core.audience import Audience
from bot.core.ibans import BankCode
from bot.core.listings import EntityType
from bot.core.screening import IN_FORCE, SETTLED, Answer, Match, Status
from bot.core.told import AccountTold, Combined, Named, OutsideTold, Plain, RelatedTold, Told, Unread

MOST_NAMED = 5
QUOTED = "Quoted from the lists; nothing is concluded from it."
_SHORT_STATUS = {
    Status.AMBIGUOUS: "several listed parties fit; no status is claimed",
    Status.POSSIBLE: "possible match, not confirmed",
    Status.NOT_FOUND: "no match on the lists searched",
    Status.NO_DATA: "no list is loaded that could answer",
    Status.UNKNOWN: "the lists loaded cannot answer for that day",
}


def render(told: Told, audience: Audience, legal_contact: str = "") -> Message:
    """The message for these readers."""
    match told:
        case Plain(answer):
            return check_blocks.render(answer, audience)
        case Combined(answers):
            return combined(answers)
        case RelatedTold():
            return related(told, audience)
        case OutsideTold(beyond, answer):
            line = ASKED_LINES[beyond.topic].format(
                contact=inert(legal_contact, 120) or "your legal department",
                code=inert(beyond.subject, 60),
                typed=in_code(beyond.subject, 60),
            )
            return _alone(line) if answer is None else _before(line, answer, audience)
        case AccountTold(_, bank, answer):
            return _before(account_line(bank, answer), answer, audience)
        case Unread(text, nobody):
            return no_name() if nobody else message(inert(text, 600), [section(f"⚠️ {inert(text, 600)}")])
        case _:
            assert_never(told)


def no_name() -> Message:
    """No name in what was typed: what can be asked, with examples."""
    said = f"*{NO_NAME_FOUND}* Nothing was searched."
    text = f"{NO_NAME_FOUND} {HOW_TO_ASK[0].removesuffix(' For example:')}"
    return message(text, [section(said), section("\n".join(HOW_TO_ASK))])


def short_status(answer: Answer) -> str:
    """An answer in a few words, untreated: the verdict of a party found, or why there is none."""
    if answer.status in _SHORT_STATUS or not answer.matches:
        return _SHORT_STATUS.get(answer.status, _SHORT_STATUS[Status.NOT_FOUND])
    said = "; ".join(verdict(answer.matches[0])[:4])
    return f"{answer.matches[0].caption}: {said or 'no entry in force'}"


def combined(answers: tuple[Answer, ...]) -> Message:
    """Several names in one message: a line each, then what was searched."""
    first = answers[0]
    names = "; ".join(inert(asked_text(answer.query), 60) for answer in answers)
    rows = [section(_row(number, answer), _open(number, answer)) for number, answer in enumerate(answers, 1)]
    found = sum(answer.status in SETTLED for answer in answers)
    text = f"I looked up: {names}. {count(found, 'name')} of {len(answers)} found on the lists. {list_dates(first)}"
    return message(
        (SAMPLE_TEXT if first.sample else "") + text,
        [
            context(SAMPLE_BANNER) if first.sample else None,
            header(f"{count(len(answers), 'name')} looked up: {found} found on the lists"),
            *rows,
            section(f"*No match* is not a clearance. {cannot_rule_out()}"),
            section(lines(searched(first), not_searched(first))),
            context(f"I looked up: {names}. Is one missing? Ask for it alone, in quotation marks."),
            context(provenance(first), stale_line(first)),
        ],
    )


def _row(number: int, answer: Answer) -> str:
    asked = f"{_icon(answer)} {number} · *{inert(asked_text(answer.query), 100)}*"
    if answer.status in _SHORT_STATUS or not answer.matches:
        others = listed_out([caption(match, 60) for match in answer.matches], 3, between="; ")
        said = f"{asked}: {_SHORT_STATUS.get(answer.status, _SHORT_STATUS[Status.NOT_FOUND])}"
        return lines(said, f"may be: {others}{_hint(answer)}" if others else "", hidden_count(answer))
    match = answer.matches[0]
    found = f"on the lists as {caption(match)} · {match.band} match"
    return lines(f"{asked}: {_said(match)}", found, hidden_count(answer))


def _icon(answer: Answer) -> str:
    """The sign of the row: that of the list which the party is on, or of what is still open."""
    if answer.status is Status.LISTED and answer.matches:
        in_force = (s for s in answer.matches[0].listings if s.state in IN_FORCE)
        return next((KINDS[status.listing.list_kind].icon for status in in_force), "⚠️")
    return {Status.REMOVED: "◐", Status.NOT_FOUND: "⚪"}.get(answer.status, "⚠️")


def _said(match: Match) -> str:
    """What the lists say of a party, shortest form."""
    return listed_out([inert(part, 120) for part in verdict(match)], 4, between="; ") or "no entry in force"


def _is_choice(answer: Answer) -> bool:
    """Whether several may be meant, which only a question of its own can settle."""
    return answer.status in _SHORT_STATUS and len(answer.matches) > 1


def _hint(answer: Answer) -> str:
    return f" · `/sanctions check {in_code(answer.query.text, 60)}` to choose" if _is_choice(answer) else ""


def _open(number: int, answer: Answer) -> Block | None:
    if not answer.matches or _is_choice(answer):
        return None
    match = answer.matches[0]
    return button("Open", ids.pick(number), party_value(answer, match), label=f"Open {number}: {match.caption}")


def related(told: RelatedTold, audience: Audience) -> Message:
    """The parties that the lists name in connection with another, quoted; then the subject."""
    asked, answer = told.asked, told.answer
    shown = told.named[:MOST_NAMED]
    rows = [section(_named_row(number, item), _pick(number, item, answer)) for number, item in enumerate(shown, 1)]
    more = told.total - len(shown)
    whole = plain(asked.whole, 80)
    if rows:
        head = f"“{whole}”: {count(told.total, 'party', 'parties')} named on the lists"
        caution = QUOTED if asked.relation.types == {EntityType.PERSON} else RELATED_CAUTION
        about = f"Named in connection with {quoted(asked.subject, 80)}. {caution}"
    else:
        head = f"“{whole}”: no statement found on the lists"
        about = (
            f"No entry of the lists loaded says this of {quoted(asked.subject, 80)} in words that I can read. "
            "That does not mean there is none."
        )
    text = f"{head}. {'; '.join(caption(item.match, 60) for item in shown)}".strip()
    return message(
        (SAMPLE_TEXT if answer.sample else "") + inert(text, 400),
        [
            context(SAMPLE_BANNER) if answer.sample else None,
            header(head),
            section(about),
            *rows,
            section(f"+{more:,} more on the lists; ask for one of them by name.") if more > 0 and rows else None,
            section(_subject_line(answer), _subject_button(answer)),
            section(lines(list_dates(answer) if rows else searched(answer), not_searched(answer))),
            section(cannot_rule_out()),
            context(provenance(answer), stale_line(answer)),
            actions(ids.ANSWER_ACTIONS, share)
            if (share := share_button(answer, audience, "Share the subject"))
            else None,
        ],
    )


def _named_row(number: int, item: Named) -> str:
    """Who is named and what the lists say of them, then the very words that name them."""
    quotes: dict[str, tuple[str, list[str]]] = {}
    for quote in item.quotes:
        _, issuers = quotes.setdefault(quote.text.casefold(), (quote.text, []))
        issuers.append(inert(quote.issuer))
    said = [
        f"the list says: {quoted(text, 260)} ({', '.join(dict.fromkeys(issuers))})" for text, issuers in quotes.values()
    ]
    return lines(f"{number} · *{caption(item.match)}*: {_said(item.match)}", *said[:2], describe(item.match))


def _pick(number: int, item: Named, answer: Answer) -> Block:
    value = party_value(answer, item.match)
    return button("Open", ids.pick(number), value, label=f"Open {number}: {item.match.caption}")


def _subject_line(answer: Answer) -> str:
    if answer.status in _SHORT_STATUS or not answer.matches:
        said = _SHORT_STATUS.get(answer.status, _SHORT_STATUS[Status.NOT_FOUND])
        name = in_code(answer.query.text, 80)
        more = f" `/sanctions check {name}` shows who may be meant." if answer.matches and name else ""
        return f"*The subject:* {quoted(answer.query.text, 80)}: {said}.{more}"
    return f"*The subject:* {caption(answer.matches[0])}: {_said(answer.matches[0])}"


def _subject_button(answer: Answer) -> Block | None:
    if not answer.matches or answer.status in (Status.AMBIGUOUS, Status.POSSIBLE):
        return None
    match: Match = answer.matches[0]
    return button("Open", ids.pick(MOST_NAMED + 1), party_value(answer, match), label=f"Open {match.caption}")


def account_line(bank: BankCode, answer: Answer) -> str:
    """What an IBAN tells: whether its bank's code is that of a listed bank; the account is on no list."""
    code = bank.bic or bank.bik or bank.national
    kind = "the start of its BIC" if bank.bic else "BIK" if bank.bik else "its national bank code"
    right = (
        f"The IBAN's check digits are right. The account number itself is on no list loaded. Its bank: {kind} is {code}"
    )
    if not bank.bic and not bank.bik:
        return f"{right}, which the lists do not give: look up the bank by its name or its BIC."
    known = "a listed bank has that code" if answer.matches else "no listed bank has that code. This is not a clearance"
    return f"{right} ({bank.country}); {known}."


def _alone(line: str) -> Message:
    """A line, where nobody was named."""
    hint = "" if "quotation marks" in line else " A name in quotation marks is always looked up."
    return message(line, [section(f"ℹ️ {line}"), context(f"Nothing was searched.{hint}")])


def _before(line: str, answer: Answer, audience: Audience) -> Message:
    """A line before an answer, below the banner of sample data."""
    card = check_blocks.render(answer, audience)
    banner, rest = card.blocks[: answer.sample], card.blocks[answer.sample :]
    return message(f"{line} {card.text}", [*banner, section(f"ℹ️ {line}"), *rest])
