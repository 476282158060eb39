"""Answers to questions of every kind, as text for a terminal and as JSON for programs."""

from __future__ import annotations

from typing import Any

from bot.blocks.asked import account_line, short_status
from bot.blocks.wording import ASKED_LINES, CANNOT_RULE_OUT, RELATED_CAUTION
from bot.core.contract import Json, answer_json, match_json
from bot.core.screening import Answer, Status
from bot.core.told import AccountTold, Combined, Named, OutsideTold, Plain, RelatedTold, Told, gravest
from bot.printing import check_text, source_text, visible


def answers_of(told: Told) -> tuple[Answer, ...]:
    """All answers that were given."""
    match told:
        case Combined(answers):
            return answers
        case Plain(answer) | RelatedTold(answer=answer) | AccountTold(answer=answer):
            return (answer,)
        case OutsideTold(answer=answer) if answer is not None:
            return (answer,)
    return ()


def nothing_loaded(told: Told) -> bool:
    """Whether no list could answer."""
    answers = answers_of(told)
    return bool(answers) and all(answer.status is Status.NO_DATA for answer in answers)


def told_text(told: Told, legal_contact: str) -> str:
    """What is said, in lines; at the end how the question was read, where that needs saying."""
    remarks = dict.fromkeys(remark for answer in answers_of(told) for remark in answer.query.remarks)
    return "\n".join([_text(told, legal_contact), *(f"  note: {visible(remark)}" for remark in remarks)])


def _text(told: Told, legal_contact: str) -> str:
    match told:
        case Combined(answers):
            return _combined_text(answers)
        case RelatedTold():
            return "\n".join([*_related_lines(told), check_text(told.answer)])
        case OutsideTold(beyond, answer):
            said = ASKED_LINES[beyond.topic].format(contact=legal_contact, code=beyond.subject, typed=beyond.subject)
            line = visible(said).replace("`", "")
            return line if answer is None else f"{line}\n{check_text(answer)}"
        case AccountTold(_, bank, answer):
            return f"{account_line(bank, answer)}\n{check_text(answer)}"
        case Plain(answer):
            return check_text(answer)
    return told.text


def _combined_text(answers: tuple[Answer, ...]) -> str:
    first = answers[0]
    lines = ["SAMPLE DATA, not for compliance"] if first.sample else []
    lines.append(f"I looked up: {'; '.join(visible(answer.query.text) for answer in answers)}")
    lines += [f"- {visible(answer.query.text)}: {visible(short_status(answer))}" for answer in answers]
    lines += [f"  searched: {source_text(source)}" for source in first.sources]
    lines += [f"  not loaded: {', '.join(first.missing)}"] if first.missing else []
    lines.append(f"  no match is not a clearance; cannot rule out: {'; '.join(CANNOT_RULE_OUT)}")
    return "\n".join(lines)


def _related_lines(told: RelatedTold) -> list[str]:
    subject = visible(told.asked.subject)
    if not told.named:
        return [f"No entry of the lists loaded says this of {subject} in words that can be read; there may be some."]
    lines = [f"Named on the lists in connection with {subject}: {told.total}. {RELATED_CAUTION}"]
    for item in told.named:
        lines.append(f"- {visible(item.match.caption)} ({item.match.type}, {item.match.entity})")
        lines += [f"    the list says: “{visible(quote.text)}” ({quote.issuer})" for quote in item.quotes]
    return lines


def told_json(told: Told, text: str) -> Json:
    """`desk check --json`: the answer; of several names the gravest status and all matches, with each answer beside."""
    match told:
        case Combined(answers):
            return _combined_json(answers, text)
        case RelatedTold():
            return {**answer_json(told.answer), "related": [_named_json(item) for item in told.named]}
        case OutsideTold(beyond, answer):
            head = {"query": {"text": text, "filters": {}}, **_NOTHING} if answer is None else answer_json(answer)
            return {**head, "outside": beyond.topic.value}
        case AccountTold(iban, bank, answer):
            return {**answer_json(answer), "iban": iban, "bank_code": bank.bic or bank.bik or bank.national}
        case Plain(answer):
            return answer_json(answer)
    raise TypeError(told)


_NOTHING: Json = {
    "status": Status.UNKNOWN.value,
    "band": None,
    "sources": [],
    "missing_sources": [],
    "sample": False,
    "matches": [],
}
"""The keys of an answer for which nothing was searched."""


def _combined_json(answers: tuple[Answer, ...], text: str) -> Json:
    each = [answer_json(answer) for answer in answers]
    status = gravest(answers)
    lead = next(item for item, answer in zip(each, answers, strict=True) if answer.status is status)
    matches: list[Any] = [match for item in each for match in item["matches"]]
    return {**lead, "query": {"text": text, "filters": {}}, "matches": matches, "answers": each}


def _named_json(item: Named) -> Json:
    quotes = [{"text": quote.text, "issuer": quote.issuer} for quote in item.quotes]
    return {**match_json(item.match, 0), "quotes": quotes}
