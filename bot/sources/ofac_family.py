"""OFAC family: the layouts in which both of OFAC's lists are published, and which parser reads each.

files ─▶ recognise (format or parts) ─▶ xml | enhanced | advanced | delta | the CSV family ─▶ list or delta
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from bot.core.snapshots import Incomplete, ParsedDelta, ParsedList
from bot.sources.content import recognise
from bot.sources.ofac_advanced import parse_advanced
from bot.sources.ofac_csv import parse_csv
from bot.sources.ofac_delta import parse_delta
from bot.sources.ofac_enhanced import parse_enhanced
from bot.sources.ofac_kinds import KindOf
from bot.sources.ofac_xml import parse_xml
from bot.sources.raw import Raw
from bot.sources.source import Contents

Parser: TypeAlias = Callable[[str, KindOf, Raw], ParsedList | ParsedDelta]

PARSERS: dict[str, Parser] = {
    "xml": parse_xml,
    "enhanced": parse_enhanced,
    "advanced": parse_advanced,
    "delta": parse_delta,
}
"""Formats of which one file is the whole delivery."""

SAYS_ITS_LISTS = frozenset({"enhanced", "advanced", "delta"})
"""Formats that name each entity's lists; for the others the entries themselves must show whose list it is."""


def parse_family(source: str, kind: KindOf, contents: Contents) -> ParsedList | ParsedDelta:
    """The list, or the delta of it, in these files."""
    parts = recognise(source, contents)
    for part, parse in PARSERS.items():
        if part in parts:
            return parse(source, kind, parts[part])
    if "sdn" not in parts:
        raise Incomplete(f"only {', '.join(sorted(parts)) or 'nothing'}; the sdn part is required")
    return parse_csv(source, kind, parts)
