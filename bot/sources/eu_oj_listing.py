"""EU acts, listings: what the rows of a party say, typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing
from bot.core.names import Name, NameKind
from bot.sources.draft import Draft, digest
from bot.sources.eu_births import birth_dates
from bot.sources.eu_numbers import labelled_numbers, read_numbers
from bot.sources.eu_oj_parties import Party
from bot.sources.eu_oj_rows import Row, act_order, cited
from bot.sources.eu_places import last_country, nationalities
from bot.sources.eu_scripts import script_of

ASSET_FREEZE = "asset freeze"

NAME_COLUMNS = {"alias": NameKind.ALIAS, "weakAlias": NameKind.WEAK_ALIAS, "previousName": NameKind.FORMER}
FACT_COLUMNS = {
    "position": "position",
    "birthPlace": "birth_place",
    "country": "country",
    "jurisdiction": "country",
    "flag": "vessel_flag",
    "phone": "phone",
    "email": "email",
    "website": "website",
    "notes": "remark",
}
REMARK_COLUMNS = {
    "appearance": "Appearance",
    "ethnicity": "Ethnic background",
    "fatherName": "Father's name",
    "motherName": "Mother's name",
    "incorporationDate": "Incorporated",
    "legalForm": "Legal form",
    "sector": "Sector",
}
NUMBER_COLUMNS = {
    "passportNumber": ("passport", "Passport"),
    "idNumber": ("national_id", "Identification number"),
    "registrationNumber": ("registration", "Registration number"),
    "taxNumber": ("tax", "Tax number"),
    "innCode": ("inn", "INN"),
    "ogrnCode": ("ogrn", "OGRN"),
    "kppCode": ("kpp", "KPP"),
    "okpoCode": ("okpo", "OKPO"),
    "leiCode": ("lei", "LEI"),
    "swiftBic": ("bic", "SWIFT/BIC"),
    "imoNumber": ("imo", "IMO"),
    "mmsi": ("mmsi", "MMSI"),
}

LISTED_BY = "Listed by act "
AMENDED_BY = "Amended by act "
FROM_ITS_TEXT = ", from the amending act's text"
"""How the remark begins and ends that marks what no consolidated text holds yet."""

ACT_URL = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:"

_FORMER = re.compile(r"^(.+?)\s*\((?:ex|formerly|f\.?k\.?a\.?)[-\s]+([^()]+)\)\s*(.*)$", re.IGNORECASE)
_ALSO = re.compile(r"^(.*?)\s*\(a\.?k\.?a\.?\s+([^()]+)\)\s*(.*)$", re.IGNORECASE)


def listing_of(source: str, party: Party) -> Listing:
    """The listing of a party: the amending act's text before the consolidated one, what both say once."""
    rows = [*party.amendments, *party.consolidated]
    measures = sorted({row.one("measure").casefold() for row in rows})
    kind = ListKind.EU_ASSET_FREEZE if ASSET_FREEZE in measures else ListKind.EU_SECTORAL
    programmes = {f"{cited(row.act)} Annex {row.one('annex')}" for row in rows}
    draft = Draft(source, party.ref, party.type, kind, programmes, tuple(measures))
    _add_acts(draft, party)
    draft.name(rows[0].one("name"), NameKind.PRIMARY, script_of(rows[0].one("name")))
    for row in rows:
        _add_row(draft, row)
    _drop_repeated_names(draft)
    draft.printed.append(("oj", digest(sorted({str(row.said) for row in rows}))))
    return draft.listing()


def listed_by_act(listing: Listing) -> str:
    """The amending act ("2026/1843") that lists the party while no consolidated text does yet, else ""."""
    for text in listing.values("remark"):
        if text.startswith(LISTED_BY) and text.endswith(FROM_ITS_TEXT):
            return text.removeprefix(LISTED_BY).removesuffix(FROM_ITS_TEXT)
    return ""


