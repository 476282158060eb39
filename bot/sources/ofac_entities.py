"""OFAC entities: one `entity` element of the ENHANCED export or of the delta file, as a draft.

Features and documents are put into the words of the CSV's remarks and read by that grammar, so that a change of
format changes no statement. This runs for every element of 110 MB: each is looked at once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from bot.core.issuers import ListKind
from bot.core.listings import EntityType
from bot.core.names import Name, NameKind
from bot.core.snapshots import Malformed
from bot.sources.draft import Draft, digest
from bot.sources.ofac_addresses import address_line
from bot.sources.ofac_dates import printed_span
from bot.sources.ofac_kinds import SANCTION_TYPES
from bot.sources.ofac_remarks import read_fragment, read_remarks
from bot.sources.xml import Element, children

TYPES = {
    "entity": EntityType.ORGANIZATION,
    "individual": EntityType.PERSON,
    "vessel": EntityType.VESSEL,
    "aircraft": EntityType.AIRCRAFT,
}
ALIAS_KINDS = {"": NameKind.ALIAS, "a.k.a.": NameKind.ALIAS, "n.k.a.": NameKind.ALIAS, "f.k.a.": NameKind.FORMER}

SCRIPTS = {
    "latin": "Latn",
    "arabic": "Arab",
    "armenian": "Armn",
    "chinese simplified": "Hans",
    "chinese traditional": "Hant",
    "cyrillic": "Cyrl",
    "georgian": "Geor",
    "greek": "Grek",
    "hebrew": "Hebr",
    "japanese": "Jpan",
    "korean": "Kore",
}
"""OFAC's names of scripts with their ISO 15924 codes: all eleven of its reference values."""

FEATURE_FACTS = {
    "VESSEL CALL SIGN": "call_sign",
    "VESSEL TYPE": "vessel_type",
    "VESSEL FLAG": "vessel_flag",
    "VESSEL OWNER": "vessel_owner",
    "VESSEL TONNAGE": "tonnage",
    "VESSEL GROSS REGISTERED TONNAGE": "gross_tonnage",
    "TITLE": "position",
}
"""Features (in capitals) that the CSV prints in columns of their own."""

FEATURE_WORDS = {
    "Birthdate": "DOB",
    "Place of Birth": "POB",
    "Nationality Country": "nationality",
    "Citizenship Country": "citizen",
}
"""Features that the CSV's remarks call otherwise (`publishDescription` in the export's own table)."""

STREET_PARTS = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
SURE = frozenset({"", "CONFIRMED"})

KNOWN: dict[str, frozenset[str]] = {
    "entity": frozenset(
        {
            *("generalInfo", "sanctionsLists", "sanctionsPrograms", "sanctionsTypes", "legalAuthorities"),
            *("names", "addresses", "features", "identityDocuments", "relationships"),
        }
    ),
    "generalInfo": frozenset({"identityId", "entityType", "title", "remarks"}),
    "name": frozenset({"isPrimary", "aliasType", "isLowQuality", "translations"}),
    "translation": frozenset(
        {"isPrimary", "script", "formattedFirstName", "formattedLastName", "formattedFullName", "nameParts"}
    ),
    "address": frozenset({"country", "translations"}),
    "address/translation": frozenset({"isPrimary", "script", "addressParts"}),
    "feature": frozenset(
        {"type", "versionId", "value", "valueRefId", "valueDate", "isPrimary", "reliability", "comments"}
    ),
    "identityDocument": frozenset(
        {
            *("type", "name", "documentNumber", "isValid", "issuingLocation", "issuingCountry", "issuingAuthority"),
            *("issueDate", "expirationDate", "idFeatures", "comments"),
        }
    ),
    "relationship": frozenset({"type", "relatedEntity", "quality", "comments", "fromDate", "toDate"}),
}
"""The elements that each level is known to have."""

UNTYPED: Final = {
    "names": ("{*}value",),
    "features": ("{*}isPrimary", "{*}comments"),
    "identityDocuments": ("{*}idFeature", "{*}comments"),
    "relationships": ("{*}comments", "{*}fromDate", "{*}toDate"),
}
"""Texts by section that no property holds: the parts of names in their own spelling, main marks, notes."""

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
_QUOTES: Final = str.maketrans({'"': "'", "“": "'", "”": "'", "‘": "'", "’": "'", "´": "'"})


class _LocalNames(dict[object, str]):
    """Element names without their namespace, each worked out once; a comment has none."""

    def __missing__(self, tag: object) -> str:
        name = self[tag] = tag.rpartition("}")[2] if isinstance(tag, str) else ""
        return name


LOCAL = _LocalNames()


