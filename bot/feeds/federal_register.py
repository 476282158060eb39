"""Federal Register: documents of one agency as JSON, keyed by document number.

Source: https://www.federalregister.gov/developers/documentation/api/v1. Two documents of one day may have the same
title; a correction is numbered `C1-` and the number of what it corrects.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlencode

from bot.core.feeds import Entry
from bot.feeds.feed import Page
from bot.feeds.json_text import rows_of, text_of
from bot.feeds.rss import once
from bot.feeds.text import SUMMARY, TITLE, address, instant_of, is_near, plain

FIELDS: Final = (
    *("title", "type", "abstract", "document_number", "publication_date", "html_url", "agencies", "effective_on"),
    *("action", "citation"),
)
_CORRECTION = re.compile(r"C\d+-(.+)")


def address_of(agency: str) -> str:
    """Where the newest documents of an agency are, by its slug."""
    asked = [
        ("conditions[agencies][]", agency),
        ("per_page", "40"),
        ("order", "newest"),
        *(("fields[]", name) for name in FIELDS),
    ]
    return f"https://www.federalregister.gov/api/v1/documents.json?{urlencode(asked)}"


def parse(data: bytes, url: str) -> Page:
    """The documents of one page, and where older ones are."""
    answer, rows = rows_of(data, "results")
    older = address(text_of(answer, "next_page_url"), url) if answer.get("next_page_url") else ""
    return Page(once(_entry(row, url) for row in rows), older if older and is_near(older, url) else "")


def _entry(row: dict[str, Any], url: str) -> Entry:
    number = text_of(row, "document_number").strip()
    corrected = _CORRECTION.fullmatch(number)
    return Entry(
        key=number,
        url=address(text_of(row, "html_url"), url),
        title=plain(text_of(row, "title"), TITLE),
        summary=plain(text_of(row, "abstract"), SUMMARY),
        published=instant_of(text_of(row, "publication_date")),
        category=" · ".join(filter(None, (plain(text_of(row, name), 120) for name in ("type", "action")))),
        language="en",
        corrects=corrected[1] if corrected else "",
    )
