"""Entries: what the index keeps of an entity beside its names, small enough to be read one by one from disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import orjson

from bot.core.countries import listing_countries
from bot.core.dates import PartialDate
from bot.core.groups import Standing, standing
from bot.core.identifiers import Identifier
from bot.core.listings import EntityType, Listing
from bot.core.names import NameKind

KIND_RANK: Final = {NameKind.PRIMARY: 0, NameKind.ALIAS: 1, NameKind.FORMER: 2, NameKind.WEAK_ALIAS: 3}


NO_GROUP: Final = Standing()


class ListingRef(NamedTuple):
    """Which record of which list."""

    source: str
    ref: str


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """An entity and its listings, to be indexed; `mark` tells one version of it from another."""

    entity: str
    listings: tuple[Listing, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of an entity: who it is, where it is listed, facts beside the name, its place in a group."""

    entity: str
    caption: str
    type: EntityType
    listings: tuple[ListingRef, ...]
    births: tuple[PartialDate, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    standing: Standing = NO_GROUP
    mark: str = ""

    @staticmethod
    def of(entry: IndexEntry) -> Entry:
        """What is kept of an entry."""
        listings = entry.listings
        return Entry(
            entity=entry.entity,
            caption=listings[0].caption,
            type=listings[0].type,
            listings=tuple(ListingRef(item.source, item.ref) for item in listings),
            births=tuple(dict.fromkeys(birth for item in listings for birth in item.births)),
            countries=tuple(dict.fromkeys(code for item in listings for code in listing_countries(item))),
            identifiers=tuple(dict.fromkeys(found for item in listings for found in item.identifiers)),
            standing=standing(listings),
            mark=entry.mark,
        )

    def to_json(self) -> bytes:
        """Its stored form."""
        return orjson.dumps(
            (
                self.entity,
                self.caption,
                self.type,
                [list(item) for item in self.listings],
                [(birth.value, birth.circa, birth.until) for birth in self.births],
                self.countries,
                [(item.scheme, item.value, item.country, item.printed) for item in self.identifiers],
                [list(self.standing.order), self.standing.linked],
                self.mark,
            )
        )

    @staticmethod
    def from_json(data: bytes) -> Entry:
        """The entry that `to_json` wrote."""
        entity, caption, kind, listings, births, countries, identifiers, (order, linked), mark = orjson.loads(data)
        return Entry(
            entity,
            caption,
            EntityType(kind),
            tuple(ListingRef(*item) for item in listings),
            tuple(PartialDate(*birth) for birth in births),
            tuple(countries),
            tuple(Identifier(*item) for item in identifiers),
            Standing(tuple(order), tuple(linked)),
            mark,
        )
