"""Deltas: a publisher's own change file is applied to the copy in force, or explains it.

parse ─▶ plan against what is known ─▶ name the action ─▶ record, or confirm what was waiting
"""

from __future__ import annotations

from dataclasses import replace

from bot.core import lifecycle, official_deltas
from bot.core.lifecycle import Plan
from bot.core.refreshed import Refreshed
from bot.core.snapshots import ParsedDelta, Snapshot, Verdict
from bot.services import publications
from bot.services.attempt import Attempt, confirm, save_raw, snapshot_of, stored, told, unchanged
from bot.services.moving import as_moves, find_moves
from bot.services.recording import Delivered, Publication, record


def take_delta(attempt: Attempt, parsed: ParsedDelta, digest: str) -> Refreshed:
    """A publisher's own change file: applied to the copy in force, or explaining it when that is younger."""
    db, source, before, last = attempt.db, attempt.source, attempt.before, attempt.before.last
    if last is None:
        reason = "delta without a list: load the whole list first"
        return Refreshed(source.id, "refused", reason, origin=attempt.delivery.origin, sha256=digest)
    old = stored(attempt, official_deltas.named(parsed) & before.known.keys())
    plan = official_deltas.plan_delta(before.known, old, parsed, last)
    save_raw(attempt)
    publication = Publication(
        id=f"delta:{parsed.list_date or digest[:12]}",
        title=official_deltas.publication_title(parsed, source.publisher_short),
        url=source.delta_page.format(day=parsed.list_date) if source.delta_page and parsed.list_date else "",
    )
    made = snapshot_of(attempt, digest, parsed.format, parsed.list_date or last.list_date, last.observed, 0)
    present = len(lifecycle.listed(before.known)) + plan.counts["added"] - plan.counts["removed"]
    snapshot = replace(made, entries=present, origin=last.origin)
    explained = publications.attach(db, source.id, parsed, publication)
    if not plan.written and not plan.gone and not plan.replaced:
        return _explained(attempt, plan, snapshot, last, explained)
    moving = find_moves(db, source.id, plan, attempt.now)
    plan = as_moves(plan, moving)
    delivered = Delivered(snapshot, last, attempt.digests, before.stated or {}, publication)
    written = record(db, source, delivered, plan, moving)
    return told("refreshed", Verdict(), snapshot, plan, written, notes=parsed.unknown)


def _explained(attempt: Attempt, plan: Plan, snapshot: Snapshot, last: Snapshot, explained: int) -> Refreshed:
    """A delta that tells nothing new: it names the action and confirms removals that were waiting."""
    if plan.confirmed:
        confirm(attempt, last, plan.confirmed, snapshot)
    said = (f"{explained:,} recorded changes are explained by this publication",) if explained else ()
    nothing_new = unchanged(last, {**plan.counts, "added": 0, "removed": 0, "amended": 0})
    return replace(nothing_new, format=snapshot.format, sha256=snapshot.sha256, summary=said)
