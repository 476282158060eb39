"""EU FSF listings: what a record says, typed."""

from __future__ import annotations

import re
from datetime import date

from bot.core.countries import country_code
from bot.core.dates import PartialDate
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing
from bot.core.snapshots import Malformed
from bot.sources.draft import Draft
from bot.sources.eu_births import EARLIEST_YEAR, birth_dates
from bot.sources.eu_fsf_documents import add_document
from bot.sources.eu_fsf_names import add_names, name_of, remark_on
from bot.sources.eu_fsf_record import Part, Record
from bot.sources.eu_places import last_country, nationalities

MEASURE = "asset freeze"
"""What every entry of this list is subject to; travel bans are in the Decisions, which the file does not carry."""

TYPES = {
    "person": EntityType.PERSON,
    "p": EntityType.PERSON,
    "enterprise": EntityType.ORGANIZATION,
    "e": EntityType.ORGANIZATION,
    "entity": EntityType.ORGANIZATION,
    "association": EntityType.ORGANIZATION,
    "organisation": EntityType.ORGANIZATION,
    "group": EntityType.ORGANIZATION,
    "vessel": EntityType.VESSEL,
    "ship": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
}
GENDERS = {"m": "male", "f": "female"}
CONTACTS = {
    "PHONE": ("phone", ""),
    "MOBILE": ("phone", ""),
    "FAX": ("phone", "Fax: "),
    "EMAIL": ("email", ""),
    "WEB": ("website", ""),
    "WEBSITE": ("website", ""),
}
NOTHING = frozenset({"-", "n/d", "n/a", "unknown", "."})
UNKNOWN_COUNTRY = "00"

_NO_REASON = re.compile(
    r"\(?(?:UN(?:SC)? RESOLUTION|other information|date of UN designation|additional information)\b", re.IGNORECASE
)


def listing_of(source: str, record: Record) -> Listing:
    """The listing that a record makes."""
    if not record.ref.isdigit():
        raise Malformed(f"an entity without a number: logicalId is {record.ref[:40]!r}")
    form = record.fields.get("subjectType", "").casefold()
    if form not in TYPES:
        raise Malformed(f"entry {record.ref} is of the unknown type {form[:40]!r}")
    programmes = [part["programme"] for part in record.all("regulation") if "programme" in part]
    draft = Draft(source, record.ref, TYPES[form], ListKind.EU_ASSET_FREEZE, programmes, (MEASURE,))
    add_names(draft, record)
    _add_entity(draft, record.fields)
    for kind, add in _ADDERS.items():
        for part in record.all(kind):
            add(draft, part)
    draft.printed.append(("fsf", record.digest()))
    return draft.listing()


def _add_entity(draft: Draft, fields: Part) -> None:
    draft.fact("listed_on", fields.get("designationDate", ""))
    draft.fact("reference", fields.get("unitedNationId", ""))
    _remark(draft, "EU reference", fields.get("euReferenceNumber", ""))
    _remark(draft, "Designation", fields.get("designationDetails", ""))


def _add_regulation(draft: Draft, part: Part) -> None:
    draft.fact("legal_basis", part.get("numberTitle", ""))
    draft.fact("in_force_from", part.get("entryIntoForceDate", ""))
    draft.fact("notice", part.get("publicationUrl", ""))
    _remark(draft, "Act published", part.get("publicationDate", ""))


def _add_name_details(draft: Draft, part: Part) -> None:
    draft.fact("title", part.get("title", ""))
    draft.fact("position", part.get("function", ""))
    gender = part.get("gender", "")
    draft.fact("gender", GENDERS.get(gender.casefold(), gender))
    _remark(draft, f"Name {name_of(part) or '(none)'}", remark_on(part))


def _add_birth(draft: Draft, part: Part) -> None:
    remark = part.get("remark", "")
    found = _births(part)
    told, whole = birth_dates(remark) if remark and not found else ((), False)
    draft.items += [*found, *told]
    if not whole:
        _remark(draft, "Date of birth", "; ".join(filter(None, (_other_calendar(part), remark))))
    draft.fact("birth_place", _place(part))
    _add_country(draft, part, "")


def _births(part: Part) -> list[PartialDate]:
    """The date that the attributes give: a day, a year with or without its month, or a span of years."""
    circa = part.get("circa", "").casefold() == "true"
    first, last = part.get("yearRangeFrom", ""), part.get("yearRangeTo", "")
    value = part.get("birthdate", "")[:10] or _from_numbers(part)
    if not value and first and last and first != last and _is_date(first) and _is_date(last):
        return [PartialDate(first, circa, last)]
    value = value or first or last
    return [PartialDate(value, circa)] if _is_date(value) else []


