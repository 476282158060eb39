"""A small ADVANCED document, laid out as OFAC lays out its own, with made-up parties."""

from __future__ import annotations

from collections.abc import Iterable

UN = "http://www.un.org/sanctions/1.0"
NEWER = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"

SETS: dict[str, dict[str, str]] = {
    "AliasType": {"1400": "A.K.A.", "1401": "F.K.A.", "1403": "Name"},
    "AreaCode": {"11109": "IR", "11291": ""},
    "Country": {"11109": "Iran", "11171": "Russia"},
    "DetailReference": {"91526": "Male", "7001": "Crude Oil Tanker"},
    "DocNameStatus": {"1": "Primary Latin", "2": "Others"},
    "EntryEventType": {"1": "Created", "2": "Delisted"},
    "FeatureType": {
        "8": "Birthdate",
        "9": "Place of Birth",
        "10": "Nationality Country",
        "14": "Website",
        "25": "Location",
        "26": "Title",
        "224": "Gender",
        "344": "Digital Currency Address - XBT",
        "504": "Secondary sanctions risk:",
        "1": "Vessel Call Sign",
        "2": "VESSEL TYPE",
        "3": "Vessel Flag",
        "4": "Vessel Owner",
        "5": "Vessel Tonnage",
        "6": "Vessel Gross Registered Tonnage",
    },
    "IDRegDocDateType": {"1480": "Issue Date", "1481": "Expiration Date"},
    "IDRegDocType": {"1571": "Passport", "1596": "Tax ID No.", "1626": "Vessel Registration Identification"},
    "LegalBasis": {"1": "Unknown", "1828": "Executive Order 13224 (Terrorism)"},
    "List": {"1550": "SDN List", "91507": "Sectoral Sanctions Identifications List", "91512": "Consolidated List"},
    "LocPartType": {
        "1": "Unknown",
        "1451": "ADDRESS1",
        "1454": "CITY",
        "1455": "STATE/PROVINCE",
        "1456": "POSTAL CODE",
    },
    "NamePartType": {
        "1520": "Last Name",
        "1521": "First Name",
        "1522": "Middle Name",
        "1525": "Entity Name",
        "1526": "Vessel Name",
        "91708": "Patronymic",
        "91709": "Matronymic",
    },
    "PartySubType": {"1": "Vessel", "2": "Aircraft", "3": "Unknown", "4": "Unknown", "9": "Submarine"},
    "PartyType": {"1": "Individual", "2": "Entity", "4": "Transport"},
    "RelationQuality": {"1": "Unknown", "1541": "Low"},
    "RelationType": {"15003": "Owned or Controlled By"},
    "Reliability": {"1": "Unknown", "1560": "Confirmed", "1561": "False"},
    "SanctionsType": {"1": "Program", "1705": "Block", "91505": "13662 Sectoral Directive 1"},
    "Script": {"215": "Latin", "220": "Cyrillic", "160": "Arabic", "501": "Chinese Simplified"},
    "Validity": {"1": "Valid", "2": "Fraudulent"},
}
PARTY_TYPES = {"1": "4", "2": "4", "3": "2", "4": "1", "9": "4"}


def _set(kind: str, words: dict[str, str]) -> str:
    more = {"PartySubType": ' PartyTypeID="{}"'}.get(kind, "")
    rows = "".join(
        f'<{kind} ID="{code}"{more.format(PARTY_TYPES.get(code, ""))}>{word}</{kind}>' for code, word in words.items()
    )
    return f"<{kind}Values>{rows}</{kind}Values>"


def document(
    parties: Iterable[str],
    entries: Iterable[str],
    *,
    locations: Iterable[str] = (),
    documents: Iterable[str] = (),
    relations: Iterable[str] = (),
    namespace: str = UN,
    root: str = "",
) -> bytes:
    """A whole document of 17 March 2020."""
    sections = (
        ("Locations", locations),
        ("IDRegDocuments", documents),
        ("DistinctParties", parties),
        ("ProfileRelationships", relations),
        ("SanctionsEntries", entries),
    )
    return (
        f'<Sanctions xmlns="{namespace}" Version="3"{root}>'
        '<DateOfIssue CalendarTypeID="1"><Year>2020</Year><Month>3</Month><Day>17</Day></DateOfIssue>'
        f"<ReferenceValueSets>{''.join(_set(kind, words) for kind, words in SETS.items())}</ReferenceValueSets>"
        + "".join(f"<{name}>{''.join(items)}</{name}>" for name, items in sections)
        + "<SanctionsEntryLinks /></Sanctions>"
    ).encode()


def party(ref: str, *names: str, subtype: str = "4", groups: str = "", features: str = "", comment: str = "") -> str:
    """A party with one profile and one identity of the same number."""
    return (
        f'<DistinctParty FixedRef="{ref}"><Comment>{comment}</Comment><Profile ID="{ref}" PartySubTypeID="{subtype}">'
        f'<Identity ID="{ref}" FixedRef="{ref}" Primary="true" False="false">{"".join(names)}'
        f"<NamePartGroups>{groups}</NamePartGroups></Identity>{features}</Profile></DistinctParty>"
    )


def alias(*spellings: str, kind: str = "1403", primary: bool = True, weak: bool = False) -> str:
    """An alias with its spellings."""
    flags = f'Primary="{str(primary).lower()}" LowQuality="{str(weak).lower()}"'
    return f'<Alias FixedRef="1" AliasTypeID="{kind}" {flags}>{"".join(spellings)}</Alias>'


