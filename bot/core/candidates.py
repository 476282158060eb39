"""Candidates: the entries that may answer a question, judged and put in order.

question ─▶ identifier, reference or name ─▶ one candidate an entry ─▶ best first
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from bot.core.comparing import Compared, Wanted
from bot.core.entities import parse_ref
from bot.core.entries import KIND_RANK, Entry, ListingRef
from bot.core.grading import LEVEL, Grade, grade, is_elsewhere, is_same_name
from bot.core.identifiers import SCHEMES, Identifier
from bot.core.index import Index
from bot.core.issuers import ISSUER_OF
from bot.core.listings import EntityType
from bot.core.nameforms.alignment import alignment_of
from bot.core.nameforms.asked import Asked
from bot.core.nameforms.features import comparison_of
from bot.core.nameforms.forms import NameForm, name_form
from bot.core.nameforms.lexicon import other_reading
from bot.core.nameforms.words import WordClass
from bot.core.names import Name
from bot.core.questions import Band, Query, Reason
from bot.core.rules import HEAD_WORDS
from bot.core.worth import may_be_possible, worth_grading

KEPT: Final = 60
"""Candidates that are handed on."""

TOGETHER: Final = 16
"""Questions that are compared at once."""

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
    grade: Grade = field(repr=False)
    listings: tuple[ListingRef, ...]
    entry: Entry = field(repr=False)
    found_all: bool = False
    common: bool = False
    affiliates: int = 0
    heads: frozenset[str] = frozenset()
    order: tuple[int, ...] = field(default=(), repr=False)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it is a candidate."""
        return self.grade.reasons


@dataclass(frozen=True, slots=True)
class Screened:
    """All candidates from weak upwards, best first, and how many entries were compared in full.

    `elsewhere` are the entities that only the country asked for made too weak to show.
    """

    candidates: tuple[Candidate, ...]
    considered: int
    elsewhere: frozenset[str] = frozenset()


def screen(index: Index, query: Query, least: Band = Band.WEAK) -> Screened:
    """The entries that may answer this question, down to a band."""
    return screen_all(index, [query], least)[0]


def screen_all(index: Index, queries: Sequence[Query], least: Band = Band.WEAK) -> list[Screened]:
    """What each of these questions alone would bring; many at once take far less time than one by one."""
    by_name = [place for place, query in enumerate(queries) if not query.scheme]
    named = dict(zip(by_name, _by_names(index, [queries[place] for place in by_name], least), strict=True))
    return [
        _with_identifiers(index, query, named[place]) if place in named else _by_scheme(index, query)
        for place, query in enumerate(queries)
    ]


def _by_scheme(index: Index, query: Query) -> Screened:
    if query.scheme == "ref":
        return _by_reference(index, query)
    return _by_identifier(index, query, (query.scheme,) if query.scheme else ())


def _with_identifiers(index: Index, query: Query, named: Screened) -> Screened:
    """What a name brings, after what it brings when it is read as an identifier."""
    if not _may_be_identifier(query.text):
        return named
    exact = _by_identifier(index, query, tuple(SCHEMES))
    known = {candidate.entity for candidate in exact.candidates}
    rest = tuple(candidate for candidate in named.candidates if candidate.entity not in known)
    left_out = named.elsewhere.difference(known)
    return Screened(exact.candidates + rest, named.considered + exact.considered, left_out)


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


def _exact(index: Index, query: Query, found: Sequence[tuple[Entry, Identifier]]) -> Screened:
    made: dict[str, Candidate] = {}
    for entry, item in found:
        if not _admits(query, entry) or entry.entity in made:
            continue
        reason = Reason("identifier", 1.0, query.text, item.value, f"{item.scheme} is the same")
        made[entry.entity] = _in_group(index, _candidate(entry, item, Grade(1.0, Band.EXACT, (reason,), True)))
    ordered = sorted(made.values(), key=lambda candidate: (candidate.order, candidate.entity))
    return Screened(tuple(ordered), len(found))


def _admits(query: Query, entry: Entry) -> bool:
    if query.type is not None and entry.type is not query.type:
        return False
    return not query.lists or any(listing.source in query.lists for listing in entry.listings)


def _by_names(index: Index, queries: Sequence[Query], least: Band) -> list[Screened]:
    """The candidates of each question by its names; those of few words are compared with their like."""
    readings = [(place, reading) for place, query in enumerate(queries) for reading in _readings(query.text[:MAX_TEXT])]
    asked = [index.ask(name_form(text, False), name_form(text, True)) for _, text in readings]
    found: list[list[Candidate]] = [[] for _ in queries]
    considered = [0] * len(queries)
    elsewhere: list[set[str]] = [set() for _ in queries]
    ordered = sorted(range(len(readings)), key=lambda number: len(asked[number].parts))
    for begin in range(0, len(ordered), TOGETHER):
        group = ordered[begin : begin + TOGETHER]
        wanted = [Wanted(queries[readings[n][0]].type, queries[readings[n][0]].lists) for n in group]
        several = index.compare_all([asked[n] for n in group], wanted)
        for number, compared in zip(group, several, strict=True):
            place = readings[number][0]
            judged, looked_at = _judged(index, queries[place], asked[number], compared, least, elsewhere[place])
            found[place].extend(judged)
            considered[place] += looked_at
    return [_ordered(index, *one) for one in zip(queries, found, considered, elsewhere, strict=True)]


