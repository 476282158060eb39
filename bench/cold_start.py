"""Index life: first build, start from the saved index, 400 changes, one check, memory; and `desk check` as a whole.

`python -m bench.cold_start` loads OFAC SDN of 2024-05-03 and UN of 2025-11-18 (not timed); with `--home FOLDER`, a copy
of the database there is measured instead. Starts are fresh processes. The peer is a brute-force search with rapidfuzz
over the same names in the same process.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from rapidfuzz import fuzz, process

from bench.data import peak_mib, shared_data

RUNS = 5
CHANGES = 400
QUESTIONS = ("Gennady Timchenko", "Тимченко Геннадий", "Sberbank of Russia", "Bank Rossiya", "Tim Cook")


def prepare(home: Path) -> None:
    """Load both lists."""
    from bot.services.refresh import Delivery, refresh
    from bot.sources import SOURCES
    from storage.db import Database

    data = shared_data()
    db = Database(f"sqlite:///{home / 'desk.db'}")
    db.migrate()
    for source, path, day in (
        ("us-ofac-sdn", "us_ofac_sdn/2024-05-03/sdn.csv.gz", "2024-05-03"),
        ("un-sc", "un_sc/2025-11-18/consolidated.xml.gz", "2025-11-18"),
    ):
        now = datetime.fromisoformat(day).replace(tzinfo=UTC)
        done = refresh(db, SOURCES[source], Delivery({path: (data / path).read_bytes()}, "file", now.date()), now)
        assert done.outcome == "refreshed", done
    db.close()


def build(home: Path) -> dict[str, float]:
    """The first index, built and saved."""
    from bot.services.dataset import FOLDER, Dataset
    from storage.db import Database

    dataset = Dataset(Database(f"sqlite:///{home / 'desk.db'}"), home / FOLDER)
    return {
        "build_s": _timed(dataset.current),
        "build_peak_mib": peak_mib(),
        "file_mib": sum(path.stat().st_size for path in (home / FOLDER).iterdir()) / 2**20,
    }


def start(home: Path) -> dict[str, float]:
    """One fresh process: import, open, first answer, then each question ten times, then the peer."""
    started = time.perf_counter()
    from bot.core.audience import Audience
    from bot.core.queries import parse_query
    from bot.core.screening import Query
    from bot.services.dataset import FOLDER, Dataset
    from bot.services.screening import check_in
    from bot.sources import SOURCES
    from storage.db import Database

    imported = time.perf_counter()
    db = Database(f"sqlite:///{home / 'desk.db'}")
    dataset = Dataset(db, home / FOLDER)
    audience = Audience(0, "cli")
    now = datetime.now(UTC)

    def ask(text: str) -> str:
        query = parse_query(text)
        assert isinstance(query, Query)
        return str(check_in(db, dataset, SOURCES, query, audience, now).status)

    dataset.current()
    opened = time.perf_counter()
    ask(QUESTIONS[0])
    first = time.perf_counter()
    resident, peak = _resident_mib(), peak_mib()
    times = [_timed(lambda text=text: ask(text)) for _ in range(10) for text in QUESTIONS]
    names = [n.text.lower() for item in dataset.current().stored.values() for n in item.listing.names]
    peer = [
        _timed(lambda text=text: process.extract(text.lower(), names, scorer=fuzz.token_sort_ratio, limit=5))
        for text in QUESTIONS
    ]
    return {
        "import_s": imported - started,
        "open_s": opened - imported,
        "first_s": first - opened,
        "check_ms": statistics.median(times) * 1000,
        "check_p95_ms": sorted(times)[int(len(times) * 0.95)] * 1000,
        "peer_ms": statistics.median(peer) * 1000,
        "names": len(names),
        "resident_mib": resident,
        "peak_mib": peak,
    }


def update(home: Path) -> dict[str, float]:
    """Changes to a running process, and a start after them; the names of countries are there, as in a running bot."""
    from bot.core.countries import country_code
    from bot.services.dataset import FOLDER, Dataset
    from storage.db import Database

    db = Database(f"sqlite:///{home / 'desk.db'}")
    dataset = Dataset(db, home / FOLDER)
    dataset.current()
    countries = _timed(lambda: country_code("none of any name"))
    _change(home / "desk.db")
    took = _timed(dataset.refresh)
    on_top = dataset.current().index.segments[1].entry_count
    restart = _timed(Dataset(db, home / FOLDER).current)
    return {"update_s": took, "changed": on_top, "restart_s": restart, "countries_s": countries}


def _change(path: Path) -> None:
    """Give many listings another name each, spread over all lists."""
    with sqlite3.connect(path) as db:
        rows = db.execute("SELECT source, ref, body FROM listing JOIN listing_content ON hash = content").fetchall()
        for source, ref, body in rows[:: max(1, len(rows) // CHANGES)][:CHANGES]:
            read = orjson.loads(body)
            read["n"] = [*read["n"], [f"Benchmark Name {ref}", "alias", "Latn"]]
            text = orjson.dumps(read).decode()
            digest = hashlib.sha256(text.encode()).hexdigest()[:32]
            db.execute("INSERT OR IGNORE INTO listing_content VALUES (?, ?)", (digest, text))
            db.execute("UPDATE listing SET content = ? WHERE source = ? AND ref = ?", (digest, source, ref))
        db.execute("UPDATE dataset_version SET generation = generation + 1")
    db.close()


def _timed(call: Callable[[], Any]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _resident_mib() -> float:
    """Memory of this process that no other could give it back: without the pages of mapped files."""
    status = Path("/proc/self/status")
    if not status.exists():
        return peak_mib()
    line = next(line for line in status.read_text().splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) / 1024


def _desk_check(home: Path) -> float:
    command = [sys.executable, "-m", "bot", "check", "Rosneft"]
    environment = {**os.environ, "DESK_HOME": str(home), "DATABASE_URL": "", "DESK_LOG_LEVEL": "WARNING"}
    return _timed(lambda: subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True))


PARTS: dict[str, Callable[[Path], dict[str, float]]] = {"build": build, "start": start, "update": update}


def _in_process(part: str, home: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.cold_start", "--part", part, "--home", str(home)]
    found: dict[str, float] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
    return found


def measure(home: Path) -> dict[str, float]:
    """All figures; the medians of several processes where one start differs from the next."""
    found = _in_process("build", home)
    runs = [_in_process("start", home) for _ in range(RUNS)]
    found |= {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    found["desk_s"] = statistics.median(_desk_check(home) for _ in range(RUNS))
    return found | _in_process("update", home)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="measure a copy of the database in this folder")
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        sys.stdout.write(json.dumps(PARTS[asked.part](asked.home)))
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if asked.home:
            shutil.copy(asked.home / "desk.db", home)
        else:
            prepare(home)
        f = measure(home)
    lists = asked.home or "SDN 2024-05-03 + UN 2025-11-18"
    print(f"index life, {lists}, {f['names']:,.0f} names, medians of {RUNS} processes")
    for label, key, unit, more in LINES:
        print(f"  {label.format(**f):20}{f[key]:8.2f} {unit:4}{more.format(**f)}")
    print(f"  {'check / peer':20}{f['check_ms'] / f['peer_ms']:8.2f}")


LINES = (
    ("first build", "build_s", "s", "(peak {build_peak_mib:.0f} MiB, file {file_mib:.0f} MiB)"),
    ("desk check, whole", "desk_s", "s", "(a fresh process with a saved index)"),
    ("imports", "import_s", "s", "(of what answers)"),
    ("saved index", "open_s", "s", "(opened, checked, ready)"),
    ("first answer", "first_s", "s", ""),
    ("{changed:.0f} changes", "update_s", "s", "(in a running process; {restart_s:.2f} s at a start)"),
    ("countries", "countries_s", "s", "(their names, once a process, in the background of a running bot)"),
    ("one check, median", "check_ms", "ms", "(p95 {check_p95_ms:.2f} ms)"),
    ("peer, brute force", "peer_ms", "ms", "(rapidfuzz token_sort over the same names)"),
    ("memory", "resident_mib", "MiB", "(peak {peak_mib:.0f} MiB with the mapped file)"),
)


if __name__ == "__main__":
    main()
