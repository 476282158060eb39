"""What 100,000 notes cost: `check` with and without them, and a search among them.

python -m bench.memory [--notes 100000] [--parties 5000] [--seed 1] [--json]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.app import build_desk
from bot.core.audience import Audience
from bot.core.entities import entity_id
from bot.core.notes import NoteSearch, Phrase
from bot.core.screening import Query
from bot.services.desk import Desk
from bot.services.notes import search_notes
from bot.services.refresh import Delivery, refresh
from bot.services.screening import check
from bot.settings import load
from bot.sources import SOURCES, source_ids
from storage import channels, lists
from storage.channels import Channel
from storage.db import Database
from storage.team_rows import NoteRow
from tests import fakeslack, owing, sdn

MOST: Final = 1.3
"""So many times as long `check` may take."""
FIRST: Final = 1000
ASKED: Final = 200
SDN: Final = "us-ofac-sdn"
NOW: Final = datetime(2026, 3, 1, 9, tzinfo=UTC)
WORDS: Final = ("lawyer", "licence", "embassy", "counsel", "pending", "answer", "call", "meeting", "file", "review")


def fill(db: Database, many: int, parties: int, tenant: int, dice: random.Random) -> None:
    """Notes of three channels, a third of them private, spread evenly over the parties."""
    rows = []
    for number in range(many):
        ref = str(FIRST + number % parties)
        channel, visibility = (("C1", "team"), ("C2", "channel"), ("C7", "channel"))[number // parties % 3]
        text = f"{' '.join(dice.choices(WORDS, k=12))} {number}"
        rows.append(
            {
                "tenant": tenant,
                "entity": entity_id(SDN, ref),
                "source": SDN,
                "ref": ref,
                "text": text,
                "author": f"U{number % 9}",
                "channel": channel,
                "visibility": visibility,
                "submission": f"bench-{number}",
                "created_at": NOW,
            }
        )
    with db.write() as session:
        lists.insert_ignoring(session, NoteRow, rows)


def asked(desks: Sequence[tuple[Desk, Audience]], parties: int, dice: random.Random) -> list[float]:
    """The median of so many questions at each desk, in milliseconds; each is asked at one desk after the other."""
    spent: list[list[float]] = [[] for _ in desks]
    for _ in range(ASKED):
        query = Query(f"Example Trading {FIRST + dice.randrange(parties)} LLC")
        for (desk, audience), times in zip(desks, spent, strict=True):
            times.append(timed(lambda d=desk, a=audience, q=query: check(d, q, a, NOW)))  # type: ignore[misc]
    return [sorted(times)[ASKED // 2] for times in spent]


def make_desk(folder: Path, name: str, slack: str, parties: int) -> tuple[Desk, Audience]:
    """A desk of its own with so many listed parties, and who asks there."""
    db = Database(f"sqlite:///{folder / name}.db")
    db.migrate()
    env = {"SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_API_URL": slack, "DESK_REFRESH": "off"}
    desk = replace(build_desk(load(env, source_ids()), db), clock=lambda: NOW)
    content = sdn.sdn_csv(sdn.companies(parties, FIRST))
    done = refresh(db, SOURCES[SDN], Delivery({"sdn.csv": content}, "file", NOW.date()), NOW)
    assert done.outcome == "refreshed", done
    tenant = owing.make_tenant(db)
    with db.write() as session:
        for channel in ("C1", "C2", "C7"):
            channels.upsert_channel(session, Channel(tenant, channel, channel, channel == "C7", False), NOW)
    return desk, Audience(tenant, "ephemeral", "C1", user="U1")


def timed(act: Callable[[], object]) -> float:
    """One act, in milliseconds."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def main() -> int:
    """Measure; 1 when `check` takes too long with notes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--parties", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, fakeslack.running() as slack:
        desks = [make_desk(Path(folder), name, slack.url, options.parties) for name in ("with", "without")]
        desk, audience = desks[0]
        fill(desk.db, options.notes, options.parties, audience.tenant, dice)
        asked(desks, options.parties, dice)  # to warm up
        with_notes, without = asked(desks, options.parties, dice)
        found = {
            "check without notes, ms": round(without, 2),
            "check with notes, ms": round(with_notes, 2),
            "times as long": round(with_notes / without, 2),
            **searched(desk, audience),
        }
        for each, _ in desks:
            each.db.close()
    told = found | {"notes": options.notes, "parties": options.parties, "most": MOST}
    print(json.dumps(told) if options.json else "\n".join(f"{name:32} {value}" for name, value in told.items()))
    return int(with_notes > MOST * without)


def searched(desk: Desk, audience: Audience) -> dict[str, float]:
    """A page of results for a rare word, for common ones, for one that no note has, and for nothing at all."""
    questions = {
        "search, one hit, ms": NoteSearch((Phrase("77"),)),
        "search, common words, ms": NoteSearch((Phrase("lawyer"), Phrase("embassy"))),
        "search, no hit, ms": NoteSearch((Phrase("zebra"),)),
        "newest, ms": NoteSearch(),
    }
    return {
        name: round(sorted(timed(lambda w=wanted: search_notes(desk.db, audience, w)) for _ in range(5))[2], 2)  # type: ignore[misc]
        for name, wanted in questions.items()
    }


if __name__ == "__main__":
    sys.exit(main())
