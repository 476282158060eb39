"""Delivery: what is owed goes to Slack, once each and in order.

    claim ─▶ render ─▶ (look first, after a doubtful attempt) ─▶ post ─▶ record

A claim is one transaction, a record another; the post between them may be lost by a crash or a time-out. The row
then says so, and the next attempt looks for the message in the channel before it posts again.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.blocks.full_list import File
from bot.blocks.ids import alert_block_id
from bot.blocks.kit import Message, with_block_id
from bot.clients.slack import (
    CHANNEL_GONE,
    Found,
    NotFound,
    Posted,
    RateLimited,
    Sent,
    Slack,
    Undeliverable,
    Unreadable,
    Unsure,
)
from storage import outbox, posts, watches
from storage.db import Database
from storage.outbox import Card, Claim
from storage.session import Session

CLAIM_FOR: Final = timedelta(minutes=5)
ATTEMPTS: Final = 8
FILE_ATTEMPTS: Final = 3
"""A file that cannot be uploaded soon is given up: it holds back the channel's next card meanwhile."""
CRASHES: Final = 3
"""A row whose attempts end with the process is given up after this many times as many."""
BACK_OFF: Final = timedelta(seconds=5)
LEAST_WAIT: Final = timedelta(seconds=1)
BACK_OFF_MOST: Final = timedelta(minutes=15)
EVENT_TYPE: Final = "desk_alert"
GONE_PARENT: Final = ("message_not_found", "thread_not_found")
FIXED_PARENT: Final = ("cant_update_message", "edit_window_closed")


@dataclass(frozen=True, slots=True)
class Draft:
    """The messages of a row, as drawn now: a card; a card and the reply about it; or the replies of a detail.

    `file_rows` is the length of the file that a card promises in its thread; `file` is that file.
    """

    messages: tuple[Message, ...]
    subjects: tuple[posts.Subject, ...] = ()
    file_rows: int = 0
    file: File | None = None


Render = Callable[[Session, Claim], Draft]
"""Draws a row from an open session."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a run did: posts, refusals for good, rows that still wait, rows that nobody can be sure of."""

    sent: int = 0
    failed: int = 0
    deferred: int = 0
    unsure: int = 0


@dataclass(slots=True)
class Pace:
    """Slack's one message per second and channel, with a budget for short bursts."""

    per_second: float = 1.0
    burst: float = 3.0
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, channel: str, now: float) -> float:
        """Seconds to wait before the next message to a channel; counts it as sent."""
        left, since = self._left.get(channel, (self.burst, now))
        left = min(self.burst, left + (now - since) * self.per_second) - 1
        self._left[channel] = (left, now)
        return max(0.0, -left / self.per_second)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who delivers: one team's Slack, the renderer, a clock, and the name under which rows are claimed."""

    db: Database
    slack: Slack
    render: Render
    tenant: int
    owner: str
    clock: Callable[[], datetime]
    pace: Pace | None = None
    claim_for: timedelta = CLAIM_FOR
    attempts: int = ATTEMPTS
    jitter: Callable[[], float] = field(default=lambda: 0.5 + secrets.randbelow(1000) / 2000)


def deliver_due(sender: Sender) -> Delivered:
    """Send what may be sent now; rows of a channel that must wait hold back only that channel."""
    tally: Counter[str] = Counter()
    while _waiting(sender) and (claim := _claim(sender)):
        tally[_deliver(sender, claim)] += 1
    _tell_owners(sender)
    return Delivered(tally["sent"], tally["dead"], _waiting(sender), tally["unsure"])


def _waiting(sender: Sender) -> int:
    """How many rows are open: read first, so that an idle sender never takes the writers' lock."""
    with sender.db.read() as session:
        return outbox.count_open(session, sender.tenant)


def _claim(sender: Sender) -> Claim | None:
    with sender.db.write() as session:
        return outbox.claim(session, sender.tenant, sender.owner, sender.clock(), sender.claim_for)


