"""CSL listings: the rows of one party on one list, made one listing."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence

from bot.core.countries import country_code
from bot.core.identifiers import Identifier, compact
from bot.core.listings import EntityType, Listing
from bot.core.names import NameKind
from bot.core.snapshots import Malformed
from bot.sources.births import partial_date
from bot.sources.draft import Draft, digest
from bot.sources.ofac_labels import IDENTIFIER_LABELS
from bot.sources.un_sc import script_of
from bot.sources.us_csl_kinds import ListName, type_of
from bot.sources.us_csl_rows import BOOKKEEPING, Row

ID = "us-csl"

FACT_COLUMNS = {
    "title": "title",
    "license_requirement": "licence_requirement",
    "license_policy": "licence_policy",
    "call_sign": "call_sign",
    "vessel_type": "vessel_type",
    "gross_tonnage": "tonnage",
    "gross_registered_tonnage": "gross_tonnage",
    "vessel_flag": "vessel_flag",
    "vessel_owner": "vessel_owner",
    "remarks": "remark",
    "country": "country",
}
"""Columns with one value."""

MULTIPLE_COLUMNS = {"citizenships": "citizenship", "nationalities": "nationality", "places_of_birth": "birth_place"}
DATE_COLUMNS = {"start_date": ("listed_on", "Start date"), "end_date": ("expires_on", "End date")}

STATED: dict[str, frozenset[str]] = {
    "source": frozenset({"list_kind", "measure", "type"}),
    "programs": frozenset({"programme"}),
    "name": frozenset({"name", "alias", "former_name", "remark"}),
    "alt_names": frozenset({"alias"}),
    "addresses": frozenset({"address", "country"}),
    "federal_register_notice": frozenset({"notice"}),
    "standard_order": frozenset({"remark"}),
    "entity_number": frozenset({"remark"}),
    "dates_of_birth": frozenset({"birth_date", "remark"}),
    "ids": frozenset({"identifier", "remark"}),
    **{column: frozenset({name}) for column, name in (FACT_COLUMNS | MULTIPLE_COLUMNS).items()},
    **{column: frozenset({name, "remark"}) for column, (name, _) in DATE_COLUMNS.items()},
}
"""What each column can state."""

EARLIEST = "1900"
"""Dates before this are slips of the pen ("0017-05-26")."""

LONGEST_SLUG = 72

_SUCCESSORS = re.compile(r"[;,]?\s*\band (?P<text>(?:any|its) (?:successor|sub-?units?)\b.*)$", re.IGNORECASE)
_OTHERWISE = (
    re.compile(r"\s*[(\[]\s*(?P<word>[afn]\.?k\.?a\.?),?\s+(?P<name>[^)\]]+)[)\]]", re.IGNORECASE),
    re.compile(r",?\s+(?P<word>[afn](?:\.k\.a\.|/k/a)),?\s+(?P<name>.+)$", re.IGNORECASE),
)
_DESCRIPTIONS = (
    _SUCCESSORS,
    re.compile(r"\s*[(\[](?P<text>[^()\[\]]*\bindividual\b[^()\[\]]*)[)\]]", re.IGNORECASE),
    re.compile(r"\s*\[(?P<text>(?!\s*[afn]\.?k\.?a\b)[^\[\]]*)\]$", re.IGNORECASE),
)
_CITATION = re.compile(r"(?:(?<=[\s;,])|^)(?=\d{1,3}\s*F\.?\s?R\.?[\s\d]|Vol\.\s)")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_ZIP = re.compile(
    r", (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT"
    r"|V[AT]|W[AIVY]), \d{4,5}(?:-\d{4})?$"
)


def key_of(kept: ListName, row: Row) -> str:
    """The stable reference: list and name, for the file's own `_id` changes with every change of the row.

    All rows of one name on one list are one listing: the lists print a party once for each address, country or notice.
    """
    name = _own_name(row["name"])[0] or row["name"]
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    slug = "-".join(re.findall(r"\w+", plain.replace("_", " "))) or _short_hash(name)
    if len(slug) > LONGEST_SLUG:
        slug = f"{slug[:LONGEST_SLUG].rstrip('-')}-{_short_hash(slug)}"
    return f"{kept.code}:{slug}"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def listing_of(ref: str, kept: ListName, rows: Sequence[Row], form: str) -> Listing:
    """The one listing that these rows make, whatever their order."""
    rows = sorted(rows, key=lambda row: _content(row))
    draft = Draft(ID, ref, _type(ref, kept, rows), kept.kind, _programmes(kept, rows), (kept.measure,))
    _add_names(draft, rows)
    for row in rows:
        _add_row(draft, row)
    for column, name in FACT_COLUMNS.items():
        for value in _distinct(row.get(column, "") for row in rows):
            draft.fact(name, value)
    draft.printed.append((form, digest(sorted({_content(row) for row in rows}))))
    return draft.listing()


def _content(row: Row) -> str:
    return "\x1e".join(f"{name}={value}" for name, value in sorted(row.items()) if value and name not in BOOKKEEPING)


def _type(ref: str, kept: ListName, rows: Sequence[Row]) -> EntityType:
    found = set()
    for row in rows:
        printed = row.get("type", "")
        if (kind := type_of(kept, printed, row["name"])) is None:
            raise Malformed(f"{ref} is of the unknown type {printed[:40]!r}")
        found.add(kind)
    # Two spellings of one name may be read differently ("AVIA" alone): the one that is no organisation says more.
    return min(found, key=lambda kind: (kind is EntityType.ORGANIZATION, kind))


def _programmes(kept: ListName, rows: Sequence[Row]) -> set[str]:
    """The codes in the rows ("INKSNA"), or else the list's own name."""
    return {code for row in rows for code in parts(row.get("programs", ""))} or {kept.name}


