"""Watches in words: what a user types, read; and a watch, written as one would type it.

text ─▶ words and `key:value` parts ─▶ each value read ─▶ one target in a fixed order, the rest as filters
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, cast

from bot.core.entities import Ref, parse_ref
from bot.core.identifiers import scheme_of
from bot.core.issuers import ISSUER_OF, issuer_label
from bot.core.queries import QUOTES, QueryProblem, parse_filters
from bot.core.screening import Query
from bot.core.watch_words import ALIASES, EXAMPLES, READERS, Misread, unknown_key
from bot.core.watches import ANY, Broadcast, Cadence, Filters, Target, Watch

MOST_CHARACTERS: Final = 1000
MOST_VALUES: Final = 20
WHAT: Final = 'Say what to watch: a name, name:"Bank*", programme:CODE, issuer:US, country:RU or all.'

Given = Sequence[tuple[str, str]]
"""`key`, `value` pairs given apart from the text: the fields of a dialogue, the options of a command."""


@dataclass(frozen=True, slots=True)
class NameAsked:
    """A target given as a name or number: screening must say who is meant, with what else is told of the party."""

    text: str
    hints: tuple[tuple[str, str], ...] = ()

    def query(self) -> Query | QueryProblem:
        """The question that finds the party; a name is taken as it is, never as a question."""
        key, colon, _ = self.text.partition(":")
        name = self.text if colon and scheme_of(key) else f'"{self.text.replace(chr(34), " ")}"'
        return parse_filters(name, dict(self.hints))


@dataclass(frozen=True, slots=True)
class WatchAsked:
    """What is to be watched, and how it is told; None where the team's own habit holds.

    `insisted` are programmes in quotation marks: meant as typed, whether or not a list has them.
    """

    target: Target | Ref | NameAsked
    kinds: frozenset[str] = frozenset()
    filters: Filters = ANY
    cadence: Cadence | None = None
    broadcast: Broadcast | None = None
    for_me: bool = False
    insisted: frozenset[str] = frozenset()

    @property
    def programmes(self) -> frozenset[str]:
        """All programmes that it names."""
        is_target = isinstance(self.target, Target) and self.target.kind == "programme"
        own = {self.target.value} if isinstance(self.target, Target) and is_target else set()
        return self.filters.programmes | own


def read_watch(text: str, given: Given = ()) -> WatchAsked | Misread:
    """The watch that a text asks for, with what is given apart from it."""
    if len(text) > MOST_CHARACTERS:
        return Misread(f"That is too long: at most {MOST_CHARACTERS} characters.")
    words, pairs = _split(text.translate(_QUOTES))
    read: dict[str, tuple[str, ...]] = {}
    for typed, value in (*pairs, *given):
        key = ALIASES.get(typed, typed)
        found = _read_values(key, value)
        if isinstance(found, Misread):
            return found
        if found:
            read[key] = tuple(sorted({*read.get(key, ()), *found}))
    asked = _asked(words, read)
    return asked if isinstance(asked, Misread) else replace(asked, insisted=_insisted((*pairs, *given)))


def _insisted(pairs: Given) -> frozenset[str]:
    typed = (value for key, value in pairs if ALIASES.get(key, key) == "programme")
    found = (each.strip() for value in typed for each in _VALUE.findall(value))
    return frozenset(each.strip('"').strip().upper() for each in found if each.startswith('"'))


def programme_text(code: str) -> str:
    """The condition for a programme, as one would type it."""
    return f"programme:{_quoted(code)}"


def read_filters(text: str) -> list[tuple[str, str]] | Misread:
    """The `key:value` parts of a text that holds nothing else."""
    words, pairs = _split(text.translate(_QUOTES))
    unknown = next((key for key, _ in pairs if ALIASES.get(key, key) not in READERS), "")
    if unknown:
        return Misread(unknown_key(unknown), unknown)
    return pairs if not words else Misread(f"“{words[:40]}” is no filter. Write, for example, direction:relief.", words)


def _split(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The words of a text, and its `key:value` parts; what stands in quotation marks is left as it is."""
    pairs: list[tuple[str, str]] = []

    def take(match: re.Match[str]) -> str:
        typed, value = (match["key"] or "").casefold().replace("_", "-"), match["value"] or ""
        if not typed or not _is_key(typed, match["gap"], value):
            return match[0]
        pairs.append((typed, value))
        return " "

    return " ".join(_PART.sub(take, text).split()).strip(" ,"), pairs


def _is_key(typed: str, gap: str, value: str) -> bool:
    if typed in READERS or typed in ALIASES:
        return True
    return not (gap or not value or typed in _SOURCES or typed == "ref" or scheme_of(typed))


def _read_values(key: str, text: str) -> tuple[str, ...] | Misread:
    """The values of one key, read and made uniform; none of an empty one given apart."""
    reader = READERS.get(key)
    if reader is None:
        return Misread(unknown_key(key))
    typed = _values(text, whole=key == "name")
    if len(typed) > MOST_VALUES:
        return Misread(f"{key}: takes at most {MOST_VALUES} values.", key)
    found = []
    for value in typed:
        made = reader(value)
        if isinstance(made, Misread):
            return made
        found.append(made)
    return tuple(found) or Misread(f"{key}: needs a value, such as {EXAMPLES[key]}.", key)


def _values(text: str, whole: bool) -> list[str]:
    found = [text.strip().strip('"')] if whole else [each.strip('"') for each in _VALUE.findall(text)]
    return [value.strip() for value in found if value.strip()]


