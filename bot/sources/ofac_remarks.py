"""OFAC remarks: the prose of an entry taken apart into typed things; what is not understood stays a remark.

"DOB 28 Jun 1967; POB Minsk; a.k.a. 'X'." ─▶ fragments ─▶ (birth, birth place, weak alias)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.core.countries import country_code
from bot.core.identifiers import Identifier
from bot.core.listings import CUT_PROPERTIES, Fact
from bot.core.names import Name, NameKind
from bot.sources.births import partial_date
from bot.sources.draft import Item, folded
from bot.sources.ofac_labels import CASED_SCHEMES, COMPACT_SCHEMES, FACT_LABELS, IDENTIFIER_LABELS

REMARK_PROPERTIES = CUT_PROPERTIES

_QUOTED_NAME = re.compile(r"^[afn]\.k\.a\. '(.+)'$")
_DOTTED_INITIALS = re.compile(r"(?:^|[\s,(])(?:[A-Z]\.)+[A-Z]$")
_VALUE = re.compile(r"^(?P<value>.*?)(?: \((?P<country>[^()]+)\))?(?P<dates>(?: (?:issued|expires) .+)?)$")
_OTHER_NUMBER = re.compile(r"^(?P<label>[A-Z][\w.'&/() -]*?(?:No\.?|Number|#|ID|Code|Card)) #?\s*(?P<rest>[\w(]*\d.*)$")
_IMO = re.compile(r"^IMO\s*(\d{7})$")
_WALLET = re.compile(r"^- ([A-Z0-9]{2,6}) (\S+)$")


def fragments(remarks: str) -> list[str]:
    """The single statements of a remarks cell."""
    return [part for part in (_ended(part) for part in remarks.split("; ")) if part]


def read_remarks(remarks: str) -> Iterator[Item]:
    """The typed things in a remarks cell."""
    for fragment in fragments(remarks):
        yield from read_fragment(fragment)


@lru_cache(maxsize=32768)
def read_fragment(fragment: str) -> tuple[Item, ...]:
    """The typed things in one statement; never empty."""
    text = fragment.removeprefix("alt. ").removeprefix("Alt. ")
    if match := _QUOTED_NAME.match(text):
        return (Name(match[1], NameKind.WEAK_ALIAS),)
    if text.startswith("DOB ") and (birth := partial_date(text[4:])):
        return (birth,)
    label = _label(text)
    if label in _FACTS:
        name, keep = _FACTS[label]
        value = text if keep else text[len(label) :].strip()
        return (Fact(name, value),) if value else (Fact("remark", text),)
    if label:
        return _identifier(IDENTIFIER_LABELS[label], label, text[len(label) :].strip(), text)
    if match := _OTHER_NUMBER.match(text):
        return _identifier("other", match["label"], match["rest"], text)
    return (Fact("remark", text),)


def _ended(fragment: str) -> str:
    """A statement without brackets and full stop: the last one of a cell has one more than the others."""
    text = folded(fragment)
    bare = text.rstrip(".")
    if bare.startswith("(") and bare.endswith(")") and bare.count("(") == 1:
        return _ended(bare[1:-1])
    return bare + "." if bare != text and _DOTTED_INITIALS.search(bare) else bare


_FACTS = {label: (name, keep) for label, name, keep in FACT_LABELS}


def _by_first_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for label in (*IDENTIFIER_LABELS, *_FACTS):
        found.setdefault(label.split(" ")[0], []).append(label)
    return {word: tuple(sorted(labels, key=len, reverse=True)) for word, labels in found.items()}


_LABELS = _by_first_word()


def _label(text: str) -> str:
    """The known label that a statement begins with, the longest first."""
    for label in _LABELS.get(text.partition(" ")[0], ()):
        if text.startswith(label) and text[len(label) : len(label) + 1] in ("", " "):
            return label
    return ""


def _identifier(scheme: str, label: str, rest: str, text: str) -> tuple[Item, ...]:
    if scheme == "wallet":
        wallet = _WALLET.match(rest)
        return (Identifier("wallet", wallet[2], "", f"{label} - {wallet[1]}"),) if wallet else (Fact("remark", text),)
    match = _VALUE.match(rest.removeprefix("#").strip())
    if match is None or not any(char.isalnum() for char in match["value"]):
        return (Fact("remark", text),)
    country = country_code(match["country"]) if match["country"] else ""
    value = match["value"] if country or not match["country"] else f"{match['value']} ({match['country']})"
    scheme, value = normal(scheme, value, country)
    found = Identifier(scheme, value, country, label)
    return (found, Fact("remark", text)) if match["dates"] else (found,)


def normal(scheme: str, value: str, country: str) -> tuple[str, str]:
    """The finer scheme that the value's shape and country show, and the value in its normal form."""
    if match := _IMO.match(value):
        return "imo", match[1]
    scheme = _russian(scheme, value) if country == "RU" else scheme
    if scheme in CASED_SCHEMES:
        return scheme, value
    if scheme in COMPACT_SCHEMES:
        return scheme, "".join(value.split()).upper()
    return scheme, folded(value).upper()


def _russian(scheme: str, value: str) -> str:
    digits = value.replace(" ", "")
    if not digits.isdigit():
        return scheme
    if scheme == "registration" and len(digits) in (13, 15):
        return "ogrn"
    return "inn" if scheme == "tax" and len(digits) in (10, 12) else scheme
