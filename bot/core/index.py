"""Index: all listed names, prepared so that a question meets only the few that can answer it.

entries ─▶ segments (a big one, and a small one for what changed since) ─▶ rarity of words over both
question ─▶ words like its own ─▶ names that have them ─▶ the best few, compared in full
"""

from __future__ import annotations

import math
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.entries import Entry, IndexEntry
from bot.core.identifiers import Identifier, lookup_keys
from bot.core.listings import EntityType
from bot.core.nameforms.alignment import Met, Names, Side, align_all
from bot.core.nameforms.alikeness import Flags, Floats, alike_all
from bot.core.nameforms.asked import FACTORS, INITIAL_RARITY, Asked
from bot.core.nameforms.features import Figures, Told, figures
from bot.core.nameforms.forms import NameForm
from bot.core.nameforms.hashing import Ints
from bot.core.nameforms.vocabulary import JOIN_LEAST
from bot.core.nameforms.words import FACTOR
from bot.core.names import Name
from bot.core.segment import TYPES, Segment, identifier_key, listing_key

COMPARED: Final = 120
"""Names compared in full with a question of a few words; fewer for longer ones, so that the work stays bounded."""

SAME_KEY: Final = 60
"""Names equal to the question but for order and form that are compared whatever the rest."""

LIKE: Final = 50
"""Words alike to an asked one whose names are looked at."""

LEAST_CORPUS: Final = 20_000
"""Rarity is judged as in a list of at least this many names, so that a small sample does not make all words common."""

WORTH_OF_BEST: Final = 0.3
"""Share of the best row's covered weight that a row must have to be looked at."""

WORTH: Final = 0.01
"""Weight below which an asked word brings no names."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Names of one segment compared with a question: their rows, figures and alignments, line by line."""

    segment: int
    rows: Ints
    entries: Ints
    figures: Figures
    met: Met


@dataclass(frozen=True, slots=True)
class Wanted:
    """Conditions on the entries that may answer."""

    type: EntityType | None = None
    lists: frozenset[str] = frozenset()


