"""How long a watch's preview and Home take in a team with many events and watches, each beside what Slack allows.

python -m bench.preview [--events 100000] [--watches 500] [--seed 1] [--json]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bench.routing import NOW, PROGRAMMES, make_events
from bot.app import build_desk
from bot.core.events import Event
from bot.core.screening import Answer, Query, Status
from bot.core.watches import Target
from bot.services.desk import Desk
from bot.services.home import gather_home
from bot.services.watches import Place, Saved, add_watch, preview_watch
from bot.settings import load
from bot.sources import source_ids
from storage import events, watches
from storage.db import Database
from tests import fakeslack, owing

LIMIT = 3.0
"""Seconds in which Slack wants a dialogue answered."""
DAYS = 29
ACTIONS = 40
"""So many official actions of each list's twenty, spread over the days."""
TIMES = 5
OWNER = "U1"


@dataclass(frozen=True)
class Result:
    """What was measured: the median and the worst of a few runs."""

    name: str
    seconds: float
    worst: float
    found: str


def fill(db: Database, many: int, dice: random.Random) -> int:
    """A team, and events of the last days as refreshes record them; the tenant."""
    tenant = owing.make_tenant(db)
    made = [_spread(event, dice) for event in make_events(many, dice)]
    with db.write() as session:
        for id_, source in sorted({(event.action, event.source) for event in made}):
            events.open_action(session, owing.action(id_, source), "s-1", "s-2")
        events.add_events(session, made, sample=False)
        events.mark_routed(session, [event.key for event in made])
    return tenant


def _spread(event: Event, dice: random.Random) -> Event:
    """The event at one of several actions, all of whose events happened at once."""
    number = dice.randrange(ACTIONS)
    return replace(event, action=f"{event.action}-{number}", at=NOW - timedelta(days=DAYS * (number + 0.5) / ACTIONS))


def watch_many(db: Database, tenant: int, many: int, dice: random.Random) -> None:
    """As many parties and programmes watched by one person."""
    with db.write() as session:
        for number in range(many):
            target = owing.by_name(str(number)) if number % 3 else Target("programme", dice.choice(PROGRAMMES))
            channel, kinds = f"C{number % 20}", frozenset({"added"}) if number % 2 else frozenset[str]()
            watches.add_watch(session, tenant, channel, OWNER, target, kinds, NOW)


def nobody(query: Query) -> Answer:
    """A screener that finds no one: the previews here name no party."""
    return Answer(query, Status.NOT_FOUND, None, (), (), (), False, NOW)


def timed(name: str, act: Callable[[], str]) -> Result:
    """A few runs of one act."""
    spent: list[float] = []
    for _ in range(TIMES):
        start = time.perf_counter()
        found = act()
        spent.append(time.perf_counter() - start)
    return Result(name, round(sorted(spent)[TIMES // 2], 3), round(max(spent), 3), found)


def measure(desk: Desk, tenant: int) -> list[Result]:
    """Previews of narrow and of wide watches, a watch saved, and Home."""
    place = Place(tenant, "C1", OWNER, NOW)
    texts = ("all", "all every:hourly", "issuer:US", "country:RU", f"programme:{PROGRAMMES[5]}", "name:shotra*")
    results = [
        timed(f"preview {text}", lambda text=text: _said(preview_watch(desk.db, nobody, place, text)))  # type: ignore[misc]
        for text in texts
    ]
    numbers = iter(range(TIMES))

    def save() -> str:
        return _said(add_watch(desk.db, nobody, tenant, f"C9{next(numbers)}", OWNER, "all", NOW))

    def home() -> str:
        found = gather_home(desk, tenant, OWNER, NOW)
        return f"{len(found.watches)} watches"

    return [*results, timed("home", home), timed("save all", save)]


def _said(made: object) -> str:
    return f"{made.cards} cards" if isinstance(made, Saved) else str(made)


def main() -> int:
    """Measure all; 1 when anything took longer than Slack waits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--watches", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder, fakeslack.running() as slack:
        db = Database(f"sqlite:///{Path(folder) / 'desk.db'}")
        db.migrate()
        tenant = fill(db, options.events, dice)
        watch_many(db, tenant, options.watches, dice)
        env = {"SLACK_BOT_TOKEN": "xoxb-bench", "SLACK_API_URL": slack.url, "DESK_REFRESH": "off"}
        results = measure(replace(build_desk(load(env, source_ids()), db), clock=lambda: NOW), tenant)
        db.close()
    for result in results:
        line = f"{result.name:28} {result.seconds:7.3f} s  worst {result.worst:7.3f} s  {result.found}"
        print(json.dumps(vars(result)) if options.json else line)
    return int(any(result.worst > LIMIT for result in results))


if __name__ == "__main__":
    sys.exit(main())
