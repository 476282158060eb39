"""The life of a channel, as Slack tells of it: renamed, archived, left, joined, made private, shared, given another
id; cards deleted."""

from __future__ import annotations

from bot.clients.slack import CHANNEL_GONE
from bot.services.absence import ARCHIVED, DELETED, LEFT, lose_channel, regain_channel
from bot.services.desk import Desk
from bot.services.sender import CLAIM_FOR
from storage import channel_ids, channels, outbox, posts, watches


def rename(desk: Desk, tenant: int, channel: str, name: str) -> None:
    """All goes on; the new name is shown from now on."""
    with desk.db.write() as session:
        channels.rename_channel(session, tenant, channel, name)


def follow(desk: Desk, tenant: int, old: str, new: str) -> None:
    """The channel has another id from now on, under which all goes on; so does what failed under the old one."""
    with desk.db.write() as session:
        outbox.lock_routing(session)
        now = desk.clock()
        if not channel_ids.follow(session, tenant, old, new, now + CLAIM_FOR):
            return
        if watches.is_paused_as(session, tenant, new, CHANNEL_GONE[DELETED]):
            # A post under the old id met Slack before Slack told us: the channel was never gone.
            regain_channel(session, tenant, new, now)


def archive(desk: Desk, tenant: int, channel: str) -> None:
    """The channel's watches pause; what is due is kept."""
    _lose(desk, tenant, channel, ARCHIVED)
    with desk.db.write() as session:
        channels.set_archived(session, tenant, channel, True)


def unarchive(desk: Desk, tenant: int, channel: str) -> None:
    """All goes on; what was missed comes as one message."""
    with desk.db.write() as session:
        channels.set_archived(session, tenant, channel, False)
        regain_channel(session, tenant, channel, desk.clock())


def leave(desk: Desk, tenant: int, channel: str) -> None:
    """The bot was removed from the channel."""
    _lose(desk, tenant, channel, LEFT)


def delete(desk: Desk, tenant: int, channel: str) -> None:
    """The channel is gone for good."""
    _lose(desk, tenant, channel, DELETED)


def _lose(desk: Desk, tenant: int, channel: str, reason: str) -> None:
    with desk.db.write() as session:
        if channels.is_ours(session, tenant, channel):
            lose_channel(session, tenant, channel, reason, desk.clock())


def join(desk: Desk, tenant: int, channel: str) -> None:
    """The bot was invited, perhaps again: what it missed comes as one message."""
    with desk.db.write() as session:
        regain_channel(session, tenant, channel, desk.clock())


def restrict(desk: Desk, tenant: int, channel: str, *, private: bool = False, externally_shared: bool = False) -> None:
    """Others read along, or fewer do: the stricter rule holds from now on."""
    with desk.db.write() as session:
        channels.restrict_channel(session, tenant, channel, private=private, externally_shared=externally_shared)


def forget_message(desk: Desk, tenant: int, channel: str, ts: str) -> None:
    """A message was deleted: if it is a card of ours, the next news of it is posted anew."""
    with desk.db.read() as session:
        if posts.find_thread(session, tenant, channel, ts) is None:
            return
    with desk.db.write() as session:
        posts.mark_gone(session, tenant, channel, ts)
