"""Comparing: the names of one part of an index that a question may mean, found and compared.

asked words ─▶ words like them ─▶ names that have them ─▶ the best few, side by side ─▶ aligned ─▶ figures
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from bot.core.columns import TYPES
from bot.core.listings import EntityType
from bot.core.nameforms.alignment import Met, Names, Side, align_all
from bot.core.nameforms.alikeness import Flags, Floats, alike_all
from bot.core.nameforms.asked import FACTORS, Asked
from bot.core.nameforms.features import Figures, Told, figures
from bot.core.nameforms.hashing import Ints
from bot.core.nameforms.vocabulary import JOIN_LEAST
from bot.core.nameforms.words import FACTOR
from bot.core.names import Name
from bot.core.segment import Segment

SAME_KEY: Final = 60
"""Names equal to the question but for order and form that are compared whatever the rest."""

LIKE: Final = 50
"""Words alike to an asked one whose names are looked at."""

WORTH_OF_BEST: Final = 0.3
"""Share of the best row's covered weight that a row must have to be looked at."""

WORTH: Final = 0.01
"""Weight below which an asked word brings no names."""

FEW: Final = 6
SEVERAL: Final = 12
"""Words of a question up to which all names, or half of them, are compared; a quarter for longer ones."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Conditions on the entries that may answer."""

    type: EntityType | None = None
    lists: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False, repr=False)
