"""UK entry: a record of the UK Sanctions List made into a listing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.core.countries import country_code
from bot.core.dates import PartialDate
from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Fact, Listing
from bot.core.names import Name, NameKind
from bot.core.snapshots import Malformed
from bot.sources.births import MONTHS, partial_date
from bot.sources.draft import Draft, Item
from bot.sources.gb_documents import read_document
from bot.sources.gb_numbers import read_numbers
from bot.sources.gb_uksl_record import ADDRESS_LINES, ID, NAME_PARTS, Record
from bot.sources.gb_wallets import find_wallets
from bot.sources.un_sc import script_of

TYPES = {"individual": EntityType.PERSON, "entity": EntityType.ORGANIZATION, "ship": EntityType.VESSEL}
NAME_KINDS = {
    "primary name": NameKind.PRIMARY,
    "primary name variation": NameKind.ALIAS,
    "alias": NameKind.ALIAS,
    "": NameKind.ALIAS,
    "f.k.a": NameKind.FORMER,
    "formerly known as": NameKind.FORMER,
}
"""Printed name type, in small letters: the list writes "Primary Name", "Primary name" and once "ALias"."""

STRENGTHS = {"good quality a.k.a": False, "low quality a.k.a": True, "": False}
"""Printed strength of an alias to whether it is weak."""

KIND_ORDER = (NameKind.PRIMARY, NameKind.ALIAS, NameKind.FORMER, NameKind.WEAK_ALIAS)

SCRIPTS = {
    "arabic": "Arab",
    "cyrillic": "Cyrl",
    "chinese": "Hani",
    "hangul": "Hang",
    "korean": "Hang",
    "greek": "Grek",
    "hebrew": "Hebr",
    "burmese": "Mymr",
    "georgian": "Geor",
    "thai": "Thai",
    "japanese": "Jpan",
    "latin": "Latn",
}
"""Script as the list calls it; its labels are at times wrong, so they count only where the letters say nothing."""

FACTS = (
    ("title", "title"),
    ("position", "position"),
    ("gender", "gender"),
    ("nationality", "nationality"),
    ("website", "website"),
    ("unreferencenumber", "reference"),
    ("ukstatementofreasons", "reason"),
    ("otherinformation", "remark"),
    ("currentbelievedflagofship", "vessel_flag"),
    ("typeofship", "vessel_type"),
    ("tonnageofship", "tonnage"),
    ("yearbuilt", "year_built"),
)

REMARKS = (
    ("designationsource", "Designation source"),
    ("ofsigroupid", "OFSI Group ID"),
    ("typeofentity", "Type of entity"),
    ("previousflag", "Previous flag"),
    ("lengthofship", "Length of ship"),
)

RELATIONS = (
    ("parentcompany", "subsidiary of"),
    ("subsidiary", "parent of"),
    ("currentowneroperator", "owned or operated by"),
    ("previousowneroperator", "formerly owned or operated by"),
)

DATES = (("datedesignated", "listed_on", "Date designated"), ("lastupdated", "list_updated_on", "Last updated"))

_DAY = re.compile(r"^'?(\d{1,2}|dd?)[/.-](\d{1,2}|mm?)[/.-](\d{4})(?: .*)?$", re.IGNORECASE)
_NAMED_DAY = re.compile(r"^(\d{1,2})[- ]([A-Za-z]{3})[a-z]*[- ](\d{4})$")
_IMO = re.compile(r"(?<!\d)\d{7}(?!\d)")


def listing_of(record: Record, form: str) -> Listing:
    """The listing that a record makes; `form` is the format of its file."""
    draft = Draft(ID, record.ref, _type(record), ListKind.UK, _programmes(record), _measures(record))
    draft.items.extend(_names(record, draft.type))
    draft.items.extend(_dates(record))
    draft.items.extend(_births(record))
    draft.items.extend(_places(record))
    draft.items.extend(_plain(record))
    draft.items.extend(_contacts(record))
    draft.items.extend(_documents(record))
    draft.items.extend(_numbers(record))
    draft.printed.append((form, record.digest()))
    return draft.listing()


def iso_day(text: str) -> str:
    """An ISO date for a day as the list prints it ("16/04/2026", "29-Apr-2026"); "" when it is none."""
    birth = _printed_date(text)
    return birth.value if birth and birth.precision == "day" and not birth.circa and not birth.until else ""


def _type(record: Record) -> EntityType:
    printed = record.one("designationtype")
    if printed.casefold() not in TYPES:
        raise Malformed(f"entry {record.ref} is of the unknown type {printed[:40]!r}")
    return TYPES[printed.casefold()]


def _programmes(record: Record) -> list[str]:
    """The regimes as printed; where our copy has none, the publisher's own code for the regime, which begins the id."""
    code = re.match(r"[A-Z]+", record.ref)
    return record.values("regimename") or ([code[0]] if code else [])


def _measures(record: Record) -> tuple[str, ...]:
    """The sanctions imposed; in XML without them, the indicators that are true, with their words taken apart."""
    printed = [part.strip() for text in record.values("sanctionsimposed") for part in re.split(r"[|;]", text)]
    if not any(printed):
        printed = [re.sub(r"(?<=[a-z])(?=[A-Z])", " ", tag) for tag in record.values("indicator")]
    return tuple(sorted({part.casefold() for part in printed if part}))


