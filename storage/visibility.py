"""Visibility: who may read what a person of the team wrote in a channel; the one rule for all that is kept."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.audience import Audience


def may_see(audience: Audience, is_open: Callable[[str], bool], channel: str, visibility: str, author: str) -> bool:
    """Whether these readers may know of something written in `channel`; `is_open` is `storage.channels.openness`."""
    if audience.is_public:
        return False
    here = bool(channel) and channel == audience.channel
    if not here and not is_open(channel):
        return False
    match visibility:
        case "team":
            return True
        case "channel":
            return here
        case "private":
            alone = audience.surface in ("ephemeral", "dm", "home")
            return alone and bool(audience.user) and audience.user == author
        case other:
            raise ValueError(f"something kept with visibility {other!r}")
