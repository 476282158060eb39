"""Delivery to 1,000 channels, beside the time that Slack's own limits allow.

Real rows, cards and sender; a Slack in another process that answers after a while and enforces one message per second
and channel (with a burst), and, in the second run, so many a minute in the workspace. The busiest channels set the pace
of the first run, the workspace that of the second; the third has no limits and tells what the machine itself can do.

python bench/delivery.py --channels 1000 --json
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlmodel import col, select

from bench.data import peak_mib
from bot.clients.slack import Slack
from bot.schedule import LONGEST
from bot.services.cards import renderer
from bot.services.delivery import Pace, Sender, deliver_due
from bot.services.routing import route_new
from storage.db import Database
from storage.team_rows import OutboxRow
from tests import owing

ROOT = Path(__file__).resolve().parent.parent
BURST = 5.0
AIM = 1.05


@dataclass(frozen=True)
class Load:
    """What is owed: `each` cards to every channel, and `more` to each of the busy ones; under which limits."""

    name: str
    each: int
    busy: int
    more: int
    per_channel: float = 1.0
    per_minute: float = 0.0

    def ideal(self, channels: int, latency: float) -> float:
        """Seconds between the first and the last arrival that the limits allow at best."""
        longest = self.each + (self.more if self.busy else 0)
        total = channels * self.each + self.busy * self.more
        by_channel = max(0.0, longest - BURST) / self.per_channel
        by_workspace = max(0.0, total - self.per_minute / 10) / (self.per_minute / 60) if self.per_minute else 0.0
        return max(by_channel, by_workspace, latency)


@dataclass(frozen=True)
class Result:
    """What was measured."""

    name: str
    channels: int
    messages: int
    ideal_seconds: float
    seconds: float
    ratio: float
    per_second: float
    refused: int
    early: int
    lost: int
    doubled: int
    disordered: int
    peak_mib: float

    @property
    def is_exact(self) -> bool:
        """Whether everything stands once, in order, and no Retry-After was cut short."""
        return self.lost == self.doubled == self.disordered == self.early == 0


@contextmanager
def limited_slack(load: Load, latency: float) -> Iterator[str]:
    """A Slack with these limits, in a process of its own."""
    options = {
        "--per-channel": load.per_channel,
        "--per-minute": load.per_minute,
        "--latency": latency,
        "--burst": BURST,
    }
    words = [str(word) for pair in options.items() for word in pair]
    command = [sys.executable, "-m", "bench.slack_limits", *words]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def owe(db: Database, load: Load, channels: int) -> int:
    """Write down what is owed, by the router; the tenant."""
    tenant = owing.make_tenant(db)
    for number in range(channels):
        owing.add_watch(db, tenant, owing.by_name("1"), f"C{number}")
    for number in range(load.busy):
        owing.add_watch(db, tenant, owing.by_name("2"), f"C{number * channels // load.busy}")
    for ref, count in (("1", load.each), ("2", load.more)):
        owing.record(db, *(owing.event(ref, key=f"k-{ref}-{n}", action=f"a-{ref}-{n}") for n in range(count)))
    route_new(db, datetime.now(UTC))
    return tenant


def measure(load: Load, channels: int, latency: float) -> Result:
    """Deliver a load as the bot does, and hold what came against what was owed."""
    with tempfile.TemporaryDirectory(prefix="desk-delivery-") as folder, limited_slack(load, latency) as url:
        db = Database(f"sqlite:///{folder}/delivery.db")
        db.migrate()
        tenant = owe(db, load, channels)
        sender = Sender(
            db=db,
            slack=Slack("xoxb-bench", f"{url}api/", timeout=20),
            render=renderer({"us-ofac-sdn": "SDN list"}),
            tenant=tenant,
            owner="bench",
            clock=lambda: datetime.now(UTC),
            pace=Pace(),
        )
        while deliver_due(sender, LONGEST).deferred:
            time.sleep(0.05)
        with urlopen(f"{url}stats") as answer:
            stats = json.load(answer)
        with db.read() as session:
            rows = session.exec(select(OutboxRow).order_by(col(OutboxRow.id))).all()
        db.close()
    return _result(load, channels, latency, stats, rows)


def _result(load: Load, channels: int, latency: float, stats: dict[str, Any], rows: list[OutboxRow]) -> Result:
    owed: dict[str, list[str]] = {}
    for row in rows:
        owed.setdefault(row.channel, []).append(row.alert)
    posts = {channel: stats["posts"].get(channel, []) for channel in owed}
    ideal = load.ideal(channels, latency)
    return Result(
        name=load.name,
        channels=channels,
        messages=len(rows),
        ideal_seconds=round(ideal, 2),
        seconds=round(stats["seconds"], 2),
        ratio=round(stats["seconds"] / ideal, 3),
        per_second=round(len(rows) / stats["seconds"], 1),
        refused=stats["refused"],
        early=stats["early"],
        lost=sum(len(set(alerts) - set(posts[channel])) for channel, alerts in owed.items()),
        doubled=sum(len(alerts) - len(set(alerts)) for alerts in posts.values()),
        disordered=sum(a > b for c in owed for a, b in pairwise(owed[c].index(alert) for alert in posts[c])),
        peak_mib=round(peak_mib()),
    )


def main() -> int:
    """Measure and report; 1 when a limited run takes more than 5% longer than its limits, or anything is not exact."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--channels", type=int, default=1000)
    parser.add_argument("--latency", type=float, default=0.08, help="seconds that Slack takes to answer")
    parser.add_argument("--json", action="store_true", help="one JSON document as the last line")
    asked = parser.parse_args()
    limited = [
        Load("a message per second and channel", each=3, busy=10, more=87),
        Load("and 900 a minute in the workspace", each=2, busy=0, more=0, per_minute=900),
    ]
    results = [measure(load, asked.channels, asked.latency) for load in limited]
    unlimited = measure(Load("no limits", 3, 0, 0, per_channel=1000), asked.channels, asked.latency)
    for result in (*results, unlimited):
        print(_line(result), flush=True)
    is_good = all(result.ratio <= AIM and result.is_exact for result in results)
    if asked.json:
        print(json.dumps({"ok": is_good, "runs": [asdict(r) for r in results], "unlimited": asdict(unlimited)}))
    return 0 if is_good else 1


def _line(result: Result) -> str:
    return (
        f"{result.name}: {result.messages:,} messages to {result.channels:,} channels in {result.seconds} s; "
        f"the limits allow {result.ideal_seconds} s ({result.ratio}×); {result.per_second}/s, {result.refused} × 429, "
        f"{result.early} sent too early, {result.lost} lost, {result.doubled} doubled, "
        f"{result.disordered} out of order, {result.peak_mib} MiB"
    )


if __name__ == "__main__":
    sys.exit(main())
