"""Editions: the sample lists, published one version after the other, as an authority would."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from bot.core.refreshed import COUNTS, Refreshed
from bot.demo.samples import VERSIONS, list_date, sample_files
from bot.services.refresh import Delivery, refresh
from bot.sources.source import Source
from storage.db import Database

WORDS: Final[Mapping[str, str]] = {
    "added": "added",
    "amended": "changed",
    "pending": "no longer on the list (told once the next version confirms it)",
    "confirmed": "confirmed as removed",
}
LAST: Final = "That was the last version of the sample lists. Stop the demo and start it again to begin anew."


class Editions:
    """Which version is out; `publish` takes the next one in through the same refresh as any official list."""

    def __init__(self, db: Database, sources: Mapping[str, Source], clock: Callable[[], datetime]) -> None:
        self._db, self._sources, self._clock = db, sources, clock
        self._left = list(VERSIONS)
        self._lock = threading.Lock()

    def publish(self) -> str:
        """Publish the next version; one sentence about it."""
        with self._lock:
            if not self._left:
                return LAST
            version = self._left.pop(0)
            return sentence(version, [self._take_in(version, source) for source in sample_files(version)])

    def _take_in(self, version: int, source: str) -> Refreshed:
        files = sample_files(version)[source]
        delivery = Delivery(files, "sample", list_date(source, version))
        done = refresh(self._db, self._sources[source], delivery, self._clock())
        if done.outcome not in ("refreshed", "unchanged"):
            raise RuntimeError(f"the sample list {source} v{version} was {done.outcome}: {done.reason}")
        return done


def sentence(version: int, done: list[Refreshed]) -> str:
    """What a version brought, counted over its lists."""
    if all(each.baseline for each in done):
        return f"Version {version} of the sample lists is loaded: {sum(each.entries for each in done)} entries."
    totals = {name: sum(each.counts.get(name, 0) for each in done) for name in COUNTS}
    parts = [f"{totals[name]} {words}" for name, words in WORDS.items() if totals[name]]
    told = ", ".join(parts) or "no changes"
    return f"Version {version} of the sample lists is published: {told}. See the channel sanctions-alerts."
