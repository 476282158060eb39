"""Sources: every list that is read, one declaration and parser each."""

from __future__ import annotations

from bot.sources import (
    au_dfat,
    ca_sema,
    ch_seco,
    eu_fsf,
    eu_oj,
    gb_uksl,
    opensanctions,
    un_sc,
    us_csl,
    us_ofac_cons,
    us_ofac_sdn,
)
from bot.sources.source import Source

SOURCES: dict[str, Source] = {
    module.SOURCE.id: module.SOURCE
    for module in (
        us_ofac_sdn,
        us_ofac_cons,
        us_csl,
        eu_fsf,
        eu_oj,
        gb_uksl,
        un_sc,
        ch_seco,
        ca_sema,
        au_dfat,
        opensanctions,
    )
}
"""The lists by id, in the order in which answers name them."""


def source_ids() -> tuple[str, ...]:
    """The ids that a setting for an address may name: those of the lists, and of their delta files."""
    return (*SOURCES, *(f"{source.id}-delta" for source in SOURCES.values() if source.delta_urls))
