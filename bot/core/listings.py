"""Listings: one record of one list, and the statements it makes.

A listing keeps all that its file says. `statements` flattens it to the grain of a diff;
`to_json`/`from_json` are its one stored form; `content_hash` tells versions apart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

import orjson

from bot.core.dates import PartialDate
from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.names import Name, NameKind

T = TypeVar("T")


class EntityType(StrEnum):
    """What is listed."""

    PERSON = "person"
    ORGANIZATION = "organization"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    WALLET = "wallet"


class Materiality(StrEnum):
    """Whether a change of a property is a legal act or bookkeeping."""

    MATERIAL = "material"
    COSMETIC = "cosmetic"


M, C = Materiality.MATERIAL, Materiality.COSMETIC

PROPERTIES: dict[str, Materiality] = {
    "name": M,
    "alias": C,
    "weak_alias": C,
    "former_name": C,
    "programme": M,
    "list_kind": M,
    "measure": M,
    "legal_basis": M,
    "secondary_sanctions": M,
    "directive": M,
    "type": M,
    "reason": C,
    "birth_date": C,
    "birth_place": C,
    "nationality": C,
    "citizenship": C,
    "country": C,
    "gender": C,
    "address": C,
    "identifier": C,
    "position": C,
    "relation": C,
    "remark": C,
    "website": C,
    "email": C,
    "phone": C,
    "title": C,
    "notice": C,
    "licence_requirement": M,
    "licence_policy": M,
    "year_built": C,
    "in_force_from": C,
    "expires_on": M,
    "control_date": C,
    "vessel_flag": C,
    "vessel_type": C,
    "vessel_owner": C,
    "call_sign": C,
    "tonnage": C,
    "gross_tonnage": C,
    "listed_on": C,
    "list_updated_on": C,
    "reference": C,
    "printed": C,
}
"""The closed vocabulary of statement properties with what a change of each means by default."""


class Fact(NamedTuple):
    """A property of the closed vocabulary with its value as printed."""

    property: str
    value: str


class Statement(NamedTuple):
    """One thing that a listing says; `value` is its display form."""

    property: str
    value: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One record of one list, keyed by (`source`, `ref`), the authority's own reference.

    `names` come primary first. `facts` hold every property without a field of its own.
    `printed` maps a part of the file (`csv/sdn`, `xml`) to the hash of the record as it stands there,
    so that a change which no typed property catches is still seen.
    """

    source: str
    ref: str
    type: EntityType
    list_kind: ListKind
    names: tuple[Name, ...]
    programmes: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    births: tuple[PartialDate, ...] = ()
    facts: tuple[Fact, ...] = ()
    printed: tuple[tuple[str, str], ...] = ()

    @property
    def caption(self) -> str:
        """The name the authority leads with."""
        return self.names[0].text if self.names else self.ref

    def values(self, name: str) -> tuple[str, ...]:
        """All values of one fact property, as printed."""
        return tuple(fact.value for fact in self.facts if fact.property == name)


def statements(listing: Listing) -> Iterator[Statement]:
    """Everything a listing says, one statement a fact; `printed` parts are `printed:PART`."""
    yield Statement("type", listing.type)
    yield Statement("list_kind", listing.list_kind)
    for name in listing.names:
        yield Statement(name.kind, name.text)
    for code in listing.programmes:
        yield Statement("programme", code)
    for measure in listing.measures:
        yield Statement("measure", measure)
    for item in listing.identifiers:
        where = f" ({item.country})" if item.country else ""
        yield Statement("identifier", f"{item.scheme} {item.value}{where}")
    for birth in listing.births:
        yield Statement("birth_date", str(birth))
    for fact in listing.facts:
        yield Statement(fact.property, fact.value)
    for part, digest in listing.printed:
        yield Statement(f"printed:{part}", digest)


def properties_of(listing: Listing) -> set[str]:
    """The properties that a listing states."""
    found: set[str] = {name.kind.value for name in listing.names}
    found.update(fact.property for fact in listing.facts)
    found.update(f"printed:{part}" for part, _ in listing.printed)
    for name, stated in (
        ("programme", listing.programmes),
        ("measure", listing.measures),
        ("identifier", listing.identifiers),
        ("birth_date", listing.births),
    ):
        if stated:
            found.add(name)
    return found | {"type", "list_kind"}


CUT = "csv/cut"
"""The mark among `printed` of a record whose text was cut off in the file and whose rest was not delivered."""

DELTA = "delta"
"""The mark among `printed` of a record as an official delta file gave it, until a whole list brings all of it."""