class EntityReader:
    """Makes drafts of the entities of one file and notes what it does not know."""

    __slots__ = ("source", "unknown")

    def __init__(self, source: str) -> None:
        self.source = source
        self.unknown: Counter[str] = Counter()

    def read(self, element: Element, sections: dict[str, Element], otherwise: EntityType | None = None) -> Draft:
        """The draft of an entity, its list kind still to be set; `otherwise` is the type of one that names none."""
        ref = element.get("id", "")
        if not ref.isdigit():
            raise Malformed(f"an entity without a number: id is {ref[:40]!r}")
        if not KNOWN["entity"].issuperset(sections):
            self.note("entity", sections)
        info = self.children("generalInfo", sections.get("generalInfo"))
        kind = label(info.get("entityType"))
        form = TYPES.get(kind.casefold(), None if kind else otherwise)
        if form is None:
            raise Malformed(f"entity {ref} is of the unknown type {kind[:40]!r}")
        draft = Draft(self.source, ref, form, ListKind.NON_SDN)
        draft.fact("position", plain(info.get("title")))
        if remarks := plain(info.get("remarks")):
            draft.items.extend(read_remarks(remarks))
        for name, section in sections.items():
            if add := SECTIONS.get(name):
                add(self, draft, section)
        return draft

    def children(self, level: str, element: Element | None) -> dict[str, Element]:
        """The children of an element by name; what its level should not have is noted."""
        if element is None:
            return {}
        found = {LOCAL[child.tag]: child for child in element}
        if not KNOWN[level].issuperset(found):
            self.note(level, found)
        return found

    def note(self, level: str, found: Iterable[str]) -> None:
        """Note the names that this level should not have."""
        self.unknown.update(f"{level}/{name}" for name in found if name and name not in KNOWN[level])


def sections_of(element: Element) -> dict[str, Element]:
    """The parts of an entity by name."""
    return {LOCAL[child.tag]: child for child in element}


def plain(element: Element | None) -> str:
    """The text of an element as the CSV would print it: folded, without direction marks, straight apostrophes."""
    text = element.text if element is not None else None
    return tidy(text) if text else ""


def tidy(text: str) -> str:
    """Text as the CSV would print it; most is so already, which is quickly told."""
    if text.isascii() and text.isprintable() and '"' not in text and "  " not in text and text.strip() == text:
        return text
    return " ".join(_INVISIBLE.sub("", text).translate(_QUOTES).split())


@lru_cache(maxsize=4096)
def _label(text: str) -> str:
    return tidy(text)


@lru_cache(maxsize=4096)
def _term(text: str) -> str:
    return tidy(text).casefold()


def label(element: Element | None) -> str:
    """As `plain`, for texts that come back in entity after entity (countries, programmes, labels)."""
    text = element.text if element is not None else None
    return _label(text) if text else ""


def term(element: Element | None) -> str:
    """As `label`, in lower case, for what is looked up in a table."""
    text = element.text if element is not None else None
    return _term(text) if text else ""


def record_digest(sections: dict[str, Element]) -> str:
    """The hash of what an entity says beside its properties, in any order of its parts and without its numbers."""
    texts: list[str] = []
    for name, tags in UNTYPED.items():
        if name in sections:
            texts.extend(map(str.strip, sections[name].itertext(*tags, with_tail=False)))
    texts.sort()
    return digest([" ".join("\0".join(texts).split())])


def _add_names(reader: EntityReader, draft: Draft, section: Element) -> None:
    names: list[Name] = []
    for item in section:
        parts = reader.children("name", item)
        kind = _name_kind(reader, draft, parts)
        other = NameKind.ALIAS if kind is NameKind.PRIMARY else kind
        for text, script, is_main in _translations(reader, parts.get("translations")):
            if text:
                names.append(Name(text, kind if is_main else other, script))
    names.sort(key=_latin_first)
    draft.items.extend(names)


def _latin_first(name: Name) -> tuple[bool, str]:
    return name.script != "Latn", name.text


def _name_kind(reader: EntityReader, draft: Draft, parts: dict[str, Element]) -> NameKind:
    if term(parts.get("isPrimary")) == "true":
        return NameKind.PRIMARY
    alias = term(parts.get("aliasType"))
    if alias not in ALIAS_KINDS:
        raise Malformed(f"entity {draft.ref} has a name of the unknown alias type {alias[:40]!r}")
    if not alias:
        reader.unknown["names that are neither primary nor of an alias type"] += 1
    return NameKind.WEAK_ALIAS if term(parts.get("isLowQuality")) == "true" else ALIAS_KINDS[alias]


