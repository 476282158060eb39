"""OpenSanctions entities: one listed entity, made a listing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

import orjson
from rigour.ids import get_identifier_format

from bot.core.dates import PartialDate
from bot.core.identifiers import SCHEMES, Identifier, compact
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing
from bot.core.names import NameKind
from bot.core.snapshots import Malformed
from bot.sources.births import partial_date
from bot.sources.draft import Draft, digest
from bot.sources.opensanctions_kinds import (
    BODY_SCHEMES,
    CODE_REMARKS,
    CODES,
    FACTS,
    IDENTIFIERS,
    LISTED_TOPICS,
    PLACE_SCHEMES,
    REFERENCES,
    REMARKS,
    TYPES,
)
from bot.sources.opensanctions_lines import Entity
from bot.sources.opensanctions_links import add_related, named
from bot.sources.un_sc import script_of

ID = "opensanctions"

ALIASES = {
    "previousName": NameKind.FORMER,
    "name": NameKind.ALIAS,
    "alias": NameKind.ALIAS,
    "weakAlias": NameKind.WEAK_ALIAS,
    "abbreviation": NameKind.WEAK_ALIAS,
}
"""Properties with names; of a name that stands under several, the first kind is kept."""

_LABELLED = re.compile(r"^(?P<label>[^\W\d][^\d:]{1,40}?)(?:\s*:\s*|\.\s+)(?P<value>[\w/ .-]*\d[\w/ .-]*)$")


def is_listed(entity: Entity) -> bool:
    """Whether the compilers give an entity as standing on an official list itself."""
    return entity.is_target and not LISTED_TOPICS.isdisjoint(entity.values("topics"))


def references_of(entity: Entity) -> list[str]:
    """The ids of the entities that this one names in its own properties."""
    return entity.values("addressEntity", *REFERENCES)


def listing_of(entity: Entity, parts: Collection[bytes], names: Mapping[str, str]) -> Listing:
    """The listing of a listed entity, with its related entities and the names of those it names."""
    draft = Draft(ID, entity.id, TYPES[entity.schema], ListKind.COMPILATION, entity.values("programId"))
    _add_names(draft, entity)
    draft.items.extend(_identifiers(entity, draft.type))
    _add_births(draft, entity)
    _add_facts(draft, entity)
    _add_references(draft, entity, names)
    _add_compilation(draft, entity)
    add_related(draft, parts, names)
    draft.measures = tuple(dict.fromkeys(draft.measures))
    draft.printed.append(("ftm", _print(entity, parts)))
    return draft.listing()


def _print(entity: Entity, parts: Collection[bytes]) -> str:
    properties = {name: entity.values(name) for name in sorted(entity.properties)}
    said = orjson.dumps([entity.schema, properties, entity.stated("datasets"), entity.stated("referents")])
    return digest([said.decode(), *(part.decode() for part in parts)])


def _add_names(draft: Draft, entity: Entity) -> None:
    names = [(name, kind) for source, kind in ALIASES.items() for name in entity.values(source)]
    primary = entity.caption or entity.first("name", "alias", "publicKey", "cryptoAddress")
    if not primary:
        raise Malformed(f"{entity.id} has no name")
    draft.name(primary, NameKind.PRIMARY, script_in(primary))
    known = {primary.casefold()}
    for name, kind in names:
        if name.casefold() not in known:
            known.add(name.casefold())
            draft.name(name, kind, script_in(name))


@lru_cache(maxsize=65536)
def script_in(text: str) -> str:
    """The script of a name, which costs nothing for plain letters."""
    return "Latn" if text.isascii() else script_of(text)


def _identifiers(entity: Entity, kind: EntityType) -> Iterator[Identifier]:
    """Every number once, under the most telling of the properties in which it stands."""
    seen: set[str] = set()
    is_russian = "ru" in entity.values("country", "jurisdiction", "mainCountry", "nationality", "citizenship")
    for name, scheme in IDENTIFIERS.items():
        if name == "registrationNumber":
            scheme = PLACE_SCHEMES.get(kind, scheme)
        if kind is not EntityType.PERSON:
            scheme = BODY_SCHEMES.get(name, scheme)
        for printed in entity.values(name):
            found = _identifier(scheme, printed, is_russian)
            if found.value and found.value not in seen:
                seen.add(found.value)
                yield found


def _identifier(scheme: str, printed: str, is_russian: bool) -> Identifier:
    match = _LABELLED.match(printed) if scheme in ("national_id", "registration", "tax") else None
    label, text = (match["label"], match["value"]) if match else ("", printed)
    if re.search(r"\b(?:TIN|INN|tax)", label, re.IGNORECASE):
        scheme = "tax"
    value = compact(scheme, text) if scheme in SCHEMES else "".join(text.split())
    if is_russian:
        scheme = _russian(scheme, value)
    return Identifier(scheme, value, "", label)


def _russian(scheme: str, value: str) -> str:
    """The scheme of a Russian number whose length and check digits show what it is."""
    for wanted, known, lengths in (("tax", "inn", (10, 12)), ("registration", "ogrn", (13, 15))):
        form = get_identifier_format(known)
        may_be = scheme in {wanted, "national_id", "registration"} and len(value) in lengths
        if may_be and form is not None and form.is_valid(value):
            return known
    return scheme


def _add_births(draft: Draft, entity: Entity) -> None:
    for text in entity.values("birthDate"):
        birth = partial_date(text)
        if isinstance(birth, PartialDate):
            draft.items.append(birth)
        else:
            draft.fact("remark", f"Date of birth: {text}")


def _add_facts(draft: Draft, entity: Entity) -> None:
    for name, fact in FACTS.items():
        for value in entity.values(name):
            draft.fact(fact, value)
    for name, fact in CODES.items():
        for value in entity.values(name):
            draft.fact(fact, value.upper())
    for name, label in CODE_REMARKS.items():
        for value in entity.values(name):
            draft.fact("remark", f"{label}: {value.upper()}")
    kind = "vessel_type" if draft.type is EntityType.VESSEL else "remark"
    for value in entity.values("type"):
        draft.fact(kind, value if kind == "vessel_type" else f"Type: {value}")
    for name, label in REMARKS.items():
        for value in entity.values(name):
            draft.fact("remark", f"{label}: {value}" if label else value)


def _add_references(draft: Draft, entity: Entity, names: Mapping[str, str]) -> None:
    for ref in entity.values("addressEntity"):
        draft.fact("address", names.get(ref, ""))
    for name, words in REFERENCES.items():
        for ref in entity.values(name):
            draft.fact("relation", f"{words}: {named(ref, names)}")


def _add_compilation(draft: Draft, entity: Entity) -> None:
    """Where the compilers have the entity from, and what they call it."""
    for label, values in (
        ("Topics", entity.values("topics")),
        ("Datasets", entity.stated("datasets")),
        ("Referents", entity.stated("referents")),
    ):
        draft.fact("remark", f"{label}: {', '.join(values)}" if values else "")
