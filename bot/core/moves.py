"""Moves: a party that leaves one list of an authority and stands on another of its lists: one event, no removal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from bot.core.issuers import ListKind
from bot.core.listings import Listing
from bot.core.names import NameKind
from bot.core.replacements import is_replaced_by, name_key

AUTHORITIES: Final[Mapping[str, str]] = {"us-ofac-sdn": "ofac", "us-ofac-cons": "ofac"}
"""Sources whose lists are kept by one authority under one numbering; other issuers have one list here each."""

ESCALATED: Final = "escalated"
EASED: Final = "eased"


def siblings(source: str) -> tuple[str, ...]:
    """The other lists of the same authority."""
    authority = AUTHORITIES.get(source)
    return tuple(s for s, a in AUTHORITIES.items() if authority is not None and a == authority and s != source)


def moves(gone: Iterable[Listing], come: Iterable[Listing]) -> dict[str, str]:
    """Reference given up on one list to the reference on the other, where one on each side is the same party."""
    come = list(come)
    found = {old.ref: [new.ref for new in come if is_same_party(old, new)] for old in gone}
    claims = [refs[0] for refs in found.values() if len(refs) == 1]
    return {old: refs[0] for old, refs in found.items() if len(refs) == 1 and claims.count(refs[0]) == 1}


def is_same_party(old: Listing, new: Listing) -> bool:
    """Whether records of two lists name one party: the number goes along, or all else does."""
    if old.ref == new.ref and old.type is new.type:
        return bool(_names(old) & _names(new))
    return is_replaced_by(old, new)


def move_kind(new: Listing) -> str:
    """Towards full blocking, or away from it."""
    return ESCALATED if new.list_kind is ListKind.SDN else EASED


def _names(listing: Listing) -> set[str]:
    return {name_key(name.text) for name in listing.names if name.kind is not NameKind.WEAK_ALIAS}
