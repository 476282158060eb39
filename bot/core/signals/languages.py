"""Whether a text is English, by its script and its function words; other languages are told, never guessed at."""

from __future__ import annotations

import re
from typing import Final

from bot.core.signals.words import listed

ENGLISH: Final = listed(
    "the of and to in for on with by from at as is are was were be been has have had its it that this after over will"
    " says said new not more than who how what why when his her their would could may should against amid into about"
    " before between under out up off us u.s. or but he she they we you all some any can do does did because despite"
    " until while during without within between"
)
FOREIGN: Final[dict[str, frozenset[str]]] = {
    "de": listed(
        "der die das den dem des und ist nicht mit auf für von zu im ein eine einen wegen gegen werden wird sich nach"
        " bei auch aus über sind hat haben zum zur vom als wie noch nur"
    ),
    "fr": listed(
        "le la les des du et est une un dans pour sur avec par au aux qui que ne pas ce"
        " cette son ses leur après contre"
        " entre sont été ont plus sans d' l' à"
    ),
    "es": listed(
        "el la los las del y es una un en por para con que su sus al se no más como"
        " contra tras entre son fue han sobre"
        " sin pero"
    ),
    "it": listed(
        "il lo la gli le di del della dei delle e è un una in per con che non su al alla"
        " dal nel sono ha hanno contro dopo"
        " più anche"
    ),
    "pt": listed(
        "o os as do da dos das e é um uma em no na nos nas por para com que não se ao à mais como contra após são foi"
        " sobre sem pelo pela"
    ),
    "nl": listed(
        "de het een en van in op te dat is niet met voor zijn aan door bij uit naar over"
        " ook tegen na worden wordt heeft"
        " maar om als"
    ),
    "pl": listed("i w z na do się nie że jest po o dla przez od za przeciwko oraz są ma jak ale"),
    "tr": listed("ve bir bu da de için ile olarak daha çok karşı yaptırım yaptırımları sonra göre kadar ise"),
    "sv": listed("och att det som en på är av för med till inte den har de om ett mot från efter"),
    "id": listed("dan yang di untuk dengan dari ini pada tidak akan ke dalam oleh atas terhadap itu sanksi"),
    "ro": listed("și în la de pe cu din care nu este pentru sunt mai după împotriva al ale a fost"),
}
_WORD: Final = re.compile(r"[^\W\d_]+'?")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
SCRIPTS: Final = (
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)
"""A script stands for its most usual language: the label says why nothing was read, no more."""


def language(text: str) -> str:
    """A two-letter code: `en` when nothing speaks against it."""
    latin = len(_LATIN.findall(text)) if not text.isascii() else len(text)
    if not text.isascii():
        for code, script in SCRIPTS:
            if len(script.findall(text)) > 0.5 * latin:
                return code
    words = _WORD.findall(text.lower())
    english = sum(word in ENGLISH for word in words)
    best, most = "en", 0
    for code, known in FOREIGN.items():
        count = sum(word in known for word in words)
        if count > most:
            best, most = code, count
    accents = latin and sum(char > "\u007f" and char.isalpha() for char in text) >= 2
    if most >= 2 and most > english + (0 if accents or english == 0 else 1):
        return best
    if accents and most >= 1 and english == 0 and len(words) > 3:
        return best
    return "en"
