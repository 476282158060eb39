"""Source: the declaration of one list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.core.snapshots import ParsedDelta, ParsedList

Contents = Mapping[str, "bytes | Path"]
"""The files of one delivery by name: bytes from the web, or paths so that large files are streamed."""


@dataclass(frozen=True, slots=True)
class Assertions:
    """What a true copy of this list always satisfies; a copy that does not is refused or held.

    `min_entries` is the least it ever had, `max_entries` the most that is believable; `filled` maps a property to the
    least share of entries that state it; `parts` gives the least entries under each programme of a list made of
    several; `min_share` is the share of the last entries that must remain, `max_amended` the share of common entries
    that may change at once without a person's word.
    """

    min_entries: int = 0
    max_entries: int = 10_000_000
    filled: Mapping[str, float] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)
    min_share: float = 0.8
    max_amended: float = 0.2


@dataclass(frozen=True, slots=True)
class Source:
    """One list that we read.

    `urls` are the official addresses by part (one file each, fetched together), `former_urls` those it had before;
    `parse` takes the files of a delivery and returns the list (or an official delta of it), or raises `Malformed`;
    `label` is how cards name the list ("SDN list"); `stale_after` is the age of the last good check that is a worry;
    `entry_url` has `{ref}` where the authority's page for one entry exists; `delta_urls` are official delta files;
    `delta_page` has `{day}` where the authority has a page of its actions of a day; `keeps_first_date` is true of a
    list that prints an entry's first listing date when it comes back; `authority` is the publisher's short name;
    an `opt_in` source is read only when its id is in DESK_OPT_IN, and its licence is shown.
    """

    id: str
    title: str
    label: str
    publisher: str
    licence: str
    home: str
    urls: Mapping[str, str]
    parse: Callable[[Contents], ParsedList | ParsedDelta]
    every: timedelta
    stale_after: timedelta
    assertions: Assertions
    max_bytes: int
    entry_url: str = ""
    former_urls: tuple[str, ...] = ()
    delta_urls: Mapping[str, str] = field(default_factory=dict)
    delta_page: str = ""
    opt_in: bool = False
    keeps_first_date: bool = False
    authority: str = ""

    @property
    def publisher_short(self) -> str:
        """The authority's short name, as titles of its publications have it."""
        return self.authority or self.publisher
