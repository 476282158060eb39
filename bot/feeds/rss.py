"""RSS and Atom: read leniently, but never an error page for an empty feed.

Source: feedparser reads what browsers would; it returns no items of an HTML page without a word, so the root is
looked at first.
"""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

import feedparser

from bot.core.feeds import Entry
from bot.feeds.feed import NotAFeed, Page
from bot.feeds.text import SUMMARY, TITLE, address, address_key, plain

MOST: Final = 500
"""Items of one answer that are looked at."""
ROOTS: Final = frozenset({"rss", "feed", "rdf"})
_FIRST_TAG = re.compile(r"<(?![?!])\s*(?:\w+:)?(\w+)", re.ASCII)
_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)

Key = Callable[[Entry, str], str]
"""What an item's lasting key is, from the item and its own id."""


def own_key(entry: Entry, ident: str) -> str:
    """The id that the publisher gave, without the marks of edits; else the address."""
    return address_key(ident) if ident.startswith(("http:", "https:")) else ident or address_key(entry.url)


def link_key(entry: Entry, ident: str) -> str:
    """The address: of publishers whose ids change with each edit."""
    return address_key(entry.url) or ident


def parse(data: bytes, url: str, key: Key = own_key) -> Page:
    """The items of an RSS or Atom feed."""
    check_root(data)
    # A stream, not the bytes themselves: of bytes it would first try whether they name a file.
    found = feedparser.parse(io.BytesIO(data), sanitize_html=True, resolve_relative_uris=False)
    if not found.entries and found.bozo:
        raise NotAFeed(f"not readable as a feed: {str(found.get('bozo_exception'))[:120]}")
    language = str(found.feed.get("language") or "")[:2].casefold()
    return Page(once(_entry(each, url, key, language) for each in found.entries[:MOST]))


def once(entries: Iterable[Entry | None]) -> tuple[Entry, ...]:
    """The items that have a key and a title, each key once (the first stands)."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        if entry is not None and entry.key and entry.title:
            kept.setdefault(entry.key, entry)
    return tuple(kept.values())


def check_root(data: bytes) -> None:
    """Raise `NotAFeed` when the bytes are an HTML page, JSON, or nothing."""
    head = _COMMENTS.sub("", _start(data))
    if not head.strip():
        raise NotAFeed("an empty answer")
    if "<!entity" in head.casefold():
        raise NotAFeed("a feed that declares entities")
    tag = _FIRST_TAG.search(head)
    root = tag[1].casefold() if tag else ""
    if root == "html" or "<!doctype html" in head.casefold():
        raise NotAFeed("an HTML page where a feed was expected")
    if root not in ROOTS:
        raise NotAFeed(f"neither RSS nor Atom (it begins with {head.strip()[:20]!r})")


def _start(data: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data[:8_000].decode(encoding, "replace")
    return data[:8_000].decode("latin-1")


def _entry(each: Any, base: str, key: Key, language: str) -> Entry | None:
    link = address(str(each.get("link") or ""), base)
    ident = str(each.get("id") or "").strip()
    # Asked for by `in`: a plain `get` would give the time of publication in its place.
    updated = _instant(each["updated_parsed"]) if "updated_parsed" in each else None
    entry = Entry(
        key="",
        url=link or (ident if ident.startswith("https://") else ""),
        title=plain(str(each.get("title") or ""), TITLE),
        summary=plain(str(each.get("summary") or ""), SUMMARY),
        published=_instant(each.get("published_parsed")) or updated,
        version=updated.isoformat() if updated else "",
        outlet=plain(str((each.get("source") or {}).get("title") or ""), 120),
        category=plain(str((each.get("tags") or [{}])[0].get("term") or ""), 120),
        language=language,
    )
    return replace(entry, key=key(entry, ident)[:500])


def _instant(parts: Any) -> datetime | None:
    """What feedparser made of a time: parts in UTC."""
    try:
        return datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (TypeError, ValueError, OverflowError):
        return None
