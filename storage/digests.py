"""Digests at rest: events that wait for a channel's next digest, or for the end of a snooze.

waiting ("") ─▶ digest:…      told in that row of the outbox
  │   └───────▶ elsewhere     told at once after all, or nobody here watches it any more
snooze:N ─▶ digest:snooze:…   held back by a snooze, told at its end
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from sqlmodel import Session, col, delete, func, select, update

from bot.core.alerts import Held, Waiting
from bot.core.digests import HELD, PREFIX, STALE_AFTER, Backlog
from storage.lists import insert_ignoring
from storage.team_rows import DigestItemRow, OutboxRow, WatchRow

ELSEWHERE: Final = "elsewhere"
CHUNK: Final = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Item:
    """An event that waits since then, with the watches that brought it."""

    id: int
    event: str
    watches: tuple[int, ...]
    since: datetime


def wait(session: Session, waiting: Sequence[Waiting], now: datetime) -> None:
    """Let events wait for the next digest of a channel, each once a cadence."""
    for each in waiting:
        _add(session, each.place.tenant, each.place.channel, each.cadence, "", each.events, each.watches, now)


def hold(session: Session, held: Sequence[Held], now: datetime) -> None:
    """Let events wait for the end of a snooze."""
    for each in held:
        place = each.place
        _add(session, place.tenant, place.channel, HELD, _held_by(each.snooze), each.events, each.watches, now)


def told(
    session: Session,
    tenant: int,
    channel: str,
    action: str,
    events: Sequence[str],
    watches: Sequence[int],
    now: datetime,
) -> None:
    """Note that a digest without a schedule told these events, so that what becomes of them is told as well."""
    _add(session, tenant, channel, "hourly", action, events, watches, now)


def _add(
    session: Session,
    tenant: int,
    channel: str,
    cadence: str,
    digest: str,
    events: Iterable[str],
    watches: Sequence[int],
    now: datetime,
) -> None:
    said = {"tenant": tenant, "channel": channel, "cadence": cadence, "digest": digest, "created_at": now}
    for keys in _chunks(events):
        insert_ignoring(session, DigestItemRow, [{**said, "event": key, "watches": list(watches)} for key in keys])


def cancel(session: Session, events: Sequence[str], now: datetime) -> None:
    """These events came to nothing: whoever was told of them in a digest is told so in the next, nobody else is."""
    for keys in _chunks(events):
        mine = col(DigestItemRow.event).in_(keys)
        session.execute(
            delete(DigestItemRow).where(
                mine, (col(DigestItemRow.digest) == "") | col(DigestItemRow.digest).startswith(_held_by(""))
            )
        )
        session.execute(
            update(DigestItemRow)
            .where(mine, col(DigestItemRow.digest).startswith(PREFIX))
            .values(digest="", created_at=now)
            .execution_options(synchronize_session=False)
        )


def waiting_since(session: Session, tenant: int) -> list[tuple[str, str, datetime]]:
    """(channel, cadence, instant of the oldest) of all that waits for a digest."""
    query = (
        select(DigestItemRow.channel, DigestItemRow.cadence, func.min(DigestItemRow.created_at))
        .where(DigestItemRow.tenant == tenant, DigestItemRow.digest == "")
        .group_by(DigestItemRow.channel, DigestItemRow.cadence)
        .order_by(DigestItemRow.channel, DigestItemRow.cadence)
    )
    return [(channel, cadence, since) for channel, cadence, since in session.exec(query)]


def waiting(session: Session, tenant: int, channel: str, cadence: str) -> list[Item]:
    """What waits for this digest of a channel, oldest first."""
    return _items(session, tenant, channel, cadence, "")


def held(session: Session, tenant: int, channel: str, snooze: int) -> list[Item]:
    """What a snooze holds back, oldest first."""
    return _items(session, tenant, channel, HELD, _held_by(snooze))


def _items(session: Session, tenant: int, channel: str, cadence: str, digest: str) -> list[Item]:
    query = select(DigestItemRow).where(
        DigestItemRow.tenant == tenant,
        DigestItemRow.channel == channel,
        DigestItemRow.cadence == cadence,
        DigestItemRow.digest == digest,
    )
    rows = session.exec(query.order_by(col(DigestItemRow.id)))
    return [Item(row.id or 0, row.event, tuple(row.watches), row.created_at) for row in rows]


def carried(session: Session, tenant: int, channel: str, digest: str) -> dict[str, datetime]:
    """The events that a digest carries, each with since when it waited."""
    query = select(DigestItemRow.event, DigestItemRow.created_at).where(
        DigestItemRow.tenant == tenant, DigestItemRow.channel == channel, DigestItemRow.digest == digest
    )
    return dict(session.exec(query).all())


def carry(session: Session, tenant: int, items: Sequence[Item], digest: str) -> None:
    """Note in which row of the outbox (or that it is `ELSEWHERE`) these items are told."""
    for ids in _chunks(item.id for item in items):
        session.execute(
            update(DigestItemRow)
            .where(col(DigestItemRow.tenant) == tenant, col(DigestItemRow.id).in_(ids))
            .values(digest=digest)
            .execution_options(synchronize_session=False)
        )


def told_at_once(session: Session, tenant: int, channel: str, actions: Collection[str]) -> frozenset[str]:
    """The events of these official actions that have messages of their own in a channel, sent or still owed."""
    found: set[str] = set()
    for ids in _chunks(sorted(actions)):
        query = select(OutboxRow.events).where(
            OutboxRow.tenant == tenant,
            OutboxRow.channel == channel,
            col(OutboxRow.action).in_(ids),
            col(OutboxRow.status).not_in(("moot", "dead")),
        )
        found.update(key for keys in session.exec(query) for key in keys)
    return frozenset(found)


def posted(session: Session, tenant: int, channel: str, actions: Collection[str]) -> dict[str, datetime]:
    """Of these official actions, those whose card was sent to a channel, with when it, or its last edit, was owed."""
    found: dict[str, datetime] = {}
    for ids in _chunks(sorted(actions)):
        query = select(OutboxRow.action, func.max(OutboxRow.created_at)).where(
            OutboxRow.tenant == tenant,
            OutboxRow.channel == channel,
            col(OutboxRow.action).in_(ids),
            OutboxRow.status == "sent",
            (col(OutboxRow.part) == "card") | col(OutboxRow.part).startswith("update"),
        )
        found.update(dict(session.exec(query.group_by(OutboxRow.action)).all()))
    return found


def digest_watches(session: Session, tenant: int) -> list[int]:
    """The ids of a team's watches that are told in digests and are not paused."""
    query = select(WatchRow.id).where(WatchRow.tenant == tenant, WatchRow.cadence != "now", WatchRow.paused == "")
    return [number for number in session.exec(query.order_by(col(WatchRow.id))) if number is not None]


