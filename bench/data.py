"""Where the real list snapshots are."""

from __future__ import annotations

import sys
from pathlib import Path


def shared_data() -> Path:
    """The folder of real list snapshots, beside the checkout."""
    folder = Path(__file__).parent.parent.parent / "shared" / "data"
    if not folder.is_dir():
        sys.exit("the real list snapshots (../shared/data) are not on this machine")
    return folder