def spelling(*parts: tuple[str, str], script: str = "215", status: str = "1") -> str:
    """A documented name of (group, text); the group of a part is also its type, see `groups`."""
    values = "".join(
        f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}" ScriptID="{script}" ScriptStatusID="1" '
        f'Acronym="false">{text}</NamePartValue></DocumentedNamePart>'
        for group, text in parts
    )
    return f'<DocumentedName ID="1" FixedRef="1" DocNameStatusID="{status}">{values}</DocumentedName>'


GROUPS = "".join(
    f'<MasterNamePartGroup><NamePartGroup ID="{code}" NamePartTypeID="{code}" /></MasterNamePartGroup>'
    for code in SETS["NamePartType"]
)
"""Groups of name parts that are numbered as their types."""


def feature(kind: str, inner: str, reliability: str = "1") -> str:
    """A feature with one version."""
    return (
        f'<Feature ID="1" FeatureTypeID="{kind}"><FeatureVersion ID="1" ReliabilityID="{reliability}"><Comment />{inner}'
        '</FeatureVersion><IdentityReference IdentityID="1" IdentityFeatureLinkTypeID="1" /></Feature>'
    )


def detail(text: str = "", looked_up: str = "") -> str:
    """A text, or a word of a list."""
    found = f' DetailReferenceID="{looked_up}"' if looked_up else ""
    return f'<VersionDetail DetailTypeID="1432"{found}>{text}</VersionDetail>'


def place(number: str) -> str:
    """A pointer to a location."""
    return f'<VersionLocation LocationID="{number}" />'


def period(start: str, end: str, *, approximate: bool = False) -> str:
    """A date; `start` and `end` are a day, or two with a slash between."""
    sides = "".join(
        f'<{side} Approximate="{str(approximate).lower()}">{_point("From", days[0])}{_point("To", days[-1])}</{side}>'
        for side, days in (("Start", start.split("/")), ("End", end.split("/")))
    )
    return f'<DatePeriod CalendarTypeID="1">{sides}</DatePeriod>'


def _point(tag: str, day: str) -> str:
    return f"<{tag}>{_day(day)}</{tag}>"


def _day(day: str) -> str:
    year, month, number = (int(part) for part in day.split("-"))
    return f"<Year>{year}</Year><Month>{month}</Month><Day>{number}</Day>"


def entry(ref: str, *programmes: str, on: str = "1550", day: str = "2014-07-16", more: str = "", flag: str = "") -> str:
    """An entry on one list, blocking, under programmes; `more` are events and measures besides."""
    measures = "".join(
        f'<SanctionsMeasure ID="1" SanctionsTypeID="1"><Comment>{code}</Comment><DatePeriod CalendarTypeID="1" />'
        "</SanctionsMeasure>"
        for code in programmes
    )
    return (
        f'<SanctionsEntry ID="{ref}" ProfileID="{ref}" ListID="{on}"{flag}>'
        '<EntryEvent ID="1" EntryEventTypeID="1" LegalBasisID="1828"><Comment />'
        f'<Date CalendarTypeID="1">{_day(day)}</Date></EntryEvent>{more}'
        '<SanctionsMeasure ID="2" SanctionsTypeID="1705"><DatePeriod CalendarTypeID="1" /></SanctionsMeasure>'
        f"{measures}</SanctionsEntry>"
    )


def event(kind: str, day: str) -> str:
    """Something that happened to an entry."""
    return f'<EntryEvent ID="9" EntryEventTypeID="{kind}"><Date CalendarTypeID="1">{_day(day)}</Date></EntryEvent>'


def location(number: str, country: str = "", **parts: str) -> str:
    """A location; `parts` are named by the number of their type, after a letter."""
    where = f'<LocationCountry CountryID="{country}" CountryRelevanceID="1413" />' if country else ""
    rows = "".join(
        f'<LocationPart LocPartTypeID="{kind[1:]}"><LocationPartValue Primary="true" LocPartValueTypeID="1" '
        f'LocPartValueStatusID="1"><Comment /><Value>{text}</Value></LocationPartValue></LocationPart>'
        for kind, text in parts.items()
    )
    return f'<Location ID="{number}"><LocationAreaCode AreaCodeID="{country or 11291}" />{where}{rows}</Location>'


def identity_document(ref: str, kind: str, number: str, *, country: str = "", valid: str = "1", more: str = "") -> str:
    """An identity document of the identity with this number."""
    issued = f' IssuedBy-CountryID="{country}"' if country else ""
    return (
        f'<IDRegDocument ID="1" IDRegDocTypeID="{kind}" IdentityID="{ref}"{issued} ValidityID="{valid}"><Comment />'
        f"<IDRegistrationNo>{number}</IDRegistrationNo><IssuingAuthority />{more}</IDRegDocument>"
    )


def relation(ref: str, to: str, *, quality: str = "1", former: bool = False) -> str:
    """A relationship of one party to another."""
    return (
        f'<ProfileRelationship ID="1" From-ProfileID="{ref}" To-ProfileID="{to}" RelationTypeID="15003" '
        f'RelationQualityID="{quality}" Former="{str(former).lower()}" SanctionsEntryID="{ref}"><Comment /></ProfileRelationship>'
    )
