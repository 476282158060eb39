"""OFAC Recent Actions: an HTML page of rows; without rows it is another layout, never "nothing new".

Source: https://ofac.treasury.gov/recent-actions; an action's number is in its address (`20260918`, `20260918_33`).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from lxml import html
from lxml.etree import ParserError

from bot.core.feeds import Entry
from bot.feeds.feed import NotAFeed, Page
from bot.feeds.rss import once
from bot.feeds.text import TITLE, address, is_near, plain

_NUMBER = re.compile(r"/recent-actions/(\d{8}(?:_\d+)?)/?$")
_DAY = re.compile(r"([A-Z][a-z]+ \d{1,2}, \d{4})")


def parse(data: bytes, url: str) -> Page:
    """The actions of one page, and the address of the page before it in time."""
    try:
        tree = html.fromstring(data)
    except (ParserError, ValueError) as error:
        raise NotAFeed("not an HTML page") from error
    rows = tree.xpath("//div[contains(concat(' ', @class, ' '), ' search-result ')]")
    entries = once(_entry(row, url) for row in rows)
    if not entries:
        raise NotAFeed("a page without rows of actions: its layout changed")
    return Page(entries, _older(tree, url))


def _entry(row: html.HtmlElement, url: str) -> Entry | None:
    for link in row.xpath(".//a[@href]"):
        whole = address(link.get("href"), url)
        number = _NUMBER.search(urlsplit(whole).path)
        if number:
            day = _DAY.search(plain(row.text_content(), 2_000).replace(plain(link.text_content(), 2_000), ""))
            kinds = [plain(each.text_content(), 120) for each in row.xpath(".//a[@href]") if each is not link]
            return Entry(
                key=number[1],
                url=whole,
                title=plain(link.text_content(), TITLE),
                published=_date(day[1]) if day else _date_of_number(number[1]),
                category=kinds[0] if kinds else "",
                language="en",
            )
    return None


def _older(tree: html.HtmlElement, url: str) -> str:
    found = tree.xpath("//a[@rel='next']/@href")
    older = address(found[0], url) if found else ""
    return older if older and is_near(older, url) else ""


def _date(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%B %d, %Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def _date_of_number(number: str) -> datetime | None:
    try:
        return datetime.strptime(number[:8], "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return None