def _readings(text: str) -> list[str]:
    return [text, other] if (other := other_reading(text)) else [text]


def _ordered(
    index: Index, query: Query, found: Sequence[Candidate], considered: int, elsewhere: Collection[str]
) -> Screened:
    best = sorted(_placed(index, _best_each(found)), key=_rank)
    left_out = frozenset(elsewhere) - {candidate.entity for candidate in best if candidate.band is not Band.WEAK}
    kept = _heads_first(best, name_form(query.text[:MAX_TEXT], False))[:KEPT]
    return Screened(tuple(kept), considered, left_out)


def _best_each(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best candidate of each entity."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        kept = best.setdefault(candidate.entity, candidate)
        if (_level(candidate.band), candidate.score) > (_level(kept.band), kept.score):
            best[candidate.entity] = candidate
    return list(best.values())


def _judged(
    index: Index, query: Query, asked: Asked, several: Sequence[Compared], least: Band, elsewhere: set[str]
) -> tuple[list[Candidate], int]:
    """The entries worth showing for one reading of a name, and how many were looked at; `elsewhere` takes those that
    only their country makes too weak."""
    # A birth date that agrees raises a weak name.
    all_count = least is Band.WEAK or query.born is not None
    graded: list[Candidate] = []
    considered = 0
    for compared in several:
        likely = compared.likely
        may_show = np.full(len(likely), True) if all_count else may_be_possible(compared, asked, likely)
        for number, lines in worth_grading(compared, likely):
            considered += 1
            lines = [line for line in lines if may_show[line]]
            if not lines:
                continue
            entry = compared.part.segment.entry(number)
            grades = [_graded(index, asked, compared, line, float(likely[line]), entry, query) for line in lines]
            made = _best(entry, grades)
            if made is not None and _level(made.band) >= _level(least):
                graded.append(made)
            if made is not None and made.band is Band.WEAK and is_elsewhere(made.grade):
                elsewhere.add(made.entity)
    return graded, considered


def _graded(
    index: Index, asked: Asked, compared: Compared, line: int, score: float, entry: Entry, query: Query
) -> tuple[Grade, Name]:
    name, side = compared.part.named(int(compared.rows[line]))
    comparison = comparison_of(compared.figures, line, alignment_of(asked, side, compared.met, line))
    found = grade(comparison, score, name, entry, query, lambda: _is_head(index, entry))
    return found, name


def is_same_form(compared: Compared, line: int, body: NameForm, person: NameForm) -> bool:
    """Whether a compared name is the one asked for but for order and form."""
    _, side = compared.part.named(int(compared.rows[line]))
    return is_same_name(person if side.form.is_person else body, side.form)


def _is_head(index: Index, entry: Entry) -> bool:
    """Whether the lists tie other entries to this one, and it to none."""
    return not index.heads(entry) and bool(index.affiliates(entry))


def _best(entry: Entry, grades: Sequence[tuple[Grade, Name]]) -> Candidate | None:
    """The candidate by the entry's best name."""
    found, name = min(grades, key=lambda item: (-_level(item[0].band), -item[0].score, KIND_RANK[item[1].kind]))
    return None if found.band is None else _candidate(entry, name, found)


def _level(band: Band | None) -> int:
    return -1 if band is None else LEVEL[band]


def _candidate(entry: Entry, matched: Name | Identifier, found: Grade) -> Candidate:
    return Candidate(
        entity=entry.entity,
        caption=entry.caption,
        type=entry.type,
        score=found.score,
        band=found.band or Band.WEAK,
        matched=matched,
        grade=found,
        listings=entry.listings,
        found_all=found.found_all,
        common=found.common,
        entry=entry,
    )


def _placed(index: Index, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with their place in a group, where that may matter: bodies from possible upwards."""
    return [
        _in_group(index, c) if c.type is not EntityType.PERSON and c.band is not Band.WEAK else c for c in candidates
    ]


def _in_group(index: Index, candidate: Candidate) -> Candidate:
    heads, affiliates = index.heads(candidate.entry), index.affiliates(candidate.entry)
    says, *rest = candidate.entry.standing.order
    return replace(
        candidate,
        heads=frozenset(head.entity for head in heads),
        affiliates=sum(other.type is not EntityType.PERSON for other in affiliates),
        order=(says, -len(affiliates), min(1, len(heads)), *rest),
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


def is_same_body(one: str, other: str) -> bool:
    """Whether two names are of one body as far as names tell: but for form, place and "Bank" or "Group"."""
    first, second = _home_words(one), _home_words(other)
    return bool(first) and first == second


def _home_words(text: str) -> list[str]:
    form = name_form(text, False)
    kept = (WordClass.PLAIN, WordClass.GENERIC)
    return sorted(w for w, c in zip(form.words, form.classes, strict=True) if c in kept and w not in HEAD_WORDS)


def _home_key(matched: Name | Identifier, asked: NameForm) -> bool:
    """Whether a name is the one asked for once legal form and country are set aside."""
    if isinstance(matched, Identifier):
        return False
    found = name_form(matched.text, False)
    kept = [w for w, c in zip(found.words, found.classes, strict=True) if c in (WordClass.PLAIN, WordClass.GENERIC)]
    wanted = [w for w, c in zip(asked.words, asked.classes, strict=True) if c in (WordClass.PLAIN, WordClass.GENERIC)]
    return sorted(kept) == sorted(wanted)
