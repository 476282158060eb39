"""Collect: what every parser does with the entries it reads: keep each once, and report what it does not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from bot.core.listings import Listing
from bot.core.roll import Roll
from bot.core.snapshots import Delisted, ParsedList


class Collector:
    """Takes listings one by one, so that a large file never stands in memory as objects."""

    __slots__ = ("_delisted", "_duplicates", "_format", "_observed", "_roll", "_unknown")

    def __init__(self, source: str, form: str, observed: frozenset[str]) -> None:
        self._roll, self._format, self._observed = Roll(source), form, observed
        self._duplicates: dict[str, None] = {}
        self._delisted: dict[str, Delisted] = {}
        self._unknown: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._roll)

    def take(self, listing: Listing) -> None:
        """An entry in force; the same reference with another content is noted as a duplicate."""
        if not self._roll.add(listing):
            self._duplicates[listing.ref] = None

    def take_delisted(self, listing: Listing, on: date | None, reason: str = "") -> None:
        """An entry that the file itself says to be no longer in force."""
        self._delisted[listing.ref] = Delisted(listing, on, reason)

    def unknown(self, names: Iterable[str]) -> None:
        """Elements, attributes, columns or codes that the parser does not know: reported, never dropped in silence."""
        self._unknown.update(names)

    def parsed(self, list_date: date | None = None, declared: int | None = None, *, ended: bool = True) -> ParsedList:
        """The finished list."""
        return ParsedList(
            source=self._roll.source,
            format=self._format,
            listings=self._roll,
            observed=self._observed,
            list_date=list_date,
            declared=declared,
            duplicates=tuple(self._duplicates),
            unknown=tuple(f"{name} × {n:,}" if n > 1 else name for name, n in self._unknown.most_common()),
            ended=ended,
            delisted=self._delisted,
        )