def _from_numbers(part: Part) -> str:
    numbers = [part.get(name, "") for name in ("year", "monthOfYear", "dayOfMonth")]
    whole = numbers[: numbers.index("")] if "" in numbers else numbers
    return "-".join(number.zfill(2) for number in whole)


def _is_date(value: str) -> bool:
    """Whether this is a date of our calendar: others are stated with their name."""
    if not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", value) or int(value[:4]) < EARLIEST_YEAR:
        return False
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return False
    return True


def _other_calendar(part: Part) -> str:
    """What the attributes say of a date that is none of ours: "1365-04-02 (ISLAMIC)"."""
    said = part.get("birthdate", "") or _from_numbers(part)
    missing = "/".join(part[name] for name in ("dayOfMonth", "monthOfYear") if name in part) if not said else ""
    calendar = part.get("calendarType", "GREGORIAN")
    if missing or (said and not _is_date(said[:10])):
        return f"{said or missing} ({calendar.casefold()})" if calendar.upper() != "GREGORIAN" else said or missing
    return ""


def _add_citizenship(draft: Draft, part: Part) -> None:
    country = _country(part)
    region = _said(part, "region")
    for one in nationalities(country):
        draft.fact("citizenship", one)
    if country and not country_code(country):
        draft.fact("citizenship", _iso(part))
    _remark(draft, f"Citizenship {country}".strip(), "; ".join(filter(None, (region, part.get("remark", "")))))


def _add_address(draft: Draft, part: Part) -> None:
    box = _said(part, "poBox")
    place = ", ".join(filter(None, (_said(part, "street"), box and f"PO Box {box}".replace("PO Box PO", "PO"))))
    whole = ", ".join(filter(None, (place, _place(part))))
    at_listing = "at the time of listing" if part.get("asAtListingTime", "").casefold() == "true" else ""
    note = "; ".join(filter(None, (part.get("remark", ""), at_listing)))
    draft.fact("address", f"{whole} ({note})" if whole and note else whole or note)
    _add_country(draft, part, whole)


def _add_country(draft: Draft, part: Part, address: str) -> None:
    """The country of an address, or the last part of its text where that is one; a place of birth is none."""
    if not address:
        return
    country = _country(part) or last_country(address)
    draft.fact("country", country if country_code(country) else _iso(part))


def _add_contact(draft: Draft, part: Part) -> None:
    key = part.get("key", "").upper()
    for piece in part.get("value", "").split(";"):
        value = piece.strip().removeprefix("and ")
        name, label = CONTACTS.get(key) or _guessed(key, value)
        draft.fact(name, f"{label}{value}" if value else "")


def _guessed(key: str, value: str) -> tuple[str, str]:
    """What a contact without a known key is."""
    if "@" in value:
        return "email", ""
    if re.match(r"(?:https?:|www\.)", value, re.IGNORECASE):
        return "website", ""
    return ("phone", "") if not key and re.fullmatch(r"[+\d ()./-]{6,}", value) else ("remark", f"{key or 'Contact'}: ")


def _add_remark(draft: Draft, part: Part) -> None:
    text = part.get("text", "")
    draft.fact("remark" if _NO_REASON.match(text) else "reason", text)


def _place(part: Part) -> str:
    names = [_said(part, name) for name in ("place", "city", "region", "zipCode")]
    return ", ".join(filter(None, (*names, _country(part))))


def _said(part: Part, name: str) -> str:
    value = part.get(name, "")
    return "" if value.casefold() in NOTHING else value


def _country(part: Part) -> str:
    """The country as printed; "" for the list's own word that it is unknown."""
    return _said(part, "countryDescription") or _iso(part)


def _iso(part: Part) -> str:
    code = part.get("countryIso2Code", "")
    return "" if code == UNKNOWN_COUNTRY else code


def _remark(draft: Draft, label: str, text: str) -> None:
    draft.fact("remark", f"{label}: {text}" if text else "")


_ADDERS = {
    "regulation": _add_regulation,
    "nameAlias": _add_name_details,
    "birthdate": _add_birth,
    "identification": add_document,
    "citizenship": _add_citizenship,
    "address": _add_address,
    "contactInfo": _add_contact,
    "remark": _add_remark,
}
