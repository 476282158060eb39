"""Advanced reference: the reference value sets of an ADVANCED document, from those of an ENHANCED one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://www.un.org/sanctions/1.0"
UNDETERMINED = "11291"
PRIMARY = "1413"

Element = Any


def children(element: Element | None, tag: str) -> list[Element]:
    """The child elements of one local name."""
    return element.findall(f"{{*}}{tag}") if element is not None else []


def child(element: Element | None, tag: str) -> Element:
    """The first child of one local name."""
    return element.find(f"{{*}}{tag}") if element is not None else None


def text(element: Element | None, tag: str = "") -> str:
    """The text of an element or its child."""
    found = child(element, tag) if tag else element
    return (found.text or "").strip() if found is not None else ""


def ref(element: Element | None, tag: str) -> str:
    """The reference number of a child."""
    found = child(element, tag)
    return str(found.get("refId", "")) if found is not None else ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference values of an ENHANCED file: number, type, printed value, code."""

    values: tuple[tuple[str, str, str, str], ...]
    features: tuple[tuple[str, str], ...]
    scripts: dict[str, str]

    @classmethod
    def of(cls, root: Element) -> Reference:
        """Those of one file."""
        values, scripts = [], {}
        for item in children(child(root, "referenceValues"), "referenceValue"):
            code = text(item[2]) if len(item) > 2 else ""
            values.append((item.get("refId"), text(item, "type"), text(item, "value"), code))
            if text(item, "type") == "SCRIPT":
                scripts[item.get("refId")] = text(item[3]) if len(item) > 3 else item.get("refId")
        kinds = [
            (item.get("featureTypeId"), text(item[0])) for item in children(child(root, "featureTypes"), "featureType")
        ]
        return cls(tuple(values), tuple(kinds), scripts)

    def all(self, kind: str) -> Iterator[tuple[str, str, str]]:
        """The values of one type."""
        return ((number, value, code) for number, found, value, code in self.values if found == kind)


def head(reference: Reference, day: str) -> str:
    """The document up to its first section."""
    year, month, date = (int(part) for part in day.split("-"))
    return (
        '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'
        f'<Sanctions xmlns="{NAMESPACE}" Version="3">\n'
        f'  <DateOfIssue CalendarTypeID="1"><Year>{year}</Year><Month>{month}</Month><Day>{date}</Day></DateOfIssue>\n'
        f"  <ReferenceValueSets>\n{''.join(_sets(reference))}  </ReferenceValueSets>\n"
    )


def countries(reference: Reference) -> list[tuple[str, str, str]]:
    """The countries, and the one that stands for none."""
    known = list(reference.all("COUNTRY"))
    return known if any(item[0] == UNDETERMINED for item in known) else [*known, (UNDETERMINED, "undetermined", "")]


def _sets(reference: Reference) -> Iterator[str]:
    one = [("1", "Unknown", "")]
    typed = {kind for _, kind in reference.features}
    program = 'LegalBasisTypeID="1" SanctionsProgramID="1"'
    subtypes = [("1", "Vessel"), ("2", "Aircraft"), ("3", "Unknown"), ("4", "Unknown")]
    parties = {"1": "4", "2": "4", "3": "2", "4": "1"}
    details = [(number, value, "") for number, kind, value, _ in reference.values if kind in typed]
    yield _set("AliasType", [*reference.all("ALIAS TYPE"), ("1403", "Name", "")])
    yield _set("AreaCode", ((n, code, n) for n, _, code in countries(reference)), ' CountryID="{0}" AreaCodeTypeID="1"')
    yield _set("AreaCodeType", [("1", "ISO 3166 (2)", "")]) + _set("CalendarType", [("1", "Gregorian", "")])
    yield _set("Country", countries(reference), ' ISO2="{0}"') + _set("CountryRelevance", [(PRIMARY, "PRIMARY", "")])
    yield _set("DecisionMakingBody", [("1", "United States Treasury Department", "")], ' OrganisationID="1"')
    yield _set("DetailReference", details) + _set("DetailType", reference.all("FEATURE DETAIL TYPE"))
    yield _set("DocNameStatus", [("1", "Primary Latin", ""), ("2", "Others", "")])
    yield _set("EntryEventType", [("1", "Created", "")]) + _set("EntryLinkType", []) + _set("ExRefType", [])
    features = ((number, label, "") for number, label in reference.features)
    yield _set("FeatureType", features, ' FeatureTypeGroupID="1"') + _set("FeatureTypeGroup", one)
    yield _set("IDRegDocDateType", [("1480", "Issue Date", ""), ("1481", "Expiration Date", "")])
    yield _set("IDRegDocType", reference.all("ID DOCUMENT TYPE")) + _set("IdentityFeatureLinkType", one)
    yield _set("LegalBasis", [*one, *reference.all("LEGAL AUTHORITY")], f' LegalBasisShortRef="{{0}}" {program}')
    yield _set("LegalBasisType", one) + _set("List", reference.all("ENTITY LISTING TYPE"))
    yield _set("LocPartType", [*one, *reference.all("LOCATION PART TYPE")])
    yield _set("LocPartValueStatus", [("1", "Main", "")]) + _set("LocPartValueType", one)
    yield _set("NamePartType", reference.all("NAME PART TYPE")) + _set("Organisation", [("1", "State", "")])
    yield _set("PartySubType", ((n, word, parties[n]) for n, word in subtypes), ' PartyTypeID="{0}"')
    kinds = ("Individual", "Entity", "Location", "Transport", "Other Entity")
    yield _set("PartyType", ((str(n), word, "") for n, word in enumerate(kinds, start=1)))
    yield _set("RelationQuality", [*reference.all("RELATIONSHIP QUALITY"), *one])
    yield _set("RelationType", reference.all("RELATIONSHIP TYPE"), ' Symmetrical="false"')
    yield _set("Reliability", [*reference.all("RELIABILITY"), *one])
    yield _set("SanctionsProgram", [*one, *reference.all("PROGRAM")], ' SubsidiaryBodyID="1"')
    yield _set("SanctionsType", [*reference.all("SANCTIONS TYPE"), ("1", "Program", "")])
    scripts = ((reference.scripts[n], word, code) for n, word, code in reference.all("SCRIPT"))
    yield _set("Script", scripts, ' ScriptCode="{0}"') + _set("ScriptStatus", one)
    body = ' Notional="false" DecisionMakingBodyID="1"'
    yield _set("SubsidiaryBody", [("1", "Office of Foreign Assets Control", "")], body)
    yield _set("SupInfoType", []) + _set("TargetType", [])
    yield _set("Validity", [("1", "Valid", ""), ("2", "Fraudulent", "")])


def _set(name: str, values: Iterable[tuple[str, str, str]], more: str = "") -> str:
    rows = "".join(
        f'      <{name} ID="{number}"{more.format(quoteattr(code)[1:-1])}>{escape(word)}</{name}>\n'
        for number, word, code in values
    )
    return f"    <{name}Values>\n{rows}    </{name}Values>\n"
