"""How much work something is, apart from how long it takes: a busy machine must fail no test."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(run: Callable[[], object]) -> int:
    """How many lines of Python it goes through; always the same number for the same input."""
    count = 0

    def trace(_frame: FrameType, event: str, _detail: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(before)
    return count


def processor_seconds(run: Callable[[], object]) -> float:
    """The least processor time of three runs, for what `steps` does not see, such as regular expressions.

    It is this process's own: others that keep the machine busy add nothing to it.
    """
    times = []
    for _ in range(3):
        begun = time.process_time()
        run()
        times.append(time.process_time() - begun)
    return min(times)
