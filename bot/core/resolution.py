"""Resolution: which listings are about one party, by conservative evidence, under ids that stay.

listings ─▶ links (UN reference · strong identifier · name and date of birth) ─▶ clusters ─▶ stable ids and referents
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from bot.core.dates import full_date
from bot.core.entities import ListingKey, entity_id
from bot.core.identifiers import SCHEMES, Identifier, compact
from bot.core.listings import EntityType, Listing
from bot.core.nameforms.forms import name_form
from bot.core.names import NameKind

STRONG: Final = frozenset({"imo", "lei", "inn", "ogrn", "bic", "uscc"})
"""Schemes whose value names one party of a type."""

DOCUMENTS: Final = frozenset({"passport", "national_id"})
"""Schemes whose value names one person, together with the country that issued it."""

SHARED_BY: Final = 3
"""An identifier on more listings of one source than this names nobody."""

SHORTEST_DOCUMENT: Final = 6
LEAST_NAME: Final = 4
NAMESAKES: Final = 75
"""How alike, of 100, the names of two records of one list are that share an identifier."""

UN: Final = "un-sc"

ONE_LAW: Final = frozenset({"eu-fsf", "eu-oj"})
"""Two renderings of one issuer's acts: the same name on both is the same party, as nowhere else."""


class Referent(NamedTuple):
    """An entity id that was given up, the one that carries on, and why."""

    old: str
    new: str
    reason: str


class Link(NamedTuple):
    """Two listings that are about one party, with the evidence; `doubtable` gives way to other dates of birth."""

    one: ListingKey
    other: ListingKey
    evidence: str
    doubtable: bool = True


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entity of every listing, the ids given up, and what ties a listing to its entity (nothing when alone)."""

    entity_of: Mapping[ListingKey, str] = field(default_factory=dict)
    referents: tuple[Referent, ...] = ()
    evidence: Mapping[ListingKey, str] = field(default_factory=dict)


def resolve(listings: Iterable[Listing], existing: Mapping[ListingKey, str]) -> Resolution:
    """Group listings into entities; an id stays with its founding listing, a merger keeps one and refers the others."""
    known = {(listing.source, listing.ref): listing for listing in listings}
    clusters = _Clusters(known)
    for link in (*_by_reference(known), *_by_identifier(known), *_by_birth(known), *_by_law(known)):
        clusters.join(link)
    groups = clusters.groups()
    owners = _owners(groups, existing)
    entity_of: dict[ListingKey, str] = {}
    referents: list[Referent] = []
    for number, group in enumerate(groups):
        owned = owners.get(number, ())
        entity = owned[0] if owned else entity_id(*group[0])
        entity_of.update(dict.fromkeys(group, entity))
        why = next((clusters.evidence[key] for key in group if key in clusters.evidence), "same party")
        referents += [Referent(old, entity, why) for old in owned[1:]]
    evidence = {key: why for key, why in clusters.evidence.items() if key in known}
    return Resolution(entity_of, tuple(sorted(referents)), evidence)


def _owners(groups: Sequence[Sequence[ListingKey]], existing: Mapping[ListingKey, str]) -> dict[int, tuple[str, ...]]:
    """The ids that each group owns, the surviving one first.

    A split leaves an id with the group of its founding listing, or, when that is gone, of its first listing.
    """
    holders: dict[str, int] = {}
    for number, group in enumerate(groups):
        for key in group:
            entity = existing.get(key)
            if entity is None:
                continue
            founder = entity_id(*key) == entity
            if founder or entity not in holders:
                holders[entity] = number
    founders = {entity_id(*key) for group in groups for key in group if existing.get(key) == entity_id(*key)}
    owned: dict[int, list[str]] = defaultdict(list)
    for entity, number in holders.items():
        owned[number].append(entity)
    # The smallest id survives, but one whose founding listing is still there goes before one that lost it.
    return {number: tuple(sorted(ids, key=lambda e: (e not in founders, e))) for number, ids in owned.items()}


def blocking_keys(listing: Listing) -> frozenset[str]:
    """What a listing may share with another of its party: no link is ever made without a common key.

    So the listings that a change can touch are those reached from it over common keys and present entities.
    """
    keys = {f"un:{value.strip().rstrip('.').casefold()}" for value in listing.values("reference")}
    if listing.source == UN:
        keys.add(f"un:{listing.ref.casefold()}")
    for item in listing.identifiers:
        if filed := _filed(listing.type, item):
            keys.add(":".join(("id", *filed)))
    if listing.type is EntityType.PERSON:
        days = {d.isoformat() for birth in listing.births if (d := full_date(birth))}
        names = {name_form(name.text, True).reading for name in listing.names} if days else set()
        keys |= {f"born:{day}:{name}" for day in days for name in names if len(name.split()) > 1}
    if listing.source in ONE_LAW:
        keys |= {f"law:{listing.type}:{name}" for name in _strong_keys(listing)}
    return frozenset(hashed(key) for key in keys)


def hashed(key: str) -> str:
    """A key short enough for a database's index."""
    return hashlib.sha256(key.encode()).hexdigest()[:24]


def _filed(kind: EntityType, item: Identifier) -> tuple[str, str, str, str] | None:
    """Under what an identifier is filed when it can link listings."""
    value = compact(item.scheme, item.value)
    if item.scheme in STRONG and len(value) >= 7:
        return (kind, item.scheme, "", value)
    if item.scheme in DOCUMENTS and item.country and _is_document(value) and kind is EntityType.PERSON:
        return (kind, item.scheme, item.country, value)
    return None


