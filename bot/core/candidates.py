"""Candidates: the entries that may answer a question, judged and put in order.

question ─▶ identifier, reference or name ─▶ one candidate an entry ─▶ best first
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from bot.core.comparing import Compared, Wanted
from bot.core.entities import parse_ref
from bot.core.entries import KIND_RANK, Entry, ListingRef
from bot.core.grading import BAND_AT, LEVEL, Grade, grade, is_same_name
from bot.core.identifiers import SCHEMES, Identifier
from bot.core.index import Index
from bot.core.issuers import ISSUER_OF
from bot.core.listings import EntityType
from bot.core.nameforms.alignment import alignment_of
from bot.core.nameforms.alikeness import Flags, Floats
from bot.core.nameforms.asked import Asked
from bot.core.nameforms.features import TELLS, Figures, comparison_of, feature_values
from bot.core.nameforms.forms import NameForm, name_form
from bot.core.nameforms.lexicon import other_reading
from bot.core.nameforms.scorer import scores
from bot.core.nameforms.words import WordClass
from bot.core.names import Name
from bot.core.questions import Band, Query, Reason
from bot.core.rules import HEAD_WORDS, LIKE_ABJAD, SAME_WORD, WHAT_IT_IS

KEPT: Final = 60
"""Candidates that are handed on."""

LEAST_SCORE: Final = 0.0005
"""Score below which only a name with every asked word is judged."""

POSSIBLE_AT: Final = next(at for at, band in BAND_AT if band is Band.POSSIBLE)

GRADED: Final = 16
NAMES_GRADED: Final = 2
"""Entries judged by the rules, and the names of each that are."""

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
    """All candidates from weak upwards, best first, and how many entries were compared in full."""

    candidates: tuple[Candidate, ...]
    considered: int


def screen(index: Index, query: Query, least: Band = Band.WEAK) -> Screened:
    """The entries that may answer this question, down to a band."""
    if query.scheme == "ref":
        return _by_reference(index, query)
    if query.scheme:
        return _by_identifier(index, query, (query.scheme,))
    named = _by_name(index, query, least)
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


def _by_name(index: Index, query: Query, least: Band) -> Screened:
    text = query.text[:MAX_TEXT]
    found, considered = _judged(index, query, text, least)
    if other := other_reading(text):
        more, _ = _judged(index, query, other, least)
        found = _best_each((*found, *more))
    ordered = _heads_first(sorted(_placed(index, found), key=_rank), name_form(text, False))
    return Screened(tuple(ordered[:KEPT]), considered)


def _best_each(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The best candidate of each entity."""
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        kept = best.setdefault(candidate.entity, candidate)
        if (_level(candidate.band), candidate.score) > (_level(kept.band), kept.score):
            best[candidate.entity] = candidate
    return list(best.values())


def _judged(index: Index, query: Query, text: str, least: Band) -> tuple[list[Candidate], int]:
    """The entries worth showing for one reading of a name, and how many were looked at."""
    asked = index.ask(name_form(text, False), name_form(text, True))
    # A birth date that agrees raises a weak name.
    all_count = least is Band.WEAK or query.born is not None
    graded: list[Candidate] = []
    considered = 0
    for compared in index.compare(asked, Wanted(query.type, query.lists)):
        likely = scores(feature_values(compared.figures))
        may_show = np.full(len(likely), True) if all_count else _may_be_possible(compared, asked, likely)
        for number, lines in _worth_grading(compared, likely):
            considered += 1
            lines = [line for line in lines if may_show[line]]
            if not lines:
                continue
            entry = compared.part.segment.entry(number)
            grades = [_graded(index, asked, compared, line, float(likely[line]), entry, query) for line in lines]
            made = _best(entry, grades)
            if made is not None and _level(made.band) >= _level(least):
                graded.append(made)
    return graded, considered


def _may_be_possible(compared: Compared, asked: Asked, likely: Floats) -> Flags:
    """The lines that their score, or a rule, may lift to possible or above."""
    shown = compared.figures
    says_more = bool(WHAT_IT_IS.intersection(asked.sides[0].form.words))
    found: Flags = (shown.whole >= 1) | (likely >= POSSIBLE_AT) | (shown.left_asked <= TELLS) | _is_inside(shown)
    return found | says_more


def _says_all(shown: Figures) -> Flags:
    """The lines that a rule may raise: all that was asked is met, or all that the listed name says."""
    found: Flags = ((shown.left_asked <= TELLS) & (shown.worst >= LIKE_ABJAD)) | _is_inside(shown)
    return found


def _is_inside(shown: Figures) -> Flags:
    """The names of which the words are all in the question; of a person, but for a patronymic."""
    most = np.where(shown.is_person > 0, 1.0, TELLS)
    found: Flags = (shown.left_found <= most) & (shown.worst >= SAME_WORD) & (shown.lacks_family == 0)
    return found


def _worth_grading(compared: Compared, likely: Floats) -> list[tuple[int, list[int]]]:
    """The entries with the best names, best first, with the lines of its best and of all equal to the question."""
    entries, shown = compared.entries.tolist(), compared.figures
    same = shown.whole >= 1
    may_be = same | (likely >= LEAST_SCORE) | _says_all(shown)
    ordered = np.argsort(-np.where(same, 2, likely), kind="stable")
    lines: dict[int, list[int]] = {}
    for line in ordered[may_be[ordered]].tolist():
        found = lines.setdefault(entries[line], []) if same[line] or len(lines) < GRADED else lines.get(entries[line])
        if found is not None and (same[line] or len(found) < NAMES_GRADED):
            found.append(line)
    return list(lines.items())


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
