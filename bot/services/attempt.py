"""Attempt: one try at taking a delivery in: what is known before, what it may read and keep, and how it ends."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from bot.core.events import State
from bot.core.lifecycle import Known, Plan
from bot.core.listings import Listing
from bot.core.refreshed import Refreshed
from bot.core.snapshots import Limits, Origin, Outcome, Snapshot, Verdict
from bot.services.recording import removal_day
from bot.sources.raw import Raw
from bot.sources.source import Source
from storage import blobs, events, lists, promotion
from storage.db import Database


@dataclass(frozen=True, slots=True)
class Delivery:
    """Raw files of one list by name, as bytes or paths; `list_date` is used where the content carries no date."""

    files: Mapping[str, bytes | Path]
    origin: Origin
    list_date: date | None = None
    validators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Before:
    """What was known of a source when its refresh began; `stated` is None for a snapshot of an older program."""

    last: Snapshot | None
    known: Mapping[str, Known]
    stated: Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """The parts of one try at a refresh."""

    db: Database
    source: Source
    delivery: Delivery
    digests: Mapping[str, str]
    before: Before
    now: datetime
    accept: bool


def known_before(db: Database, source: str) -> Before:
    """What is known of a source as a refresh begins."""
    with db.read() as session:
        last = lists.promoted(session, source)
        known = {
            ref: Known(item.digest, item.state, item.pending_at)
            for ref, item in lists.standings(session, source).items()
        }
        return Before(last, known, lists.stated(session, last.id) if last else None)


def stored(attempt: Attempt, refs: set[str]) -> dict[str, Listing]:
    """The stored words of these listings."""
    with attempt.db.read() as session:
        return lists.listings_of(session, attempt.source.id, refs)


def confirm(attempt: Attempt, last: Snapshot, refs: tuple[str, ...], seen: Snapshot) -> None:
    """Confirm removals without a new snapshot."""
    states: dict[str, State] = dict.fromkeys(refs, "confirmed")
    with attempt.db.write() as session:
        promotion.lock_source(session, attempt.source.id)
        day = removal_day(seen)
        promotion.confirm_pending(session, attempt.source.id, dict.fromkeys(refs, day), last.id)
        events.set_state(session, attempt.source.id, states)


def limits_of(source: Source, origin: Origin, last: Snapshot | None) -> Limits:
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


def digest_of(digests: Mapping[str, str]) -> str:
    """One hash for a delivery: that of its only file, or of all its files' hashes in order."""
    values = sorted(digests.values())
    return values[0] if len(values) == 1 else hashlib.sha256("|".join(values).encode()).hexdigest()


def snapshot_of(
    attempt: Attempt, digest: str, form: str, list_date: date | None, observed: frozenset[str], entries: int
) -> Snapshot:
    """The snapshot that a delivery would make, not yet numbered."""
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


def save_raw(attempt: Attempt) -> None:
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


def told(
    outcome: Outcome,
    verdict: Verdict,
    snapshot: Snapshot,
    plan: Plan | None = None,
    written: int = 0,
    notes: tuple[str, ...] = (),
) -> Refreshed:
    """The outcome of a delivery, in the words of the command line's contract."""
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


def unchanged(last: Snapshot, counts: Mapping[str, int]) -> Refreshed:
    """The outcome of a look that found nothing new."""
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
