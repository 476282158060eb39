"""How long it takes to route events to watches, beside a plain loop over all pairs in the same run.

python -m bench.routing [--watches 10000] [--events 5000] [--seed 1]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.delta import Op
from bot.core.entities import entity_id
from bot.core.events import Event
from bot.core.issuers import ISSUER_OF
from bot.core.listings import Statement
from bot.core.routing import route
from bot.core.watches import Cadence, Filters, Target, TargetKind, Watch
from tests.nested import nested_route, said, without_senders

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIMIT = 2.0
SOURCES = ("us-ofac-sdn", "eu-fsf", "gb-uksl", "un-sc", "ch-seco", "ca-sema", "au-dfat", "us-csl")
COUNTRIES = ("RU", "IR", "KP", "SY", "CN", "AE", "BY", "TR", "VE", "CU", "MM", "AF", "IQ", "LB", "YE", "SD")
SYLLABLES = (
    *("ba", "sho", "tra", "pet", "star", "nor", "ori", "aer", "tek", "gul", "inv", "met", "zag", "lio", "mur", "kha"),
    *("dzh", "wei", "qas", "vol", "rub", "sev", "fen", "cyp", "hol", "uzb", "yam", "eks", "gra", "pol", "jin", "abd"),
)
WORDS = tuple(first + second + last for first in SYLLABLES for second in SYLLABLES for last in ("bank", "ov", "ia", ""))
PROGRAMMES = tuple(f"PROGRAMME-{number}" for number in range(120))
KINDS: tuple[TargetKind, ...] = ("entity", "programme", "issuer", "country", "name", "all")
SHARES = (70, 12, 4, 7, 5, 2)
"""Of a hundred watches, so many of each kind."""
CADENCES: tuple[Cadence, ...] = ("now", "hourly", "daily", "weekly")


@dataclass(frozen=True)
class Act:
    """An official action: whose list, under which programmes, on parties of which countries."""

    id: str
    source: str
    programmes: tuple[str, ...]
    countries: tuple[str, ...]


def make_events(many: int, dice: random.Random) -> list[Event]:
    """Events of twenty official actions of all sizes, each under a few programmes, on lists of 40,000 parties."""
    acts = [
        Act(f"a-{number}", dice.choice(SOURCES), tuple(dice.sample(PROGRAMMES, 3)), tuple(dice.sample(COUNTRIES, 4)))
        for number in range(20)
    ]
    weights = [dice.random() ** 3 for _ in acts]
    return [_event(number, dice.choices(acts, weights)[0], dice) for number in range(many)]


def _event(number: int, act: Act, dice: random.Random) -> Event:
    op = dice.choices((Op.ADD, Op.DEL, Op.MOD, Op.REPLACE), (60, 15, 20, 5))[0]
    ref = str(dice.randrange(5000))
    return Event(
        key=f"k-{number}",
        source=act.source,
        ref=ref,
        op=op,
        kind={Op.ADD: "added", Op.DEL: "removed", Op.MOD: "amended"}.get(op, "renumbered"),
        action=act.id,
        state="pending" if op is Op.DEL and dice.random() < 0.3 else "confirmed",
        at=NOW,
        list_date=NOW.date(),
        entity=entity_id(act.source, ref),
        caption=f"{dice.choice(WORDS)} {dice.choice(WORDS)} {number} LLC".upper(),
        type="organization",
        list_kind="sdn",
        programmes=tuple(dice.sample(act.programmes, dice.choice((1, 1, 1, 2)))),
        countries=tuple(dice.sample(act.countries, dice.choice((0, 1, 1, 2)))),
        material=op in (Op.ADD, Op.DEL) or dice.random() < 0.3,
        gained=(Statement("alias", f"{dice.choice(WORDS)} {number}"),) if op is Op.MOD else (),
        lost=(),
    )


def make_watches(many: int, dice: random.Random) -> list[Watch]:
    """Watches of a thousand channels, most of parties by name, a third of them told in digests."""
    return [_watch(number, dice) for number in range(1, many + 1)]


def _watch(number: int, dice: random.Random) -> Watch:
    kind = dice.choices(KINDS, SHARES)[0]
    kinds = dice.choices((frozenset[str](), frozenset({"added"}), frozenset({"removed", "amended"})), (85, 10, 5))[0]
    filters = Filters(issuers=frozenset({dice.choice(("US", "EU"))})) if dice.random() < 0.1 else Filters()
    cadence = dice.choices(CADENCES, (67, 3, 24, 6))[0]
    channel = f"C{dice.randrange(1000):04}"
    return Watch(number, 1 + number % 7, channel, "U1", _target(kind, dice), NOW, kinds, "", filters, cadence)


def _target(kind: TargetKind, dice: random.Random) -> Target:
    match kind:
        case "entity":
            source, ref = dice.choice(SOURCES), str(dice.randrange(5000))
            return Target(kind, entity_id(source, ref), f"Party {ref}", source, ref)
        case "programme":
            return Target(kind, dice.choice(PROGRAMMES))
        case "issuer":
            return Target(kind, ISSUER_OF[dice.choice(SOURCES)])
        case "country":
            return Target(kind, dice.choice(COUNTRIES))
        case "name":
            return Target(
                kind, dice.choice((dice.choice(WORDS), f"{dice.choice(WORDS)[:4]}*", f"*{dice.choice(WORDS)[2:6]}*"))
            )
        case "all":
            return Target(kind)


def measure(events: Sequence[Event], watches: Sequence[Watch], times: int) -> dict[str, object]:
    """Both ways, the quick one several times (its worst counts); they must say the same."""
    quick, busy = [], []
    for _ in range(times):
        start, worked = time.perf_counter(), time.process_time()
        routed = route(events, watches, {})
        quick.append(time.perf_counter() - start)
        busy.append(time.process_time() - worked)
    start = time.perf_counter()
    plain = nested_route(events, watches)
    slow = time.perf_counter() - start
    return {
        "watches": len(watches),
        "events": len(events),
        "messages": len(routed.owed),
        "waiting": sum(len(each.events) for each in routed.waiting),
        "seconds": round(max(quick), 3),
        "best": round(min(quick), 3),
        "processor_seconds": round(max(busy), 3),
        "nested_seconds": round(slow, 1),
        "ratio": round(slow / max(quick), 1),
        "same": said(routed) == without_senders(plain),
    }


def main() -> int:
    """Measure and report; 1 when the two ways differ or the router takes more of the processor than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--watches", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=5_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    found = measure(make_events(asked.events, dice), make_watches(asked.watches, dice), asked.times)
    print(
        f"{found['watches']:,} watches x {found['events']:,} events: {found['seconds']} s at worst, "
        f"{found['nested_seconds']} s by a plain loop: {found['ratio']} times as long"
    )
    print(json.dumps(found))
    return 0 if found["same"] and float(str(found["processor_seconds"])) <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
