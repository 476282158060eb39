"""US: OFAC's list of Specially Designated Nationals and Blocked Persons, as CSV family or simple XML."""

from __future__ import annotations

from datetime import timedelta

from bot.core.snapshots import Incomplete, Malformed, ParsedList
from bot.sources.content import recognise
from bot.sources.ofac_csv import parse_csv
from bot.sources.ofac_kinds import sdn_kind
from bot.sources.ofac_xml import parse_xml
from bot.sources.source import Assertions, Contents, Source

ID = "us-ofac-sdn"
LABEL = "SDN list"

NON_SDN_PROGRAMMES = frozenset({"NS-PLC", "CMIC-EO13959", "561-Related"})
"""Programmes that block nobody: a party under these alone stands on OFAC's other list, which has the same layout."""


def parse(contents: Contents) -> ParsedList:
    """The list in these files: one XML, or a CSV family whose parts are told by their content."""
    parsed = _parse(contents)
    strangers = [i for i in parsed.listings.values() if i.programmes and NON_SDN_PROGRAMMES.issuperset(i.programmes)]
    if strangers:
        raise Malformed(
            f"this is OFAC's consolidated non-SDN list: {len(strangers):,} entries are under no SDN programme"
        )
    return parsed


def _parse(contents: Contents) -> ParsedList:
    parts = recognise(ID, contents)
    if "xml" in parts:
        return parse_xml(ID, sdn_kind, parts["xml"])
    if "sdn" not in parts:
        raise Incomplete(f"only {', '.join(sorted(parts)) or 'nothing'}; the sdn part is required")
    return parse_csv(ID, sdn_kind, parts)


SOURCE = Source(
    id=ID,
    title="OFAC Specially Designated Nationals and Blocked Persons List",
    label=LABEL,
    publisher="US Treasury, Office of Foreign Assets Control",
    licence="US federal government work, public domain (17 USC 105)",
    home="https://ofac.treasury.gov/specially-designated-nationals-and-blocked-persons-list-sdn-human-readable-lists",
    urls={"xml": "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML"},
    parse=parse,
    every=timedelta(minutes=15),
    stale_after=timedelta(hours=6),
    assertions=Assertions(min_entries=7_000, filled={"programme": 0.99}),
    max_bytes=150_000_000,
    entry_url="https://sanctionssearch.ofac.treas.gov/Details.aspx?id={ref}",
)
