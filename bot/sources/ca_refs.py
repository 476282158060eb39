"""Canadian references: a stable key for records that the list gives no number.

programme + normalised name (+ IMO number) ─▶ `RU-sergey-ivanovich-menyailo-0f3a2c`

Schedule and item are left out, for they are renumbered. Namesakes are told apart by birth: the first listed keeps the
plain key, so that a namesake who is added later changes nobody's reference.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from bot.core.countries import country_code
from bot.sources.draft import folded

REGIMES = (
    ("JVCFOA", r"jvcfo|corrupt foreign officials|dirigeants [ée]trangers"),
    ("HAMAS", r"hamas"),
    ("SETTLERS", r"settler|colons"),
)
"""Programmes that are no country's, by words of their English or French title."""

_FRENCH = re.compile(
    r"[à-öù-ÿ]|\b(?:d[ue]s?|relatif|violence extrémiste|russie|syrie|soudan|chine|libye|birmanie)\b", re.IGNORECASE
)
_SILENT = re.compile(r"['’‘`ʼʹ\"“”«»]")
MAX_SLUG = 40


def programme_of(printed: str) -> str:
    """The English part of "Belarus / Bélarus", in whichever order they stand."""
    parts = [part for part in (folded(part) for part in printed.split("/")) if part]
    return next((part for part in parts if not _FRENCH.search(part)), parts[0] if parts else "")


def regime_code(printed: str) -> str:
    """A short code of the programme: the country's, or one of REGIMES, or its words."""
    for code, words in REGIMES:
        if re.search(words, printed, re.IGNORECASE):
            return code
    parts = [part for part in printed.split("/") if part.strip()]
    return next((code for part in parts if (code := country_code(part))), "") or slug(programme_of(printed)).upper()


def reference(printed: str, name: str, imo: str = "", birth: str = "") -> str:
    """The key of a record; `birth` is given only to tell namesakes apart."""
    code, key = regime_code(printed), normalised(name)
    digest = hashlib.sha256("|".join((code, key, imo, birth)).encode()).hexdigest()[:6]
    return "-".join(filter(None, (code, slug(name), imo, birth, digest)))


def normalised(name: str) -> str:
    """The words of a name without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", _SILENT.sub("", name))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", kept.casefold()))


def slug(name: str) -> str:
    """The Latin letters and digits of a name, whole words up to MAX_SLUG characters."""
    words = re.findall(r"[a-z0-9]+", normalised(name))
    made = ""
    for word in words:
        if len(made) + len(word) >= MAX_SLUG:
            break
        made = f"{made}-{word}" if made else word
    return made or (words[0][:MAX_SLUG] if words else "")
