"""Sources: every list that is read, one declaration and parser each."""

from __future__ import annotations

from bot.sources import un_sc, us_ofac_sdn
from bot.sources.source import Source

SOURCES: dict[str, Source] = {source.id: source for source in (us_ofac_sdn.SOURCE, un_sc.SOURCE)}
"""The lists by id, in the order in which answers name them."""


def source_ids() -> tuple[str, ...]:
    """The ids that a setting for an address may name: those of the lists, and of their delta files."""
    return (*SOURCES, *(f"{source.id}-delta" for source in SOURCES.values() if source.delta_urls))
