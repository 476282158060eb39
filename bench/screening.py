"""Screening: how well and how fast names are found, ours beside its peers in one run over the same questions.

Each engine runs in a process of its own, one after the other, on one thread. Times are milliseconds a question;
`× peer` is the median as a multiple of the n-gram and rapidfuzz peer's; MB is what a built engine adds to its process.
Usage: python -m bench.screening [--half dev|test] [--every N] [--engines KEY ...] [--categories] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.peers import NGRAM, OURS, available
from bench.screening_quality import Outcome, across, by_category, quality
from bench.screening_run import Failure, Job, Run, in_own_process
from bench.sets import Question, entities, questions

HEAD = (
    "engine",
    "R@1",
    "R@5",
    "MRR",
    "recall at 1% false alarms",
    "at 5%",
    "mixtures at 1% / 5%",
    "p50 / p95 / p99 ms",
    "× peer",
    "build s",
    "MB",
)


def row(*cells: object) -> str:
    """A row of a table."""
    return f"| {' | '.join(map(str, cells))} |"


def head(*cells: str) -> str:
    """The head of a table."""
    return f"{row(*cells)}\n|{'---|' * len(cells)}"


def options(about: str | None, every: int = 1) -> argparse.ArgumentParser:
    """The options that the screening benchmarks share."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("dev", "test"), default="dev", help="questions to look at, or to judge by")
    parser.add_argument("--every", type=_positive, default=every, help="take each N-th question of a set only")
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0")
    return int(text)


def shown(run: Run, asked: Sequence[Question], peer: float | None) -> str:
    """A run's row."""
    outcome = Outcome.of(asked, run.answers)
    p50, p95, p99 = run.percentiles
    return row(
        run.name,
        *quality(outcome).values(),
        " / ".join(f"{share:.2f}" for share in across(outcome).values()),
        f"{p50:.1f} / {p95:.1f} / {p99:.1f}",
        f"{p50 / peer:.1f}" if peer else "",
        f"{run.built:.1f}",
        f"{run.grown:.0f}",
    )


def recorded(run: Run, asked: Sequence[Question]) -> dict[str, Any]:
    """A run's figures for a file."""
    outcome = Outcome.of(asked, run.answers)
    return {
        "engine": run.name,
        "quality": {name: list(each) for name, each in quality(outcome).items()},
        "mixtures": across(outcome),
        "categories": by_category(asked, run.answers),
        "ms": dict(zip(("p50", "p95", "p99"), run.percentiles, strict=True)),
        "build_s": run.built,
        "mib": run.grown,
    }


def print_categories(runs: Sequence[Run], asked: Sequence[Question]) -> None:
    """R@1, R@5 and recall at 1% of every engine by category."""
    tables = [by_category(asked, run.answers) for run in runs]
    print(f"\n{head('category: R@1 / R@5 / recall at 1%', 'questions', *(run.name for run in runs))}")
    for name, first in tables[0].items():
        print(row(name, int(first["questions"]), *(_three(table[name]) for table in tables)))


def _three(found: Mapping[str, float]) -> str:
    return " / ".join(f"{found[name]:.2f}" for name in ("R@1", "R@5", "recall at 1%"))


def title(half: str, asked: Sequence[Question]) -> str:
    """What is asked, of what."""
    known = entities()
    names = sum(len(entity["names"]) for entity in known)
    listed = sum(bool(question.right) for question in asked)
    return (
        f"{len(known):,} entities, {names:,} names; {listed:,} questions of the {half} half about listed parties, "
        f"{len(asked) - listed:,} about others\n"
    )


def main() -> int:
    """Print the table; 1 when an engine could not be run."""
    parser = options(__doc__)
    parser.add_argument("--engines", nargs="+", metavar="KEY", help="these only, such as ours ngram")
    parser.add_argument("--categories", action="store_true", help="a table by kind of question too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to this file")
    args = parser.parse_args()
    here = available()
    chosen = args.engines or here
    if unknown := [key for key in chosen if key not in here]:
        parser.error(f"no such engine here: {', '.join(unknown)}; there are {', '.join(here)}")
    asked = questions(args.half, every=args.every)
    print(f"{title(args.half, asked)}\n{head(*HEAD)}")
    done, peer, status = [], None, 0
    # The n-gram peer runs first: the others' times are told as multiples of its own.
    for key in sorted(chosen, key=lambda key: (key != NGRAM, key != OURS)):
        run = in_own_process(Job(key, args.half, args.every))
        if isinstance(run, Failure):
            print(row(run.engine, f"could not be run: {run.said}"), flush=True)
            status = 1
            continue
        peer = run.percentiles[0] if key == NGRAM else peer
        done.append(run)
        print(shown(run, asked, peer), flush=True)
    if args.categories and done:
        print_categories(done, asked)
    if args.json:
        record = {"half": args.half, "every": args.every, "engines": [recorded(run, asked) for run in done]}
        args.json.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
