"""Past events that a watch may be for, narrowed by what the database knows.

None that meets the watch is lost; whether one does is for the router's own words to say.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_

from bot.core.events import Event
from bot.core.issuers import ISSUER_OF
from bot.core.watches import KIND_OF_OP, Watch
from storage.events import newest_events
from storage.rows import EventRow


def newest_for(session: Session, watch: Watch, since: datetime, most: int) -> list[Event]:
    """The newest events that a watch may be for, newest first."""
    return newest_events(session, since, most, _conditions(watch))


def _conditions(watch: Watch) -> list[ColumnElement[bool]]:
    found = [_state(watch), _kind(watch)]
    target, issuers = watch.target, set(watch.filters.issuers)
    if target.kind == "entity":
        named = (target.ref, f"{target.source}:{target.ref}") if target.ref else ()
        found.append(
            or_(
                col(EventRow.entity) == target.value,
                col(EventRow.ref).in_(named),
                col(EventRow.related_ref).in_(named),
            )
        )
    if target.kind == "issuer":
        found.append(_of({target.value}))
    if issuers:
        found.append(_of(issuers))
    return found


def _state(watch: Watch) -> ColumnElement[bool]:
    """A removal not yet confirmed is told only to those who watch the party by name."""
    return col(EventRow.state).in_(("pending", "confirmed") if watch.target.kind == "entity" else ("confirmed",))


def _kind(watch: Watch) -> ColumnElement[bool]:
    if not watch.kinds:
        return col(EventRow.material).is_(True)
    ops = [op for op, word in KIND_OF_OP.items() if word in watch.kinds]
    exact = {*watch.kinds, *(("reinstated",) if "added" in watch.kinds else ())}
    return or_(col(EventRow.kind).in_(sorted(exact)), col(EventRow.op).in_(ops))


def _of(issuers: set[str]) -> ColumnElement[bool]:
    return col(EventRow.source).in_(sorted(source for source, issuer in ISSUER_OF.items() if issuer in issuers))
