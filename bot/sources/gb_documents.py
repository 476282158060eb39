"""Documents: passports and identity numbers with the prose that lists print beside them.

("'P04581926", "Afghanistan passport number, issued on 7 August 2024") ─▶ passport P04581926 (AF) · remark
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.countries import country_code
from bot.core.identifiers import Identifier
from bot.core.listings import Fact
from bot.sources.draft import Item, folded
from bot.sources.gb_numbers import is_label, read_numbers

_ISSUER = re.compile(
    r"^\W*(?:a |an |the )?(?P<country>[A-Z][A-Za-z'’ ]*?)(?: Federation)?\W*(?:"
    r"\b(?:passport|number|no\b|diplomatic|service|official|foreign|travel|national|identity|identification|civil"
    r"|federal|citizen|id\b|card|driv|birth|fiscal|resident|voter|armed|issu|expir|valid|date|place|social|military)|[,.;:()\d]|$)",
    re.IGNORECASE,
)
_ISSUED_BY = re.compile(
    r"(?:issued by|(?:issuing )?country:) ?(?:the )?(?P<country>[\w'’ ]+?)(?: on |[;,.)]|$)", re.IGNORECASE
)
_BEFORE = re.compile(r"^(?P<country>[A-Z][a-z]{3,}[A-Za-z' ]*?),?\s*(?:number)?\s*:?\s*(?=[A-Z]{0,3}\d)")
_FILLING = re.compile(r"\b(?:passport|number|no)\b|[().,:]", re.IGNORECASE)
_NUMBER = re.compile(r"[\w\[\]][\w\[\]()./°-]{1,29}")
_DRIVING = re.compile(r"driv(?:ing|er)", re.IGNORECASE)


def read_document(scheme: str, label: str, number: str, details: str, is_russian: bool = False) -> Iterator[Item]:
    """The identifiers of one document; what its details say beyond the country is a remark."""
    number, details = folded(number).strip("' ,;"), folded(details).strip()
    country = issuing_country(details)
    items = tuple(_numbers(scheme, label, number, details, country, is_russian))
    yield from items
    named = country_code(_FILLING.sub("", details))
    is_said = bool(items) and (not details or is_label(details) or named == country != "")
    if not is_said and (number or details):
        yield Fact("remark", f"{label} {number}: {details}".replace(" :", ":").strip(": "))


def issuing_country(details: str) -> str:
    """The country that the details begin with ("Iranian passport", "(Libya) issued …") or name as issuer."""
    for pattern in (_ISSUER, _ISSUED_BY):
        if (match := pattern.search(details)) and (code := country_code(match["country"])):
            return code
    return ""


def _numbers(
    scheme: str, label: str, number: str, details: str, country: str, is_russian: bool
) -> Iterator[Identifier]:
    if scheme == "national_id":
        labelled = read_numbers(f"{details}: {number}" if is_label(details) else number, scheme, label, is_russian)
        if labelled.whole and any(item.scheme != "national_id" for item in labelled.items):
            yield from labelled.items
            return
        scheme = "driving_licence" if _DRIVING.search(details) else scheme
    before = _BEFORE.match(number)
    if before and (named := country_code(before["country"])):
        number, country = number[before.end() :].split("(")[0].strip(), named
    for part in _parts(number):
        value = re.sub(r"No\.|\s", "", part).upper()
        if _NUMBER.fullmatch(value) and (any(char.isdigit() for char in value) or value.isalnum()):
            yield Identifier(scheme, value, country, label)


def _parts(number: str) -> list[str]:
    """One number, unless several whole ones stand in the cell."""
    several = re.split(r"\s+", number) if re.fullmatch(r"\d{6,}(?:\s+\d{6,})+", number) else number.split("/")
    are_whole = all(len(part) > 6 and re.search(r"\d{5}", part) for part in several)
    return several if len(several) > 1 and are_whole else [number]
