"""Index: all listed names, prepared so that a question meets only the few that can answer it.

entries ─▶ segments (a big one, and a small one for what changed since) ─▶ rarity of words over both
question ─▶ words like its own ─▶ names that have them ─▶ the best few, compared in full
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from bot.core.columns import identifier_key, listing_key
from bot.core.comparing import Compared, Part, Wanted, compare
from bot.core.entries import Entry, IndexEntry
from bot.core.identifiers import Identifier, lookup_keys
from bot.core.nameforms.alikeness import Flags
from bot.core.nameforms.asked import INITIAL_RARITY, Asked
from bot.core.nameforms.forms import NameForm
from bot.core.rarity import abjad_words, name_totals, rarities, word_counts
from bot.core.segment import Segment

COMPARED: Final = 120
"""Names compared in full with a question of a few words; fewer for longer ones, so that the work stays bounded."""

LEAST_CORPUS: Final = 20_000
"""Rarity is judged as in a list of at least this many names, so that a small sample does not make all words common."""

ANY: Final = Wanted()


@dataclass(frozen=True, eq=False, repr=False)
class Index:
    """Names and identifiers of all entries; never changed once made, so any thread may read it.

    `fresh` are the entries of the second part, which each update makes anew; `compared` is how many names a question
    is compared with in full.
    """

    parts: tuple[Part, ...]
    compared: int = COMPARED
    fresh: Mapping[str, IndexEntry] = field(default_factory=dict)

    @staticmethod
    def build(entries: Iterable[IndexEntry], compared: int = COMPARED) -> Index:
        """The index over these entries."""
        segment = Segment.build(entries)
        return Index.over((segment,), (np.zeros(segment.entry_count, bool),), compared)

    @staticmethod
    def over(
        segments: tuple[Segment, ...],
        gone: tuple[Flags, ...],
        compared: int = COMPARED,
        fresh: Mapping[str, IndexEntry] | None = None,
    ) -> Index:
        """The index over these segments without the entries that are gone."""
        both = list(zip(segments, gone, strict=True))
        names = max(sum(_standing_names(*one) for one in both), LEAST_CORPUS)
        rarity = [rarities(count, names) for count in word_counts(segments, gone)]
        abjad = abjad_words(segments, gone)
        parts = [
            Part.of(*one, rare, name_totals(one[0], rare), vowelless)
            for one, rare, vowelless in zip(both, rarity, abjad, strict=True)
        ]
        return Index(tuple(parts), compared, fresh or {})

    def updated(self, removed: Collection[str], added: Iterable[IndexEntry]) -> Index:
        """The index without these entities and with these entries in place of their former selves."""
        new = {entry.entity: entry for entry in added}
        base, gone = self.parts[0].segment, self.parts[0].gone.copy()
        left = {*removed, *new}
        for entity in left:
            gone[base.by_entity.of(entity)] = True
        fresh = {entity: entry for entity, entry in self.fresh.items() if entity not in left} | new
        second = Segment.build(fresh.values())
        return Index.over((base, second), (gone, np.zeros(second.entry_count, bool)), self.compared, fresh)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """What the parts are made of."""
        return tuple(part.segment for part in self.parts)

    def __len__(self) -> int:
        return sum(int((~part.gone).sum()) for part in self.parts)

    @property
    def names(self) -> int:
        """How many names there are."""
        return sum(_standing_names(part.segment, part.gone) for part in self.parts)

    def entries(self) -> Iterator[Entry]:
        """All entries that stand."""
        for part in self.parts:
            for number in np.flatnonzero(~part.gone).tolist():
                yield part.segment.entry(number)

    def entry(self, entity: str) -> Entry | None:
        """The entry of an entity id."""
        found = self._filed("by_entity", entity)
        return next((entry for entry in found if entry.entity == entity), None)

    def entry_of_listing(self, source: str, ref: str) -> Entry | None:
        """The entry that a listing belongs to."""
        found = self._filed("by_listing", listing_key(source, ref))
        return next((entry for entry in found if (source, ref) in entry.listings), None)

    def with_identifier(self, scheme: str, value: str) -> list[tuple[Entry, Identifier]]:
        """Entries that have this identifier, or one of a kindred scheme with the same value."""
        keys = set(lookup_keys(scheme, value))
        found = {
            entry.entity: entry for key in sorted(keys) for entry in self._filed("by_identifier", identifier_key(*key))
        }
        return [
            (entry, item)
            for entry in found.values()
            for item in entry.identifiers
            if keys & set(lookup_keys(item.scheme, item.value))
        ]

    def heads(self, entry: Entry) -> list[Entry]:
        """The entries that the lists link this one to."""
        found = {e.entity: e for key in entry.standing.linked for e in self._named(key) if e.entity != entry.entity}
        return list(found.values())

    def affiliates(self, entry: Entry) -> list[Entry]:
        """The entries that the lists link to this one."""
        keys = dict.fromkeys(self._keys(entry.entity))
        found = {e.entity: e for key in keys for e in self._filed("by_linked", key) if e.entity != entry.entity}
        return [other for other in found.values() if keys.keys() & set(other.standing.linked)]

    def _filed(self, table: str, text: str) -> list[Entry]:
        return [
            part.segment.entry(number)
            for part in self.parts
            for number in getattr(part.segment, table).of(text)
            if not part.gone[number]
        ]

    def _named(self, key: str) -> list[Entry]:
        """Entries with a name of this key."""
        return [
            part.segment.entry(number)
            for part in self.parts
            for number in dict.fromkeys(int(part.segment.columns.entry[row]) for row in part.segment.by_key.of(key))
            if not part.gone[number]
        ]

    def _keys(self, entity: str) -> list[str]:
        """The keys of an entity's names."""
        return [
            part.segment.keys[row]
            for part in self.parts
            for number in part.segment.by_entity.of(entity)
            if not part.gone[number]
            for row in part.segment.rows_of(number)
        ]

    def ask(self, body: NameForm, person: NameForm) -> Asked:
        """A question's words, weighed by this index."""
        return Asked.of(body, person, self._rarity_of)

    def _rarity_of(self, words: Sequence[str]) -> list[float]:
        found = [1.0 if len(word) > 1 else INITIAL_RARITY for word in words]
        for part in self.parts:
            for place, number in enumerate(part.segment.vocabulary.numbers(list(words)).tolist()):
                if number >= 0 and part.rarity[number] > 0:  # a word that is gone is as good as unknown
                    found[place] = float(part.rarity[number])
        return found

    def compare(self, asked: Asked, wanted: Wanted = ANY) -> list[Compared]:
        """The names worth comparing with a question, compared."""
        return self.compare_all([asked], [wanted])[0]

    def compare_all(self, several: Sequence[Asked], wanted: Sequence[Wanted]) -> list[list[Compared]]:
        """The names worth comparing with each of these questions; many at once take far less time than one by one."""
        by_part = [compare(part, several, wanted, self.compared) for part in self.parts]
        return [[one for one in found if one is not None] for found in zip(*by_part, strict=True)]


def _standing_names(segment: Segment, gone: Flags) -> int:
    return int((~gone[segment.columns.entry]).sum())
