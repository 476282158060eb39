"""What 100,000 decisions cost a question: `check` of the same names without them and with them, in one run.

All of them are about listed parties; 1,000 stand on one party, and some are hits of the very questions asked. Each
round asks all names once, one kind after the other, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.data import shared_data
from bot.core.audience import Audience
from bot.core.decisions import facts_of, subject_of
from bot.core.screening import Query
from bot.services.dataset import Dataset
from bot.services.refresh import Delivery, refresh
from bot.services.screening import check_in
from bot.sources import SOURCES
from storage import lists, tenants
from storage.channels import Channel, upsert_channel
from storage.db import Database
from storage.memory_rows import DecisionRow

NOW = datetime(2026, 3, 1, tzinfo=UTC)
LIST = "us_ofac_sdn/2022-11-30/sdn.csv.gz"
QUESTIONS = 60
ON_ONE = 1_000
ALLOWED = 1.3


def main() -> int:
    """Measure and print; 1 when the questions cost more than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        without, asked = _prepared(Path(folder) / "without.db", 0)
        with_them, _ = _prepared(Path(folder) / "with.db", options.decisions)
        for ask in (without, with_them):
            _seconds(ask, asked)
        pairs = [(_seconds(without, asked), _seconds(with_them, asked)) for _ in range(options.rounds)]
    before, after = (1000 * statistics.median(each) / len(asked) for each in zip(*pairs, strict=True))
    ratio = statistics.median(after / before for before, after in pairs)
    print(f"check without decisions {before:.2f} ms, with {options.decisions:,} {after:.2f} ms: {ratio:.2f} times")
    return int(ratio > ALLOWED)


Ask = Callable[[Query], object]


def _prepared(path: Path, number: int) -> tuple[Ask, Sequence[Query]]:
    """A database with the list and so many decisions; how it is asked, and what."""
    db = Database(f"sqlite:///{path}")
    db.migrate()
    refresh(
        db,
        SOURCES["us-ofac-sdn"],
        Delivery({"sdn.csv.gz": (shared_data() / LIST).read_bytes()}, "file", NOW.date()),
        NOW,
    )
    with db.write() as session:
        tenant = tenants.tenant_for(session, "", "T1", False, "T1", "UBOT", NOW)
        upsert_channel(session, Channel(tenant, "C1", "desk", False, False), NOW)
        stored = [item for item in lists.stored_listings(session) if item.state == "listed"]
        step = len(stored) // QUESTIONS
        asked = [Query(item.listing.caption) for item in stored[::step][:QUESTIONS]]
        rows = [_row(tenant, stored, step, asked, index) for index in range(number)]
        lists.insert_ignoring(session, DecisionRow, rows)
    with db.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    dataset = Dataset(db)
    readers = Audience(tenant, "ephemeral", "C1", user="U1")
    return lambda query: check_in(db, dataset, SOURCES, query, readers, NOW + timedelta(days=1)), asked


def _row(
    tenant: int, stored: Sequence[lists.StoredListing], step: int, asked: Sequence[Query], index: int
) -> dict[str, object]:
    """One decision: the first are on the hits of the questions asked, then many on one party, the rest on all."""
    item = stored[(index * step) % len(stored)] if index < len(asked) else stored[index % len(stored)]
    item = stored[0] if len(asked) <= index < ON_ONE else item
    about = asked[index] if index < len(asked) else Query(f"{item.listing.caption} branch {index}")
    return {
        "tenant": tenant,
        "entity": item.entity,
        "source": item.listing.source,
        "ref": item.listing.ref,
        "subject": subject_of(about),
        "asked": about.text,
        "verdict": "watching" if index < len(asked) else "different",
        "reason": "another register number and another address; asked the bank",
        "facts": facts_of(about, item.listing.caption, [(item.listing, item.state)]),
        "author": "U0ANALYST",
        "channel": "C1",
        "visibility": "team",
        "scope": "",
        "submission": f"bench-{index}",
        "created_at": NOW,
        "expires_at": None,
        "ended_at": None,
        "ended": "",
        "ended_by": "",
        "ended_why": "",
        "told_at": None,
    }


def _seconds(ask: Ask, asked: Sequence[Query]) -> float:
    started = time.perf_counter()
    for query in asked:
        ask(query)
    return time.perf_counter() - started


if __name__ == "__main__":
    raise SystemExit(main())
