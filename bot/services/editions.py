"""Editions: the state of all lists at one moment without their words, and what of it an index does not have yet.

listings ─▶ by entity ─▶ a mark for each (a hash of its listings and their digests) ─▶ marks an index lacks or has over
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np

from bot.core.entities import entity_id
from bot.core.entries import IndexEntry
from bot.core.listings import from_json
from bot.core.segment import Segment
from storage import lists
from storage.db import Database
from storage.indexfile import Built
from storage.lists import Outlined
from storage.session import Session

AT_ONCE: Final = 500
"""Listings whose words are read together."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What stands of each source, and the listings of each entity, in their order."""

    stands: Mapping[str, str]
    listings: Mapping[str, Sequence[Outlined]]


@dataclass(frozen=True, slots=True)
class Difference:
    """What an index lacks (`new`, entities) and what it has over (`left`, numbers of its entries)."""

    new: tuple[str, ...]
    left: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many entries differ."""
        return max(len(self.new), len(self.left))


def read_edition(session: Session) -> Edition:
    """The edition of this moment."""
    # In this order: should a list change in between, the next comparison of `stands` finds it.
    stands = lists.stands(session)
    found: dict[str, list[Outlined]] = {}
    for item in lists.outline(session):
        found.setdefault(item.entity or entity_id(item.source, item.ref), []).append(item)
    return Edition(stands, found)


def mark_of(entity: str, listings: Iterable[Outlined]) -> int:
    """What tells one version of an entity from another."""
    told = "\n".join((entity, *(f"{item.source}\0{item.ref}\0{item.digest}" for item in listings)))
    return int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), "little")


def difference(built: Built, edition: Edition) -> Difference:
    """What a whole build does not have as an edition has it."""
    marks = np.fromiter((mark_of(*item) for item in edition.listings.items()), np.uint64, len(edition.listings))
    is_new = ~np.isin(marks, built.marks)
    new = tuple(entity for entity, differs in zip(edition.listings, is_new.tolist(), strict=True) if differs)
    return Difference(new, tuple(np.flatnonzero(~np.isin(built.marks, marks)).tolist()))


def build(db: Database, edition: Edition) -> Built:
    """The index over a whole edition."""
    marks: list[int] = []

    def noted() -> Iterator[IndexEntry]:
        for entry in entries(db, edition, edition.listings):
            marks.append(int(entry.mark, 16))
            yield entry

    segment = Segment.build(noted())
    return Built(segment, np.array(marks, np.uint64), edition.stands)


def entries(db: Database, edition: Edition, entities: Iterable[str]) -> Iterator[IndexEntry]:
    """These entities with the words of their listings, read some at a time."""
    some: list[str] = []
    count = 0
    for entity in entities:
        some.append(entity)
        count += len(edition.listings[entity])
        if count >= AT_ONCE:
            yield from _read(db, edition, some)
            some, count = [], 0
    yield from _read(db, edition, some)


def _read(db: Database, edition: Edition, entities: Sequence[str]) -> Iterator[IndexEntry]:
    with db.read() as session:
        words = lists.bodies(session, (item.digest for entity in entities for item in edition.listings[entity]))
    for entity in entities:
        items = edition.listings[entity]
        listings = tuple(from_json(item.source, item.ref, words[item.digest]) for item in items if item.digest in words)
        if listings:
            yield IndexEntry(entity, listings, f"{mark_of(entity, items):016x}")
