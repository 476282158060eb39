"""Index: all listed names in memory, prepared so that a question meets only the few that can answer it.

entries ─▶ name forms ─▶ words, consonants, letter triples ─▶ postings
question ─▶ words like its own ─▶ names that have them ─▶ the best few
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.groups import Groups, group_entries
from bot.core.identifiers import Identifier, lookup_keys
from bot.core.listings import EntityType, Listing
from bot.core.nameforms.alignment import Side
from bot.core.nameforms.forms import NameForm, name_form
from bot.core.nameforms.vocabulary import Vocabulary, word_variants
from bot.core.nameforms.words import FACTOR
from bot.core.names import Name, NameKind

BEST_COVERED: Final = 50
BEST_BALANCED: Final = 40
SAME_KEY: Final = 60
"""Names compared in full: the best by the question's words found, by both sides, and those equal to it."""

LEAST_CORPUS: Final = 20_000
"""Rarity is judged as in a list of at least this many names, so that a small sample does not make all words common."""

INITIAL_RARITY: Final = 0.4
"""Rarity of a single letter that no listed name has."""

KIND_RANK: Final = {NameKind.PRIMARY: 0, NameKind.ALIAS: 1, NameKind.FORMER: 2, NameKind.WEAK_ALIAS: 3}


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """An entity and its listings."""

    entity: str
    listings: tuple[Listing, ...]

    @property
    def type(self) -> EntityType:
        """What is listed, by the first listing."""
        return self.listings[0].type

    @property
    def caption(self) -> str:
        """The name its first listing leads with."""
        return self.listings[0].caption


@dataclass(frozen=True, slots=True)
class NameRow:
    """One listed name of one entry."""

    entry: int
    name: Name
    form: NameForm
    sources: frozenset[str]


@dataclass(frozen=True, slots=True, repr=False)
class Index:
    """Names and identifiers of all entries; never changed after `build`, so any thread may read it."""

    entries: tuple[IndexEntry, ...]
    rows: tuple[NameRow, ...]
    groups: Groups
    _vocabulary: Vocabulary
    _by_key: Mapping[str, tuple[int, ...]]
    _by_identifier: Mapping[tuple[str, str], tuple[tuple[int, Identifier], ...]]
    _by_entity: Mapping[str, int]
    _by_listing: Mapping[tuple[str, str], int]
    _rarity: Mapping[str, float]
    _name_weights: NDArray[np.float32]

    @staticmethod
    def build(entries: Iterable[IndexEntry]) -> Index:
        """The index over these entries; forms made before are remembered, so that a rebuild is quick."""
        kept = tuple(entry for entry in entries if entry.listings)
        rows = tuple(row for number, entry in enumerate(kept) for row in _rows(number, entry))
        vocabulary = Vocabulary.build([row.form for row in rows])
        rarity = vocabulary.rarities(max(len(rows), LEAST_CORPUS))
        weights = (sum(FACTOR[c] * rarity[w] for w, c in zip(r.form.words, r.form.classes, strict=True)) for r in rows)
        return Index(
            entries=kept,
            rows=rows,
            groups=group_entries(kept, rows),
            _vocabulary=vocabulary,
            _by_key=_keys(rows),
            _by_identifier=_identifiers(kept),
            _by_entity={entry.entity: number for number, entry in enumerate(kept)},
            _by_listing={(i.source, i.ref): number for number, entry in enumerate(kept) for i in entry.listings},
            _rarity=rarity,
            _name_weights=np.fromiter(weights, np.float32, len(rows)),
        )

    def updated(self, removed: Collection[str], added: Iterable[IndexEntry]) -> Index:
        """The index without these entities and with these entries in place of their former selves."""
        new = tuple(added)
        gone = {*removed, *(entry.entity for entry in new)}
        return Index.build((*(entry for entry in self.entries if entry.entity not in gone), *new))

    def entry(self, entity: str) -> IndexEntry | None:
        """The entry of an entity id."""
        number = self._by_entity.get(entity)
        return None if number is None else self.entries[number]

    def number(self, entity: str) -> int:
        """The place of an entity's entry; it must be in the index."""
        return self._by_entity[entity]

    def is_head(self, number: int) -> bool:
        """Whether the lists tie other entries to this one, and it to none."""
        return bool(self.groups.linked_from.get(number)) and not self.groups.linked_to.get(number)

    def entry_of_listing(self, source: str, ref: str) -> IndexEntry | None:
        """The entry that a listing belongs to."""
        number = self._by_listing.get((source, ref))
        return None if number is None else self.entries[number]

    def with_identifier(self, scheme: str, value: str) -> list[tuple[IndexEntry, Identifier]]:
        """Entries that have this identifier, or one of a kindred scheme with the same value."""
        found = dict.fromkeys(
            (number, item) for key in lookup_keys(scheme, value) for number, item in self._by_identifier.get(key, ())
        )
        return [(self.entries[number], item) for number, item in found]

    def side(self, form: NameForm) -> Side:
        """A form with the weights its words have in this index."""
        rarity = tuple(self._rarity.get(word, 1.0 if len(word) > 1 else INITIAL_RARITY) for word in form.words)
        return Side(form, tuple(FACTOR[c] * r for c, r in zip(form.classes, rarity, strict=True)), rarity)

    def near(self, forms: Collection[NameForm]) -> list[int]:
        """Numbers of the rows worth comparing with a question in these forms, in a settled order."""
        best = dict.fromkeys(row for form in forms for row in self._by_key.get(form.key, ())[:SAME_KEY])
        if not self.rows:
            return []
        weights: dict[str, float] = {}
        for form in forms:
            for word, weight in zip(form.words, self.side(form).weights, strict=True):
                weights[word] = max(weight, weights.get(word, 0.0))
        found = self._vocabulary.accumulate(word_variants(weights), any(form.abjad for form in forms))
        rows = np.flatnonzero(found > 0)
        if len(rows):
            covered, total = found[rows], sum(weights.values()) + 1e-6
            excess = np.maximum(self._name_weights[rows] - covered, 0)
            best.update(dict.fromkeys(_top(rows, covered / total - 0.02 * excess, BEST_COVERED)))
            best.update(dict.fromkeys(_top(rows, 2 * covered / (total + self._name_weights[rows]), BEST_BALANCED)))
        return list(best)


