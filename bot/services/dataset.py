"""The data that answers questions: an index over all listings that keeps up with them.

start ─▶ the saved index, if the lists stand as they did; else what differs on top of it; else built whole, and saved
list changed ─▶ what differs on top of the last whole build, at once ─▶ too much of it: built whole aside, and swapped
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from bot.core.entities import ListingKey
from bot.core.index import Index
from bot.core.listings import Listing
from bot.services.editions import Difference, Edition, build, difference, entries, read_edition
from bot.services.stored import Stored
from storage import history, lists
from storage.db import Database
from storage.history import Version
from storage.indexfile import Built, IndexFile
from storage.lists import StoredListing

log = logging.getLogger(__name__)

FOLDER: Final = "index"
"""Where indexes are saved, below the folder for data."""

FEW: Final = 1_000
"""Entries up to which an index is built in no time: not worth a file."""

OVERLAY: Final = 0.05
OVERLAY_LEAST: Final = 500
"""How much may stand on top of a whole build before another one is made: a share of its entries, at least so many."""

MOST: Final = 0.5
"""From this share on, building whole costs no more than what differs would."""


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

    def holding(self, keys: Iterable[ListingKey]) -> Loaded:
        """This view with these listings, read all at once: for one answer, or a few."""
        if isinstance(self.stored, Stored):
            return replace(self, stored=self.stored.fetch(keys))
        return self

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
    """The present data of one database; with a folder, its index is kept there between starts.

    Every question first compares generations. The first to find a newer one brings the view up to date; those that ask
    meanwhile get the view before it.
    """

    def __init__(self, db: Database, folder: Path | None = None, worth_saving: int = FEW) -> None:
        self._db = db
        self._file = IndexFile(folder, db) if folder is not None else None
        self._worth_saving = worth_saving
        self._loaded: Loaded | None = None
        self._built: Built | None = None
        self._building = threading.Lock()
        self._aside: threading.Thread | None = None

    def current(self) -> Loaded:
        """The newest view, unless another thread is bringing it up to date at this moment."""
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
        """The view of this moment, brought up to date now if anything changed."""
        with self._building:
            loaded = self._loaded
            return self._load() if loaded is None or self._outdated(loaded) else loaded

    def settle(self) -> None:
        """Wait for a build in the background."""
        aside = self._aside
        if aside is not None:
            aside.join()

    def _outdated(self, loaded: Loaded) -> bool:
        with self._db.read() as session:
            return lists.generations(session) != loaded.generations

    def _load(self) -> Loaded:
        """Publish the view of this moment; `_building` is held."""
        before = self._built or (self._file.open() if self._file else None)
        with self._db.read() as session:
            generations, begins = lists.generations(session), history.begins(session)
            stands = lists.stands(session)
            edition = None if before and before.stands == stands else read_edition(session)
        index, built, over = self._index(before, edition)
        self._loaded = Loaded(generations, Stored(self._db, generations), begins, index, self._db)
        self._built = built
        if built is not before:
            self._save(built)
        elif over > _most_over(built):
            self._build_aside()
        return self._loaded

    def _index(self, built: Built | None, edition: Edition | None) -> tuple[Index, Built, int]:
        """The index of an edition, the whole build that it rests on, and how many entries differ from that.

        Without an edition, the whole build is of this moment.
        """
        if built is not None:
            differs = difference(built, edition) if edition else Difference((), ())
            if edition is None or not differs.size:
                return _plain(built), built, 0
            if differs.size <= _most_over(built) or (self._loaded and differs.size < MOST * built.segment.entry_count):
                left = [built.segment.entry(number).entity for number in differs.left]
                new = entries(self._db, edition, differs.new)
                return _plain(built).updated(left, list(new)), built, differs.size
        assert edition is not None
        whole = build(self._db, edition)
        return _plain(whole), whole, 0

    def _build_aside(self) -> None:
        """Build whole in the background; questions are answered meanwhile."""
        if self._aside is None or not self._aside.is_alive():
            self._aside = threading.Thread(target=self._build_and_swap, name="index-build", daemon=True)
            self._aside.start()

    def _build_and_swap(self) -> None:
        try:
            with self._db.read() as session:
                edition = read_edition(session)
            built = build(self._db, edition)
            with self._building:
                self._built = built
                self._load()
            self._save(built)
        except Exception:
            log.exception("the index was not built anew; it is tried again when a list changes")

    def _save(self, built: Built) -> None:
        if self._file is not None and built.segment.entry_count >= self._worth_saving:
            self._file.save(built)


def _plain(built: Built) -> Index:
    """The index over a whole build alone."""
    return Index.over((built.segment,), (np.zeros(built.segment.entry_count, bool),))


def _most_over(built: Built) -> int:
    """How much may stand on top of a whole build."""
    return max(OVERLAY_LEAST, int(OVERLAY * built.segment.entry_count))
