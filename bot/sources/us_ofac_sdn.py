"""US: OFAC's list of Specially Designated Nationals and Blocked Persons, in every layout that OFAC publishes."""

from __future__ import annotations

from datetime import timedelta

from bot.core.listings import Listing
from bot.core.snapshots import Malformed, ParsedDelta, ParsedList
from bot.sources.ofac_family import SAYS_ITS_LISTS, parse_family
from bot.sources.ofac_kinds import is_non_sdn, sdn_kind
from bot.sources.source import Assertions, Contents, Source

ID = "us-ofac-sdn"
LABEL = "SDN list"


def parse(contents: Contents) -> ParsedList | ParsedDelta:
    """The list in these files; OFAC's other list, which has the same layouts and blocks nobody, is refused."""
    strangers = 0

    def kind(listing: Listing) -> Listing:
        nonlocal strangers
        strangers += is_non_sdn(listing)
        return sdn_kind(listing)

    parsed = parse_family(ID, kind, contents)
    if strangers and parsed.format not in SAYS_ITS_LISTS:
        raise Malformed(f"this is OFAC's consolidated non-SDN list: {strangers:,} entries are under no SDN programme")
    return parsed


SOURCE = Source(
    id=ID,
    title="OFAC Specially Designated Nationals and Blocked Persons List",
    label=LABEL,
    publisher="US Treasury, Office of Foreign Assets Control",
    licence="US federal government work, public domain (17 USC 105)",
    home="https://ofac.treasury.gov/specially-designated-nationals-and-blocked-persons-list-sdn-human-readable-lists",
    urls={"xml": "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML"},
    former_urls=("https://www.treasury.gov/ofac/downloads/sdn.xml",),
    delta_urls={"delta": "https://sanctionslistservice.ofac.treas.gov/changes/latest"},
    parse=parse,
    every=timedelta(minutes=15),
    stale_after=timedelta(hours=6),
    assertions=Assertions(min_entries=7_000, filled={"programme": 0.99}),
    max_bytes=150_000_000,
    entry_url="https://sanctionssearch.ofac.treas.gov/Details.aspx?id={ref}",
    authority="OFAC",
    delta_page="https://ofac.treasury.gov/recent-actions/{day:%Y%m%d}",
)
