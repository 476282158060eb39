"""Escaped: Slack escapes what people type and makes links of it; this is the way back."""

from __future__ import annotations

import re


def unescape(text: str) -> str:
    """What the user typed, before Slack escaped it and made links of it."""
    text = re.sub(r"<(?:https?://|mailto:)[^|<>]*\|([^<>]*)>", r"\1", text)
    text = re.sub(r"<([^<>]*)>", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
