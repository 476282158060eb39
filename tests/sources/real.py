"""Real lists, parsed once per test run."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.core.snapshots import ParsedList
from bot.sources import SOURCES, us_ofac_cons

FOLDERS = {"us_ofac_sdn": "us-ofac-sdn", "un_sc": "un-sc"}


def expectations(shared: Path) -> dict[str, Any]:
    result: dict[str, Any] = json.loads((shared / "data" / "expectations.json").read_text(encoding="utf-8"))
    return result


@lru_cache(maxsize=16)
def parsed(shared: Path, *paths: str) -> ParsedList:
    """The list in these files of the data folder."""
    source = SOURCES[FOLDERS[paths[0].split("/")[0]]]
    return source.parse({path: (shared / "data" / path).read_bytes() for path in paths})


@lru_cache(maxsize=4)
def consolidated(shared: Path, path: str) -> ParsedList:
    """OFAC's other list, which has the simple XML layout too."""
    result = us_ofac_cons.parse({path: shared / "data" / "us_ofac_cons" / path})
    assert isinstance(result, ParsedList)
    return result
