"""A channel that goes on under another id: every row that names it follows, in the caller's transaction.

old id ─▶ what stands under both ids becomes one ─▶ new id

Slack may have used the new id before it told of it, so rows may stand under both: the older knows more and stays,
except that of two messages owed the one that went further does. References by number (of watches, of snoozes) follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlmodel import Session, col, delete, select, update

from storage.channels import UNSEEN
from storage.confining import confine
from storage.lists import insert_ignoring
from storage.memory_rows import BatchRunRow, DecisionRow, NoteVersionRow
from storage.team_rows import (
    ChannelRow,
    DigestItemRow,
    NoteRow,
    OutboxRow,
    SeenRow,
    SettingRow,
    SnoozeRow,
    ThreadRow,
    WatchRow,
    WorkRow,
)

KEYS: Final[dict[Any, tuple[str, ...]]] = {
    WatchRow: ("interest",),
    OutboxRow: ("action", "part"),
    SnoozeRow: ("scope", "value"),
    DigestItemRow: ("cadence", "event"),
    ThreadRow: ("ts",),
    WorkRow: ("action",),
    NoteRow: ("message_ts", "entity"),
    DecisionRow: (),
    BatchRunRow: (),
}
"""Rows that name a channel, and what each may have there only once (nothing: any number)."""
_FURTHEST: Final = ("sent", "claimed", "check", "unsure", "due")
_CARRY_WATCHES: Final[tuple[Any, ...]] = (OutboxRow, DigestItemRow)


def follow(session: Session, tenant: int, old: str, new: str, look_at: datetime) -> bool:
    """Put all of one channel under its new id; False when nothing is there (any more).

    What a process is sending just now may have arrived: it is owed again, and looked for first, from `look_at` on.
    """
    if not old or not new or old == new or not _is_known(session, tenant, old):
        return False
    _release(session, tenant, (old, new), look_at)
    _follow_scope(session, tenant, old, new, look_at)
    for row, key in KEYS.items():
        for stays, goes in list(_twice(session, row, tenant, old, new)) if key else ():
            _unite(session, tenant, (old, new), stays, goes)
        session.execute(_update(row, tenant, old).values(channel=new))
    _follow_channel(session, tenant, old, new)
    _follow_words(session, tenant, old, new)
    session.expire_all()
    return True


def _is_known(session: Session, tenant: int, channel: str) -> bool:
    if session.get(ChannelRow, (tenant, channel)) is not None:
        return True
    named = (select(row.tenant).where(row.tenant == tenant, row.channel == channel).limit(1) for row in KEYS)
    setting = select(SettingRow.tenant).where(SettingRow.tenant == tenant, SettingRow.value == channel).limit(1)
    return any(session.exec(query).first() is not None for query in (*named, setting))


def _release(session: Session, tenant: int, both: tuple[str, str], look_at: datetime) -> None:
    """Take claims from their processes, which know the channel by its old id only."""
    session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.tenant) == tenant, col(OutboxRow.channel).in_(both), col(OutboxRow.status) == "claimed")
        .values(status="check", claimed_by="", claimed_until=None, not_before=look_at)
        .execution_options(synchronize_session=False)
    )


def _twice(session: Session, row: Any, tenant: int, old: str, new: str) -> Iterator[tuple[Any, Any]]:
    """Pairs of rows that would be one under one id: which stays, which goes."""
    here = select(row).where(row.tenant == tenant).execution_options(populate_existing=True)
    after = {_key(each): each for each in session.exec(here.where(row.channel == new))}
    if not after:
        return
    for before in session.exec(here.where(row.channel == old)).all():
        other = after.get(_key(before))
        if other is None or (isinstance(before, NoteRow) and not before.message_ts):
            continue
        yield (other, before) if _is_further(other, before) else (before, other)


def _key(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in KEYS[type(row)])


def _is_further(other: Any, row: Any) -> bool:
    return isinstance(row, OutboxRow) and _distance(other) < _distance(row)


def _distance(row: OutboxRow) -> int:
    return _FURTHEST.index(row.status) if row.status in _FURTHEST else len(_FURTHEST)


def _unite(session: Session, tenant: int, both: tuple[str, str], stays: Any, goes: Any) -> None:
    """Let one row carry what both did."""
    match stays:
        case WatchRow():
            _renumber(session, tenant, both, goes.id, stays.id)
        case SnoozeRow():
            stays.until = max(stays.until, goes.until)
            held, now_held = f"snooze:{goes.id}", f"snooze:{stays.id}"
            items = _update(DigestItemRow, tenant, *both).where(col(DigestItemRow.digest) == held)
            session.execute(items.values(digest=now_held))
        case OutboxRow():
            stays.events = list(dict.fromkeys((*stays.events, *goes.events)))
            stays.watches = list(dict.fromkeys((*stays.watches, *goes.watches)))
        case NoteRow():
            earlier = update(NoteVersionRow).where(col(NoteVersionRow.note) == goes.id)
            session.execute(earlier.values(note=stays.id).execution_options(synchronize_session=False))
        case DigestItemRow():
            stays.watches = sorted({*stays.watches, *goes.watches})
        case WorkRow() if goes.at > stays.at:
            for name in ("status", "owner", "claimed_at", "at", "by", "redraw_at"):
                setattr(stays, name, getattr(goes, name))
    session.add(stays)
    session.delete(goes)
    session.flush()


def _renumber(session: Session, tenant: int, both: tuple[str, str], goes: int | None, stays: int | None) -> None:
    """Let everything that one watch brought or holds be another's."""
    for row in _CARRY_WATCHES:
        for each in session.exec(select(row).where(row.tenant == tenant, row.channel.in_(both))):
            if goes in each.watches:
                each.watches = list(dict.fromkeys(stays if number == goes else number for number in each.watches))
                session.add(each)
    session.flush()
    mine = _update(SnoozeRow, tenant, *both).where(col(SnoozeRow.scope) == "watch", col(SnoozeRow.value) == str(goes))
    session.execute(mine.values(value=str(stays)))


