"""Raw: a delivered file as a stream of its unpacked bytes, however large it is.

bytes or a path ─▶ gzip or one-file zip unfolded as it is read, never beyond the cap
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from bot.core.snapshots import Malformed

MAX_UNPACKED = 2_000_000_000
"""Bytes a file may unfold to: the largest export read here (OpenSanctions' default) stays below it."""

MAX_WHOLE = 400_000_000
"""Bytes of a file that is held in memory as a whole: ten times the largest official one of that kind."""

CHUNK = 1 << 20
HEAD = 1 << 16
"""Bytes that are enough to tell what a file is; an OFAC row has at most some 3,000."""

SPREADSHEET_MARK = "[Content_Types].xml"


class Raw:
    """One file as delivered: `open` gives its unpacked bytes as a stream, `read` all of them."""

    __slots__ = ("_data", "cap", "name")

    def __init__(self, data: bytes | Path, name: str = "", cap: int = MAX_UNPACKED) -> None:
        self._data, self.name, self.cap = data, name, cap

    @property
    def size(self) -> int:
        """Bytes as delivered."""
        return len(self._data) if isinstance(self._data, bytes) else self._data.stat().st_size

    def sha256(self) -> str:
        """The hash of the bytes as delivered."""
        made = hashlib.sha256()
        with self.delivered() as stream:
            while part := stream.read(CHUNK):
                made.update(part)
        return made.hexdigest()

    def delivered(self) -> BinaryIO:
        """The bytes as they came."""
        return io.BytesIO(self._data) if isinstance(self._data, bytes) else self._data.open("rb")

    def is_spreadsheet(self) -> bool:
        """Whether this zip is an Office file, which is read as it is."""
        with self.delivered() as stream:
            if stream.read(4) != b"PK\x03\x04":
                return False
            stream.seek(0)
            try:
                with zipfile.ZipFile(stream) as archive:
                    return SPREADSHEET_MARK in archive.namelist()
            except (zipfile.BadZipFile, OSError, ValueError):
                return False

    def open(self) -> BinaryIO:
        """The unpacked bytes; Malformed while reading when they are damaged or more than the cap."""
        stream = self.delivered()
        mark = stream.read(4)
        stream.seek(0)
        if mark[:2] == b"\x1f\x8b":
            return _Unpacked(stream, gzip.GzipFile(fileobj=stream), self.cap, "gzip")
        if mark == b"PK\x03\x04" and not self.is_spreadsheet():
            return _Unpacked(stream, _member(stream), self.cap, "zip")
        if self.size > self.cap:
            stream.close()
            raise Malformed(f"{self.size:,} bytes, more than the {self.cap:,} allowed")
        return stream

    def head(self) -> bytes:
        """The first unpacked bytes."""
        with self.open() as stream:
            return stream.read(HEAD)

    def read(self) -> bytes:
        """All unpacked bytes, for formats that are not read as a stream."""
        parts, size = [], 0
        with self.open() as stream:
            while part := stream.read(CHUNK):
                parts.append(part)
                size += len(part)
                if size > MAX_WHOLE:
                    raise Malformed(f"more than {MAX_WHOLE:,} unpacked bytes of a format that is read whole")
        return b"".join(parts)


def _member(stream: BinaryIO) -> BinaryIO:
    try:
        archive = zipfile.ZipFile(stream)
        files = [item for item in archive.infolist() if not item.is_dir()]
        if len(files) != 1:
            stream.close()
            raise Malformed(f"a zip of {len(files)} files; one list file was expected")
        return archive.open(files[0])  # type: ignore[return-value]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        stream.close()
        raise Malformed(f"a damaged or unreadable zip file: {error}") from error


class _Unpacked(io.RawIOBase, BinaryIO):
    """A decompressing stream that stops at the cap and names what is wrong with the archive."""

    def __init__(self, delivered: BinaryIO, inner: BinaryIO | gzip.GzipFile, cap: int, word: str) -> None:
        super().__init__()
        self._delivered = delivered
        self._inner, self._left, self._cap, self._word = inner, cap, cap, word
        self._done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; fewer at the end."""
        wanted = CHUNK if size is None or size < 0 else min(size, CHUNK)
        try:
            part = self._inner.read(wanted)
        except EOFError as error:
            raise Malformed(f"a {self._word} file cut off after {self._done:,} unpacked bytes") from error
        except (OSError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise Malformed(f"a damaged {self._word} file: {error}") from error
        self._done += len(part)
        if self._done > self._cap:
            raise Malformed(f"a {self._word} file that unfolds to more than {self._cap:,} bytes")
        if size is None or size < 0:
            return part + (self.read(-1) if part else b"")
        return part

    def close(self) -> None:
        self._inner.close()
        self._delivered.close()
        super().close()
