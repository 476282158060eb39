"""EU numbers: identifiers as the acts print them, often with a country, an issuer or a second number around them.

"A1037434 (Malian passport issued on 10.8.2001)" ─▶ passport A1037434 (ML), and the whole text as a remark
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.countries import country_code
from bot.core.identifiers import Identifier, check_identifier, compact
from bot.core.listings import Fact
from bot.sources.draft import Item, folded
from bot.sources.eu_places import named_country

SHAPES: dict[str, str] = {
    "inn": r"\d{12}|\d{10}",
    "ogrn": r"\d{15}|\d{13}",
    "kpp": r"\d{9}",
    "okpo": r"\d{10}|\d{8}",
    "lei": r"[A-Z0-9]{18}\d{2}",
    "imo": r"\d{7}",
    "mmsi": r"\d{9}",
    "bic": r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?",
    "uscc": r"[0-9A-Z]{18}",
}
"""Schemes whose values are found in running text by their shape."""

_LABELLED = re.compile(r"\b(KPP|INN|OGRN|OKPO|LEI|IMO|MMSI)\b\W*(?:No\.?|number)?\W*(\d[\d ]*\d)", re.IGNORECASE)
_INN_KPP = re.compile(r"\bINN ?/ ?KPP\W*(\d{10})\W+(\d{9})\b", re.IGNORECASE)
_ENUMERATED = re.compile(r"(?:^|(?<=[\s,;]))\(?(?:[a-h]|i{1,3}|iv|vi{0,3})\) ?")
_PLAIN = re.compile(r"[A-Z]{0,4}[- ]?[\w./-]*\d[\w./-]*(?: [\w./-]*\d[\w./-]*)*")
_VALUE = re.compile(r"(?:\b[A-Z]{1,3}[- ])?[\w./-]*\d[\w./-]*(?: \d[\w./-]*)*")
_MYANMAR = re.compile(r"\d{1,2}/ ?\w+ ?\(\w+\) ?\d{5,6}")
_SAID_BY_SCHEME = re.compile(r"(?:tax id/)?inn|uscc|ogrn|tax id|imo", re.IGNORECASE)
_NOT_A_VALUE = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}|\d{1,3}")
_WORD = re.compile(r"[^\W\d_]+")


def read_numbers(scheme: str, text: str, label: str, country: str = "") -> list[Item]:
    """The identifiers in a cell; whatever else it says stays, as a remark under its label."""
    text = folded(text).strip(" ,;")
    if not any(char.isalnum() for char in text):
        return []
    pieces = [piece.strip(" ,;.") for piece in _ENUMERATED.split(text) if piece and piece.strip(" ,;.")]
    if len(pieces) == 1 and scheme not in SHAPES:
        pieces = _listed(text)
    found: list[Item] = [item for piece in pieces for item in _piece(scheme, piece, label, country)]
    if not any(isinstance(item, Identifier) for item in found):
        return [Fact("remark", f"{label}: {text}")]
    return list(dict.fromkeys(found))


def labelled_numbers(text: str) -> Iterator[Identifier]:
    """The Russian and maritime identifiers that a running text names: "INN: 7707049388, KPP 772901001"."""
    for inn, kpp in _INN_KPP.findall(text):
        yield Identifier("inn", inn, "", "INN")
        yield Identifier("kpp", kpp, "", "KPP")
    for word, number in _LABELLED.findall(text):
        scheme, value = word.lower(), compact(word.lower(), number)
        if re.fullmatch(SHAPES[scheme], value):
            yield Identifier(scheme, value, "", word.upper())


def scheme_for(scheme: str, value: str, country: str, note: str = "") -> str:
    """The narrower scheme that a value's note, length and check digit show it to be."""
    lower = note.casefold()
    if "inn" in _words(lower) and re.fullmatch(SHAPES["inn"], value):
        return "inn"
    if "uscc" in _words(lower) or (re.fullmatch(r"91[0-9A-Z]{16}", value) and country in ("", "CN")):
        return "uscc" if re.fullmatch(SHAPES["uscc"], value) else scheme
    if re.fullmatch(SHAPES["lei"], value) and not value.isdigit() and _is_valid("lei", value):
        return "lei"
    if country not in ("", "RU"):
        return scheme
    if scheme not in ("tax", "registration"):
        return scheme
    if re.fullmatch(SHAPES["ogrn"], value) and (_is_valid("ogrn", value) or (country and scheme == "registration")):
        return "ogrn"
    if re.fullmatch(SHAPES["inn"], value):
        return "inn" if _is_valid("inn", value) or (country and scheme == "tax") else scheme
    return scheme


