"""What the ledger costs: a link in a transaction of its own and within another, beside the same without it; verifying.

python -m bench.ledger [--links 20000] [--postgres] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bot.services.ledger import record
from bot.services.ledger_care import verify
from storage import ledger, seen
from storage.db import Database
from tests import databases
from tests.owing import NOW, make_tenant

TIMES = 300
QUESTION = {
    "asked": "Gennady Timchenko born 1952",
    "surface": "ephemeral",
    "channel": "C0123456789",
    "answers": [{"status": "listed", "band": "exact", "parties": [["e-0123456789abcdef", "exact"]]}],
    "lists": {f"list-{number}": number for number in range(11)},
}


def main() -> int:
    """Measure; 0 always: what a team can bear is theirs to say."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--links", type=int, default=20_000)
    options.add_argument("--json", action="store_true")
    options.add_argument("--postgres", action="store_true", help="on a PostgreSQL server started for it")
    asked = options.parse_args()
    with _server() if asked.postgres else tempfile.TemporaryDirectory() as place:
        db = Database(place if asked.postgres else f"sqlite:///{Path(place) / 'desk.db'}")
        db.migrate()
        told = measure(db, make_tenant(db), asked.links)
        db.close()
    print(json.dumps(told) if asked.json else "\n".join(f"{name}: {value}" for name, value in told.items()))
    return 0


@contextmanager
def _server() -> Iterator[str]:
    """The address of an empty database on a server that syncs each commit, as one in earnest does."""
    binaries = databases.postgres_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL server binaries are not on this machine")
    with databases.running_postgres(binaries) as server:
        server.execute("ALTER SYSTEM SET fsync = on")
        server.execute("SELECT pg_reload_conf()")
        server.execute("CREATE DATABASE desk_bench")
        yield server.url("desk_bench")


def measure(db: Database, tenant: int, links: int) -> dict[str, float]:
    """Milliseconds by what is done."""
    with db.write() as session:
        for number in range(links):
            record(session, tenant, "question", f"U{number % 50}", QUESTION, NOW)
    told: dict[str, float] = {"links": links}
    told["write alone, ms"] = _each(lambda n: _act(db, tenant, n, recorded=False))
    told["write with a link, ms"] = _each(lambda n: _act(db, tenant, n + TIMES, recorded=True))
    told["a question's link, ms"] = _each(lambda _: _question(db, tenant))
    begun = time.perf_counter()
    counts = sum(1 for verdict in verify(db, tenant, []) if verdict.state == "intact")
    told["verified, links a second"] = round(counts / (time.perf_counter() - begun))
    begun = time.perf_counter()
    with db.write() as session:
        ledger.erase(session, tenant, range(1, links // 2), "retention", NOW)
    told["erased, contents a second"] = round(links / 2 / (time.perf_counter() - begun))
    return told


def _each(run) -> float:
    spent = []
    for number in range(TIMES):
        begun = time.perf_counter()
        run(number)
        spent.append(time.perf_counter() - begun)
    return round(median(spent) * 1000, 3)


def _act(db: Database, tenant: int, number: int, recorded: bool) -> None:
    with db.write() as session:
        seen.first_time(session, tenant, f"k{number}", NOW)
        if recorded:
            record(session, tenant, "note", "U1", {"act": "made", "note": number, "channel": "C1"}, NOW)


def _question(db: Database, tenant: int) -> None:
    ledger.if_possible(db, lambda session: record(session, tenant, "question", "U1", QUESTION, NOW))


if __name__ == "__main__":
    sys.exit(main())
