"""Segment: the names and entries of one build as flat columns, so that they can be read in place from disk.

entries ─▶ rows (one a distinct name) ─▶ words by number ─▶ postings
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.entries import KIND_RANK, Entry, IndexEntry
from bot.core.identifiers import lookup_keys
from bot.core.listings import EntityType
from bot.core.nameforms.alikeness import Words
from bot.core.nameforms.forms import NameForm, make_form
from bot.core.nameforms.hashing import Hashes, Ints, Lookup
from bot.core.nameforms.postings import Postings, Texts
from bot.core.nameforms.vocabulary import Vocabulary
from bot.core.nameforms.words import WordClass
from bot.core.names import Name, NameKind

JOIN_LEAST: Final = 5
"""Letters from which two neighbours are also a word written together."""

KINDS: Final = tuple(NameKind)
TYPES: Final = tuple(EntityType)
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Columns:
    """All that a segment holds, column by column; rows are names, an entry's rows stand together.

    `words` and `joined` are the numbers of each row's words, and of each with its next one (-1 for none), from
    `word_starts`; `lists` numbers the sets in `list_sets`; `vocabulary` holds each word with its readings.
    """

    entry: Ints
    kind: Bytes
    person: NDArray[np.bool_]
    abjad: NDArray[np.bool_]
    family: Bytes
    given: Bytes
    lists: Ints
    word_starts: Ints
    words: Ints
    joined: Ints
    classes: Bytes
    key_hashes: Hashes
    key_rows: Ints
    printed_starts: NDArray[np.int64]
    printed: Bytes
    scripts_starts: NDArray[np.int64]
    scripts: Bytes
    key_starts: NDArray[np.int64]
    keys: Bytes
    reading_starts: NDArray[np.int64]
    readings: Bytes
    list_sets: Bytes
    entry_rows: Ints
    entry_type: Bytes
    record_starts: NDArray[np.int64]
    records: Bytes
    entity_hashes: Hashes
    entity_entries: Ints
    listing_hashes: Hashes
    listing_entries: Ints
    identifier_hashes: Hashes
    identifier_entries: Ints
    linked_hashes: Hashes
    linked_entries: Ints
    vocabulary: Bytes
    word_abjad: NDArray[np.bool_]
    word_single: NDArray[np.bool_]
    word_hashes: Hashes
    word_owners: Ints
    posting_starts: NDArray[np.int64]
    posting_rows: Ints


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
            _opened(columns.vocabulary), columns.word_single, Lookup(columns.word_hashes, columns.word_owners)
        )

    @staticmethod
    def build(entries: Iterable[IndexEntry]) -> Segment:
        """The segment of these entries."""
        return Segment(_Builder().add_all(entries).columns())

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
        return self.list_sets[self.columns.lists[row]]

    def parts(self) -> dict[str, NDArray[np.generic]]:
        """The columns by name, to be kept."""
        return {field.name: getattr(self.columns, field.name) for field in fields(Columns)}

    @staticmethod
    def of_parts(parts: Mapping[str, NDArray[np.generic]]) -> Segment:
        """The segment that `parts` came from."""
        return Segment(Columns(**{field.name: parts[field.name] for field in fields(Columns)}))  # type: ignore[arg-type]


def _opened(data: Bytes) -> Words:
    """The vocabulary's words with their readings, from one text of five tables."""
    if not len(data):
        return Words.of([])
    tables = data.tobytes().decode("ascii").split("\0")
    words, folds, skeletons, easterns, kin = (table.split("\n") for table in tables)
    lengths = np.fromiter(map(len, words), np.int16, len(words))
    letters = np.fromiter(map(str.isalpha, words), bool, len(words))
    digits = np.fromiter(map(str.isdigit, words), bool, len(words))
    return Words(words, folds, skeletons, easterns, lengths, letters, digits, np.array(kin, np.int16))