def _top(rows: NDArray[np.int64], scores: NDArray[np.float32], count: int) -> list[int]:
    if len(rows) > 4 * count:
        least = np.partition(scores, len(scores) - 2 * count)[len(scores) - 2 * count]
        rows, scores = rows[scores >= least], scores[scores >= least]
    order = np.argsort(-scores, kind="stable")[:count]
    return [int(row) for row in rows[order]]


def _rows(number: int, entry: IndexEntry) -> Iterable[NameRow]:
    """The distinct names of an entry; of equal ones the kind that says most is kept."""
    found: dict[tuple[str, ...], tuple[Name, NameForm, set[str]]] = {}
    for listing in entry.listings:
        for name in sorted(listing.names, key=lambda n: KIND_RANK[n.kind]):
            form = name_form(name.text, listing.type is EntityType.PERSON)
            if not form.words:
                continue
            kept = found.setdefault(form.words, (name, form, set()))
            kept[2].add(listing.source)
            if KIND_RANK[name.kind] < KIND_RANK[kept[0].kind]:
                found[form.words] = (name, form, kept[2])
    return [NameRow(number, name, form, frozenset(sources)) for name, form, sources in found.values()]


def _keys(rows: tuple[NameRow, ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        found[row.form.key].append(number)
    return {key: tuple(numbers) for key, numbers in found.items()}


def _identifiers(entries: tuple[IndexEntry, ...]) -> dict[tuple[str, str], tuple[tuple[int, Identifier], ...]]:
    found: dict[tuple[str, str], list[tuple[int, Identifier]]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for listing in entry.listings:
            for item in listing.identifiers:
                for key in lookup_keys(item.scheme, item.value):
                    found[key].append((number, item))
    return {key: tuple(dict.fromkeys(items)) for key, items in found.items()}
