"""Comparing: the names of one part of an index that a question may mean, found and compared.

asked words ─▶ words like them ─▶ names that have them ─▶ the best few, side by side ─▶ aligned ─▶ figures
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.columns import TYPES
from bot.core.listings import EntityType
from bot.core.nameforms.alignment import Met, Names, Side, align_all
from bot.core.nameforms.alikeness import Flags, Floats, Words, alike_blocks
from bot.core.nameforms.asked import FACTORS, Asked, Questions
from bot.core.nameforms.features import Figures, Told, feature_values, figures
from bot.core.nameforms.hashing import Ints
from bot.core.nameforms.scorer import scores
from bot.core.nameforms.vocabulary import JOIN_LEAST
from bot.core.nameforms.words import FACTOR
from bot.core.names import Name
from bot.core.recall import Brought, Recall
from bot.core.segment import Segment

SAME_KEY: Final = 60
"""Names equal to the question but for order and form that are compared whatever the rest."""

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
    recall: Recall
    _scratch: threading.local = field(default_factory=threading.local)

    @staticmethod
    def of(segment: Segment, gone: Flags, rarity: Floats, totals: Floats, abjad: Flags) -> Part:
        """The part that this segment is."""
        return Part(segment, gone, rarity, totals, abjad, Recall(segment, rarity > 0, abjad))

    def named(self, row: int) -> tuple[Name, Side]:
        """A listed name, and its form with the weights its words have."""
        name, form = self.segment.row(row)
        rarity = tuple(self.rarity[self.segment.words_of(row)].tolist())
        return name, Side(form, tuple(FACTOR[c] * r for c, r in zip(form.classes, rarity, strict=True)), rarity)

    def near(self, asked: Asked, brought: Sequence[Brought], wanted: Wanted, most: int) -> Ints:
        """The rows worth comparing, in a settled order."""
        segment, columns = self.segment, self.segment.columns
        rows, covered = self._covered(asked, brought)
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

    def _covered(self, asked: Asked, brought: Sequence[Brought]) -> tuple[Ints, Floats]:
        """Rows and the asked weight that each may answer: each asked word counts by the likest word of the name."""
        total = self._board()
        touched: list[Ints] = []
        for one, weight in zip(brought, asked.reach.tolist(), strict=True):
            if weight > WORTH:
                total[one.rows] += one.best * np.float32(weight)
                touched.append(one.rows)
        hit: Ints = np.concatenate((np.empty(0, np.int32), *touched)).astype(np.int32, copy=False)
        covered = total[hit]
        total[hit] = 0
        self._scratch.board = total
        # What covers far less than the best is not looked at; the rest is few, and each row is in it several times.
        worth = covered >= covered.max(initial=0) * WORTH_OF_BEST
        kept, firsts = np.unique(hit[worth], return_index=True)
        return kept, covered[worth][firsts]

    def _board(self) -> Floats:
        """Zeros, one cell a row, of this thread's own; wiped by whoever wrote to them, then put back.

        After an error they are not put back, and others are made.
        """
        board: Floats | None = self._scratch.__dict__.pop("board", None)
        return np.zeros(self.segment.row_count, np.float32) if board is None else board

    def place_board(self) -> NDArray[np.int64]:
        """A cell for each word and one for none, of this thread's own; never wiped."""
        board: NDArray[np.int64] | None = self._scratch.__dict__.get("places")
        if board is None:
            board = self._scratch.places = np.zeros(len(self.segment.vocabulary.words.words) + 1, np.int64)
        return board

    def laid_out(self, rows: Ints) -> tuple[Names, Told]:
        """These rows side by side."""
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
        return names, told


@dataclass(frozen=True, slots=True)
class Compared:
    """Names of one part compared with a question: their rows, figures, scores and alignments, line by line."""

    part: Part
    rows: Ints
    entries: Ints
    figures: Figures
    likely: Floats
    met: Met


