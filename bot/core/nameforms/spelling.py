"""Spelling: keys under which different romanisations of one word are the same.

`fold` keeps vowels (Gennadiy = Gennady = Guennadi); `skeleton` keeps consonants only (Usama = Osama); `eastern`
reads the romanisations of Chinese and Korean alike (Chou = Zhou, Hsu = Xu, Pak = Bak).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_FOLDS: Final[tuple[tuple[str, str], ...]] = (
    ("shch", "s"),
    ("tsch", "c"),
    ("tjs", "c"),
    ("tsj", "c"),
    ("tch", "c"),
    ("sch", "s"),
    ("dzh", "j"),
    ("ch", "c"),
    ("cz", "c"),
    ("sh", "s"),
    ("sz", "s"),
    ("sj", "s"),
    ("tj", "c"),
    ("zj", "j"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("ts", "c"),
    ("tz", "c"),
    ("ck", "k"),
    ("gue", "ge"),
    ("gui", "gi"),
    ("ca", "ka"),
    ("co", "ko"),
    ("cu", "ku"),
    ("cl", "kl"),
    ("cr", "kr"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
    ("oo", "u"),
    ("ou", "u"),
    ("ee", "i"),
    ("ie", "e"),
    ("ye", "e"),
    ("je", "e"),
    ("yo", "o"),
    ("jo", "o"),
    ("yu", "u"),
    ("ju", "u"),
    ("iu", "u"),
    ("ya", "a"),
    ("ja", "a"),
    ("ia", "a"),
    ("j", "i"),
    ("y", "i"),
)
"""Letter groups read alike, longest first."""

_FOLD: Final = re.compile("|".join(group for group, _ in _FOLDS))
_FOLD_TO: Final = dict(_FOLDS)
_DOUBLED: Final = re.compile(r"(.)\1+")
_FINAL_FF: Final = re.compile(r"(?<=[aeiou])ff?$")
_VOWELS: Final = re.compile("[aeiouh]")
_SOUNDS: Final = str.maketrans("qgzcfw", "kkssvv")


@lru_cache(maxsize=500_000)
def fold(word: str) -> str:
    """A word's reading: the same for usual romanisations of one spelling; numbers stay as they are."""
    if not word.isalpha() or len(word) < 3:
        return word
    word = _FINAL_FF.sub("v", word) if len(word) > 4 else word
    return _DOUBLED.sub(r"\1", _FOLD.sub(lambda match: _FOLD_TO[match[0]], word))


@lru_cache(maxsize=500_000)
def skeleton(word: str) -> str:
    """A word's consonants, with a mark for a vowel at its start."""
    if not word.isalpha():
        return word
    # "y" and "j" before a vowel are gliding sounds that romanisations write or leave out.
    folded = _FOLD.sub(lambda match: match[0] if match[0] in ("j", "dj") else _FOLD_TO[match[0]], word)
    start = "a" if folded[:1] in ("a", "e", "i", "o", "u") else ""
    rest = _VOWELS.sub("", folded).translate(_SOUNDS)
    return start + _DOUBLED.sub(r"\1", rest)


_EASTERN: Final = (
    (re.compile("ts|tz|zh|ch|[jqcz]"), "c"),
    (re.compile("hs|sh|x"), "s"),
    (re.compile("[bp]"), "p"),
    (re.compile("[dt]"), "t"),
    (re.compile("[gk]"), "k"),
    (re.compile("yeo|eo|ou|oo|uo|ow"), "o"),
    (re.compile("eu|ui|wu|ue"), "u"),
    (re.compile("ien|yen"), "ian"),
    (re.compile("iu|yu"), "u"),
    (re.compile("[lr]"), "l"),
    (re.compile("(?<=.)y|(?<=c)h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""What the Wade-Giles, pinyin, McCune-Reischauer and revised romanisations write differently, read as one."""


@lru_cache(maxsize=200_000)
def eastern(word: str) -> str:
    """A syllable or two of a Chinese or Korean name as any romanisation has it; longer words stay as they are."""
    if not word.isalpha() or not 2 <= len(word) <= 8:
        return word
    for sound, one in _EASTERN:
        word = sound.sub(one, word)
    return word