def _closed(words: Words) -> Bytes:
    if not len(words.words):
        return np.empty(0, np.uint8)
    tables = (words.words, words.folds, words.skeletons, words.easterns, list(map(str, words.kin.tolist())))
    return np.frombuffer("\0".join("\n".join(table) for table in tables).encode("ascii"), np.uint8)


class _Builder:
    """Rows gathered one by one, then turned into columns."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.singles: set[int] = set()
        self.abjad_words: set[int] = set()
        self.sets: dict[frozenset[str], int] = {}
        self.words, self.joined, self.starts = array("i"), array("i"), array("i", [0])
        self.entry, self.lists, self.entry_rows = array("i"), array("i"), array("i", [0])
        self.kind, self.family, self.given, self.classes = array("B"), array("B"), array("B"), array("B")
        self.person, self.abjad, self.entry_type = array("B"), array("B"), array("B")
        self.printed: list[bytes] = []
        self.scripts: list[bytes] = []
        self.keys: list[bytes] = []
        self.readings: list[bytes] = []
        self.records: list[bytes] = []
        self.entities: list[tuple[str, int]] = []
        self.listings: list[tuple[str, int]] = []
        self.identifiers: list[tuple[str, int]] = []
        self.linked: list[tuple[str, int]] = []

    def add_all(self, entries: Iterable[IndexEntry]) -> _Builder:
        """Take in these entries."""
        for entry in entries:
            if entry.listings:
                self._add(entry)
        return self

    def _add(self, given: IndexEntry) -> None:
        number, entry = len(self.records), Entry.of(given)
        self.records.append(entry.to_json())
        self.entry_type.append(TYPES.index(entry.type))
        self.entities.append((entry.entity, number))
        self.listings.extend((listing_key(item.source, item.ref), number) for item in entry.listings)
        filed = {identifier_key(*key) for item in entry.identifiers for key in lookup_keys(item.scheme, item.value)}
        self.identifiers.extend((key, number) for key in sorted(filed))
        self.linked.extend((key, number) for key in entry.standing.linked)
        for name, form, sources in _distinct_names(given):
            self._add_row(number, name, form, sources)
        self.entry_rows.append(len(self.entry))

    def _add_row(self, entry: int, name: Name, form: NameForm, sources: frozenset[str]) -> None:
        numbers = [self._number(word) for word in form.words]
        pairs = [a + b if len(a) + len(b) >= JOIN_LEAST else "" for a, b in pairwise(form.words)]
        joined = [self._number(pair) if pair else -1 for pair in pairs]
        self.singles.update(numbers)
        if form.abjad:
            self.abjad_words.update(numbers)
        self.words.extend(numbers)
        self.joined.extend((*joined, -1))
        self.classes.extend(form.classes)
        self.starts.append(len(self.words))
        self.entry.append(entry)
        self.kind.append(KINDS.index(name.kind))
        self.person.append(form.is_person)
        self.abjad.append(form.abjad)
        self.family.append(form.family)
        self.given.append(min(form.given, 255))
        self.lists.append(self.sets.setdefault(sources, len(self.sets)))
        self.printed.append(name.text.encode(errors="replace"))
        self.scripts.append(name.script.encode(errors="replace"))
        self.keys.append(form.key.encode(errors="replace"))
        self.readings.append(form.reading.encode(errors="replace"))

    def _number(self, word: str) -> int:
        word = word if word.isascii() else word.encode("ascii", "replace").decode()
        return self.numbers.setdefault(word, len(self.numbers))

    def columns(self) -> Columns:
        """The columns of all that was taken in."""
        ordered = sorted(self.numbers)
        place = np.empty(len(ordered), np.int32)
        place[[self.numbers[word] for word in ordered]] = np.arange(len(ordered), dtype=np.int32)
        words = place[np.array(self.words, np.int32)] if ordered else np.empty(0, np.int32)
        joined = np.array(self.joined, np.int32)
        joined = np.where(joined >= 0, place[joined], -1).astype(np.int32) if ordered else joined
        single = np.zeros(len(ordered), bool)
        single[place[list(self.singles)]] = True
        abjad = np.zeros(len(ordered), bool)
        abjad[place[list(self.abjad_words)]] = True
        starts = np.array(self.starts, np.int32)
        vocabulary = Vocabulary.build(ordered, single)
        posted = _postings(words, joined, starts, len(ordered))
        keys = Lookup.of_texts((key.decode(), row) for row, key in enumerate(self.keys))
        entities, listings = Lookup.of_texts(self.entities), Lookup.of_texts(self.listings)
        identifiers, linked = Lookup.of_texts(self.identifiers), Lookup.of_texts(self.linked)
        texts = [Texts.build(t) for t in (self.printed, self.scripts, self.keys, self.readings, self.records)]
        printed, scripts, key_texts, readings, records = texts
        return Columns(
            entry=np.array(self.entry, np.int32),
            kind=np.array(self.kind, np.uint8),
            person=np.array(self.person, bool),
            abjad=np.array(self.abjad, bool),
            family=np.array(self.family, np.uint8),
            given=np.array(self.given, np.uint8),
            lists=np.array(self.lists, np.int32),
            word_starts=starts,
            words=words,
            joined=joined,
            classes=np.array(self.classes, np.uint8),
            key_hashes=keys.keys,
            key_rows=keys.values,
            printed_starts=printed.starts,
            printed=printed.data,
            scripts_starts=scripts.starts,
            scripts=scripts.data,
            key_starts=key_texts.starts,
            keys=key_texts.data,
            reading_starts=readings.starts,
            readings=readings.data,
            list_sets=np.frombuffer("\n".join(" ".join(sorted(one)) for one in self.sets).encode(), np.uint8),
            entry_rows=np.array(self.entry_rows, np.int32),
            entry_type=np.array(self.entry_type, np.uint8),
            record_starts=records.starts,
            records=records.data,
            entity_hashes=entities.keys,
            entity_entries=entities.values,
            listing_hashes=listings.keys,
            listing_entries=listings.values,
            identifier_hashes=identifiers.keys,
            identifier_entries=identifiers.values,
            linked_hashes=linked.keys,
            linked_entries=linked.values,
            vocabulary=_closed(vocabulary.words),
            word_abjad=abjad,
            word_single=single,
            word_hashes=vocabulary.keys.keys,
            word_owners=vocabulary.keys.values,
            posting_starts=posted.starts,
            posting_rows=posted.rows,
        )


def listing_key(source: str, ref: str) -> str:
    """The text under which a listing is filed."""
    return f"{source}\0{ref}"


def identifier_key(family: str, value: str) -> str:
    """The text under which an identifier is filed."""
    return f"{family}\0{value}"


def _postings(words: Ints, joined: Ints, starts: Ints, size: int) -> Postings:
    """For each word the rows that have it, by itself or as two written together, once each."""
    row = np.repeat(np.arange(len(starts) - 1, dtype=np.int64), np.diff(starts))
    together = joined >= 0
    pairs = np.concatenate((row * size + words, row[together] * size + joined[together]))
    pairs = np.unique(pairs)
    return Postings.build((pairs % max(size, 1)).astype(np.int32), (pairs // max(size, 1)).astype(np.int32), size)


def _distinct_names(entry: IndexEntry) -> Iterator[tuple[Name, NameForm, frozenset[str]]]:
    """The distinct names of an entry; of equal ones the kind that says most is kept."""
    found: dict[tuple[str, ...], tuple[Name, NameForm, set[str]]] = {}
    for listing in entry.listings:
        for name in sorted(listing.names, key=lambda n: KIND_RANK[n.kind]):
            form = make_form(name.text, listing.type is EntityType.PERSON)
            if not form.words:
                continue
            kept = found.setdefault(form.words, (name, form, set()))
            kept[2].add(listing.source)
            if KIND_RANK[name.kind] < KIND_RANK[kept[0].kind]:
                found[form.words] = (name, form, kept[2])
    return ((name, form, frozenset(sources)) for name, form, sources in found.values())
