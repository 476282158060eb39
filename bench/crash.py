"""How many alerts are lost, doubled or out of order when the sender is killed at random instants in bad weather.

The channels hold more earlier chat than a look for a doubtful message reads; `--history` sets how much.

python bench/crash.py --kills 1000 --seed 1 --json
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.crash import HISTORY, crash_and_count


def main() -> int:
    """Run and report; 1 unless every alert stands once and in order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--history", type=int, default=HISTORY, help="earlier messages in each channel")
    parser.add_argument("--json", action="store_true", help="one JSON document as the last line")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="desk-crash-") as folder:
        verdict = crash_and_count(Path(folder), asked.kills, asked.seed, asked.history)
    if asked.json:
        print(json.dumps(asdict(verdict)))
    else:
        print(
            f"{verdict.kills} kills, {verdict.alerts} alerts: {verdict.lost} lost, "
            f"{verdict.doubled} doubled, {verdict.disordered} out of order"
        )
        print("\n".join(f"  {times} × {fault}" for fault, times in verdict.faults.items()))
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
