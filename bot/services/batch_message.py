"""Batch message: a batch in Slack, from its first word to the summary and the file of results.

post ─▶ screen ─▶ (edit the count, at a decent pace) ─▶ edit into the summary ─▶ file in its thread

The names are kept in memory only, for as long as this runs; that it runs is in the store (`batch_runs`).
"""

from __future__ import annotations

import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Final

from bot.blocks import batch as batch_blocks
from bot.blocks import batch_troubles
from bot.blocks.full_list import File
from bot.blocks.kit import Message
from bot.clients.slack import Posted, RateLimited, Sent, Slack, Undeliverable, Unsure
from bot.core.audience import Audience
from bot.core.batch import Result, list_dates
from bot.core.batch_rows import Row
from bot.services.assessments import recall_all
from bot.services.batch import scope_of, screen_rows
from bot.services.batch_runs import GONE, Place, Run
from bot.services.desk import Desk
from bot.services.questions import remember_batch
from bot.services.screening import ground_of
from bot.services.terminal import NO_TEAM

log = logging.getLogger(__name__)

STEP: Final = 20
"""Names between two looks at the clock."""
EDIT_EVERY: Final = 3.0
"""Seconds between two edits: Slack takes some fifty a minute of all that is edited, two batches run at a time."""
TRIES: Final = 5
LONGEST_WAIT: Final = 60.0


class NotSent(RuntimeError):
    """A message of a batch that Slack did not take."""


def post_batch(
    desk: Desk,
    channel: str,
    rows: Sequence[Row],
    now: datetime,
    every: float = EDIT_EVERY,
    audience: Audience | None = None,
    thread_ts: str = "",
    run: Run | None = None,
    unused: Sequence[str] = (),
) -> None:
    """Screen names and show the results in this place; what goes wrong is owned up to there.

    Decisions that `audience`, the readers there, may see are respected (None: none are). `unused` are columns of the
    input that say nothing to the screening.
    """
    run = run or Run(desk.db, NO_TEAM, 0)
    board = _Board(desk.slack, Place(channel, thread_ts), run, every)
    with owning_up(board, run):
        _screen(desk, board, rows, now, audience, unused)
        run.end()


@contextmanager
def owning_up(board: _Board, run: Run) -> Iterator[None]:
    """Tell of what breaks in here, for nobody else is left that could, and end the run with it."""
    try:
        yield
    except Exception as error:
        reference = secrets.token_hex(4)
        log.error("a batch failed, reference %s, %s", reference, type(error).__name__, exc_info=error)
        board.give_up(batch_troubles.broken_off(reference))
        run.end()


def board_at(desk: Desk, place: Place, run: Run) -> _Board:
    """The message that a batch will have here."""
    return _Board(desk.slack, place, run, EDIT_EVERY)


def _screen(
    desk: Desk,
    board: _Board,
    rows: Sequence[Row],
    now: datetime,
    audience: Audience | None,
    unused: Sequence[str],
) -> None:
    board.show(batch_blocks.progress(0, len(rows)))
    ground = ground_of(desk.db, desk.dataset, desk.sources, now)
    scope = scope_of(ground.states, now, desk.settings.not_searched)
    if not scope.sources:
        board.show(batch_troubles.nothing_searched())
        return
    recalled = partial(recall_all, desk.db, audience=audience, now=now) if audience else None
    results: list[Result] = []
    for start in range(0, len(rows), STEP):
        results += screen_rows(ground, rows[start : start + STEP], recalled=recalled)
        board.glance(batch_blocks.progress(len(results), len(rows)))
    if not board.run.may_tell():
        log.warning("a batch was told of as broken off before it ended; its results are not sent")
        return
    if audience is not None:
        remember_batch(desk, audience, Counter(result.status for result in results), now)
    board.show(batch_blocks.summary(results, scope, unused))
    file = batch_blocks.results_file(results, scope, list_dates(scope.sources))
    board.attach(file)


class _Board:
    """The one message that shows how a batch stands."""

    def __init__(self, slack: Slack, place: Place, run: Run, every: float) -> None:
        self._slack, self._place, self.run, self._every = slack, place, run, every
        self._next = 0.0
        self._ts = ""

    def show(self, message: Message) -> None:
        """Show this for sure; where the message was deleted meanwhile, in a new one."""
        said = _patiently(lambda: self._say(message))
        if isinstance(said, Undeliverable) and said.reason == GONE:
            self._ts = ""
            said = _patiently(lambda: self._say(message))
        if not isinstance(said, Sent):
            raise NotSent(said.reason if isinstance(said, Undeliverable | Unsure) else "rate limit")
        self._next = time.monotonic() + self._every

    def glance(self, message: Message) -> None:
        """Show this if it is time to; nothing is lost without."""
        if time.monotonic() < self._next:
            return
        said = self._slack.edit(self._place.channel, self._ts, message.payload())
        wait = said.seconds if isinstance(said, RateLimited) else self._every
        self._next = time.monotonic() + max(wait, self._every)

    def attach(self, file: File) -> None:
        """Put a file into the message's thread; one that Slack does not take is owned up to there."""
        channel, thread = self._place.channel, self._place.thread_ts or self._ts
        sent = _patiently(lambda: self._slack.upload(channel, thread, file.name, file.title, file.content))
        if not isinstance(sent, Sent):
            self._slack.post(channel, batch_troubles.file_missing().payload(), thread)

    def give_up(self, message: Message) -> None:
        """Say this in place of the progress, else as a message of its own."""
        if self._ts and isinstance(self._say(message), Sent):
            return
        self._slack.post(self._place.channel, message.payload(), self._place.thread_ts)

    def _say(self, message: Message) -> Posted:
        payload = message.payload()
        if self._ts:
            return self._slack.edit(self._place.channel, self._ts, payload)
        if self.run.mark:
            payload["blocks"][0]["block_id"] = self.run.mark
        said = self._slack.post(self._place.channel, payload, self._place.thread_ts)
        if isinstance(said, Sent):
            self._ts = said.ts
            self.run.posted(said.ts)
        # Of a post that may have arrived there must be no second one.
        return Undeliverable(said.reason, permanent=True) if isinstance(said, Unsure) else said


def _patiently(call: Callable[[], Posted]) -> Posted:
    """Repeat a call that had no effect, or may have its effect twice, as often as is decent."""
    done = call()
    for attempt in range(1, TRIES):
        match done:
            case Sent() | Undeliverable(permanent=True):
                return done
            case RateLimited(seconds):
                time.sleep(min(seconds, LONGEST_WAIT))
            case _:
                time.sleep(float(attempt))
        done = call()
    return done
