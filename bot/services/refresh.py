"""One refresh of one list.

    fetch ─▶ parse ─▶ vet ─▶ diff ─▶ record

Bytes come in as a `Delivery` (from files or the web); parsing, vetting and diffing happen outside the database;
what follows from them is written in one short transaction, or not at all. Only what differs is looked at: stored
listings are compared by digest, and read where the digests say so.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from bot.core import lifecycle, official_deltas
from bot.core.events import State
from bot.core.lifecycle import Known, Plan
from bot.core.listings import Listing
from bot.core.refreshed import Refreshed
from bot.core.roll import Roll
from bot.core.snapshots import (
    Incomplete,
    LastCopy,
    Limits,
    Malformed,
    Origin,
    Outcome,
    ParsedDelta,
    ParsedList,
    Snapshot,
    Verdict,
    stated_shares,
    vet,
    vet_amended,
)
from bot.services import publications
from bot.services.moving import Moving, as_moves, find_moves
from bot.services.recording import Delivered, Publication, record, removal_day
from bot.sources.raw import Raw
from bot.sources.source import Source
from storage import blobs, checks, events, keys, lists, promotion
from storage.db import Database

TRIES = 3


@dataclass(frozen=True, slots=True)
class Delivery:
    """Raw files of one list by name, as bytes or paths; `list_date` is used where the content carries no date."""

    files: Mapping[str, bytes | Path]
    origin: Origin
    list_date: date | None = None
    validators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Before:
    """What was known of a source when its refresh began; `stated` is None for a snapshot of an older program."""

    last: Snapshot | None
    known: Mapping[str, Known]
    stated: Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class _Attempt:
    """The parts of one try at a refresh."""

    db: Database
    source: Source
    delivery: Delivery
    digests: Mapping[str, str]
    before: _Before
    now: datetime
    accept: bool


def refresh(
    db: Database, source: Source, delivery: Delivery, now: datetime, *, accept: bool = False, heartbeat: bool = True
) -> Refreshed:
    """Take one delivery in; whatever is wrong with it comes back as an outcome, and nothing changes then.

    Without `heartbeat` the look is not written down: what comes of a delta file says nothing of the list's health.
    """
    started = time.monotonic()
    digests = {name: Raw(data, name).sha256() for name, data in delivery.files.items()}
    for _ in range(TRIES):
        attempt = _Attempt(db, source, delivery, digests, _before(db, source.id), now, accept)
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
    result = _unchanged(last, {}) if last else Refreshed(source, "failed", "304 without an earlier copy")
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
            ref: Known(item.digest, item.state, item.pending_at)
            for ref, item in lists.standings(session, source).items()
        }
        return _Before(last, known, lists.stated(session, last.id) if last else None)


def _try(attempt: _Attempt) -> Refreshed:
    """One try at the whole pipeline; raises `Overtaken` when another process promoted first."""
    source, delivery, last = attempt.source, attempt.delivery, attempt.before.last
    digest = _digest(attempt.digests)
    if last is not None and last.sha256 == digest and last.origin == delivery.origin:
        return _again(attempt, last)
    try:
        parsed = source.parse(delivery.files)
    except Incomplete:
        raise
    except Malformed as problem:
        return Refreshed(source.id, "refused", f"malformed: {problem}", origin=delivery.origin, sha256=digest)
    if isinstance(parsed, ParsedDelta):
        return _take_delta(attempt, replace(parsed, list_date=parsed.list_date or delivery.list_date), digest)
    return _take_list(attempt, replace(parsed, list_date=parsed.list_date or delivery.list_date), digest)


def _take_list(attempt: _Attempt, parsed: ParsedList, digest: str) -> Refreshed:
    db, source, before, last = attempt.db, attempt.source, attempt.before, attempt.before.last
    snapshot = _snapshot(attempt, digest, parsed.format, parsed.list_date, parsed.observed, len(parsed.listings))
    limits = _limits(source, attempt.delivery.origin, last)
    stated = _last_stated(attempt)
    baseline = last is None or last.origin != attempt.delivery.origin
    copy = None if baseline else LastCopy(lifecycle.listed(before.known), stated or {})
    verdict = vet(parsed, copy, limits)
    if verdict.refused:
        return _told("refused", verdict, snapshot, notes=parsed.unknown)
    plan = _plan(attempt, parsed, baseline)
    if plan.delta is not None:
        verdict = vet_amended(plan.delta.amended, plan.common, limits)
    _save_raw(attempt)
    if verdict.held and not attempt.accept:
        _hold(attempt, snapshot, plan)
        said = lifecycle.summary(plan.delta) if plan.delta else ()
        return replace(_told("held", verdict, snapshot, plan, notes=parsed.unknown), summary=said)
    moving = Moving() if baseline else find_moves(db, source.id, plan, attempt.now)
    plan = as_moves(plan, moving)
    shares = stated_shares(parsed.listings)
    made = Delivered(replace(snapshot, observed=plan.observed), last, attempt.digests, shares)
    written = record(db, source, made, plan, moving)
    return _told("refreshed", Verdict(), snapshot, plan, written, notes=parsed.unknown)


def _plan(attempt: _Attempt, parsed: ParsedList, baseline: bool) -> Plan:
    known, last = attempt.before.known, attempt.before.last
    if baseline or last is None:
        return lifecycle.plan_baseline(known, parsed)
    roll = parsed.listings if isinstance(parsed.listings, Roll) else Roll(attempt.source.id, parsed.listings)
    wanted = lifecycle.differing(known, roll) & known.keys()
    old = _stored(attempt, wanted)
    return lifecycle.plan_update(known, old, roll, parsed, last, dates_survive=attempt.source.keeps_first_date)


def _stored(attempt: _Attempt, refs: set[str]) -> dict[str, Listing]:
    with attempt.db.read() as session:
        return lists.listings_of(session, attempt.source.id, refs)


def _last_stated(attempt: _Attempt) -> Mapping[str, float] | None:
    """The fill rates of the copy in force; worked out, with the keys, for a copy that an older program wrote."""
    before, source = attempt.before, attempt.source.id
    if before.last is None or before.stated is not None:
        return before.stated
    roll = Roll(source)
    for listing in _stored(attempt, set(before.known)).values():
        roll.add(listing)
    present = Roll(source, {ref: roll[ref] for ref in lifecycle.listed(before.known)})
    shares = stated_shares(present)
    with attempt.db.write() as session:
        keys.set_keys(session, source, keys.made(roll))
        lists.set_stated(session, before.last.id, shares)
    return shares


def _take_delta(attempt: _Attempt, parsed: ParsedDelta, digest: str) -> Refreshed:
    """A publisher's own change file: applied to the copy in force, or explaining it when that is younger."""
    db, source, before, last = attempt.db, attempt.source, attempt.before, attempt.before.last
    if last is None:
        reason = "delta without a list: load the whole list first"
        return Refreshed(source.id, "refused", reason, origin=attempt.delivery.origin, sha256=digest)
    old = _stored(attempt, official_deltas.named(parsed) & before.known.keys())
    plan = official_deltas.plan_delta(before.known, old, parsed, last)
    _save_raw(attempt)
    publication = Publication(
        id=f"delta:{parsed.list_date or digest[:12]}",
        title=official_deltas.publication_title(parsed, source.publisher_short),
        url=source.delta_page.format(day=parsed.list_date) if source.delta_page and parsed.list_date else "",
    )
    made = _snapshot(attempt, digest, parsed.format, parsed.list_date or last.list_date, last.observed, 0)
    present = len(lifecycle.listed(before.known)) + plan.counts["added"] - plan.counts["removed"]
    snapshot = replace(made, entries=present, origin=last.origin)
    explained = publications.attach(db, source.id, parsed, publication)
    if not plan.written and not plan.gone and not plan.replaced:
        return _explained(attempt, plan, snapshot, last, explained)
    moving = find_moves(db, source.id, plan, attempt.now)
    plan = as_moves(plan, moving)
    delivered = Delivered(snapshot, last, attempt.digests, before.stated or {}, publication)
    written = record(db, source, delivered, plan, moving)
    return _told("refreshed", Verdict(), snapshot, plan, written, notes=parsed.unknown)


