"""Source: the declaration of one list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.core.snapshots import ParsedList


@dataclass(frozen=True, slots=True)
class Source:
    """One list that we read.

    `urls` are the official addresses by part (one file each, fetched together); `parse` takes the named
    contents and returns the list or raises `Malformed`; `label` is how cards name the list ("SDN list");
    `min_entries` is the least a true list ever had; `stale_after` the age of the last good check that is a worry;
    `entry_url` has `{ref}` where the authority's page for one entry exists.
    """

    id: str
    title: str
    label: str
    publisher: str
    licence: str
    home: str
    urls: Mapping[str, str]
    parse: Callable[[Mapping[str, bytes]], ParsedList]
    every: timedelta
    stale_after: timedelta
    min_entries: int
    max_bytes: int
    entry_url: str = ""
