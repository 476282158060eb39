"""Kill the delivering process again and again in bad weather; then hold Slack's channels against what was owed.

backlog of 40 cards ─▶ deliver ─✂ SIGKILL at a random instant ─▶ deliver ─✂ … ─▶ deliver to the end ─▶ count

Each channel holds more earlier chat than a look reads. Meanwhile Slack answers 429 and 500, takes messages without an answer, and drops connections, before or after.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from bot.clients.slack import PAGE, PAGES
from bot.core.watches import Target
from bot.services.routing import route_new
from storage.db import Database
from storage.outbox import OPEN
from storage.team_rows import OutboxRow
from tests import owing
from tests.fakeslack import (
    AcceptThenDrop,
    AcceptThenHang,
    Drop,
    FakeSlack,
    Fault,
    RateLimit,
    Status,
    running,
)

ROOT = Path(__file__).parent.parent
NAMED, ALL = ("C1", "C2"), ("C3", "C4")
CARDS = 40
HISTORY = PAGE * PAGES + 100
"""Earlier messages of each channel, more than are looked through."""
LATENCY = 0.02
LONGEST_LIFE = 0.6
WORKING = 0.8
"""How many of the killed are sure to have begun their work."""
FAULTS: tuple[tuple[float, Fault], ...] = (
    (0.03, RateLimit(1)),
    (0.02, Status(500)),
    (0.02, Status(500, accept=True)),
    (0.015, AcceptThenHang(1.5)),
    (0.02, AcceptThenDrop()),
    (0.02, Drop()),
)
"""How often a call meets which fault; a hanging one outlasts the sender's patience."""


@dataclass(frozen=True)
class Verdict:
    """What became of the alerts: the first three must be 0. `faults` is how often Slack misbehaved, by kind."""

    lost: int
    doubled: int
    disordered: int
    kills: int
    alerts: int
    faults: dict[str, int]

    @property
    def is_good(self) -> bool:
        """Whether every alert stands in its channel once and in its place."""
        return self.lost == self.doubled == self.disordered == 0


class Weather:
    """Faults at random, by a seed; a call that shows nothing, such as a look, meets them too."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self.brought: Counter[str] = Counter()

    def __call__(self, _method: str, _args: dict[str, Any]) -> Fault | None:
        left = self._chance.random()
        for share, fault in FAULTS:
            left -= share
            if left < 0:
                self.brought[str(fault)] += 1
                return fault
        return None


def crash_and_count(folder: Path, kills: int, seed: int, history: int = HISTORY) -> Verdict:
    """Deliver backlogs while killing the process `kills` times, then finish and count.

    Before that, people have said `history` things in each channel.
    """
    chance = random.Random(seed)
    database = f"sqlite:///{folder / 'crash.db'}"
    db = Database(database)
    db.migrate()
    tenant = _make_watches(db)
    batch = done = 0
    with running() as slack:
        slack.latency = LATENCY
        slack.weather = weather = Weather(seed)
        for channel in (*NAMED, *ALL):
            slack.remember(channel, *(f"chat {n}" for n in range(history)), before=time.time() - 3600)
        while done < kills:
            if not _is_waiting(db):
                slack.epoch = time.time()
                _add_backlog(db, batch)
                batch += 1
            done += _live_and_die(database, slack, tenant, chance)
        with _deliverer(database, slack.url, tenant) as last:
            last.wait(timeout=300)
        verdict = _count(db, slack, kills, dict(sorted(weather.brought.items())))
    db.close()
    return verdict


def _make_watches(db: Database) -> int:
    tenant = owing.make_tenant(db)
    for channel in NAMED:
        owing.add_watch(db, tenant, owing.by_name("1"), channel)
    for channel in ALL:
        owing.add_watch(db, tenant, Target("all", "", "all"), channel)
    return tenant


def _add_backlog(db: Database, batch: int) -> None:
    """Forty cards in four channels; in two of them with a reply each; every fifth with a file."""
    for number in range(CARDS // 4):
        name = f"a-{batch}-{number}"
        entries = 7 if number % 5 == 0 else 1
        told = [owing.event(str(n + 1), key=f"k-{name}-{n}", action=name) for n in range(entries)]
        owing.record(db, *told)
    route_new(db, datetime.now(UTC))


def _is_waiting(db: Database) -> bool:
    with db.read() as session:
        return session.exec(select(OutboxRow.id).where(col(OutboxRow.status).in_(OPEN))).first() is not None


@contextmanager
def _deliverer(database: str, slack: str, tenant: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.deliverer", database, slack, str(tenant)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        if process.stdout.readline() != "ready\n":
            raise RuntimeError("the delivering process did not start")
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _live_and_die(database: str, slack: FakeSlack, tenant: int, chance: random.Random) -> int:
    """Let the process deliver for a moment; 1 when it was killed at work, 0 when it was done before.

    The moment mostly begins with its first call: what comes before is the start of a process, not its work.
    """
    calls, waits = len(slack.calls), chance.random() < WORKING
    with _deliverer(database, slack.url, tenant) as process:
        while waits and len(slack.calls) == calls and process.poll() is None:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        was_alive = process.poll() is None
        process.kill()
        process.wait()
    return int(was_alive)


def _count(db: Database, slack: FakeSlack, kills: int, faults: dict[str, int]) -> Verdict:
    with db.read() as session:
        rows = session.exec(select(OutboxRow).order_by(col(OutboxRow.id))).all()
    owed = {channel: [row.alert for row in rows if row.channel == channel] for channel in (*NAMED, *ALL)}
    posted = {channel: [_alert(m) for m in slack.posts(channel) if "user" not in m] for channel in owed}
    times = Counter(alert for alerts in posted.values() for alert in alerts)
    unrecorded = sum(row.status != "sent" or not row.ts for row in rows)
    return Verdict(
        lost=sum(times[row.alert] == 0 for row in rows) + unrecorded,
        doubled=sum(number - 1 for number in times.values()),
        disordered=sum(_inversions(owed[channel], posted[channel]) for channel in owed),
        kills=kills,
        alerts=len(rows),
        faults=faults,
    )


def _alert(message: dict[str, Any]) -> str:
    if "files" in message:
        return str(message["files"][0]["name"]).removesuffix(".csv").rpartition("-")[2]
    metadata = message["metadata"]
    assert isinstance(metadata, dict)
    return str(metadata["event_payload"]["alert"])


def _inversions(owed: list[str], posted: list[str]) -> int:
    """How often a message follows one that was owed later."""
    places = [owed.index(alert) for alert in dict.fromkeys(posted)]
    return sum(later < earlier for earlier, later in pairwise(places))
