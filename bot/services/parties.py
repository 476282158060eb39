"""Parties: which listed party a reference means."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.entities import Ref
from storage import entities, lists
from storage.session import Session


@dataclass(frozen=True, slots=True)
class Party:
    """A party with the listing it was named by."""

    entity: str
    source: str
    ref: str
    caption: str


def find_party(session: Session, ref: Ref) -> Party | None:
    """The party of a reference; an entity is named by its first listing, those in force before others."""
    if ref.source:
        return _party(lists.stored_listing(session, ref.source, ref.ref))
    stored = [lists.stored_listing(session, *key) for key in entities.listings_of(session, ref.entity)]
    known = sorted((s for s in stored if s is not None), key=lambda s: s.state not in lists.IN_FORCE)
    return _party(known[0]) if known else None


def _party(stored: lists.StoredListing | None) -> Party | None:
    if stored is None or not stored.entity:
        return None
    return Party(stored.entity, stored.listing.source, stored.listing.ref, stored.listing.caption)
