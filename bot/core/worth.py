"""Worth: which of the names compared with a question are worth judging by the rules.

scores and figures ─▶ lines that may be shown ─▶ a few entries, best first, each with a few lines
"""

from __future__ import annotations

from typing import Final

import numpy as np

from bot.core.comparing import Compared
from bot.core.grading import BAND_AT
from bot.core.nameforms.alikeness import Flags, Floats
from bot.core.nameforms.asked import TELLS, Asked
from bot.core.nameforms.features import Figures
from bot.core.questions import Band
from bot.core.rules import LIKE_ABJAD, SAME_WORD, WHAT_IT_IS

LEAST_SCORE: Final = 0.0005
"""Score below which only a name with every asked word is judged."""

POSSIBLE_AT: Final = next(at for at, band in BAND_AT if band is Band.POSSIBLE)

GRADED: Final = 16
NAMES_GRADED: Final = 2
"""Entries judged by the rules, and the names of each that are."""


def may_be_possible(compared: Compared, asked: Asked, likely: Floats) -> Flags:
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


def worth_grading(compared: Compared, likely: Floats) -> list[tuple[int, list[int]]]:
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
