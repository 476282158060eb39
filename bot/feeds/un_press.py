"""UN press releases: one meeting stands under two addresses, so that the document's symbol is the key.

Source: https://press.un.org/en/rss.xml (ten items).
"""

from __future__ import annotations

import re

from bot.core.feeds import Entry
from bot.feeds import rss
from bot.feeds.feed import Page
from bot.feeds.text import address_key

_SYMBOL = re.compile(r"(?<![a-z0-9])(sc|ga|sgsm|ecosoc|org|pal|sag|dev|hr|dc|afr)/?(\d{3,6})(?!\d)")


def parse(data: bytes, url: str) -> Page:
    """The newest press releases."""
    return rss.parse(data, url, _key)


def _key(entry: Entry, ident: str) -> str:
    found = _SYMBOL.search(entry.url.casefold()) or _SYMBOL.search(ident.casefold())
    return f"{found[1]}{found[2]}" if found else address_key(entry.url) or ident
