"""A list format of the tests' own, so that any listing can be delivered to any source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import orjson

from bot.core.listings import PROPERTIES, Listing, from_json, to_json
from bot.core.refreshed import Refreshed
from bot.core.roll import Roll
from bot.core.snapshots import Delisted, Malformed, ParsedDelta, ParsedList
from bot.services.refresh import Delivery, refresh
from bot.sources import SOURCES
from bot.sources.source import Assertions, Source
from storage.db import Database

OBSERVED = frozenset(PROPERTIES) - {"printed"}
MODEL = SOURCES["us-ofac-sdn"]


def plain_source(source: str, **more: Any) -> Source:
    """A source with this id that reads what `listing_file` and `delta_file` write."""
    return replace(MODEL, id=source, parse=lambda contents: _parse(source, contents), assertions=Assertions(), **more)


def listing_file(listings: Iterable[Listing], delisted: Mapping[Listing, date | None] | None = None) -> bytes:
    """A whole list."""
    gone = {item.ref: [to_json(item), str(on) if on else ""] for item, on in (delisted or {}).items()}
    return orjson.dumps({"listings": {item.ref: to_json(item) for item in listings}, "delisted": gone})


def delta_file(
    added: Iterable[Listing] = (),
    removed: Iterable[Listing] = (),
    patched: Mapping[str, tuple[Listing, Listing]] | None = None,
    day: str = "",
) -> bytes:
    """An official delta."""
    return orjson.dumps(
        {
            "added": {item.ref: to_json(item) for item in added},
            "removed": {item.ref: to_json(item) for item in removed},
            "patched": {ref: [to_json(new), to_json(old)] for ref, (new, old) in (patched or {}).items()},
            "day": day,
        }
    )


def _parse(source: str, contents: Mapping[str, bytes | Path]) -> ParsedList | ParsedDelta:
    (data,) = contents.values()
    try:
        body = orjson.loads(data if isinstance(data, bytes) else data.read_bytes())
    except orjson.JSONDecodeError as error:
        raise Malformed(str(error)) from error
    read = {part: {r: from_json(source, r, t) for r, t in body.get(part, {}).items()} for part in ("added", "removed")}
    if "listings" not in body:
        return ParsedDelta(
            source,
            "delta",
            OBSERVED,
            list_date=date.fromisoformat(body["day"]) if body["day"] else None,
            publication="Standard Action",
            added=read["added"],
            removed=dict(read["removed"]),
            patched={
                ref: (from_json(source, ref, new), from_json(source, ref, old))
                for ref, (new, old) in body["patched"].items()
            },
        )
    listings = Roll(source, {ref: from_json(source, ref, text) for ref, text in body["listings"].items()})
    delisted = {
        ref: Delisted(from_json(source, ref, text), date.fromisoformat(day) if day else None)
        for ref, (text, day) in body["delisted"].items()
    }
    return ParsedList(source, "xml", listings, OBSERVED, delisted=delisted)


def deliver(db: Database, source: Source, data: bytes, day: date, **more: Any) -> Refreshed:
    """Take a file in as of a day."""
    clock = datetime.combine(day, time(8), tzinfo=UTC)
    return refresh(db, source, Delivery({"list": data}, "file", day), clock, **more)
