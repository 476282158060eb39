"""Cold start: from the database to the first answer, and one check after it, with peak memory.

Loads OFAC SDN of 2024-05-03 and UN of 2025-11-18 once (not timed), then starts fresh processes. The peer is
a brute-force search with rapidfuzz over the same names in the same process.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from rapidfuzz import fuzz, process

from bench.data import shared_data

RUNS = 5
QUESTIONS = ("Gennady Timchenko", "Тимченко Геннадий", "Sberbank of Russia", "Bank Rossiya", "Tim Cook")


def prepare(url: str) -> None:
    """Load both lists."""
    from bot.services.refresh import Delivery, refresh
    from bot.sources import SOURCES
    from storage.db import Database

    data = shared_data()
    db = Database(url)
    db.migrate()
    for source, path, day in (
        ("us-ofac-sdn", "us_ofac_sdn/2024-05-03/sdn.csv.gz", "2024-05-03"),
        ("un-sc", "un_sc/2025-11-18/consolidated.xml.gz", "2025-11-18"),
    ):
        now = datetime.fromisoformat(day).replace(tzinfo=UTC)
        done = refresh(db, SOURCES[source], Delivery({path: (data / path).read_bytes()}, "file", now.date()), now)
        assert done.outcome == "refreshed", done
    db.close()


def child(url: str) -> None:
    """One fresh process: open, first answer, then each question ten times, then the peer."""
    started = time.perf_counter()
    from bot.core.audience import Audience
    from bot.core.queries import parse_query
    from bot.core.screening import Query
    from bot.services.dataset import Dataset
    from bot.services.screening import check_in
    from bot.sources import SOURCES
    from storage.db import Database

    imported = time.perf_counter()
    db = Database(url)
    dataset = Dataset(db)
    audience = Audience(0, "cli")
    now = datetime.now(UTC)

    def ask(text: str) -> str:
        query = parse_query(text)
        assert isinstance(query, Query)
        return str(check_in(db, dataset, SOURCES, query, audience, now).status)

    ask(QUESTIONS[0])
    first = time.perf_counter()
    times = [_timed(lambda text=text: ask(text)) for _ in range(10) for text in QUESTIONS]
    names = [n.text.lower() for item in dataset.current().stored.values() for n in item.listing.names]
    peer = [
        _timed(lambda text=text: process.extract(text.lower(), names, scorer=fuzz.token_sort_ratio, limit=5))
        for text in QUESTIONS
    ]
    sys.stdout.write(
        json.dumps(
            {
                "import_s": imported - started,
                "first_answer_s": first - imported,
                "check_ms": statistics.median(times) * 1000,
                "check_p95_ms": sorted(times)[int(len(times) * 0.95)] * 1000,
                "peer_ms": statistics.median(peer) * 1000,
                "names": len(names),
                "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def _timed(call: object) -> float:
    started = time.perf_counter()
    call()  # type: ignore[operator]
    return time.perf_counter() - started


def main() -> None:
    """Print the medians of several fresh processes."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'desk.db'}"
        prepare(url)
        runs = []
        for _ in range(RUNS):
            out = subprocess.run(
                [sys.executable, "-m", "bench.cold_start", url], capture_output=True, text=True, check=True
            ).stdout
            runs.append(json.loads(out))
    median = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    print(f"cold start, SDN 2024-05-03 + UN 2025-11-18, {median['names']:,.0f} names, medians of {RUNS} processes")
    print(f"  imports            {median['import_s']:8.2f} s")
    print(f"  first answer       {median['first_answer_s']:8.2f} s   (database to answer)")
    print(f"  one check, median  {median['check_ms']:8.2f} ms  (p95 {median['check_p95_ms']:.2f} ms)")
    print(f"  peer, brute force  {median['peer_ms']:8.2f} ms  (rapidfuzz token_sort over the same names)")
    print(f"  check / peer       {median['check_ms'] / median['peer_ms']:8.2f}")
    print(f"  peak memory        {median['peak_mib']:8.0f} MiB")


if __name__ == "__main__":
    child(sys.argv[1]) if len(sys.argv) > 1 else main()
