"""Reading: what a text asks, of all that people ask.

text ─▶ several lines? ─▶ beyond the lists? ─▶ relatives or companies? ─▶ account number or old number? ─▶ one party
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from bot.core.asking import strip_question
from bot.core.beyond import Beyond, beyond
from bot.core.identifiers import recognise
from bot.core.pasted import is_pasted, subjects
from bot.core.queries import NOBODY, QueryProblem, parse_filters
from bot.core.questions import Query
from bot.core.relations import RelatedAsked, parse_related


@dataclass(frozen=True, slots=True)
class One:
    """A question about one party; `readings` are longer names that the text may hold."""

    query: Query
    readings: tuple[str, ...] = ()


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

_GROUP_ID: Final = re.compile(
    r"(?:ofsi|uk)?\s*(?:consolidated list\s*)?(?:group\s*id|groupid|ofsi)\s*(?:no\.?|number|#|:)*\s*(?P<id>\d{4,6})",
    re.I,
)


def read(text: str, filters: Mapping[str, str] | None = None, limit: int = 5) -> Asked:
    """What a text asks; filters given apart from it narrow the question about the party it names."""
    filters = filters or {}
    if is_pasted(text):
        names = subjects(text)
        if len(names) != 1:
            found = [parse_filters(name, filters, limit) for name in names]
            queries = tuple(item for item in found if isinstance(item, Query))
            return Several(queries) if queries else QueryProblem(NOBODY)
        text = names[0]
    if not text.strip().startswith('"') and (special := _special(text, filters, limit)):
        return special
    query = parse_filters(text, filters, limit)
    if isinstance(query, QueryProblem):
        return query
    if query.scheme == "iban":
        return OfAccount(query.text)
    asked = strip_question(text)
    readings = asked.readings if not query.scheme and query.text == asked.subject else ()
    return One(query, readings)


def _special(text: str, filters: Mapping[str, str], limit: int) -> Asked | None:
    """What is asked when it is not one party."""
    subject = strip_question(text).subject
    for part in (text.strip(), subject):
        if match := _GROUP_ID.fullmatch(part.rstrip("?!. ")):
            return OfGroupId(match["id"])
    if recognise(subject):
        return None
    if outside := beyond(text) or (beyond(subject) if subject != text else None):
        query = parse_filters(outside.subject, filters, limit) if outside.subject else None
        return Outside(outside, query if isinstance(query, Query) else None)
    if related := parse_related(subject) or parse_related(text):
        query = parse_filters(related.subject, filters, limit)
        return OfRelated(related, query) if isinstance(query, Query) else None
    return None


def as_name(query: Query, name: str) -> Query:
    """The question with another name, and without the hints that were read out of it."""
    return replace(query, text=name, scheme="", country="", born=None, lists=frozenset())
