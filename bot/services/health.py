"""Health: the state of deliveries, what was not delivered, and how it is sent after all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Final

from bot.clients.slack import CHANNEL_GONE, WORKSPACE_GONE
from bot.core.assignments import is_work_message
from bot.core.audience import Audience
from bot.core.decisions import is_notice
from bot.core.digests import is_digest
from bot.core.events import Action
from bot.core.feeds import FeedWord
from bot.core.health import Health, Outbox, Undelivered
from bot.services import feeds
from bot.services.desk import Desk
from bot.services.ledger import record
from bot.services.sources import source_states
from storage import channels, events, letters, outbox, tenants
from storage.channels import openness
from storage.db import Database
from storage.letters import Letter
from storage.session import Session

PARTS: Final = {"card": "card", "update": "follow-up", "detail": "names", "file": "file"}


def outbox_of(session: Session, tenant: int | None = None) -> Outbox:
    """The state of a team's deliveries, or of all teams' for the operators."""
    found = letters.undelivered(session, tenant)
    backlog = letters.backlog(session, tenant)
    actions = events.find_actions(session, {letter.place.action for letter in found})
    lost = channels.lost(session, tenant)
    here = [team for team in tenants.tenants(session) if tenant in (None, team.id) and team.gone]
    return Outbox(
        waiting=backlog.waiting,
        since=backlog.since,
        undelivered=tuple(_told(letter, actions, lost) for letter in found),
        counts=tuple(sorted(outbox.status_counts(session, tenant).items())),
        gone=WORKSPACE_GONE.get(here[0].gone, here[0].gone) if here else "",
        gone_at=here[0].gone_at if here else None,
    )


def health_for(desk: Desk, audience: Audience, now: datetime) -> Health:
    """What these readers may see: messages of channels that they may know of, the others as a number."""
    with desk.db.read() as session:
        state = outbox_of(session, audience.tenant)
        is_open = openness(session, audience)
    shown = tuple(item for item in state.undelivered if _is_visible(item.channel, audience, is_open))
    lists = source_states(desk.db, desk.sources, now)
    hidden = len(state.undelivered) - len(shown)
    shown_feeds = feeds.feeds_shown(desk.db, desk.settings, now)
    read = tuple(FeedWord(f.feed.title, f.health, f.state.reason if f.state else "") for f in shown_feeds)
    return Health(_with(state, shown), lists, hidden, read)


def send_again(
    db: Database,
    tenant: int,
    now: datetime,
    ids: Collection[int] | None = None,
    channel: str = "",
    *,
    look_first: bool = True,
    by: str = "",
) -> list[int]:
    """Owe undelivered messages again; the numbers of those that were."""
    with db.write() as session:
        again = letters.retry(session, tenant, now, ids, channel, look_first=look_first)
        if again:
            record(session, tenant, "resend", by, {"messages": again}, now)
    return again


def _with(state: Outbox, shown: tuple[Undelivered, ...]) -> Outbox:
    return Outbox(state.waiting, state.since, shown, state.counts, state.gone, state.gone_at)


def _is_visible(channel: str, audience: Audience, is_open: Callable[[str], bool]) -> bool:
    if audience.guest:
        return False
    if channel in (audience.channel, audience.user):
        return True
    return audience.surface != "channel" and not audience.externally_shared and is_open(channel)


def _told(letter: Letter, actions: Mapping[str, Action], lost: Collection[tuple[int, str]]) -> Undelivered:
    place = letter.place
    action = actions.get(place.action)
    what = _what(place.action, action)
    return Undelivered(
        id=letter.id,
        channel=place.channel,
        what=what,
        part=PARTS.get(letter.part.partition(":")[0], letter.part),
        status=letter.status,
        why=CHANNEL_GONE.get(letter.error, letter.error),
        since=letter.created_at,
        is_kept=letter.error in CHANNEL_GONE and (place.tenant, place.channel) in lost,
    )


def _what(name: str, action: Action | None) -> str:
    if is_digest(name):
        return "a digest"
    if is_notice(name):
        return "word that an assessment is open again"
    if is_work_message(name):
        return "an assignment or a reminder"
    return f"{action.issuer}: {action.title}" if action else name
