"""Sample lists for the demo, in the official formats; not for compliance (see README.md beside this file)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Final

VERSIONS: Final = (1, 2, 3)

NOTICE: Final = "Sample lists, partly invented: not for compliance."
"""What every answer from these lists must say."""

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "us-ofac-sdn": ("sdn.csv", "alt.csv", "add.csv"),
    "un-sc": ("consolidated.xml",),
}

LIST_DATES: Final[Mapping[str, tuple[date, ...]]] = {
    "us-ofac-sdn": (date(2024, 5, 3), date(2024, 5, 10), date(2024, 5, 17)),
    "un-sc": (date(2025, 11, 18), date(2025, 11, 25), date(2025, 11, 25)),
}
"""The list's date by source and version: OFAC's CSV family carries none, so it must be given with the files."""

INVENTED: Final = re.compile(r"9\d{6}|[A-Z][A-Za-z][ei]\.9\d{3}")


def sample_files(version: int) -> dict[str, dict[str, bytes]]:
    """The files of a version by source and part; a file that a version lacks is the one of the version before."""
    if version not in VERSIONS:
        raise ValueError(f"there is no version {version}; versions are {VERSIONS}")
    return {source: {part: _read(version, source, part) for part in parts} for source, parts in PARTS.items()}


def list_date(source: str, version: int) -> date:
    """The date of a source's list in a version."""
    return LIST_DATES[source][VERSIONS.index(version)]


def is_invented(ref: str) -> bool:
    """Whether a reference is of a party that does not exist (no authority uses these numbers)."""
    return INVENTED.fullmatch(ref) is not None


def _read(version: int, source: str, part: str) -> bytes:
    root = files(__package__)
    for each in range(version, 0, -1):
        file = root.joinpath(f"v{each}", source, part)
        if file.is_file():
            return file.read_bytes()
    raise FileNotFoundError(f"{source}/{part}")
