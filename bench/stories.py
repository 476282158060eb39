"""Stories: how well items of one happening come together, beside plain likeness of texts, on the development items.

Usage: python -m bench.stories [--wrong]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz

from bot.cli_news import told_of
from bot.core.signals.items import Item, read_item
from bot.core.stories.grouping import Story, group
from bot.core.stories.likeness import Told
from bot.core.stories.numbers import conflict

NEWS = Path(__file__).resolve().parents[1].parent / "shared" / "news"
Same = Callable[[Told, Told], bool]


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs that belong together and were put together, that do not and were, that do and were not."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)

    def __str__(self) -> str:
        rates = f"precision {self.precision:.3f}  recall {self.recall:.3f}  F1 {self.f1:.3f}"
        return f"{rates}  ({self.wrong} wrong, {self.missed} missed)"


def items_of(name: str, field: str) -> tuple[list[Item], dict[str, str]]:
    """The labelled items of a file with the group of each."""
    rows = [json.loads(line) for line in (NEWS / name).read_text(encoding="utf-8").splitlines()]
    kept = [row for row in rows if row.get(field) and row.get("label", {}).get("relevant", True)]
    items = [item for row in kept if isinstance(item := read_item(row), Item)]
    return items, {row["id"]: row[field] for row in kept}


def scored(told: Sequence[Told], groups: Sequence[str], same: Same) -> Score:
    """How a way of comparing does on all pairs."""
    counts = {(a, b): 0 for a in (True, False) for b in (True, False)}
    for one, other in combinations(range(len(told)), 2):
        counts[groups[one] == groups[other], same(told[one], told[other])] += 1
    return Score(counts[True, True], counts[False, True], counts[True, False])


def alike(least: float) -> Same:
    """The peer: texts alike by rapidfuzz alone."""
    return lambda one, other: fuzz.token_set_ratio(f"{one.title} {one.text}", f"{other.title} {other.text}") >= least


def main() -> int:
    for name, field in (("syndication.dev.jsonl", "cluster"), ("signals.dev.jsonl", "story_group")):
        _measure(name, field)
    return 0


def _measure(name: str, field: str) -> None:
    items, by_id = items_of(name, field)
    begun = time.perf_counter()
    told = [told_of(item, number) for number, item in enumerate(items)]
    read = time.perf_counter() - begun
    begun = time.perf_counter()
    stories = group(told)
    took = time.perf_counter() - begun
    groups = [by_id[item.id] for item in items]
    print(f"{name}: {len(items)} items; read {len(items) / read:,.0f}/s, grouped {len(items) / took:,.0f}/s")
    print(f"  ours                          {scored(told, groups, lambda a, b: stories[a.id] is stories[b.id])}")
    best = max((scored(told, groups, alike(least)) for least in range(50, 100, 5)), key=lambda score: score.f1)
    print(f"  likeness of texts alone, best {best}")
    merged = sum(
        stories[one.id] is stories[other.id] and conflict(one.numbers, other.numbers)
        for one, other in combinations(told, 2)
    )
    print(f"  pairs of other licence, resolution or document numbers in one story: {merged}")
    if "--wrong" in sys.argv:
        _show(told, groups, stories)


def _show(told: Sequence[Told], groups: Sequence[str], stories: Mapping[str, Story]) -> None:
    for one, other in combinations(range(len(told)), 2):
        together = stories[told[one].id] is stories[told[other].id]
        if together != (groups[one] == groups[other]):
            print(f"    {'wrong' if together else 'missed'}: {told[one].title[:70]} || {told[other].title[:70]}")


if __name__ == "__main__":
    sys.exit(main())
