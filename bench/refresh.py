"""Refresh: a whole refresh beside the parse of the same bytes, each in a process of its own, run by run in turn.

Three days on the SDN list of 14,965 entries (re-serialised without a change; the same bytes again; 400 entries changed)
and the real day of 397 additions. A refresh of an unchanged list is meant to cost at most twice its parse, a day of 400
changes at most three times.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.data import peak_mib, shared_data
from bot.services.refresh import Delivery, refresh
from bot.sources import SOURCES
from storage.db import Database

SDN = SOURCES["us-ofac-sdn"]
START = datetime(2024, 5, 3, tzinfo=UTC)
AIMS = {"re-serialised": 2.0, "same bytes": 2.0, "400 changed": 3.0, "397 added (real)": 3.0}


def days(folder: Path) -> dict[str, tuple[Path, Path]]:
    """(list in force, list that comes) by what happens."""
    data = shared_data() / "us_ofac_sdn"
    whole, rows = data / "2024-05-03/sdn.csv.gz", _rows(data / "2024-05-03/sdn.csv.gz")
    rng = random.Random(1)
    shuffled = rows.copy()
    rng.shuffle(shuffled)
    chosen = set(rng.sample(range(len(rows)), 400))
    edited = [row.replace(b'",', b' RENAMED",', 1) if n in chosen else row for n, row in enumerate(rows)]
    return {
        "re-serialised": (whole, _file(folder / "shuffled.csv", shuffled)),
        "same bytes": (whole, whole),
        "400 changed": (whole, _file(folder / "edited.csv", edited)),
        "397 added (real)": (data / "2022-03-21/sdn.csv.gz", data / "2022-03-24/sdn.csv.gz"),
    }


def _rows(path: Path) -> list[bytes]:
    return [row for row in gzip.decompress(path.read_bytes()).split(b"\r\n") if row.strip(b"\x1a ")]


def _file(path: Path, rows: list[bytes]) -> Path:
    path.write_bytes(b"\r\n".join(rows) + b"\r\n\x1a")
    return path


def child(what: str, database: str, path: str) -> None:
    """One measured run: prints seconds, peak MiB above the start, and what came of it."""
    db = Database(f"sqlite:///{database}")
    base = peak_mib()
    started, outcome = time.perf_counter(), ""
    if what == "parse":
        SDN.parse({"list": Path(path)})
    else:
        done = refresh(db, SDN, Delivery({"list": Path(path)}, "file"), START + timedelta(hours=1))
        outcome = f"{done.outcome}, {done.events} events"
    seconds = time.perf_counter() - started
    print(json.dumps([seconds, peak_mib() - base, outcome]))


def _measure(what: str, database: Path, path: Path) -> tuple[float, float, str]:
    command = [sys.executable, "-m", "bench.refresh", "--child", what, str(database), str(path)]
    seconds, peak, outcome = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return seconds, peak, outcome


def main(runs: int) -> None:
    """The table."""
    print(f"{'day':18} {'refresh s':>10} {'its parse s':>12} {'ratio':>6} {'aim':>5} {'MiB':>5}  outcome")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, (before, after) in days(folder).items():
            ready = folder / "ready.db"
            ready.unlink(missing_ok=True)
            db = Database(f"sqlite:///{ready}")
            db.migrate()
            refresh(db, SDN, Delivery({"list": before}, "file"), START)
            db.close()
            times: dict[str, list[float]] = {"parse": [], "refresh": []}
            peak, outcome = 0.0, ""
            for _ in range(runs):
                shutil.copy(ready, folder / "run.db")
                for step in times:
                    seconds, mib, said = _measure(step, folder / "run.db", after)
                    times[step].append(seconds)
                    peak, outcome = (mib, said) if step == "refresh" else (peak, outcome)
            took, parse = (statistics.median(times[step]) for step in ("refresh", "parse"))
            print(
                f"{what:18} {took:10.2f} {parse:12.2f} {took / parse:6.2f} {AIMS[what]:5.1f} {peak:5.0f}  {outcome}",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:5])
    else:
        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("--runs", type=int, default=5)
        main(parser.parse_args().runs)