def untried(session: Session, tenant: int, now: datetime) -> list[Backlog]:
    """The rows of a team that wait and were never tried, when any has waited for hours."""
    never_tried = (OutboxRow.tenant == tenant, OutboxRow.status == "due", OutboxRow.attempts == 0)
    oldest = session.exec(select(func.min(OutboxRow.created_at)).where(*never_tried)).one()
    if oldest is None or now - oldest <= STALE_AFTER:
        return []
    rows = session.exec(
        select(OutboxRow).where(*never_tried).order_by(col(OutboxRow.id)).with_for_update(skip_locked=True)
    )
    return [
        Backlog(row.id or 0, row.channel, row.action, row.part, row.created_at, tuple(row.events), tuple(row.watches))
        for row in rows
    ]


def fold(session: Session, tenant: int, rows: Sequence[int], digest: str) -> int:
    """End these rows without a post: the digest tells what they would have. Returns rows ended."""
    done = 0
    for ids in _chunks(rows):
        result = session.execute(
            update(OutboxRow)
            .where(
                col(OutboxRow.tenant) == tenant,
                col(OutboxRow.id).in_(ids),
                col(OutboxRow.status) == "due",
                col(OutboxRow.attempts) == 0,
            )
            .values(status="moot", error=f"told in {digest}")
            .execution_options(synchronize_session=False)
        )
        done += int(getattr(result, "rowcount", 0))
    return done


def _held_by(snooze: int | str) -> str:
    return f"snooze:{snooze}"


def _chunks(values: Iterable[T]) -> Iterator[list[T]]:
    ordered = list(values)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
