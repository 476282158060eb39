"""Features: what the alignment of a question with listed names shows, a column a feature, a line a name.

alignments ─▶ figures ─▶ features (each 0 to 1) ─▶ score between 0 and 1
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from bot.core.nameforms.alignment import Alignment, Met, Names
from bot.core.nameforms.alikeness import INITIAL, Flags, Floats
from bot.core.nameforms.asked import TELLS, Questions
from bot.core.nameforms.forms import NameForm

COUNTS: Final = 0.3
"""Weight above which a word that is little alike speaks against a name."""

ENOUGH: Final = 2.4
"""Rarity that matching words must add up to before a name says all it can (about three rare words)."""

ALIKE: Final = 0.8
"""How alike words that met must be to count as met."""


class Told(NamedTuple):
    """What else is known of each name: sorted telling words as written and as read, all words in order written
    together, the place of the first given name, how many words are the family name, the number of initials,
    whether each word is a number, and whether it is a person's.
    """

    keys: list[str]
    readings: list[str]
    glued: list[str]
    given: NDArray[np.int64]
    family: NDArray[np.int64]
    initials: Floats
    digits: Flags
    person: Flags


@dataclass(frozen=True, slots=True)
class Figures:
    """What features and rules share, a line a name.

    `asked_cover` and `found_cover` are the shares of each side's weight that met, `left_asked` and `left_found` the
    weight of the weightiest word of each that did not, `rest_asked` and `rest_found` the share of weight that met
    nothing; `evidence` is how much the words that met tell by their rarity, `worst` the least alike of those that
    count, `same_words` the share found letter by letter; `whole` and `read_whole` liken the sorted telling words as
    written and as read, `glued` and `begun` all words in order. `is_lone`: one telling word was asked for (an initial
    is one more). `lacks_given`: the listed person's given name was not asked for; `lacks_family`: no word of a family
    name known as one was. `numbers_differ`: both have numbers, and not the same.
    """

    asked_cover: Floats
    found_cover: Floats
    evidence: Floats
    left_asked: Floats
    left_found: Floats
    rest_asked: Floats
    rest_found: Floats
    worst: Floats
    same_words: Floats
    whole: Floats
    read_whole: Floats
    glued: Floats
    begun: Floats
    is_lone: Floats
    is_person: Floats
    lacks_given: Floats
    lacks_family: Floats
    numbers_differ: Floats
    words_met: Floats
    initials_met: Floats
    initials_missed: Floats
    more_asked: Floats
    more_found: Floats
    rarest: Floats
    letters: Floats

    def of(self, lines: slice) -> Figures:
        """Those of some names."""
        return Figures(*(getattr(self, name)[lines] for name in _COLUMNS))


_COLUMNS: Final = tuple(column.name for column in fields(Figures))


def figures(asked: Questions, line_of: NDArray[np.int64], names: Names, told: Told, met: Met) -> Figures:
    """The figures of all these alignments; `line_of` is the question of each name."""
    reading = names.person.astype(np.int64)
    lines = np.arange(len(reading))[:, None]
    got = met.alike > 0
    weights = asked.weights[line_of, reading]
    mine = np.where(got, weights[lines, met.asked], 0)
    theirs = np.where(got, names.weights[lines, met.found], 0)
    singles, width = asked.singles, names.width
    used = np.asarray((asked.members[line_of[:, None], met.asked] & got[:, :, None]).any(axis=1), bool)
    taken = np.zeros((len(reading), width + 1), bool)
    joined = met.found >= width
    taken[lines, np.where(got, np.where(joined, met.found - width, met.found), width)] = True
    taken[lines, np.where(got & joined, met.found - width + 1, width)] = True
    taken = taken[:, :width]
    alone, single_weights = weights[:, :singles], names.weights[:, :width]
    all_asked = np.maximum(alone.sum(1), 1e-6)
    all_found = np.maximum(single_weights.sum(1), 1e-6)
    open_asked, open_found = np.where(used, 0, alone), np.where(taken, 0, single_weights)
    counting = np.where(got & (mine > COUNTS), met.alike, 2).min(axis=1)
    is_person = told.person.astype(np.float32)
    is_lone = asked.lone[line_of, reading].astype(np.float32)
    asked_initials = asked.initials[line_of, reading]
    whole, read_whole, glued, begun = _texts(asked, line_of, told)
    given = taken[lines[:, 0], np.minimum(told.given, width - 1)]
    family_taken = (taken & (np.arange(width)[None, :] < told.family[:, None])).any(1)
    telling_met = got & (met.alike >= ALIKE) & (theirs > TELLS)
    return Figures(
        asked_cover=(met.alike * mine).sum(1) / all_asked,
        found_cover=(met.alike * theirs).sum(1) / all_found,
        evidence=np.minimum(1, (met.alike**2 * np.maximum(mine, theirs)).sum(1) / ENOUGH),
        left_asked=np.minimum(1, open_asked.max(1)),
        left_found=np.minimum(1, open_found.max(1)),
        rest_asked=open_asked.sum(1) / all_asked,
        rest_found=open_found.sum(1) / all_found,
        worst=np.where(counting < 2, counting, 0),
        same_words=(mine * (met.alike >= 1)).sum(1) / all_asked,
        whole=whole,
        read_whole=read_whole,
        glued=glued,
        begun=begun,
        is_lone=is_lone,
        is_person=is_person,
        lacks_given=is_person * (1 - is_lone) * ~given,
        lacks_family=((told.family > 0) & ~family_taken).astype(np.float32),
        numbers_differ=_numbers_differ(asked, line_of, told, met, got),
        words_met=np.minimum(4, telling_met.sum(1)) / np.float32(4),
        initials_met=np.minimum(2, (got & (met.alike == np.float32(INITIAL))).sum(1))
        / np.float32(2)
        * ((asked_initials > 0) | (told.initials > 0)),
        initials_missed=_unmet_initials(asked, line_of, reading, used),
        more_asked=np.minimum(4, (open_asked > TELLS).sum(1)) / np.float32(4),
        more_found=np.minimum(4, (open_found > TELLS).sum(1)) / np.float32(4),
        rarest=np.minimum(1, (met.alike * np.minimum(mine, theirs)).max(1)),
        letters=asked.length[line_of],
    )


def _unmet_initials(asked: Questions, line_of: NDArray[np.int64], reading: NDArray[np.int64], used: Flags) -> Floats:
    """How many initials of the question met nothing, out of two."""
    initial = asked.initial[:, : asked.singles]
    if not initial.any():
        return np.zeros(len(reading), np.float32)
    unmet = initial[line_of] & ~used & (asked.places[line_of, reading][:, : asked.singles] >= 0)
    return np.asarray(np.minimum(2, unmet.sum(1)) / 2, np.float32)


def _texts(asked: Questions, line_of: NDArray[np.int64], told: Told) -> tuple[Floats, Floats, Floats, Floats]:
    """How alike whole names are: sorted words written and read, and all words in order."""
    forms = [(one.sides[0].form, one.sides[1].form) for one in asked.each]
    ends = np.searchsorted(line_of, np.arange(len(forms) + 1)).tolist()
    found = []
    for asked_text, texts, scorer in (
        (_key, told.keys, fuzz.ratio),
        (_reading, told.readings, fuzz.ratio),
        (_glued, told.glued, fuzz.ratio),
        (_glued, told.glued, JaroWinkler.normalized_similarity),
    ):
        likened = []
        for (body, person), first, last in zip(forms, ends, ends[1:], strict=False):
            one, other = asked_text(body), asked_text(person)
            # Mostly both readings have the same words, and one comparison serves for both.
            wanted = [one] if one == other else [one, other]
            scores = process.cdist(wanted, texts[first:last], scorer=scorer, dtype=np.float32)
            likened.append(np.where(told.person[first:last], scores[-1], scores[0]))
        scale = 1 if scorer is JaroWinkler.normalized_similarity else 100
        found.append((np.concatenate(likened) / np.float32(scale)).astype(np.float32))
    return found[0], found[1], found[2], found[3]


def _key(form: NameForm) -> str:
    return form.key


def _reading(form: NameForm) -> str:
    return form.reading


def _glued(form: NameForm) -> str:
    return "".join(form.words)


def _numbers_differ(asked: Questions, line_of: NDArray[np.int64], told: Told, met: Met, got: Flags) -> Floats:
    numbers = asked.digits[:, : asked.singles]
    if not numbers.any():
        return np.zeros(len(got), np.float32)
    mine, theirs = numbers.sum(1)[line_of], told.digits.sum(1)
    both = (got & asked.digits[line_of[:, None], met.asked] & (met.alike >= 1)).sum(1)
    differ: Flags = (mine > 0) & (theirs > 0) & ((both < mine) | (both < theirs))
    return differ.astype(np.float32)


class Feature(NamedTuple):
    """A row of the table: what it is called and how it is worked out."""

    name: str
    value: Callable[[Figures], Floats]


FEATURES: Final[tuple[Feature, ...]] = (
    Feature("question found", lambda f: f.asked_cover),
    Feature("question found, squared", lambda f: f.asked_cover**2),
    Feature("listed name asked", lambda f: f.found_cover),
    Feature("listed name asked, squared", lambda f: f.found_cover**2),
    Feature("found on both sides", lambda f: f.asked_cover * f.found_cover),
    Feature("weight left in the question", lambda f: f.left_asked),
    Feature("weight left in the listed name", lambda f: f.left_found),
    Feature("weight left on both sides", lambda f: f.left_asked * f.left_found),
    Feature("share left in the question", lambda f: f.rest_asked),
    Feature("share left in the listed name", lambda f: f.rest_found),
    Feature("least alike word", lambda f: f.worst),
    Feature("least alike word, squared", lambda f: f.worst**2),
    Feature("evidence", lambda f: f.evidence),
    Feature("evidence of what was asked", lambda f: f.evidence * f.asked_cover**2),
    Feature("evidence on both sides", lambda f: f.evidence * f.asked_cover * f.found_cover),
    Feature("rarest word met", lambda f: f.rarest),
    Feature("rarest word, nothing left", lambda f: f.rarest * (1 - f.rest_asked) * (1 - f.rest_found)),
    Feature("same words", lambda f: f.same_words),
    Feature("same words on both sides", lambda f: f.same_words * f.found_cover),
    Feature("whole names alike", lambda f: f.whole),
    Feature("whole names alike, squared", lambda f: f.whole**2),
    Feature("readings alike", lambda f: f.read_whole),
    Feature("readings alike, squared", lambda f: f.read_whole**2),
    Feature("letters alike", lambda f: f.glued),
    Feature("letters alike, squared", lambda f: f.glued**2),
    Feature("beginnings alike", lambda f: f.begun),
    Feature("one word asked", lambda f: f.is_lone),
    Feature("one word asked of the whole name", lambda f: f.is_lone * f.found_cover),
    Feature("one word asked, alike", lambda f: f.is_lone * f.worst),
    Feature("one rare word asked", lambda f: f.is_lone * f.rarest),
    Feature("a person", lambda f: f.is_person),
    Feature("a person with more names", lambda f: f.is_person * f.left_found),
    Feature("a person, other name asked", lambda f: f.is_person * f.left_asked),
    Feature("a person, whole", lambda f: f.is_person * f.whole),
    Feature("a person, both sides", lambda f: f.is_person * f.asked_cover * f.found_cover),
    Feature("a person, evidence", lambda f: f.is_person * f.evidence),
    Feature("given name not asked", lambda f: f.lacks_given),
    Feature("family name not asked", lambda f: f.lacks_family),
    Feature("numbers differ", lambda f: f.numbers_differ),
    Feature("words met", lambda f: f.words_met),
    Feature("words met, none left in the question", lambda f: f.words_met * (1 - f.rest_asked)),
    Feature("initials met", lambda f: f.initials_met),
    Feature("initials met, the rest too", lambda f: f.initials_met * f.found_cover),
    Feature("initials missed", lambda f: f.initials_missed),
    Feature("initials missed by a person", lambda f: f.initials_missed * f.is_person),
    Feature("words left in the question", lambda f: f.more_asked),
    Feature("words left in the listed name", lambda f: f.more_found),
    Feature("length", lambda f: f.letters),
)
"""Every name rule; its weights stand in `weights`, by place."""


def feature_values(found: Figures) -> Floats:
    """Names by features."""
    return np.stack([feature.value(found).astype(np.float32) for feature in FEATURES], axis=1)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One name's alignment with its figures, as `Figures` tells them."""

    alignment: Alignment
    asked_cover: float
    found_cover: float
    evidence: float
    left_asked: float
    left_found: float
    worst: float
    is_lone: bool
    is_person: bool
    lacks_given: bool
    lacks_family: bool
    numbers_differ: bool


def comparison_of(found: Figures, line: int, alignment: Alignment) -> Comparison:
    """The figures of one name."""
    return Comparison(
        alignment,
        float(found.asked_cover[line]),
        float(found.found_cover[line]),
        float(found.evidence[line]),
        float(found.left_asked[line]),
        float(found.left_found[line]),
        float(found.worst[line]),
        bool(found.is_lone[line]),
        bool(found.is_person[line]),
        bool(found.lacks_given[line]),
        bool(found.lacks_family[line]),
        bool(found.numbers_differ[line]),
    )
