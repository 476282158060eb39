"""Screening: how well and how fast names are found, with a brute-force peer in the same run.

Ours and the peer answer the same questions over the same entities: build time, memory, latency, and quality
(recall at one and at five; recall at the score that lets 1% and 5% of strangers through).
Usage: python -m bench.screening [--half dev|test] [--every N]
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from rapidfuzz import fuzz, process

from bench.engine import Engine
from bench.sets import ACROSS, Question, entities, questions
from bot.core.nameforms.latin import latin

LIMIT = 10
CLOSE = 5
"""Ranks that count for recall at a rate of false alarms."""

Found = list[tuple[str, float]]


class Searcher(Protocol):
    """What is measured."""

    name: str

    def build(self, entities: list[dict[str, Any]]) -> None: ...

    def search(self, query: str, limit: int = LIMIT) -> Found: ...


class BruteForce:
    """The peer: every name compared with rapidfuzz, words sorted."""

    name = "rapidfuzz token_sort, brute force"

    def build(self, entities: list[dict[str, Any]]) -> None:
        pairs = [(_sorted(name), entity["id"]) for entity in entities for name in entity["names"]]
        self.names, self.owners = [name for name, _ in pairs], [owner for _, owner in pairs]

    def search(self, query: str, limit: int = LIMIT) -> Found:
        scores = process.cdist([_sorted(query)], self.names, scorer=fuzz.ratio, dtype=np.float32)[0] / 100
        best: dict[str, float] = {}
        for number in np.argsort(-scores, kind="stable")[: 8 * limit]:
            best.setdefault(self.owners[number], float(scores[number]))
        return list(best.items())[:limit]


def _sorted(name: str) -> str:
    return " ".join(sorted(latin(name).split()))


def threshold(strangers: Sequence[float], rate: float) -> float:
    """The least score that at most this share of strangers reaches."""
    ordered = np.sort(np.array(strangers))[::-1]
    allowed = int(rate * len(ordered))
    return float(np.nextafter(ordered[allowed], np.inf))


def quality(asked: Sequence[Question], answers: Sequence[Found]) -> dict[str, float]:
    """Recall by rank and at two rates of false alarms."""
    ranks, scores, strangers = [], [], []
    for question, found in zip(asked, answers, strict=True):
        if question.right:
            ranks.append(next((i for i, (entity, _) in enumerate(found) if entity in question.right), LIMIT))
            scores.append(max((s for entity, s in found[:CLOSE] if entity in question.right), default=-1.0))
        elif question.category != ACROSS:
            strangers.append(found[0][1] if found else 0.0)
    at = np.array(scores)
    return {
        "R@1": float(np.mean(np.array(ranks) < 1)),
        "R@5": float(np.mean(np.array(ranks) < CLOSE)),
        "R@FPR1%": float(np.mean(at >= threshold(strangers, 0.01))),
        "R@FPR5%": float(np.mean(at >= threshold(strangers, 0.05))),
    }


def measure(searcher: Searcher, known: list[dict[str, Any]], asked: Sequence[Question]) -> str:
    """One row of the table."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    searcher.build(known)
    built = time.perf_counter() - started
    answers, times = [], []
    for question in asked:
        started = time.perf_counter()
        answers.append(searcher.search(question.text, LIMIT))
        times.append((time.perf_counter() - started) * 1000)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    shown = " | ".join(f"{value:.3f}" for value in quality(asked, answers).values())
    p50, p95, p99 = np.percentile(times, (50, 95, 99))
    return f"| {searcher.name} | {shown} | {p50:.1f} / {p95:.1f} / {p99:.1f} | {built:.1f} | {memory:.0f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "test"), default="dev")
    parser.add_argument("--every", type=int, default=3)
    args = parser.parse_args()
    known, asked = entities(), questions(args.half)[:: args.every]
    names = sum(len(entity["names"]) for entity in known)
    print(f"{len(known):,} entities, {names:,} names, {len(asked):,} questions of the {args.half} half\n")
    print("| engine | R@1 | R@5 | R@FPR1% | R@FPR5% | p50 / p95 / p99 ms | build s | MB |")
    print("|---|---|---|---|---|---|---|---|")
    searchers: tuple[Searcher, ...] = (Engine(), BruteForce())
    for searcher in searchers:
        print(measure(searcher, known, asked), flush=True)


if __name__ == "__main__":
    main()