def _add_acts(draft: Draft, party: Party) -> None:
    """The framework act, the amending acts that the delivery holds, and the mark of what is new."""
    amending = sorted({row.amending for row in party.rows if row.amending}, key=act_order)
    for celex in (party.rows[0].act, *amending):
        draft.fact("legal_basis", cited(celex))
        draft.fact("notice", f"{ACT_URL}{celex}")
    if party.amendments:
        words = LISTED_BY if party.is_new else AMENDED_BY
        draft.fact("remark", f"{words}{cited(party.amendments[0].amending)}{FROM_ITS_TEXT}")


def _add_row(draft: Draft, row: Row) -> None:
    if re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", row.start):
        draft.fact("listed_on", row.start)
        draft.fact("in_force_from", row.start)
    draft.fact("reason", row.one("reason"))
    _add_names(draft, row)
    _add_person(draft, row)
    for column, name in FACT_COLUMNS.items():
        for value in row.all(column):
            draft.fact(name, value)
    for column, label in REMARK_COLUMNS.items():
        for value in row.all(column):
            draft.fact("remark", f"{label}: {value}")
    for value in row.all("address"):
        draft.fact("address", value)
        draft.fact("country", "" if draft.type is EntityType.VESSEL else last_country(value))
    if row.one("schema").casefold() == "asset":
        draft.fact("remark", "Listed as an asset, not as a party")
    _add_numbers(draft, row)
    for name, text in row.extra.items():
        draft.fact("remark", f"{name}: {text}")


def _add_names(draft: Draft, row: Row) -> None:
    printed = row.one("name")
    draft.name(printed, NameKind.ALIAS, script_of(printed))
    for text, kind in _unbracketed(printed):
        draft.name(text, kind, script_of(text))
    for column, kind in NAME_COLUMNS.items():
        for text in row.all(column):
            draft.name(text, kind, script_of(text))


def _unbracketed(name: str) -> Iterator[tuple[str, NameKind]]:
    """The names in "STORMBRINGER (ex KRITI VIGOR)" and "Maher (a.k.a. Mahir) AL-ASSAD"."""
    if match := _FORMER.match(name):
        yield f"{match[1]} {match[3]}".strip(), NameKind.ALIAS
        yield match[2].strip(" ‘’“”\"'"), NameKind.FORMER
    elif (match := _ALSO.match(name)) and (before := match[1]):
        yield f"{before} {match[3]}".strip(), NameKind.ALIAS
        stem = before.rpartition(" ")[0]
        for other in re.split(r",\s*", match[2]):
            is_word = " " not in other.strip() and bool(match[3])
            yield (f"{stem} {other.strip()} {match[3]}".strip() if is_word else other.strip()), NameKind.ALIAS


def _drop_repeated_names(draft: Draft) -> None:
    """Keep each spelling once, under the kind that says most; the leading name stays what it is."""
    order = [NameKind.PRIMARY, NameKind.FORMER, NameKind.ALIAS, NameKind.WEAK_ALIAS]
    names = [item for item in draft.items if isinstance(item, Name)]
    kinds: dict[str, NameKind] = {}
    for name in names:
        kinds[name.text] = min(kinds.get(name.text, name.kind), name.kind, key=order.index)
    draft.items = [i for i in draft.items if not isinstance(i, Name) or kinds[i.text] is i.kind]


def _add_person(draft: Draft, row: Row) -> None:
    for text in row.all("birthDate"):
        births, whole = birth_dates(text)
        draft.items += births
        draft.fact("remark", "" if whole else f"Date of birth: {text}")
    for text in row.all("nationality"):
        for nationality in nationalities(text):
            draft.fact("nationality", nationality)
    draft.fact("gender", row.one("gender").casefold().strip(" ."))


def _add_numbers(draft: Draft, row: Row) -> None:
    for column, (scheme, label) in NUMBER_COLUMNS.items():
        for value in row.all(column):
            draft.items += read_numbers(scheme, value, label)
    draft.items += [Identifier("ticker", value, "", "Ticker") for value in row.all("ticker")]
    if draft.type is not EntityType.PERSON:
        for text in row.all("notes"):
            draft.items += labelled_numbers(text)
