"""Batch output: a file of results that a killed run goes on with, and beside it the record of how far it is.

append a chunk ─▶ flush to disk ─▶ record its end; what stands behind the recorded end is cut off on resuming
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final

import orjson

from bot.core.screening import Status
from bot.services.batch import BatchProblem, Done

try:
    import fcntl
except ImportError:  # Windows: two runs on one file are not told apart there
    fcntl = None  # type: ignore[assignment]

SUFFIX: Final = ".run.json"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Run:
    """What results rest on: two runs that agree in it give the same file. `lists` are generations and dates."""

    input: str
    sha256: str
    options: Mapping[str, Any]
    lists: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: the last line of the input that is done, and where its results end."""

    line: int = 0
    size: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    complete: bool = False


def record_of(path: Path) -> Path:
    """The record beside a file of results."""
    return path.with_name(path.name + SUFFIX)


def sha256_of(path: Path) -> str:
    """The hash of a file, read in parts."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def begin(path: Path, run: Run, *, resume: bool = False, restart: bool = False) -> Progress:
    """Where a run begins; a file that somebody may still need is not written over."""
    if restart:
        return Progress()
    try:
        known = _read(record_of(path))
        size = path.stat().st_size if path.exists() else 0
    except OSError as error:
        raise BatchProblem(f"cannot use {path}: {error.strerror}") from None
    if known is None:
        if size:
            raise BatchProblem(f"{path} exists and is no result of `desk screen`; --restart writes it anew")
        return Progress()
    before, progress = known
    if resume:
        return _resumed(path, before, run, progress, size)
    if size and progress.complete:
        raise BatchProblem(f"{path} holds the finished results of {before.input}; --restart writes it anew")
    if size:
        raise BatchProblem(f"{path} holds results up to line {progress.line}; go on with --resume, or --restart")
    return Progress()


def _resumed(path: Path, before: Run, run: Run, progress: Progress, size: int) -> Progress:
    if before.sha256 != run.sha256:
        raise BatchProblem(f"{run.input} is not what {path} was begun with; --restart begins anew")
    if dict(before.options) != dict(run.options):
        told = ", ".join(f"{key} {value}" for key, value in before.options.items())
        raise BatchProblem(f"{path} was begun with other options ({told}); give the same, or --restart")
    if moved := [s for s in {**before.lists, **run.lists} if before.lists.get(s) != run.lists.get(s)]:
        told = "; ".join(f"{s} was {before.lists.get(s, 'absent')}, is {run.lists.get(s, 'absent')}" for s in moved)
        raise BatchProblem(
            f"lists or decisions changed since {path} was begun ({told}); --restart screens all rows on one state"
        )
    if size < progress.size:
        raise BatchProblem(f"{path} is shorter than its record says; --restart begins anew")
    return progress


def _read(record: Path) -> tuple[Run, Progress] | None:
    if not record.exists():
        return None
    try:
        value = orjson.loads(record.read_bytes())
        if value["version"] != VERSION:
            raise ValueError("another version")
        return Run(**value["run"]), Progress(**value["progress"])
    except (ValueError, TypeError, KeyError):
        raise BatchProblem(f"{record} cannot be read; remove it, or give --restart") from None


class Output:
    """A file of results that grows by whole chunks."""

    def __init__(self, path: Path, run: Run, *, resume: bool = False, restart: bool = False) -> None:
        self._path, self._run = path, run
        try:
            self._file = _open_alone(path)
        except OSError as error:
            raise BatchProblem(f"cannot write {path}: {error.strerror}") from None
        try:
            self.progress = begin(path, run, resume=resume, restart=restart)
            self._counts: Counter[str] = Counter(self.progress.counts)
            self._file.truncate(self.progress.size)
            self._file.seek(self.progress.size)
            self._record(self.progress)
        except OSError as error:
            self._file.close()
            raise BatchProblem(f"cannot write {path}: {error.strerror}") from None
        except BatchProblem:
            self._file.close()
            raise

    def __enter__(self) -> Output:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def start(self, text: str) -> None:
        """Write what stands above the first result, in a file that is new."""
        if not self.progress.size:
            self._append(text, Progress())

    def add(self, done: Done) -> None:
        """Append a chunk; once this returns, no crash loses it."""
        self._counts.update({status.value: number for status, number in done.counts.items()})
        self._append(done.text, Progress(done.line, counts=dict(self._counts)))

    def finish(self) -> None:
        """Record that all rows are done."""
        progress = self.progress
        self._record(Progress(progress.line, progress.size, progress.counts, complete=True))

    @property
    def counts(self) -> Counter[Status]:
        """Results by status, those of interrupted runs included."""
        return Counter({Status(value): number for value, number in self._counts.items()})

    def _append(self, text: str, progress: Progress) -> None:
        try:
            self._file.write(text.encode("utf-8", "replace"))
            self._file.flush()
            os.fsync(self._file.fileno())
            self._record(Progress(progress.line, self._file.tell(), progress.counts))
        except OSError as error:
            told = f"results up to line {self.progress.line} are kept"
            raise BatchProblem(f"cannot write {self._path}: {error.strerror}; {told}, --resume goes on") from None

    def _record(self, progress: Progress) -> None:
        record = record_of(self._path)
        value = {"version": VERSION, "run": asdict(self._run), "progress": asdict(progress)}
        number, new = tempfile.mkstemp(prefix=f"{record.name}.", dir=record.parent)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n")
            Path(new).replace(record)
        except BaseException:
            Path(new).unlink(missing_ok=True)
            raise
        self.progress = progress


def _open_alone(path: Path) -> BinaryIO:
    """A regular file that no other run writes to, as it is; it is made if it is not there."""
    number = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise BatchProblem(f"{path} is no regular file; write results to one")
        if fcntl is not None:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(number)
        raise BatchProblem(
            f"another run writes to {path} at this moment; wait for its end, or choose another"
        ) from None
    except BaseException:
        os.close(number)
        raise
    return os.fdopen(number, "r+b")
