"""The outbox: what is owed to channels, claimed, posted, recorded.

    due ─▶ claimed ─▶ sent            check  = due, but it may stand in the channel already: look first
             │  ├──▶ due | check      unsure = it may stand there and nobody can look: never posted again
             │  └──▶ dead | unsure    dead   = refused for good, kept to be sent again on request
             └ stale ─▶ claimed       moot   = nothing left to tell before it was posted

A channel's rows go out strictly in order: an earlier row that is still open holds back the later ones.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select, text, update

from bot.core.alerts import Owed, Place
from storage.lists import insert_ignoring
from storage.team_rows import OutboxRow

OPEN: Final = ("due", "check", "claimed")
UNPOSTED: Final = ("due", "dead", "moot")
ROUTING_LOCK: Final = 7265
FILE: Final = "file:"
"""Prefix of the part of a file row."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that this process may send now; `look_first` when an earlier attempt may have arrived."""

    id: int
    place: Place
    part: str
    alert: str
    events: tuple[str, ...]
    watches: tuple[int, ...]
    attempts: int
    look_first: bool
    owner: str


@dataclass(frozen=True, slots=True)
class Card:
    """The state of the card that stands, or will stand, for an action in a channel.

    `file_rows` is the length of the file in its thread (0: there is none, or it was refused).
    """

    status: str
    ts: str
    alert: str
    events: tuple[str, ...]
    watches: tuple[int, ...]
    file_rows: int = 0


