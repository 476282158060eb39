"""Batch: many names at once, in this process or over all cores, results in the order of the input.

rows ─▶ chunks ─▶ (worker processes, each with its own index) ─▶ screen ─▶ render ─▶ chunks in order
"""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final

from bot.core.audience import Audience
from bot.core.batch import Result
from bot.core.batch_rows import MAX_LINE, BadRow, Row, Unreadable
from bot.core.grading import LEVEL
from bot.core.nameforms.forms import name_form
from bot.core.screening import Answer, Band, Candidate, Decision, Query, SourceState, Status, screen_all
from bot.services.assessments import Recalled, recall_all
from bot.services.dataset import Dataset, Loaded
from bot.services.screening import Ground, answer_on, at_hand, decide_on, held, match_on
from bot.services.sources import source_states
from bot.sources import SOURCES
from storage import decisions, lists
from storage.db import Database

CHUNK: Final = 100
"""Rows that are screened, written and recorded together."""
FEW: Final = 1000
"""Rows up to which the start of further processes costs more than it saves."""
AHEAD: Final = 3
"""Chunks that wait for each process: what is read ahead stays small, and none stands idle."""

_NO_TEXT: Final = {
    b"\xff\xfe": "it is UTF-16; save it as UTF-8",
    b"\xfe\xff": "it is UTF-16; save it as UTF-8",
    b"PK\x03\x04": "it is a spreadsheet or an archive; save it as CSV, in UTF-8",
    b"\x1f\x8b": "it is compressed; unpack it first",
    b"\xd0\xcf\x11\xe0": "it is a spreadsheet or a document of an old kind; save it as CSV, in UTF-8",
    b"%PDF": "it is a PDF; copy the names into a text, one a line",
    b"{\\rt": "it is a document with formats; save it as plain text, in UTF-8",
}

Render = Callable[[Sequence[Result | BadRow], Mapping[str, str | None]], str]


class BatchProblem(RuntimeError):
    """A batch that cannot go on; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a batch rests on, and how its results are written; sent to each process.

    The team's decisions that `audience` may see are respected (None: there are none); how they stand is `decisions`.
    """

    database_url: str = field(repr=False)
    generations: Mapping[str, int]
    states: tuple[SourceState, ...]
    at: datetime
    render: Render
    least: Band = Band.POSSIBLE
    index: Path | None = None
    audience: Audience | None = None
    decisions: str = ""

    @property
    def dates(self) -> dict[str, str | None]:
        """The lists that are searched, with their dates."""
        ready = (state for state in self.states if state.changed_at is not None)
        return {state.source: state.list_date.isoformat() if state.list_date else None for state in ready}


@dataclass(frozen=True, slots=True)
class Done:
    """A chunk that was screened: its text, and the last line it covers."""

    text: str
    line: int
    counts: Counter[Status]


def prepare(
    db: Database,
    now: datetime,
    render: Render,
    least: Band = Band.POSSIBLE,
    index: Path | None = None,
    audience: Audience | None = None,
) -> Job:
    """What a batch of this moment rests on; `index` is the folder where the index is kept."""
    with db.read() as session:
        generations = lists.generations(session)
        decided = decisions.stand_of(session, audience.tenant) if audience and not audience.is_public else ""
    url = db.url.render_as_string(hide_password=False)
    readers = audience if decided else None
    return Job(url, generations, source_states(db, SOURCES, now), now, render, least, index, readers, decided)


Recall = Callable[[Sequence[tuple[Query, Sequence[Candidate]]]], Sequence[Recalled]]
"""What a team decided of the hits of each question."""


def screen_rows(
    ground: Ground, rows: Iterable[Row], least: Band = Band.POSSIBLE, recalled: Recall | None = None
) -> list[Result]:
    """What the lists say of each row: the same status as one question gives, and all matches down to a band.

    With `recalled`, hits that the team took out of the answers to these questions are left out, and told of.
    """
    told = list(rows)
    # What decides the status is at hand, whatever is shown.
    shown = min(least, Band.POSSIBLE, key=LEVEL.__getitem__)
    screened = screen_all(ground.loaded.index, [row.query for row in told], shown)
    found = [list(one.candidates) for one in screened]
    ground = held(ground, list(chain.from_iterable(found)))[0]
    asked = [(row.query, candidates) for row, candidates in zip(told, found, strict=True)]
    known = recalled(asked) if recalled else [Recalled()] * len(told)
    results = [_result(ground, row, hits, least, mine) for row, hits, mine in zip(told, found, known, strict=True)]
    return [replace(made, elsewhere=len(one.elsewhere)) for made, one in zip(results, screened, strict=True)]


def _result(ground: Ground, row: Row, candidates: Sequence[Candidate], least: Band, known: Recalled) -> Result:
    found = [candidate for candidate in at_hand(ground, candidates) if known.keeps(candidate)]
    decision = decide_on(ground, row.query, found)
    kept = [candidate for candidate in found if LEVEL[candidate.band] >= LEVEL[least]]
    matches = tuple(match_on(ground, candidate, row.query) for candidate in kept[: row.query.limit])
    shown = {match.entity for match in matches}
    assessed = {entity: told for entity, told in known.by_entity.items() if entity in shown}
    return Result(row, decision.status, decision.band, matches, known.dismissed, assessed)