def _deliver(sender: Sender, claim: Claim) -> str:
    """Bring one row to an end or put it back; says where it stands now."""
    if claim.attempts > sender.attempts * CRASHES:
        lost = "unsure" if claim.look_first else "dead"
        return _close(sender, claim, lost, f"given up after {claim.attempts - 1} attempts that ended without a result")
    with sender.db.read() as session:
        draft = sender.render(session, claim)
        card = outbox.card_at(session, claim.place)
        thread = _thread_ts(session, claim, card, draft)
    index = _index(claim)
    if draft.file is None and index >= len(draft.messages):
        return _close(sender, claim, "moot", "nothing left to tell")
    if claim.part != "card" and not thread:
        lost = "unsure" if card is not None and card.status == "unsure" else "dead"
        return _close(sender, claim, lost, "the card it belongs to was not posted")
    if claim.look_first and (ended := _look(sender, claim, draft, thread)):
        return ended
    if sender.pace is not None:
        time.sleep(sender.pace.wait(claim.place.channel, time.monotonic()))
    if draft.file is not None:
        return _upload(sender, claim, draft, draft.file, thread)
    if claim.part.startswith("update") and card is not None:
        return _update(sender, claim, draft, card)
    payload = _payload(draft.messages[index], claim.alert)
    return _settle(sender, claim, draft, sender.slack.post(claim.place.channel, payload, thread))


def _index(claim: Claim) -> int:
    """Which of the drawn messages is this row's own."""
    if claim.part.startswith("update"):
        return 1
    number = claim.part.split(":")[2:]
    return int(number[0]) - 1 if number else 0


def _thread_ts(session: Session, claim: Claim, card: Card | None, draft: Draft) -> str:
    """The parent to reply to: the action's own card, else the newest card about these parties."""
    if claim.part == "card":
        return ""
    if card is not None:
        return card.ts
    entities = frozenset(subject.entity for subject in draft.subjects)
    thread = posts.thread_about(session, claim.place.tenant, claim.place.channel, entities)
    return thread.ts if thread else ""


def _look(sender: Sender, claim: Claim, draft: Draft, thread: str) -> str:
    """After a doubtful attempt: "" when the message is not there, else where the row stands now."""
    channel, block = claim.place.channel, alert_block_id(claim.alert)
    found = sender.slack.find(channel, claim.alert, block, thread)
    if thread and isinstance(found, NotFound | Unreadable):
        # The attempt may have found its parent deleted and have posted a new one beside it.
        found = sender.slack.find(channel, claim.alert, block)
    match found:
        case NotFound():
            return ""
        case Found(ts):
            return _sent(sender, claim, draft, ts)
        case RateLimited(seconds):
            return _defer(sender, claim, timedelta(seconds=seconds), "rate limit", look_first=True, counted=False)
        case Unreadable(reason, permanent):
            if permanent or claim.attempts >= sender.attempts:
                return _close(sender, claim, "unsure", f"may have been posted; cannot be looked up: {reason}")
            return _defer(sender, claim, _back_off(sender, claim), reason, look_first=True)


def _update(sender: Sender, claim: Claim, draft: Draft, card: Card) -> str:
    """Redraw the card, then say so once in its thread; a card that was deleted is posted anew instead.

    The reply shows in the channel only if it tells of events that the card never showed: those who saw a removal as
    pending had their one notification then.
    """
    channel, (parent, reply) = claim.place.channel, draft.messages
    edited = sender.slack.edit(channel, card.ts, _payload(parent, card.alert))
    match edited:
        case Undeliverable(reason) if reason in GONE_PARENT:
            posted = sender.slack.post(channel, _payload(parent, claim.alert))
            return _settle(sender, claim, draft, posted, new_parent=True)
        case Undeliverable(reason) if reason in FIXED_PARENT:
            pass
        case Unsure(reason):
            # Nothing was posted yet, and an edit may be repeated: no need to look.
            return _defer(sender, claim, _back_off(sender, claim), reason, look_first=False)
        case Undeliverable() | RateLimited():
            return _settle(sender, claim, draft, edited)
        case Sent():
            pass
    with sender.db.read() as session:
        is_news = bool(set(claim.events) - outbox.told_before(session, claim))
    posted = sender.slack.post(channel, _payload(reply, claim.alert), card.ts, broadcast=is_news)
    return _settle(sender, claim, draft, posted)


def _upload(sender: Sender, claim: Claim, draft: Draft, file: File, thread: str) -> str:
    """Put the file with all names into the card's thread; one that is refused costs the channel nothing else."""
    done = sender.slack.upload(claim.place.channel, thread, file.name, file.title, file.content)
    if isinstance(done, Undeliverable):
        done = replace(done, scope="message")
    stands = _settle(replace(sender, attempts=FILE_ATTEMPTS), claim, draft, done)
    if stands == "dead":
        _redraw(sender, claim)
    return stands


