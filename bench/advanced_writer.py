"""Advanced writer: entities of OFAC's ENHANCED format written again in its ADVANCED format, in OFAC's own layout.

ENHANCED entity ─▶ five texts (locations, documents, party, relationships, entries) ─▶ a document in the schema's order
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from xml.sax.saxutils import escape

from bench.advanced_reference import (
    PRIMARY,
    UNDETERMINED,
    Element,
    Reference,
    child,
    children,
    countries,
    head,
    ref,
    text,
)

SECTIONS = ("Locations", "IDRegDocuments", "DistinctParties", "ProfileRelationships", "SanctionsEntries")
ADDRESS_FEATURE, TITLE_FEATURE, COUNTRY_LOCATION = 5_000_000, 6_000_000, 900_000_000
"""Added to the ENHANCED number of an address, an entity, a country: ADVANCED numbers them as features and locations."""

PARTY_SUBTYPES = {"Vessel": "1", "Aircraft": "2", "Entity": "3", "Individual": "4"}


def document(reference: Reference, entities: Iterable[Element], day: str) -> str:
    """A whole ADVANCED document of these entities."""
    found = list(entities)
    known = {str(entity.get("id")) for entity in found}
    rendered = [sections(entity, reference, known) for entity in found]
    parts = [head(reference, day)]
    for number, name in enumerate(SECTIONS):
        shared = country_locations(reference) if name == "Locations" else ""
        parts += [f"  <{name}>\n", *(item[number] for item in rendered), shared, f"  </{name}>\n"]
    return "".join((*parts, TAIL))


TAIL = "  <SanctionsEntryLinks />\n</Sanctions>\n"


def sections(entity: Element, reference: Reference, known: Container[str]) -> tuple[str, str, str, str, str]:
    """What one entity adds to each of the sections; a relationship to a party outside the document is left out."""
    relations = children(child(entity, "relationships"), "relationship")
    return (
        "".join(_location(address) for address in children(child(entity, "addresses"), "address")),
        "".join(_document(item, entity) for item in children(child(entity, "identityDocuments"), "identityDocument")),
        _party(entity, reference),
        "".join(_relation(item, entity) for item in relations if child(item, "relatedEntity").get("entityId") in known),
        "".join(_entry(item, entity) for item in children(child(entity, "sanctionsLists"), "sanctionsList")),
    )


def country_locations(reference: Reference) -> str:
    """The locations that nationalities point to: one for each country, as OFAC writes them."""
    return "".join(
        f'    <Location ID="{COUNTRY_LOCATION + int(number)}">\n'
        f'      <LocationAreaCode AreaCodeID="{number}" />\n'
        f'      <LocationCountry CountryID="{number}" CountryRelevanceID="{PRIMARY}" />\n    </Location>\n'
        for number, _, _ in countries(reference)
    )


def _location(address: Element) -> str:
    number, country = int(address.get("id")) + ADDRESS_FEATURE, ref(address, "country")
    rows = [f'      <LocationAreaCode AreaCodeID="{country or UNDETERMINED}" />\n']
    if country:
        rows.append(f'      <LocationCountry CountryID="{country}" CountryRelevanceID="{PRIMARY}" />\n')
    for translation in children(child(address, "translations"), "translation")[:1]:
        for part in children(child(translation, "addressParts"), "addressPart"):
            rows.append(
                f'      <LocationPart LocPartTypeID="{ref(part, "type")}">\n'
                '        <LocationPartValue Primary="true" LocPartValueTypeID="1" LocPartValueStatusID="1">\n'
                f"          <Comment />\n          <Value>{escape(text(part, 'value'))}</Value>\n"
                "        </LocationPartValue>\n      </LocationPart>\n"
            )
    rows.append(f'      <FeatureVersionReference FeatureVersionID="{number}" />\n')
    return f'    <Location ID="{number}">\n{"".join(rows)}    </Location>\n'


def _document(item: Element, entity: Element) -> str:
    country, name = ref(item, "issuingCountry"), child(item, "name")
    issued = f' IssuedBy-CountryID="{country}"' if country else ""
    valid = "1" if text(item, "isValid") == "true" else "2"
    dates = "".join(
        f'      <DocumentDate IDRegDocDateTypeID="{kind}">\n{_period(found)}      </DocumentDate>\n'
        for tag, kind in (("issueDate", "1480"), ("expirationDate", "1481"))
        if (found := child(item, tag)) is not None
    )
    named = (
        f'      <DocumentedNameReference DocumentedNameID="{name.get("nameTranslationId")}" />\n'
        if name is not None
        else ""
    )
    return (
        f'    <IDRegDocument ID="{item.get("id")}" IDRegDocTypeID="{ref(item, "type")}" '
        f'IdentityID="{_identity(entity)}"{issued} ValidityID="{valid}">\n'
        f"      <Comment>{escape(text(item, 'comments'))}</Comment>\n"
        f"      <IDRegistrationNo>{escape(text(item, 'documentNumber'))}</IDRegistrationNo>\n"
        f"      <IssuingAuthority>{escape(text(item, 'issuingAuthority'))}</IssuingAuthority>\n"
        f"{dates}{named}    </IDRegDocument>\n"
    )


def _identity(entity: Element) -> str:
    return text(child(entity, "generalInfo"), "identityId")


def _party(entity: Element, reference: Reference) -> str:
    general, uid = child(entity, "generalInfo"), entity.get("id")
    names = children(child(entity, "names"), "name")
    groups = "".join(
        "            <MasterNamePartGroup>\n"
        f'              <NamePartGroup ID="{part.get("id")}" NamePartTypeID="{ref(part, "type")}" />\n'
        "            </MasterNamePartGroup>\n"
        for name in names
        for part in name.iter("{*}namePart")
    )
    return (
        f'    <DistinctParty FixedRef="{uid}">\n      <Comment>{escape(text(general, "remarks"))}</Comment>\n'
        f'      <Profile ID="{uid}" PartySubTypeID="{PARTY_SUBTYPES[text(general, "entityType")]}">\n'
        f'        <Identity ID="{_identity(entity)}" FixedRef="{uid}" Primary="true" False="false">\n'
        f"{''.join(_alias(name, uid, reference) for name in names)}"
        f"          <NamePartGroups>\n{groups}          </NamePartGroups>\n        </Identity>\n"
        f"{''.join(_features(entity))}      </Profile>\n    </DistinctParty>\n"
    )


def _alias(name: Element, uid: str, reference: Reference) -> str:
    primary = text(name, "isPrimary")
    return (
        f'          <Alias FixedRef="{uid}" AliasTypeID="{ref(name, "aliasType") or "1403"}" Primary="{primary}" '
        f'LowQuality="{text(name, "isLowQuality")}">\n'
        + "".join(_documented(item, uid, primary, reference) for item in name.iter("{*}translation"))
        + "          </Alias>\n"
    )


def _documented(item: Element, uid: str, primary: str, reference: Reference) -> str:
    status = "1" if primary == text(item, "isPrimary") == "true" else "2"
    script = reference.scripts[ref(item, "script")]
    parts = "".join(
        "              <DocumentedNamePart>\n"
        f'                <NamePartValue NamePartGroupID="{part.get("id")}" ScriptID="{script}" ScriptStatusID="1" '
        f'Acronym="false">{escape(text(part, "value"))}</NamePartValue>\n              </DocumentedNamePart>\n'
        for part in item.iter("{*}namePart")
    )
    return (
        f'            <DocumentedName ID="{item.get("id")}" FixedRef="{uid}" DocNameStatusID="{status}">\n'
        f"{parts}            </DocumentedName>\n"
    )


def _features(entity: Element) -> Iterator[str]:
    identity, title = _identity(entity), text(child(entity, "generalInfo"), "title")
    for item in children(child(entity, "features"), "feature"):
        kind = child(item, "type").get("featureTypeId")
        yield _feature(item.get("id"), kind, text(item, "versionId"), _detail(item), identity, ref(item, "reliability"))
    if title:
        detail = f'            <VersionDetail DetailTypeID="1432">{escape(title)}</VersionDetail>\n'
        number = str(int(entity.get("id")) + TITLE_FEATURE)
        yield _feature(number, "26", number, detail, identity)
    for address in children(child(entity, "addresses"), "address"):
        number = str(int(address.get("id")) + ADDRESS_FEATURE)
        yield _feature(number, "25", number, f'            <VersionLocation LocationID="{number}" />\n', identity)


def _feature(number: str, kind: str, version: str, detail: str, identity: str, reliability: str = "") -> str:
    return (
        f'        <Feature ID="{number}" FeatureTypeID="{kind}">\n'
        f'          <FeatureVersion ID="{version}" ReliabilityID="{reliability or "1"}">\n            <Comment />\n'
        f"{detail}          </FeatureVersion>\n"
        f'          <IdentityReference IdentityID="{identity}" IdentityFeatureLinkTypeID="1" />\n        </Feature>\n'
    )


def _detail(item: Element) -> str:
    label, looked_up, dates = text(item, "type"), text(item, "valueRefId"), child(item, "valueDate")
    if dates is not None:
        return _period(dates) + '            <VersionDetail DetailTypeID="1430" />\n'
    if looked_up and ("Nationality" in label or "Country" in label):
        place = COUNTRY_LOCATION + int(looked_up)
        return (
            f'            <VersionDetail DetailTypeID="1433" />\n            <VersionLocation LocationID="{place}" />\n'
        )
    if looked_up:
        return f'            <VersionDetail DetailTypeID="1431" DetailReferenceID="{looked_up}" />\n'
    return f'            <VersionDetail DetailTypeID="1432">{escape(text(item, "value"))}</VersionDetail>\n'


def _period(dates: Element) -> str:
    fixed = 'YearFixed="false" MonthFixed="false" DayFixed="false"'
    approximate = text(dates, "isApproximate")
    bounds = "".join(
        f'              <{bound} Approximate="{approximate}" {fixed}>\n'
        f"{_point('From', text(dates, first))}{_point('To', text(dates, last))}              </{bound}>\n"
        for bound, first, last in (("Start", "fromDateBegin", "fromDateEnd"), ("End", "toDateBegin", "toDateEnd"))
    )
    return f'            <DatePeriod CalendarTypeID="1" {fixed}>\n{bounds}            </DatePeriod>\n'


def _point(tag: str, day: str) -> str:
    return f"                <{tag}>\n{_date(day, 18)}                </{tag}>\n"


def _date(day: str, indent: int) -> str:
    words = zip(("Year", "Month", "Day"), day.split("-"), strict=True)
    return "".join(f"{' ' * indent}<{word}>{int(value)}</{word}>\n" for word, value in words)


def _relation(item: Element, entity: Element) -> str:
    other = child(item, "relatedEntity")
    return (
        f'    <ProfileRelationship ID="{item.get("id")}" From-ProfileID="{entity.get("id")}" '
        f'To-ProfileID="{other.get("entityId")}" RelationTypeID="{ref(item, "type")}" '
        f'RelationQualityID="{ref(item, "quality") or "1"}" Former="false" SanctionsEntryID="{_entries(entity)[0]}">\n'
        "      <Comment />\n    </ProfileRelationship>\n"
    )


def _entries(entity: Element) -> list[str]:
    return [item.get("id") for item in children(child(entity, "sanctionsLists"), "sanctionsList")]


def _entry(item: Element, entity: Element) -> str:
    number = item.get("id")
    day = _date(item.get("datePublished"), 10)
    bases = [found.get("refId") for found in children(child(entity, "legalAuthorities"), "legalAuthority")] or ["1"]
    events = "".join(
        f'      <EntryEvent ID="{number}{at:02}" EntryEventTypeID="1" LegalBasisID="{basis}">\n        <Comment />\n'
        f'        <Date CalendarTypeID="1">\n{day}        </Date>\n      </EntryEvent>\n'
        for at, basis in enumerate(bases)
    )
    kinds = [(found.get("refId"), "") for found in children(child(entity, "sanctionsTypes"), "sanctionsType")]
    kinds += [("1", text(found)) for found in children(child(entity, "sanctionsPrograms"), "sanctionsProgram")]
    fixed = 'YearFixed="true" MonthFixed="true" DayFixed="true"'
    measures = "".join(
        f'      <SanctionsMeasure ID="{number}{at:02}" SanctionsTypeID="{kind}">\n'
        + (f"        <Comment>{escape(word)}</Comment>\n" if word else "")
        + f'        <DatePeriod CalendarTypeID="1" {fixed} />\n      </SanctionsMeasure>\n'
        for at, (kind, word) in enumerate(kinds)
    )
    return (
        f'    <SanctionsEntry ID="{number}" ProfileID="{entity.get("id")}" ListID="{item.get("refId")}">\n'
        f"{events}{measures}    </SanctionsEntry>\n"
    )
