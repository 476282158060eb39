"""Reopening: decisions whose facts changed, whose party was merged or split, or whose time is over, end visibly.

event or new link ─▶ decisions on these parties ─▶ what of their facts changed ─▶ ended, and their author owed a word
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.core.alerts import Owed, Place
from bot.core.decisions import Ended, keys_in, notice_action, why_changed, why_joined
from bot.core.entities import ListingKey
from bot.core.events import Event
from bot.core.ledger import DESK
from bot.core.watches import is_person
from bot.services.ledger import record
from bot.services.linking import Links
from storage import decisions, keys, lists, outbox
from storage.db import Database
from storage.decisions import Standing
from storage.session import Session


def reopen_changed(session: Session, told: Sequence[Event], now: datetime) -> int:
    """End the decisions that rest on what these events change; how many. Each event names its party of today."""
    if not told or not decisions.any_standing(session):
        return 0
    by_entity: dict[str, list[Event]] = {}
    for event in told:
        by_entity.setdefault(event.entity, []).append(event)
    ended = 0
    for each in decisions.standing_on(session, by_entity):
        why = next((why for event in by_entity[each.entity] if (why := why_changed(each.facts, event))), "")
        ended += bool(why) and _end(session, each.tenant, each.id, each.author, "reopened", why, now)
    return ended


def reopen_relinked(session: Session, links: Links, now: datetime) -> int:
    """End the decisions on parties that were merged, split or joined by an entry that says more of them; how many.

    To be called before the new links are written.
    """
    if not (links.changed or links.moved) or not decisions.any_standing(session):
        return 0
    before = {key: entity for key, (entity, _) in keys.links(session, links.changed).items()}
    merged = {old: new for old, new, _ in links.moved}
    touched = {*before.values(), *(entity for entity, _ in links.changed.values()), *merged, *merged.values()} - {""}
    joined = _joined(links.changed, before)
    ended = 0
    for each in decisions.standing_on(session, touched):
        why = _why_relinked(session, each, links, merged, joined.get(each.entity, ()))
        ended += bool(why) and _end(session, each.tenant, each.id, each.author, "reopened", why, now)
    return ended


def _joined(
    changed: Mapping[ListingKey, tuple[str, str]], before: Mapping[ListingKey, str]
) -> dict[str, list[ListingKey]]:
    found: dict[str, list[ListingKey]] = {}
    for key, (entity, _) in changed.items():
        if before.get(key) != entity:
            found.setdefault(entity, []).append(key)
    return found


def _why_relinked(
    session: Session, each: Standing, links: Links, merged: Mapping[str, str], joined: Iterable[ListingKey]
) -> str:
    known = keys_in(each.facts)
    if each.entity in merged:
        return "its entries were found to be of one party with others"
    for source, ref in known:
        if (source, ref) in links.changed and links.changed[source, ref][0] != each.entity:
            return f"{source}:{ref} was found to be another party"
    if each.entity in merged.values():
        return "entries of another party were found to be of this one"
    for source, ref in joined:
        stored = lists.stored_listing(session, source, ref) if (source, ref) not in known else None
        if stored is not None and (why := why_joined(each.facts, stored.listing)):
            return why
    return ""


def end_expired(db: Database, tenant: int, now: datetime) -> int:
    """End the decisions whose time is over; how many."""
    with db.read() as session:
        if not decisions.expired(session, tenant, now):
            return 0
    with db.write() as session:
        over = decisions.expired(session, tenant, now)
        return sum(_end(session, tenant, number, author, "expired", "", now) for number, author in over)


def _end(session: Session, tenant: int, number: int, author: str, ended: Ended, why: str, now: datetime) -> bool:
    """End a decision, and owe its author one direct message."""
    if not decisions.end_decision(session, tenant, number, ended, "", why, now):
        return False
    if is_person(author) and decisions.mark_told(session, tenant, number, now):
        outbox.owe(session, [Owed(Place(tenant, author, notice_action(number)), "card", (), ())], now)
    record(session, tenant, "decision", DESK, {"act": ended, "decision": number}, now)
    return True
