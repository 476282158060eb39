"""OFAC simple XML: one file with everything, in either of its two namespaces."""

from __future__ import annotations

from datetime import date, datetime

from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Fact, Listing
from bot.core.names import NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.births import partial_date
from bot.sources.collect import Collector
from bot.sources.draft import Draft
from bot.sources.ofac_addresses import address_line
from bot.sources.ofac_csv import OBSERVED as CSV_OBSERVED
from bot.sources.ofac_kinds import KindOf
from bot.sources.ofac_remarks import read_fragment, read_remarks
from bot.sources.raw import Raw
from bot.sources.xml import Element, all_of, children, each, fingerprint, local, text_of

TYPES = {
    "Entity": EntityType.ORGANIZATION,
    "Individual": EntityType.PERSON,
    "Vessel": EntityType.VESSEL,
    "Aircraft": EntityType.AIRCRAFT,
}
ALIAS_KINDS = {"a.k.a.": NameKind.ALIAS, "n.k.a.": NameKind.ALIAS, "f.k.a.": NameKind.FORMER}

VESSEL_FACTS = {
    "callSign": "call_sign",
    "vesselType": "vessel_type",
    "vesselFlag": "vessel_flag",
    "vesselOwner": "vessel_owner",
    "tonnage": "tonnage",
    "grossRegisteredTonnage": "gross_tonnage",
}

KNOWN = frozenset(
    [
        "uid",
        "firstName",
        "lastName",
        "title",
        "sdnType",
        "remarks",
        "programList",
        "idList",
        "akaList",
        "addressList",
        "nationalityList",
        "citizenshipList",
        "dateOfBirthList",
        "placeOfBirthList",
        "vesselInfo",
    ]
)

OBSERVED = frozenset().union(
    *({name for name in names if not name.startswith("printed")} for names in CSV_OBSERVED.values()), {"printed:xml"}
)
"""The simple XML states all that the CSV family states."""


def parse_xml(source: str, kind: KindOf, raw: Raw) -> ParsedList:
    """The list in a simple XML file."""
    found = Collector(source, "xml", OBSERVED)
    said: dict[str, str] = {}

    def take(element: Element) -> None:
        if local(element) == "publshInformation":
            said.update({local(child): text_of(child) for child in children(element)})
            return
        found.take(_entry(source, kind, element, len(found) + 1))
        found.unknown(tag for child in children(element) if (tag := local(child)) not in KNOWN)

    with raw.open() as stream:
        each(stream, {"sdnEntry", "publshInformation"}, take)
    return found.parsed(_day(said.get("Publish_Date", "")), _count(said.get("Record_Count", "")))


def _entry(source: str, kind: KindOf, element: Element, number: int) -> Listing:
    ref, form = text_of(element, "uid"), text_of(element, "sdnType")
    if not ref.isdigit():
        raise Malformed(f"entry {number:,} has no number: uid is {ref[:40]!r}")
    if form not in TYPES:
        raise Malformed(f"entry {ref} is of the unknown type {form[:40]!r}")
    programmes = [text_of(item) for item in all_of(element, "programList", "program")]
    draft = Draft(source, ref, TYPES[form], ListKind.SDN, filter(None, programmes))
    _add_names(draft, element)
    _add_details(draft, element)
    _add_addresses(draft, element)
    draft.printed.append(("xml", fingerprint(element)))
    return kind(draft.listing())


def _add_names(draft: Draft, element: Element) -> None:
    draft.name(_name(element), NameKind.PRIMARY)
    for aka in all_of(element, "akaList", "aka"):
        form = text_of(aka, "type")
        if form not in ALIAS_KINDS:
            raise Malformed(f"entry {draft.ref} has an alias of the unknown type {form[:40]!r}")
        weak = text_of(aka, "category") == "weak"
        draft.name(_name(aka), NameKind.WEAK_ALIAS if weak else ALIAS_KINDS[form])


def _name(element: Element) -> str:
    """As the CSV prints it ("LAST, First", apostrophes for quotation marks): a change of format changes no name."""
    return ", ".join(filter(None, (text_of(element, "lastName"), text_of(element, "firstName")))).replace('"', "'")


def _add_details(draft: Draft, element: Element) -> None:
    draft.fact("position", text_of(element, "title"))
    for item in all_of(element, "dateOfBirthList", "dateOfBirthItem"):
        text = text_of(item, "dateOfBirth")
        draft.items.append(partial_date(text) or Fact("remark", f"DOB {text}"))
    for item in all_of(element, "placeOfBirthList", "placeOfBirthItem"):
        draft.fact("birth_place", text_of(item, "placeOfBirth"))
    for item in all_of(element, "nationalityList", "nationality"):
        draft.fact("nationality", text_of(item, "country"))
    for item in all_of(element, "citizenshipList", "citizenship"):
        draft.fact("citizenship", text_of(item, "country"))
    for item in all_of(element, "idList", "id"):
        draft.items.extend(read_fragment(_as_remark(item)))
    draft.items.extend(read_remarks(text_of(element, "remarks")))
    for item in all_of(element, "vesselInfo"):
        for child in children(item):
            draft.fact(VESSEL_FACTS.get(local(child), "remark"), text_of(child))


def _as_remark(item: Element) -> str:
    """An id element in the words of the CSV's remarks, so that both formats are read by one grammar."""
    country, issued, expires = (text_of(item, tag) for tag in ("idCountry", "issueDate", "expirationDate"))
    words = [text_of(item, "idType"), text_of(item, "idNumber"), f"({country})" if country else ""]
    words += [f"issued {issued}" if issued else "", f"expires {expires}" if expires else ""]
    return " ".join(filter(None, words)).rstrip(".")


def _add_addresses(draft: Draft, element: Element) -> None:
    for item in all_of(element, "addressList", "address"):
        street = [text_of(item, f"address{line}") for line in (1, 2, 3)]
        city, state, code, country = (
            text_of(item, tag) for tag in ("city", "stateOrProvince", "postalCode", "country")
        )
        draft.fact("address", address_line(street, city, state, code, country))
        draft.fact("country", country)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007 - a calendar day, no instant
    except ValueError:
        return None


def _count(text: str) -> int | None:
    return int(text) if text.isdigit() else None
