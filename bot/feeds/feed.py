"""Feed: the declaration of one feed, and what reading a page of it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.core.feeds import Entry


class NotAFeed(ValueError):
    """The answer is not this feed (an error page, another layout); the text says what it is instead."""


@dataclass(frozen=True, slots=True)
class Page:
    """The items of one answer, newest first as a rule; `next_url` is where older ones are ("": nowhere)."""

    entries: tuple[Entry, ...]
    next_url: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed that we read.

    `parse` takes an answer's bytes and its address, and raises `NotAFeed`. An `official` feed speaks for the issuer
    `jurisdiction`, and one of `documents` brings acts themselves, not only what is said of them; all others are news.
    `stale_after` is the longest silence that is ordinary; `pages` how many pages are read at most to catch up; `pause`
    what its host asks between two requests. An `opt_in` feed is read only when named in DESK_OPT_IN; `terms` says why.
    """

    id: str
    title: str
    url: str
    parse: Callable[[bytes, str], Page]
    official: bool = False
    documents: bool = False
    jurisdiction: str = ""
    licence: str = ""
    every: timedelta = timedelta(minutes=30)
    stale_after: timedelta = timedelta(days=3)
    max_bytes: int = 4 * 1024 * 1024
    pages: int = 1
    pause: timedelta = timedelta(0)
    opt_in: bool = False
    terms: str = ""