def scope_of(states: tuple[SourceState, ...], now: datetime, not_searched: tuple[str, ...]) -> Answer:
    """What a batch searched and what it did not, as an answer that names no party."""
    answer = answer_on(Ground(Loaded(), SOURCES, states, now), Query(""), Decision(Status.NOT_FOUND, None, ()))
    return replace(answer, not_searched=not_searched)


def text_lines(stream: BinaryIO) -> Iterator[str]:
    """The lines of a file; bytes that are not UTF-8 are kept as surrogates, so that only their rows are lost."""
    start = stream.read(4)
    for mark, problem in _NO_TEXT.items():
        if start.startswith(mark):
            raise Unreadable(problem)
    if b"\x00" in start:
        raise Unreadable("it is no text in UTF-8; save it as UTF-8")
    whole = io.BufferedReader(_Rest(start, stream))
    text = io.TextIOWrapper(whole, encoding="utf-8-sig", errors="surrogateescape", newline="")
    return _capped(text)


def _capped(text: io.TextIOWrapper) -> Iterator[str]:
    """Each line up to its cap; what is beyond is passed over without being held."""
    while line := text.readline(MAX_LINE + 1):
        yield line
        while len(line) > MAX_LINE and not line.endswith(("\n", "\r")):
            line = text.readline(MAX_LINE + 1)


class _Rest(io.RawIOBase):
    """A stream from its beginning, of which the first bytes were read already."""

    def __init__(self, start: bytes, stream: BinaryIO) -> None:
        self._start, self._stream = start, stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """The bytes read already, then the stream's."""
        part = self._start[: len(buffer)] or self._stream.read1(len(buffer))  # type: ignore[attr-defined]
        self._start = self._start[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def usable_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(job: Job, db: Database, rows: Iterator[Row | BadRow], workers: int) -> Iterator[Done]:
    """All rows in chunks, in order, bad ones in their places; a few rows, or one worker, need no further process."""
    first = list(islice(rows, FEW)) if workers > 1 else []
    chunks = _chunks(chain(first, rows))
    if workers > 1 and len(first) == FEW:
        yield from _in_processes(job, db, chunks, workers)
        return
    ground, recalled = _ground(job, db), _recall(job, db)
    for chunk in chunks:
        yield _work(job, ground, recalled, chunk)


def _chunks(rows: Iterator[Row | BadRow]) -> Iterator[list[Row | BadRow]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _ground(job: Job, db: Database) -> Ground:
    """The data of this process; it must be what the batch began with."""
    loaded = Dataset(db, job.index).current()
    if dict(loaded.generations) != dict(job.generations):
        raise BatchProblem("a list changed while the batch began; run it again")
    return Ground(loaded, SOURCES, job.states, job.at)


def _recall(job: Job, db: Database) -> Recall | None:
    return partial(recall_all, db, audience=job.audience, now=job.at) if job.audience else None


def _work(job: Job, ground: Ground, recalled: Recall | None, rows: Sequence[Row | BadRow]) -> Done:
    results = iter(screen_rows(ground, [row for row in rows if isinstance(row, Row)], job.least, recalled))
    told = [next(results) if isinstance(row, Row) else row for row in rows]
    counts = Counter(result.status for result in told if isinstance(result, Result))
    return Done(job.render(told, job.dates), rows[-1].line, counts)


def _in_processes(job: Job, db: Database, chunks: Iterator[list[Row | BadRow]], workers: int) -> Iterator[Done]:
    # Spawned, not forked: a forked copy of a process with threads and database connections may hang.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(job,))
    waiting: deque[Future[Done]] = deque()
    try:
        with _interrupts_held():
            for _ in range(workers):
                pool.submit(_warm_up)
        if job.index is not None:
            # Built and saved once here, the index is then opened by each process in no time.
            _ground(job, db)
        for chunk in chunks:
            with _interrupts_held():
                waiting.append(pool.submit(_work_here, chunk))
            if len(waiting) >= AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise BatchProblem("a worker process ended, perhaps for lack of memory; try fewer --workers") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Processes that start in here never see Ctrl-C: ending them is their parent's business."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_job: Job | None = None
_here: tuple[Ground, Recall | None] | None = None


def _begin(job: Job) -> None:
    """Set up a worker process; its data is opened with its first chunk, where a problem can be told."""
    global _job
    _job = job
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _warm_up() -> None:
    """Load what reading names takes, while the index is looked after."""
    name_form("Volga Trading LLC", False)
    name_form("Ivan Petrov", True)


def _work_here(rows: list[Row | BadRow]) -> Done:
    global _here
    if _job is None:
        raise RuntimeError("a worker without its job")
    if _here is None:
        db = Database(_job.database_url)
        _here = _ground(_job, db), _recall(_job, db)
    return _work(_job, *_here, rows)
