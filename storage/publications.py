"""Publications at rest: which action an official delta file explains."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session, col, select

from storage.lists import CHUNK
from storage.rows import ActionRow, EventRow
from storage.team_rows import OutboxRow


def attach(
    session: Session, source: str, refs: Mapping[str, Collection[str]], publication: str, title: str, url: str
) -> int:
    """Give a publication to the actions of these changes (references by op) that have none; how many changes."""
    found: dict[str, list[EventRow]] = {}
    for op, wanted in refs.items():
        for row in _events(session, source, op, wanted):
            found.setdefault(row.action, []).append(row)
    explained = 0
    for action_id, rows in found.items():
        action = session.get(ActionRow, action_id)
        if action is None or action.publication_id:
            continue
        _name(session, action, rows, publication, title, url)
        explained += len(rows)
    return explained


def _events(session: Session, source: str, op: str, refs: Collection[str]) -> Sequence[EventRow]:
    ordered = sorted(refs)
    found: list[EventRow] = []
    for start in range(0, len(ordered), CHUNK):
        query = select(EventRow).where(
            EventRow.source == source,
            EventRow.op == op,
            EventRow.state != "cancelled",
            col(EventRow.ref).in_(ordered[start : start + CHUNK]),
        )
        found += session.exec(query).all()
    return found


def _name(
    session: Session, action: ActionRow, rows: Sequence[EventRow], publication: str, title: str, url: str
) -> None:
    """Name the whole action when the publication explains all of it or cards speak of it, else split its part off."""
    total = len(session.exec(select(EventRow.id).where(EventRow.action == action.id)).all())
    is_told = session.exec(select(OutboxRow.id).where(OutboxRow.action == action.id)).first() is not None
    if len(rows) < total and is_told:
        return
    named = action if len(rows) == total else _split(session, action, rows, publication)
    named.publication_id, named.title, named.notice_url = publication, title, url
    session.add(named)
    session.flush()


def _split(session: Session, action: ActionRow, rows: Sequence[EventRow], publication: str) -> ActionRow:
    made = hashlib.sha256(f"{action.id}|{publication}".encode()).hexdigest()[:20]
    part = ActionRow(**{**action.model_dump(), "id": f"a-{made}"})
    session.add(part)
    session.flush()
    for row in rows:
        row.action = part.id
        session.add(row)
    session.flush()
    return part
