"""Numbers in prose: registration, tax and bank numbers that a list prints with labels, several in a cell.

"INN: 7720603527OGRN: 1077764566373" ─▶ inn 7720603527 · ogrn 1077764566373
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.core.countries import country_code
from bot.core.identifiers import Identifier, check_identifier, compact
from bot.sources.draft import folded

LABELS: tuple[tuple[str, str], ...] = (
    (r"(?-i:INN|ИНН)(?: (?:number|no\.?))?", "inn"),
    (r"(?-i:OGRNIP|OGRN|ОГРН)", "ogrn"),
    (r"(?-i:USCC)|Unified Social Credit Code", "uscc"),
    (r"(?-i:LEI)|Legal Entity (?:Identifier|Number)", "lei"),
    (r"(?-i:OKPO)|Government Gazette Number", "okpo"),
    (r"(?:(?-i:BIK)(?: \(RU\))?|Russian Bank Identification Code)(?: number)?", "bik"),
    (r"(?:SWIFT|(?-i:BIC))(?: codes?)?", "bic"),
    (r"(?-i:VAT)(?: Tax)?(?: Number| No\.?)?", "vat"),
    (r"Tax ?payer(?: Identification)? ?(?:Number|No\.?|ID)", "tax"),
    (r"Tax Registration Number|Tax Identifier|Tax Identification (?:Number|No\.?)", "tax"),
    (r"Tax (?:ID )?(?:Number|No\.?)|Tax ID|(?-i:TIN|NIP|УНН)(?: number)?", "tax"),
    (r"National ID Number", "national_id"),
    (r"(?:(?:Company|Business|State|Commercial|Main state|Main) )?Registration (?:Number|No\.?)", "registration"),
    (r"Business Identification Number|(?:Trade|Commercial|Business) (?:Register|Registry) Number", "registration"),
    (r"Company(?: House)? (?:Number|No\.?)|(?-i:CR|BR) (?:Number|No\.?)", "registration"),
    (r"(?-i:CRN|BRN|SRN|UEN(?: ID)?|CBLS|CIN|BIN|CR|BR|USREOU code)", "registration"),
    (r"(?:Central Bank )?Licen[cs]e (?:Number|No\.?)|Central Bank Licen[cs]e", "licence"),
    (r"(?-i:IMO)(?: Number| No\.?)?", "imo"),
    # Numbers that no scheme has, or that belong to a directory and not to the party: they stay in the remark.
    (r"(?-i:KPP|PPC|OKTMO|CH-ID|PAN)|UID Number|LLPIN Number|ISN Number|Registered Russian Bank No\.?", ""),
    (r"BvD (?:ID|account)?(?: ?number)?|SPARK code|Acuris Unique ID|(?:USA )?OFAC UID Number", ""),
    (r"IP Identification|Cedar Rose number", ""),
)
"""Printed label to identifier scheme, the most telling first: "BIN/OGRN" is an OGRN."""

_ONE = "|".join(f"(?:{pattern})" for pattern, _ in LABELS)
_COUNTRY = r"(?:(?P<country>UK|(?!Company|Business|Trade|Commercial|Central|State|Main|Tax)[A-Z][a-z]{3,})(?: -)? )?"
_CHAIN = rf"(?<![A-Za-zА-я]){_COUNTRY}\(?(?P<label>(?:{_ONE})(?:\)?[ :/(]*(?:{_ONE}))*)(?![A-Za-zА-я])\)?"
_LABEL = re.compile(_CHAIN, re.IGNORECASE)
_KNOWN = [(re.compile(rf"(?<![A-Za-zА-я])(?:{pattern})(?![A-Za-zА-я])", re.IGNORECASE), s) for pattern, s in LABELS]
_BEHIND = re.compile(rf"^(?P<value>[\w.-]{{0,30}}\d[\w.-]{{0,30}})\s*[-–(]+\s*{_CHAIN}\)?$", re.IGNORECASE)

_TAIL = re.compile(
    r"^[\s:.–-]*(?P<value>\d[\d ]*\d(?![\w./-])|\d+(?=[A-Z][a-z]{2})|[^\s;,()]+)"
    r"\s*(?:\((?P<where>[^()]+)\))?[\s.;,/']*(?P<rest>.*)$"
)
_BEFORE = re.compile(r"^(?P<country>[A-Z][a-z]{3,}[A-Za-z' ]*?),?\s*(?:number|[-–])?\s*:?\s*(?=[A-Z]{0,3}\d)")
_BARE = re.compile(r"^(?P<value>[^()]+?)\s*(?:\((?P<where>[^()]+)\))?(?P<rest>\s+dated .+)?$")
_SHAPES = {
    "inn": r"\d{10}|\d{12}",
    "ogrn": r"\d{13}|\d{15}",
    "bic": r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?",
    "bik": r"\d{9}",
    "lei": r"[A-Z0-9]{18}\d{2}",
    "uscc": r"[0-9A-Z]{18}",
    "imo": r"\d{7}",
    "okpo": r"\d{8,10}",
}
_FALLBACK = {"inn": "tax", "ogrn": "registration", "uscc": "registration"}
_USCC = re.compile(r"9[1-3]\d{6}[0-9A-Z]{10}")
_MIXED = frozenset({"registration", "tax", "national_id"})
"""Schemes under whose label lists print numbers of finer ones."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a text holds; `whole` tells that nothing of it was left over."""

    items: tuple[Identifier, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Found:
    scheme: str
    value: str
    label: str
    country: str
    whole: bool = True


@lru_cache(maxsize=16384)
def read_numbers(text: str, scheme: str, label: str, is_russian: bool = False) -> Numbers:
    """The numbers in a cell; one without a label is of `scheme` ("": it is none) and gets `label`.

    `is_russian` says that the party is Russian by other evidence, so that a number with a right check digit is an INN.
    """
    text = folded(text).strip("' ")
    is_russian = is_russian or re.search(r"Russia|\bOGRN|\bINN", text) is not None
    found = list(_found(text, scheme, label))
    items = [item for one in found for item in _typed(one, is_russian)]
    understood = all(one.whole for one in found) and len(items) == len(found)
    return Numbers(tuple(dict.fromkeys(items)), bool(items) and understood)


def is_label(text: str) -> bool:
    """Whether a text is nothing but a label ("Russian INN Number")."""
    return _LABEL.fullmatch(folded(text)) is not None


def _found(text: str, scheme: str, label: str) -> Iterator[_Found]:
    if behind := _BEHIND.match(text):
        yield _Found(_scheme(behind["label"]), behind["value"], behind["label"], behind["country"] or "")
        return
    labels = list(_LABEL.finditer(text))
    first = text[: labels[0].start()] if labels else text
    if first.strip(" ;,/·.'") and not scheme:
        yield _Found("", "", label, "", whole=False)
    elif first.strip(" ;,/·.'"):
        yield from _bare(first.strip(" ;,/'"), scheme, label)
    for number, match in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(text)
        yield _labelled(match, text[match.end() : end])


def _labelled(match: re.Match[str], tail: str) -> _Found:
    label = folded(match["label"])
    label += ")" if label.count("(") > label.count(")") else ""
    scheme, value = _scheme(label), _TAIL.match(tail)
    if value is None:
        return _Found("", "", label, "", whole=False)
    country = country_code(value["where"] or match["country"] or "")
    is_known = not value["where"] or bool(country)
    return _Found(scheme, value["value"], label, country, whole=bool(scheme) and not value["rest"] and is_known)


def _bare(text: str, scheme: str, label: str) -> Iterator[_Found]:
    """Numbers without a label: one, perhaps after its country, or several with blanks or dots between."""
    before = _BEFORE.match(text)
    prefix = country_code(before["country"]) if before else ""
    match = _BARE.match(text[before.end() :] if before and prefix else text)
    if match is None:
        yield _Found("", "", label, "", whole=False)
        return
    country = country_code(match["where"] or "") or prefix
    is_whole = (not match["where"] or bool(country)) and not match["rest"]
    value = match["value"].strip()
    parts = [value] if re.fullmatch(r"[\d ]+", value) else [part for part in re.split(r"[\s·]+|\s/\s", value) if part]
    are_numbers = all(re.search(r"\d", part) and len(part) > 1 for part in parts)
    for part in parts if are_numbers else ():
        yield _Found(scheme, part, label, country, whole=is_whole and len(parts) == 1)
    if not are_numbers:
        yield _Found("", "", label, "", whole=False)


def _scheme(label: str) -> str:
    return next((scheme for pattern, scheme in _KNOWN if pattern.search(label)), "")


def _typed(found: _Found, is_russian: bool) -> Iterator[Identifier]:
    value = compact(found.scheme, found.value)
    scheme = _finer(found.scheme, value, is_russian or found.country == "RU")
    if scheme == "bic" and re.fullmatch(_SHAPES["bik"], value):
        scheme = "bik"
    if scheme == "bic" and not found.value.isupper():
        return  # "Swift Investments" is a name
    if not re.fullmatch(_SHAPES.get(scheme, r"[^\W_]*\d[^\W_]*"), value):
        scheme = _FALLBACK.get(scheme, "")
    if not scheme or not value:
        return
    country = "RU" if scheme in ("inn", "ogrn") else found.country
    yield Identifier(scheme, value if scheme in _SHAPES else folded(found.value).upper(), country, found.label)


def _finer(scheme: str, value: str, is_russian: bool) -> str:
    """The scheme that the value's own check digits show."""
    if scheme not in _MIXED:
        return scheme
    if _USCC.fullmatch(value):
        return "uscc"
    if is_russian and scheme != "national_id" and re.fullmatch(_SHAPES["ogrn"], value):
        return "ogrn"
    longest = r"\d{12}" if scheme == "national_id" else _SHAPES["inn"]
    if is_russian and re.fullmatch(longest, value) and _is_right("inn", value):
        return "inn"
    return "lei" if re.fullmatch(_SHAPES["lei"], value) and _is_right("lei", value) else scheme


def _is_right(scheme: str, value: str) -> bool:
    return isinstance(check_identifier(scheme, value), Identifier)
