"""One attempt to send a claimed row: it writes nothing, and ends in a value that says what became of it.

(is this person still of the team?) ─▶ render ─▶ (look first, after a doubtful attempt) ─▶ post ─▶ outcome
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from bot.blocks.anew import posted_anew
from bot.blocks.full_list import File
from bot.blocks.ids import alert_block_id
from bot.blocks.kit import Message
from bot.clients.slack import (
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
from bot.core.watches import is_person
from bot.services.broadcasting import shows_in_channel
from bot.services.channels import describe
from bot.services.pace import Pace, unhurried
from bot.services.payloads import alert_payload
from bot.services.people import People
from bot.services.recipients import readable
from bot.services.rooms import Rooms
from bot.services.threads import newest_about
from storage import channels, outbox, posts
from storage.db import Database
from storage.outbox import Card, Claim
from storage.session import Session

CLAIM_FOR: Final = timedelta(minutes=1)
"""Longer than Slack takes to show what it accepted: a dead process's rows are looked up after this."""
ATTEMPTS: Final = 8
CRASHES: Final = 60
"""A row whose attempts end with the process again and again is given up: it may be what ends it."""
THREADS: Final = 12
"""How many channels are written to at once: the time on the way to Slack is spent waiting."""
BACK_OFF: Final = timedelta(seconds=5)
BACK_OFF_MOST: Final = timedelta(minutes=15)
FILE_BACK_OFF: Final = timedelta(seconds=8)
"""A file is tried again soon, and given up soon: it holds back the channel's next card meanwhile."""
LEAST_WAIT: Final = timedelta(seconds=1)
UNTOLD: Final = timedelta(minutes=1)
"""When Slack is asked again whether a person is of the team; what is theirs waits meanwhile."""
CLOCKS_APART: Final = timedelta(minutes=10)
"""How far our clock may be from Slack's: a message is looked for from so long before its alert was made."""
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
class Sender:
    """Who delivers: one team's Slack, the renderer, a clock, and the name under which rows are claimed.

    `people` and `rooms` are what Slack said of them before, as on the desk.
    """

    db: Database
    slack: Slack
    render: Render
    tenant: int
    owner: str
    clock: Callable[[], datetime]
    pace: Pace = field(default_factory=unhurried)
    claim_for: timedelta = CLAIM_FOR
    attempts: int = ATTEMPTS
    crashes: int = CRASHES
    threads: int = THREADS
    back_off: timedelta = BACK_OFF
    back_off_most: timedelta = BACK_OFF_MOST
    people: People = field(default_factory=People, repr=False)
    rooms: Rooms = field(default_factory=Rooms, repr=False)
    jitter: Callable[[], float] = field(default=lambda: 0.5 + secrets.randbelow(1000) / 2000)


@dataclass(frozen=True, slots=True)
class Stands:
    """The message stands in Slack at `ts`, in `channel` as Slack names it."""

    ts: str
    draft: Draft
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now. `counted` attempts wear a row out; `limited`: Slack asked for it; `everywhere`: of all channels."""

    wait: timedelta
    error: str
    look_first: bool = False
    counted: bool = True
    limited: bool = False
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """No post will come of it: `dead`, `unsure` or `moot`."""

    status: str
    error: str


@dataclass(frozen=True, slots=True)
class Outsider:
    """The person is a guest now, or gone: nothing of the team's is theirs to read."""


@dataclass(frozen=True, slots=True)
class ParentGone:
    """The card to reply to, or to edit, was deleted at `ts`."""

    ts: str


@dataclass(frozen=True, slots=True)
class ChannelLost:
    """Slack takes nothing for this channel any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class WorkspaceLost:
    """Slack takes nothing from us any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Overtaken:
    """The claim ran out before anything was sent: another process has the row."""


Outcome = Stands | Later | Ended | Outsider | ParentGone | ChannelLost | WorkspaceLost | Overtaken


