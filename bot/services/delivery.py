"""Delivery: what is owed goes to Slack, once each and in order.

    claim ─▶ attempt (a thread each, a channel one at a time) ─▶ record

A claim is one transaction, a record another; the post between them may be lost by a crash or a time-out. The row
then says so, and the next attempt looks for the message in the channel before it posts again.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Collection
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from heapq import nlargest
from itertools import chain
from typing import Final

from bot.core.digests import STALE_AFTER
from bot.services import digests
from bot.services.absence import tell_owners
from bot.services.outcomes import record
from bot.services.pace import Pace
from bot.services.sender import (
    Draft,
    Later,
    Outcome,
    Render,
    Sender,
    Stands,
    WorkspaceLost,
    attempt,
    broken,
    take_back_file,
)
from storage import claims, letters, outbox, tenants
from storage.claims import Head
from storage.outbox import FILE, Claim

__all__ = ["Delivered", "Draft", "Pace", "Render", "Sender", "deliver_due"]

log = logging.getLogger(__name__)

FRESH: Final = 0.2
"""Seconds for which the rows once found to be due are taken from memory."""
NAP: Final = 0.05
"""Seconds between looks when another process has taken what was due."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a run did: posts, refusals for good, rows that still wait, rows that nobody can be sure of."""

    sent: int = 0
    failed: int = 0
    deferred: int = 0
    unsure: int = 0


def deliver_due(sender: Sender, longest: float = float("inf")) -> Delivered:
    """Send what may be sent now, for `longest` seconds; a channel that must wait holds back only itself."""
    tally: Counter[str] = Counter()
    if not _is_gone(sender):
        _fold(sender)
        if _waiting(sender) and not sender.pace.is_held(sender.clock()):
            tally = _Run(sender).deliver(longest)
        tell_owners(sender.db, sender.slack, sender.tenant)
    return Delivered(tally["sent"], tally["dead"], _waiting(sender), tally["unsure"])


def _is_gone(sender: Sender) -> bool:
    """Whether the app was uninstalled, or its token is no good: nothing is sent, all is kept."""
    with sender.db.read() as session:
        tenant = tenants.find_by_id(session, sender.tenant)
    return tenant is not None and bool(tenant.gone)


def _waiting(sender: Sender) -> int:
    """How many rows are open: read first, so that an idle sender never takes the writers' lock."""
    with sender.db.read() as session:
        return outbox.count_open(session, sender.tenant)


def _fold(sender: Sender) -> None:
    """After an outage, what has waited for hours comes as one digest a channel."""
    now = sender.clock()
    with sender.db.read() as session:
        since = letters.backlog(session, sender.tenant).since
    if since is not None and now - since > STALE_AFTER:
        with sender.db.write() as session:
            digests.fold_backlog(session, sender.tenant, now)


@dataclass(slots=True)
class _Flight:
    """An attempt under way; `until` is when its claim runs out."""

    claim: Claim
    until: datetime


