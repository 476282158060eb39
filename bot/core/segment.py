"""Segment: the names and entries of one build as flat columns, so that they can be read in place from disk.

entries ─▶ rows (one a distinct name) ─▶ words by number ─▶ postings
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.core.building import Builder
from bot.core.columns import KINDS, Columns, opened
from bot.core.entries import Entry, IndexEntry
from bot.core.nameforms.forms import NameForm
from bot.core.nameforms.hashing import Ints, Lookup
from bot.core.nameforms.postings import Postings, Texts
from bot.core.nameforms.vocabulary import Vocabulary
from bot.core.nameforms.words import WordClass
from bot.core.names import Name


class Segment:
    """Columns with what is made from them on opening."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.printed = Texts(columns.printed_starts, columns.printed)
        self.scripts = Texts(columns.scripts_starts, columns.scripts)
        self.keys = Texts(columns.key_starts, columns.keys)
        self.readings = Texts(columns.reading_starts, columns.readings)
        self.records = Texts(columns.record_starts, columns.records)
        self.by_key = Lookup(columns.key_hashes, columns.key_rows)
        self.by_entity = Lookup(columns.entity_hashes, columns.entity_entries)
        self.by_listing = Lookup(columns.listing_hashes, columns.listing_entries)
        self.by_identifier = Lookup(columns.identifier_hashes, columns.identifier_entries)
        self.by_linked = Lookup(columns.linked_hashes, columns.linked_entries)
        self.postings = Postings(columns.posting_starts, columns.posting_rows)
        self.list_sets = [frozenset(line.split()) for line in columns.list_sets.tobytes().decode().split("\n")]
        self.vocabulary = Vocabulary(
            opened(columns.vocabulary), columns.word_single, Lookup(columns.word_hashes, columns.word_owners)
        )

    @staticmethod
    def build(entries: Iterable[IndexEntry]) -> Segment:
        """The segment of these entries."""
        return Segment(Builder().add_all(entries).columns())

    @cached_property
    def row_count(self) -> int:
        """How many names there are."""
        return len(self.columns.entry)

    @property
    def entry_count(self) -> int:
        """How many entries there are."""
        return len(self.columns.entry_type)

    def entry(self, number: int) -> Entry:
        """One entry."""
        return Entry.from_json(self.records.raw(number))

    def entries(self) -> Iterator[Entry]:
        """All entries, in their order."""
        return map(self.entry, range(self.entry_count))

    def rows_of(self, entry: int) -> range:
        """The rows of an entry's names."""
        return range(int(self.columns.entry_rows[entry]), int(self.columns.entry_rows[entry + 1]))

    def words_of(self, row: int) -> Ints:
        """The numbers of a row's words."""
        return self.columns.words[self.columns.word_starts[row] : self.columns.word_starts[row + 1]]

    def row(self, number: int) -> tuple[Name, NameForm]:
        """One name with its form."""
        c = self.columns
        begin, end = c.word_starts[number], c.word_starts[number + 1]
        words = tuple(self.vocabulary.words.words[n] for n in c.words[begin:end].tolist())
        form = NameForm(
            text=self.printed[number],
            words=words,
            classes=tuple(WordClass(n) for n in c.classes[begin:end].tolist()),
            key=self.keys[number],
            abjad=bool(c.abjad[number]),
            is_person=bool(c.person[number]),
            family=int(c.family[number]),
            given=int(c.given[number]),
        )
        name = Name(form.text, KINDS[c.kind[number]], self.scripts[number])
        return name, form

    def sources_of(self, row: int) -> frozenset[str]:
        """The lists that have this name."""
        return self.list_sets[int(self.columns.lists[row])]

    def parts(self) -> dict[str, NDArray[np.generic]]:
        """The columns by name, to be kept."""
        return self.columns.parts()

    @staticmethod
    def of_parts(parts: Mapping[str, NDArray[np.generic]]) -> Segment:
        """The segment that `parts` came from."""
        return Segment(Columns.of_parts(parts))
