"""SECO target: one party of the Swiss list made into a listing, from its direct children only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Fact, Listing
from bot.core.snapshots import Malformed
from bot.sources.ch_seco_details import (
    Places,
    read_address,
    read_birth,
    read_birth_place,
    read_document,
    read_information,
    read_nationality,
)
from bot.sources.ch_seco_history import History
from bot.sources.ch_seco_names import names_of, strange_parts, titles_of
from bot.sources.ch_seco_register import Register, SanctionsSet, party_of
from bot.sources.draft import Draft, Item, folded
from bot.sources.xml import Element, all_of, children, fingerprint, local, text_of

ID = "ch-seco"

TYPES = {"individual": EntityType.PERSON, "entity": EntityType.ORGANIZATION}
OBJECT_TYPES = {"vessel": EntityType.VESSEL, "aircraft": EntityType.AIRCRAFT}

RELATIONS = {"related-to": "linked to"}
"""Relation types in words; another one stands as the list calls it."""

TARGET_PARTS = frozenset(
    ["sanctions-set-id", "foreign-identifier", "individual", "entity", "object", "modification", "generic-attribute"]
)
PARTY_PARTS = frozenset(["identity", "justification", "other-information", "relation", "generic-attribute"])
IDENTITY_PARTS = frozenset(
    ["name", "day-month-year", "nationality", "place-of-birth", "address", "identification-document"]
)
BOOKKEEPING = ("ssid", "place-id")
"""Attributes that number the sub-records."""

_UN_REFERENCE = re.compile(r"[A-Z]{2}[ie]\.\d{3}", re.IGNORECASE)
_ACT = re.compile(r"^.*\((?:SR|RS) ?[\d.]+\)")


def listing_of(target: Element, register: Register, history: History) -> Listing:
    """The listing of a target; the element is used up."""
    ref = folded(target.get("ssid"))
    party = _party(ref, target)
    sets = sorted(
        {register.sets[ssid] for ssid in set_ids(target) if ssid in register.sets},
        key=lambda found: (found.programme, found.measure),
    )
    programmes = {found.programme for found in sets if found.programme}
    measures = {found.measure.casefold() for found in sets if found.measure}
    draft = Draft(ID, ref, _type(ref, party), ListKind.NATIONAL, programmes, tuple(measures))
    draft.items.extend(names_of(ref, party))
    draft.items.extend(_law(sets, history))
    draft.items.extend(_references(target))
    draft.items.extend(_identities(party, draft.type, register.places))
    draft.items.extend(_texts(party, register))
    draft.items = [item for item in draft.items if not isinstance(item, Fact) or item.value]
    draft.printed.append(("xml", _printed(target)))
    return draft.listing()


def set_ids(target: Element) -> list[str]:
    """The sanctions sets of a target; an earlier layout had one, as an attribute."""
    found = [text_of(item) for item in all_of(target, "sanctions-set-id")]
    return found or [ssid for ssid in [folded(target.get("sanctions-set-id"))] if ssid]


def strange_in(target: Element, register: Register) -> Iterator[str]:
    """What a target holds that is not known here."""
    yield from _others(target, TARGET_PARTS)
    yield from (f"sanctions-set-id {ssid} without a programme" for ssid in set_ids(target) if ssid not in register.sets)
    for party in party_of(target):
        yield from _others(party, PARTY_PARTS)
        yield from strange_parts(party)
        for identity in all_of(party, "identity"):
            yield from _others(identity, IDENTITY_PARTS)


def _others(element: Element, known: Iterable[str]) -> Iterator[str]:
    return (local(child) for child in children(element) if local(child) not in known)


def _party(ref: str, target: Element) -> Element:
    found = party_of(target)
    if len(found) != 1:
        raise Malformed(f"target {ref} has {len(found)} parties, not one individual, entity or object")
    return found[0]


def _type(ref: str, party: Element) -> EntityType:
    if local(party) in TYPES:
        return TYPES[local(party)]
    printed = folded(party.get("object-type")).casefold()
    if printed not in OBJECT_TYPES:
        raise Malformed(f"target {ref} is an object of the unknown type {printed[:40]!r}")
    return OBJECT_TYPES[printed]


def _law(sets: Iterable[SanctionsSet], history: History) -> Iterator[Item]:
    for found in sets:
        # A programme's name ends with the annexes of the whole act, which change without any act on this entry.
        act = _ACT.match(found.act)
        yield Fact("legal_basis", act[0] if act else found.act)
        yield Fact("remark", f"Origin of the sanctions: {found.origin}" if found.origin else "")
    yield Fact("listed_on", history.listed_on)
    yield Fact("list_updated_on", history.updated_on)
    for day, is_listed_again in history.earlier_removals:
        then = "listed again" if is_listed_again else "amended"
        yield Fact("remark", f"De-listed on {day or 'a day not given'}, then {then}")


def _references(target: Element) -> Iterator[Item]:
    for item in all_of(target, "foreign-identifier"):
        text = text_of(item)
        if _UN_REFERENCE.fullmatch(text):
            yield Fact("reference", text)
        elif text:
            yield Fact("remark", f"Foreign identifier: {text}")


def _identities(party: Element, kind: EntityType, places: Places) -> Iterator[Item]:
    yield Fact("gender", folded(party.get("sex")))
    yield from (Fact("title", title) for title in titles_of(party))
    readers: dict[str, Callable[[Element], Iterator[Item]]] = {
        "day-month-year": lambda item: read_birth(item, kind),
        "nationality": read_nationality,
        "place-of-birth": lambda item: read_birth_place(item, places),
        "address": lambda item: read_address(item, places),
        "identification-document": read_document,
    }
    for identity in all_of(party, "identity"):
        for item in children(identity):
            if read := readers.get(local(item)):
                yield from read(item)


def _texts(party: Element, register: Register) -> Iterator[Item]:
    for item in all_of(party, "justification"):
        yield Fact("reason", text_of(item))
    for item in all_of(party, "other-information"):
        if text := text_of(item):
            yield from read_information(text)
    for item in all_of(party, "generic-attribute"):
        yield Fact("remark", f"{folded(item.get('name')) or 'Attribute'}: {text_of(item)}")
    for item in all_of(party, "relation"):
        yield Fact("relation", _relation(item, register))


def _relation(item: Element, register: Register) -> str:
    printed, other = folded(item.get("relation-type")).casefold(), folded(item.get("target-id"))
    words = RELATIONS.get(printed, printed.replace("-", " ")) or "linked to"
    name, said = register.names.get(other, ""), text_of(item) or text_of(item, "remark")
    return f"{words}: {name} ({other})" if name else f"{words}: {said or f'entry {other}'}"


def _printed(target: Element) -> str:
    """The hash of the record without its history, which keeps old copies, and without the numbers of sub-records."""
    for modification in all_of(target, "modification"):
        target.remove(modification)
    for element in target.iter():
        for name in BOOKKEEPING:
            element.attrib.pop(name, None)
    return fingerprint(target)
