"""SECO details: births, places, documents and free text of a target, as typed things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.core.countries import country_code
from bot.core.dates import PartialDate
from bot.core.identifiers import Identifier
from bot.core.listings import EntityType, Fact
from bot.sources.births import partial_date
from bot.sources.draft import Item, folded
from bot.sources.gb_numbers import read_numbers
from bot.sources.gb_wallets import find_wallets
from bot.sources.xml import Element, all_of, children, local, text_of

Places = Mapping[str, Mapping[str, str]]

STREET = ("c-o", "address-details", "p-o-box", "zip-code", "location", "area", "country")
DOCUMENT_SCHEMES = (
    ("passport", "passport"),
    ("driv", "driving_licence"),
    ("tax", "tax"),
    ("regist", "registration"),
)
"""A piece of the document type, and the scheme that it means; any other document is an identity card."""

DOCUMENT_DETAILS = (
    ("place-of-issue", "issued in"),
    ("date-of-issue", "issued"),
    ("expiry-date", "expires"),
    ("remark", ""),
    ("remarks", ""),
)
CONTACTS = (
    (re.compile(r"web ?sites? ?: ?(\S+)", re.IGNORECASE), "website"),
    (re.compile(r"e-?mail(?: address(?:es)?)? ?: ?(\S+@\S+)", re.IGNORECASE), "email"),
    (re.compile(r"(?:tel\.?|telephone|phone)(?: numbers?)? ?: ?([+\d][\d ()+/.-]+)", re.IGNORECASE), "phone"),
)
GREGORIAN = frozenset({"", "gregorian"})
GOOD = frozenset({"", "good"})
UNKNOWN_PARTS = frozenset({"", "0", "00", "0000"})


def read_birth(item: Element, kind: EntityType) -> Iterator[Item]:
    """A date with what is known of it; another calendar's is a remark, for it is another day."""
    text = _date_of(item)
    calendar = folded(item.get("calendar")).casefold()
    is_circa = folded(item.get("quality")).casefold() not in GOOD
    label = "Date of birth" if kind is EntityType.PERSON else "Date stated"
    birth = partial_date(text) if kind is EntityType.PERSON and calendar in GREGORIAN else None
    if birth is not None:
        yield PartialDate(birth.value, is_circa, birth.until)
    elif text:
        named = "" if calendar in GREGORIAN else f" ({item.get('calendar')} calendar)"
        yield Fact("remark", f"{label}{named}: {'circa ' if is_circa else ''}{text}")


def read_birth_place(item: Element, places: Places) -> Iterator[Item]:
    """A place of birth: the place referred to, with what the entry adds."""
    yield Fact("birth_place", _place_text(item, places))


def read_address(item: Element, places: Places) -> Iterator[Item]:
    """An address and its country."""
    text, country = _place_text(item, places), _place(item, places).get("country", "")
    if text != country:
        yield Fact("address", text)
    yield Fact("country", country)


def read_nationality(item: Element) -> Iterator[Item]:
    """A nationality by its country's name, else its code."""
    for country in all_of(item, "country"):
        yield Fact("nationality", text_of(country) or folded(country.get("iso-code")))


def read_document(item: Element) -> Iterator[Item]:
    """A document's number, and a remark with what else is said of it."""
    kind = folded(item.get("document-type")).replace("-", " ") or "document"
    scheme = next((name for piece, name in DOCUMENT_SCHEMES if piece in kind.casefold()), "national_id")
    country = _issuer(item)
    numbers = [number for found in all_of(item, "number") if (number := text_of(found))]
    for number in numbers:
        yield Identifier(scheme, "".join(number.split()).upper(), country, kind)
    details = [*_document_details(item), *([] if country else [text_of(item, "issuer")])]
    if said := ", ".join(filter(None, details)):
        yield Fact("remark", f"{kind.capitalize()} {' · '.join(numbers)}: {said}".replace(" :", ":"))


def read_information(text: str) -> Iterator[Item]:
    """Free text: typed when it is nothing but labelled numbers or a contact, else a remark beside what it holds."""
    for pattern, name in CONTACTS:
        if match := pattern.fullmatch(text.rstrip(".; ")):
            yield Fact(name, match[1].strip())
            return
    numbers = read_numbers(text, "", "Other information")
    yield from numbers.items
    yield from find_wallets(text, "Other information")
    if not numbers.whole:
        yield Fact("remark", text)


def _date_of(item: Element | None) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD from the attributes of an element or of the date in it; else its text."""
    if item is None:
        return ""
    inner = next(iter(all_of(item, "day-month-year")), item)
    year, month, day = (folded(inner.get(part)) for part in ("year", "month", "day"))
    if year in UNKNOWN_PARTS:
        known = ((month, "month"), (day, "day"))
        return text_of(item) or ", ".join(f"{word} {part}" for part, word in known if part not in UNKNOWN_PARTS)
    parts = [year.zfill(4)]
    for part in (month, day):
        if part in UNKNOWN_PARTS:
            break
        parts.append(part.zfill(2))
    return "-".join(parts)


def _place(item: Element, places: Places) -> dict[str, str]:
    """The place referred to, overlaid with the entry's own words."""
    own = {local(child): text_of(child) for child in children(item) if text_of(child)}
    return {**places.get(folded(item.get("place-id")), {}), **own}


def _place_text(item: Element, places: Places) -> str:
    place = _place(item, places)
    if "p-o-box" in place and not re.match(r"p\.? ?o", place["p-o-box"], re.IGNORECASE):
        place["p-o-box"] = f"P.O. Box {place['p-o-box']}"
    text = ", ".join(place[tag] for tag in STREET if tag in place)
    remarks = place.get("remarks", "")
    return f"{text} ({remarks})" if text and remarks else text or remarks


def _issuer(item: Element) -> str:
    for issuer in all_of(item, "issuer"):
        for text in (issuer.get("code"), issuer.get("iso-code"), text_of(issuer), text_of(issuer, "country")):
            if text and (code := country_code(text)):
                return code
    return ""


def _document_details(item: Element) -> Iterator[str]:
    for tag, words in DOCUMENT_DETAILS:
        for found in all_of(item, tag):
            text = _date_of(found)
            yield f"{words} {text}".strip() if text else ""
