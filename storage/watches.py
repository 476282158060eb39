"""Watches at rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Delete, Update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select, update

from bot.core.alerts import Place
from bot.core.audience import Audience
from bot.core.watches import (
    ANY,
    BY_HAND,
    Broadcast,
    Cadence,
    Filters,
    Target,
    TargetKind,
    Watch,
    interest_of,
    is_person,
)
from storage.channels import openness
from storage.entities import former_ids, present_ids
from storage.lists import insert_ignoring
from storage.team_rows import WatchRow


def add_watch(
    session: Session,
    tenant: int,
    channel: str,
    owner: str,
    target: Target,
    kinds: frozenset[str],
    now: datetime,
    filters: Filters = ANY,
    cadence: Cadence = "now",
    broadcast: Broadcast = "material",
) -> tuple[int, bool]:
    """Save a watch; its id, and whether it is new (a channel has each interest once)."""
    known = find_watch(session, tenant, channel, target, kinds, filters)
    if known is not None:
        return known, False
    values = {
        "tenant": tenant,
        "channel": channel,
        "owner": owner,
        **_meaning(target, kinds, filters),
        "cadence": cadence,
        "broadcast": broadcast,
        "last_at": None,
        "paused": "",
        "owner_told": False,
        "created_at": now,
    }
    insert_ignoring(session, WatchRow, [values])
    made = find_watch(session, tenant, channel, target, kinds, filters)
    assert made is not None
    return made, True


def change_watch(
    session: Session,
    tenant: int,
    watch: int,
    target: Target,
    kinds: frozenset[str],
    filters: Filters,
    cadence: Cadence,
    broadcast: Broadcast,
) -> bool:
    """Give a watch another meaning; False, and nothing changed, when it is gone or its channel has one that says so."""
    values = {**_meaning(target, kinds, filters), "cadence": cadence, "broadcast": broadcast}
    try:
        with session.begin_nested():
            return _change(session, tenant, watch, **values)
    except IntegrityError:
        return False


def set_telling(session: Session, tenant: int, watch: int, cadence: Cadence, broadcast: Broadcast) -> bool:
    """Change when a watch is told and which replies show in the channel; whether there is such a watch."""
    return _change(session, tenant, watch, cadence=cadence, broadcast=broadcast)


def pause_watch(session: Session, tenant: int, watch: int, by: str) -> bool:
    """Pause a watch until a person lets it go on; False when somebody paused it before."""
    query = update(WatchRow).where(
        col(WatchRow.id) == watch, col(WatchRow.tenant) == tenant, ~col(WatchRow.paused).startswith(BY_HAND)
    )
    return _changed(session, query.values(paused=f"{BY_HAND}{by}"[:80], owner_told=True))


def resume_watch(session: Session, tenant: int, watch: int) -> bool:
    """Let a paused watch go on; False when it is not paused."""
    query = update(WatchRow).where(
        col(WatchRow.id) == watch, col(WatchRow.tenant) == tenant, col(WatchRow.paused) != ""
    )
    return _changed(session, query.values(paused="", owner_told=False))


def find_watch(
    session: Session, tenant: int, channel: str, target: Target, kinds: frozenset[str], filters: Filters = ANY
) -> int | None:
    """The watch that already says the same, also when the party has got another id since."""
    values = former_ids(session, target.value) if target.kind == "entity" else (target.value,)
    query = select(WatchRow.id).where(
        WatchRow.tenant == tenant,
        WatchRow.channel == channel,
        col(WatchRow.interest).in_([interest_of(replace(target, value=value), kinds, filters) for value in values]),
    )
    return session.exec(query).first()


def all_watches(session: Session) -> list[Watch]:
    """Every watch of every tenant, its party under the id it has by now: for routing, never for showing."""
    return _present(session, session.exec(select(WatchRow).order_by(col(WatchRow.id))).all())


def watches_by_id(session: Session, tenant: int, ids: Collection[int]) -> list[Watch]:
    """These watches of a tenant, with the parties' present ids; removed ones are missing."""
    query = select(WatchRow).where(WatchRow.tenant == tenant, col(WatchRow.id).in_(ids)).order_by(col(WatchRow.id))
    return _present(session, session.exec(query).all())


def watches_at(session: Session, place: Place, ids: Collection[int]) -> list[Watch]:
    """Those of these watches that are told in the channel where a card stands: no other's is ever shown there."""
    return [watch for watch in watches_by_id(session, place.tenant, ids) if watch.channel == place.channel]


def list_watches(session: Session, audience: Audience) -> list[Watch]:
    """The watches that this audience may see: a private channel's only there, in a shared channel only its own and only
    to one member, a person's only that person. Guests see none."""
    is_open = openness(session, audience)
    query = select(WatchRow).where(WatchRow.tenant == audience.tenant).order_by(col(WatchRow.id))
    return [_watch(row, row.target_value) for row in session.exec(query) if _is_visible(row, audience, is_open)]


