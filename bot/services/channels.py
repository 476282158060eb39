"""Channels: who reads along, asked of Slack once in a while and taken strictly when Slack does not say."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from bot.clients.slack import ChannelInfo, Slack, Undeliverable
from bot.core.audience import Audience, Surface
from bot.core.roles import MEMBER
from bot.services.desk import Desk
from bot.services.people import person
from bot.services.roles import acts_for
from storage import channels
from storage.channels import Channel
from storage.db import Database, ReadOnly

ASK_AGAIN: Final = timedelta(hours=1)
"""How old what we know of a channel may be: its events tell most, but not in all workspaces, and some get lost."""


def audience_for(desk: Desk, tenant: int, surface: Surface, channel: str, user: str) -> Audience:
    """The readers of an answer in this channel, at the asking of this user; strangers and guests get public data."""
    found = person(desk, user) if user else None
    guest = bool(user) and (found is None or found.guest)
    acts = acts_for(desk, tenant, found) if found and not guest else frozenset() if guest else MEMBER
    if not channel:
        return Audience(tenant, surface, user=user, guest=guest, acts=acts)
    if surface == "dm":
        with desk.db.read() as session:
            seen = channels.find_channel(session, tenant, channel)
    else:
        seen = describe(desk.db, desk.slack, tenant, channel, desk.clock())
    return Audience(tenant, surface, channel, seen.private, seen.externally_shared, user, guest, acts)


def describe(db: Database, slack: Slack, tenant: int, channel: str, now: datetime) -> Channel:
    """What a channel is, asked of Slack where that is not known or old; undescribed it counts as private and shared."""
    with db.read() as session:
        seen_at = channels.seen_at(session, tenant, channel)
        known = channels.find_channel(session, tenant, channel)
    if seen_at is not None and now - seen_at < ASK_AGAIN:
        return known
    info = slack.channel(channel)
    if isinstance(info, ChannelInfo):
        seen = Channel(tenant, channel, info.name, info.private, info.externally_shared)
        with suppress(ReadOnly), db.write() as session:
            seen = channels.upsert_channel(session, seen, now)
        return seen
    if seen_at is not None and not (isinstance(info, Undeliverable) and info.scope == "channel"):
        return known
    if seen_at is not None:
        # It turned private without us, or is gone: what was known of it holds no more.
        with suppress(ReadOnly), db.write() as session:
            channels.forget_description(session, tenant, channel)
    return Channel(tenant, channel, known.name, private=True, externally_shared=True)
