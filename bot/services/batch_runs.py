"""Batch runs: a batch in Slack is finished once, or owned up to where it was asked for; of its names nothing is kept.

begin ─▶ its message is posted ─▶ may it still tell? ─▶ results sent ─▶ end
(the process lives: kept alive · it died: taken by another, told as broken off, ended)
"""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.blocks import batch_troubles, ids
from bot.clients.slack import Found, Posted, RateLimited, Undeliverable, Unsure
from bot.services.desk import Desk
from storage import batches
from storage.batches import LostBatch
from storage.db import Database, ReadOnly

log = logging.getLogger(__name__)

PROCESS: Final = secrets.token_hex(8)
"""This process: in a container the same host and number come again after each start."""
KEPT_FOR: Final = timedelta(minutes=2)
"""How long a batch counts as alive without a sign of its process."""
AGAIN: Final = timedelta(minutes=1)
GONE: Final = "message_not_found"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a batch is told of: a channel, and the thread there that asked for it ("": none)."""

    channel: str
    thread_ts: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A batch under way, as its own process sees it; number 0: the store took no note of it."""

    db: Database
    tenant: int
    number: int
    process: str = PROCESS

    @property
    def mark(self) -> str:
        """The first block id of its message, by which it is found again."""
        return ids.batch_block_id(self.number) if self.number else ""

    def posted(self, ts: str) -> None:
        """Note which message shows it."""
        with suppress(ReadOnly):
            if self.number:
                with self.db.write() as session:
                    batches.note_message(session, self.tenant, self.number, self.process, ts)

    def may_tell(self) -> bool:
        """Whether the results may be sent: not after another process owned up to a loss."""
        with suppress(ReadOnly):
            if self.number:
                with self.db.write() as session:
                    return batches.begin_telling(session, self.tenant, self.number, self.process)
        return True

    def end(self) -> None:
        """Nothing is left to be told of it."""
        with suppress(ReadOnly):
            if self.number:
                with self.db.write() as session:
                    batches.end_batch(session, self.tenant, self.number, self.process)


def begin(desk: Desk, tenant: int, place: Place, user: str) -> Run:
    """Note that a batch begins, before anything of it can get lost."""
    now = desk.clock()
    try:
        with desk.db.write() as session:
            where = (place.channel, place.thread_ts)
            number = batches.begin_batch(session, tenant, where, user, PROCESS, now, now + KEPT_FOR)
    except ReadOnly:
        number = 0
    return Run(desk.db, tenant, number)


def keep(desk: Desk, tenant: int) -> None:
    """Keep this process's batches alive, and own up to those whose process died."""
    with desk.db.read() as session:
        if not batches.is_any(session, tenant):
            return
    now = desk.clock()
    with desk.db.write() as session:
        batches.keep_alive(session, tenant, PROCESS, now + KEPT_FOR)
        lost = batches.take_lost(session, tenant, now, now + AGAIN)
    for each in lost:
        if _is_told(_tell(desk, each)):
            Run(desk.db, tenant, each.id, batches.NOBODY).end()
            log.warning("a batch broke off with its process; who asked for it was told")


def _tell(desk: Desk, lost: LostBatch) -> Posted:
    if lost.telling:
        # Its summary may stand there already: that is not drawn over.
        said = batch_troubles.perhaps_told(lost.begun_at)
        return desk.slack.post(lost.channel, said.payload(), lost.thread_ts or lost.ts)
    payload = batch_troubles.restarted(lost.begun_at).payload()
    if ts := lost.ts or _find(desk, lost):
        done = desk.slack.edit(lost.channel, ts, payload)
        if isinstance(done, Unsure):
            return Undeliverable(done.reason, permanent=False)  # drawn again, it does no harm
        if not (isinstance(done, Undeliverable) and done.reason == GONE):
            return done
    return desk.slack.post(lost.channel, payload, lost.thread_ts)


def _find(desk: Desk, lost: LostBatch) -> str:
    """The message of a batch whose process died before it noted which that is ("": none is found)."""
    mark = ids.batch_block_id(lost.id)
    since = lost.begun_at - AGAIN
    found = desk.slack.find(lost.channel, mark, mark, lost.thread_ts, since)
    return found.ts if isinstance(found, Found) else ""


def _is_told(said: Posted) -> bool:
    """Whether nothing more can be done: it was told, or can never be."""
    if isinstance(said, Undeliverable):
        return said.permanent
    return not isinstance(said, RateLimited)
