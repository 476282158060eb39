"""Spelling: how a word was meant, whatever letters it is written with, and keys for its romanisations.

`settled` undoes look-alike letters, what is not seen, and letters set apart. `fold` keeps vowels (Gennadiy = Gennady
= Guennadi); `skeleton` keeps consonants only (Usama = Osama); `eastern` reads the romanisations of Chinese and Korean
alike (Chou = Zhou, Hsu = Xu, Pak = Bak).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
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


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word's reading: the same for usual romanisations of one spelling; numbers stay as they are."""
    if not word.isalpha() or len(word) < 3:
        return word
    word = _FINAL_FF.sub("v", word) if len(word) > 4 else word
    return _DOUBLED.sub(r"\1", _FOLD.sub(lambda match: _FOLD_TO[match[0]], word))


@lru_cache(maxsize=100_000)
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


@lru_cache(maxsize=50_000)
def eastern(word: str) -> str:
    """A syllable or two of a Chinese or Korean name as any romanisation has it; longer words stay as they are."""
    if not word.isalpha() or not 2 <= len(word) <= 8:
        return word
    for sound, one in _EASTERN:
        word = sound.sub(one, word)
    return word


_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u0300-\u036f\u0483-\u0489\u0600-\u0605\u061c\u0640\u06dd\u070f\u0890\u0891"
    "\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u20d0-\u20f0\u2800\ua66f-\ua672\ue000-\uf8ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff]"
)
"""What is not seen, of no use in a name, or drawn around or over letters."""

_SIGNS: Final = re.compile("[™℠®©℗]")
_APART: Final = re.compile(
    r"(?<![^\W_])(?=[^\W\d_])([A-Za-z\u00c0-\u06ff])([^\w.,&/\n]|_|[ _-]{2,3}|\)\()(?=[^\W\d_])[A-Za-z\u00c0-\u06ff]"
    r"(?:\2[^\W\d_](?![^\W_])){2,}(?!\.\w)"
)
"""Four single letters or more with the same between them; initials ("A. B. C. D. Perera") have points."""

_CAPITAL: Final = re.compile("(?<=[a-zа-я])(?=[A-ZА-Я])")
_LONGER: Final = re.compile(r"[^\W\d_]{2}")
LEAST_APART: Final = 5
"""Letters with blanks between them from which they are no initials, even beside other words."""

_DRAWN: Final = (
    "abpdtgkjcfmnlsrvhwxyzaeiou ꓮꓐꓑꓓꓔꓖꓗꓙꓚꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓜꓮꓰꓲꓳꓴ",
    "adrtyjewmhygzwslcpkvbih ᎪᎠᎡᎢᎩᎫᎬᎳᎷᎻᎽᏀᏃᏔᏚᏞᏟᏢᏦᏙᏴᎥᏂ",
    "abgdezhiklmnopctyxw ⲀⲂⲄⲆⲈⲌⲎⲒⲔⲖⲘⲚⲞⲢⲤⲦⲨⲬⲰ",
    "abgdezhiklmnopctyxw ⲁⲃⲅⲇⲉⲍⲏⲓⲕⲗⲙⲛⲟⲣⲥⲧⲩⲭⲱ",
    "abcdfhjlmnprsuvwxz ᗩᗷᑕᗪᖴᕼᒍᒪᗰᑎᑭᖇᔕᑌᐯᗯ᙭ᘔ",
)
_DRAWN_ALIKE: Final = {ord(o): a for p in _DRAWN for a, o in zip(*p.split(" "), strict=True)} | {
    first + place: chr(97 + place) for first in (0x1F150, 0x1F170, 0x1F1E6) for place in range(26)
}
"""Letters of rare alphabets drawn like Latin ones, and Latin letters in boxes that the standard does not unbox."""

_RARE: Final = re.compile("[\u13a0-\u167f\u2c80-\u2cff\ua4d0-\ua4ff\U0001f150-\U0001f1ff]")

_L, _C, _G = "A-Za-z\u00c0-\u024f", "\u0400-\u052f", "\u0370-\u03ff"
_MIXED: Final = re.compile(f"[{_L}]['’]?[{_C}{_G}]|[{_C}]['’]?[{_L}{_G}]|[{_G}]['’]?[{_L}{_C}]")
_WORD: Final = re.compile(f"[{_L}{_C}{_G}'’]+")
_RUN: Final = re.compile(f"[{_L}]+|[{_C}]+|[{_G}]+")
_ELSEWHERE: Final = re.compile(f"[{_C}{_G}]")