def _follow_scope(session: Session, tenant: int, old: str, new: str, now: datetime) -> None:
    """Decisions that count in this channel only; of two on the same the one made under the new id is the later."""
    standing = select(DecisionRow).where(DecisionRow.tenant == tenant, col(DecisionRow.ended_at).is_(None))
    later = {(row.entity, row.subject) for row in session.exec(standing.where(DecisionRow.scope == new))}
    for row in session.exec(standing.where(DecisionRow.scope == old)):
        if (row.entity, row.subject) in later:
            row.ended_at, row.ended = now, "replaced"
            session.add(row)
    session.flush()
    mine = update(DecisionRow).where(col(DecisionRow.tenant) == tenant, col(DecisionRow.scope) == old)
    session.execute(mine.values(scope=new).execution_options(synchronize_session=False))


def _follow_channel(session: Session, tenant: int, old: str, new: str) -> None:
    """Ids change as a private channel is shared: it is private, and Slack is asked anew what else it is."""
    known = {"tenant": tenant, "id": new, "private": True, "seen_at": UNSEEN}
    insert_ignoring(session, ChannelRow, [known])
    row = session.get_one(ChannelRow, (tenant, new), populate_existing=True)
    row.private, row.seen_at = True, UNSEEN
    before = session.get(ChannelRow, (tenant, old), populate_existing=True)
    if before is not None:
        row.name = row.name or before.name
        row.externally_shared = row.externally_shared or before.externally_shared
        row.archived = row.archived or before.archived
        row.greeted = row.greeted or before.greeted
        row.lost_after = before.lost_after if row.lost_after is None else row.lost_after
        session.delete(before)
    session.add(row)
    session.flush()
    confine(session, tenant, new)


def _follow_words(session: Session, tenant: int, old: str, new: str) -> None:
    """Settings that are this channel, and what was done once with a message of it."""
    session.execute(
        update(SettingRow)
        .where(col(SettingRow.tenant) == tenant, col(SettingRow.value) == old)
        .values(value=new)
        .execution_options(synchronize_session=False)
    )
    named = select(SeenRow).where(SeenRow.tenant == tenant, col(SeenRow.key).contains(f":{old}:", autoescape=True))
    for row in session.exec(named).all():
        key = row.key.replace(f":{old}:", f":{new}:")[:160]
        insert_ignoring(session, SeenRow, [{"tenant": tenant, "key": key, "at": row.at}])
        session.execute(delete(SeenRow).where(col(SeenRow.tenant) == tenant, col(SeenRow.key) == row.key))


def _update(row: Any, tenant: int, *channels: str) -> Any:
    """An update of the rows of these channels."""
    here = update(row).where(row.tenant == tenant, row.channel.in_(channels))
    return here.execution_options(synchronize_session=False)
