"""`make bench`: every benchmark, one after the other, each with its peer in the same run."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS: tuple[tuple[str, ...], ...] = (
    ("bench.cold_start",),
    ("bench.refresh",),
    ("bench.parse", "--large"),
    ("bench.routing",),
    ("bench.signals",),
    ("bench.stories",),
    ("bench.mentions",),
    ("bench.delivery",),
    ("bench.preview",),
    ("bench.timeline",),
    ("bench.memory_decisions",),
    ("bench.memory",),
    ("bench.ledger",),
    ("bench.crash", "--kills", "20", "--seed", "1"),
    # The slow peers answer every fourth question only, and so do all beside them.
    ("bench.screening", "--half", "test", "--every", "4"),
    ("bench.screening_bands", "--every", "2"),
    ("bench.screening_pairs",),
    ("bench.screening_front", "--every", "8"),
    ("bench.screening_worst", "--every", "20"),
    ("bench.batch", "--rows", "20000"),
    ("bench.screening_scale", "--names", "1000000", "--every", "20"),
)


def main() -> int:
    """Run all; the worst exit status."""
    status = 0
    for module, *args in BENCHMARKS:
        print(f"== {' '.join((module, *args))}", flush=True)
        status = max(status, subprocess.run([sys.executable, "-m", module, *args], check=False).returncode)
    return status


if __name__ == "__main__":
    sys.exit(main())
