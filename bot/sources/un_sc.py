"""UN: the Security Council's consolidated list, as XML, keyed by REFERENCE_NUMBER."""

from __future__ import annotations

import re
from datetime import timedelta

from rigour.text.scripts import text_scripts

from bot.core.countries import country_code
from bot.core.dates import PartialDate, iso_day
from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing
from bot.core.names import NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.births import partial_date
from bot.sources.collect import Collector
from bot.sources.content import recognise
from bot.sources.draft import Draft
from bot.sources.source import Assertions, Contents, Source
from bot.sources.xml import Element, all_of, children, each, fingerprint, local, text_of

ID = "un-sc"
LABEL = "Security Council list"

TYPES = {"INDIVIDUAL": EntityType.PERSON, "ENTITY": EntityType.ORGANIZATION}
ALIAS_KINDS = {
    "Good": NameKind.ALIAS,
    "a.k.a.": NameKind.ALIAS,
    "": NameKind.ALIAS,
    "Low": NameKind.WEAK_ALIAS,
    "f.k.a.": NameKind.FORMER,
}
NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
IGNORED = frozenset({"DATAID", "VERSIONNUM", "SORT_KEY", "SORT_KEY_LAST_MOD"})
"""Book-keeping of the publisher: DATAID was seen to change without any act, VERSIONNUM is always 1."""

KNOWN = IGNORED | frozenset(
    {
        *NAME_PARTS,
        *("UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON", "GENDER", "COMMENTS1", "TITLE", "DESIGNATION"),
        *("NATIONALITY", "LIST_TYPE", "LAST_DAY_UPDATED", "NAME_ORIGINAL_SCRIPT", "SUBMITTED_BY"),
        *("INDIVIDUAL_ALIAS", "INDIVIDUAL_ADDRESS", "INDIVIDUAL_DATE_OF_BIRTH", "INDIVIDUAL_PLACE_OF_BIRTH"),
        *("INDIVIDUAL_DOCUMENT", "ENTITY_ALIAS", "ENTITY_ADDRESS"),
    }
)

PLACE = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
DOCUMENT_DETAILS = (
    "TYPE_OF_DOCUMENT2",
    "ISSUING_COUNTRY",
    "COUNTRY_OF_ISSUE",
    "CITY_OF_ISSUE",
    "DATE_OF_ISSUE",
    "NOTE",
)

SCRIPTS = {
    "Arabic": "Arab",
    "Cyrillic": "Cyrl",
    "Han": "Hani",
    "Hangul": "Hang",
    "Hebrew": "Hebr",
    "Devanagari": "Deva",
    "Bengali": "Beng",
    "Ethiopic": "Ethi",
    "Georgian": "Geor",
    "Armenian": "Armn",
    "Greek": "Grek",
    "Thai": "Thai",
    "Myanmar": "Mymr",
    "Hiragana": "Hira",
    "Katakana": "Kana",
}

OBSERVED = frozenset(
    [
        "name",
        "alias",
        "weak_alias",
        "former_name",
        "type",
        "list_kind",
        "programme",
        "reason",
        "birth_date",
        "birth_place",
        "nationality",
        "country",
        "gender",
        "address",
        "identifier",
        "position",
        "remark",
        "listed_on",
        "list_updated_on",
        "printed:xml",
    ]
)


def parse(contents: Contents) -> ParsedList:
    """The list in the one XML file."""
    raw = recognise(ID, contents).get("xml")
    if raw is None:
        raise Malformed("no XML file in this delivery")
    found = Collector(ID, "xml", OBSERVED)

    def take(element: Element) -> None:
        found.take(_listing(element))
        found.unknown(tag for child in children(element) if (tag := local(child)) not in KNOWN)

    with raw.open() as stream:
        root = each(stream, TYPES, take)
    return found.parsed(iso_day(root.get("dateGenerated", "")))


def _listing(element: Element) -> Listing:
    ref = text_of(element, "REFERENCE_NUMBER")
    if not ref:
        raise Malformed(f"an entry without REFERENCE_NUMBER (DATAID {text_of(element, 'DATAID') or 'missing'})")
    programme = text_of(element, "UN_LIST_TYPE")
    draft = Draft(ID, ref, TYPES[local(element)], ListKind.UN, (programme,) if programme else ())
    _add_names(draft, element)
    _add_plain(draft, element)
    for item in children(element):
        if add := _ADDERS.get(local(item)):
            add(draft, item)
    draft.printed.append(("xml", fingerprint(element, IGNORED)))
    return draft.listing()


def _add_names(draft: Draft, element: Element) -> None:
    draft.name(" ".join(filter(None, (text_of(element, part) for part in NAME_PARTS))), NameKind.PRIMARY)
    original = text_of(element, "NAME_ORIGINAL_SCRIPT")
    draft.name(original, NameKind.ALIAS, script_of(original))


