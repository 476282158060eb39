"""The data that answers questions: an index over all listings, rebuilt aside and swapped when a list changes."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.entities import ListingKey, entity_id
from bot.core.index import Index, IndexEntry
from bot.core.listings import Listing
from storage import history, lists
from storage.db import Database
from storage.history import Version
from storage.lists import StoredListing


@dataclass(frozen=True, slots=True)
class Loaded:
    """One consistent view: which generations it was read at, the listings, and the index over them.

    `record_begins` is the first day of each source that our snapshots cover.
    """

    generations: Mapping[str, int] = field(default_factory=dict)
    stored: Mapping[ListingKey, StoredListing] = field(default_factory=dict)
    record_begins: Mapping[str, date] = field(default_factory=dict)
    index: Index = field(default_factory=lambda: Index.build(()))
    db: Database | None = None

    def versions(self, item: StoredListing) -> list[Version]:
        """How a listing read over time, oldest first."""
        if self.db is None:
            return []
        with self.db.read() as session:
            return history.versions(session, item.listing.source, item.listing.ref)

    def listing_on(self, item: StoredListing, day: date) -> Listing:
        """A listing in the words it had on a day, else in its present ones."""
        then = [version.listing for version in self.versions(item) if version.first <= day]
        return then[-1] if then else item.listing

    def caption(self, entity: str) -> str:
        """What a party is called ("" for one not known)."""
        entry = self.index.entry(entity)
        return entry.caption if entry else ""


class Dataset:
    """The present data of one database.

    Every question first compares generations. The first to find a newer one rebuilds; those that ask meanwhile get
    the view before it.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._loaded: Loaded | None = None
        self._building = threading.Lock()

    def current(self) -> Loaded:
        """The newest view, unless another thread is rebuilding it at this moment."""
        loaded = self._loaded
        if loaded is None:
            with self._building:
                return self._loaded or self._load()
        if self._outdated(loaded) and self._building.acquire(blocking=False):
            try:
                return self._load()
            finally:
                self._building.release()
        return loaded

    def refresh(self) -> Loaded:
        """The view of this moment, rebuilt now if anything changed."""
        with self._building:
            loaded = self._loaded
            return self._load() if loaded is None or self._outdated(loaded) else loaded

    def _outdated(self, loaded: Loaded) -> bool:
        with self._db.read() as session:
            return lists.generations(session) != loaded.generations

    def _load(self) -> Loaded:
        with self._db.read() as session:
            generations = lists.generations(session)
            begins = history.begins(session)
            stored = {
                (item.listing.source, item.listing.ref): item
                for item in lists.stored_listings(session)
                if item.state != "replaced"
            }
        groups: dict[str, list[StoredListing]] = defaultdict(list)
        for key, item in stored.items():
            groups[item.entity or entity_id(*key)].append(item)
        index = Index.build(IndexEntry(entity, tuple(i.listing for i in items)) for entity, items in groups.items())
        self._loaded = Loaded(generations, stored, begins, index, self._db)
        return self._loaded
