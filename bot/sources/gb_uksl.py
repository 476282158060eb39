"""UK: the UK Sanctions List of the Foreign, Commonwealth & Development Office, as XML or CSV, keyed by Unique ID."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.snapshots import Malformed, ParsedList
from bot.sources.collect import Collector
from bot.sources.content import recognise
from bot.sources.gb_uksl_csv import read_csv
from bot.sources.gb_uksl_entry import iso_day, listing_of
from bot.sources.gb_uksl_record import ID, Record
from bot.sources.gb_uksl_xml import read_xml
from bot.sources.source import Assertions, Contents, Source

LABEL = "UK Sanctions List"

READERS = {"xml": read_xml, "csv": read_csv}

OBSERVED = frozenset(
    [
        *("name", "alias", "weak_alias", "former_name", "type", "list_kind", "programme", "measure", "reason"),
        *("birth_date", "birth_place", "nationality", "country", "gender", "address", "identifier", "position"),
        *("title", "relation", "remark", "website", "email", "phone", "reference", "listed_on", "list_updated_on"),
        *("vessel_flag", "vessel_type", "tonnage", "year_built"),
    ]
)


def parse(contents: Contents) -> ParsedList:
    """The list in one file of either format; both say the same."""
    parts = recognise(ID, contents)
    form = next((form for form in READERS if form in parts), "")
    if not form or len(parts) > 1:
        raise Malformed(f"one XML or CSV file was expected, not {', '.join(sorted(parts)) or 'nothing'}")
    found = Collector(ID, form, OBSERVED | {f"printed:{form}"})

    def take(record: Record) -> None:
        found.take(listing_of(record, form))

    printed = READERS[form](parts[form], take, found.unknown)
    day = iso_day(printed)
    if not day:
        found.unknown([f"date of the list {printed[:40]!r}"])
    return found.parsed(date.fromisoformat(day) if day else None)


SOURCE = Source(
    id=ID,
    title="UK Sanctions List",
    label=LABEL,
    publisher="UK Foreign, Commonwealth & Development Office",
    authority="FCDO",
    licence="Open Government Licence v3.0",
    home="https://www.gov.uk/government/publications/the-uk-sanctions-list",
    urls={"xml": "https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml"},
    parse=parse,
    every=timedelta(hours=1),
    stale_after=timedelta(hours=24),
    assertions=Assertions(min_entries=5_000, filled={"programme": 0.99, "listed_on": 0.99, "list_updated_on": 0.95}),
    max_bytes=150_000_000,
)