def parts(text: str) -> list[str]:
    """The values that the file joins by semicolons; the last one may begin with "and"."""
    items = (re.sub(r"^and\s+", "", item.strip(), flags=re.IGNORECASE) for item in text.split(";"))
    return [item for item in items if item.strip(" .,")]


def _add_names(draft: Draft, rows: Sequence[Row]) -> None:
    spellings = [_own_name(row["name"])[0] for row in rows]
    primary = min(spellings, key=lambda name: (-spellings.count(name), name))
    draft.name(primary, NameKind.PRIMARY, script_of(primary))
    known = {_letters(primary)}
    aliases = [(name, NameKind.ALIAS) for name in spellings]
    for row in rows:
        aliases += _own_name(row["name"])[1]
        aliases += [(name, NameKind.ALIAS) for name in parts(row.get("alt_names", ""))]
    for name, kind in sorted(set(aliases), key=lambda item: (item[1] is NameKind.ALIAS, item[0])):
        if _letters(name) not in known:
            known.add(_letters(name))
            draft.name(name, kind, script_of(name))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def _own_name(text: str) -> tuple[str, list[tuple[str, NameKind]], list[str]]:
    """The name itself, the other names in it ("a.k.a."), and what else was written behind it."""
    others: list[tuple[str, NameKind]] = []
    notes: list[str] = []
    for pattern in _DESCRIPTIONS:
        notes += [match["text"] for match in pattern.finditer(text)]
        text = pattern.sub("", text)
    for pattern in _OTHERWISE:
        for match in pattern.finditer(text):
            kind = NameKind.FORMER if match["word"][0] in "fF" else NameKind.ALIAS
            others += [(name, kind) for name in parts(match["name"])]
        text = pattern.sub("", text)
    return " ".join(text.split()).strip(" ,;"), others, notes


def _add_row(draft: Draft, row: Row) -> None:
    for note in _own_name(row["name"])[2]:
        draft.fact("remark", f"Printed with the name: {note}")
    for address in (re.sub(r"\s*,(?:\s*,)*", ",", item).strip(" ,") for item in parts(row.get("addresses", ""))):
        draft.fact("address", "" if re.fullmatch("[A-Z]{2}", address) else address)
        draft.fact("country", _country(address))
    for citation in citations(row.get("federal_register_notice", "")):
        draft.fact("notice", citation)
    for column, (name, label) in DATE_COLUMNS.items():
        _add_date(draft, name, label, row.get(column, ""))
    for column, name in MULTIPLE_COLUMNS.items():
        for value in parts(row.get(column, "")):
            draft.fact(name, value)
    for column, label in (("standard_order", "Standard order"), ("entity_number", "Entity number")):
        draft.fact("remark", f"{label}: {value.upper()}" if (value := row.get(column, "")) else "")
    _add_births(draft, row.get("dates_of_birth", ""))
    for text in parts(row.get("ids", "")):
        _add_identifier(draft, text)


def _add_date(draft: Draft, name: str, label: str, text: str) -> None:
    if _ISO.fullmatch(text) and text >= EARLIEST:
        draft.fact(name, text)
    elif text:
        draft.fact("remark", f"{label}: {text}")


def _add_births(draft: Draft, text: str) -> None:
    for item in parts(text):
        if birth := partial_date(item):
            draft.items.append(birth)
        else:
            draft.fact("remark", f"Date of birth: {item}")


def _country(address: str) -> str:
    """The country at the end of an address: a code, or a name where one cell holds several; some end in a US state."""
    if _ZIP.search(address):
        return "US"
    last = address.rpartition(",")[2].strip(" .")
    return country_code(last) if len(last) > 3 or re.fullmatch("[A-Z]{2}", last) else ""


def citations(text: str) -> list[str]:
    """The Federal Register notices of a row, one by one."""
    return [item for part in _CITATION.split(text) if (item := part.strip(" ;,"))]


def _distinct(values: Iterable[str]) -> list[str]:
    """The values that differ in more than their punctuation."""
    found: dict[str, str] = {}
    for value in sorted(filter(None, values)):
        found.setdefault(_letters(value), value)
    return list(found.values())


def _add_identifier(draft: Draft, text: str) -> None:
    """An identifier as "Passport, A1234, IR" or, in older files, with its label last."""
    cells = [cell.strip() for cell in text.split(",")]
    label = next((cell for cell in (cells[0], cells[-1]) if cell in IDENTIFIER_LABELS), "")
    rest = [cell for cell in cells if cell != label]
    country = next((cell for cell in rest if re.fullmatch("[A-Z]{2}", cell)), "")
    numbers = [cell for cell in rest if cell != country and not _ISO.fullmatch(cell)]
    if label and len(numbers) == 1:
        scheme = IDENTIFIER_LABELS[label]
        draft.items.append(Identifier(scheme, compact(scheme, numbers[0]), country, label))
    if not label or len(numbers) != 1 or len(rest) > 2:
        draft.fact("gender" if "Gender" in cells else "remark", rest[0] if "Gender" in cells else text)
