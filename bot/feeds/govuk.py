"""GOV.UK: an organisation's Atom feed and its search as JSON; the id of an Atom entry changes with each edit.

Source: https://www.gov.uk/api/search.json; the lasting key is the page, its time of change the version.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from bot.core.feeds import Entry
from bot.feeds import rss
from bot.feeds.feed import Page
from bot.feeds.json_text import rows_of, text_of
from bot.feeds.text import SUMMARY, TITLE, address, address_key, instant_of, plain


def address_of(organisation: str) -> str:
    """Where the newest pages of an organisation are, by its slug."""
    fields = ("title", "link", "description", "public_timestamp", "content_store_document_type")
    asked = [("filter_organisations", organisation), ("order", "-public_timestamp"), ("count", "50")]
    return "https://www.gov.uk/api/search.json?" + urlencode([*asked, *(("fields", name) for name in fields)])


def parse_atom(data: bytes, url: str) -> Page:
    """The pages that an organisation changed last."""
    return rss.parse(data, url, rss.link_key)


def parse_search(data: bytes, url: str) -> Page:
    """The pages that the search found."""
    _, rows = rows_of(data, "results")
    return Page(rss.once(_entry(row, url) for row in rows))


def _entry(row: dict[str, Any], url: str) -> Entry:
    link = address(text_of(row, "link"), url)
    changed = instant_of(text_of(row, "public_timestamp"))
    return Entry(
        key=address_key(link) if link else "",
        url=link,
        title=plain(text_of(row, "title"), TITLE),
        summary=plain(text_of(row, "description"), SUMMARY),
        published=changed,
        version=changed.isoformat() if changed else "",
        category=plain(text_of(row, "content_store_document_type").replace("_", " "), 120),
        language="en",
    )