@dataclass(slots=True)
class _Run:
    """One run of a sender: its threads read and send; claiming and recording is done by the one that runs it."""

    sender: Sender
    flights: dict[Future[Outcome], _Flight] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)
    is_over: bool = False
    _heads: list[Head] = field(default_factory=list)
    _heads_at: float = float("-inf")

    def deliver(self, longest: float) -> Counter[str]:
        ends = time.monotonic() + longest
        with ThreadPoolExecutor(self.sender.threads, "deliver") as pool:
            while True:
                may_start = not self.is_over and time.monotonic() < ends
                pause = self._start(pool) if may_start else None
                if not self.flights and pause is None:
                    return self.tally
                self._await(pool, pause)

    def _start(self, pool: Executor) -> float | None:
        """Send what may go; how long until more may, None when only the end of a flight can tell."""
        free = self.sender.threads - len(self.flights)
        if not free:
            return None
        ready, pause = self._ready()
        if not ready:
            return pause
        sender, now = self.sender, self.sender.clock()
        ids = [head.id for head in _choose(ready, free)]
        with sender.db.write() as session:
            taken = claims.take(session, sender.tenant, ids, sender.owner, now, sender.claim_for)
        self._heads = [head for head in self._heads if head.id not in ids]
        for claim in taken:
            sender.pace.spend(claim.place.channel, time.monotonic())
            self._launch(pool, _Flight(claim, now + sender.claim_for))
        return None if taken else NAP

    def _launch(self, pool: Executor, flight: _Flight) -> None:
        clock = self.sender.clock
        future = pool.submit(attempt, self.sender, flight.claim, lambda: clock() < flight.until)
        self.flights[future] = flight

    def _ready(self) -> tuple[list[Head], float | None]:
        """The rows that may go now; if there are none, how long until Slack's pace lets one go."""
        ready, pause = self._within_pace()
        if not ready or time.monotonic() - self._heads_at > FRESH:
            with self.sender.db.read() as session:
                self._heads = claims.heads(session, self.sender.tenant, self.sender.clock())
            self._heads_at = time.monotonic()
            ready, pause = self._within_pace()
        return ready, pause

    def _within_pace(self) -> tuple[list[Head], float | None]:
        pace, now = self.sender.pace, time.monotonic()
        busy = {flight.claim.place.channel for flight in self.flights.values()}
        waits = [(pace.wait(head.channel, now), head) for head in self._heads if head.channel not in busy]
        return [head for seconds, head in waits if not seconds], min((s for s, _ in waits), default=None)

    def _await(self, pool: Executor, pause: float | None) -> None:
        """Let a flight end or the pause pass, and record what ended."""
        if not self.flights:
            time.sleep(pause or 0.0)
            return
        patience = self.sender.claim_for.total_seconds() / 3
        landed, _ = wait(self.flights, patience if pause is None else min(pause, patience), FIRST_COMPLETED)
        if landed:
            self._land(pool, landed)
        self._prolong()

    def _land(self, pool: Executor, landed: Collection[Future[Outcome]]) -> None:
        sender = self.sender
        ended = [(self.flights[future].claim, self._result(future)) for future in landed]
        held_until = self._learn(ended)
        with sender.db.write() as session:
            said = [record(session, sender, claim, outcome) for claim, outcome in ended]
            if held_until is not None:
                claims.hold_all(session, sender.tenant, held_until)
        for future in landed:
            del self.flights[future]
        self.tally.update(said)
        for (claim, _), word in zip(ended, said, strict=True):
            if word == "dead" and claim.part.startswith(FILE):
                pool.submit(take_back_file, sender, claim)

    def _result(self, future: Future[Outcome]) -> Outcome:
        claim = self.flights[future].claim
        try:
            return future.result()
        except Exception as error:
            log.exception("row %s of the outbox: the attempt broke", claim.id)
            return broken(self.sender, claim, f"the attempt broke: {type(error).__name__}")

    def _learn(self, ended: Collection[tuple[Claim, Outcome]]) -> datetime | None:
        """What the answers say of Slack's patience; until when the whole workspace is held up, if it is."""
        pace, now = self.sender.pace, self.sender.clock()
        held_until: datetime | None = None
        for claim, outcome in ended:
            match outcome:
                case Stands():
                    pace.arrived(claim.place.channel, time.monotonic())
                case Later(limited=True) if pace.refused(claim.place.channel, everywhere=outcome.everywhere):
                    held_until = max(now + outcome.wait, held_until or now)
                    pace.hold(held_until)
                case _:
                    pass
        self.is_over = self.is_over or held_until is not None or any(isinstance(o, WorkspaceLost) for _, o in ended)
        return held_until

    def _prolong(self) -> None:
        """Renew the claims of flights that take long, so that no other process takes them over."""
        sender, now = self.sender, self.sender.clock()
        long = [flight for flight in self.flights.values() if flight.until - now < sender.claim_for * 2 / 3]
        if not long:
            return
        until = now + sender.claim_for
        with sender.db.write() as session:
            claims.prolong(session, sender.tenant, [flight.claim.id for flight in long], sender.owner, until)
        for flight in long:
            flight.until = until


def _choose(ready: list[Head], free: int) -> list[Head]:
    """Whom to serve: by turns the row that waits longest, and the channel with most to come, which needs most time."""
    deepest = nlargest(free, ready, key=lambda head: head.depth)
    return list(dict.fromkeys(chain.from_iterable(zip(ready, deepest, strict=False))))[:free]
