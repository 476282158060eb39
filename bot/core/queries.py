"""Queries: what a user typed, as a question or as a verb with its object; what cannot be read is told.

text ─▶ cut ─▶ filters taken out ─▶ reference · identifier · name
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from rapidfuzz.distance import OSA

from bot.core.asking import Asked, is_quoted, names_nobody, strip_question
from bot.core.countries import country_code
from bot.core.dates import PartialDate
from bot.core.entities import parse_ref
from bot.core.identifiers import (
    ALIASES,
    SCHEMES,
    Identifier,
    bare_number,
    check_identifier,
    labelled_problem,
    recognise,
    scheme_of,
    wallet_remark,
)
from bot.core.issuers import ISSUER_OF, issuer_code
from bot.core.listings import EntityType
from bot.core.places import not_read
from bot.core.screening import Query
from bot.core.typed_dates import typed_date

MAX_LENGTH: Final = 500
"""Characters of a question that are read; the rest is left out, and the answer says so."""

TYPE_WORDS: Final[dict[str, EntityType]] = {
    **dict.fromkeys(("person", "people", "individual", "individuals", "man", "woman"), EntityType.PERSON),
    **dict.fromkeys(
        ("organization", "organisation", "org", "company", "entity", "firm", "bank"), EntityType.ORGANIZATION
    ),
    **dict.fromkeys(("vessel", "vessels", "ship", "tanker"), EntityType.VESSEL),
    **dict.fromkeys(("aircraft", "plane", "airplane", "aeroplane"), EntityType.AIRCRAFT),
    **dict.fromkeys(("wallet", "crypto"), EntityType.WALLET),
}
LIST_WORDS: Final[dict[str, frozenset[str]]] = {
    "ofac": frozenset({"us-ofac-sdn", "us-ofac-cons"}),
    "sdn": frozenset({"us-ofac-sdn"}),
    "bis": frozenset({"us-csl"}),
    "ofsi": frozenset({"gb-uksl"}),
    "seco": frozenset({"ch-seco"}),
    "dfat": frozenset({"au-dfat"}),
}
VERB_ALIASES: Final[dict[str, str]] = {
    "program": "programme",
    "source": "sources",
    "screen": "check",
    "lookup": "check",
}

QUESTION_WORDS: Final = frozenset(
    [
        "what",
        "who",
        "how",
        "has",
        "have",
        "does",
        "did",
        "was",
        "were",
        "are",
        "can",
        "could",
        "steht",
        "gibt",
        "wer",
        "ist",
        "qui",
        "est",
        "any",
        "tell",
        "look",
        "hello",
    ]
)
"""Words that begin a question, however near they are to a verb."""

NOBODY: Final = (
    "Say whom to look up: a name, an identifier such as imo:9187629, or a reference. "
    "For example: Rosneft · is Timchenko on the EU list? · IMO 9187629"
)

QUOTES: Final = str.maketrans("“”„«»", '"' * 5)
"""Quotation marks of any kind as the plain one."""
_PAIR: Final = re.compile(r'(?<![\w:/])(?P<key>[A-Za-z][A-Za-z_-]{0,24}):(?P<gap>\s*)(?P<value>"[^"]*"|[^\s"]*)')


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """A question that cannot be asked; the text says why and what would work."""

    text: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A verb and what stands after it."""

    verb: str
    rest: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A verb that does not exist, with the nearest that do."""

    verb: str
    suggestions: tuple[str, ...]


def parse_command(text: str, verbs: Sequence[str]) -> Parsed | Suggestion:
    """The verb and its object; bare text is `check`, a near miss of a verb is asked back."""
    text = text.strip()
    word, rest = (*text.split(maxsplit=1), "", "")[:2]
    verb = VERB_ALIASES.get(word.casefold(), word.casefold())
    if verb in verbs:
        return Parsed(verb, rest.strip())
    near = _near_verbs(word, verbs)
    return Suggestion(word, near) if near else Parsed("check", text)


def _near_verbs(lowered: str, verbs: Sequence[str]) -> tuple[str, ...]:
    """The verbs that a word in small letters may have been meant as; a capital begins a name."""
    if not re.fullmatch(r"[a-z-]{3,16}", lowered) or lowered in QUESTION_WORDS:
        return ()
    allowed = 1 if len(lowered) < 7 else 2
    scored = sorted((OSA.distance(lowered, verb), verb) for verb in verbs if len(verb) >= 4)
    return tuple(verb for distance, verb in scored if distance <= allowed)[:3]


def parse_query(text: str) -> Query | QueryProblem:
    """The question that a text asks."""
    text, remarks = _cut(text.translate(QUOTES))
    query = Query(text="", remarks=remarks)
    ref = parse_ref(text, frozenset(ISSUER_OF))
    if ref is not None:
        return replace(query, text=ref.entity or f"{ref.source}:{ref.ref}", scheme="ref")
    rest, pairs = _take_pairs(text)
    for key, value in pairs:
        read = _read_pair(query, key, value)
        if isinstance(read, QueryProblem):
            return read
        query = read
    return _with_subject(query, rest)


def parse_filters(text: str, filters: Mapping[str, str], limit: int = 5) -> Query | QueryProblem:
    """The question that a text asks, with filters given apart from it."""
    query = parse_query(text)
    for key, value in filters.items():
        if isinstance(query, QueryProblem):
            return query
        query = _FILTERS[key](query, value)
    return query if isinstance(query, QueryProblem) else replace(query, limit=limit)


def _cut(text: str) -> tuple[str, tuple[str, ...]]:
    text = " ".join(text[: 40 * MAX_LENGTH].split())
    if len(text) <= MAX_LENGTH:
        return text, ()
    return text[:MAX_LENGTH], (f"The question was cut after {MAX_LENGTH} characters.",)


def _take_pairs(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without its `key:value` parts, and those; a space after the colon is allowed for known keys."""
    pairs: list[tuple[str, str]] = []

    def take(match: re.Match[str]) -> str:
        key, value = match["key"].casefold().replace("_", "-"), match["value"].strip('"').strip()
        known = key in _FILTERS or key == "ref" or scheme_of(key)
        if not known and (match["gap"] or not value or not (_near_key(key) or value.startswith("//"))):
            return match[0]
        pairs.append((key, value))
        return " "

    return " ".join(_PAIR.sub(take, text).split()), pairs


