"""Topic cards: the cards that show the notes on a programme or an official action follow what is written there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from storage import events, outbox, work
from storage.session import Session

ON_CARDS: Final = timedelta(days=90)
"""So far back cards are drawn anew when what was written on their programme changes."""


def redraw_topic(session: Session, tenant: int, kind: str, about: str, now: datetime) -> None:
    """Have the cards of a team drawn anew on which such a note stands."""
    actions = {about} if kind == "action" else set()
    if kind == "programme":
        recent = events.EventFilter(since=now - ON_CARDS, programme=about)
        actions = {event.action for event in events.find_events(session, recent)}
    for place in outbox.places_of(session, tenant, actions):
        work.owe_redraw(session, place, now)
