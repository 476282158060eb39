"""Redraws: a card that people changed is edited in place, once for several acts.

act ─▶ due ─▶ taken for a while ─▶ drawn from the present state ─▶ edited ─▶ settled
               └ a crash here: due again          an act meanwhile: due again ┘

Beside the outbox, so that no alert waits for it; an edit may be repeated, so nothing has to be looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.blocks.actions import card as draw_card
from bot.clients.slack import RateLimited, Sent, Slack, Undeliverable
from bot.core.alerts import Place
from bot.core.watches import is_person
from bot.services.card_state import card_claim, state_of
from bot.services.cards import gather_card
from bot.services.payloads import alert_payload
from bot.services.people import People, standing
from storage import outbox, work
from storage.db import Database
from storage.session import Session

LEASE: Final = timedelta(minutes=1)
AGAIN: Final = timedelta(seconds=30)
"""When an edit that Slack did not confirm is made again."""
PER_MINUTE: Final = 50
"""Slack's tier 3, which `chat.update` is in."""
BURST: Final = 10
AFTER_SNOOZE: Final = timedelta(seconds=1)


@dataclass(slots=True)
class Budget:
    """How many edits may still be made, by Slack's limit for the whole workspace."""

    per_minute: float = PER_MINUTE
    burst: float = BURST
    _left: float = BURST
    _since: datetime | None = None
    _shut_until: datetime | None = None

    def left(self, now: datetime) -> int:
        """Edits that may be made now."""
        if self._shut_until and now < self._shut_until:
            return 0
        if self._since is not None:
            gained = max(0.0, (now - self._since).total_seconds()) * self.per_minute / 60
            self._left = min(self.burst, self._left + gained)
        self._since = now
        return int(self._left)

    def spend(self) -> None:
        """An edit was made."""
        self._left -= 1

    def shut(self, until: datetime) -> None:
        """Slack asked to wait until then."""
        self._shut_until = until


@dataclass(frozen=True, slots=True)
class Redrawer:
    """Who redraws a team's cards."""

    db: Database
    slack: Slack
    labels: Mapping[str, str]
    tenant: int
    clock: Callable[[], datetime]
    budget: Budget = field(default_factory=Budget)
    people: People = field(default_factory=People, repr=False)


def redraw_due(redrawer: Redrawer) -> int:
    """Edit the cards that are due, as many as Slack takes now; how many were edited."""
    now = redrawer.clock()
    if not redrawer.budget.left(now) or not _is_due(redrawer, now):
        return 0
    done = 0
    for place in _take(redrawer, now):
        if redrawer.budget.left(redrawer.clock()):
            done += _redraw(redrawer, place, now + LEASE)
        else:
            _settle(redrawer, place, now + LEASE, redrawer.clock())
    return done


def _is_due(redrawer: Redrawer, now: datetime) -> bool:
    """Read first, so that an idle bot never takes the writers' lock."""
    with redrawer.db.read() as session:
        return work.is_redraw_due(session, redrawer.tenant, now)


def _take(redrawer: Redrawer, now: datetime) -> list[Place]:
    with redrawer.db.write() as session:
        return work.claim_redraws(session, redrawer.tenant, now, LEASE, redrawer.budget.left(now))


def _redraw(redrawer: Redrawer, place: Place, until: datetime) -> bool:
    now = redrawer.clock()
    reader = standing(redrawer, place.channel) if is_person(place.channel) else "member"
    if reader != "member":
        # A guest's card stays as it was when they were of the team.
        _settle(redrawer, place, until, None if reader == "guest" else now + AGAIN)
        return False
    with redrawer.db.read() as session:
        drawn = _draw(session, redrawer.labels, place, now)
    if drawn is None:
        _settle(redrawer, place, until, None)
        return False
    redrawer.budget.spend()
    edited = redrawer.slack.edit(place.channel, drawn.ts, drawn.payload)
    match edited:
        case Sent():
            _settle(redrawer, place, until, drawn.next_at)
        case RateLimited(seconds):
            redrawer.budget.shut(now + timedelta(seconds=seconds))
            _settle(redrawer, place, until, now + timedelta(seconds=seconds))
        case Undeliverable(permanent=True):
            # The message or the channel is gone: whoever posts there next finds out and says so.
            _settle(redrawer, place, until, None)
        case _:
            _settle(redrawer, place, until, now + AGAIN)
    return isinstance(edited, Sent)


@dataclass(frozen=True, slots=True)
class _Drawn:
    ts: str
    payload: Mapping[str, Any]
    next_at: datetime | None


def _draw(session: Session, labels: Mapping[str, str], place: Place, now: datetime) -> _Drawn | None:
    """A card as it is now; None while it does not stand in its channel (it is then posted as it is)."""
    card = outbox.card_at(session, place)
    if card is None or not card.ts:
        return None
    claim = card_claim(place, card)
    facts = gather_card(session, claim, labels)
    if facts is None:
        return None
    state = state_of(session, facts, claim)
    if state.snoozed and state.snoozed.until <= now:
        state = replace(state, snoozed=None)
    next_at = state.snoozed.until + AFTER_SNOOZE if state.snoozed else None
    return _Drawn(card.ts, alert_payload(draw_card(facts, state), card.alert), next_at)


def _settle(redrawer: Redrawer, place: Place, until: datetime, again_at: datetime | None) -> None:
    with redrawer.db.write() as session:
        if not work.settle_redraw(session, place, until, again_at):
            # Somebody acted, or took it over, meanwhile: this edit may have landed after a newer one.
            work.owe_redraw(session, place, redrawer.clock())
