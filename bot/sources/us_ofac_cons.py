"""US: OFAC's consolidated list of all its non-SDN lists (SSI, NS-MBS, CAPTA, NS-CMIC, NS-PLC, FSE)."""

from __future__ import annotations

from datetime import timedelta

from bot.core.listings import Listing
from bot.core.snapshots import Malformed, ParsedDelta, ParsedList
from bot.sources.ofac_family import SAYS_ITS_LISTS, parse_family
from bot.sources.ofac_kinds import cons_kind, is_signed
from bot.sources.source import Assertions, Contents, Source

ID = "us-ofac-cons"
LABEL = "non-SDN lists"


def parse(contents: Contents) -> ParsedList | ParsedDelta:
    """The list in these files; the SDN list, which has the same layouts, is refused."""
    seen = strangers = 0

    def kind(listing: Listing) -> Listing:
        nonlocal seen, strangers
        seen, strangers = seen + 1, strangers + (not is_signed(listing))
        return cons_kind(listing)

    parsed = parse_family(ID, kind, contents)
    if strangers * 2 > seen and parsed.format not in SAYS_ITS_LISTS:
        raise Malformed(f"this is OFAC's SDN list: {strangers:,} of {seen:,} entries are under no non-SDN programme")
    return parsed


SOURCE = Source(
    id=ID,
    title="OFAC Consolidated (non-SDN) Sanctions List",
    label=LABEL,
    publisher="US Treasury, Office of Foreign Assets Control",
    licence="US federal government work, public domain (17 USC 105)",
    home="https://ofac.treasury.gov/consolidated-sanctions-list-non-sdn-lists",
    urls={"xml": "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/CONSOLIDATED.XML"},
    former_urls=("https://www.treasury.gov/ofac/downloads/consolidated/consolidated.xml",),
    parse=parse,
    every=timedelta(minutes=15),
    stale_after=timedelta(hours=6),
    assertions=Assertions(min_entries=300, filled={"programme": 0.99, "measure": 0.9}),
    max_bytes=150_000_000,
    entry_url="https://sanctionssearch.ofac.treas.gov/Details.aspx?id={ref}",
    authority="OFAC",
)
