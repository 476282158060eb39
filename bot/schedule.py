"""What runs when: one table of jobs, each behind a lease so that of several processes one does the work."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from apscheduler.schedulers.background import BackgroundScheduler

from bot.services import (
    batch_runs,
    cards,
    delivery,
    digests,
    feeds,
    ledger_care,
    news,
    operators,
    purging,
    redraw,
    reminders,
    reopening,
    routing,
    workspaces,
)
from bot.services.desk import Desk
from bot.services.digest_cards import Around
from bot.services.fetching import download, is_downloaded
from bot.services.housekeeping import sweep
from bot.services.mentions import Mentions
from bot.sources.source import Source
from storage import checks, leases
from storage.db import DatabaseProblem

log = logging.getLogger(__name__)

LONGEST: Final = 10.0
"""Seconds after which a long delivery lets what is new be routed, and goes on."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job: how often, what it does, and how long it may hold its lease (none: it is guarded by claims)."""

    name: str
    every: timedelta
    run: Callable[[Desk], None]
    lease: timedelta | None = None
    at_start: bool = False


def owner() -> str:
    """This process, as leases and claims name it."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def sender(desk: Desk, tenant: int, pace: delivery.Pace | None = None) -> delivery.Sender:
    """Who delivers for a team."""
    labels = {source.id: source.label for source in desk.sources.values()}
    around = Around(labels, desk.sources, desk.settings.timezone)
    render = cards.renderer(labels, around)
    return delivery.Sender(
        desk.db,
        desk.slack,
        render,
        tenant,
        owner(),
        desk.clock,
        pace or delivery.Pace(),
        people=desk.people,
        rooms=desk.rooms,
    )


def deliverer(tenant: int) -> Callable[[Desk], None]:
    """The job that routes what is new and sends what is due to a team."""
    pace = delivery.Pace()

    def deliver(desk: Desk) -> None:
        # Before an alert goes out, so that a question in its thread finds what the alert is about.
        desk.dataset.refresh()
        routing.route_new(desk.db, desk.clock())
        delivery.deliver_due(sender(desk, tenant, pace), LONGEST)

    return deliver


def prober(tenant: int) -> Callable[[Desk], None]:
    """The job that asks Slack again whether it takes our token, while it does not."""

    def probe(desk: Desk) -> None:
        if workspaces.probe(desk, tenant):
            log.info("Slack takes messages again")

    return probe


def redrawer(tenant: int) -> Callable[[Desk], None]:
    """The job that draws cards anew which people changed."""
    budget = redraw.Budget()

    def run(desk: Desk) -> None:
        labels = {source.id: source.label for source in desk.sources.values()}
        redraw.redraw_due(redraw.Redrawer(desk.db, desk.slack, labels, tenant, desk.clock, budget, desk.people))

    return run


def ender(tenant: int) -> Callable[[Desk], None]:
    """The job that ends a team's decisions whose time is over."""

    def run(desk: Desk) -> None:
        reopening.end_expired(desk.db, tenant, desk.clock())

    return run


def reminder(tenant: int) -> Callable[[Desk], None]:
    """The job that reminds owners of cards that are due, in the team's morning."""

    def remind(desk: Desk) -> None:
        reminders.remind_due(desk, tenant)

    return remind


def ledger_keeper(tenant: int) -> Callable[[Desk], None]:
    """The job that exports the head of a team's ledger and erases what is old, once a day."""

    def keep(desk: Desk) -> None:
        ledger_care.keep(desk, tenant)

    return keep


def batch_keeper(tenant: int) -> Callable[[Desk], None]:
    """The job that keeps this process's batches alive, and tells of those that another left behind."""

    def keep(desk: Desk) -> None:
        batch_runs.keep(desk, tenant)

    return keep


def purge(desk: Desk) -> None:
    """The job that erases the workspaces which took the app away, once their days are over."""
    purging.purge_due(desk)


def look_at_feeds(desk: Desk) -> None:
    """The job that looks at the feeds which are due."""
    feeds.look_at_due(feeds.Reader(desk.db, desk.settings, desk.clock))


