"""What a person's Home counts: the watches they may see there, and what changed on the lists."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, func, select

from bot.core.audience import Audience
from bot.core.home import Tally
from bot.core.watches import Watch
from storage.channels import openness
from storage.rows import EventRow
from storage.settings import put_once, settings_of
from storage.team_rows import WatchRow
from storage.watches import watches_by_id

VISIT = "home:"
"""Prefix of the key under which a person's first visit is kept; no user sets it."""


def watches_at_home(session: Session, tenant: int, user: str) -> list[Watch]:
    """A person's watches, then the others of the open channels in which they own one: nothing of private channels
    and of other people but what is theirs."""
    query = select(WatchRow.id, WatchRow.channel, WatchRow.owner).where(WatchRow.tenant == tenant)
    rows = session.exec(query).all()
    is_open = openness(session, Audience(tenant, "home", user=user))
    own = {number for number, channel, owner in rows if user in (owner, channel)}
    channels = {channel for number, channel, owner in rows if owner == user and is_open(channel)}
    seen = own | {number for number, channel, _ in rows if channel in channels}
    found = watches_by_id(session, tenant, [number for number in seen if number is not None])
    return sorted(found, key=lambda watch: (watch.id not in own, watch.id))


def tallies(session: Session, since: datetime) -> list[Tally]:
    """How many entries changed since then, by list, what happened and in which state; samples like any other."""
    query = (
        select(EventRow.source, EventRow.op, EventRow.state, func.count())
        .where(col(EventRow.at) >= since)
        .group_by(EventRow.source, EventRow.op, EventRow.state)
    )
    return [Tally(source, op, state, number) for source, op, state, number in session.exec(query)]


def visit(session: Session, tenant: int, user: str, now: datetime) -> datetime:
    """When a person first opened Home: now, if never before."""
    put_once(session, tenant, VISIT + user, "", user, now)
    first = settings_of(session, tenant).get(VISIT + user)
    return first.at if first else now
