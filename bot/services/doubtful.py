"""Doubtful posts: what Slack may have taken without an answer is looked for before it is posted again.

key ─▶ alert in the message ─▶ posted, or no answer ─▶ looked for, now and at the next attempt ─▶ once in the channel
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from bot.blocks.ids import alert_block_id
from bot.clients.slack import Found, NotFound, Posted, Sent, Unsure
from bot.services.desk import Desk
from bot.services.payloads import alert_payload
from bot.services.replies import Reply
from bot.services.sender import CLOCKS_APART
from bot.services.threads import remember
from storage import seen


def post_once(
    desk: Desk, tenant: int, channel: str, thread_ts: str, reply: Reply, now: datetime, key: str, kind: str = "answer"
) -> Posted:
    """Say something in a channel or thread that stands there once, however often it is tried under this key.

    `Unsure`: it may stand there, nobody can say; the next attempt looks again.
    """
    alert = hashlib.sha256(f"{tenant}|{key}".encode()).hexdigest()[:32]
    with desk.db.write() as session:
        is_new = seen.first_time(session, tenant, alert, now)
        since = seen.since(session, tenant, alert) or now
    before = None if is_new else _look(desk, channel, alert, thread_ts, since)
    sent: Posted = before or desk.slack.post(channel, alert_payload(reply.message, alert), thread_ts)
    if isinstance(sent, Unsure) and before is None:
        sent = _look(desk, channel, alert, thread_ts, since) or sent
    if isinstance(sent, Sent):
        remember(desk, tenant, channel, thread_ts or sent.ts, reply, now, kind)
    if not isinstance(sent, Unsure):
        with desk.db.write() as session:
            seen.forget(session, tenant, alert)
    return sent


def _look(desk: Desk, channel: str, alert: str, thread_ts: str, since: datetime) -> Sent | Unsure | None:
    """Where the message stands; None when it is certainly not there."""
    found = desk.slack.find(channel, alert, alert_block_id(alert), thread_ts, since - CLOCKS_APART)
    match found:
        case Found(ts, where):
            return Sent(ts, where)
        case NotFound():
            return None
        case _:
            return Unsure("may have been posted; cannot be looked up")
