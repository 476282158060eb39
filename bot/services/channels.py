"""Channels: who reads along, asked of Slack once in a while and taken strictly when Slack does not say."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.clients.slack import ChannelInfo
from bot.core.audience import Audience, Surface
from bot.services.desk import Desk
from storage import channels
from storage.channels import Channel
from storage.db import ReadOnly

ASK_AGAIN: Final = timedelta(hours=1)
"""How old what we know of a channel may be: its events tell most, but not in all workspaces, and some get lost."""


def audience_for(desk: Desk, tenant: int, surface: Surface, channel: str, user: str) -> Audience:
    """The readers of an answer in this channel; one that Slack will not describe counts as private and shared."""
    if not channel:
        return Audience(tenant, surface, user=user)
    with desk.db.read() as session:
        seen_at = channels.seen_at(session, tenant, channel)
        found = channels.audience_in(session, tenant, surface, channel, user)
    if surface == "dm" or (seen_at is not None and desk.clock() - seen_at < ASK_AGAIN):
        return found
    info = desk.slack.channel(channel)
    if not isinstance(info, ChannelInfo) and seen_at is not None:
        return found
    if not isinstance(info, ChannelInfo):
        return Audience(tenant, surface, channel, private=True, externally_shared=True, user=user)
    seen = Channel(tenant, channel, info.name, info.private, info.externally_shared)
    try:
        with desk.db.write() as session:
            seen = channels.upsert_channel(session, seen, desk.clock())
    except ReadOnly:
        pass
    return Audience(tenant, surface, channel, seen.private, seen.externally_shared, user)