class Part:
    """A segment as it stands in an index: which entries are gone, the rarity of each word, each name's weight,
    and which words a name in a script without vowels has.
    """

    segment: Segment
    gone: Flags
    rarity: Floats
    totals: Floats
    abjad: Flags
    _scratch: threading.local = field(default_factory=threading.local)

    def named(self, row: int) -> tuple[Name, Side]:
        """A listed name, and its form with the weights its words have."""
        name, form = self.segment.row(row)
        rarity = tuple(self.rarity[self.segment.words_of(row)].tolist())
        return name, Side(form, tuple(FACTOR[c] * r for c, r in zip(form.classes, rarity, strict=True)), rarity)

    def near(self, asked: Asked, like: Ints, alike: Floats, wanted: Wanted, most: int) -> Ints:
        """The rows worth comparing, in a settled order."""
        segment, columns = self.segment, self.segment.columns
        rows, covered = self._covered(asked, like, alike)
        keys = dict.fromkeys(side.form.key for side in asked.sides)
        same = [row for key in keys for row in segment.by_key.of(key)[:SAME_KEY]]
        rows = np.concatenate((np.array(same, np.int32), rows))
        covered = np.concatenate((np.full(len(same), 9.0, np.float32), covered))
        keep = ~self.gone[columns.entry[rows]] & _admitted(segment, rows, wanted)
        same = rows[: len(same)][keep[: len(same)]].tolist()
        rows, covered = rows[keep], covered[keep]
        if not len(rows):
            return rows
        asked_total = asked.reach[: asked.singles].sum() + 1e-6
        total = self.totals[rows]
        covered = np.where(covered == 9.0, np.maximum(total, asked_total), np.minimum(covered, asked_total))
        excess = np.maximum(total - covered, 0)
        limit = most if asked.singles <= FEW else most // 2 if asked.singles <= SEVERAL else most // 4
        best = _top(rows, covered / asked_total - 0.02 * excess, limit * 5 // 9)
        balanced = _top(rows, 2 * covered / (asked_total + total), limit * 4 // 9)
        return np.array(list(dict.fromkeys((*same, *best, *balanced))), np.int32)

    def _covered(self, asked: Asked, like: Ints, alike: Floats) -> tuple[Ints, Floats]:
        """Rows and the asked weight that each may answer: each asked word counts by the likest word of the name."""
        best, total = self._boards()
        touched: list[Ints] = []
        for word, weight in enumerate(asked.reach.tolist()):
            if weight <= WORTH:
                continue
            order = np.flatnonzero(alike[word])
            order = order[np.argsort(alike[word][order], kind="stable")[-LIKE:]]
            places, hits = self.segment.postings.gather(like[order])
            best[hits] = (alike[word][order] * np.float32(weight))[places]
            total[hits] += best[hits]
            best[hits] = 0
            touched.append(hits)
        hit: Ints = np.concatenate((np.empty(0, np.int32), *touched)).astype(np.int32, copy=False)
        covered = total[hit]
        total[hit] = 0
        self._scratch.boards = (best, total)
        # What covers far less than the best is not looked at; the rest is few, and each row is in it several times.
        worth = covered >= covered.max(initial=0) * WORTH_OF_BEST
        kept, firsts = np.unique(hit[worth], return_index=True)
        return kept, covered[worth][firsts]

    def _boards(self) -> tuple[Floats, Floats]:
        """Two arrays of zeros, one cell a row, of this thread's own; wiped by whoever wrote to them, then put back.

        After an error they are not put back, and others are made.
        """
        boards: tuple[Floats, Floats] | None = self._scratch.__dict__.pop("boards", None)
        size = self.segment.row_count
        return boards or (np.zeros(size, np.float32), np.zeros(size, np.float32))

    def laid_out(self, rows: Ints, asked: Asked, like: Ints, alike: Floats) -> tuple[Names, Told, Floats]:
        """These rows side by side, with the alikeness of each asked word and each of theirs."""
        segment, columns = self.segment, self.segment.columns
        begin = columns.word_starts[rows]
        lengths = columns.word_starts[rows + 1] - begin
        width = int(lengths.max())
        inside = np.arange(width)[None, :] < lengths[:, None]
        places = np.where(inside, begin[:, None] + np.arange(width), 0)
        singles = np.where(inside, columns.words[places], -1)
        joined = np.where(inside, columns.joined[places], -1)[:, : width - 1]
        numbers = np.concatenate((singles, joined), axis=1)
        weights = np.where(inside, FACTORS[columns.classes[places]] * self.rarity[singles], 0)
        together = np.where(joined >= 0, weights[:, :-1] + weights[:, 1:], 0)
        person = columns.person[rows]
        names = Names(numbers, np.concatenate((weights, together), axis=1).astype(np.float32), person.astype(np.int8))
        words = segment.vocabulary.words
        texts = np.where(inside, words.words[singles], "").tolist()
        told = Told(
            keys=segment.keys.many(rows),
            readings=segment.readings.many(rows),
            glued=["".join(line) for line in texts],
            given=columns.given[rows].astype(np.int64),
            family=columns.family[rows].astype(np.int64),
            initials=((words.lengths[singles] == 1) & inside).sum(1).astype(np.float32),
            digits=words.digits[singles] & inside,
            person=person,
        )
        return names, told, _table(self, asked, like, alike, numbers, width)


@dataclass(frozen=True, slots=True)
class Compared:
    """Names of one part compared with a question: their rows, figures and alignments, line by line."""

    part: Part
    rows: Ints
    entries: Ints
    figures: Figures
    met: Met


def compare(part: Part, asked: Asked, wanted: Wanted, most: int) -> Compared | None:
    """The names worth comparing with a question, at most so many, compared."""
    segment = part.segment
    if not segment.row_count:
        return None
    like = segment.vocabulary.like(asked.words, asked.single)
    like = like[part.rarity[like] > 0]
    abjad = part.abjad[like] | asked.abjad
    alike = segment.vocabulary.alike(asked.words, asked.single, like, abjad)
    rows = part.near(asked, like, alike, wanted, most)
    if not len(rows):
        return None
    names, told, table = part.laid_out(rows, asked, like, alike)
    met = align_all(asked, names, table)
    return Compared(part, rows, segment.columns.entry[rows], figures(asked, names, told, met), met)


def _table(part: Part, asked: Asked, like: Ints, alike: Floats, numbers: Ints, width: int) -> Floats:
    """Alikeness by name, asked word and found word."""
    words = part.segment.vocabulary.words
    known = np.zeros(len(words.words) + 1, np.int32)
    known[like] = np.arange(1, len(like) + 1)
    own = numbers[:, :width]
    rest = np.unique(own[(own >= 0) & (known[own] == 0)])
    more = np.zeros((len(asked.parts), len(rest)), np.float32)
    if len(rest):
        more[asked.single] = alike_all(asked.alone, words.take(rest), part.abjad[rest] | asked.abjad)
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
    if len(rows) > 4 * count > 0:
        least = np.partition(worth, len(worth) - 2 * count)[len(worth) - 2 * count]
        rows, worth = rows[worth >= least], worth[worth >= least]
    found: list[int] = rows[np.argsort(-worth, kind="stable")[:count]].tolist()
    return found
