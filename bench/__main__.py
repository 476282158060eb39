"""`make bench`: every benchmark, one after the other, each with its peer in the same run."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = {
    "bench.cold_start": (),
    "bench.refresh": (),
    "bench.parse": ("--large",),
    "bench.crash": ("--kills", "20", "--seed", "1"),
}


def main() -> int:
    """Run all; the worst exit status."""
    status = 0
    for module, args in BENCHMARKS.items():
        print(f"== {module} {' '.join(args)}".rstrip(), flush=True)
        status = max(status, subprocess.run([sys.executable, "-m", module, *args], check=False).returncode)
    return status


if __name__ == "__main__":
    sys.exit(main())
