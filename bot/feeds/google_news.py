"""Google News: a search as RSS; the outlet's name ends each title, and links are redirects that we leave as they are.

Source: https://news.google.com/rss/search; its terms allow personal, non-commercial use: opt-in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

from bot.core.feeds import Entry
from bot.feeds import rss
from bot.feeds.feed import Page

QUERY: Final = 'sanctions OR "export controls" OR "asset freeze" OR "general license"'


def address_of(query: str = QUERY) -> str:
    """Where the news of the last day that a query finds are."""
    asked = {"q": f"{query} when:1d", "hl": "en-US", "gl": "US", "ceid": "US:en"}
    return f"https://news.google.com/rss/search?{urlencode(asked)}"


def parse(data: bytes, url: str) -> Page:
    """The items found, without the outlet in their titles."""
    page = rss.parse(data, url, lambda entry, ident: ident or entry.url)
    return Page(tuple(_parted(entry) for entry in page.entries))


def _parted(entry: Entry) -> Entry:
    title, dash, outlet = entry.title.rpartition(" - ")
    if not dash or (entry.outlet and outlet.casefold() != entry.outlet.casefold()):
        return entry
    # The text repeats the title and the outlet, and nothing else.
    return replace(entry, title=title, outlet=entry.outlet or outlet, summary="")
