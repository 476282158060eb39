"""Reading: what a text asks, of all that people ask.

text ─▶ several lines? ─▶ beyond the lists? ─▶ relatives or companies? ─▶ account number or old number? ─▶ one party
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from bot.core.asking import is_quoted, seems_asked, strip_question
from bot.core.beyond import Beyond, beyond
from bot.core.identifiers import recognise
from bot.core.pasted import is_pasted, subjects
from bot.core.places import country_asked, not_read, without_list
from bot.core.queries import NOBODY, QueryProblem, parse_filters
from bot.core.questions import Query
from bot.core.relations import RelatedAsked, parse_related


@dataclass(frozen=True, slots=True)
class One:
    """A question about one party; `readings` are longer names that the text may hold.

    What the text is when nobody is found: a name with a country after it (`shorter` asks for the name alone), about a
    country (its code), or a question that was not understood.
    """

    query: Query
    readings: tuple[str, ...] = ()
    shorter: Query | None = None
    country: str = ""
    is_sentence: bool = False


@dataclass(frozen=True, slots=True)
class Several:
    """Questions about several parties, from pasted text."""

    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class OfRelated:
    """A question about a party's relatives, companies or owners."""

    asked: RelatedAsked
    query: Query


@dataclass(frozen=True, slots=True)
class Outside:
    """A question that lists do not answer, with the party it names, if any."""

    beyond: Beyond
    query: Query | None


@dataclass(frozen=True, slots=True)
class OfAccount:
    """A bank account's number, its check digits right."""

    iban: str


@dataclass(frozen=True, slots=True)
class OfGroupId:
    """A number of the UK's former consolidated list."""

    number: str


Asked: TypeAlias = One | Several | OfRelated | Outside | OfAccount | OfGroupId | QueryProblem

LOOKED_AT: Final = 500
"""Characters of a text that are read as a sentence; what is longer is none of ours."""

_GROUP_ID: Final = re.compile(
    r"(?:ofsi|uk)?\s*(?:consolidated list\s*)?(?:group\s*id|groupid|ofsi)\s*(?:no\.?|number|#|:)*\s*(?P<id>\d{4,6})",
    re.I,
)


def read(text: str, filters: Mapping[str, str] | None = None, limit: int = 5) -> Asked:
    """What a text asks; filters given apart from it narrow the question about the party it names."""
    filters = {key: _whole(value) for key, value in (filters or {}).items()}
    text = _whole(text)
    if is_pasted(text):
        names = subjects(text)
        if len(names) != 1:
            found = [parse_filters(name, filters, limit) for name in names]
            queries = tuple(item for item in found if isinstance(item, Query))
            return Several(queries) if queries else QueryProblem(NOBODY)
        text = names[0]
    text = " ".join(text.split())
    if not text.startswith('"') and (special := _special(text, filters, limit)):
        return special
    query = parse_filters(text, filters, limit)
    if isinstance(query, QueryProblem):
        return query
    if query.scheme == "iban":
        return OfAccount(query.text)
    return One(query) if query.scheme or is_quoted(text) else _one(text[:LOOKED_AT], query)


def _one(text: str, query: Query) -> One:
    asked = strip_question(text)
    if query.text != asked.subject:
        return One(query)
    shorter = None
    if asked.shorter:
        places = without_list(asked.subject[len(asked.shorter) :])
        shorter = replace(query, text=asked.shorter, remarks=(*query.remarks, not_read(places)))
    is_sentence = seems_asked(asked, text)
    is_question = is_sentence or asked.framed or text.endswith("?")
    return One(query, asked.readings, shorter, country_asked(asked.subject, is_question), is_sentence)


def _whole(text: str) -> str:
    """Without halves of characters, as broken input leaves them: nothing can store or show those."""
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def _special(text: str, filters: Mapping[str, str], limit: int) -> Asked | None:
    """What is asked when it is not one party."""
    remarks, text = _cut_of(text), text[:LOOKED_AT]
    subject = strip_question(text).subject
    for part in (text.strip(), subject):
        if match := _GROUP_ID.fullmatch(part.rstrip("?!. ")):
            return OfGroupId(match["id"])
    if recognise(subject):
        return None
    if outside := beyond(text) or (beyond(subject) if subject != text else None):
        query = parse_filters(outside.subject, filters, limit) if outside.subject else None
        return Outside(outside, _remarked(query, remarks) if isinstance(query, Query) else None)
    if related := parse_related(subject) or parse_related(text):
        query = parse_filters(related.subject, filters, limit)
        return OfRelated(related, _remarked(query, remarks)) if isinstance(query, Query) else None
    return None


def _cut_of(text: str) -> tuple[str, ...]:
    return (f"The question was cut after {LOOKED_AT} characters.",) if len(text) > LOOKED_AT else ()


def _remarked(query: Query, remarks: tuple[str, ...]) -> Query:
    return replace(query, remarks=tuple(dict.fromkeys((*remarks, *query.remarks))))


def as_name(query: Query, name: str) -> Query:
    """The question with another name, and without the hints that were read out of it."""
    return replace(query, text=name, scheme="", country="", born=None, lists=frozenset())