def _translations(reader: EntityReader, section: Element | None) -> Iterable[tuple[str, str, bool]]:
    """Text, script and whether it is the name's main form, of each translation."""
    for item in section if section is not None else ():
        parts = reader.children("translation", item)
        script = term(parts.get("script"))
        if script not in SCRIPTS:
            reader.unknown[f"script: {script}"] += 1
        yield (
            plain(parts.get("formattedFullName")),
            SCRIPTS.get(script, "Zyyy"),
            plain(parts.get("isPrimary")) == "true",
        )


def _add_addresses(reader: EntityReader, draft: Draft, section: Element) -> None:
    for item in section:
        parts = reader.children("address", item)
        country = label(parts.get("country"))
        draft.fact("country", country)
        translations = parts.get("translations")
        lines = [_address(reader, form, country) for form in translations] if translations is not None else []
        for line in lines or [country]:
            draft.fact("address", line)


def _address(reader: EntityReader, form: Element, country: str) -> str:
    said = {}
    for part in reader.children("address/translation", form).get("addressParts", ()):
        found = {LOCAL[child.tag]: child for child in part}
        said[term(found.get("type"))] = plain(found.get("value"))
    street = [said.get(name.lower(), "") for name in STREET_PARTS]
    region = f"Region: {said['region']}" if said.get("region") else ""
    where = ", ".join(filter(None, (region, country)))
    city, state, code = (said.get(name, "") for name in ("city", "state/province", "postal code"))
    return address_line(street, city, state, code, where)


def _add_features(reader: EntityReader, draft: Draft, section: Element) -> None:
    for item in section:
        parts = reader.children("feature", item)
        kind, value = label(parts.get("type")), plain(parts.get("value"))
        if fact := FEATURE_FACTS.get(kind.upper()):
            draft.fact(fact, value)
            continue
        text = f"{FEATURE_WORDS.get(kind, kind)} {value}".rstrip(". ")
        draft.items.extend(read_fragment(text))
        _add_doubt(draft, text, term(parts.get("reliability")))


def _add_doubt(draft: Draft, text: str, reliability: str) -> None:
    if reliability.upper() not in SURE:
        draft.fact("remark", f"{text}: {reliability}")


def _add_documents(reader: EntityReader, draft: Draft, section: Element) -> None:
    for item in section:
        parts = reader.children("identityDocument", item)
        country = label(parts.get("issuingCountry"))
        issued, expires = (printed_span(parts.get(tag)) for tag in ("issueDate", "expirationDate"))
        words = [label(parts.get("type")), plain(parts.get("documentNumber")), f"({country})" if country else ""]
        words += [f"issued {issued}" if issued else "", f"expires {expires}" if expires else ""]
        text = " ".join(filter(None, words)).rstrip(".")
        draft.items.extend(read_fragment(text))
        if term(parts.get("isValid")) == "false":
            draft.fact("remark", f"{text}: not valid")
        for tag, word in (("issuingAuthority", "by"), ("issuingLocation", "in")):
            if (where := plain(parts.get(tag))) and where not in text:
                draft.fact("remark", f"{text}: issued {word} {where}")


def _add_relations(reader: EntityReader, draft: Draft, section: Element) -> None:
    for item in section:
        parts = reader.children("relationship", item)
        related = parts.get("relatedEntity")
        number = related.get("entityId", "") if related is not None else ""
        quality = term(parts.get("quality"))
        words = f"{label(parts.get('type'))}: {plain(related)}" + (f" ({number})" if number else "")
        draft.fact("relation", f"{words} [{quality}]" if quality not in ("", "high") else words)


def _add_programmes(_: EntityReader, draft: Draft, section: Element) -> None:
    draft.programmes = [code for code in map(label, children(section)) if code]


def _add_authorities(_: EntityReader, draft: Draft, section: Element) -> None:
    for item in children(section):
        draft.fact("legal_basis", label(item))


def _add_measures(reader: EntityReader, draft: Draft, section: Element) -> None:
    words: dict[str, None] = {}
    for text in map(label, children(section)):
        key = text.casefold()
        if key not in SANCTION_TYPES:
            reader.unknown[f"sanctionsType: {text}"] += 1
        words[SANCTION_TYPES.get(key, key)] = None
    draft.measures = tuple(filter(None, words))


SECTIONS: dict[str, Callable[[EntityReader, Draft, Element], None]] = {
    "sanctionsPrograms": _add_programmes,
    "sanctionsTypes": _add_measures,
    "legalAuthorities": _add_authorities,
    "names": _add_names,
    "addresses": _add_addresses,
    "features": _add_features,
    "identityDocuments": _add_documents,
    "relationships": _add_relations,
}
"""What reads each part of an entity."""
