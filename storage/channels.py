"""Channels: what decides who reads along there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select, update

from bot.core.audience import Audience, Surface
from storage.lists import insert_ignoring
from storage.team_rows import ChannelRow

ALWAYS_PRIVATE = ("D", "G")
"""First letters of the ids of direct messages and (old) private groups."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as last seen; `private` and `externally_shared` never turn back."""

    tenant: int
    id: str
    name: str
    private: bool
    externally_shared: bool


def upsert_channel(session: Session, channel: Channel, now: datetime) -> Channel:
    """Note what a channel is; once private or shared, the stricter rule stays."""
    private = channel.private or is_private_id(channel.id)
    values = {
        "tenant": channel.tenant,
        "id": channel.id,
        "name": channel.name,
        "private": private,
        "externally_shared": channel.externally_shared,
        "seen_at": now,
    }
    insert_ignoring(session, ChannelRow, [values])
    session.execute(
        update(ChannelRow)
        .where(col(ChannelRow.tenant) == channel.tenant, col(ChannelRow.id) == channel.id)
        .values(
            name=channel.name or ChannelRow.name,
            private=or_(col(ChannelRow.private), private),
            externally_shared=or_(col(ChannelRow.externally_shared), channel.externally_shared),
            seen_at=now,
        )
        .execution_options(synchronize_session="fetch")
    )
    return find_channel(session, channel.tenant, channel.id)


def is_known(session: Session, tenant: int, channel: str) -> bool:
    """Whether Slack has told us what this channel is."""
    return session.get(ChannelRow, (tenant, channel)) is not None


def find_channel(session: Session, tenant: int, channel: str) -> Channel:
    """What is known of a channel; one never seen is taken as its id says."""
    row = session.get(ChannelRow, (tenant, channel))
    if row is None:
        return Channel(tenant, channel, "", is_private_id(channel), externally_shared=False)
    return Channel(row.tenant, row.id, row.name, row.private, row.externally_shared)


def private_channels(session: Session, tenant: int) -> frozenset[str]:
    """The channels of a tenant known to be private; `is_private_id` tells the rest by their ids."""
    rows = session.exec(select(ChannelRow.id).where(ChannelRow.tenant == tenant, col(ChannelRow.private).is_(True)))
    return frozenset(rows)


def audience_in(session: Session, tenant: int, surface: Surface, channel: str = "", user: str = "") -> Audience:
    """The readers of an answer shown in this channel, by what is known of it."""
    if not channel:
        return Audience(tenant, surface, user=user)
    known = find_channel(session, tenant, channel)
    return Audience(tenant, surface, channel, known.private, known.externally_shared, user)


def is_private_id(channel: str) -> bool:
    """Whether a channel's id alone says that it is a direct message or a private group."""
    return channel.startswith(ALWAYS_PRIVATE)
