"""What timelines are made of: the events of a party or a programme, and what a team kept and posted on them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import String, and_, cast
from sqlmodel import Session, col, or_, select

from bot.core.alerts import Place
from bot.core.audience import Audience
from bot.core.entities import ListingKey
from bot.core.events import Event
from bot.core.listings import Listing, from_json
from bot.core.team_views import Assessment
from bot.core.timeline_team import PostedCard
from bot.core.watches import programmes_of
from storage import decisions, entities, events, work
from storage.channels import openness
from storage.memory_rows import DecisionRow
from storage.rows import EntityListingRow, EventRow, ListingContentRow, ListingRow
from storage.team_rows import OutboxRow
from storage.visibility import may_see

CHUNK: Final = 400
ALONE: Final = ("ephemeral", "dm", "home")


def listings_linked(session: Session, entity: str) -> list[ListingKey]:
    """The listings that name a party now, with the records that were carried on as others and stayed with it."""
    query = select(EntityListingRow.source, EntityListingRow.ref).where(EntityListingRow.entity == entity)
    return sorted((source, ref) for source, ref in session.exec(query))


def events_of(session: Session, entity: str) -> list[Event]:
    """Every event of a party: of its listings as they are linked now, and of records that are linked no more."""
    ids = entities.former_ids(session, entity)
    keys = [event_key for each in ids for event_key in _events_kept_on(session, each)]
    for source, refs in _by_source(listings_linked(session, entity)).items():
        for part in _chunks(refs):
            query = select(EventRow.key).where(EventRow.source == source, col(EventRow.ref).in_(part))
            keys += session.exec(query).all()
    return events.events_by_key(session, list(dict.fromkeys(keys)))


def _events_kept_on(session: Session, entity: str) -> Sequence[str]:
    """The events recorded on an id whose record no list's link names any more."""
    linked = and_(col(EntityListingRow.source) == col(EventRow.source), col(EntityListingRow.ref) == col(EventRow.ref))
    query = (
        select(EventRow.key)
        .outerjoin(EntityListingRow, linked)
        .where(EventRow.entity == entity, col(EntityListingRow.entity).is_(None))
    )
    return session.exec(query).all()


def events_under(session: Session, code: str) -> list[Event]:
    """Every event under a programme, one that came under it or left it too, in the order they were recorded."""
    pattern = _holding(code)
    columns = (EventRow.programmes, EventRow.gained, EventRow.lost)
    held = (cast(column, String).ilike(pattern, escape="\\") for column in columns)
    keys = session.exec(select(EventRow.key).where(or_(*held))).all()
    return [event for event in events.events_by_key(session, keys) if code.upper() in programmes_of(event)]


def listings_under(session: Session, code: str) -> list[Listing]:
    """The listings in force under a programme."""
    query = (
        select(ListingRow.source, ListingRow.ref, ListingContentRow.body)
        .join(ListingContentRow, col(ListingContentRow.hash) == col(ListingRow.content))
        .where(
            col(ListingRow.state).in_(("listed", "pending_removal")),
            col(ListingContentRow.body).ilike(_holding(code, ascii_only=False), escape="\\"),
        )
    )
    found = (from_json(source, ref, body) for source, ref, body in session.exec(query))
    return [listing for listing in found if code.upper() in {each.upper() for each in listing.programmes}]


def decisions_on(session: Session, audience: Audience, entity: str) -> list[Assessment]:
    """All decisions on a party that these readers may see, ended ones too, oldest first."""
    if audience.is_public:
        return []
    ids = entities.former_ids(session, entity)
    query = select(DecisionRow).where(DecisionRow.tenant == audience.tenant, col(DecisionRow.entity).in_(ids))
    rows = session.exec(query.order_by(col(DecisionRow.id))).all()
    kept = [(row.entity, row.source, row.ref) for row in rows]
    now_on = entities.present_ids(session, kept)
    is_open = openness(session, audience)
    found = (
        decisions.find_decision(session, audience, row.id or 0)
        for row, key in zip(rows, kept, strict=True)
        if now_on[key] == entity and may_see(audience, is_open, row.channel, row.visibility, row.author)
    )
    return [each for each in found if each is not None]


def cards_on(session: Session, audience: Audience, told: Iterable[Event]) -> list[PostedCard]:
    """The cards that told any of these events, where these readers may know of them, oldest first."""
    if audience.is_public:
        return []
    keys: dict[str, set[str]] = {}
    for event in told:
        keys.setdefault(event.action, set()).add(event.key)
    is_seen = _channel_seen(session, audience)
    rows = [row for row in _sent(session, audience.tenant, keys) if is_seen(row.channel)]
    places = {(row.channel, row.action) for row in rows if keys[row.action] & set(row.events)}
    cards = [row for row in rows if row.part == "card" and (row.channel, row.action) in places]
    titles = events.find_actions(session, {row.action for row in cards})
    return [
        PostedCard(
            channel=row.channel,
            ts=row.ts,
            action=row.action,
            title=titles[row.action].title if row.action in titles else "",
            sent_at=row.sent_at or row.created_at,
            work=work.find_work(session, Place(row.tenant, row.channel, row.action)),
        )
        for row in sorted(cards, key=lambda row: row.id or 0)
    ]


def _sent(session: Session, tenant: int, actions: Collection[str]) -> list[OutboxRow]:
    found: list[OutboxRow] = []
    for part in _chunks(actions):
        query = select(OutboxRow).where(
            OutboxRow.tenant == tenant, col(OutboxRow.action).in_(part), OutboxRow.status == "sent"
        )
        found += session.exec(query).all()
    return found


def _channel_seen(session: Session, audience: Audience) -> Callable[[str], bool]:
    """Whether these readers may know of a card in a channel; who reads alone knows of those sent to them."""
    is_open = openness(session, audience)

    def is_seen(channel: str) -> bool:
        own = audience.surface in ALONE and bool(audience.user) and channel == audience.user
        return own or may_see(audience, is_open, channel, "team", "")

    return is_seen


def _holding(code: str, ascii_only: bool = True) -> str:
    """A pattern of the stored form of a value."""
    quoted = json.dumps(code, ensure_ascii=ascii_only)
    for char in "\\%_":
        quoted = quoted.replace(char, f"\\{char}")
    return f"%{quoted}%"


def _by_source(keys: Iterable[ListingKey]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source, ref in keys:
        found.setdefault(source, []).append(ref)
    return found


def _chunks(values: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(set(values))
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
