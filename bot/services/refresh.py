"""One refresh of one list.

    fetch ─▶ parse ─▶ vet ─▶ diff ─▶ record

Bytes come in as a `Delivery` (from files or the web); parsing, vetting and diffing happen outside the database;
what follows from them is written in one short transaction, or not at all.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.core import lifecycle
from bot.core.events import State
from bot.core.lifecycle import Known, Plan
from bot.core.refreshed import Refreshed
from bot.core.snapshots import (
    Incomplete,
    Limits,
    Malformed,
    Origin,
    Outcome,
    ParsedDelta,
    ParsedList,
    Snapshot,
    Verdict,
    vet,
)
from bot.services.recording import record, removal_day
from bot.sources.source import Source
from storage import checks, events, lists
from storage.db import Database


@dataclass(frozen=True, slots=True)
class Delivery:
    """Raw files of one list by name, as read; `list_date` is used where the content carries no date."""

    files: Mapping[str, bytes]
    origin: Origin
    list_date: date | None = None
    validators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Before:
    """What was known of a source when its refresh began."""

    last: Snapshot | None
    known: Mapping[str, Known]


def refresh(db: Database, source: Source, delivery: Delivery, now: datetime, *, accept: bool = False) -> Refreshed:
    """Take one delivery in; whatever is wrong with it comes back as an outcome, and nothing changes then."""
    started = time.monotonic()
    digests = {name: hashlib.sha256(raw).hexdigest() for name, raw in delivery.files.items()}
    for attempt in (1, 2, 3):
        before = _before(db, source.id)
        result = _attempt(db, source, delivery, digests, before, now, accept)
        if result is not None:
            return _finish(db, result, delivery, now, started)
        if attempt == 3:
            break
    overtaken = Refreshed(source.id, "failed", "another process refreshed this list at the same time, three times over")
    return _finish(db, overtaken, delivery, now, started)


def record_failure(db: Database, source: str, reason: str, now: datetime) -> Refreshed:
    """Note that no complete bytes could be had."""
    return _finish(db, Refreshed(source, "failed", reason), None, now, time.monotonic())


def record_not_modified(
    db: Database, source: str, now: datetime, validators: Mapping[str, Mapping[str, str]]
) -> Refreshed:
    """Note that the publisher says nothing changed (304): a look, but not a proof that confirms anything."""
    before = _before(db, source)
    result = _unchanged(before.last, {}) if before.last else Refreshed(source, "failed", "304 without an earlier copy")
    with db.write() as session:
        checks.record_check(
            session,
            checks.Check(source, now, result.outcome, result.reason, result.snapshot, False, validators),
        )
    return result


def _before(db: Database, source: str) -> _Before:
    with db.read() as session:
        last = lists.promoted(session, source)
        known = {
            item.listing.ref: Known(item.listing, item.state, item.pending_at)
            for item in lists.stored_listings(session, source)
        }
    return _Before(last, known)


def _attempt(
    db: Database,
    source: Source,
    delivery: Delivery,
    digests: Mapping[str, str],
    before: _Before,
    now: datetime,
    accept: bool,
) -> Refreshed | None:
    """One try at the whole pipeline; None when another process promoted first."""
    digest, last = _digest(digests), before.last
    if last is not None and last.sha256 == digest and last.origin == delivery.origin:
        return _again(db, source.id, before, now)
    try:
        parsed = source.parse(delivery.files)
    except Incomplete:
        raise
    except Malformed as problem:
        return Refreshed(source.id, "refused", str(problem), origin=delivery.origin, sha256=digest)
    if isinstance(parsed, ParsedDelta):
        return Refreshed(source.id, "refused", "delta files are not read yet", origin=delivery.origin, sha256=digest)
    parsed = replace(parsed, list_date=parsed.list_date or delivery.list_date)
    snapshot = _snapshot(source.id, digest, parsed, delivery.origin, last, now)
    baseline = last is None or last.origin != delivery.origin
    verdict = _vet(source, delivery.origin, before, parsed, baseline)
    if verdict.refused:
        return _told("refused", verdict.refused, snapshot)
    plan = _plan(before, parsed, baseline)
    _save_raw(db, delivery, digests, now)
    if verdict.held and not accept:
        _hold(db, snapshot, before, plan, digests)
        return _told("held", verdict.held, snapshot, plan)
    try:
        written = record(db, source, replace(snapshot, observed=plan.observed), before.last, plan, digests)
    except lists.Overtaken:
        return None
    return _told("refreshed", None, snapshot, plan, written)


def _plan(before: _Before, parsed: ParsedList, baseline: bool) -> Plan:
    if baseline or before.last is None:
        return lifecycle.plan_baseline(before.known, parsed)
    return lifecycle.plan_update(before.known, parsed, before.last, lifecycle.carried(before.known, parsed))


def _hold(db: Database, snapshot: Snapshot, before: _Before, plan: Plan, digests: Mapping[str, str]) -> None:
    """Keep a suspicious snapshot for a person to accept."""
    with db.write() as session:
        lists.lock_source(session, snapshot.source)
        numbered = replace(snapshot, sequence=lists.next_sequence(session, snapshot.source))
        lists.hold(session, numbered, before.last.id if before.last else "", digests, plan.counts)


def _vet(source: Source, origin: Origin, before: _Before, parsed: ParsedList, baseline: bool) -> Verdict:
    """Measure the delivery against itself and, unless it is a new baseline, against what was listed before."""
    least = source.assertions.min_entries if origin == "official" else 0
    if baseline or before.last is None:
        return vet(parsed, None, Limits(min_entries=least))
    limits = Limits(min_entries=least, observed=before.last.observed, last_date=before.last.list_date)
    return vet(parsed, lifecycle.listed(before.known), limits)


def _again(db: Database, source: str, before: _Before, now: datetime) -> Refreshed | None:
    """Identical content, read afresh: confirms what has been missing for a day."""
    last = before.last
    if last is None:
        return None
    ripe = lifecycle.ripe(before.known, now)
    if ripe:
        states: dict[str, State] = dict.fromkeys(ripe, "confirmed")
        try:
            with db.write() as session:
                lists.lock_source(session, source)
                lists.confirm_pending(session, source, dict.fromkeys(ripe, removal_day(last, now)), last.id)
                events.set_state(session, source, states)
        except lists.Overtaken:
            return None
    return _unchanged(last, {"confirmed": len(ripe)})


def _digest(digests: Mapping[str, str]) -> str:
    """One hash for a delivery: that of its only file, or of all its files' hashes in order."""
    values = sorted(digests.values())
    return values[0] if len(values) == 1 else hashlib.sha256("|".join(values).encode()).hexdigest()


