"""One refresh of one list.

    fetch ─▶ parse ─▶ vet ─▶ diff ─▶ record

Bytes come in as a `Delivery` (from files or the web); parsing, vetting and diffing happen outside the database;
what follows from them is written in one short transaction, or not at all. Only what differs is looked at: stored
listings are compared by digest, and read where the digests say so.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.core import lifecycle
from bot.core.lifecycle import Plan
from bot.core.refreshed import Refreshed
from bot.core.snapshots import (
    Incomplete,
    LastCopy,
    Malformed,
    ParsedDelta,
    ParsedList,
    Snapshot,
    Verdict,
    as_roll,
    stated_shares,
    vet,
    vet_amended,
)
from bot.services.attempt import (
    Attempt,
    confirm,
    digest_of,
    known_before,
    limits_of,
    save_raw,
    snapshot_of,
    stored,
    told,
    unchanged,
)
from bot.services.attempt import Delivery as Delivery
from bot.services.backfill import backfill
from bot.services.deltas import take_delta
from bot.services.moving import Moving, as_moves, find_moves
from bot.services.recording import Delivered, record
from bot.sources.raw import Raw
from bot.sources.source import Source
from storage import blobs, checks, lists, promotion
from storage.db import Database

TRIES = 3


def refresh(
    db: Database, source: Source, delivery: Delivery, now: datetime, *, accept: bool = False, heartbeat: bool = True
) -> Refreshed:
    """Take one delivery in; whatever is wrong with it comes back as an outcome, and nothing changes then.

    Without `heartbeat` the look is not written down: what comes of a delta file says nothing of the list's health.
    """
    started = time.monotonic()
    backfill(db)
    digests = {name: Raw(data, name).sha256() for name, data in delivery.files.items()}
    for _ in range(TRIES):
        attempt = Attempt(db, source, delivery, digests, known_before(db, source.id), now, accept)
        try:
            return _finish(db, _try(attempt), delivery, now, started, heartbeat=heartbeat)
        except promotion.Overtaken:
            continue
    overtaken = Refreshed(source.id, "failed", "another process refreshed this list at the same time, three times over")
    return _finish(db, overtaken, delivery, now, started)


def record_failure(db: Database, source: str, reason: str, now: datetime) -> Refreshed:
    """Note that no complete bytes could be had."""
    return _finish(db, Refreshed(source, "failed", reason), None, now, time.monotonic())


def record_not_modified(
    db: Database, source: str, now: datetime, validators: Mapping[str, Mapping[str, str]]
) -> Refreshed:
    """Note that the publisher says nothing changed (304): a look, but not a proof that confirms anything."""
    with db.read() as session:
        last = lists.promoted(session, source)
    result = unchanged(last, {}) if last else Refreshed(source, "failed", "304 without an earlier copy")
    with db.write() as session:
        checks.record_check(
            session,
            checks.Check(source, now, result.outcome, result.reason, result.snapshot, False, validators),
        )
    return result


def _try(attempt: Attempt) -> Refreshed:
    """One try at the whole pipeline; raises `Overtaken` when another process promoted first."""
    source, delivery, last = attempt.source, attempt.delivery, attempt.before.last
    digest = digest_of(attempt.digests)
    if last is not None and last.sha256 == digest and last.origin == delivery.origin:
        return _again(attempt, last)
    try:
        parsed = source.parse(delivery.files)
    except Incomplete:
        raise
    except Malformed as problem:
        return Refreshed(source.id, "refused", f"malformed: {problem}", origin=delivery.origin, sha256=digest)
    if isinstance(parsed, ParsedDelta):
        return take_delta(attempt, replace(parsed, list_date=parsed.list_date or delivery.list_date), digest)
    return _take_list(attempt, replace(parsed, list_date=parsed.list_date or delivery.list_date), digest)


def _take_list(attempt: Attempt, parsed: ParsedList, digest: str) -> Refreshed:
    db, source, before, last = attempt.db, attempt.source, attempt.before, attempt.before.last
    snapshot = snapshot_of(attempt, digest, parsed.format, parsed.list_date, parsed.observed, len(parsed.listings))
    limits = limits_of(source, attempt.delivery.origin, last)
    baseline = last is None or last.origin != attempt.delivery.origin
    copy = None if baseline else LastCopy(lifecycle.listed(before.known), before.stated or {})
    verdict = vet(parsed, copy, limits)
    if verdict.refused:
        return told("refused", verdict, snapshot, notes=parsed.unknown)
    plan = _plan(attempt, parsed, baseline)
    if plan.delta is not None:
        verdict = vet_amended(plan.delta.amended, plan.common, limits)
    save_raw(attempt)
    if verdict.held and not attempt.accept:
        _hold(attempt, snapshot, plan)
        said = lifecycle.summary(plan.delta) if plan.delta else ()
        return replace(told("held", verdict, snapshot, plan, notes=parsed.unknown), summary=said)
    moving = Moving() if baseline else find_moves(db, source.id, plan, attempt.now)
    plan = as_moves(plan, moving)
    shares = stated_shares(parsed.listings)
    made = Delivered(replace(snapshot, observed=plan.observed), last, attempt.digests, shares)
    written = record(db, source, made, plan, moving)
    return told("refreshed", Verdict(), snapshot, plan, written, notes=parsed.unknown)


def _plan(attempt: Attempt, parsed: ParsedList, baseline: bool) -> Plan:
    known, last = attempt.before.known, attempt.before.last
    if baseline or last is None:
        return lifecycle.plan_baseline(known, parsed)
    roll = as_roll(parsed.listings)
    wanted = lifecycle.differing(known, roll) & known.keys()
    old = stored(attempt, wanted)
    return lifecycle.plan_update(known, old, roll, parsed, last, dates_survive=attempt.source.keeps_first_date)


def _again(attempt: Attempt, last: Snapshot) -> Refreshed:
    """Identical content, read afresh: confirms what has been missing for a day."""
    ripe = lifecycle.ripe(attempt.before.known, attempt.now)
    if ripe:
        confirm(attempt, last, ripe, replace(last, checked_at=attempt.now))
    return unchanged(last, {"confirmed": len(ripe)})


def _hold(attempt: Attempt, snapshot: Snapshot, plan: Plan) -> None:
    """Keep a suspicious snapshot for a person to accept."""
    last = attempt.before.last
    with attempt.db.write() as session:
        promotion.lock_source(session, snapshot.source)
        numbered = replace(snapshot, sequence=promotion.next_sequence(session, snapshot.source))
        promotion.hold(session, numbered, last.id if last else "", attempt.digests, plan.counts)


def _finish(
    db: Database,
    result: Refreshed,
    delivery: Delivery | None,
    now: datetime,
    started: float,
    *,
    heartbeat: bool = True,
) -> Refreshed:
    """Write the heartbeat and say how long it took."""
    seconds = round(time.monotonic() - started, 3)
    if not heartbeat:
        return replace(result, seconds=seconds)
    validators = delivery.validators if delivery else None
    check = checks.Check(
        source=result.source,
        at=now,
        outcome=result.outcome,
        reason=result.reason,
        snapshot=result.snapshot,
        fresh_bytes=delivery is not None,
        validators=validators,
        seconds=seconds,
        notes=result.notes,
    )
    with db.write() as session:
        checks.record_check(session, check)
    return replace(result, seconds=seconds)


class NotHeld(ValueError):
    """No held snapshot has this id; the text says so."""


def accept_held(db: Database, source: Source, snapshot_id: str, now: datetime) -> Refreshed:
    """Promote a snapshot that was held, on a person's word; it is read anew from the bytes kept."""
    with db.read() as session:
        found = lists.snapshot(session, snapshot_id)
        if found is None or found[1] != "held" or found[0].source != source.id:
            raise NotHeld(f"there is no held snapshot {snapshot_id!r} of {source.id}")
        held, _, kept = found
        files: dict[str, bytes | Path] = {name: blobs.blob(session, digest) or b"" for name, digest in kept.items()}
    return refresh(db, source, Delivery(files, held.origin, held.list_date), now, accept=True)