def lock_routing(session: Session) -> None:
    """Let one router at a time decide what is owed (SQLite's writers already queue)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({ROUTING_LOCK})"))


def told(session: Session, actions: Collection[str]) -> dict[Place, frozenset[str]]:
    """The places that have a card on these actions, sent or still owed, with all event keys told there."""
    rows: list[OutboxRow] = []
    wanted = sorted(actions)
    for start in range(0, len(wanted), 500):
        query = select(OutboxRow).where(
            col(OutboxRow.action).in_(wanted[start : start + 500]), OutboxRow.status != "moot"
        )
        rows += session.exec(query)
    places = {_place(row) for row in rows if row.part == "card"}
    return {place: frozenset(key for row in rows if _place(row) == place for key in row.events) for place in places}


def owe(session: Session, owed: Sequence[Owed], now: datetime) -> int:
    """Write down what is owed, once; a card not posted yet takes later news in itself. Returns rows added."""
    added = 0
    for item in owed:
        before = _merge(session, item, now) if item.part.startswith("update") else ""
        if not before:
            inserted = _insert(session, item, now)
            before = "" if inserted or item.part != "card" else _merge(session, item, now)
            added += inserted
        added += before == "moot"
    return added


def add_rest(session: Session, claim: Claim, count: int, now: datetime) -> None:
    """Owe the further messages of a reply that needs several; the first is the claimed row itself."""
    for number in range(2, count + 1):
        _insert(session, Owed(claim.place, f"{claim.part}:{number}", claim.events, claim.watches), now)


def owe_file(session: Session, claim: Claim, length: int, now: datetime, *, anew: bool = False) -> None:
    """Owe the file with all names, once a card (`anew`: the card was posted anew); its length stands in the part."""
    rows = session.exec(select(OutboxRow).where(*_at(claim.place), col(OutboxRow.part).startswith(FILE))).all()
    if not rows:
        _insert(session, Owed(claim.place, f"{FILE}{length}", claim.events, claim.watches), now)
    for row in rows if anew else ():
        row.status, row.not_before, row.attempts, row.alert = "due", now, 0, uuid.uuid4().hex
        session.add(row)
    session.flush()


def claim(session: Session, tenant: int, owner: str, now: datetime, ttl: timedelta) -> Claim | None:
    """Take the next row that may be sent: the first open one of its channel, due or given up by a dead process."""
    heads = (
        select(func.min(OutboxRow.id))
        .where(OutboxRow.tenant == tenant, col(OutboxRow.status).in_(OPEN))
        .group_by(OutboxRow.channel)
    )
    due = and_(col(OutboxRow.status).in_(("due", "check")), col(OutboxRow.not_before) <= now)
    stale = and_(col(OutboxRow.status) == "claimed", col(OutboxRow.claimed_until) <= now)
    query = (
        select(OutboxRow)
        .where(col(OutboxRow.id).in_(heads), or_(due, stale))
        .order_by(col(OutboxRow.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.exec(query).first()
    if row is None:
        return None
    look_first = row.status != "due"
    row.status, row.claimed_by, row.claimed_until = "claimed", owner, now + ttl
    row.attempts += 1
    session.add(row)
    session.flush()
    return _claim(row, look_first)


def record_sent(session: Session, claim: Claim, ts: str, now: datetime) -> bool:
    """Note where a claimed row stands in Slack; False when another process took it over meanwhile."""
    return _finish(session, claim, {"status": "sent", "ts": ts, "sent_at": now, "error": ""})


def defer(session: Session, claim: Claim, not_before: datetime, error: str, *, look_first: bool, counted: bool) -> bool:
    """Put a claimed row back until `not_before`; an uncounted attempt (rate limit) does not wear it out."""
    status = "check" if look_first else "due"
    attempts = claim.attempts if counted else claim.attempts - 1
    return _finish(session, claim, {"status": status, "not_before": not_before, "error": error, "attempts": attempts})


def close(session: Session, claim: Claim, status: str, error: str) -> bool:
    """End a claimed row without a post of its own: `dead`, `unsure` or `moot`."""
    return _finish(session, claim, {"status": status, "error": error})


def bury_channel(session: Session, tenant: int, channel: str, error: str) -> int:
    """Give up all that is still due in a channel that cannot be reached: kept, and sent again only on request."""
    result = session.execute(
        update(OutboxRow)
        .where(
            col(OutboxRow.tenant) == tenant,
            col(OutboxRow.channel) == channel,
            col(OutboxRow.status).in_(("due", "check")),
        )
        .values(status="dead", error=error)
        .execution_options(synchronize_session=False)
    )
    return _rowcount(result)


def revive(session: Session, tenant: int, channel: str, now: datetime) -> int:
    """Send a channel's dead rows after all; each looks first whether it stands there. Returns rows revived."""
    result = session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.tenant) == tenant, col(OutboxRow.channel) == channel, col(OutboxRow.status) == "dead")
        .values(status="check", not_before=now, attempts=0, error="")
        .execution_options(synchronize_session=False)
    )
    return _rowcount(result)


def card_at(session: Session, place: Place) -> Card | None:
    """The card of an action in a channel, with every event and watch told on it so far."""
    rows = session.exec(
        select(OutboxRow)
        .where(OutboxRow.tenant == place.tenant, OutboxRow.channel == place.channel, OutboxRow.action == place.action)
        .order_by(col(OutboxRow.id))
    ).all()
    card = next((row for row in rows if row.part == "card"), None)
    if card is None:
        return None
    events = dict.fromkeys(key for row in rows for key in row.events)
    watches = dict.fromkeys(watch for row in rows for watch in row.watches)
    files = [row.part.removeprefix(FILE) for row in rows if row.part.startswith(FILE) and row.status != "dead"]
    length = int(files[0]) if files else 0
    return Card(card.status, card.ts, card.alert, tuple(events), tuple(watches), length)


def told_before(session: Session, claim: Claim) -> frozenset[str]:
    """The event keys that earlier rows of the same card told."""
    rows = session.exec(select(OutboxRow).where(*_at(claim.place), col(OutboxRow.id) < claim.id))
    return frozenset(key for row in rows for key in row.events)


def move_card(session: Session, place: Place, ts: str) -> None:
    """A card was posted anew (the old message is gone): later changes go to the new one."""
    session.execute(
        update(OutboxRow)
        .where(*_at(place), col(OutboxRow.part) == "card")
        .values(ts=ts)
        .execution_options(synchronize_session=False)
    )