def remove_watch(session: Session, audience: Audience, watch: int) -> bool:
    """Remove a watch that this audience may see; whether there was one: of two at once exactly one removes it."""
    row = session.get(WatchRow, watch)
    if row is None or row.tenant != audience.tenant:
        return False
    if not _is_visible(row, audience, openness(session, audience)):
        return False
    session.expunge(row)
    return _changed(session, delete(WatchRow).where(col(WatchRow.id) == watch, col(WatchRow.tenant) == row.tenant))


def pause_channel(session: Session, tenant: int, channel: str, reason: str) -> None:
    """Pause every watch of a channel that can no longer be reached."""
    session.execute(
        update(WatchRow)
        .where(col(WatchRow.tenant) == tenant, col(WatchRow.channel) == channel, col(WatchRow.paused) == "")
        .values(paused=reason[:80])
        .execution_options(synchronize_session=False)
    )


def resume_channel(session: Session, tenant: int, channel: str) -> int:
    """Let a channel's watches go on that were paused because of the channel; how many there were."""
    query = update(WatchRow).where(
        col(WatchRow.tenant) == tenant,
        col(WatchRow.channel) == channel,
        col(WatchRow.paused) != "",
        ~col(WatchRow.paused).startswith(BY_HAND),
    )
    return _count(session, query.values(paused="", owner_told=False))


def is_paused_as(session: Session, tenant: int, channel: str, reason: str) -> bool:
    """Whether a watch of a channel is paused for this reason."""
    query = select(WatchRow.id).where(
        WatchRow.tenant == tenant, WatchRow.channel == channel, WatchRow.paused == reason[:80]
    )
    return session.exec(query.limit(1)).first() is not None


def owners_to_tell(session: Session, tenant: int) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """(channel, owner, reason, labels) of watches paused because of the channel, whose owners were not told yet."""
    query = select(WatchRow).where(
        WatchRow.tenant == tenant,
        WatchRow.paused != "",
        ~col(WatchRow.paused).startswith(BY_HAND),
        col(WatchRow.owner_told).is_(False),
        WatchRow.owner != "",
    )
    untold: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for row in session.exec(query.order_by(col(WatchRow.id))):
        key = (row.channel, row.owner, row.paused)
        untold[key] = (*untold.get(key, ()), row.label)
    return [(*key, labels) for key, labels in untold.items()]


def mark_told(session: Session, tenant: int, channel: str, owner: str, told: bool = True) -> bool:
    """Note that an owner is told of a channel's pause, or certainly was not; False when that is noted already."""
    query = update(WatchRow).where(
        col(WatchRow.tenant) == tenant,
        col(WatchRow.channel) == channel,
        col(WatchRow.owner) == owner,
        col(WatchRow.paused) != "",
        col(WatchRow.owner_told).is_(not told),
    )
    return _changed(session, query.values(owner_told=told))


def _meaning(target: Target, kinds: frozenset[str], filters: Filters) -> dict[str, Any]:
    """The columns that say what is watched."""
    return {
        "target_kind": target.kind,
        "target_value": target.value,
        "label": target.label,
        "source": target.source,
        "ref": target.ref,
        "kinds": _kinds_text(kinds),
        "filters": filters.as_json(),
        "interest": interest_of(target, kinds, filters),
    }


def _change(session: Session, tenant: int, watch: int, **values: Any) -> bool:
    query = update(WatchRow).where(col(WatchRow.id) == watch, col(WatchRow.tenant) == tenant)
    return _changed(session, query.values(**values))


def _changed(session: Session, query: Update | Delete) -> bool:
    return _count(session, query) > 0


def _count(session: Session, query: Update | Delete) -> int:
    """How many rows a statement changed; what the session read before is read anew."""
    result = session.execute(query.execution_options(synchronize_session=False))
    session.expire_all()
    return int(getattr(result, "rowcount", 0))


def _is_visible(row: WatchRow, audience: Audience, is_open: Callable[[str], bool]) -> bool:
    if audience.guest or (audience.externally_shared and audience.surface == "channel"):
        return False
    if is_person(row.channel):
        reads_alone = audience.surface != "channel" and not audience.externally_shared
        return reads_alone and row.channel == audience.user
    return row.channel == audience.channel or (not audience.externally_shared and is_open(row.channel))


def _present(session: Session, rows: Sequence[WatchRow]) -> list[Watch]:
    """Watches with the ids that their parties have by now."""
    kept = {(row.target_value, row.source, row.ref) for row in rows if row.target_kind == "entity"}
    now = present_ids(session, kept)
    return [
        _watch(row, now[row.target_value, row.source, row.ref] if row.target_kind == "entity" else row.target_value)
        for row in rows
    ]


def _kinds_text(kinds: frozenset[str]) -> str:
    return ",".join(sorted(kinds))


def _watch(row: WatchRow, value: str) -> Watch:
    return Watch(
        id=row.id or 0,
        tenant=row.tenant,
        channel=row.channel,
        owner=row.owner,
        target=Target(cast(TargetKind, row.target_kind), value, row.label, row.source, row.ref),
        created_at=row.created_at,
        kinds=frozenset(row.kinds.split(",")) if row.kinds else frozenset(),
        paused=row.paused,
        filters=Filters.from_json(row.filters),
        cadence=cast(Cadence, row.cadence),
        broadcast=cast(Broadcast, row.broadcast),
        last_at=row.last_at,
    )