def _snapshot(
    source: str, digest: str, parsed: ParsedList, origin: Origin, last: Snapshot | None, now: datetime
) -> Snapshot:
    parent = last.id if last else ""
    made = hashlib.sha256(f"{source}|{parent}|{digest}|{origin}".encode()).hexdigest()[:16]
    return Snapshot(
        id=f"{source}-{made}",
        source=source,
        sequence=0,
        sha256=digest,
        format=parsed.format,
        origin=origin,
        list_date=parsed.list_date,
        checked_at=now,
        entries=len(parsed.listings),
        observed=parsed.observed,
    )


def _save_raw(db: Database, delivery: Delivery, digests: Mapping[str, str], now: datetime) -> None:
    names = sorted(delivery.files)
    with db.write() as session:
        lists.save_blobs(session, [delivery.files[n] for n in names], [digests[n] for n in names], now)


def _told(
    outcome: Outcome, reason: str | None, snapshot: Snapshot, plan: Plan | None = None, written: int = 0
) -> Refreshed:
    return Refreshed(
        source=snapshot.source,
        outcome=outcome,
        reason=reason,
        snapshot=snapshot.id if plan else None,
        list_date=snapshot.list_date,
        format=snapshot.format,
        sha256=snapshot.sha256,
        entries=snapshot.entries,
        counts=plan.counts if plan else {},
        baseline=plan.baseline if plan else False,
        origin=snapshot.origin,
        events=written,
    )


def _unchanged(last: Snapshot, counts: Mapping[str, int]) -> Refreshed:
    return Refreshed(
        source=last.source,
        outcome="unchanged",
        snapshot=last.id,
        list_date=last.list_date,
        format=last.format,
        sha256=last.sha256,
        entries=last.entries,
        counts=counts,
        origin=last.origin,
    )


def _finish(db: Database, result: Refreshed, delivery: Delivery | None, now: datetime, started: float) -> Refreshed:
    """Write the heartbeat and say how long it took."""
    seconds = round(time.monotonic() - started, 3)
    with db.write() as session:
        checks.record_check(
            session,
            checks.Check(
                result.source,
                now,
                result.outcome,
                result.reason,
                result.snapshot,
                delivery is not None,
                delivery.validators if delivery else None,
                seconds,
            ),
        )
    return replace(result, seconds=seconds)


class NotHeld(ValueError):
    """No held snapshot has this id; the text says so."""


def accept_held(db: Database, source: Source, snapshot_id: str, now: datetime) -> Refreshed:
    """Promote a snapshot that was held, on a person's word; it is read anew from the bytes kept."""
    with db.read() as session:
        found = lists.snapshot(session, snapshot_id)
        if found is None or found[1] != "held" or found[0].source != source.id:
            raise NotHeld(f"there is no held snapshot {snapshot_id!r} of {source.id}")
        held, _, blobs = found
        files = {name: lists.blob(session, digest) or b"" for name, digest in blobs.items()}
    return refresh(db, source, Delivery(files, held.origin, held.list_date), now, accept=True)
