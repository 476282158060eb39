"""Stored listings, read from the database when an answer needs them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, ValuesView
from typing import Final

from bot.core.entities import ListingKey
from storage import lists
from storage.db import Database
from storage.lists import StoredListing

KEPT: Final = 2_000
"""Listings that are kept in memory for the next answer."""


class Stored(Mapping[ListingKey, StoredListing]):
    """All listings that count, by key; of one state of the lists, as long as that is the database's.

    Once the lists changed, the present words are read: a key that has gone meanwhile is left out.
    """

    def __init__(self, db: Database, generations: Mapping[str, int]) -> None:
        self._db = db
        self._generations = generations
        self._kept: dict[ListingKey, StoredListing] = {}
        self._lock = threading.Lock()

    def fetch(self, keys: Iterable[ListingKey]) -> dict[ListingKey, StoredListing]:
        """Those of these listings that are there, all of one moment, by one query."""
        wanted = list(dict.fromkeys(keys))
        with self._lock:
            known = {key: self._kept[key] for key in wanted if key in self._kept}
        if len(known) == len(wanted):
            return known
        with self._db.read() as session:
            is_same = lists.generations(session) == self._generations
            found = lists.stored_of(session, [key for key in wanted if key not in known or not is_same])
        if not is_same:
            return found
        self._keep(found)
        both = known | found
        return {key: both[key] for key in wanted if key in both}

    def _keep(self, found: Mapping[ListingKey, StoredListing]) -> None:
        with self._lock:
            self._kept.update(found)
            for key in list(self._kept)[: max(0, len(self._kept) - KEPT)]:
                del self._kept[key]

    def __getitem__(self, key: ListingKey) -> StoredListing:
        return self.fetch([key])[key]

    def __iter__(self) -> Iterator[ListingKey]:
        with self._db.read() as session:
            return iter([(item.source, item.ref) for item in lists.outline(session)])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def values(self) -> ValuesView[StoredListing]:
        """All listings, as a stream."""
        return _Stream(self, self._db)


class _Stream(ValuesView[StoredListing]):
    def __init__(self, stored: Stored, db: Database) -> None:
        super().__init__(stored)
        self._db = db

    def __iter__(self) -> Iterator[StoredListing]:
        with self._db.read() as session:
            yield from (item for item in lists.stored_listings(session) if item.state != "replaced")
