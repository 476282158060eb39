"""Absence: a channel that cannot be reached any more, and one that can be again.

lost ─▶ watches paused · what is due kept, unsent · owners told once by direct message
back ─▶ watches go on · all that was missed in one digest, so that nothing is lost and nothing floods
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Final

from bot.clients.slack import CHANNEL_GONE, RateLimited, Slack, Undeliverable
from bot.core.alerts import Owed, Place
from bot.core.digests import AWAY, digest_action
from bot.core.watches import BY_HAND, Watch, is_met, is_person
from bot.services.routing import route_in
from storage import channels, digests, elsewhere, events, letters, outbox, watches
from storage.db import Database
from storage.session import Session

LEFT: Final = "not_in_channel"
ARCHIVED: Final = "is_archived"
DELETED: Final = "channel_not_found"
"""Slack's own words for the ways to lose a channel, used also when an event says so first."""


def lose_channel(session: Session, tenant: int, channel: str, reason: str, now: datetime) -> None:
    """Pause a channel's watches and keep what is due there; saying it twice changes nothing.

    What was recorded before is routed first, so that it is kept with the rest.
    """
    route_in(session, now)
    channels.mark_lost(session, tenant, channel, events.last_recorded(session))
    letters.bury_channel(session, tenant, channel, reason)
    watches.pause_channel(session, tenant, channel, CHANNEL_GONE.get(reason, reason))


def regain_channel(session: Session, tenant: int, channel: str, now: datetime) -> int:
    """Let a channel's watches go on, and owe what it missed as one digest; how many events that tells.

    Of two at once exactly one does it.
    """
    route_in(session, now)
    after = channels.mark_found(session, tenant, channel)
    if after is None:
        watches.resume_channel(session, tenant, channel)
        return 0
    lost = [watch.id for watch in watches.all_watches(session) if _is_lost(watch, tenant, channel)]
    watches.resume_channel(session, tenant, channel)
    kept = letters.lost_with(session, tenant, channel, CHANNEL_GONE)
    missed = _missed(session, watches.watches_by_id(session, tenant, lost), after)
    keys = [key for letter in kept for key in letter.events] + list(missed)
    told_by = {number for letter in kept for number in letter.watches}.union(*missed.values())
    return _owe_digest(session, tenant, channel, kept, tuple(dict.fromkeys(keys)), tuple(sorted(told_by)), now)


def paused_if_lost(session: Session, watch: Watch) -> Watch:
    """A new watch waits with the others of its channel, when that cannot be reached now."""
    if (watch.tenant, watch.channel) not in channels.lost(session, watch.tenant):
        return watch
    archived = channels.is_archived(session, watch.tenant, watch.channel)
    watches.pause_channel(session, watch.tenant, watch.channel, CHANNEL_GONE[ARCHIVED if archived else LEFT])
    return watches.watches_by_id(session, watch.tenant, [watch.id])[0]


def _is_lost(watch: Watch, tenant: int, channel: str) -> bool:
    """Whether a watch is paused because of this channel."""
    is_here = watch.tenant == tenant and watch.channel == channel
    return is_here and bool(watch.paused) and not watch.paused.startswith(BY_HAND)


def _missed(session: Session, back: Sequence[Watch], after: int) -> dict[str, set[int]]:
    """Event key → the watches it was for, of what was recorded while they could not be told."""
    recorded = events.recorded_after(session, after) if back else []
    present = elsewhere.present_entities(session, recorded)
    found: dict[str, set[int]] = {}
    for event in recorded:
        now_named = replace(event, entity=present[event.key])
        if met := {watch.id for watch in back if is_met(watch, now_named)}:
            found[event.key] = met
    return found


def _owe_digest(
    session: Session,
    tenant: int,
    channel: str,
    kept: Sequence[letters.Letter],
    keys: tuple[str, ...],
    told_by: tuple[int, ...],
    now: datetime,
) -> int:
    if not keys:
        return 0
    place = _free_place(session, tenant, channel, now)
    letters.end_as_told(session, tenant, kept, place.action)
    outbox.owe(session, [Owed(place, "card", keys, told_by)], now)
    pending = [event.key for event in events.events_by_key(session, keys) if event.state == "pending"]
    digests.told(session, tenant, channel, place.action, pending, told_by, now)
    return len(keys)


def _free_place(session: Session, tenant: int, channel: str, now: datetime) -> Place:
    """Where the digest goes: a channel lost and back twice within a minute gets two."""
    names = (digest_action(AWAY, now, number) for number in count())
    places = (Place(tenant, channel, name) for name in names)
    return next(place for place in places if outbox.card_at(session, place) is None)


def tell_owners(db: Database, slack: Slack, tenant: int) -> None:
    """Tell the owners of watches that were paused because of their channel, once each, by direct message."""
    with db.read() as session:
        untold = watches.owners_to_tell(session, tenant)
    for channel, owner, reason, labels in untold:
        with db.write() as session:
            is_mine = watches.mark_told(session, tenant, channel, owner)
        if not is_mine or is_person(channel) or not is_person(owner):
            continue  # told already; or it is the owner who cannot be reached, or who is forgotten
        told = slack.tell(owner, _farewell(channel, reason, labels))
        if isinstance(told, RateLimited) or (isinstance(told, Undeliverable) and not told.permanent):
            with db.write() as session:
                watches.mark_told(session, tenant, channel, owner, told=False)


def _farewell(channel: str, reason: str, labels: Sequence[str]) -> str:
    what = "watch there is paused" if len(labels) == 1 else f"{len(labels)} watches there are paused"
    return (
        f"I can no longer post in <#{channel}>: {reason}. Your {what}; what was due is kept, not lost. "
        f"Once the channel is open to me again (unarchive it, or invite me), they go on by themselves, and what "
        f"happened meanwhile comes there as one message."
    )
