"""Index file: a built index at rest, one file a database, read in place when a process starts.

mark of the format ─▶ head (JSON: layout, database, state of the lists, lengths of the parts) ─▶ parts as in memory

Whatever is wrong with a file, it counts as absent: the index is built anew from the database, which has all of it.
"""

from __future__ import annotations

import hashlib
import logging
import mmap
import os
import struct
import tempfile
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Final, get_args, get_type_hints

import numpy as np
import orjson
from numpy.typing import NDArray

import bot.core
from bot.core.columns import Columns
from bot.core.segment import Segment
from bot.version import __version__
from storage.db import Database

log = logging.getLogger(__name__)

FORMAT: Final = 1
"""Of the file itself."""

MAGIC: Final = b"DESKIDX\n"
HEAD: Final = struct.Struct("<8sIII")
"""Mark of the format; length of the head, its checksum, and that of all behind it."""

ALIGN: Final = 64
MARKS: Final = "marks"
ABANDONED: Final = 3600.0
"""Seconds after which a half-written file is nobody's any more."""

Part = NDArray[np.generic]
Marks = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Built:
    """An index built whole: its segment, the mark of each of its entries in order, the state of the lists it is of."""

    segment: Segment
    marks: Marks
    stands: Mapping[str, str]


class Damaged(ValueError):
    """A file that cannot be used; the text says why."""


class IndexFile:
    """The place where the index of one database is kept between starts."""

    def __init__(self, folder: Path, db: Database) -> None:
        self._folder = folder
        self._database = _identity(db)
        self._told: set[str] = set()
        self.path = folder / f"{hashlib.sha256(self._database.encode()).hexdigest()[:16]}.index"

    def open(self) -> Built | None:
        """What was saved last; None when there is nothing that this version can use."""
        try:
            if not self.path.is_file():
                return None
            with self.path.open("rb") as file:
                return self._read(file)
        except FileNotFoundError:
            return None
        except (Damaged, OSError, ValueError, TypeError, LookupError) as problem:
            self._tell(f"{self.path.name} is not used, the index is built anew: {problem}")
            return None

    def save(self, built: Built) -> bool:
        """Put this in the file's place, whole or not at all; whether it could be written."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._sweep()
            self._write(built)
        except OSError as problem:
            self._tell(f"the index cannot be saved, the next start builds it anew: {problem}")
            return False
        return True

    def _write(self, built: Built) -> None:
        parts = _checked({**built.segment.parts(), MARKS: built.marks})
        head, checksum = self._head(built, parts), 0
        for chunk in _body(parts):
            checksum = zlib.crc32(chunk, checksum)
        number, name = tempfile.mkstemp(prefix=f"{self.path.stem}.", suffix=".part", dir=self._folder)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(HEAD.pack(MAGIC, len(head), zlib.crc32(head), checksum))
                file.write(head)
                for chunk in _body(parts):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            # Who has the old file mapped keeps it; Windows refuses then, and the old one stays.
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(self._folder)

    def _head(self, built: Built, parts: Mapping[str, Part]) -> bytes:
        """The head, padded so that the parts behind it are aligned."""
        told = {
            "layout": layout(),
            "database": self._database,
            "stands": dict(built.stands),
            "lengths": {name: len(part) for name, part in parts.items()},
        }
        text = orjson.dumps(told)
        return text + b" " * (-(HEAD.size + len(text)) % ALIGN)

    def _read(self, file: BinaryIO) -> Built:
        size = os.fstat(file.fileno()).st_size
        start = file.read(HEAD.size)
        if len(start) < HEAD.size:
            raise Damaged("it is cut off")
        magic, length, head_sum, body_sum = HEAD.unpack(start)
        head = file.read(length)
        if magic != MAGIC or zlib.crc32(head) != head_sum:
            raise Damaged("it is no index, or damaged")
        told = orjson.loads(head)
        if told["layout"] != layout():
            raise Damaged("another version of the program wrote it")
        if told["database"] != self._database:
            raise Damaged("it belongs to another database")
        places, end = _places(told["lengths"], HEAD.size + length)
        if size != end:
            raise Damaged(f"it has {size} bytes instead of {end}")
        if _checksum(file) != body_sum:
            raise Damaged("its content does not fit its checksum")
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        parts = {name: np.frombuffer(data, types()[name], count, at) for name, (at, count) in places.items()}
        marks: Any = parts.pop(MARKS)
        return Built(Segment.of_parts(parts), marks, told["stands"])

    def _sweep(self) -> None:
        """Remove what killed processes left half written."""
        for path in self._folder.glob("*.part"):
            try:
                if time.time() - path.stat().st_mtime > ABANDONED:
                    path.unlink()
            except OSError:
                continue

    def _tell(self, text: str) -> None:
        """Log a problem, each once."""
        if text not in self._told:
            self._told.add(text)
            log.warning("%s", text)


@cache
def types() -> dict[str, np.dtype[Any]]:
    """The parts by name with what their elements are: the segment's columns as declared, and the marks."""
    hints = get_type_hints(Columns)
    declared = {field.name: np.dtype(get_args(get_args(hints[field.name])[1])[0]) for field in fields(Columns)}
    return {**declared, MARKS: np.dtype(np.uint64)}


@cache
def layout() -> str:
    """What a file must have been written for: format, parts and their elements, byte order, and the code behind them.

    The code counts too, for it decides what a name's form is: nobody has to remember to raise a number.
    """
    told = [str(FORMAT), __version__, *(f"{name} {kind.str}" for name, kind in types().items())]
    found = hashlib.sha256("\n".join(told).encode())
    for path in sorted(Path(bot.core.__path__[0]).rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:32]


def _identity(db: Database) -> str:
    """Which database this is, without its password."""
    if db.is_sqlite and db.url.database:
        return f"sqlite {Path(db.url.database).absolute()}"
    return db.url.render_as_string(hide_password=True)


def _checked(parts: Mapping[str, Part]) -> dict[str, Part]:
    """The parts in order, as they are declared."""
    for name, kind in types().items():
        if parts[name].dtype != kind or parts[name].ndim != 1:
            raise TypeError(f"{name} is {parts[name].dtype}, declared is {kind}")
    return {name: np.ascontiguousarray(parts[name]) for name in types()}


def _places(lengths: Mapping[str, int], start: int) -> tuple[dict[str, tuple[int, int]], int]:
    """Where each part begins and how many elements it has, and where the last one ends."""
    places: dict[str, tuple[int, int]] = {}
    for name, kind in types().items():
        places[name] = (start, lengths[name])
        start += _padded(lengths[name] * kind.itemsize)
    return places, start


def _padded(size: int) -> int:
    return size + -size % ALIGN


def _body(parts: Mapping[str, Part]) -> Iterator[bytes | memoryview]:
    """The parts as bytes, each filled up to where the next one begins."""
    for part in parts.values():
        if part.nbytes:
            yield part.view(np.uint8).data
            yield bytes(-part.nbytes % ALIGN)


def _checksum(file: BinaryIO) -> int:
    """The checksum of what is left of a file; read, not mapped, so that it does not count as this process's memory."""
    found, buffer = 0, bytearray(1 << 20)
    while count := file.readinto(buffer):  # type: ignore[attr-defined]
        found = zlib.crc32(memoryview(buffer)[:count], found)
    return found


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where folders can be synced."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
