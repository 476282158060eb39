"""Work on cards: claimed, done, not relevant, and taken back; each is one conditional write.

click or emoji ─▶ place ─▶ (state as seen ─▶ state after) ─▶ written if still as seen, else seen again
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.core import work as transitions
from bot.core.alerts import ActionCard, Place
from bot.core.assignments import is_work_message
from bot.core.decisions import is_notice
from bot.core.snoozes import Snooze
from bot.core.watches import Watch
from bot.core.work import Act, Refused, Unchanged, Work
from bot.services.card_state import card_claim, labels_of, snooze_target, watches_of
from bot.services.cards import gather_card
from bot.services.desk import Desk
from bot.services.ledger import record
from bot.services.snoozes import snooze
from storage import outbox, posts, work
from storage.session import Session

Done = Work | Refused | Unchanged


def do(desk: Desk, place: Place, what: Act, by: str) -> Done:
    """A person's act on a card: done, refused as somebody was first, or nothing new."""
    now = desk.clock()
    return _change(desk, place, lambda before: transitions.act(before, what, by, now), now)


def undo(desk: Desk, place: Place, by: str) -> Done:
    """Take the last act on a card back."""
    now = desk.clock()
    return _change(desk, place, lambda before: transitions.undo(before, by, now), now)


def undo_own(desk: Desk, place: Place, what: Act, by: str) -> Done:
    """Take back an act of one's own, if it is the last."""
    now = desk.clock()
    return _change(desk, place, lambda before: transitions.undo_own(before, what, by, now), now)


def snooze_card(desk: Desk, place: Place, facts: ActionCard, days: int, by: str) -> Snooze:
    """Hear only of changes of law about a card's party (or, of several, its action) for so many days."""
    scope, value, label = snooze_target(facts)
    until = desk.clock() + timedelta(days=days)
    kept = snooze(desk, place.tenant, place.channel, scope, value, label, until, by)
    with desk.db.write() as session:
        work.owe_redraw(session, place, desk.clock())
    return kept


def card_facts(desk: Desk, place: Place) -> ActionCard | None:
    """What a card tells by now; None when there is no such card."""
    with desk.db.read() as session:
        card = outbox.card_at(session, place)
        return gather_card(session, card_claim(place, card), labels_of(desk.sources)) if card else None


def find(session: Session, place: Place) -> Work:
    """Where a card stands."""
    return work.find_work(session, place)


def is_card(desk: Desk, place: Place) -> bool:
    """Whether a card stands, or will stand, there."""
    with desk.db.read() as session:
        return outbox.card_at(session, place) is not None


def place_at(desk: Desk, tenant: int, channel: str, ts: str, user: str) -> Place | None:
    """The place of the card that is this message; a card in a direct message is kept under its reader's id."""
    with desk.db.read() as session:
        for where in (user, channel) if channel.startswith("D") else (channel,):
            thread = posts.find_thread(session, tenant, where, ts)
            if thread is not None and thread.kind == "action" and thread.action and not is_message(thread.action):
                return Place(tenant, where, thread.action)
    return None


def is_message(action: str) -> bool:
    """Whether a row of the outbox tells one person something, so that there is nothing to take care of."""
    return is_notice(action) or is_work_message(action)


def card_ts(desk: Desk, place: Place) -> str:
    """Where a card stands in its channel."""
    with desk.db.read() as session:
        card = outbox.card_at(session, place)
    return card.ts if card else ""


def brought_by(desk: Desk, place: Place) -> list[Watch]:
    """The watches that brought a card, as far as they still run."""
    with desk.db.read() as session:
        return watches_of(session, place)


def _change(desk: Desk, place: Place, after_of: Callable[[Work], Done], now: datetime) -> Done:
    with desk.db.write() as session:
        return settled(session, place, after_of, now)


def settled(session: Session, place: Place, after_of: Callable[[Work], Done], now: datetime) -> Done:
    """Write what follows from the present state; somebody else's write in between is looked at first."""
    while True:
        before = work.find_work(session, place)
        after = after_of(before)
        if not isinstance(after, Work):
            return after
        if work.change_work(session, place, before, after, now):
            said = {"card": place.action, "channel": place.channel, "status": after.status}
            given = {"owner": after.owner, "due": after.due.isoformat() if after.due else None}
            told = {**said, **given} if after.due or after.assigned_by else said
            record(session, place.tenant, "work", after.by, told, now)
            return after