def count_open(session: Session, tenant: int) -> int:
    """How many rows still wait to be sent."""
    query = select(func.count()).where(OutboxRow.tenant == tenant, col(OutboxRow.status).in_(OPEN))
    return session.exec(query).one()


def status_counts(session: Session, tenant: int | None = None) -> dict[str, int]:
    """How many rows are in each status (of one tenant, or over all for the operators' health report)."""
    query = select(OutboxRow.status, func.count()).group_by(OutboxRow.status)
    if tenant is not None:
        query = query.where(OutboxRow.tenant == tenant)
    return dict(session.exec(query).all())


def next_due(session: Session, tenant: int) -> datetime | None:
    """When the next waiting row may be tried."""
    heads = (
        select(func.min(OutboxRow.id))
        .where(OutboxRow.tenant == tenant, col(OutboxRow.status).in_(OPEN))
        .group_by(OutboxRow.channel)
    )
    rows = session.exec(select(OutboxRow).where(col(OutboxRow.id).in_(heads))).all()
    return min((_wakes(row) for row in rows), default=None)


def _wakes(row: OutboxRow) -> datetime:
    return row.claimed_until if row.status == "claimed" and row.claimed_until else row.not_before


def _insert(session: Session, item: Owed, now: datetime) -> int:
    known = select(OutboxRow.id).where(*_at(item.place), OutboxRow.part == item.part)
    if session.exec(known).first() is not None:
        return 0
    values: Mapping[str, object] = {
        "tenant": item.place.tenant,
        "channel": item.place.channel,
        "action": item.place.action,
        "part": item.part,
        "alert": uuid.uuid4().hex,
        "events": list(item.events),
        "watches": list(item.watches),
        "status": "due",
        "claimed_by": "",
        "claimed_until": None,
        "attempts": 0,
        "not_before": now,
        "created_at": now,
        "ts": "",
        "sent_at": None,
        "error": "",
    }
    insert_ignoring(session, OutboxRow, [values])
    return 1


def _merge(session: Session, item: Owed, now: datetime) -> str:
    """Let a card that was not posted yet carry later news itself; its status before, "" when there is none."""
    query = (
        select(OutboxRow)
        .where(*_at(item.place), OutboxRow.part == "card", col(OutboxRow.status).in_(UNPOSTED))
        .with_for_update(skip_locked=True)
    )
    row = session.exec(query).first()
    if row is None:
        return ""
    before = row.status
    row.events = list(dict.fromkeys((*row.events, *item.events)))
    row.watches = list(dict.fromkeys((*row.watches, *item.watches)))
    if row.status == "moot":
        row.status, row.not_before = "due", now
    session.add(row)
    session.flush()
    return before


def _at(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        col(OutboxRow.tenant) == place.tenant,
        col(OutboxRow.channel) == place.channel,
        col(OutboxRow.action) == place.action,
    )


def _finish(session: Session, claim: Claim, values: Mapping[str, object]) -> bool:
    result = session.execute(
        update(OutboxRow)
        .where(
            col(OutboxRow.id) == claim.id,
            col(OutboxRow.status) == "claimed",
            col(OutboxRow.claimed_by) == claim.owner,
            col(OutboxRow.attempts) == claim.attempts,
        )
        .values(claimed_by="", claimed_until=None, **values)
        .execution_options(synchronize_session=False)
    )
    return _rowcount(result) == 1


def _rowcount(result: object) -> int:
    return int(getattr(result, "rowcount", 0))


def _place(row: OutboxRow) -> Place:
    return Place(row.tenant, row.channel, row.action)


def _claim(row: OutboxRow, look_first: bool) -> Claim:
    return Claim(
        id=row.id or 0,
        place=_place(row),
        part=row.part,
        alert=row.alert,
        events=tuple(row.events),
        watches=tuple(row.watches),
        attempts=row.attempts,
        look_first=look_first,
        owner=row.claimed_by,
    )
