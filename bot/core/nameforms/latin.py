"""Latin: any script's letters as plain lower-case Latin ones."""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import cache
from typing import Final

import icu

from bot.core.nameforms.lexicon import translated
from bot.core.nameforms.spelling import settled

ABJAD: Final = re.compile("[\u0590-\u07ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Scripts that mostly leave vowels out: Hebrew, Arabic and kin."""

_MARKS: Final = re.compile("[\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
_APOSTROPHES: Final = re.compile("['’‘`´ʹʺʻʼʽʾʿˈ]")
_OTHER: Final = re.compile(r"[^a-z0-9]+")
_DOTTED: Final = re.compile(r"\b(?:\w\.){2,}(?:\w\b)?")
_SLASHED: Final = re.compile(r"\b([ms])/([vt])\b")
_TWO_LETTERS: Final = frozenset(("sa", "ag", "nv", "bv", "ao", "mv", "mt"))
_HANGUL: Final = re.compile("[\uac00-\ud7a3]+")


def _letters(text: str) -> dict[str, str]:
    """Letters with what each is read as, written behind it."""
    return {pair[0]: pair[1:] for pair in text.split()}


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
        **_letters(
            "қk ғg ҳh ҷj әa җj өo үu ұu һh ӣi ӯu ңng ҥng ӈng ҡk ҝk ӄk ҫs ҙz ҹj ӡdz ҧp ҭt ӷg ҵts ҽch ҿch "
            "ӓa ӑa ӧo ӫo ҩo ӱu ӳu ӹy ӗe ӛa ӂzh ӝzh ӟz ӥi ӵch ѣe ѳf ѵi ѫu ѡo ԛq ԝw ӏ ըy"
        ),
    }
)
"""Cyrillic letters, those of Turkic and Caucasian languages too (and an Armenian one), as English lists have them."""

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
        **_letters(
            "ڕr ڵl ۆo ێe ۇu ۈu ۋv ۅo ۉu ۊu ۏv ٻb ٽt ٿth ڀbh ڃny ڄj ڇch ڌd ڍd ڊd ڎd ڙr ڒr ڦp ڪk ڬg ڱng ڳg ڠng ڻn ڽny ۓe"
        ),
    }
)
"""Arabic-script letters; vowels are mostly not written."""

LEFT: Final = str.maketrans(
    _letters(
        "əa ǝe ɐa ɑa ɒa ɔo ɘe ɜe ɝe ɞe ɤo ɣg ɥh ɩi ɯm ɵo ɹr ɻr ɺr ɿr ʁr ʇt ʊu ʌa ʍw ʎy ʞk ᴉi ᴚr ᴙr ᴎn ᴐc ᴑo ᴒo ᴓo "
        "ᴝu ᴟm ↄc ⱶh ⅎf ƨs ƽs ƅb ƿw ꞵb ʷw ʃsh ʒzh ʔ ʕ"
    )
)
"""Letters that the transliterator leaves as they are: of living alphabets, of phonetics, turned ones."""

LOST: Final = "\ufffd"
UNREAD: Final = "zq"
"""Stands for a letter inside a word that cannot be read; no name has it."""

KOREAN_FAMILY: Final = {"gim": "kim", "i": "ri", "bak": "pak", "gang": "kang"}
_NORTHERN: Final = (("yeo", "yo"), ("eo", "o"), ("eu", "u"))


@cache
def _any_latin() -> icu.Transliterator:
    rules = "Any-Latin; NFD; [:Nonspacing Mark:] Remove; NFC; Latin-ASCII; Lower"
    return icu.Transliterator.createInstance(rules)


def latin(text: str) -> str:
    """The words of a name in plain Latin letters and digits, one space between them."""
    return romanised(settled(text))


def romanised(text: str) -> str:
    """As `latin`, of a settled text."""
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


def _romanised(text: str) -> str:
    if ABJAD.search(text):
        text = _arabic(text)
    if _HANGUL.search(text):
        text = _HANGUL.sub(_korean, text)
    text = text.translate(CYRILLIC)
    if text.isascii():
        return text
    left = _read(text)
    return left if left.isascii() else " ".join(map(_readable, text.split()))


def _read(text: str) -> str:
    """The text as the transliterator reads it, and letters that it leaves."""
    found = str(_any_latin().transliterate(text))
    return found if found.isascii() else "".join(map(_left, found.translate(LEFT)))


def _left(char: str) -> str:
    """What is left of a character: marks are no letters and part no words, signs do."""
    kind = unicodedata.category(char)
    if char.isascii() or kind == "Lo" or kind == "Ll" or char == LOST:
        return char
    return "" if kind[0] == "M" or kind in ("Lm", "Sk") else " "


def _readable(word: str) -> str:
    """A word in Latin letters; one that cannot be read is a mark of its own, so that it equals itself only."""
    found = _read(word)
    unread = sum(not char.isascii() for char in found)
    if unread * 2 >= len(found.strip()) and unread:
        return f"u0{zlib.crc32(word.encode()):08x}"
    return "".join(char if char.isascii() else UNREAD for char in found)


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
