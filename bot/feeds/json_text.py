"""JSON answers: an object with the list that was asked for, or `NotAFeed`."""

from __future__ import annotations

from typing import Any

import orjson

from bot.feeds.feed import NotAFeed


def rows_of(data: bytes, name: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The answer and its list `name`, of objects only."""
    try:
        answer = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise NotAFeed(f"not JSON (it begins with {data[:20].decode('latin-1')!r})") from None
    if not isinstance(answer, dict) or not isinstance(answer.get(name), list):
        raise NotAFeed(f"JSON without a list {name!r}: its layout changed")
    return answer, [each for each in answer[name] if isinstance(each, dict)]


def text_of(row: dict[str, Any], name: str) -> str:
    """A field as text; "" when it is missing or no text."""
    value = row.get(name)
    return value if isinstance(value, str) else ""
