"""Building: entries taken in one by one and turned into the columns of a segment."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from bot.core.columns import KINDS, TYPES, Columns, closed, identifier_key, listing_key
from bot.core.entries import KIND_RANK, Entry, IndexEntry
from bot.core.identifiers import lookup_keys
from bot.core.listings import EntityType
from bot.core.nameforms.forms import TOGETHER_LEAST, NameForm, legal_forms, make_form
from bot.core.nameforms.hashing import Filing, Ints
from bot.core.nameforms.postings import Postings, Writing
from bot.core.nameforms.vocabulary import Vocabulary
from bot.core.names import Name


class Builder:
    """Rows gathered one by one, then turned into columns."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.singles: set[int] = set()
        self.sets: dict[frozenset[str], int] = {}
        self.words, self.joined, self.starts = array("i"), array("i"), array("i", [0])
        self.entry, self.lists, self.entry_rows = array("i"), array("i"), array("i", [0])
        self.kind, self.family, self.given, self.classes = array("B"), array("B"), array("B"), array("B")
        self.person, self.abjad, self.entry_type = array("B"), array("B"), array("B")
        self.printed, self.scripts, self.keys = Writing(), Writing(), Writing()
        self.readings, self.records = Writing(), Writing()
        self.by_key, self.entities, self.listings = Filing(), Filing(), Filing()
        self.identifiers, self.linked = Filing(), Filing()

    def add_all(self, entries: Iterable[IndexEntry]) -> Builder:
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
        pairs = [a + b if len(a) + len(b) >= TOGETHER_LEAST else "" for a, b in pairwise(form.words)]
        joined = [self._number(pair) if pair else -1 for pair in pairs]
        self.singles.update(numbers)
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
        key = form.key.encode(errors="replace")
        self.by_key.append((key.decode(), len(self.keys)))
        self.keys.append(key)
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
        starts = np.array(self.starts, np.int32)
        vocabulary = Vocabulary.build(ordered, single)
        posted = _postings(words, joined, starts, len(ordered))
        keys, entities, listings = self.by_key.lookup(), self.entities.lookup(), self.listings.lookup()
        identifiers, linked = self.identifiers.lookup(), self.linked.lookup()
        printed, scripts, key_texts = self.printed.texts(), self.scripts.texts(), self.keys.texts()
        readings, records = self.readings.texts(), self.records.texts()
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
            vocabulary=closed(vocabulary.words),
            word_single=single,
            word_hashes=vocabulary.keys.keys,
            word_owners=vocabulary.keys.values,
            posting_starts=posted.starts,
            posting_rows=posted.rows,
        )


def _postings(words: Ints, joined: Ints, starts: Ints, size: int) -> Postings:
    """For each word the rows that have it, by itself or as two written together, once each."""
    row = np.repeat(np.arange(len(starts) - 1, dtype=np.int64), np.diff(starts))
    together = joined >= 0
    pairs = np.concatenate((row * size + words, row[together] * size + joined[together]))
    pairs = np.unique(pairs)
    return Postings.build((pairs % max(size, 1)).astype(np.int32), (pairs // max(size, 1)).astype(np.int32), size)


def _distinct_names(entry: IndexEntry) -> Iterator[tuple[Name, NameForm, frozenset[str]]]:
    """The distinct names of an entry; of equal ones the kind that says most is kept."""
    found: dict[tuple[tuple[str, ...], frozenset[str]], tuple[Name, NameForm, set[str]]] = {}
    for listing in entry.listings:
        for name in sorted(listing.names, key=lambda n: KIND_RANK[n.kind]):
            form = make_form(name.text, listing.type is EntityType.PERSON)
            if not form.words:
                continue
            # "Volga LLC" and "Volga JSC" are two names, though their words are the same.
            key = (form.words, frozenset[str]() if form.is_person else legal_forms(name.text))
            kept = found.setdefault(key, (name, form, set()))
            kept[2].add(listing.source)
            if KIND_RANK[name.kind] < KIND_RANK[kept[0].kind]:
                found[key] = (name, form, kept[2])
    return ((name, form, frozenset(sources)) for name, form, sources in found.values())
