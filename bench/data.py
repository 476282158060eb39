"""Where the real list snapshots are."""

from __future__ import annotations

import resource
import sys
from pathlib import Path


def peak_mib() -> float:
    """The most memory this process ever held, in MiB (a child's `ru_maxrss` would begin at its parent's)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def shared_data() -> Path:
    """The folder of real list snapshots, beside the checkout."""
    folder = Path(__file__).parent.parent.parent / "shared" / "data"
    if not folder.is_dir():
        sys.exit("the real list snapshots (../shared/data) are not on this machine")
    return folder