def _names(record: Record, kind_of_party: EntityType) -> list[Name]:
    names = [_name(record, found, kind_of_party) for found in record.each("name")]
    names += [_original(found) for found in record.each("original")]
    best: dict[str, Name] = {}
    for name in sorted(names, key=lambda n: (KIND_ORDER.index(n.kind), n.script != "Latn", n.text)):
        if name.text:
            best.setdefault(name.text, name)
    kept = list(best.values())
    if kept and kept[0].kind is not NameKind.PRIMARY:
        kept[0] = Name(kept[0].text, NameKind.PRIMARY, kept[0].script)
    return kept


def _name(record: Record, found: dict[str, str], kind_of_party: EntityType) -> Name:
    parts = [found[part] for part in NAME_PARTS if found[part]]
    if kind_of_party is not EntityType.PERSON:
        parts = list(dict.fromkeys(parts))  # some firms have their whole name in two of the six fields
    text, printed, strength = " ".join(parts), found["nametype"].casefold(), found["aliasstrength"].rstrip(".")
    if printed not in NAME_KINDS:
        raise Malformed(f"entry {record.ref} has a name of the unknown type {printed[:40]!r}")
    if strength.casefold() not in STRENGTHS:
        raise Malformed(f"entry {record.ref} has an alias of the unknown strength {strength[:40]!r}")
    kind = NAME_KINDS[printed]
    if kind is not NameKind.PRIMARY and STRENGTHS[strength.casefold()]:
        kind = NameKind.WEAK_ALIAS
    return Name(text, kind, script_of(text))


def _original(found: dict[str, str]) -> Name:
    text, script = found["namenonlatinscript"], script_of(found["namenonlatinscript"])
    labels = f"{found['nonlatinscripttype']} {found['nonlatinscriptlanguage']}".casefold()
    named = next((code for word, code in SCRIPTS.items() if word in labels), script)
    return Name(text, NameKind.ALIAS, named if script == "Zyyy" else script)


def _dates(record: Record) -> Iterator[Item]:
    for field, name, label in DATES:
        for text in record.values(field):
            day = iso_day(text)
            yield Fact(name, day) if day else Fact("remark", f"{label}: {text}")


def _births(record: Record) -> Iterator[Item]:
    for text in record.values("dob"):
        yield _printed_date(text) or Fact("remark", f"Date of birth: {text}")


def _printed_date(text: str) -> PartialDate | None:
    """A date with what is not known of it left out: "dd/mm/1965" and "00/03/1965" are usual."""
    if match := _DAY.match(text.strip()):
        day, month, year = (part.lstrip("dmDM").lstrip("0") for part in match.groups())
        value = year
        if month:
            value += f"-{int(month):02}" + (f"-{int(day):02}" if day else "")
        return PartialDate(value) if (month or not day) and _exists(value) else None
    if (match := _NAMED_DAY.match(text.strip())) and (number := MONTHS.get(match[2].casefold())):
        value = f"{match[3]}-{number:02}-{int(match[1]):02}"
        return PartialDate(value) if _exists(value) else None
    return partial_date(text.strip().strip("'"))


def _exists(value: str) -> bool:
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return False
    return True


def _places(record: Record) -> Iterator[Item]:
    for found in record.each("birthplace"):
        yield Fact("birth_place", ", ".join(filter(None, (found["townofbirth"], found["countryofbirth"]))))
    for found in record.each("address"):
        lines = [found[line] for line in (*ADDRESS_LINES, "addresspostalcode") if found[line]]
        country = found["addresscountry"]
        if lines:
            yield Fact("address", ", ".join([*lines, *([country] if country else [])]))
        if country:
            yield Fact("country", country)


def _plain(record: Record) -> Iterator[Item]:
    for field, name in FACTS:
        yield from (Fact(name, text) for text in record.values(field))
    for field, label in REMARKS:
        yield from (Fact("remark", f"{label}: {text}") for text in record.values(field))
    for field, words in RELATIONS:
        yield from (Fact("relation", f"{words}: {text}") for text in record.values(field))


def _contacts(record: Record) -> Iterator[Item]:
    for text in record.values("phonenumber"):
        yield from (Fact("phone", part.strip()) for part in text.split(";") if part.strip())
    for text in record.values("emailaddress"):
        for part in re.split(r"[;,]\s*|\s+and\s+", text):
            if part.strip():
                yield Fact("email", part.strip()) if "@" in part else Fact("remark", f"Email address: {part.strip()}")


def _documents(record: Record) -> Iterator[Item]:
    is_russian = _is_russian(record)
    for found in record.each("passport"):
        yield from read_document(
            "passport", "Passport", found["passportnumber"], found["passportadditionalinformation"]
        )
    for found in record.each("national"):
        number, details = found["nationalidentifiernumber"], found["nationalidentifieradditionalinformation"]
        yield from read_document("national_id", "National identifier", number, details, is_russian)


def _numbers(record: Record) -> Iterator[Item]:
    is_russian = _is_russian(record)
    for text in record.values("businessregistrationnumber"):
        numbers = read_numbers(text, "registration", "Business registration number", is_russian)
        yield from numbers.items
        if not numbers.whole:
            yield Fact("remark", f"Business registration number: {text.strip(chr(39))}")
    for text in record.values("imonumber"):
        found = _IMO.findall(text.upper().replace("IMO", " "))
        yield from (Identifier("imo", value, "", "IMO number") for value in found)
        if not found:
            yield Fact("remark", f"IMO number: {text}")
    for text in record.values("hin"):
        yield Fact("remark", f"Hull identification number: {text}")
    for text in record.values("otherinformation"):
        yield from find_wallets(text, "Other Information")


def _is_russian(record: Record) -> bool:
    countries = [found["addresscountry"] for found in record.each("address")] + record.values("nationality")
    return any(country_code(text) == "RU" for text in countries)