class _Clusters:
    """Listings joined step by step, unless two people's dates of birth say otherwise."""

    def __init__(self, known: Mapping[ListingKey, Listing]) -> None:
        self._parent: dict[ListingKey, ListingKey] = {key: key for key in known}
        self._births = {key: {d for b in listing.births if (d := full_date(b))} for key, listing in known.items()}
        self.evidence: dict[ListingKey, str] = {}

    def join(self, link: Link) -> None:
        one, other = self._root(link.one), self._root(link.other)
        if one != other:
            births, others = self._births[one], self._births[other]
            if link.doubtable and births and others and births.isdisjoint(others):
                return
            first, second = sorted((one, other))
            self._parent[second] = first
            self._births[first] = births | others
        for key in (link.one, link.other):
            self.evidence.setdefault(key, link.evidence)

    def groups(self) -> list[list[ListingKey]]:
        found: dict[ListingKey, list[ListingKey]] = defaultdict(list)
        for key in sorted(self._parent):
            found[self._root(key)].append(key)
        return [found[root] for root in sorted(found)]

    def _root(self, key: ListingKey) -> ListingKey:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key


def _by_reference(known: Mapping[ListingKey, Listing]) -> Iterator[Link]:
    """Listings that give the UN's reference; some lists print wrong ones, so a name must have a word in common."""
    united = {ref.casefold(): listing for (source, ref), listing in known.items() if source == UN}
    if not united:
        return
    for key, listing in sorted(known.items()):
        for value in listing.values("reference"):
            other = united.get(value.strip().rstrip(".").casefold())
            if other is not None and other is not listing and _may_be_one(listing, other):
                yield Link(key, (UN, other.ref), f"UN reference {other.ref}", doubtable=False)


def _may_be_one(one: Listing, other: Listing) -> bool:
    return one.type is other.type and not _readings(one).isdisjoint(_readings(other))


def _readings(listing: Listing) -> set[str]:
    is_person = listing.type is EntityType.PERSON
    forms = [name_form(name.text, is_person) for name in listing.names]
    return {word for form in forms for word in form.reading.split() if len(word) > 2}


def _by_identifier(known: Mapping[ListingKey, Listing]) -> Iterator[Link]:
    """Listings of one type with the same strong identifier."""
    holders: dict[tuple[str, str, str, str], dict[ListingKey, None]] = defaultdict(dict)
    for key, listing in sorted(known.items()):
        for item in listing.identifiers:
            if filed := _filed(listing.type, item):
                holders[filed][key] = None
    for (_, scheme, country, value), found in holders.items():
        keys = list(found)
        if len(keys) < 2 or max(Counter(source for source, _ in keys).values()) > SHARED_BY:
            continue
        label = " ".join(filter(None, (SCHEMES[scheme].label, value, f"({country})" if country else "")))
        for one, other in combinations(keys, 2):
            if _bears_out(known[one], known[other]):
                yield Link(one, other, label)


def _bears_out(one: Listing, other: Listing) -> bool:
    """Whether names do not speak against a shared identifier: lists print numbers of others by mistake.

    Two records of one list must be nearly namesakes, people on two lists have a word in common; ships change names.
    """
    if one.source == other.source:
        return any(fuzz.ratio(a, b) >= NAMESAKES for a in _keys(one) for b in _keys(other))
    return one.type is not EntityType.PERSON or _may_be_one(one, other)


def _keys(listing: Listing) -> set[str]:
    is_person = listing.type is EntityType.PERSON
    return {name_form(name.text, is_person).reading for name in listing.names}


def _is_document(value: str) -> bool:
    return len(value) >= SHORTEST_DOCUMENT and sum(char.isdigit() for char in value) >= 4


def _by_birth(known: Mapping[ListingKey, Listing]) -> Iterator[Link]:
    """People on different lists with the same name and the same day of birth."""
    born: dict[object, list[ListingKey]] = defaultdict(list)
    for key, listing in sorted(known.items()):
        if listing.type is EntityType.PERSON:
            for day in {d for birth in listing.births if (d := full_date(birth))}:
                born[day].append(key)
    for keys in born.values():
        if len({source for source, _ in keys}) < 2:
            continue
        named: dict[str, list[ListingKey]] = defaultdict(list)
        for key in keys:
            for name in {name_form(name.text, True).reading for name in known[key].names}:
                named[name].append(key)
        for name, same in named.items():
            if len(name.split()) > 1:
                yield from _across_sources(same)


def _by_law(known: Mapping[ListingKey, Listing]) -> Iterator[Link]:
    """Listings of one issuer's acts with the same name and type, one on each side."""
    named: dict[tuple[str, str], list[ListingKey]] = defaultdict(list)
    for key, listing in sorted(known.items()):
        if listing.source in ONE_LAW:
            for name in sorted(_strong_keys(listing)):
                named[listing.type, name].append(key)
    for keys in named.values():
        if len({source for source, _ in keys}) == len(ONE_LAW):
            yield from (link._replace(evidence="same name in the acts of one issuer") for link in _across_sources(keys))


def _strong_keys(listing: Listing) -> set[str]:
    """The comparable forms of a listing's names but the weak ones; a single short word names nobody."""
    is_person = listing.type is EntityType.PERSON
    forms = {name_form(n.text, is_person).reading for n in listing.names if n.kind is not NameKind.WEAK_ALIAS}
    return {form for form in forms if len(form) > LEAST_NAME and (not is_person or " " in form)}


def _across_sources(keys: Sequence[ListingKey]) -> Iterator[Link]:
    """Links between listings of different sources; two of one source with all the same are left apart."""
    alone = [key for key in keys if sum(1 for source, _ in keys if source == key[0]) == 1]
    yield from (Link(alone[0], other, "name and date of birth (probable)") for other in alone[1:])