def news_reader(desk: Desk) -> Callable[[Desk], None]:
    """The job that reads what feeds brought as signals, and puts it into stories."""
    room = news.Newsroom(desk.db, desk.settings, Mentions(desk.dataset))

    def read(desk: Desk) -> None:
        news.read_new(room, desk.clock())

    return read


def make_digests(desk: Desk) -> None:
    """The job that makes the digests which are due, once what is new is routed."""
    routing.route_new(desk.db, desk.clock())
    made = digests.make_due(desk)
    if made:
        log.info("digests: %s made", made)


def jobs(desk: Desk, tenant: int) -> tuple[Job, ...]:
    """All jobs of a running bot."""
    table = [
        Job(f"deliver:{tenant}", timedelta(seconds=2), deliverer(tenant), at_start=True),
        Job(f"probe:{tenant}", timedelta(minutes=5), prober(tenant)),
        Job(f"redraw:{tenant}", timedelta(seconds=2), redrawer(tenant), at_start=True),
        Job(f"decisions:{tenant}", timedelta(minutes=1), ender(tenant), at_start=True),
        Job(f"reminders:{tenant}", timedelta(minutes=1), reminder(tenant), timedelta(minutes=5), at_start=True),
        Job(f"batches:{tenant}", timedelta(seconds=30), batch_keeper(tenant), at_start=True),
        Job("digests", timedelta(minutes=1), make_digests, timedelta(minutes=5), at_start=True),
        Job("sweep", timedelta(hours=1), sweep, timedelta(minutes=5)),
        Job("purge", timedelta(hours=1), purge, timedelta(minutes=30)),
        Job(f"ledger:{tenant}", timedelta(hours=1), ledger_keeper(tenant), timedelta(minutes=5)),
    ]
    if desk.settings.refresh:
        table += [
            Job("feeds", timedelta(seconds=30), look_at_feeds, timedelta(minutes=10), at_start=True),
            Job("news", timedelta(seconds=10), news_reader(desk), timedelta(minutes=10)),
        ]
        table += [
            Job(
                f"refresh:{source.id}",
                source.every,
                _refresher(source.id, tenant),
                timedelta(minutes=30),
                at_start=True,
            )
            for source in downloaded(desk)
        ]
    return tuple(table)


def downloaded(desk: Desk) -> tuple[Source, ...]:
    """The lists that are read from the web: those with an address, opt-in ones only when asked for."""
    return tuple(source for source in desk.sources.values() if is_downloaded(desk.settings, source))


def start(desk: Desk, tenant: int) -> BackgroundScheduler:
    """Start all jobs in the background; the caller shuts the scheduler down."""
    scheduler = BackgroundScheduler(timezone="UTC")
    for job in jobs(desk, tenant):
        first: dict[str, Any] = {"next_run_time": desk.clock()} if job.at_start else {}
        scheduler.add_job(
            _guarded,
            "interval",
            args=(desk, job),
            id=job.name,
            seconds=job.every.total_seconds(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=3600,
            **first,
        )
    scheduler.start()
    return scheduler


def _guarded(desk: Desk, job: Job) -> None:
    """Run a job if nobody else does; one that fails is logged and tried again at its next turn."""
    try:
        if job.lease is None:
            job.run(desk)
        else:
            _run_alone(desk, job, job.lease)
    except DatabaseProblem as problem:
        log.warning("job %s: %s", job.name, problem)
    except Exception:
        log.exception("job %s failed", job.name)


def _run_alone(desk: Desk, job: Job, lease: timedelta) -> None:
    with desk.db.write() as session:
        fence = leases.take(session, job.name, owner(), desk.clock(), lease)
    if fence is None:
        return
    try:
        job.run(desk)
    finally:
        with desk.db.write() as session:
            leases.release(session, job.name, owner(), desk.clock())


def _refresher(source_id: str, tenant: int) -> Callable[[Desk], None]:
    def run(desk: Desk) -> None:
        source = desk.sources[source_id]
        with desk.db.read() as session:
            before = checks.last_check(session, source_id)
        explained, done = download(desk.db, source, desk.settings, desk.clock())
        if explained is not None:
            log.info("delta %s: %s %s", source_id, explained.outcome, explained.reason or "")
        operators.report(desk, tenant, source, before, done)
        log.info("refresh %s: %s %s", source_id, done.outcome, done.reason or "")

    return run
