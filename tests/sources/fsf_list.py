"""Builders of small EU files: the XML layout, and the 118 columns of the CSV layout made from an XML file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from lxml import etree

ACT = (
    "Type",
    "OrganisationType",
    "PublicationDate",
    "EntryIntoForceDate",
    "NumberTitle",
    "Programme",
    "PublicationUrl",
)
ENTITY = (
    "fileGenerationDate",
    "Entity_LogicalId",
    "Entity_EU_ReferenceNumber",
    "Entity_UnitedNationId",
    "Entity_DesignationDate",
    "Entity_DesignationDetails",
    "Entity_Remark",
    "Entity_SubjectType",
    "Entity_SubjectType_ClassificationCode",
    *(f"Entity_Regulation_{name}" for name in ACT),
)
PARTS = {
    "NameAlias": "LastName FirstName MiddleName WholeName NameLanguage Gender Title Function",
    "Address": "City Street PoBox ZipCode Region Place AsAtListingTime ContactInfo CountryIso2Code CountryDescription",
    "BirthDate": "BirthDate Day Month Year YearRangeFrom YearRangeTo Circa CalendarType ZipCode Region Place City"
    " CountryIso2Code CountryDescription",
    "Identification": "Number Diplomatic KnownExpired KnownFalse ReportedLost RevokedByIssuer IssuedBy IssuedDate"
    " ValidFrom ValidTo LatinNumber NameOnDocument TypeCode TypeDescription Region CountryIso2Code CountryDescription",
    "Citizenship": "Region CountryIso2Code CountryDescription",
}
"""The columns of each kind of row; the number, language, remark and act follow in each."""

TAIL = ("LogicalId", "RegulationLanguage", "Remark", *(f"Regulation_{name}" for name in ACT))
HEADER = (*ENTITY, *(f"{kind}_{name}" for kind, names in PARTS.items() for name in (*names.split(), *TAIL)))

ATTRIBUTES = {
    "Type": "regulationType",
    "Day": "dayOfMonth",
    "Month": "monthOfYear",
    "BirthDate": "birthdate",
    "TypeCode": "identificationTypeCode",
    "TypeDescription": "identificationTypeDescription",
}
NAMESPACE = "{http://eu.europa.ec/fpi/fsd/export}"


def fsf_xml(*entities: str, day: str = "2026-08-22T09:00:00.000+02:00") -> bytes:
    """An XML file with these entities."""
    root = f'<export xmlns="{NAMESPACE[1:-1]}" generationDate="{day}" globalFileId="1">'
    return f'<?xml version="1.0" encoding="UTF-8"?>{root}{"".join(entities)}</export>'.encode()


def entity(ref: str, inside: str, kind: str = "person", attributes: str = "") -> str:
    """One entity under a Russian programme."""
    return (
        f'<sanctionEntity logicalId="{ref}" euReferenceNumber="EU.{ref}.1" {attributes}>'
        '<regulation regulationType="amendment" organisationType="council" publicationDate="2026-07-23"'
        ' entryIntoForceDate="2026-07-24" numberTitle="2026/1843 (OJ L1843)" programme="UKR" logicalId="7">'
        "<publicationUrl>https://eur-lex.europa.eu/x</publicationUrl></regulation>"
        f'<subjectType code="{kind}" classificationCode="{kind[0].upper()}"/>{inside}</sanctionEntity>'
    )


def name(text: str, number: int, more: str = "") -> str:
    """One name."""
    return f'<nameAlias wholeName="{text}" logicalId="{number}" {more if "strong=" in more else "strong=" + repr("true") + " " + more}/>'


def as_csv(xml: bytes) -> list[list[str]]:
    """The rows of the CSV layout that say what an XML file says, header first."""
    root = etree.fromstring(xml)
    day = "/".join(reversed(str(root.get("generationDate"))[:10].split("-")))
    rows = [list(HEADER)]
    for element in root:
        common = {"fileGenerationDate": day, **_entity_cells(element)}
        found = [cells for child in element for cells in _part_cells(child)]
        rows += [[{**common, **cells}.get(column, "") for column in HEADER] for cells in found or [{}]]
    return rows


def csv_bytes(rows: list[list[str]]) -> bytes:
    """The rows as the file has them: semicolons, a byte-order mark."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\n").writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _entity_cells(element: etree._Element) -> dict[str, str]:
    kind = element.find(f"{NAMESPACE}subjectType")
    act = element.find(f"{NAMESPACE}regulation")
    assert kind is not None
    remarks = [remark.text or "" for remark in element.findall(f"{NAMESPACE}remark")]
    return {
        "Entity_LogicalId": element.get("logicalId", ""),
        "Entity_EU_ReferenceNumber": element.get("euReferenceNumber", ""),
        "Entity_UnitedNationId": element.get("unitedNationId", ""),
        "Entity_DesignationDate": element.get("designationDate", ""),
        "Entity_DesignationDetails": element.get("designationDetails", ""),
        "Entity_Remark": " ".join(f"({text})" for text in remarks),
        "Entity_SubjectType": kind.get("classificationCode", ""),
        "Entity_SubjectType_ClassificationCode": kind.get("code", ""),
        **({} if act is None else _act_cells("Entity", act)),
    }


def _act_cells(prefix: str, act: etree._Element) -> dict[str, str]:
    cells = {f"{prefix}_Regulation_{name}": act.get(_attribute(name), "") for name in ACT}
    url = act.findtext(f"{NAMESPACE}publicationUrl")
    return {**cells, **({f"{prefix}_Regulation_PublicationUrl": url} if url else {})}


def _part_cells(element: etree._Element) -> Iterator[dict[str, str]]:
    tag = str(element.tag).removeprefix(NAMESPACE)
    kind = next((kind for kind in PARTS if kind.casefold() == tag.casefold()), "")
    if not kind:
        return
    act = element.find(f"{NAMESPACE}regulationSummary")
    contacts = [f"{item.get('key')}: {item.get('value')}" for item in element.findall(f"{NAMESPACE}contactInfo")]
    yield {
        **{f"{kind}_{name}": element.get(_attribute(name), "") for name in (*PARTS[kind].split(), *TAIL[:2])},
        f"{kind}_Remark": " ".join(remark.text or "" for remark in element.findall(f"{NAMESPACE}remark")),
        **({f"{kind}_ContactInfo": "; ".join(contacts)} if contacts else {}),
        **({} if act is None else _act_cells(kind, act)),
    }


def _attribute(column: str) -> str:
    return ATTRIBUTES.get(column) or column[0].lower() + column[1:]
