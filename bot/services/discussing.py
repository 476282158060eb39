"""Discuss: a message from a channel is taken to the thread of the party that it names, in that channel.

message ─▶ party ─▶ its thread of the last 30 days, else a status card that opens one ─▶ quoted and linked there
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.blocks import check as check_blocks
from bot.blocks.discussions import brought
from bot.clients.slack import Posted, Sent, Unsure
from bot.core.audience import Audience
from bot.services.desk import Desk
from bot.services.doubtful import post_once
from bot.services.kept_replies import instant_of
from bot.services.replies import Reply
from bot.services.screening import check_entities
from bot.services.threads import subject_is, subjects_in
from storage import leases, posts, seen
from storage.posts import Thread

JOINED_FOR: Final = timedelta(days=30)
"""How old a party's thread may be for a message to be taken there; after that a new card opens one."""
OPENING: Final = timedelta(minutes=1)
"""How long the opening of a thread may take, Slack's answers included."""
REFUSED: Final = "Slack did not take my post. Invite me to this channel with /invite, then try again."
UNCONFIRMED: Final = (
    "Slack did not confirm my post, so it may not stand here yet. Try again in a moment: I look for it first, and post "
    "nothing twice."
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message to be discussed: where it stands, whose it is, its first words."""

    ts: str
    thread_ts: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Discussed:
    """The message is linked in the party's thread: `opened` for it, or linked there `again` (that is, not twice)."""

    url: str
    opened: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class NotDiscussed:
    """Nothing was posted, or nobody can say; the text says why and what to do."""

    text: str


def discuss(desk: Desk, audience: Audience, quoted: Quoted, entity: str, by: str) -> Discussed | NotDiscussed:
    """Take a message to the thread of a party in the audience's channel."""
    name, owner = f"discuss:{audience.tenant}:{audience.channel}:{entity}"[:60], uuid.uuid4().hex
    with desk.db.write() as session:
        if leases.take(session, name, owner, desk.clock(), OPENING) is None:
            return NotDiscussed("Somebody is taking a message to this thread right now. Try again in a moment.")
    try:
        return _discuss(desk, audience, quoted, entity, by)
    finally:
        with desk.db.write() as session:
            leases.release(session, name, owner, desk.clock())


def _discuss(desk: Desk, audience: Audience, quoted: Quoted, entity: str, by: str) -> Discussed | NotDiscussed:
    channel, now = audience.channel, desk.clock()
    standing = thread_about(desk, audience, entity)
    if standing and standing.ts == quoted.thread_ts:
        return Discussed(desk.slack.permalink(channel, standing.ts), again=True)
    key = f"discuss:{channel}:{quoted.ts}:{entity}"[:160]
    with desk.db.write() as session:
        first = seen.first_time(session, audience.tenant, key, now)
    if standing and not first:
        return Discussed(desk.slack.permalink(channel, standing.ts), again=True)
    opened = Sent(standing.ts) if standing else _open(desk, audience, entity)
    done = _quote(desk, audience, quoted, opened.ts, by, key) if isinstance(opened, Sent) else opened
    if isinstance(opened, Sent) and isinstance(done, Sent):
        return Discussed(desk.slack.permalink(channel, opened.ts), opened=standing is None)
    with desk.db.write() as session:
        seen.forget(session, audience.tenant, key)
    return NotDiscussed(UNCONFIRMED if isinstance(done, Unsure) else REFUSED)


def _quote(desk: Desk, audience: Audience, quoted: Quoted, root: str, by: str, key: str) -> Posted:
    channel = audience.channel
    message = brought(quoted.text, quoted.author, by, desk.slack.permalink(channel, quoted.ts))
    return post_once(desk, audience.tenant, channel, root, Reply(message), desk.clock(), key)


def thread_about(desk: Desk, audience: Audience, entity: str) -> Thread | None:
    """The newest thread of ours in the readers' channel that is about a party by now, unless it is old."""
    since = desk.clock() - JOINED_FOR
    with desk.db.read() as session:
        recent = posts.recent_threads(session, audience.tenant, audience.channel)
        is_it = subject_is(session, entity)
        new = (thread for thread in recent if instant_of(thread.ts) >= since)
        return next((thread for thread in new if any(map(is_it, thread.subjects))), None)


def _open(desk: Desk, audience: Audience, entity: str) -> Posted:
    """Post the status of a party as the card of a new thread."""
    now = desk.clock()
    answer = check_entities(desk, [entity], desk.dataset.current().caption(entity) or entity, audience, now)
    reply = Reply(check_blocks.render(answer, audience), subjects_in(answer))
    key = f"discussion:{audience.channel}:{entity}"
    return post_once(desk, audience.tenant, audience.channel, "", reply, now, key, kind="discussion")
