"""Words of a text with their places, and the lexicon's tags on them: the longest phrase wins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MOST_WORDS: Final = 90
"""Words read of one part: a headline and a few sentences; abstracts run on, and say nothing new."""

_WORD: Final = re.compile(
    r"(?:[A-Za-z]\.){2,}|[^\W_]+(?:[.,]\d+)*(?:['’](?!s\b)[^\W_]+)?|['’]s\b|[;:.!?,()|$£€%–—\"“”&]"
)
_SHORT: Final = {
    "U.S.": "usa", "US": "usa", "USA": "usa", "U.S.A.": "usa", "U.N.": "un", "UN": "un", "E.U.": "eu", "EU": "eu",
    "U.K.": "uk", "UK": "uk", "IS": "isil", "E.O.": "eo", "EO": "eo", "ICC": "icc", "BIS": "bis", "CAR": "car-state",
    "FTO": "fto", "EAR": "ear-rules", "NIS": "nis", "GL": "gl", "GLs": "gls", "EC": "ec", "AI": "ai",
}  # fmt: skip
"""Short forms that only their capitals tell from common words."""

_STOPS: Final = frozenset(";.!?|")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A word, or a phrase that the lexicon knows."""

    text: str
    tags: frozenset[str]
    start: int
    end: int
    form: str = ""
    """Of verbs: base, s, ed, ing, noun."""

    value: str = ""
    """Of places and institutions: the code they stand for."""

    stops: bool = False
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lexicon says of a phrase."""

    tags: frozenset[str]
    form: str = ""
    value: str = ""


Lexicon = Mapping[str, list[tuple[tuple[str, ...], Entry]]]
"""By first word: phrases, the longest first."""

_NONE: Final[frozenset[str]] = frozenset()


def listed(text: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(text.split())


def split(text: str) -> list[tuple[str, int, int]]:
    """Words in lower case, short forms told apart, with their places."""
    found = []
    for match in _WORD.finditer(text):
        word = match[0]
        if word in ("'s", "’s"):
            continue
        short = _SHORT.get(word)
        if short is None:
            short = word.lower().replace("’", "'")
            if len(word) > 3 and word[1] == ".":
                short = short.replace(".", "")
        found.append((short, match.start(), match.end()))
        if len(found) == MOST_WORDS:
            break
    return found


def tag(text: str, lexicon: Lexicon) -> list[Tagged]:
    """The text's words and phrases in order, with what the lexicon says of each."""
    words = split(text)
    plain = [word for word, _, _ in words]
    found: list[Tagged] = []
    at, count = 0, len(words)
    while at < count:
        word, start, end = words[at]
        step, entry = 1, None
        for phrase, known in lexicon.get(word, ()):
            size = len(phrase)
            if size == 1 or tuple(plain[at : at + size]) == phrase:
                step, entry, end = size, known, words[at + size - 1][2]
                break
        capital = text[start].isupper()
        if word == "may" and capital and start:
            entry = None  # the month
        if entry is None:
            found.append(Tagged(word, _NONE, start, end, "", "", word in _STOPS, capital))
        else:
            name = word if step == 1 else " ".join(plain[at : at + step])
            found.append(Tagged(name, entry.tags, start, end, entry.form, entry.value, False, capital))
        at += step
    return found