_TO_LATIN: Final = dict(
    zip(
        map(ord, "асеорхуіѕјһԁԛԝкӏёїАВСЕНІЈКМОРЅТХУӀЁЇαβεικνορτυχϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"),
        "aceopxyisjhdqwklëïABCEHIJKMOPSTXYIËÏabeikvoptuxjABEZHIKMNOPTYX",
        strict=True,
    )
)
_IN_SMALL: Final = _TO_LATIN | dict(zip(map(ord, "вмнт"), "bmht", strict=True))
"""With the small forms of capitals drawn alike, so that a word of two scripts is the same word in any case."""

_TO_CYRILLIC: Final = dict(
    zip(map(ord, "aceopxyikëïbmhtABCEHIKMOPTXYËÏ"), "асеорхуікёївмнтАВСЕНІКМОРТХУЁЇ", strict=True)
)
_TO_GREEK: Final = dict(zip(map(ord, "aopuvxikABEZHIKMNOPTYX"), "αορυνχικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", strict=True))
_SCRIPTS: Final[tuple[Mapping[int, str], ...]] = (_IN_SMALL, _TO_CYRILLIC, _TO_GREEK)
"""By script (Latin, Cyrillic, Greek): letters of the others drawn like its own."""


def settled(text: str) -> str:
    """The text as it was meant: each word in one script, nothing unseen, letters that stand apart together."""
    if text.isascii() and text.isprintable():
        return _APART.sub(_together, text)
    text = shown(text)
    if not _MIXED.search(text):
        return text
    text = _WORD.sub(lambda match: _one_script(match[0], text), text)
    as_latin = text.translate(_TO_LATIN)
    # Among words disguised as Latin, one of look-alikes only is part of the disguise.
    return text if _ELSEWHERE.search(as_latin) else as_latin


def shown(text: str) -> str:
    """The text as it is seen, in usual letters, those that stand apart together."""
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", _SIGNS.sub(" ", text).replace("´", "'")))
    if _RARE.search(text):
        text = text.translate(_DRAWN_ALIKE)
    return _APART.sub(_together, text)


def other_script(text: str) -> str:
    """The text with words of nothing but look-alike letters in the script that `settled` did not take them for."""
    text = shown(text)
    told = _ELSEWHERE.search(text.translate(_TO_LATIN))

    def turned(match: re.Match[str]) -> str:
        word = match[0]
        if _MIXED.search(word):
            return word if _telling(_runs(word)) else word.translate(_TO_CYRILLIC)
        return word if told or len(word) < 4 else word.translate(_TO_LATIN)

    other = _WORD.sub(turned, text)
    return "" if other == text else other


def _together(match: re.Match[str]) -> str:
    letters = "".join(filter(str.isalpha, match[0]))
    # "Jamal H A A A Alshutti" has initials.
    is_initials = len(letters) < LEAST_APART and match[2] == " " and _LONGER.search(match.string)
    return match[0] if is_initials else _CAPITAL.sub(" ", letters)


def _one_script(word: str, text: str) -> str:
    """A word whose look-alike letters are of the script of the letters next to them that tell theirs."""
    if not _MIXED.search(word):
        return word
    runs = _runs(word)
    telling = _telling(runs)
    for place, (_, start, part) in enumerate(runs):
        if place not in telling:
            nearest = min(telling, key=lambda other: abs(other - place), default=-1)
            into = runs[nearest][0] if telling else _script_around(text)
            word = word[:start] + _into(part, into) + word[start + len(part) :]
    return word


def _runs(word: str) -> list[tuple[int, int, str]]:
    """The parts of a word in one script each: the script, the place, the letters."""
    return [(_script(match[0][0]), match.start(), match[0]) for match in _RUN.finditer(word)]


def _script(letter: str) -> int:
    return 0 if letter < "\u0370" else 1 if letter >= "\u0400" else 2


def _telling(runs: list[tuple[int, int, str]]) -> list[int]:
    """The parts with a letter that is like none of the other scripts in the word."""
    scripts = {script for script, _, _ in runs}
    return [
        place
        for place, (script, _, part) in enumerate(runs)
        if not all(any(_into(char, other) != char for other in scripts - {script}) for char in map(_bare, part))
    ]


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def _script_around(text: str) -> int:
    """The script of a word that does not tell it: Cyrillic where another word is surely written in it."""
    telling = {_script(char) for char in text if char.isalpha() and all(_into(char, s) == char for s in range(3))}
    return int(1 in telling)


def _into(letters: str, script: int) -> str:
    """The letters in a script, where they look like letters of it."""
    as_latin = letters.translate(_IN_SMALL)
    return as_latin.translate(_SCRIPTS[script]) if script else as_latin