@dataclass(frozen=True, repr=False)
class Index:
    """Names and identifiers of all entries; never changed once made, so any thread may read it.

    Of each segment: `gone` tells which entries no longer stand, `rarity` of each word, `totals` the weight of each name.
    """

    segments: tuple[Segment, ...]
    gone: tuple[Flags, ...]
    rarity: tuple[Floats, ...]
    totals: tuple[Floats, ...]
    compared: int = COMPARED
    _scratch: threading.local = field(default_factory=threading.local)

    @staticmethod
    def build(entries: Iterable[IndexEntry], compared: int = COMPARED) -> Index:
        """The index over these entries."""
        segment = Segment.build(entries)
        return Index.over((segment,), (np.zeros(segment.entry_count, bool),), compared)

    @staticmethod
    def over(segments: tuple[Segment, ...], gone: tuple[Flags, ...], compared: int = COMPARED) -> Index:
        """The index over these segments without the entries that are gone."""
        counts = _counts(segments, gone)
        rows = sum(int((~g[s.columns.entry]).sum()) for s, g in zip(segments, gone, strict=True))
        rarity = tuple(_rarities(count, max(rows, LEAST_CORPUS)) for count in counts)
        totals = tuple(_totals(segment, rare) for segment, rare in zip(segments, rarity, strict=True))
        return Index(segments, gone, rarity, totals, compared)

    def updated(self, removed: Collection[str], added: Iterable[IndexEntry]) -> Index:
        """The index without these entities and with these entries in place of their former selves."""
        new = {entry.entity: entry for entry in added}
        base, gone = self.segments[0], self.gone[0].copy()
        left = {*removed, *new}
        for entity in left:
            gone[base.by_entity.of(entity)] = True
        return Index.over((base, Segment.build(new.values())), (gone, np.zeros(len(new), bool)), self.compared)

    def __len__(self) -> int:
        return sum(int((~gone).sum()) for gone in self.gone)

    @property
    def names(self) -> int:
        """How many names there are."""
        return sum(int((~g[s.columns.entry]).sum()) for s, g in zip(self.segments, self.gone, strict=True))

    def entries(self) -> Iterator[Entry]:
        """All entries that stand."""
        for segment, gone in zip(self.segments, self.gone, strict=True):
            for number in np.flatnonzero(~gone).tolist():
                yield segment.entry(number)

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
            segment.entry(number)
            for segment, gone in zip(self.segments, self.gone, strict=True)
            for number in getattr(segment, table).of(text)
            if not gone[number]
        ]

    def _named(self, key: str) -> list[Entry]:
        """Entries with a name of this key."""
        numbers = [
            (segment, number)
            for segment, gone in zip(self.segments, self.gone, strict=True)
            for number in dict.fromkeys(int(segment.columns.entry[row]) for row in segment.by_key.of(key))
            if not gone[number]
        ]
        return [segment.entry(number) for segment, number in numbers]

    def _keys(self, entity: str) -> list[str]:
        """The keys of an entity's names."""
        return [
            segment.keys[row]
            for segment, gone in zip(self.segments, self.gone, strict=True)
            for number in segment.by_entity.of(entity)
            if not gone[number]
            for row in range(segment.columns.entry_rows[number], segment.columns.entry_rows[number + 1])
        ]

    def ask(self, body: NameForm, person: NameForm) -> Asked:
        """A question's words, weighed by this index."""
        return Asked.of(body, person, self._rarity_of)

    def _rarity_of(self, words: Sequence[str]) -> list[float]:
        found = [1.0 if len(word) > 1 else INITIAL_RARITY for word in words]
        for segment, rarity in zip(reversed(self.segments), reversed(self.rarity), strict=True):
            for place, number in enumerate(segment.vocabulary.numbers(list(words)).tolist()):
                if number >= 0:
                    found[place] = float(rarity[number])
        return found

    def named(self, segment: int, row: int) -> tuple[Name, Side]:
        """A listed name, and its form with the weights its words have in this index."""
        name, form = self.segments[segment].row(row)
        rarity = tuple(self.rarity[segment][self.segments[segment].words_of(row)].tolist())
        return name, Side(form, tuple(FACTOR[c] * r for c, r in zip(form.classes, rarity, strict=True)), rarity)

    def compare(self, asked: Asked, wanted: Wanted = Wanted()) -> list[Compared]:
        """The names worth comparing with a question, compared."""
        found = (self._compare(number, asked, wanted) for number in range(len(self.segments)))
        return [compared for compared in found if compared is not None]

    def _compare(self, number: int, asked: Asked, wanted: Wanted) -> Compared | None:
        segment = self.segments[number]
        if not segment.row_count:
            return None
        like = segment.vocabulary.like(asked.words, asked.single)
        like = like[self.rarity[number][like] > 0]
        abjad = segment.columns.word_abjad[like] | asked.abjad
        alike = segment.vocabulary.alike(asked.words, asked.single, like, abjad)
        rows = self._near(number, asked, like, alike, wanted)
        if not len(rows):
            return None
        names, told, table = self._laid_out(number, rows, asked, like, alike)
        met = align_all(asked, names, table)
        found = figures(asked, names, told, met)
        return Compared(number, rows, segment.columns.entry[rows], found, met)

    def _near(self, number: int, asked: Asked, like: Ints, alike: Floats, wanted: Wanted) -> Ints:
        """The rows worth comparing, in a settled order."""
        segment, columns = self.segments[number], self.segments[number].columns
        rows, covered = self._covered(number, asked, like, alike)
        same = [row for side in asked.sides for row in segment.by_key.of(side.form.key)[:SAME_KEY]]
        rows = np.concatenate((np.array(same, np.int32), rows))
        covered = np.concatenate((np.full(len(same), 9.0, np.float32), covered))
        keep = ~self.gone[number][columns.entry[rows]] & _admitted(segment, rows, wanted)
        rows, covered = rows[keep], covered[keep]
        if not len(rows):
            return rows
        asked_total = asked.weights[:, : asked.singles].sum(1).max() + 1e-6
        total = self.totals[number][rows]
        covered = np.where(covered == 9.0, np.maximum(total, asked_total), np.minimum(covered, asked_total))
        excess = np.maximum(total - covered, 0)
        limit = (
            self.compared if asked.singles <= 6 else self.compared // 2 if asked.singles <= 12 else self.compared // 4
        )
        best = _top(rows, covered / asked_total - 0.02 * excess, limit * 5 // 9)
        balanced = _top(rows, 2 * covered / (asked_total + total), limit * 4 // 9)
        kept = set(rows.tolist())
        chosen = dict.fromkeys((*(row for row in same if row in kept), *best, *balanced))
        return np.array(list(chosen), np.int32)

    def _covered(self, number: int, asked: Asked, like: Ints, alike: Floats) -> tuple[Ints, Floats]:
        """Rows and the asked weight that each may answer: each asked word counts by the likest word of the name."""
        segment = self.segments[number]
        best, total = self._boards(number, segment.row_count)
        touched: list[Ints] = []
        weights = asked.weights.max(axis=0)
        for word, weight in enumerate(weights.tolist()):
            if weight <= WORTH:
                continue
            order = np.argsort(alike[word], kind="stable")[-LIKE:]
            order = order[alike[word][order] > 0]
            places, rows = segment.postings.gather(like[order])
            best[rows] = (alike[word][order] * np.float32(weight))[places]
            total[rows] += best[rows]
            best[rows] = 0
            touched.append(rows)
        rows = np.concatenate(touched) if touched else np.empty(0, np.int32)
        covered = total[rows]
        total[rows] = 0
        # What covers far less than the best is not looked at; the rest is few, and each row is in it several times.
        worth = covered >= covered.max(initial=0) * WORTH_OF_BEST
        kept, places = np.unique(rows[worth], return_index=True)
        return kept, covered[worth][places]

    def _boards(self, number: int, size: int) -> tuple[Floats, Floats]:
        """Two arrays of zeros of this thread, one cell a row; whoever writes to them wipes what it wrote."""
        boards: dict[int, tuple[Floats, Floats]] = self._scratch.__dict__.setdefault("boards", {})
        if number not in boards:
            boards[number] = (np.zeros(size, np.float32), np.zeros(size, np.float32))
        return boards[number]

    def _laid_out(self, number: int, rows: Ints, asked: Asked, like: Ints, alike: Floats) -> tuple[Names, Told, Floats]:
        """These rows side by side, with the alikeness of each asked word and each of theirs."""
        segment, columns = self.segments[number], self.segments[number].columns
        begin = columns.word_starts[rows]
        lengths = columns.word_starts[rows + 1] - begin
        width = int(lengths.max())
        inside = np.arange(width)[None, :] < lengths[:, None]
        places = np.where(inside, begin[:, None] + np.arange(width), 0)
        singles = np.where(inside, columns.words[places], -1)
        joined = np.where(inside, columns.joined[places], -1)[:, : width - 1]
        numbers = np.concatenate((singles, joined), axis=1)
        weights = np.where(inside, FACTORS[columns.classes[places]] * self.rarity[number][singles], 0)
        together = np.where(joined >= 0, weights[:, :-1] + weights[:, 1:], 0)
        person = columns.person[rows]
        names = Names(numbers, np.concatenate((weights, together), axis=1).astype(np.float32), person.astype(np.int8))
        words = segment.vocabulary.words
        texts = [[words.words[n] for n in line if n >= 0] for line in singles.tolist()]
        told = Told(
            keys=segment.keys.many(rows),
            readings=segment.readings.many(rows),
            glued=["".join(line) for line in texts],
            given=columns.given[rows].astype(np.int64),
            family=columns.family[rows].astype(np.int64),
            initials=np.array([sum(len(word) == 1 for word in line) for line in texts], np.float32),
            digits=words.digits[singles] & inside,
            person=person,
        )
        return names, told, _table(segment, asked, like, alike, numbers, width)


def _table(segment: Segment, asked: Asked, like: Ints, alike: Floats, numbers: Ints, width: int) -> Floats:
    """Alikeness by name, asked word and found word."""
    words, known = segment.vocabulary.words, np.zeros(len(segment.vocabulary.words.words) + 1, np.int32)
    own = np.unique(numbers[:, :width])
    rest = np.setdiff1d(own[own >= 0], like)
    more = np.zeros((len(asked.parts), len(rest)), np.float32)
    if len(rest):
        one = asked.words.take([i for i, alone in enumerate(asked.single.tolist()) if alone])
        more[asked.single] = alike_all(one, words.take(rest.tolist()), segment.columns.word_abjad[rest] | asked.abjad)
    known[like] = np.arange(1, len(like) + 1)
    known[rest] = np.arange(len(like) + 1, len(like) + len(rest) + 1)
    both = np.concatenate((np.zeros((len(asked.parts), 1), np.float32), alike, more), axis=1)
    table = both[:, known[numbers]].transpose(1, 0, 2).copy()
    # A word written together here may be a word by itself elsewhere.
    table[:, :, width:][table[:, :, width:] < JOIN_LEAST] = 0
    table[:, ~asked.single, width:] = 0
    return table


def _admitted(segment: Segment, rows: Ints, wanted: Wanted) -> Flags:
    columns, keep = segment.columns, np.ones(len(rows), bool)
    if wanted.type is not None:
        keep &= columns.entry_type[columns.entry[rows]] == TYPES.index(wanted.type)
    if wanted.lists:
        sets = np.array([bool(one & wanted.lists) for one in segment.list_sets], bool)
        keep &= sets[columns.lists[rows]]
    return keep


def _top(rows: Ints, worth: Floats, count: int) -> list[int]:
    if len(rows) > 4 * count:
        least = np.partition(worth, len(worth) - 2 * count)[len(worth) - 2 * count]
        rows, worth = rows[worth >= least], worth[worth >= least]
    return [int(row) for row in rows[np.argsort(-worth, kind="stable")[:count]]]


def _counts(segments: Sequence[Segment], gone: Sequence[Flags]) -> list[NDArray[np.int64]]:
    """How many standing names have each word of each segment, over all of them."""
    own = [_standing_counts(segment, left) for segment, left in zip(segments, gone, strict=True)]
    counts = [count.copy() for count in own]
    for number, segment in enumerate(segments[1:], 1):
        places = segments[0].vocabulary.numbers(list(segment.vocabulary.words.words))
        known = places >= 0
        counts[0][places[known]] += own[number][known]
        counts[number][known] += own[0][places[known]]
    return counts


def _standing_counts(segment: Segment, gone: Flags) -> NDArray[np.int64]:
    counts = segment.postings.counts()
    if gone.any():
        left = gone[segment.columns.entry]
        owner = np.repeat(np.arange(len(counts)), counts)
        counts = counts - np.bincount(owner[left[segment.postings.rows]], minlength=len(counts))
    return counts


def _rarities(counts: NDArray[np.int64], names: int) -> Floats:
    """How much each word tells: 1 for a word that one name has, less for common ones, 0 for one that is gone."""
    scale = math.log(names + 1)
    values = np.clip((scale - np.log(np.maximum(counts, 1) + 0.5)) / scale, 0.12, 1.0)
    return np.where(counts > 0, values, 0).astype(np.float32)


def _totals(segment: Segment, rarity: Floats) -> Floats:
    columns = segment.columns
    weights = np.concatenate(
        (np.zeros(1), np.cumsum(FACTORS[columns.classes] * rarity[columns.words], dtype=np.float64))
    )
    return np.diff(weights[columns.word_starts]).astype(np.float32)
