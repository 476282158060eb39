"""Run: one engine in a process of its own, built and asked, so that its memory and its caches are only its own.

job ─▶ `python -m bench.screening_run` ─▶ build, ask one question after the other ─▶ answers, times, memory

One thread, one process at a time. A few questions are asked before the clock runs.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from bench.data import peak_mib
from bench.peers import LIMIT, Entity, Found, Searcher, engine
from bench.sets import Half, entities, questions

WARM_UP = 10
MIB = 2**20
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}


@dataclass(frozen=True, slots=True)
class Job:
    """What to run: an engine over the real names, or grown to so many, and which questions to ask it.

    `worst` asks the worst texts after the questions.
    """

    engine: str
    half: Half = "dev"
    every: int = 1
    names: int = 0
    worst: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a job: seconds, MiB, milliseconds a question, answers.

    `grown` is how much more memory the process held once built, `held` what it holds of its own when the caller has
    let go of the entities, `peak` the most it took while it built.
    """

    name: str
    built: float
    grown: float
    held: float
    peak: float
    times: list[float]
    answers: list[Found]

    @property
    def percentiles(self) -> tuple[float, float, float]:
        """Milliseconds that half, 95% and 99% of the questions stay within."""
        p50, p95, p99 = np.percentile(self.times, (50, 95, 99))
        return float(p50), float(p95), float(p99)


@dataclass(frozen=True, slots=True)
class Failure:
    """An engine that could not be run, and the last it said."""

    engine: str
    said: str


def measure(searcher: Searcher, known: Callable[[], Iterable[Entity]], texts: Sequence[str]) -> Run:
    """Build it and ask."""
    start = _held()
    listed = list(known())
    before, before_peak = _held(), peak_mib()
    started = time.perf_counter()
    searcher.build(listed)
    built = time.perf_counter() - started
    grown, peak = _held() - before, max(peak_mib(), before_peak) - before
    del listed
    held = _held() - start
    for text in texts[:WARM_UP]:
        searcher.search(text, LIMIT)
    times, answers = ask(searcher, texts)
    return Run(searcher.name, built, grown, held, peak, times, answers)


def ask(searcher: Searcher, texts: Sequence[str]) -> tuple[list[float], list[Found]]:
    """Milliseconds and answers, question by question."""
    times, answers = [], []
    for text in texts:
        started = time.perf_counter()
        found = searcher.search(text, LIMIT)
        times.append((time.perf_counter() - started) * 1000)
        answers.append([(entity, float(score)) for entity, score in found[:LIMIT]])
    return times, answers


def _held() -> float:
    """MiB of memory in use, what is no longer needed given back first where the C library can."""
    gc.collect()
    if sys.platform == "linux":
        getattr(ctypes.CDLL(None), "malloc_trim", lambda _: 0)(0)
    return float(psutil.Process().memory_info().rss / MIB)


def in_own_process(job: Job) -> Run | Failure:
    """Run a job in a new interpreter."""
    command = [sys.executable, "-m", "bench.screening_run", json.dumps(asdict(job))]
    env = {**os.environ, **ONE_THREAD, "PYTHONHASHSEED": "0"}
    root = Path(__file__).parent.parent
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        return Failure(job.engine, (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1])
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    answers = [[(entity, score) for entity, score in found] for found in made.pop("answers")]
    return Run(answers=answers, **made)


def _run(job: Job) -> Run:
    from bench.screening_scale import grown_entities
    from bench.screening_worst import worst_texts

    searcher = engine(job.engine)
    texts = [question.text for question in questions(job.half, every=job.every)]
    texts += [text for _, text in worst_texts()] if job.worst else []
    return measure(searcher, lambda: grown_entities(job.names) if job.names else entities(), texts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("job", help="a job as JSON")
    print(json.dumps(asdict(_run(Job(**json.loads(parser.parse_args().job))))))
