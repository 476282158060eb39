"""OFAC advanced, parts: the places and documents that come before the parties, which point to them by number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.core.listings import Fact
from bot.sources.draft import Item
from bot.sources.ofac_addresses import address_line
from bot.sources.ofac_advanced_values import (
    Unknown,
    Values,
    is_true,
    period,
    plain,
    printed,
)
from bot.sources.ofac_entities import LOCAL, STREET_PARTS
from bot.sources.ofac_remarks import read_fragment
from bot.sources.xml import Element

NOWHERE = frozenset({"", "undetermined"})
NO_WORD = frozenset({"", "unknown"})
"""What OFAC prints where a code is required and it has nothing to say."""

BOOKKEEPING = frozenset(
    {
        *("FeatureVersionReference", "IDRegDocumentReference", "DocumentedNameReference", "IDRegDocumentMention"),
        *("ProfileRelationshipReference", "SanctionsEntryReference", "IdentityReference", ""),
    }
)
"""Elements that only link numbers, and comments of the XML itself."""


class Place(NamedTuple):
    """A location: its lines as OFAC prints an address, and its country."""

    lines: tuple[str, ...]
    country: str

    @property
    def words(self) -> str:
        """The place in one line, as a feature's value."""
        return self.lines[0] if self.lines else self.country


def read_place(element: Element, values: Values, unknown: Unknown) -> Place:
    """A Location."""
    said: dict[str, str] = {}
    others: list[str] = []
    country = area = comment = ""
    for child in element:
        tag = LOCAL[child.tag]
        if tag == "LocationPart":
            kind = values.word("LocPartType", child.get("LocPartTypeID")).upper()
            first, *more = _part_values(child) or [""]
            said[kind] = f"{said[kind]}, {first}" if said.get(kind) and first else first or said.get(kind, "")
            others += more
        elif tag == "LocationCountry":
            country = country or values.word("Country", child.get("CountryID"))
        elif tag == "LocationAreaCode":
            area = values.attribute("AreaCode", child.get("AreaCodeID"), "Description")
        elif tag == "Comment":
            comment = plain(child)
        elif tag not in BOOKKEEPING:
            unknown((f"Location/{tag}",))
    country = country or (area if area.lower() not in NOWHERE else "")
    line = _line(said, country)
    return Place(
        tuple(filter(None, (f"{line} ({comment})" if comment and line else line or comment, *others))), country
    )


def _part_values(part: Element) -> list[str]:
    """The values of a part of a location, the primary one first."""
    found = [
        (not is_true(value.getparent().get("Primary", "true")), text)
        for value in part.iter("{*}Value")
        if (text := plain(value))
    ]
    return [text for _, text in sorted(found)]


def _line(said: dict[str, str], country: str) -> str:
    """The one line that OFAC's other formats print; a country alone may stand as a part of no type."""
    region = f"Region: {said['REGION']}" if said.get("REGION") else ""
    where = ", ".join(dict.fromkeys(filter(None, (region, said.get("UNKNOWN", ""), country))))
    street = [said.get(name, "") for name in STREET_PARTS]
    return address_line(
        street, said.get("CITY", ""), said.get("STATE/PROVINCE", ""), said.get("POSTAL CODE", ""), where
    )


class Document(NamedTuple):
    """An identity document in the words of the CSV's remarks, with what they mean."""

    words: str
    items: tuple[Item, ...]


def read_document(element: Element, values: Values, unknown: Unknown) -> Document:
    """An IDRegDocument."""
    number = comment = authority = ""
    dates = {}
    for child in element:
        tag = LOCAL[child.tag]
        if tag == "IDRegistrationNo":
            number = plain(child)
        elif tag == "Comment":
            comment = plain(child)
        elif tag == "IssuingAuthority":
            authority = plain(child)
        elif tag == "DocumentDate":
            kind = values.word("IDRegDocDateType", child.get("IDRegDocDateTypeID")).split(" ")[0].lower()
            dates[kind] = next((printed(found) for item in child if (found := period(item))), "")
        elif tag not in BOOKKEEPING:
            unknown((f"IDRegDocument/{tag}",))
    country = values.word("Country", element.get("IssuedBy-CountryID"))
    text = " ".join(_document_words(values.word("IDRegDocType", element.get("IDRegDocTypeID")), number, country, dates))
    text = text.rstrip(".")
    validity = values.word("Validity", element.get("ValidityID")).lower()
    notes = [f"issued by {authority}" if authority else "", comment, validity if validity not in ("", "valid") else ""]
    notes = [note for note in notes if note]
    items = (*read_fragment(text), *(Fact("remark", f"{text}: {note}") for note in notes))
    return Document("; ".join((text, *notes)), items)


def _document_words(kind: str, number: str, country: str, dates: dict[str, str]) -> Iterator[str]:
    yield from filter(None, (kind, number, f"({country})" if country.lower() not in NOWHERE else ""))
    for word, label in (("issue", "issued"), ("expiration", "expires")):
        if dates.get(word):
            yield f"{label} {dates[word]}"