def _listed(text: str) -> list[str]:
    """Several bare numbers in a row ("7308664347, 7303853009"), else the text as one."""
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    return parts if len(parts) > 1 and all(_PLAIN.fullmatch(part) for part in parts) else [text]


def _piece(scheme: str, piece: str, label: str, country: str) -> Iterator[Item]:
    if scheme in SHAPES:
        yield from _shaped(scheme, piece, label, country)
        return
    head, note = _parted(piece)
    is_plain = bool(_PLAIN.fullmatch(head) or _MYANMAR.fullmatch(head)) or not re.search(r"[a-z]{3}", head)
    raw = head if is_plain else _best_value(head)
    value = compact(scheme, raw)
    if not any(char.isdigit() for char in value):
        yield Fact("remark", f"{label}: {piece}")
        return
    where = country or named_country(f"{'' if is_plain else head} {note}")
    narrow = scheme_for(scheme, value, where, note)
    yield Identifier(narrow, value, where, label)
    yield from labelled_numbers(note if is_plain else piece)
    if not is_plain or _says_more(note, where):
        yield Fact("remark", f"{label}: {piece}")


def _parted(piece: str) -> tuple[str, str]:
    """The number and what is said about it: a bracket after it, or the words after a comma."""
    at = -1 if _MYANMAR.fullmatch(piece) else piece.find(" (")
    if at > 0 and any(char.isdigit() for char in piece[:at]):
        return piece[:at], piece[at:]
    if "," in piece and not _PLAIN.fullmatch(piece) and any(char.isdigit() for char in piece.partition(",")[0]):
        head, _, note = piece.partition(",")
        return head, note
    return piece, ""


def _says_more(note: str, country: str) -> bool:
    """Whether a note says anything that the scheme and the country do not."""
    text = note.strip(" ().")
    return bool(text) and not _SAID_BY_SCHEME.fullmatch(text) and not (country and country_code(text) == country)


def _best_value(head: str) -> str:
    """The number in "Afghan passport number SE 012820": the longest that is no date and no small number."""
    values = [value for value in _VALUE.findall(head) if not _NOT_A_VALUE.fullmatch(value.strip(". "))]
    return max(values, key=lambda value: sum(char.isdigit() for char in value), default="")


def _shaped(scheme: str, piece: str, label: str, country: str) -> Iterator[Item]:
    value = compact(scheme, piece)
    if re.fullmatch(SHAPES[scheme], value):
        yield Identifier(scheme, value, country, label)
        return
    found = re.findall(rf"(?<![A-Z0-9])(?:{SHAPES[scheme]})(?![A-Z0-9])", piece)
    yield from (Identifier(scheme, compact(scheme, one), country, label) for one in found)
    yield from labelled_numbers(piece)
    if not found and value.isdigit():
        # One digit too many or too few: the list's own slip is kept as it is.
        yield Identifier(scheme, value, country, label)
    elif re.search(r"\w", re.sub("|".join(map(re.escape, found)) or "^$", "", piece)):
        yield Fact("remark", f"{label}: {piece}")


def _is_valid(scheme: str, value: str) -> bool:
    return isinstance(check_identifier(scheme, value), Identifier)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text))