def _read_pair(query: Query, key: str, value: str) -> Query | QueryProblem:
    if key in _FILTERS:
        return _FILTERS[key](query, value)
    if key == "ref":
        ref = parse_ref(value, frozenset(ISSUER_OF))
        if ref is None:
            return QueryProblem("ref: needs a reference such as us-ofac-sdn:17018.")
        return replace(query, text=ref.entity or f"{ref.source}:{ref.ref}", scheme="ref")
    scheme = scheme_of(key)
    if not scheme:
        return QueryProblem(_unknown_key(key, value))
    found = check_identifier(scheme, value)
    if not isinstance(found, Identifier):
        return QueryProblem(f"{found.text}.")
    return replace(query, text=found.value, scheme=scheme)


def _near_key(key: str) -> str:
    """The filter that an unknown one was meant as; "" for what is a part of a name, such as "IRGC:"."""
    near = min(sorted({*_FILTERS, *SCHEMES, *ALIASES}), key=lambda name: OSA.distance(key, name))
    return near if len(key) > 2 and OSA.distance(key, near) <= max(1, len(key) // 3) else ""


def _unknown_key(key: str, value: str) -> str:
    if value.startswith("//"):
        return "I look up names and numbers, not web addresses: leave the address out."
    return f"I do not know the filter “{key}:”. Did you mean “{_near_key(key)}:”?"


def _with_subject(query: Query, rest: str) -> Query | QueryProblem:
    if query.scheme:
        return query
    asked = strip_question(rest)
    if not any(char.isalnum() for char in asked.subject) or names_nobody(asked.subject):
        return QueryProblem(NOBODY)
    query = _hinted(query, asked)
    if is_quoted(rest.strip()):
        return replace(query, text=asked.subject)
    if problem := labelled_problem(asked.subject):
        return QueryProblem(f"{problem.text}.")
    found = recognise(asked.subject)
    if not found:
        return replace(query, text=bare_number(asked.subject) or asked.subject)
    first, remark = found[0], wallet_remark(found[0].value) if found[0].scheme == "wallet" else ""
    # A number alone may be any scheme's, whichever check digit it happens to satisfy: it is looked up in all.
    scheme = "" if first.value.isdigit() and not any(char.isalpha() for char in asked.subject) else first.scheme
    return replace(query, text=first.value, scheme=scheme, remarks=(*query.remarks, *([remark] if remark else ())))


def _hinted(query: Query, asked: Asked) -> Query:
    """The question with what its words say beside the name; filters given as such come first."""
    lists = query.lists or frozenset[str]().union(*map(lists_named, asked.issuers))
    country = query.country or asked.country
    text = asked.subject.strip('" ') if asked.subject.count('"') % 2 else asked.subject
    remarks = (*query.remarks, not_read(asked.places)) if asked.places else query.remarks
    return replace(query, text=text, lists=lists, country=country, born=query.born or asked.born, remarks=remarks)


def lists_named(word: str) -> frozenset[str]:
    """The sources that a list filter's word means (none when it means nothing)."""
    word = word.strip().casefold()
    if word in ISSUER_OF:
        return frozenset({word})
    if word in LIST_WORDS:
        return LIST_WORDS[word]
    code = issuer_code(word) if word else None
    return frozenset(source for source, issuer in ISSUER_OF.items() if issuer == code) if code else frozenset()


def _born(query: Query, value: str) -> Query | QueryProblem:
    born = typed_date(value)
    return replace(query, born=born) if isinstance(born, PartialDate) else QueryProblem(f"dob: {born}")


def _country(query: Query, value: str) -> Query | QueryProblem:
    code = country_code(value)
    return (
        replace(query, country=code)
        if code
        else QueryProblem(f"country: does not know “{value[:40]}”; try RU or Iran.")
    )


def _type(query: Query, value: str) -> Query | QueryProblem:
    kind = TYPE_WORDS.get(value.casefold())
    if kind is None:
        known = ", ".join(EntityType)
        return QueryProblem(f"type: does not know “{value[:40]}”; known are {known}.")
    return replace(query, type=kind)


def _list(query: Query, value: str) -> Query | QueryProblem:
    words = [word for word in value.split(",") if word.strip()]
    unknown = [word for word in words if not lists_named(word)]
    if unknown or not words:
        return QueryProblem(f"list: does not know “{', '.join(unknown)[:60]}”; known are {', '.join(ISSUER_OF)}.")
    return replace(query, lists=query.lists.union(*map(lists_named, words)))


def _as_of(query: Query, value: str) -> Query | QueryProblem:
    born = typed_date(value)
    if isinstance(born, PartialDate) and born.precision == "day":
        return replace(query, as_of=date.fromisoformat(born.value))
    return QueryProblem(f"as-of: {born if isinstance(born, str) else 'needs a whole day, such as 2024-05-03.'}")


_FILTERS: Final[dict[str, Callable[[Query, str], Query | QueryProblem]]] = {
    "dob": _born,
    "born": _born,
    "country": _country,
    "type": _type,
    "list": _list,
    "lists": _list,
    "source": _list,
    "as-of": _as_of,
    "asof": _as_of,
}
"""The filters of a question."""
