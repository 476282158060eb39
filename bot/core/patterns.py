"""Patterns of names: words with `*` for any letters; case and accents do not count.

`bank* of *` ─▶ folded ─▶ its words, in this order and next to each other, somewhere in the name
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

MOST_CHARACTERS: Final = 80
MOST_STARS: Final = 6
LEAST_LETTERS: Final = 2

_BETWEEN_WORDS: Final = re.compile(r"[^\w*]+|_")
_STARS: Final = re.compile(r"\*+")


def fold_pattern(text: str) -> str:
    """A pattern as it is kept: small letters without accents, one space between words."""
    return " ".join(_inner(_STARS.sub("*", _folded(text)).split()))


def _inner(words: list[str]) -> list[str]:
    """The words without lone stars at either end, which say nothing."""
    while words and words[0] == "*":
        words = words[1:]
    while words and words[-1] == "*":
        words = words[:-1]
    return words


def pattern_problem(pattern: str) -> str:
    """What is wrong with a folded pattern ("" when nothing is)."""
    if sum(char.isalnum() for char in pattern) < LEAST_LETTERS:
        return f'needs at least {LEAST_LETTERS} letters, such as name:"Bank*"'
    if len(pattern) > MOST_CHARACTERS:
        return f"takes at most {MOST_CHARACTERS} characters"
    if pattern.count("*") > MOST_STARS:
        return f"takes at most {MOST_STARS} stars"
    return ""


def is_like(pattern: str, name: str) -> bool:
    """Whether a name has the words of a folded pattern, in its order and next to each other."""
    words, start = _name_words(name), 0
    for run in _runs(pattern):
        found = _find(run, words, start)
        if found < 0:
            return False
        start = found + len(run)
    return True


Word = tuple[str, ...]
"""A word of a pattern, cut at its stars."""


def _find(run: tuple[Word, ...], words: tuple[str, ...], start: int) -> int:
    """Where these words first stand next to each other (-1: nowhere)."""
    for at in range(start, len(words) - len(run) + 1):
        if all(_is_word_like(word, words[at + number]) for number, word in enumerate(run)):
            return at
    return -1


def _is_word_like(word: Word, text: str) -> bool:
    # Leftmost fits are enough for the pieces in the middle, so that no pattern takes long.
    if len(word) == 1:
        return word[0] == text
    first, *middle, last = word
    if len(text) < len(first) + len(last) or not (text.startswith(first) and text.endswith(last)):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


@lru_cache(maxsize=20_000)
def _runs(pattern: str) -> tuple[tuple[Word, ...], ...]:
    """The words that must stand next to each other; between two runs, at a lone star, any words may stand."""
    runs: list[list[Word]] = [[]]
    for word in pattern.split():
        if word == "*":
            runs.append([])
        else:
            runs[-1].append(tuple(word.split("*")))
    return tuple(tuple(run) for run in runs)


@lru_cache(maxsize=50_000)
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(_folded(name.replace("*", " ")).split())


def _folded(text: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return _BETWEEN_WORDS.sub(" ", bare).strip()