def attempt(sender: Sender, claim: Claim, is_mine: Callable[[], bool]) -> Outcome:
    """Try to bring a row to its channel; `is_mine` says until the last moment whether the claim still holds."""
    if claim.crashes >= sender.crashes:
        return Ended("unsure", f"given up after {claim.crashes} attempts that ended with the process")
    match readable(sender, claim):
        case "guest":
            return Outsider()
        case "unknown":
            return Later(UNTOLD, "Slack does not say whether this is a member", claim.look_first, counted=False)
        case Claim() as claim:
            pass
    with sender.db.read() as session:
        draft = sender.render(session, claim)
        card = outbox.card_at(session, claim.place)
        thread = _thread_ts(session, claim, card, draft)
        is_gone = bool(thread) and posts.is_gone(session, claim.place.tenant, claim.place.channel, thread)
    if draft.file is None and _index(claim) >= len(draft.messages):
        return Ended("moot", "nothing left to tell")
    if claim.part != "card" and not thread:
        unsure = card is not None and card.status == "unsure"
        return Ended("unsure" if unsure else "dead", "the card it belongs to was not posted")
    if claim.look_first and (known := _look(sender, claim, draft, thread)):
        return known
    if is_gone:
        return ParentGone(thread)
    return _send(sender, claim, draft, card, thread) if is_mine() else Overtaken()


def broken(sender: Sender, claim: Claim, error: str) -> Outcome:
    """What an attempt that ended with an exception leaves: nobody knows what it did."""
    if claim.attempts >= sender.attempts:
        return Ended("unsure", error)
    return Later(_back_off(sender, claim), error, look_first=True)


def take_back_file(sender: Sender, claim: Claim) -> None:
    """Draw a card again that promised a file which does not come; nothing is lost if it fails."""
    with sender.db.read() as session:
        card = outbox.card_at(session, claim.place)
        draft = sender.render(session, replace(claim, part="card"))
    if card is not None and card.ts and draft.messages:
        sender.slack.edit(claim.place.channel, card.ts, alert_payload(draft.messages[0], card.alert))


def _send(sender: Sender, claim: Claim, draft: Draft, card: Card | None, thread: str) -> Outcome:
    if draft.file is not None:
        return _upload(sender, claim, draft, draft.file, thread)
    if claim.part.startswith("update") and card is not None:
        return _update(sender, claim, draft, card)
    draft = _for_its_readers(sender, claim, draft)
    drawn = draft.messages[_index(claim)]
    if claim.part == "card" and card is not None and card.ts:
        drawn = _linked(sender, claim, drawn)
    return _outcome(sender, claim, draft, _post(sender, claim, drawn, thread), thread)


def _for_its_readers(sender: Sender, claim: Claim, draft: Draft) -> Draft:
    """The draft as those may see it who read along: before a channel's first card Slack is asked, later events tell."""
    place = claim.place
    with sender.db.read() as session:
        is_known = channels.seen_at(session, place.tenant, place.channel) is not None
    if claim.part != "card" or is_known or is_person(place.channel):
        return draft
    describe(sender.db, sender.slack, place.tenant, place.channel, sender.clock())
    with sender.db.read() as session:
        drawn = sender.render(session, claim)
    return drawn if drawn.messages else draft


def _post(sender: Sender, claim: Claim, drawn: Message, thread: str, *, broadcast: bool = False) -> Posted:
    return sender.slack.post(claim.place.channel, alert_payload(drawn, claim.alert), thread, broadcast=broadcast)


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
    thread = newest_about(session, claim.place.tenant, claim.place.channel, draft.subjects)
    return thread.ts if thread else ""


def _linked(sender: Sender, claim: Claim, drawn: Message) -> Message:
    """A card that stood here before says so, with a link to the replies that still stand where it was."""
    with sender.db.read() as session:
        reply = outbox.reply_to(session, claim.place)
    link = sender.slack.permalink(claim.place.channel, reply) if reply else ""
    return posted_anew(drawn, link)


