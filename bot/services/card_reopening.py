"""Cards that somebody settled, and of which the law then changed once more: they are open again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.core.alerts import Owed, Place
from bot.core.events import Event
from bot.core.ledger import DESK
from bot.core.snoozes import is_legal_change
from bot.core.work import reopened
from bot.services.ledger import record
from storage import work
from storage.session import Session


def reopen_settled(session: Session, owed: Sequence[Owed], told: Collection[Event], now: datetime) -> int:
    """Open the done and put-aside cards that these messages tell a change of law of; how many."""
    law = {event.key for event in told if is_legal_change(event)}
    places = dict.fromkeys(each.place for each in owed if each.part != "card" and not law.isdisjoint(each.events))
    return sum(_reopen(session, place, now) for place in places)


def _reopen(session: Session, place: Place, now: datetime) -> bool:
    while True:
        before = work.find_work(session, place)
        after = reopened(before, now)
        if after is None:
            return False
        if work.change_work(session, place, before, after, now):
            said = {"card": place.action, "channel": place.channel, "status": after.status}
            record(session, place.tenant, "work", DESK, said, now)
            return True
