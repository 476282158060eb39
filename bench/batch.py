"""Batch: names a second of `desk screen` against the screening set's names, on one core and on all; the peer beside it.

`python -m bench.batch [--rows N]`. The set is loaded as an OpenSanctions export into a database of its own, and the
index is saved (neither is timed). Rows are the set's questions of both halves, over again until there are N of them,
each time with the words in another order, so that nothing is answered from memory. The peer is a search by n-grams,
reranked with rapidfuzz, asked every twentieth row in one process.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import orjson

from bench import sets
from bench.peers import NGramRapidfuzz

EVERY = 20
"""The peer answers one row in so many."""

_SAID = re.compile(r"^([\d,]+) rows? screened in ([\d.,]+) s", re.MULTILINE)


def main() -> int:
    """Measure and print; the last line is JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=1)
    told = parser.parse_args()
    entities = sets.entities()
    rows = list(islice(_rows(), told.rows))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _load(home, entities)
        (home / "rows.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")
        _desk(home, "check", "Gennady Timchenko")
        rates = {
            str(workers): median(_rate(home, told.rows, workers) for _ in range(told.runs))
            for workers in dict.fromkeys((1, len(os.sched_getaffinity(0))))
        }
    print(f"{sum(len(e['names']) for e in entities):,} names of {len(entities):,} entities; {len(rows):,} rows")
    for workers, rate in rates.items():
        print(f"desk screen, {workers} process(es): {rate:,.0f} rows/s, start included")
    peer = _peer(entities, rows)
    print(f"{NGramRapidfuzz.name}, 1 process, search alone: {peer:,.0f} rows/s")
    print(json.dumps({"rows": len(rows), "rows_per_s": rates, "peer_rows_per_s": peer}))
    return 0


def _rows() -> Iterator[str]:
    """Questions without end, none twice in the same words."""
    asked = [q.text for half in ("dev", "test") for q in sets.questions(half) if "\n" not in q.text]  # type: ignore[arg-type]
    random = Random(5)
    random.shuffle(asked)
    for place, text in enumerate(cycle(asked)):
        words = text.split()
        if place >= len(asked):
            random.shuffle(words)
        yield " ".join(words)


def _load(home: Path, entities: list[dict[str, Any]]) -> None:
    from bot.services.refresh import Delivery, refresh
    from bot.sources import SOURCES
    from storage.db import Database

    lines = [
        {
            "id": item["id"],
            "caption": item["names"][0],
            "schema": item["schema"],
            "target": True,
            "datasets": ["screening_set"],
            "first_seen": "2026-01-01T00:00:00",
            "last_seen": "2026-01-01T00:00:00",
            "last_change": "2026-01-01T00:00:00",
            # The set gives few countries; an export without any would be refused.
            "properties": {
                "name": item["names"][:1],
                "alias": item["names"][1:],
                "topics": ["sanction"],
                "country": ["ru"],
            },
        }
        for item in entities
    ]
    data = b"".join(orjson.dumps(line) + b"\n" for line in lines)
    db = Database(f"sqlite:///{home / 'desk.db'}")
    db.migrate()
    now = datetime(2026, 1, 2, tzinfo=UTC)
    done = refresh(db, SOURCES["opensanctions"], Delivery({"entities.ftm.json": data}, "file", now.date()), now)
    if done.outcome != "refreshed":
        sys.exit(f"the set could not be loaded: {done}")
    db.close()


def _rate(home: Path, rows: int, workers: int) -> float:
    # One process gets the first fifth only: its rate settles long before.
    source = home / "rows.txt"
    if workers == 1:
        lines = source.read_text(encoding="utf-8").splitlines()[: max(1, rows // 5)]
        source = home / "few.txt"
        source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    started = time.perf_counter()
    said = _desk(home, "screen", str(source), "--workers", str(workers), "--out", str(home / "out.csv"), "--restart")
    took = time.perf_counter() - started
    found = _SAID.search(said)
    if found is None:
        sys.exit(f"desk screen said something else than how many rows it screened: {said[:200]}")
    return int(found[1].replace(",", "")) / took


def _desk(home: Path, *args: str) -> str:
    env = {**os.environ, "DESK_HOME": str(home), "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *args], env=env, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    if done.returncode > 1:
        sys.exit(f"desk {args[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout + done.stderr


def _peer(entities: list[dict[str, Any]], rows: list[str]) -> float:
    peer = NGramRapidfuzz()
    peer.build(entities)
    few = rows[::EVERY]
    started = time.perf_counter()
    for row in few:
        peer.search(row)
    return len(few) / (time.perf_counter() - started)


if __name__ == "__main__":
    sys.exit(main())
