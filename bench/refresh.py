"""Refresh: parse and take in a day of 397 additions and an unchanged day, beside the bare reader on the same bytes."""

from __future__ import annotations

import csv
import gzip
import io
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import etree

from bench.data import shared_data
from bot.services.refresh import Delivery, refresh
from bot.sources import SOURCES
from storage.db import Database

RUNS = 5


def _median(call: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def parsing() -> None:
    """Parsers beside the bare readers."""
    data = shared_data()
    sdn = gzip.decompress((data / "us_ofac_sdn/2024-05-03/sdn.csv.gz").read_bytes())
    un = gzip.decompress((data / "un_sc/2025-11-18/consolidated.xml.gz").read_bytes())
    rows = {
        "us-ofac-sdn 2024-05-03": (
            sdn,
            SOURCES["us-ofac-sdn"],
            lambda: sum(1 for _ in csv.reader(io.StringIO(sdn.decode()))),
        ),
        "un-sc 2025-11-18": (un, SOURCES["un-sc"], lambda: sum(1 for _ in etree.iterparse(io.BytesIO(un)))),
    }
    for name, (raw, source, bare) in rows.items():
        source.parse({"x": raw})
        ours, peer = _median(lambda s=source, r=raw: s.parse({"x": r})), _median(bare)
        print(f"parse {name:24} {ours:6.2f} s   bare reader {peer:6.2f} s   ratio {ours / peer:5.1f}")


def refreshing() -> None:
    """A whole refresh of the list of 24 Mar 2022 after that of 21 Mar 2022, and one that is only reordered."""
    data, source = shared_data(), SOURCES["us-ofac-sdn"]
    before, after = (
        gzip.decompress((data / f"us_ofac_sdn/{day}/sdn.csv.gz").read_bytes()) for day in ("2022-03-21", "2022-03-24")
    )
    reordered = b"\r\n".join([*reversed(after.rstrip(b"\x1a\r\n").split(b"\r\n"))]) + b"\r\n\x1a"
    changed, same = zip(*(_days(before, after, reordered) for _ in range(3)), strict=True)
    parse = _median(lambda: source.parse({"a": after}))
    for name, times in (("397 added", changed), ("reordered only", same)):
        took = statistics.median(times)
        print(f"refresh, {name:16} {took:6.2f} s   its parse   {parse:6.2f} s   ratio {took / parse:5.1f}")


def _days(before: bytes, *later: bytes) -> list[float]:
    """Seconds that each later version takes, after `before` as a baseline."""
    source, now, times = SOURCES["us-ofac-sdn"], datetime(2022, 3, 21, tzinfo=UTC), []
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{Path(folder) / 'desk.db'}")
        db.migrate()
        refresh(db, source, Delivery({"a": before}, "file", now.date()), now)
        for day, raw in enumerate(later, start=3):
            started = time.perf_counter()
            refresh(db, source, Delivery({"a": raw}, "file"), now + timedelta(days=day))
            times.append(time.perf_counter() - started)
        db.close()
    return times


if __name__ == "__main__":
    parsing()
    refreshing()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
