"""Nearness: whether a statement is the entry's own, and whom exactly it names.

"She is the eldest | daughter of | President Boris Example" ─▶ her own, of Boris Example
"a resort where Putin's | daughter | celebrated" ─▶ somebody else's
"""

from __future__ import annotations

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MODIFIERS: Final = re.compile(
    r"(?:(?:\b(?:(?i:the|an?|his|her|their|its|former|late|eldest)|one of|first|second|third|fourth|only|current|then|"
    r"ex|half|step|adopted|alleged|reported|known|close|direct|special|armed|forces|wartime|major|majority|minority|"
    r"main|sole|beneficial|ultimate|co|joint|business|financial|personal|fully|wholly|senior|key|trusted|influential|"
    r"important|significant|largest|state|private|other|principal|registered|Russian|Iranian|Syrian|Belarusian|"
    r"longtime|long-[a-z]+|[a-z]+est|[a-z]+ly|[a-z]+er|owned|controlled|managed|operated|founded|led|headed)"
    r"(?!\w)|\d[\d.,]*+|%|per\s?cent)[\s,]*+-?\s*+(?:(?:and|or)\s++)?)*+$"
)
"""What may stand between a verb and a relation: "is the eldest", "is 49 % owned or"."""
_BE: Final = _words("is was are were be been being as also and or become became remains remained namely who which that")
_HAVE: Final = _words("has have had also still jointly")
_PRONOUNS: Final = _words("he she they it who which that and also company bank")
_OF_ANOTHER: Final = _words(
    "daughter son child children wife husband spouse brother sister father mother cousin nephew niece uncle partner "
    "brothers sisters sons daughters parents"
)
_BODIES: Final = _words(
    "bank business company concern conglomerate corporation enterprise entity factory firm fund group holding "
    "institute institution manufacturer operator organisation organization plant producer provider refinery "
    "shipyard subsidiary supplier tanker trader trust vessel ship yacht aircraft airline channel foundation "
    "exchange broker network"
)
_AFTER_KIN: Final = _words("and or from who of in but listed")
_NOT_OF_NAMES: Final = _words(
    "after as at based because before being both but by during for from has have had he in including into is it "
    "located namely notably on she since such that their they through to under via was were when where which while "
    "who whom whose with"
)
_WITHIN_NAMES: Final = _words("al and bin da de del der di du el for ibn ibnu la le of the und van von zu & or")
_FRAGMENT: Final = re.compile(r"[A-Z][a-z-]*(?:\s[a-z-]+){0,2}")
_PLACED: Final = re.compile(r"(?:.*\s)?(?:of|in|at|for)\s(?!.*\s(?:by|is|was)\s).*|[A-Z]+")
_KIN_OF: Final = re.compile(r"\s*(?:the\s+)?(?:" + "|".join(sorted(_OF_ANOTHER)) + r")\s+of\s", re.IGNORECASE)
_MOST_LEADING: Final = 7
"""Small words that may stand before a name: "the state-owned oil company"."""
_LOOKED_BACK: Final = 300
_WORD: Final = re.compile(r"\S+")


def is_own(before: str, own: frozenset[str], *, verb: bool = False) -> bool:
    """Whether a relation that follows these words of a sentence is that of the entry with these words in its names.

    `verb`: the relation is a verb ("owns"), which needs its subject right before it.
    """
    before = before[-_LOOKED_BACK:]
    rest = before if verb else _MODIFIERS.sub("", before)
    rest = rest.rstrip(" \t‘“\"'")
    if not rest or rest[-1] in ".;:(–—-•/)]":
        return True
    if rest[-1] == ",":
        return _is_own_after_comma(rest[:-1], own)
    words = rest.split()
    while verb and len(words) > 1 and (words[-1] in _HAVE or words[-1].endswith("ly")):
        words.pop()
    last = words[-1].casefold()
    if verb:
        return last in _PRONOUNS or bool(_folded(words[-1]) & own)
    if last in _BE:
        return last not in ("is", "was", "are", "were") or _is_of_own(" ".join(words[:-1]), own)
    is_fragment = _FRAGMENT.fullmatch(rest) and not {word.casefold() for word in words} & _NOT_OF_NAMES
    return last in _BODIES or bool(is_fragment) or (words[-1][:1].isupper() and _is_of_own(rest, own))


def _is_own_after_comma(before: str, own: frozenset[str]) -> bool:
    """Whether what follows a comma is said of the entry: "CEO, son of Ada Example, married to …"."""
    first, comma, chunk = before.rpartition(",")
    if comma and _KIN_OF.match(chunk):
        return _is_own_after_comma(first, own)
    return _is_of_own(before, own) or (not comma and _PLACED.fullmatch(before) is not None)


def is_standing(after: str) -> bool:
    """Whether "X's daughter" stands by itself: what follows is no verb of hers."""
    follows = re.match(r"\s*(\W|\w+|$)", after)
    word = follows[1] if follows else ""
    return not word[:1].isalnum() or word in _AFTER_KIN


def names_at(text: str) -> str:
    """The name that a text begins with, titles before it and names joined to it included."""
    kept: list[str] = []
    leading, named = 0, False
    for match in _WORD.finditer(text):
        word = match[0]
        bare = word.strip("‘’“”\"'(),.")
        if bare[:1].islower() or not bare:
            if bare in _NOT_OF_NAMES or (named and bare not in _WITHIN_NAMES):
                break
            leading += not named
            if leading > _MOST_LEADING:
                break
        else:
            named = True
        kept.append(word)
    return " ".join(kept) if named else ""


def _is_of_own(text: str, own: frozenset[str]) -> bool:
    """Whether the name or noun that a text ends with may be the entry itself: not another name, nobody's relative."""
    words = text.split()
    run: list[str] = []
    for word in reversed(words):
        if not word.strip("‘’“”\"'()")[:1].isupper():
            break
        run.append(word)
    named = set[str]().union(*(_folded(word) for word in run))
    if named & {"he", "she", "they", "it", "who"} or (not run and not (words and words[-1].casefold() in _OF_ANOTHER)):
        return True
    return bool(named & own)


def _folded(word: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", word.casefold()))
