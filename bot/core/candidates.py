"""Candidates: the entries that may answer a question, judged and put in order.

question ─▶ identifier, reference or name ─▶ one candidate an entry ─▶ best first
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.core.entities import parse_ref
from bot.core.grading import BANDS, Grade, grade
from bot.core.groups import head_order
from bot.core.identifiers import SCHEMES, Identifier
from bot.core.index import KIND_RANK, Index, IndexEntry
from bot.core.issuers import ISSUER_OF
from bot.core.listings import EntityType, Listing
from bot.core.nameforms.alignment import align
from bot.core.nameforms.features import compare
from bot.core.nameforms.forms import NameForm, name_form
from bot.core.nameforms.words import WordClass
from bot.core.names import Name
from bot.core.questions import Band, Query, Reason

KEPT: Final = 60
"""Candidates that are handed on."""

MAX_TEXT: Final = 500
"""Characters of a name that are compared."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may answer a question, and why.

    `heads` are entities that the lists link it to, `affiliates` the number of others linked to it or named after it;
    `found_all` when every word asked for is in the matched name, `common` when they are words of many names;
    `order` settles ties.
    """

    entity: str
    caption: str
    type: EntityType
    score: float
    band: Band
    matched: Name | Identifier
    reasons: tuple[Reason, ...]
    listings: tuple[Listing, ...]
    found_all: bool = False
    common: bool = False
    affiliates: int = 0
    heads: frozenset[str] = frozenset()
    order: tuple[int, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Screened:
    """All candidates from weak upwards, best first, and how many entries were compared in full."""

    candidates: tuple[Candidate, ...]
    considered: int


def screen(index: Index, query: Query) -> Screened:
    """The entries that may answer this question."""
    if query.scheme == "ref":
        return _by_reference(index, query)
    if query.scheme:
        return _by_identifier(index, query, (query.scheme,))
    named = _by_name(index, query)
    if _may_be_identifier(query.text):
        exact = _by_identifier(index, query, tuple(SCHEMES))
        known = {candidate.entity for candidate in exact.candidates}
        rest = tuple(candidate for candidate in named.candidates if candidate.entity not in known)
        return Screened(exact.candidates + rest, named.considered + exact.considered)
    return named


def _may_be_identifier(text: str) -> bool:
    text = text.strip()
    if not re.fullmatch(r"[A-Za-z0-9-]{6,120}", text):
        return False
    return any(char.isdigit() for char in text) or (len(text) in (8, 11) and text.isupper())


def _by_reference(index: Index, query: Query) -> Screened:
    ref = parse_ref(query.text, frozenset(ISSUER_OF))
    entry = None
    if ref is not None:
        entry = index.entry(ref.entity) if ref.entity else index.entry_of_listing(ref.source, ref.ref)
    return _exact(index, query, [] if entry is None else [(entry, Identifier("ref", query.text))])


def _by_identifier(index: Index, query: Query, schemes: Iterable[str]) -> Screened:
    found = [pair for scheme in schemes for pair in index.with_identifier(scheme, query.text)]
    return _exact(index, query, list(dict.fromkeys(found)))


def _exact(index: Index, query: Query, found: Sequence[tuple[IndexEntry, Identifier]]) -> Screened:
    made: dict[str, Candidate] = {}
    for entry, item in found:
        if not _admits(query, entry) or entry.entity in made:
            continue
        reason = Reason("identifier", 1.0, query.text, item.value, f"{item.scheme} is the same")
        made[entry.entity] = _candidate(index, entry, item, Grade(1.0, Band.EXACT, (reason,), True))
    ordered = sorted(made.values(), key=lambda candidate: (candidate.order, candidate.entity))
    return Screened(tuple(ordered), len(found))


def _admits(query: Query, entry: IndexEntry) -> bool:
    if query.type is not None and entry.type is not query.type:
        return False
    return not query.lists or any(listing.source in query.lists for listing in entry.listings)


def _by_name(index: Index, query: Query) -> Screened:
    text = query.text[:MAX_TEXT]
    person, body = name_form(text, True), name_form(text, False)
    graded: dict[int, list[tuple[Grade, int]]] = {}
    sides = {True: index.side(person), False: index.side(body)}
    for number in index.near((person, body)):
        row = index.rows[number]
        entry = index.entries[row.entry]
        if not _admits(query, entry) or (query.lists and not row.sources & query.lists):
            continue
        comparison = compare(align(sides[row.form.is_person], index.side(row.form)))
        graded.setdefault(row.entry, []).append(
            (grade(comparison, row, entry, query, index.is_head(row.entry)), number)
        )
    candidates = [made for entry, grades in graded.items() if (made := _best(index, entry, grades))]
    ordered = _heads_first(sorted(candidates, key=_rank), body)
    return Screened(tuple(_counted(index, c) for c in ordered[:KEPT]), len(graded))


def _best(index: Index, entry: int, grades: Sequence[tuple[Grade, int]]) -> Candidate | None:
    """The candidate by the entry's best name."""
    ranked = sorted(
        grades, key=lambda item: (-_level(item[0].band), -item[0].score, KIND_RANK[index.rows[item[1]].name.kind])
    )
    found, number = ranked[0]
    return None if found.band is None else _candidate(index, index.entries[entry], index.rows[number].name, found)