def _redraw(sender: Sender, claim: Claim) -> None:
    """Draw a card again that promised what does not come; nothing is lost if it fails."""
    with sender.db.read() as session:
        card = outbox.card_at(session, claim.place)
        draft = sender.render(session, replace(claim, part="card"))
    if card is not None and card.ts and draft.messages:
        sender.slack.edit(claim.place.channel, card.ts, _payload(draft.messages[0], card.alert))


def _payload(message: Message, alert: str) -> Mapping[str, Any]:
    return {
        **message.payload(),
        "blocks": with_block_id(message.blocks, alert_block_id(alert)),
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"alert": alert}},
    }


def _settle(sender: Sender, claim: Claim, draft: Draft, result: Posted, *, new_parent: bool = False) -> str:
    """Write down what became of a post."""
    worn_out = claim.attempts >= sender.attempts
    match result:
        case Sent(ts):
            return _sent(sender, claim, draft, ts, new_parent=new_parent)
        case RateLimited(seconds):
            return _defer(sender, claim, timedelta(seconds=seconds), "rate limit", counted=False)
        case Unsure(reason):
            if worn_out:
                return _close(sender, claim, "unsure", reason)
            return _defer(sender, claim, _back_off(sender, claim), reason, look_first=True)
        case Undeliverable(reason, permanent, scope):
            if permanent and scope == "channel":
                return _give_up(sender, claim, reason)
            if permanent or worn_out:
                return _close(sender, claim, "dead", reason)
            return _defer(sender, claim, _back_off(sender, claim), reason)


def _sent(sender: Sender, claim: Claim, draft: Draft, ts: str, *, new_parent: bool = False) -> str:
    """Record the post, the thread it opens and the further replies it needs, in one transaction."""
    now, place = sender.clock(), claim.place
    with sender.db.write() as session:
        if not outbox.record_sent(session, claim, ts, now):
            return "overtaken"
        if new_parent:
            outbox.move_card(session, place, ts)
        if claim.part == "card" or new_parent:
            thread = posts.Thread(place.tenant, place.channel, ts, "action", place.action, draft.subjects)
            posts.add_thread(session, thread, now)
            if draft.file_rows:
                outbox.owe_file(session, claim, draft.file_rows, now, anew=new_parent)
        if claim.part.startswith("detail") and claim.part.count(":") == 1:
            outbox.add_rest(session, claim, len(draft.messages), now)
    return "sent"


def _defer(
    sender: Sender, claim: Claim, wait: timedelta, error: str, *, look_first: bool = False, counted: bool = True
) -> str:
    wait = max(wait, LEAST_WAIT)
    with sender.db.write() as session:
        outbox.defer(session, claim, sender.clock() + wait, error, look_first=look_first, counted=counted)
    return "deferred"


def _close(sender: Sender, claim: Claim, status: str, error: str) -> str:
    with sender.db.write() as session:
        outbox.close(session, claim, status, error)
    return status


def _give_up(sender: Sender, claim: Claim, reason: str) -> str:
    """A channel that cannot be reached: its watches pause, what is owed is kept but not tried again."""
    place = claim.place
    with sender.db.write() as session:
        outbox.close(session, claim, "dead", reason)
        outbox.bury_channel(session, place.tenant, place.channel, reason)
        watches.pause_channel(session, place.tenant, place.channel, CHANNEL_GONE.get(reason, reason))
    return "dead"


def _back_off(sender: Sender, claim: Claim) -> timedelta:
    return min(BACK_OFF_MOST, BACK_OFF * (1 << (claim.attempts - 1))) * sender.jitter()


def _tell_owners(sender: Sender) -> None:
    """Tell the owners of watches that were paused, once each, by direct message."""
    with sender.db.read() as session:
        untold = watches.owners_to_tell(session, sender.tenant)
    for channel, owner, reason, labels in untold:
        with sender.db.write() as session:
            is_mine = watches.mark_told(session, sender.tenant, channel, owner)
        if not is_mine:
            continue
        told = sender.slack.tell(owner, _farewell(channel, reason, labels))
        if isinstance(told, RateLimited) or (isinstance(told, Undeliverable) and not told.permanent):
            with sender.db.write() as session:
                watches.mark_told(session, sender.tenant, channel, owner, told=False)


def _farewell(channel: str, reason: str, labels: Sequence[str]) -> str:
    what = "watch is paused" if len(labels) == 1 else f"{len(labels)} watches are paused"
    return (
        f"I can no longer post in <#{channel}>: {reason}. Your {what}; what was due is kept, not lost. "
        f"Once I can post there again, make one of the watches anew there: all of them go on."
    )
