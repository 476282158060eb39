"""Channels: what decides who reads along there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Update
from sqlmodel import Session, col, or_, select, update

from bot.core.audience import Audience, Surface
from bot.core.watches import is_person
from storage.confining import confine
from storage.lists import insert_ignoring
from storage.team_rows import ChannelRow, WatchRow

UNSEEN = datetime(1970, 1, 1, tzinfo=UTC)
"""When a channel was seen that Slack has not described yet."""
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
    """Note what a channel is; once private or shared, the stricter rule stays, also for what was decided there."""
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
    seen = find_channel(session, channel.tenant, channel.id)
    if seen.private:
        confine(session, channel.tenant, channel.id)
    return seen


def seen_at(session: Session, tenant: int, channel: str) -> datetime | None:
    """When Slack last described this channel to us; None when it never did."""
    row = session.get(ChannelRow, (tenant, channel))
    return row.seen_at if row and row.seen_at > UNSEEN else None


def find_channel(session: Session, tenant: int, channel: str) -> Channel:
    """What is known of a channel; one that Slack has not described is private and shared, a person's is theirs."""
    row = session.get(ChannelRow, (tenant, channel))
    if row is not None and row.seen_at > UNSEEN:
        return Channel(row.tenant, row.id, row.name, row.private, row.externally_shared)
    is_direct = is_person(channel) or channel.startswith("D")
    shared = bool(row and row.externally_shared) or not is_direct
    return Channel(tenant, channel, row.name if row else "", private=True, externally_shared=shared)


def is_ours(session: Session, tenant: int, channel: str) -> bool:
    """Whether a channel means anything to us: Slack tells of every public one."""
    watched = select(WatchRow.id).where(WatchRow.tenant == tenant, WatchRow.channel == channel).limit(1)
    return session.get(ChannelRow, (tenant, channel)) is not None or session.exec(watched).first() is not None


def rename_channel(session: Session, tenant: int, channel: str, name: str) -> None:
    """Note a channel's new name; one never seen here is none of ours."""
    _change(session, tenant, channel, name=name[:120])


def restrict_channel(
    session: Session, tenant: int, channel: str, *, private: bool = False, externally_shared: bool = False
) -> None:
    """Follow the stricter rule from now on; of a channel never seen, Slack is asked when that matters."""
    stricter = {"private": private, "externally_shared": externally_shared}
    _change(session, tenant, channel, **{name: True for name, holds in stricter.items() if holds})
    if private:
        confine(session, tenant, channel)


def forget_description(session: Session, tenant: int, channel: str) -> None:
    """Slack does not know the channel any more, as if it had turned private: nothing is known until it does."""
    _change(session, tenant, channel, seen_at=UNSEEN)
    confine(session, tenant, channel)


def set_archived(session: Session, tenant: int, channel: str, archived: bool) -> None:
    """Note whether a channel is archived."""
    _change(session, tenant, channel, archived=archived)


def is_archived(session: Session, tenant: int, channel: str) -> bool:
    """Whether a channel is known to be archived."""
    row = session.get(ChannelRow, (tenant, channel), populate_existing=True)
    return row is not None and row.archived


def mark_lost(session: Session, tenant: int, channel: str, last_event: int) -> bool:
    """Note that a channel cannot be reached, and the last event before that; False when it is known."""
    _meet(session, tenant, channel)
    query = update(ChannelRow).where(*_at(tenant, channel), col(ChannelRow.lost_after).is_(None))
    return _count(session, query.values(lost_after=last_event)) == 1


def mark_found(session: Session, tenant: int, channel: str) -> int | None:
    """A channel can be reached again: the last event before it was lost, to exactly one of two that ask at once."""
    row = session.get(ChannelRow, (tenant, channel), populate_existing=True)
    if row is None or row.lost_after is None:
        return None
    after = row.lost_after
    query = update(ChannelRow).where(*_at(tenant, channel), col(ChannelRow.lost_after) == after)
    return after if _count(session, query.values(lost_after=None)) else None


def lost(session: Session, tenant: int | None = None) -> frozenset[tuple[int, str]]:
    """The (tenant, channel) pairs that cannot be reached now (of one tenant, or over all for the operators)."""
    query = select(ChannelRow.tenant, ChannelRow.id).where(col(ChannelRow.lost_after).is_not(None))
    rows = session.exec(query if tenant is None else query.where(ChannelRow.tenant == tenant))
    return frozenset((owner, channel) for owner, channel in rows)


def names(session: Session, tenant: int) -> dict[str, str]:
    """The names of a tenant's channels by id, as far as Slack has told them."""
    query = select(ChannelRow.id, ChannelRow.name).where(ChannelRow.tenant == tenant, ChannelRow.name != "")
    return dict(session.exec(query).all())


def _meet(session: Session, tenant: int, channel: str) -> None:
    """A row for a channel that Slack has told of, but not described."""
    values = {"tenant": tenant, "id": channel, "private": is_private_id(channel), "seen_at": UNSEEN}
    insert_ignoring(session, ChannelRow, [values])


def _at(tenant: int, channel: str) -> tuple[ColumnElement[bool], ...]:
    return (col(ChannelRow.tenant) == tenant, col(ChannelRow.id) == channel)


def _change(session: Session, tenant: int, channel: str, **values: object) -> None:
    _count(session, update(ChannelRow).where(*_at(tenant, channel)).values(**values))


def _count(session: Session, query: Update) -> int:
    result = session.execute(query.execution_options(synchronize_session="fetch"))
    return int(getattr(result, "rowcount", 0))


def openness(session: Session, audience: Audience) -> Callable[[str], bool]:
    """Whether these readers may know of a channel from elsewhere: it is known to be open to every member.

    At the command line, where Slack may never have been asked, it is enough that it is not known to be private.
    """
    query = select(ChannelRow.id, ChannelRow.private, ChannelRow.seen_at).where(ChannelRow.tenant == audience.tenant)
    rows = session.exec(query).all()
    closed = frozenset(channel for channel, private, _ in rows if private)
    opened = frozenset(channel for channel, private, seen in rows if seen > UNSEEN and not private)

    def is_open(channel: str) -> bool:
        if is_private_id(channel) or is_person(channel):
            return False
        return channel not in closed if audience.surface == "cli" else channel in opened

    return is_open


def audience_in(session: Session, tenant: int, surface: Surface, channel: str = "", user: str = "") -> Audience:
    """The readers of an answer shown in this channel, by what is known of it."""
    if not channel:
        return Audience(tenant, surface, user=user)
    known = find_channel(session, tenant, channel)
    return Audience(tenant, surface, channel, known.private, known.externally_shared, user)


def is_private_id(channel: str) -> bool:
    """Whether a channel's id alone says that it is a direct message or a private group."""
    return channel.startswith(ALWAYS_PRIVATE)