def _explained(attempt: _Attempt, plan: Plan, snapshot: Snapshot, last: Snapshot, explained: int) -> Refreshed:
    """A delta that tells nothing new: it names the action and confirms removals that were waiting."""
    if plan.confirmed:
        _confirm(attempt, last, plan.confirmed, snapshot)
    said = (f"{explained:,} recorded changes are explained by this publication",) if explained else ()
    unchanged = _unchanged(last, {**plan.counts, "added": 0, "removed": 0, "amended": 0})
    return replace(unchanged, format=snapshot.format, sha256=snapshot.sha256, summary=said)


def _again(attempt: _Attempt, last: Snapshot) -> Refreshed:
    """Identical content, read afresh: confirms what has been missing for a day."""
    ripe = lifecycle.ripe(attempt.before.known, attempt.now)
    if ripe:
        _confirm(attempt, last, ripe, replace(last, checked_at=attempt.now))
    return _unchanged(last, {"confirmed": len(ripe)})


def _confirm(attempt: _Attempt, last: Snapshot, refs: tuple[str, ...], seen: Snapshot) -> None:
    states: dict[str, State] = dict.fromkeys(refs, "confirmed")
    with attempt.db.write() as session:
        promotion.lock_source(session, attempt.source.id)
        day = removal_day(seen)
        promotion.confirm_pending(session, attempt.source.id, dict.fromkeys(refs, day), last.id)
        events.set_state(session, attempt.source.id, states)


