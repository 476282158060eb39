"""How long the timeline of a party, and of a programme, with very many events takes: gathered, as a card, as a picture.

python -m bench.timeline [--events 10000]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.app import build_desk
from bot.blocks.timeline import timeline_card
from bot.charts.timeline import timeline_picture
from bot.core.audience import Audience
from bot.core.delta import Op
from bot.core.entities import Ref
from bot.core.events import Event
from bot.core.listings import Statement
from bot.core.notes import Topic
from bot.core.timeline import Timeline
from bot.services.desk import Desk
from bot.services.timeline import Subject, timeline_of
from bot.settings import load
from bot.sources import source_ids
from storage.db import Database
from tests.owing import SDN, event, listing, record
from tests.owing import load as load_listings

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIMIT = 2.0
"""Seconds that a card may take to gather."""
FIRST = date(2012, 1, 1)
PROGRAMME = "RUSSIA-EO14024"


def make_events(number: int) -> list[Event]:
    """Changes of one entry on as many days, every tenth of them of law."""
    return [_event(each) for each in range(number)]


def _event(number: int) -> Event:
    on = FIRST + timedelta(days=number // 2)
    is_law = number % 10 == 0
    value = Statement("measure" if is_law else "address", f"Street {number}")
    at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    made = event("1", Op.MOD, key=f"k{number}", action=f"a-{number // 4}", list_date=on, at=at)
    return replace(made, material=is_law, gained=(value,))


def measure(desk: Desk, subject: Subject) -> dict[str, float | int]:
    """Seconds for each step, the picture's first one with the import of matplotlib."""
    audience = Audience(1, "ephemeral", "C1", user="U1")
    started = time.perf_counter()
    told = timeline_of(desk, subject, audience, NOW)
    gathered = time.perf_counter()
    if not isinstance(told, Timeline):
        raise TypeError(told.text)
    timeline_card(told, audience)
    drawn = time.perf_counter()
    timeline_picture(told, NOW.date())
    pictured = time.perf_counter()
    return {
        "rows": len(told.rows),
        "events": sum(len(row.events) for row in told.rows),
        "gather": round(gathered - started, 3),
        "card": round(drawn - gathered, 3),
        "picture": round(pictured - drawn, 3),
    }


def run(number: int, folder: Path) -> dict[str, dict[str, float | int]]:
    """Both timelines, in a database of their own."""
    db = Database(f"sqlite:///{folder / 'desk.db'}")
    db.migrate()
    load_listings(db, listing("1"))
    record(db, *make_events(number))
    desk = replace(build_desk(load({"DESK_REFRESH": "off"}, source_ids()), db), clock=lambda: NOW)
    try:
        party = measure(desk, Ref(source=SDN, ref="1"))
        return {"party": party, "programme": measure(desk, Topic("programme", PROGRAMME))}
    finally:
        db.close()


def main() -> int:
    """Print the figures; 1 when gathering took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    with tempfile.TemporaryDirectory() as folder:
        found = run(parser.parse_args().events, Path(folder))
    print(json.dumps(found))
    return int(max(each["gather"] for each in found.values()) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
