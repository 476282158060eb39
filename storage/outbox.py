"""The outbox: what is owed to channels, claimed, posted, recorded.

    due ─▶ claimed ─▶ sent            check  = due, but it may stand in the channel already: look first
             │  ├──▶ due | check      unsure = it may stand there and nobody can look: never posted again
             │  └──▶ dead | unsure    dead   = refused for good, kept to be sent again on request
             └ stale ─▶ claimed       moot   = nothing left to tell before it was posted, or told elsewhere

Claiming and recording is in `storage.claims`, what could not be delivered in `storage.letters`.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select, text

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
    """A row that this process may send now; `look_first` when an earlier attempt may have arrived.

    `crashes` is how many attempts ended with their process; they are not counted as `attempts`. No message with this
    alert is older than `made_at`.
    """

    id: int
    place: Place
    part: str
    alert: str
    events: tuple[str, ...]
    watches: tuple[int, ...]
    attempts: int
    look_first: bool
    owner: str
    crashes: int = 0
    made_at: datetime | None = None


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


def owe_file(session: Session, claim: Claim, length: int, now: datetime) -> None:
    """Owe the file with all names of a card posted or edited now; its length stands in the part.

    A card that has its file from before gets it anew: the other went with the first message, or is out of date.
    """
    rows = session.exec(select(OutboxRow).where(*_at(claim.place), col(OutboxRow.part).startswith(FILE))).all()
    if not rows:
        _insert(session, Owed(claim.place, f"{FILE}{length}", claim.events, claim.watches), now)
    for row in rows:
        row.part = f"{FILE}{length}"
        row.status, row.not_before, row.alert, row.created_at = "due", now, uuid.uuid4().hex, now
        row.attempts = row.crashes = 0
        session.add(row)
    session.flush()


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


def places_of(session: Session, tenant: int, actions: Collection[str]) -> list[Place]:
    """Where a team's cards on these actions stand."""
    found: list[Place] = []
    wanted = sorted(actions)
    for start in range(0, len(wanted), 500):
        query = select(OutboxRow.channel, OutboxRow.action).where(
            OutboxRow.tenant == tenant,
            col(OutboxRow.action).in_(wanted[start : start + 500]),
            OutboxRow.part == "card",
            OutboxRow.status == "sent",
        )
        found += [Place(tenant, channel, action) for channel, action in session.exec(query)]
    return found


def told_before(session: Session, claim: Claim) -> frozenset[str]:
    """The event keys that earlier rows of the same card told."""
    rows = session.exec(select(OutboxRow).where(*_at(claim.place), col(OutboxRow.id) < claim.id))
    return frozenset(key for row in rows for key in row.events)


def reply_to(session: Session, place: Place) -> str:
    """One of our replies under the card of an action ("" when there is none)."""
    query = select(OutboxRow.ts).where(
        *_at(place),
        OutboxRow.status == "sent",
        OutboxRow.part != "card",
        col(OutboxRow.part).not_like(f"{FILE}%"),
    )
    return session.exec(query.order_by(col(OutboxRow.id).desc())).first() or ""


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
        "crashes": 0,
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
        row.status, row.not_before, row.created_at = "due", now, now
    session.add(row)
    session.flush()
    return before


def _at(place: Place) -> tuple[ColumnElement[bool], ...]:
    return (
        col(OutboxRow.tenant) == place.tenant,
        col(OutboxRow.channel) == place.channel,
        col(OutboxRow.action) == place.action,
    )


def _place(row: OutboxRow) -> Place:
    return Place(row.tenant, row.channel, row.action)
