"""Moving: a party that leaves one list of an authority and comes onto another, told as one event.

The two lists are read one after the other, so the first half was recorded as an addition or as a pending removal; when
the second half arrives, the two become one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.core.delta import Change, Op, difference
from bot.core.lifecycle import ACROSS_FORMATS, Plan
from bot.core.listings import Listing
from bot.core.moves import move_kind, moves, siblings
from storage import moves as store
from storage.db import Database
from storage.moves import Half

WITHIN = timedelta(days=7)
"""How far apart the two halves of a move may be seen; one act changes both lists on one day."""


@dataclass(frozen=True, slots=True)
class Moving:
    """The moves that a plan completes, by this list's reference: `arrived` here, or `left` for another list."""

    arrived: Mapping[str, Half] = field(default_factory=dict)
    left: Mapping[str, Half] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.arrived or self.left)


def find_moves(db: Database, source: str, plan: Plan, now: datetime) -> Moving:
    """Which additions and removals of this plan are the second half of a move."""
    others = siblings(source)
    come = [c.after for c in plan.events if c.op is Op.ADD and c.after]
    gone = [c.before for c in plan.events if c.op is Op.DEL and c.before]
    if not others or not (come or gone):
        return Moving()
    with db.read() as session:
        lost = store.halves(session, others, Op.DEL, now - WITHIN) if come else []
        gained = store.halves(session, others, Op.ADD, now - WITHIN) if gone else []
    arrived = moves([half.listing for half in lost], come)
    left = moves(gone, [half.listing for half in gained])
    return Moving(
        arrived={arrived[half.ref]: half for half in lost if half.ref in arrived},
        left={old: half for old, new in left.items() for half in gained if half.ref == new},
    )


def as_moves(plan: Plan, moving: Moving) -> Plan:
    """The plan with its second halves told as moves: no addition, and no removal."""
    if not moving:
        return plan
    kept = tuple(_event(change, moving) for change in plan.events if not _is_leaving(change, moving))
    counts = dict(plan.counts)
    counts["pending"] = counts.get("pending", 0) - len(moving.left.keys() & set(plan.pending))
    counts["confirmed"] = counts.get("confirmed", 0) - len(moving.left.keys() & plan.gone.keys())
    counts["moved"] = len(moving.arrived) + len(moving.left)
    return replace(
        plan,
        events=kept,
        counts=counts,
        pending=tuple(ref for ref in plan.pending if ref not in moving.left),
        gone={ref: day for ref, day in plan.gone.items() if ref not in moving.left},
        moved=tuple(sorted(moving.left)),
    )


def move(old: Listing, new: Listing) -> Change:
    """The one event of a move."""
    gained, lost = difference([old], new, ACROSS_FORMATS)
    return Change(Op.MOVE, move_kind(new), old, new, gained, lost, material=True)


def _event(change: Change, moving: Moving) -> Change:
    if change.op is Op.ADD and change.after and change.after.ref in moving.arrived:
        return move(moving.arrived[change.after.ref].listing, change.after)
    return change


def _is_leaving(change: Change, moving: Moving) -> bool:
    return change.op is Op.DEL and change.before is not None and change.before.ref in moving.left
