"""What a move between two lists needs: the recent comings and goings on the other list, and one event made of two."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select, update

from bot.core.events import Event
from bot.core.listings import Listing
from storage.lists import listings_of
from storage.rows import EntityListingRow, EventRow, ListingRow
from storage.team_rows import OutboxRow


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a possible move, recorded earlier: an addition or a removal on another list."""

    source: str
    ref: str
    event: str
    listing: Listing


def halves(session: Session, sources: Collection[str], op: str, since: datetime) -> list[Half]:
    """Additions (ADD) still in force, or removals (DEL) not cancelled, that these lists had since then."""
    found: list[Half] = []
    for source in sorted(sources):
        query = select(EventRow.ref, EventRow.key).where(
            EventRow.source == source, EventRow.op == op, col(EventRow.at) >= since, EventRow.state != "cancelled"
        )
        keys = dict(session.exec(query).all())
        wanted = ("listed",) if op == "ADD" else ("pending_removal", "removed")
        rows = session.exec(
            select(ListingRow.ref).where(
                ListingRow.source == source, col(ListingRow.state).in_(wanted), col(ListingRow.ref).in_(sorted(keys))
            )
        ).all()
        words = listings_of(session, source, set(rows))
        found += [Half(source, ref, keys[ref], words[ref]) for ref in sorted(words)]
    return found


def is_told(session: Session, event: str) -> bool:
    """Whether anything owed or sent anywhere speaks of this event."""
    return any(event in row for row in session.exec(select(OutboxRow.events)))


def forget(session: Session, event: str) -> None:
    """Take back an event that nobody was told of: another one says it better."""
    row = session.exec(select(EventRow).where(EventRow.key == event)).first()
    if row is not None:
        session.delete(row)
        session.flush()


def cancel(session: Session, event: str) -> None:
    """The removal that some were told of as pending was none."""
    row = session.exec(select(EventRow).where(EventRow.key == event)).first()
    if row is not None:
        row.state, row.kind, row.routed = "cancelled", "moved", False
        session.add(row)
        session.flush()


def become(session: Session, event: str, move: Event) -> None:
    """Make the event of the first half the one event of the move; the cards that told it are drawn anew."""
    row = session.exec(select(EventRow).where(EventRow.key == event)).first()
    if row is None:
        return
    for name in ("source", "ref", "related_ref", "kind", "state", "entity", "caption", "type", "list_kind", "material"):
        setattr(row, name, getattr(move, name))
    row.op = move.op.value
    row.programmes, row.countries = list(move.programmes), list(move.countries)
    row.gained, row.lost = [list(s) for s in move.gained], [list(s) for s in move.lost]
    row.routed = False
    session.add(row)
    session.flush()


def give_up(session: Session, source: str, ref: str, day: date) -> None:
    """A record that was carried on by another list of the same authority: no longer missing, and no removal."""
    session.execute(
        update(ListingRow)
        .where(col(ListingRow.source) == source, col(ListingRow.ref) == ref)
        .values(state="replaced", removed_on=day)
    )


def join(session: Session, source: str, ref: str, entity: str, evidence: str) -> None:
    """The record given up stays with its party."""
    session.execute(
        update(EntityListingRow)
        .where(col(EntityListingRow.source) == source, col(EntityListingRow.ref) == ref)
        .values(entity=entity, evidence=evidence)
    )
