"""Replacements: vanished records whose party carries on under another reference.

A pair needs evidence: the same kind of party, the same name, and something that only one party has. Without it
a removal stays a removal, for a false "replaced" would hide a delisting.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from bot.core.dates import full_date
from bot.core.listings import EntityType, Listing
from bot.core.names import NameKind

OWN_SCHEMES = frozenset(
    ["imo", "mmsi", "lei", "inn", "ogrn", "uscc", "duns", "isin", "wallet", "passport", "national_id", "bic", "okpo"]
)
"""Schemes whose value belongs to one party."""

SINGLE_SCHEMES = frozenset({"imo", "lei", "inn", "ogrn", "uscc"})
"""Schemes of which a party has one value, so that two different ones mean two parties."""

STRONG_NAMES = frozenset({NameKind.PRIMARY, NameKind.ALIAS, NameKind.FORMER})


def replacements(removed: Iterable[Listing], added: Iterable[Listing]) -> dict[str, str]:
    """Vanished reference to new reference, for each removed record that one added record carries on, and no other."""
    added = list(added)
    index = _index(added)
    found = {old.ref: _matches(old, index, is_replaced_by) for old in removed}
    claims: dict[str, list[str]] = defaultdict(list)
    for old_ref, candidates in found.items():
        for new in candidates:
            claims[new].append(old_ref)
    return {
        old_ref: candidates[0]
        for old_ref, candidates in found.items()
        if len(candidates) == 1 and len(claims[candidates[0]]) == 1
    }


def merges(removed: Iterable[Listing], kept: Mapping[str, tuple[Listing, Listing]]) -> dict[str, str]:
    """Vanished reference to the reference of the amended record (before, after) that took the party's act over."""
    index = _index(after for _, after in kept.values())
    found = {
        old.ref: _matches(old, index, lambda gone, after: _is_merged_into(gone, *kept[after.ref])) for old in removed
    }
    return {old_ref: candidates[0] for old_ref, candidates in found.items() if len(candidates) == 1}


def is_replaced_by(old: Listing, new: Listing) -> bool:
    """Whether an added record names the party of a vanished one."""
    if old.type is not new.type or _contradict(old, new):
        return False
    shared = bool(_own_identifiers(old) & _own_identifiers(new))
    if old.type is EntityType.PERSON:
        same_birth = bool(_full_births(old) & _full_births(new))
        return bool(_name_keys(old) & _name_keys(new)) and (shared or same_birth)
    return shared or name_key(old.caption) == name_key(new.caption)


def _is_merged_into(gone: Listing, before: Listing, after: Listing) -> bool:
    """Whether a kept record, in the same delta, gained a programme or a name that the vanished one had."""
    if gone.type is not after.type or _contradict(gone, after) or not _name_keys(gone) & _name_keys(before):
        return False
    programmes = set(after.programmes) - set(before.programmes)
    names = {n.text for n in after.names} - {n.text for n in before.names}
    return bool(programmes & set(gone.programmes) or names & {n.text for n in gone.names})


def name_key(text: str) -> str:
    """A name without order, case and punctuation."""
    return " ".join(sorted(re.findall(r"\w+", text.casefold())))


def _name_keys(listing: Listing) -> set[str]:
    return {name_key(name.text) for name in listing.names if name.kind in STRONG_NAMES}


def _own_identifiers(listing: Listing) -> set[tuple[str, str, str]]:
    return {(i.scheme, i.value, i.country) for i in listing.identifiers if i.scheme in OWN_SCHEMES}


def _full_births(listing: Listing) -> set[str]:
    return {birth.value for birth in listing.births if full_date(birth)}


def _contradict(one: Listing, other: Listing) -> bool:
    """Whether births or single-valued identifiers show two parties."""
    births = _full_births(one), _full_births(other)
    if all(births) and not births[0] & births[1]:
        return True
    return any(
        all(values) and not values[0] & values[1]
        for scheme in SINGLE_SCHEMES
        for values in [tuple({i.value for i in party.identifiers if i.scheme == scheme} for party in (one, other))]
    )


def _keys(listing: Listing) -> set[object]:
    return {*_name_keys(listing), *_own_identifiers(listing)}


def _index(listings: Iterable[Listing]) -> dict[object, list[Listing]]:
    index: dict[object, list[Listing]] = defaultdict(list)
    for listing in listings:
        for key in _keys(listing):
            index[key].append(listing)
    return index


def _matches(
    old: Listing, index: Mapping[object, list[Listing]], same: Callable[[Listing, Listing], bool]
) -> list[str]:
    near = {new.ref: new for key in _keys(old) for new in index.get(key, ())}
    return sorted(ref for ref, new in near.items() if same(old, new))