def _asked(words: str, read: Mapping[str, tuple[str, ...]]) -> WatchAsked | Misread:
    for key in _SINGLE:
        if len(read.get(key, ())) > 1:
            return Misread(f"{key}: takes one value, not {' and '.join(read[key][:3])}.", key)
    found = _target(words, read)
    if isinstance(found, Misread):
        return found
    target, taken = found
    filters = Filters(
        **{name: frozenset(read.get(key, ())) for key, name in _SETS.items() if key != taken},
        confidence=float(read.get("confidence", ("0",))[0]),
    )
    kinds = frozenset(read.get("kind", ()))
    if isinstance(target, Target):
        target = replace(target, label=_conditions(target, filters, kinds))
    return WatchAsked(
        target,
        kinds,
        filters,
        cast("Cadence | None", read.get("every", (None,))[0]),
        cast("Broadcast | None", read.get("broadcast", (None,))[0]),
        read.get("for") == ("me",),
    )


def _target(words: str, read: Mapping[str, tuple[str, ...]]) -> tuple[Target | Ref | NameAsked, str] | Misread:
    """What is watched, and the key that became it: what is named, else the first key with one value, else all."""
    hints = tuple((key, read[key][0]) for key in _HINTS if key in read)
    name = "" if words.casefold() == "all" else words.strip('"').strip()
    if "name" in read and name:
        return Misread(f"Watch either “{name[:60]}” or a pattern of names, not both in one.", "name")
    if name:
        return _named(name, hints, read.get("country", ())), ""
    if hints:
        return Misread(f"{hints[0][0]}: helps to find a party by name, and no name is given.", hints[0][0])
    if not words.strip('" ') and not any(key in read for key in (*_SETS, "name", "kind", "confidence")):
        return Misread(WHAT)
    return _general(read)


def _general(read: Mapping[str, tuple[str, ...]]) -> tuple[Target, str]:
    for key in _TARGETS:
        if len(values := read.get(key, ())) == 1:
            return Target(key, values[0]), key
    return Target("all"), ""


def _named(name: str, hints: Given, countries: Sequence[str]) -> Ref | NameAsked:
    ref = parse_ref(name.removeprefix("ref:"), _SOURCES)
    where = (("country", countries[0]),) if len(countries) == 1 else ()
    return ref or NameAsked(name, (*hints, *where))


def text_of(watch: Watch) -> str:
    """A watch as one would type it."""
    told = f"every:{watch.cadence} broadcast:{watch.broadcast}{' for:me' if watch.is_personal else ''}"
    return f"{_conditions(watch.target, watch.filters, watch.kinds)} {told}"


def asked_conditions(asked: WatchAsked) -> str:
    """What was asked for beside a party, as one would type it behind the party."""
    told = (
        _beside(asked.filters, asked.kinds),
        f"every:{asked.cadence}" if asked.cadence else "",
        f"broadcast:{asked.broadcast}" if asked.broadcast else "",
        "for:me" if asked.for_me else "",
    )
    return " ".join(part for part in told if part)


def _conditions(target: Target, filters: Filters, kinds: frozenset[str]) -> str:
    """What is watched, as one would type it; *all* goes without saying where there are conditions."""
    told = _beside(filters, kinds)
    return told if told and target.kind == "all" else f"{_target_text(target)} {told}".rstrip()


def _beside(filters: Filters, kinds: frozenset[str]) -> str:
    parts = [
        *(f"{key}:{_listed(getattr(filters, name), key)}" for key, name in _SETS.items() if getattr(filters, name)),
        f"kind:{_listed(kinds)}" if kinds else "",
        f"confidence:{filters.confidence:g}" if filters.confidence else "",
    ]
    return " ".join(part for part in parts if part)


def _target_text(target: Target) -> str:
    match target.kind:
        case "all":
            return "all"
        case "entity":
            return target.value
        case "issuer":
            return f"issuer:{issuer_label(target.value)}"
        case kind:
            return f"{kind}:{_quoted(target.value)}"


def _listed(values: Iterable[str], key: str = "") -> str:
    return ",".join(_quoted(issuer_label(value) if key == "issuer" else value) for value in sorted(values))


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[^\s\",*]+", value) else f'"{value}"'


_TARGETS: Final[tuple[Literal["name", "programme", "issuer", "country"], ...]] = (
    "name",
    "programme",
    "issuer",
    "country",
)
"""Keys that may become what is watched, in this order; so the same conditions are one interest, however typed."""
_SETS: Final = {
    "programme": "programmes",
    "issuer": "issuers",
    "country": "countries",
    "direction": "directions",
    "stage": "stages",
}
_SINGLE: Final = ("confidence", "every", "broadcast", "name", "for", "dob", "type")
_HINTS: Final = ("dob", "type")
_SOURCES: Final = frozenset(ISSUER_OF)
_QUOTES: Final = {**QUOTES, **str.maketrans("∗∶", "*:")}
"""What phones and our own cards write for a quotation mark, a star, a colon."""
_ONE: Final = r'(?:"[^"]*"|[^\s",]+)'
_VALUE: Final = re.compile(r'"[^"]*"|[^",]+')
_PART: Final = re.compile(
    rf'"[^"]*"|(?<![\w:/])(?P<key>[A-Za-z][A-Za-z_-]{{0,24}}):(?P<gap>\s*)(?P<value>(?:{_ONE}(?:\s*,\s*{_ONE})*)?)'
)