DELTA_PROPERTIES = frozenset({"name", "programme", "list_kind", "type"})
"""What a delta file and a whole list say in the same words."""

CUT_PROPERTIES = frozenset(
    [
        "weak_alias",
        "birth_date",
        "birth_place",
        "nationality",
        "citizenship",
        "gender",
        "identifier",
        "relation",
        "remark",
        "secondary_sanctions",
        "directive",
        "website",
        "email",
        "phone",
    ]
)
"""What the lost rest of a cut record may have stated."""


def is_cut(listing: Listing) -> bool:
    """Whether the record is known to go on where its file stopped."""
    return any(part == CUT for part, _ in listing.printed)


def is_from_delta(listing: Listing) -> bool:
    """Whether this version of the record comes from an official delta file."""
    return any(part == DELTA for part, _ in listing.printed)


def comparable(old: Listing, new: Listing, observed: Collection[str]) -> frozenset[str]:
    """The observed properties in which two versions of a record can differ: not those that one has cut off."""
    kept = frozenset(observed) - {f"printed:{CUT}", f"printed:{DELTA}"}
    if is_from_delta(old) != is_from_delta(new):
        return kept & DELTA_PROPERTIES
    return kept - CUT_PROPERTIES if is_cut(old) != is_cut(new) else kept


def carry_forward(old: Listing, new: Listing, observed: Collection[str]) -> Listing:
    """`new` with the properties that its delivery did not observe taken over from `old`."""
    cut = is_cut(new)
    if cut and not is_cut(old):
        observed, cut = comparable(old, new, observed), False
    if "type" not in observed:
        new = replace(new, type=old.type)
    keep_names = tuple(n for n in old.names if n.kind not in observed)
    names = tuple(n for n in new.names if n.kind in observed) + keep_names
    order = list(NameKind)
    return replace(
        new,
        names=tuple(sorted(names, key=lambda n: order.index(n.kind))) if keep_names else names,
        programmes=new.programmes if "programme" in observed else old.programmes,
        measures=new.measures if "measure" in observed else old.measures,
        identifiers=new.identifiers if "identifier" in observed else old.identifiers,
        births=new.births if "birth_date" in observed else old.births,
        facts=_sorted_where(new.facts, old.facts, lambda fact: fact.property in observed),
        printed=tuple(
            part
            for part in _sorted_where(new.printed, old.printed, lambda part: f"printed:{part[0]}" in observed)
            if part[0] not in (CUT, DELTA)
        )
        + (((CUT, ""),) if cut else ()),
    )


def _sorted_where(new: Sequence[T], old: Sequence[T], observed: Callable[[T], bool]) -> tuple[T, ...]:
    kept = [item for item in old if not observed(item)]
    return tuple(sorted([item for item in new if observed(item)] + kept))  # type: ignore[type-var]


def to_json(listing: Listing) -> str:
    """The stored form: compact, keys in a fixed order, order of values without meaning removed except in names."""
    body: dict[str, Any] = {
        "t": listing.type,
        "k": listing.list_kind,
        "n": [[n.text, n.kind, n.script] for n in listing.names],
        "p": sorted(listing.programmes),
        "m": sorted(listing.measures),
        "i": [[i.scheme, i.value, i.country, i.printed] for i in sorted(listing.identifiers)],
        "b": [[b.value, b.circa, b.until] for b in sorted(listing.births)],
        "f": [list(fact) for fact in sorted(listing.facts)],
        "x": [list(part) for part in sorted(listing.printed)],
    }
    return orjson.dumps({k: v for k, v in body.items() if v}).decode()


def programmes_in(body: str) -> tuple[str, ...]:
    """The programmes of a listing's stored form, without reading the rest of it."""
    return tuple(orjson.loads(body).get("p", ()))


def from_json(source: str, ref: str, text: str | bytes) -> Listing:
    """The listing that `to_json` wrote."""
    body = orjson.loads(text)
    return Listing(
        source=source,
        ref=ref,
        type=EntityType(body["t"]),
        list_kind=ListKind(body["k"]),
        names=tuple(Name(t, NameKind(k), s) for t, k, s in body.get("n", ())),
        programmes=tuple(body.get("p", ())),
        measures=tuple(body.get("m", ())),
        identifiers=tuple(Identifier(*item) for item in body.get("i", ())),
        births=tuple(PartialDate(*item) for item in body.get("b", ())),
        facts=tuple(Fact(*item) for item in body.get("f", ())),
        printed=tuple((part, digest) for part, digest in body.get("x", ())),
    )


def content_hash(text: str) -> str:
    """The key under which a stored form is kept once, however many versions share it."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
