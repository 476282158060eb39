"""Text of feeds: plain words out of markup, times, and addresses without what follows readers about."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from courlan import normalize_url
from lxml import html
from lxml.etree import ParserError

TITLE: Final = 500
SUMMARY: Final = 2_000
_INVISIBLE = re.compile("[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


def plain(text: str, most: int = SUMMARY) -> str:
    """The words of a text that may hold markup, on one line and cut at `most` characters."""
    cut = text[: most * 20]
    if "<" in cut or "&" in cut:
        try:
            cut = html.fromstring(f"<div>{cut}</div>").text_content()
        except (ParserError, ValueError):
            cut = re.sub(r"<[^>]*>", " ", cut)
    words = " ".join(_INVISIBLE.sub(" ", cut).split())
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def address(link: str, base: str) -> str:
    """An item's address as a whole one; "" for what is not on the web."""
    whole = urljoin(base, link.strip())
    return whole[:2_000] if urlsplit(whole).scheme in ("http", "https") else ""


def address_key(url: str) -> str:
    """What stays the same of an address: without fragment, default port and the marks of campaigns."""
    return urldefrag(str(normalize_url(url))).url


def instant_of(text: str) -> datetime | None:
    """A time as feeds print it (ISO 8601 or that of mail), in UTC; without a zone it counts as UTC."""
    text = text.strip()
    try:
        found = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def is_near(url: str, other: str) -> bool:
    """Whether two addresses are on the same host: a page leads to no other."""
    return urlsplit(url)[:2] == urlsplit(other)[:2]
