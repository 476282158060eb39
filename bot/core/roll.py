"""Roll: the listings of one source in their stored form, decoded only when somebody looks.

A list of 20,000 entries as objects takes some 300 MB; as stored bodies it takes a tenth, and two versions of an entry
are compared by their digests.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping

from bot.core.listings import Listing, from_json, properties_of, to_json


class Roll(Mapping[str, Listing]):
    """A mapping of reference to listing that keeps each as its stored body.

    `stated` counts the entries that state each property: the fill rates of the list; `programmes` those under each.
    """

    __slots__ = ("_bodies", "programmes", "source", "stated")

    def __init__(self, source: str, listings: Mapping[str, Listing] | None = None) -> None:
        self.source = source
        self.stated: Counter[str] = Counter()
        self.programmes: Counter[str] = Counter()
        self._bodies: dict[str, bytes] = {}
        for listing in (listings or {}).values():
            self.add(listing)

    def add(self, listing: Listing) -> bool:
        """Keep a listing; False when its reference is taken by another content (the first one stays)."""
        body = to_json(listing).encode()
        kept = self._bodies.setdefault(listing.ref, body)
        if kept is body:
            self.stated.update(properties_of(listing))
            self.programmes.update(listing.programmes)
        return kept == body

    def body(self, ref: str) -> str:
        """The stored form of one entry."""
        return self._bodies[ref].decode()

    def digest(self, ref: str) -> str:
        """The content hash of one entry, as `listings.content_hash` makes it."""
        return hashlib.sha256(self._bodies[ref]).hexdigest()[:32]

    def __getitem__(self, ref: str) -> Listing:
        return from_json(self.source, ref, self._bodies[ref])

    def __iter__(self) -> Iterator[str]:
        return iter(self._bodies)

    def __len__(self) -> int:
        return len(self._bodies)

    def __contains__(self, ref: object) -> bool:
        return ref in self._bodies
