"""What we know of each list: how fresh it is and what went wrong last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.core.issuers import ISSUER_OF
from bot.core.screening import SourceState
from bot.core.snapshots import Snapshot
from bot.sources.source import Source
from storage import checks, history, lists
from storage.db import Database
from storage.session import Session


def source_states(db: Database, sources: Mapping[str, Source], now: datetime) -> tuple[SourceState, ...]:
    """The state of every source, in the order they are declared."""
    with db.read() as session:
        return states_in(session, sources, now)


def states_in(session: Session, sources: Mapping[str, Source], now: datetime) -> tuple[SourceState, ...]:
    """The same from an open session."""
    first = history.first_recorded(session)
    return tuple(_state(session, source, now, first.get(source.id)) for source in sources.values())


def _state(session: Session, source: Source, now: datetime, recorded_since: datetime | None) -> SourceState:
    snapshot = lists.promoted(session, source.id)
    last = checks.last_check(session, source.id)
    good = checks.last_check(session, source.id, checks.GOOD)
    return SourceState(
        source=source.id,
        issuer=ISSUER_OF[source.id],
        title=source.title,
        state=_word(source, snapshot, last, good, now),
        entries=lists.count_in_force(session, source.id) if snapshot else 0,
        list_date=snapshot.list_date if snapshot else None,
        checked_at=good.at if good else None,
        changed_at=snapshot.checked_at if snapshot else None,
        origin=snapshot.origin if snapshot else "",
        licence=source.licence,
        url=source.home,
        problem=(last.reason or "") if last and last.outcome not in checks.GOOD else "",
        opt_in=source.opt_in,
        lacks=_lacks(snapshot) if snapshot else "",
        recorded_since=recorded_since,
    )


def _lacks(snapshot: Snapshot) -> str:
    """What a family of files was given without: OFAC's main CSV file holds no other names but weak ones."""
    return "other names" if "printed:csv/sdn" in snapshot.observed and "alias" not in snapshot.observed else ""


def _word(
    source: Source, snapshot: Snapshot | None, last: checks.Check | None, good: checks.Check | None, now: datetime
) -> str:
    if snapshot is None:
        return "never" if last is None else "failed"
    if good is None or now - good.at > source.stale_after:
        return "stale"
    return "failed" if last and last.outcome not in checks.GOOD else "fresh"
