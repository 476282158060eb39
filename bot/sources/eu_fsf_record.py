"""EU FSF records: one entity as either format gives it, in the words of the XML.

XML elements, or CSV rows ─▶ record (fields, parts by kind) ─▶ listing (`eu_fsf_listing`)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.sources.draft import digest

Part: TypeAlias = dict[str, str]
"""The attributes of one element that say anything, folded; those of its act begin with `regulation.`."""

ACT = "regulation."

SUMMARY = frozenset(
    f"{ACT}{name}"
    for name in (
        *("regulationType", "organisationType", "publicationDate", "entryIntoForceDate"),
        *("numberTitle", "programme", "publicationUrl"),
    )
)
EVERY_PART = SUMMARY | {"logicalId", "regulationLanguage", "remark"}
PLACE = frozenset({"city", "zipCode", "region", "place", "countryIso2Code", "countryDescription"})

KNOWN: dict[str, frozenset[str]] = {
    "sanctionEntity": frozenset(
        ["logicalId", "euReferenceNumber", "unitedNationId", "designationDate", "designationDetails", "subjectType"]
    ),
    "regulation": frozenset({name.removeprefix(ACT) for name in SUMMARY} | {"logicalId"}),
    "nameAlias": EVERY_PART
    | {"firstName", "middleName", "lastName", "wholeName", "function", "gender", "title", "nameLanguage", "strong"},
    "address": EVERY_PART | PLACE | {"street", "poBox", "asAtListingTime", "contactInfo"},
    "contactInfo": frozenset({"key", "value"}),
    "birthdate": EVERY_PART
    | PLACE
    | {"birthdate", "dayOfMonth", "monthOfYear", "year", "yearRangeFrom", "yearRangeTo", "circa", "calendarType"},
    "identification": EVERY_PART
    | {"number", "latinNumber", "diplomatic", "knownExpired", "knownFalse", "reportedLost", "revokedByIssuer"}
    | {"issuedBy", "issuedDate", "issueDate", "validFrom", "validTo", "nameOnDocument"}
    | {"identificationTypeCode", "identificationTypeDescription", "region", "countryIso2Code", "countryDescription"},
    "citizenship": EVERY_PART | {"region", "countryIso2Code", "countryDescription"},
    "remark": frozenset({"text"}),
}
"""What each kind of element can say."""

KINDS = frozenset(KNOWN) - {"sanctionEntity"}

NOT_PRINTED = frozenset(
    [
        *("logicalId", "regulationLanguage", "strong", "contactInfo"),
        *(f"{ACT}organisationType", f"{ACT}entryIntoForceDate", f"{ACT}programme"),
    ]
)
"""What the digest leaves out: book-keeping, what is typed, and what only one of the formats has."""


@dataclass(slots=True)
class Record:
    """One entity: its own fields, and its parts by kind."""

    fields: Part
    parts: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))

    @property
    def ref(self) -> str:
        """The authority's number."""
        return self.fields.get("logicalId", "")

    def add(self, kind: str, part: Part) -> None:
        """Add a part unless it says nothing."""
        if part:
            self.parts[kind].append(part)

    def all(self, kind: str) -> list[Part]:
        """The parts of a kind; a draft sorts what they say and keeps it once."""
        return self.parts.get(kind, [])

    def strangers(self) -> Iterator[str]:
        """Attributes that are not known here."""
        for kind, parts in (("sanctionEntity", [self.fields]), *self.parts.items()):
            known = KNOWN[kind]
            yield from (f"{kind}/@{name}" for part in parts if not part.keys() <= known for name in part.keys() - known)

    def digest(self) -> str:
        """The hash of all that the record says, in whatever order and format."""
        lines = {_line("sanctionEntity", self.fields)}
        lines.update(_line(kind, part) for kind, parts in self.parts.items() if kind != "contactInfo" for part in parts)
        return digest(sorted(lines))


def _line(kind: str, part: Part) -> str:
    said = [f"{name}={value}" for name, value in part.items() if name not in NOT_PRINTED and value != "false"]
    said.sort()
    return f"{kind} {said}"