def _hold(attempt: _Attempt, snapshot: Snapshot, plan: Plan) -> None:
    """Keep a suspicious snapshot for a person to accept."""
    last = attempt.before.last
    with attempt.db.write() as session:
        promotion.lock_source(session, snapshot.source)
        numbered = replace(snapshot, sequence=promotion.next_sequence(session, snapshot.source))
        promotion.hold(session, numbered, last.id if last else "", attempt.digests, plan.counts)


def _limits(source: Source, origin: Origin, last: Snapshot | None) -> Limits:
    """What the source asserts of itself; sizes and fill rates are asked of official downloads and whole files only."""
    sure = source.assertions
    is_official = origin == "official"
    return Limits(
        min_entries=sure.min_entries if is_official else 0,
        max_entries=sure.max_entries,
        min_share=sure.min_share,
        max_amended=sure.max_amended,
        filled=sure.filled if origin != "sample" else {},
        parts=sure.parts if is_official else {},
        observed=last.observed if last else frozenset(),
        last_date=last.list_date if last else None,
    )


def _digest(digests: Mapping[str, str]) -> str:
    """One hash for a delivery: that of its only file, or of all its files' hashes in order."""
    values = sorted(digests.values())
    return values[0] if len(values) == 1 else hashlib.sha256("|".join(values).encode()).hexdigest()


def _snapshot(
    attempt: _Attempt, digest: str, form: str, list_date: date | None, observed: frozenset[str], entries: int
) -> Snapshot:
    source, last, origin = attempt.source.id, attempt.before.last, attempt.delivery.origin
    made = hashlib.sha256(f"{source}|{last.id if last else ''}|{digest}|{origin}".encode()).hexdigest()[:16]
    return Snapshot(
        id=f"{source}-{made}",
        source=source,
        sequence=0,
        sha256=digest,
        format=form,
        origin=origin,
        list_date=list_date,
        checked_at=attempt.now,
        entries=entries,
        observed=observed,
    )


def _save_raw(attempt: _Attempt) -> None:
    """Keep the bytes before anything rests on them; they are pressed outside the transaction."""
    for name, data in attempt.delivery.files.items():
        digest = attempt.digests[name]
        with attempt.db.read() as session:
            if blobs.is_kept(session, digest):
                continue
        with Raw(data, name).delivered() as stream:
            size, pressed = blobs.press(stream)
        with attempt.db.write() as session:
            blobs.save(session, digest, size, pressed, attempt.now)


def _told(
    outcome: Outcome,
    verdict: Verdict,
    snapshot: Snapshot,
    plan: Plan | None = None,
    written: int = 0,
    notes: tuple[str, ...] = (),
) -> Refreshed:
    return Refreshed(
        source=snapshot.source,
        outcome=outcome,
        reason=None if verdict.fits else verdict.reason,
        snapshot=snapshot.id if plan else None,
        list_date=snapshot.list_date,
        format=snapshot.format,
        sha256=snapshot.sha256,
        entries=snapshot.entries,
        counts=plan.counts if plan else {},
        baseline=plan.baseline if plan else False,
        origin=snapshot.origin,
        events=written,
        notes=notes,
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