def _look(sender: Sender, claim: Claim, draft: Draft, thread: str) -> Outcome | None:
    """After a doubtful attempt: None when the message is certainly not there, else what is known of it."""
    since = claim.made_at - CLOCKS_APART if claim.made_at else None
    found = sender.slack.find(claim.place.channel, claim.alert, alert_block_id(claim.alert), thread, since)
    match found:
        case NotFound():
            return None
        case Found(ts, channel):
            return Stands(ts, draft, channel)
        case RateLimited(seconds, everywhere):
            return Later(_asked(seconds), "rate limit", True, counted=False, limited=True, everywhere=everywhere)
        case Unreadable(reason) if thread and reason in GONE_PARENT:
            return ParentGone(thread)
        case Unreadable(reason, permanent):
            if permanent or claim.attempts >= sender.attempts:
                return Ended("unsure", f"may have been posted; cannot be looked up: {reason}")
            return Later(_back_off(sender, claim), reason, look_first=True)


def _update(sender: Sender, claim: Claim, draft: Draft, card: Card) -> Outcome:
    """Redraw the card, then say so once in its thread.

    Whether the reply shows in the channel is for the watches to say that brought it.
    """
    channel, (parent, reply) = claim.place.channel, draft.messages
    edited = sender.slack.edit(channel, card.ts, alert_payload(parent, card.alert))
    match edited:
        case Undeliverable(reason) if reason in FIXED_PARENT:
            pass
        case Unsure(reason):
            # Nothing was posted yet, and an edit may be repeated: no need to look.
            return Later(_back_off(sender, claim), reason)
        case Undeliverable() | RateLimited():
            return _outcome(sender, claim, draft, edited, card.ts)
        case Sent():
            pass
    with sender.db.read() as session:
        shows = shows_in_channel(session, claim, card)
    return _outcome(sender, claim, draft, _post(sender, claim, reply, card.ts, broadcast=shows), card.ts)


def _upload(sender: Sender, claim: Claim, draft: Draft, file: File, thread: str) -> Outcome:
    """Put the file with all names into the card's thread; one that is refused costs the channel nothing else."""
    done = sender.slack.upload(claim.place.channel, thread, file.name, file.title, file.content)
    if isinstance(done, Undeliverable) and done.scope != "workspace":
        done = replace(done, scope="message")
    soon = replace(sender, back_off=sender.back_off / 5, back_off_most=FILE_BACK_OFF)
    return _outcome(soon, claim, draft, done, thread)


def _outcome(sender: Sender, claim: Claim, draft: Draft, result: Posted, thread: str) -> Outcome:
    """What the answer to a post means for the row."""
    worn_out = claim.attempts >= sender.attempts
    match result:
        case Sent(ts, channel):
            return Stands(ts, draft, channel)
        case RateLimited(seconds, everywhere):
            return Later(_asked(seconds), "rate limit", counted=False, limited=True, everywhere=everywhere)
        case Unsure(reason) if worn_out:
            return Ended("unsure", reason)
        case Unsure(reason):
            return Later(_back_off(sender, claim), reason, look_first=True)
        case Undeliverable(reason, scope="workspace"):
            return WorkspaceLost(reason)
        case Undeliverable(reason, permanent=True, scope="channel"):
            return ChannelLost(reason)
        case Undeliverable(reason) if thread and reason in GONE_PARENT and not worn_out:
            return ParentGone(thread)
        case Undeliverable(reason, permanent):
            if permanent or worn_out:
                return Ended("dead", reason)
            return Later(_back_off(sender, claim), reason)


def _asked(seconds: float) -> timedelta:
    return max(timedelta(seconds=seconds), LEAST_WAIT)


def _back_off(sender: Sender, claim: Claim) -> timedelta:
    return min(sender.back_off_most, sender.back_off * (1 << (claim.attempts - 1))) * sender.jitter()