def _level(band: Band | None) -> int:
    return -1 if band is None else BANDS.index(band)


def _candidate(index: Index, entry: IndexEntry, matched: Name | Identifier, found: Grade) -> Candidate:
    number = index.number(entry.entity)
    linked = index.groups.linked_to.get(number, frozenset())
    return Candidate(
        entity=entry.entity,
        caption=entry.caption,
        type=entry.type,
        score=found.score,
        band=found.band or Band.WEAK,
        matched=matched,
        reasons=found.reasons,
        listings=entry.listings,
        found_all=found.found_all,
        common=found.common,
        heads=frozenset(index.entries[other].entity for other in linked),
        order=head_order(index.groups, index.entries, number),
    )


def _rank(candidate: Candidate) -> tuple[int, float, tuple[int, ...], str]:
    """Best first: the band, the score, then what tells the head of a group, then the id."""
    return (-_level(candidate.band), -round(candidate.score, 2), candidate.order, candidate.entity)


def _heads_first(candidates: list[Candidate], asked: NameForm) -> list[Candidate]:
    """The head of a group before its affiliates, when it is what was asked for but for legal form and country."""
    for candidate in candidates:
        if candidate.type is EntityType.PERSON or _level(candidate.band) < _level(Band.STRONG):
            break
        is_head = not candidate.heads and any(candidate.entity in other.heads for other in candidates)
        if is_head and candidate.found_all and _home_key(candidate.matched, asked):
            return [candidate, *(other for other in candidates if other is not candidate)]
    return candidates


def _home_key(matched: Name | Identifier, asked: NameForm) -> bool:
    """Whether a name is the one asked for once legal form and country are set aside."""
    if isinstance(matched, Identifier):
        return False
    found = name_form(matched.text, False)
    kept = [w for w, c in zip(found.words, found.classes, strict=True) if c in (WordClass.PLAIN, WordClass.GENERIC)]
    wanted = [w for w, c in zip(asked.words, asked.classes, strict=True) if c in (WordClass.PLAIN, WordClass.GENERIC)]
    return sorted(kept) == sorted(wanted)


def _counted(index: Index, candidate: Candidate) -> Candidate:
    """The candidate with the number of its affiliates."""
    if candidate.type is EntityType.PERSON or _level(candidate.band) < _level(Band.STRONG):
        return candidate
    number = index.number(candidate.entity)
    linked = index.groups.linked_from.get(number, frozenset())
    affiliated = [n for n in linked if index.entries[n].type is not EntityType.PERSON]
    return replace(candidate, affiliates=len(affiliated))