def _add_plain(draft: Draft, element: Element) -> None:
    draft.fact("listed_on", text_of(element, "LISTED_ON"))
    draft.fact("gender", text_of(element, "GENDER"))
    draft.fact("reason", text_of(element, "COMMENTS1"))
    for tag, name in (
        ("DESIGNATION", "position"),
        ("NATIONALITY", "nationality"),
        ("LAST_DAY_UPDATED", "list_updated_on"),
    ):
        for value in all_of(element, tag, "VALUE"):
            draft.fact(name, text_of(value))
    for tag, label in (("TITLE", "Title"), ("SUBMITTED_BY", "Submitted by")):
        for value in all_of(element, tag, "VALUE"):
            draft.fact("remark", f"{label}: {text}" if (text := text_of(value)) else "")


def _add_alias(draft: Draft, item: Element) -> None:
    quality, name = text_of(item, "QUALITY"), text_of(item, "ALIAS_NAME")
    if quality not in ALIAS_KINDS:
        raise Malformed(f"entry {draft.ref} has an alias of the unknown quality {quality[:40]!r}")
    draft.name(name, ALIAS_KINDS[quality], script_of(name))
    details = _joined(item, ("DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH", "NOTE"))
    draft.fact("remark", f"Alias {name or '(none)'}: {details}" if details else "")


def _add_address(draft: Draft, item: Element) -> None:
    place, note = _joined(item, PLACE), text_of(item, "NOTE")
    draft.fact("address", f"{place} ({note})" if place and note else place or note)
    draft.fact("country", text_of(item, "COUNTRY"))


def _add_birth(draft: Draft, item: Element) -> None:
    note = text_of(item, "NOTE")
    circa = text_of(item, "TYPE_OF_DATE") == "APPROXIMATELY"
    first, last = text_of(item, "FROM_YEAR"), text_of(item, "TO_YEAR")
    single = text_of(item, "DATE") or text_of(item, "YEAR")
    birth = partial_date(f"{first} to {last}" if first and last else single or first or last or note)
    if birth is not None:
        draft.items.append(PartialDate(birth.value, circa or birth.circa, birth.until))
    if note and (birth is None or single or first or last):
        draft.fact("remark", f"Date of birth: {note}")


def _add_birth_place(draft: Draft, item: Element) -> None:
    place, note = _joined(item, PLACE), text_of(item, "NOTE")
    draft.fact("birth_place", f"{place} ({note})" if place and note else place or note)


def _add_document(draft: Draft, item: Element) -> None:
    label = text_of(item, "TYPE_OF_DOCUMENT") or text_of(item, "TYPE_OF_DOCUMENT2")
    number = text_of(item, "NUMBER")
    details = _joined(item, DOCUMENT_DETAILS)
    if number:
        named, value = _country_first(number)
        country = country_code(text_of(item, "ISSUING_COUNTRY") or text_of(item, "COUNTRY_OF_ISSUE")) or named
        scheme = "passport" if re.search(r"passe?por|pasaporte", label, re.IGNORECASE) else "national_id"
        draft.items.append(Identifier(scheme, "".join(value.split()).upper(), country, label))
    if details and (label or number):
        draft.fact("remark", f"{label or 'Document'} {number}: {details}".replace(" :", ":"))


def _country_first(number: str) -> tuple[str, str]:
    """The country that some entries print before the number, and the number."""
    match = re.match(r"^([A-Z][A-Za-z ()']{3,}?)(?: number)? ([A-Z]{0,3}[- ]?\d.*)$", number)
    code = country_code(match[1]) if match else ""
    return (code, match[2]) if match and code else ("", number)


def _joined(item: Element, tags: tuple[str, ...]) -> str:
    return ", ".join(filter(None, (text_of(item, tag) for tag in tags)))


_ADDERS = {
    "INDIVIDUAL_ALIAS": _add_alias,
    "ENTITY_ALIAS": _add_alias,
    "INDIVIDUAL_ADDRESS": _add_address,
    "ENTITY_ADDRESS": _add_address,
    "INDIVIDUAL_DATE_OF_BIRTH": _add_birth,
    "INDIVIDUAL_PLACE_OF_BIRTH": _add_birth_place,
    "INDIVIDUAL_DOCUMENT": _add_document,
}


def script_of(text: str) -> str:
    """The ISO 15924 code of the first script that is not Latin, else Latn."""
    if text.isascii():
        return "Latn"
    for char in text:
        for script in text_scripts(char):
            if script != "Latin":
                return SCRIPTS.get(script, "Zyyy")
    return "Latn"


SOURCE = Source(
    id=ID,
    title="United Nations Security Council Consolidated List",
    label=LABEL,
    publisher="United Nations Security Council",
    licence="UN public list; UN terms of use, reuse with attribution",
    home="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
    urls={"xml": "https://scsanctions.un.org/resources/xml/en/consolidated.xml"},
    parse=parse,
    every=timedelta(hours=1),
    stale_after=timedelta(hours=24),
    assertions=Assertions(min_entries=600, filled={"programme": 0.99, "listed_on": 0.9}),
    max_bytes=50_000_000,
    keeps_first_date=True,
)
