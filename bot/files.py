"""Files that the command line writes: whole or not at all, and never over one that somebody may still need."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class BadTarget(ValueError):
    """A file that cannot be written; the text says why and what to do."""


def target(path: Path, *, force: bool = False) -> Path:
    """The path, if a file may be written there."""
    if path.is_dir():
        raise BadTarget(f"{path} is a folder; name a file in it")
    if path.exists() and not force:
        raise BadTarget(f"{path} exists; choose another name, or --force writes over it")
    if not path.absolute().parent.is_dir():
        raise BadTarget(f"there is no folder {path.absolute().parent}; make it first")
    return path


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write beside the wanted one, put in its place at the end; nothing stays of it when that fails."""
    try:
        number, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    except OSError as error:
        raise BadTarget(f"cannot write {path}: {error.strerror}") from None
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
        mask = os.umask(0)
        os.umask(mask)
        Path(draft).chmod(0o666 & ~mask)
        Path(draft).replace(path)
    except OSError as error:
        Path(draft).unlink(missing_ok=True)
        raise BadTarget(f"cannot write {path}: {error.strerror}") from None
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