def compare(part: Part, several: Sequence[Asked], wanted: Sequence[Wanted], most: int) -> list[Compared | None]:
    """For each question the names worth comparing with it, at most so many, compared."""
    found: list[Compared | None] = [None] * len(several)
    if not part.segment.row_count:
        return found
    brought = part.recall.of(several)
    near = [part.near(*one, most) for one in zip(several, brought, wanted, strict=True)]
    places = [place for place, rows in enumerate(near) if len(rows)]
    if not places:
        return found
    questions = Questions.of([several[place] for place in places])
    rows = np.concatenate([near[place] for place in places])
    ends = np.cumsum([0, *(len(near[place]) for place in places)])
    line_of = np.repeat(np.arange(len(places)), np.diff(ends))
    names, told = part.laid_out(rows)
    table = _table(part, questions, ends.tolist(), [brought[place] for place in places], names)
    met = align_all(questions, line_of, names, table)
    shown = figures(questions, line_of, names, told, met)
    features = feature_values(shown)
    entries = part.segment.columns.entry[rows]
    for place, first, last in zip(places, ends.tolist(), ends[1:].tolist(), strict=False):
        lines = slice(first, last)
        own = met.of(lines, several[place], questions.singles)
        found[place] = Compared(part, rows[lines], entries[lines], shown.of(lines), scores(features[lines]), own)
    return found


def _table(
    part: Part, asked: Questions, ends: Sequence[int], brought: Sequence[Sequence[Brought]], names: Names
) -> Floats:
    """Alikeness by name, asked word and found word; the names of a question stand between two of `ends`."""
    width = names.width
    rows = np.empty(names.numbers.shape, np.int64)
    each: list[Ints] = []
    told: list[tuple[NDArray[np.int64], NDArray[np.int64], Floats]] = []
    begun = 1  # the first row of the table is that of no word
    for question, words, first, last in zip(asked.each, brought, ends, ends[1:], strict=False):
        numbers = names.numbers[first:last]
        own = np.unique(numbers[numbers >= 0])
        board = part.place_board()
        board[own] = np.arange(begun, begun + len(own))
        board[-1] = 0
        rows[first:last] = board[numbers]
        told.append(_written_together(question.columns(asked.singles), words, own, board, begun))
        each.append(own)
        begun += len(own)
    table = np.zeros((begun, asked.weights.shape[2]), np.float32)
    _fill_singles(table, part, asked, each)
    for places, columns, alike in told:
        # Only what is written together, on either side, is not in the table yet.
        table[places, columns] = alike
    found = table[rows].transpose(0, 2, 1).copy()
    # A word written together here may be a word by itself elsewhere.
    found[:, :, width:][found[:, :, width:] < JOIN_LEAST] = 0
    found[:, asked.singles :, width:] = 0
    return found


def _written_together(
    columns: NDArray[np.int64], brought: Sequence[Brought], own: Ints, board: NDArray[np.int64], begun: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """(row, column, alikeness) of the words that the asked ones brought and that the names have."""
    like = np.concatenate([one.like for one in brought])
    column = np.repeat(columns, [len(one.like) for one in brought])
    alike = np.concatenate([one.alike for one in brought])
    places = board[like]
    # The board is not wiped: what others wrote is told by its word.
    here = (places >= begun) & (places < begun + len(own))
    here[here] = own[places[here] - begun] == like[here]
    return places[here], column[here], alike[here]


def _fill_singles(table: Floats, part: Part, asked: Questions, each: Sequence[Ints]) -> None:
    """Every single word of a question against every single word of its names; the rows begin with the second."""
    vocabulary = part.segment.vocabulary
    numbers = np.concatenate(each)
    own = np.flatnonzero(vocabulary.single[numbers])
    question = np.repeat(np.arange(len(each)), [len(one) for one in each])[own]
    ends = np.searchsorted(question, np.arange(len(each) + 1)).tolist()
    starts = np.cumsum([0, *(len(one.parts) for one in asked.each)]).tolist()
    blocks = [
        (np.arange(start, start + one.singles), np.arange(first, last))
        for one, start, first, last in zip(asked.each, starts, ends, ends[1:], strict=False)
    ]
    abjad = part.abjad[numbers[own]] | np.array([one.abjad for one in asked.each])[question]
    words = vocabulary.words.take(numbers[own])
    alike = alike_blocks(Words.together([one.words for one in asked.each]), words, blocks, abjad)
    begun = 0
    for mine, theirs in blocks:
        count = len(mine) * len(theirs)
        table[own[theirs] + 1, : len(mine)] = alike[begun : begun + count].reshape(len(mine), len(theirs)).T
        begun += count


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
