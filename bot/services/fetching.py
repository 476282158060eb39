"""Fetch: a source's files from the web, asked for only when they changed since we last had them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from bot.clients import web
from bot.core.refreshed import Refreshed
from bot.services.refresh import Delivery, record_failure, record_not_modified, refresh
from bot.settings import Settings
from bot.sources.source import Source
from storage import blobs, checks, lists
from storage.db import Database

Validators = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class _Files:
    """What the web gave: files by address, the validators for next time, the latest Last-Modified."""

    files: Mapping[str, bytes]
    validators: Validators
    modified: date | None


def refresh_from_web(
    db: Database,
    source: Source,
    urls: Sequence[str],
    now: datetime,
    allow_hosts: frozenset[tuple[str, int]] = frozenset(),
) -> Refreshed:
    """Download a list and take it in; a publisher that says "not modified" is a look without news."""
    known, held = _known(db, source.id)
    answers: dict[str, web.Answer] = {}
    for url in urls:
        have = known.get(url, {}) if url in held else {}
        answers[url] = web.fetch(
            url,
            etag=have.get("etag", ""),
            last_modified=have.get("last_modified", ""),
            limits=web.Limits(max_bytes=source.max_bytes),
            allow_hosts=allow_hosts,
        )
    failures = [answer.reason for answer in answers.values() if isinstance(answer, web.FetchFailed)]
    if failures:
        return record_failure(db, source.id, "; ".join(failures), now)
    if all(isinstance(answer, web.NotModified) for answer in answers.values()):
        return record_not_modified(db, source.id, now, known)
    got = _files(db, answers, known, held)
    return refresh(db, source, Delivery(got.files, "official", got.modified, got.validators), now)


def download(db: Database, source: Source, settings: Settings, now: datetime) -> tuple[Refreshed | None, Refreshed]:
    """Read a list from where it is set to be read: what its newest delta files gave, if any, and the whole list."""
    explained = read_delta(db, source, delta_urls(settings.source_urls, source), now, settings.allow_hosts)
    return explained, refresh_from_web(db, source, list_urls(settings, source), now, settings.allow_hosts)


def list_urls(settings: Settings, source: Source) -> tuple[str, ...]:
    """Where a list is: the address that is set for it, else its official one."""
    return settings.source_urls.get(source.id) or tuple(source.urls.values())


def is_downloaded(settings: Settings, source: Source) -> bool:
    """Whether a list is read from the web here: it has an address, and an opt-in one was asked for."""
    return bool(list_urls(settings, source)) and (not source.opt_in or source.id in settings.opt_in)


def delta_urls(configured: Mapping[str, tuple[str, ...]], source: Source) -> tuple[str, ...]:
    """Where a list's delta files are; a list that is read from another address has only those given with it."""
    if source.id in configured or f"{source.id}-delta" in configured:
        return configured.get(f"{source.id}-delta", ())
    return tuple(source.delta_urls.values())


def read_delta(
    db: Database, source: Source, urls: Sequence[str], now: datetime, allow_hosts: frozenset[tuple[str, int]]
) -> Refreshed | None:
    """Take in the publisher's newest delta files, before the list they explain; None when there is nothing new.

    A delta that cannot be had or read is no failure of the list: the whole list tells the same.
    """
    with db.read() as session:
        last = lists.promoted(session, source.id)
    done = None
    for url in urls if last is not None and last.origin == "official" else ():
        answer = web.fetch(url, limits=web.Limits(max_bytes=source.max_bytes), allow_hosts=allow_hosts)
        if isinstance(answer, web.Fetched) and not _is_seen(db, answer.bytes):
            done = refresh(db, source, Delivery({url: answer.bytes}, "official"), now, heartbeat=False)
    return done


def _is_seen(db: Database, data: bytes) -> bool:
    with db.read() as session:
        return blobs.is_kept(session, hashlib.sha256(data).hexdigest())


def _known(db: Database, source: str) -> tuple[Validators, dict[str, str]]:
    """The validators of the last good look, and the blobs of the snapshot in force by address.

    Validators count only while that snapshot came from the web: bytes from a file are not what a 304 speaks of.
    """
    with db.read() as session:
        last = lists.promoted(session, source)
        check = checks.last_check(session, source, checks.GOOD)
        if last is None or check is None or last.origin != "official":
            return {}, {}
        return {url: dict(v) for url, v in (check.validators or {}).items()}, lists.snapshot_blobs(session, last.id)


def _files(db: Database, answers: Mapping[str, web.Answer], known: Validators, held: Mapping[str, str]) -> _Files:
    files: dict[str, bytes] = {}
    validators: Validators = {}
    days: list[date] = []
    for url, answer in answers.items():
        if isinstance(answer, web.Fetched):
            files[url] = answer.bytes
            validators[url] = {"etag": answer.etag, "last_modified": answer.last_modified}
        else:
            with db.read() as session:
                files[url] = blobs.blob(session, held[url]) or b""
            validators[url] = known[url]
        day = modified_day(validators[url]["last_modified"])
        days += [day] if day else []
    return _Files(files, validators, max(days) if days else None)


def modified_day(header: str) -> date | None:
    """The day of a Last-Modified header, when there is a readable one."""
    try:
        return parsedate_to_datetime(header).date() if header else None
    except (TypeError, ValueError):
        return None
