"""Words of a text with where they stand, folded so that names are found however they are capitalised or accented."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_FOLDED = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words: `line` joins them with blanks, `starts` is where each begins in it, `spans` where in the text."""

    line: str
    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def word(self, number: int) -> str:
        """One of the words."""
        start = self.starts[number]
        return self.line[start : self.line.find(" ", start)] if number + 1 < len(self.starts) else self.line[start:]


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_FOLDED))
    return "".join(sign for sign in plain if sign.isalnum())


def words_of(text: str) -> Words:
    """The words of a text; the s of a genitive is none."""
    folded: list[str] = []
    spans: list[tuple[int, int]] = []
    for found in _WORD.finditer(text):
        start, end = found.span()
        if found[0] in ("s", "S") and start and text[start - 1] in "'’":
            continue
        folded.append(fold(found[0]))
        spans.append((start, end))
    starts, at = [], 0
    for word in folded:
        starts.append(at)
        at += len(word) + 1
    return Words(" ".join(folded), tuple(starts), tuple(spans))


def phrase(text: str) -> str:
    """A name as it is looked for."""
    return words_of(text).line
