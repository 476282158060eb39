"""EU: the Financial Sanctions Files (the list of asset freezes), as XML 1.1 or CSV 1.1, keyed by logicalId."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.core.snapshots import Malformed, ParsedList
from bot.sources.collect import Collector
from bot.sources.content import recognise
from bot.sources.eu_fsf_csv import Scattered, read_csv
from bot.sources.eu_fsf_listing import listing_of
from bot.sources.eu_fsf_record import Record
from bot.sources.eu_fsf_xml import Take, read_xml
from bot.sources.raw import Raw
from bot.sources.source import Assertions, Contents, Source

ID = "eu-fsf"
LABEL = "EU asset-freeze list"

OBSERVED = frozenset(
    [
        *("name", "alias", "weak_alias", "former_name", "type", "list_kind", "programme", "measure", "legal_basis"),
        *("reason", "birth_date", "birth_place", "citizenship", "country", "gender", "address", "identifier"),
        *("position", "title", "remark", "website", "email", "phone", "notice", "reference"),
        *("listed_on", "in_force_from", "printed:fsf"),
    ]
)


def parse(contents: Contents) -> ParsedList:
    """The list in the one file, which is XML or CSV."""
    parts = recognise(ID, contents)
    if len(parts) != 1:
        raise Malformed(f"{len(parts)} files in this delivery; the list is one XML or CSV file")
    return _parse_xml(parts["xml"]) if "xml" in parts else _parse_csv(parts["csv"])


def _parse_xml(raw: Raw) -> ParsedList:
    found = Collector(ID, "xml", OBSERVED)
    day = read_xml(raw, _taker(found))
    return found.parsed(_day(day))


def _parse_csv(raw: Raw) -> ParsedList:
    try:
        return _parse_rows(raw, grouped=False)
    except Scattered:
        return _parse_rows(raw, grouped=True)


def _parse_rows(raw: Raw, *, grouped: bool) -> ParsedList:
    found = Collector(ID, "csv", OBSERVED)
    header, day, is_whole = read_csv(raw, _taker(found), grouped=grouped)
    found.unknown(header.unknown)
    parsed = found.parsed(_day(day), ended=is_whole)
    return parsed if header.knows_strength() else replace(parsed, observed=OBSERVED - {"weak_alias"})


def _taker(found: Collector) -> Take:
    def take(record: Record, unknown: Iterable[str]) -> None:
        found.take(listing_of(ID, record))
        found.unknown(unknown)
        found.unknown(record.strangers())

    return take


def _day(text: str) -> date | None:
    """The day of "2026-08-22T00:00:00.000+02:00" or "22/08/2026"."""
    match = re.match(r"(\d{2})/(\d{2})/(\d{4})", text)
    try:
        return date.fromisoformat("-".join(reversed(match.groups())) if match else text[:10])
    except ValueError:
        return None


SOURCE = Source(
    id=ID,
    title="Consolidated list of persons, groups and entities subject to EU financial sanctions",
    label=LABEL,
    publisher="European Commission (DG FISMA)",
    authority="European Commission",
    licence="European Commission reuse policy, Decision 2011/833/EU: reuse with attribution",
    home="https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
    urls={
        "xml": "https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw"
    },
    parse=parse,
    every=timedelta(hours=1),
    stale_after=timedelta(hours=24),
    assertions=Assertions(
        min_entries=4_500,
        max_entries=20_000,
        filled={"programme": 0.99, "legal_basis": 0.99, "listed_on": 0.7},
    ),
    max_bytes=150_000_000,
)
