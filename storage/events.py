"""Events and official actions at rest."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select, update

from bot.core.delta import Op
from bot.core.events import Action, Event, State
from bot.core.listings import Statement
from bot.core.watches import kinds_of, programmes_of
from storage.rows import ActionRow, EventRow, SnapshotRow

AT_ONCE = 500
"""Rows that a long answer holds in memory."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events to give back; empty fields do not filter; `until` is exclusive, `kind` any word that one goes by."""

    since: datetime | None = None
    until: datetime | None = None
    sources: frozenset[str] = frozenset()
    programme: str = ""
    country: str = ""
    kind: str = ""
    entity: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with what it rests on: the action's title, the two snapshots, where the later one came from."""

    event: Event
    title: str
    before: str
    after: str
    origin: str
    sample: bool


def open_action(session: Session, action: Action, from_snapshot: str, to_snapshot: str) -> None:
    """Record an official action once."""
    if session.get(ActionRow, action.id) is None:
        session.add(
            ActionRow(
                id=action.id,
                issuer=action.issuer,
                source=action.source,
                from_snapshot=from_snapshot,
                to_snapshot=to_snapshot,
                list_date=action.list_date,
                previous_list_date=action.previous_list_date,
                notice_url=action.notice_url,
                title=action.title,
                at=action.at,
            )
        )
        session.flush()


def find_action(session: Session, action_id: str) -> Action | None:
    """An official action by its id."""
    row = session.get(ActionRow, action_id)
    return _action(row) if row else None


def find_actions(session: Session, action_ids: Collection[str]) -> dict[str, Action]:
    """These official actions by id."""
    found: dict[str, Action] = {}
    ordered = sorted(action_ids)
    for start in range(0, len(ordered), 500):
        rows = session.exec(select(ActionRow).where(col(ActionRow.id).in_(ordered[start : start + 500])))
        found.update({row.id: _action(row) for row in rows})
    return found


def add_events(session: Session, events: Sequence[Event], *, sample: bool) -> int:
    """Record events; the same happening twice in a listing's life gets a key of its own. Returns rows added."""
    for event in events:
        session.add(_row(event, _free_key(session, event), sample))
    session.flush()
    return len(events)


def set_state(session: Session, source: str, refs: Mapping[str, State]) -> int:
    """Move the pending removals of these references to a new state, to be routed again. Returns rows changed."""
    changed = 0
    for ref, state in refs.items():
        rows = session.exec(
            select(EventRow).where(EventRow.source == source, EventRow.ref == ref, EventRow.state == "pending")
        ).all()
        for row in rows:
            row.state, row.routed = state, False
            session.add(row)
            changed += 1
    session.flush()
    return changed


def unrouted(session: Session) -> list[Event]:
    """Events that the router has not seen in their present state, oldest first."""
    rows = session.exec(select(EventRow).where(col(EventRow.routed).is_(False)).order_by(col(EventRow.id)))
    return [_event(row) for row in rows]


def mark_routed(session: Session, keys: Sequence[str]) -> None:
    """Note that the router has dealt with these events."""
    for start in range(0, len(keys), 500):
        session.execute(update(EventRow).where(col(EventRow.key).in_(keys[start : start + 500])).values(routed=True))


def events_by_key(session: Session, keys: Sequence[str]) -> list[Event]:
    """These events, in the order they were recorded."""
    found: list[EventRow] = []
    for start in range(0, len(keys), 500):
        found += session.exec(select(EventRow).where(col(EventRow.key).in_(keys[start : start + 500])))
    return [_event(row) for row in sorted(found, key=lambda r: r.id or 0)]


def find_events(session: Session, wanted: EventFilter) -> list[Event]:
    """Events in the order they were recorded."""
    rows = session.exec(_filtered(select(EventRow), wanted))
    return [event for row in rows if _is_wanted(event := _event(row), wanted)]


def recorded(session: Session, wanted: EventFilter) -> Iterator[Recorded]:
    """The same with what each rests on, however many, a few rows at a time in memory."""
    query: Any = (
        select(EventRow, ActionRow, SnapshotRow.origin)
        .join(ActionRow, col(ActionRow.id) == col(EventRow.action))
        .outerjoin(SnapshotRow, col(SnapshotRow.id) == col(ActionRow.to_snapshot))
    )
    with session.execute(_filtered(query, wanted).execution_options(yield_per=AT_ONCE)) as rows:
        for row, action, origin in rows:
            if _is_wanted(event := _event(row), wanted):
                yield Recorded(event, action.title, action.from_snapshot, action.to_snapshot, origin or "", row.sample)


