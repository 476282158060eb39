"""Front: quality against time, by how many candidates ours compares in full.

Usage: python -m bench.screening_front [--half dev|test] [--every N]
"""

from __future__ import annotations

import inspect
import sys

from bench.engine import Engine
from bench.peers import OURS
from bench.screening import head, options, row
from bench.screening_quality import Outcome, quality
from bench.screening_run import Failure, Job, in_own_process
from bench.sets import questions

COUNTS = (10, 20, 40, 80, 160)
ARGUMENT = "candidates"
SHOWN = ("R@1", "R@5", "recall at 1%")


def main() -> int:
    """Print the table; 1 when an engine could not be run."""
    args = options(__doc__, every=2).parse_args()
    if ARGUMENT not in inspect.signature(Engine).parameters:
        print(f"the engine does not say how many candidates it compares (Engine({ARGUMENT}=N)): nothing to vary")
        return 0
    asked = questions(args.half, every=args.every)
    print(head("candidates", *SHOWN, "p50 / p95 / p99 ms"))
    status = 0
    for key, label in ((OURS, "as shipped"), *((f"{OURS}:{count}", str(count)) for count in COUNTS)):
        run = in_own_process(Job(key, args.half, args.every))
        if isinstance(run, Failure):
            print(row(label, f"could not be run: {run.said}"), flush=True)
            status = 1
            continue
        found = quality(Outcome.of(asked, run.answers))
        times = " / ".join(f"{each:.1f}" for each in run.percentiles)
        print(row(label, *(found[name] for name in SHOWN), times), flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main())
