"""GDELT DOC 2.0: headlines found by a query as JSON; it says when it saw a page, not when that was published.

Source: https://api.gdeltproject.org/api/v2/doc/doc (mode ArtList): one request in five seconds; opt-in.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from bot.core.feeds import Entry
from bot.feeds.feed import NotAFeed, Page
from bot.feeds.json_text import rows_of, text_of
from bot.feeds.rss import once
from bot.feeds.text import TITLE, address, address_key, plain

QUERY: Final = '(sanctions OR "asset freeze" OR "export controls") sourcelang:english'
LANGUAGES: Final = {"english": "en", "serbian": "sr", "russian": "ru", "french": "fr", "german": "de", "spanish": "es"}


def address_of(query: str = QUERY) -> str:
    """Where the articles of the last day that a query finds are."""
    asked = {"query": query, "mode": "ArtList", "format": "json", "maxrecords": "250", "timespan": "1d"}
    return f"https://api.gdeltproject.org/api/v2/doc/doc?{urlencode({**asked, 'sort': 'DateDesc'})}"


def parse(data: bytes, url: str) -> Page:
    """The articles found; a query without any is answered with an empty object."""
    if data.strip() == b"{}":
        return Page(())
    if data[:1] not in (b"{", b" ", b"\n"):
        raise NotAFeed(f"a message instead of articles: {plain(data[:200].decode('utf-8', 'replace'), 120)!r}")
    _, rows = rows_of(data, "articles")
    return Page(once(_entry(row, url) for row in rows))


def _entry(row: dict[str, Any], url: str) -> Entry:
    link = address(text_of(row, "url"), url)
    language = text_of(row, "language").casefold()
    return Entry(
        key=address_key(link) if link else "",
        url=link,
        title=plain(text_of(row, "title"), TITLE),
        outlet=plain(text_of(row, "domain"), 120),
        language=LANGUAGES.get(language, language[:2]),
    )
