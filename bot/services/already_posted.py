"""Already posted: what a card that stands in a channel tells, so that no digest there tells it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.core.alerts import Place
from bot.core.delta import Op
from bot.core.events import Event
from bot.core.watches import Watch, concerns
from storage import digests, posts
from storage.session import Session

NAMING: Final = ("entity", "name")
"""What is watched by the watches whose parties a card names."""


def already_posted(
    session: Session, place: Place, told: Sequence[Event], since: Mapping[str, datetime], watches: Sequence[Watch]
) -> frozenset[str]:
    """The keys of the additions and removals that the card of their action shows here, in its header and its file.

    A card shows what was recorded before it was drawn: what waits since then (`since`) or longer. Parties watched by
    name, and changed entries, are told all the same: of those the card may have nothing but a number.
    """
    posted = digests.posted(session, place.tenant, place.channel, {event.action for event in told})
    if not posted:
        return frozenset()
    standing = {thread.action for thread in posts.recent_threads(session, place.tenant, place.channel)}
    by_name = [watch for watch in watches if watch.target.kind in NAMING]
    return frozenset(
        event.key
        for event in told
        if event.action in posted.keys() & standing
        and event.op in (Op.ADD, Op.DEL)
        and event.state == "confirmed"
        and event.key in since
        and since[event.key] <= posted[event.action]
        and not any(concerns(watch, event) for watch in by_name)
    )