def _filtered(query: Any, wanted: EventFilter) -> Any:
    """A query of events with what the database filters by, in the order they were recorded."""
    query = query.order_by(col(EventRow.at), col(EventRow.id))
    if wanted.since is not None:
        query = query.where(col(EventRow.at) >= wanted.since)
    if wanted.until is not None:
        query = query.where(col(EventRow.at) < wanted.until)
    if wanted.sources:
        query = query.where(col(EventRow.source).in_(sorted(wanted.sources)))
    for column, value in ((EventRow.entity, wanted.entity), (EventRow.action, wanted.action)):
        if value:
            query = query.where(col(column) == value)
    return query


def events_of(session: Session, entities: Collection[str]) -> list[Event]:
    """All events of these parties, by the ids that they were recorded under."""
    found: list[Event] = []
    ordered = sorted(entities)
    for start in range(0, len(ordered), 500):
        rows = session.exec(select(EventRow).where(col(EventRow.entity).in_(ordered[start : start + 500])))
        found += [_event(row) for row in rows]
    return found


def newest_events(session: Session, since: datetime, most: int, met: Sequence[ColumnElement[bool]] = ()) -> list[Event]:
    """The newest events since then that meet these conditions, newest first."""
    # Plain rows, which have the same names: an object of each would cost more than all the rest.
    query = select(*EventRow.__table__.columns).where(col(EventRow.at) >= since, *met)  # type: ignore[attr-defined]
    rows = session.execute(query.order_by(col(EventRow.at).desc(), col(EventRow.id).desc()).limit(most))
    return [_event(cast(EventRow, row)) for row in rows]


def _is_wanted(event: Event, wanted: EventFilter) -> bool:
    """What the database does not filter by."""
    return (
        (not wanted.programme or wanted.programme.upper() in programmes_of(event))
        and (not wanted.country or wanted.country.upper() in event.countries)
        and (not wanted.kind or wanted.kind in kinds_of(event))
    )


def last_recorded(session: Session) -> int:
    """The number of the event recorded last (0: none yet)."""
    return session.exec(select(func.max(EventRow.id))).one() or 0


def recorded_after(session: Session, number: int) -> list[Event]:
    """The events recorded after this one, in their order."""
    rows = session.exec(select(EventRow).where(col(EventRow.id) > number).order_by(col(EventRow.id)))
    return [_event(row) for row in rows]


def sample_actions(session: Session, action_ids: Sequence[str]) -> set[str]:
    """Those of these actions that rest on sample data."""
    rows = session.exec(
        select(EventRow.action).where(col(EventRow.action).in_(action_ids), col(EventRow.sample).is_(True)).distinct()
    )
    return set(rows)


def action_id(source: str, from_snapshot: str, to_snapshot: str) -> str:
    """The id of the action that a promoted snapshot pair opens."""
    return "a-" + hashlib.sha256(f"{source}|{from_snapshot}|{to_snapshot}".encode()).hexdigest()[:20]


def _free_key(session: Session, event: Event) -> str:
    key, times = event.key, 0
    while session.exec(select(EventRow.id).where(EventRow.key == key)).first() is not None:
        times += 1
        key = hashlib.sha256(f"{event.key}|{times}".encode()).hexdigest()
    return key


def _row(event: Event, key: str, sample: bool) -> EventRow:
    return EventRow(
        key=key,
        source=event.source,
        ref=event.ref,
        related_ref=event.related_ref,
        op=event.op,
        kind=event.kind,
        action=event.action,
        state=event.state,
        at=event.at,
        list_date=event.list_date,
        entity=event.entity,
        caption=event.caption,
        type=event.type,
        list_kind=event.list_kind,
        programmes=list(event.programmes),
        countries=list(event.countries),
        material=event.material,
        gained=[list(s) for s in event.gained],
        lost=[list(s) for s in event.lost],
        url=event.url,
        sample=sample,
    )


def _event(row: EventRow) -> Event:
    return Event(
        key=row.key,
        source=row.source,
        ref=row.ref,
        op=Op(row.op),
        kind=row.kind,
        action=row.action,
        state=cast(State, row.state),
        at=row.at,
        list_date=row.list_date,
        entity=row.entity,
        caption=row.caption,
        type=row.type,
        list_kind=row.list_kind,
        programmes=tuple(row.programmes),
        countries=tuple(row.countries),
        material=row.material,
        gained=tuple(Statement(*s) for s in row.gained),
        lost=tuple(Statement(*s) for s in row.lost),
        url=row.url,
        related_ref=row.related_ref,
    )


def _action(row: ActionRow) -> Action:
    return Action(
        id=row.id,
        issuer=row.issuer,
        source=row.source,
        title=row.title,
        at=row.at,
        list_date=row.list_date,
        previous_list_date=row.previous_list_date,
        notice_url=row.notice_url,
    )
