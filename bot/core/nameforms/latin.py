"""Latin: any script's letters as plain lower-case Latin ones, look-alikes and invisible characters undone."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

import icu

from bot.core.nameforms.lexicon import translated

ABJAD: Final = re.compile("[\u0590-\u07ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Scripts that mostly leave vowels out: Hebrew, Arabic and kin."""

_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_MARKS: Final = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
_APOSTROPHES: Final = re.compile("['’‘`´ʹʺʻʼʽʾʿˈ]")
_OTHER: Final = re.compile(r"[^a-z0-9]+")
_DOTTED: Final = re.compile(r"\b(?:\w\.){2,}(?:\w\b)?")
_SLASHED: Final = re.compile(r"\b([ms])/([vt])\b")
_TWO_LETTERS: Final = frozenset(("sa", "ag", "nv", "bv", "ao", "mv", "mt"))
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_GREEK: Final = re.compile("[\u0370-\u03ff]")
_LATIN: Final = re.compile("[A-Za-z]")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]+")

LOOKALIKES: Final = str.maketrans(
    "асеорхуіѕјһԁԛԝмтвнкАВЕКМНОРСТХУІЅЈαβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aceopxyisjhdqwmtbhkABEKMHOPCTXYISJabeikvoptuxABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters drawn like Latin ones."""

CYRILLIC: Final = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэіїґўјћ", "abvgdeziyklmnoprstufyeiiguyc", strict=True)),
        "ё": "e",
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "є": "ye",
        "ђ": "dj",
        "љ": "lj",
        "њ": "nj",
        "џ": "dz",
        "ѓ": "gj",
        "ќ": "kj",
    }
)
"""Cyrillic letters as English-language lists romanise them."""

ARABIC: Final = str.maketrans(
    {
        **dict(zip("ابتجحدرزسصضطظفقكلمنهىئأإآٱپگکڤەہھیۀۃ", "abtjhdrzssdtzfqklmnhaiaiaapgkvahhiha", strict=True)),
        "ث": "th",
        "خ": "kh",
        "ذ": "dh",
        "ش": "sh",
        "غ": "gh",
        "چ": "ch",
        "ژ": "zh",
        "ع": "a",
        "ء": "",
        "ؤ": "u",
        "ة": "a",
        "و": "u",
        "ي": "i",
        "ڭ": "ng",
        "ٹ": "t",
        "ڈ": "d",
        "ڑ": "r",
        "ں": "n",
        "ے": "e",
        "ې": "e",
        "ۍ": "i",
        "ځ": "dz",
        "څ": "ts",
        "ښ": "sh",
        "ږ": "zh",
        "ړ": "r",
        "ټ": "t",
        "ډ": "d",
        "ڼ": "n",
        "ګ": "g",
    }
)
"""Arabic-script letters; vowels are mostly not written."""

KOREAN_FAMILY: Final = {"gim": "kim", "i": "ri", "bak": "pak", "gang": "kang"}
_NORTHERN: Final = (("yeo", "yo"), ("eo", "o"), ("eu", "u"))


@cache
def _any_latin() -> icu.Transliterator:
    rules = "Any-Latin; NFD; [:Nonspacing Mark:] Remove; NFC; Latin-ASCII; Lower"
    return icu.Transliterator.createInstance(rules)


def latin(text: str) -> str:
    """The words of a name in plain Latin letters and digits, one space between them."""
    if not text.isascii():
        text = _without_lookalikes(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    lowered = undotted(_SLASHED.sub(r"\1\2", text.lower()))
    if not lowered.isascii():
        lowered = _romanised(translated(lowered))
    return _OTHER.sub(" ", _APOSTROPHES.sub("", lowered)).strip()


def undotted(text: str) -> str:
    """The text with dotted abbreviations as one word ("p.j.s.c." is pjsc) and initials as words."""
    return _DOTTED.sub(_undotted, text)


def _undotted(match: re.Match[str]) -> str:
    # "P.J.S.C." is one word; "V. V." of a person is two and has spaces between.
    letters = match[0].replace(".", "")
    return letters if len(letters) > 2 or letters in _TWO_LETTERS else " ".join(letters)


def _without_lookalikes(text: str) -> str:
    """Words that mix Latin with look-alike letters, and look-alike words in Latin text, read as Latin."""
    if not (_LATIN.search(text) and (_CYRILLIC.search(text) or _GREEK.search(text))):
        return text
    return " ".join(_read_as_latin(word) for word in text.split())


def _read_as_latin(word: str) -> str:
    mapped = word.translate(LOOKALIKES)
    foreign = _CYRILLIC.search(mapped) or _GREEK.search(mapped)
    return mapped if not foreign or (_LATIN.search(word) and mapped != word) else word


def _romanised(text: str) -> str:
    if ABJAD.search(text):
        text = _arabic(text)
    if _HANGUL.search(text):
        text = _HANGUL.sub(_korean, text)
    text = text.translate(CYRILLIC)
    return text if text.isascii() else str(_any_latin().transliterate(text))


_PERSIAN: Final = re.compile("[پچژگکیہ]")
_AS_IN_PERSIAN: Final = str.maketrans({"ض": "z", "ذ": "z", "ظ": "z", "ث": "s", "ش": "sh", "غ": "gh", "ق": "gh"})


def _arabic(text: str) -> str:
    words = []
    if _PERSIAN.search(text):
        text = text.translate(_AS_IN_PERSIAN)
    for word in _MARKS.sub("", text).split():
        if word.startswith("و") and len(word) > 2:
            word = "w" + word[1:]
        if word.startswith(("ي", "ی")) and len(word) > 2:
            word = "y" + word[1:]
        if word.startswith("ال") and len(word) > 3:
            word = "al " + word[2:]
        words.append(word.translate(ARABIC))
    return " ".join(words)


def _korean(match: re.Match[str]) -> str:
    """A Korean name with its syllables apart, romanised as lists of North Koreans do."""
    syllables = [_syllable(char) for char in match[0]]
    if 2 <= len(syllables) <= 4:
        syllables[0] = KOREAN_FAMILY.get(syllables[0], syllables[0])
    return " ".join(syllables) if len(syllables) <= 4 else "".join(syllables)


@cache
def _syllable(char: str) -> str:
    sound = str(_any_latin().transliterate(char))
    for southern, northern in _NORTHERN:
        sound = sound.replace(southern, northern)
    return sound
