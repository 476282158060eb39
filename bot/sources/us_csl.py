"""CSL: trade.gov's Consolidated Screening List, for the lists of Commerce and State; OFAC's own are taken from OFAC.

rows (CSV or JSON) ─▶ the six lists read here ─▶ rows of one name on one list ─▶ listings
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from bot.core.snapshots import Malformed, ParsedList
from bot.sources.collect import Collector
from bot.sources.content import recognise
from bot.sources.raw import Raw
from bot.sources.source import Assertions, Contents, Source
from bot.sources.us_csl_kinds import KEPT, ListName, list_of
from bot.sources.us_csl_listing import ID, STATED, key_of, listing_of
from bot.sources.us_csl_rows import Heading, Row, csv_rows, json_rows

LABEL = "Consolidated Screening List"
READERS = {"csv": csv_rows, "json": json_rows}


class _Parties:
    """The rows of the lists that are read, by list and party; and what was left aside."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[ListName, list[Row]]] = {}
        self.left: Counter[str] = Counter()
        self._sources: dict[str, tuple[bool, ListName | None]] = {}

    def take(self, row: Row) -> None:
        """Keep a row, unless it is OFAC's or of a list that is not known."""
        source = row.get("source", "")
        if source not in self._sources:
            self._sources[source] = list_of(source)
        known, kept = self._sources[source]
        if not known:
            self.left[f"source {source[:80]!r}"] += 1
        elif kept is not None and not row.get("name"):
            self.left[f"a row without a name: {kept.name}"] += 1
        elif kept is not None:
            self.rows.setdefault(key_of(kept, row), (kept, []))[1].append(row)

    def unknown(self) -> Iterable[str]:
        """What was left aside, each as often as it came, and the lists of which the file has no row at all."""
        yield from self.left.elements()
        found = {kept.code for kept, _ in self.rows.values()}
        yield from (f"no row of the {item.name}" for item in KEPT if item.code not in found)


def parse(contents: Contents) -> ParsedList:
    """The list in the one CSV or JSON file."""
    form, raw = _only(recognise(ID, contents))
    heading, parties = Heading(), _Parties()
    for row in READERS[form](raw, heading):
        parties.take(row)
    found = Collector(ID, form, _observed(form, heading))
    for ref, (kept, rows) in parties.rows.items():
        found.take(listing_of(ref, kept, rows, form))
    found.unknown(heading.strangers)
    found.unknown(parties.unknown())
    return found.parsed(heading.day)


def _only(parts: dict[str, Raw]) -> tuple[str, Raw]:
    known = {form: raw for form, raw in parts.items() if form in READERS}
    if len(known) != 1 or len(parts) != 1:
        raise Malformed(f"{len(parts):,} files in one delivery; the list is one CSV or one JSON file")
    return next(iter(known.items()))


def _observed(form: str, heading: Heading) -> frozenset[str]:
    columns = heading.columns | {"country"} if form == "json" else heading.columns
    return frozenset().union({f"printed:{form}"}, *(STATED.get(name, frozenset()) for name in columns))


SOURCE = Source(
    id=ID,
    title="US Consolidated Screening List (Commerce and State Department lists)",
    label=LABEL,
    publisher="US International Trade Administration, for the Bureau of Industry and Security and the State Department",
    licence="US government work, public domain (17 USC 105)",
    home="https://www.trade.gov/consolidated-screening-list",
    urls={"csv": "https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv"},
    former_urls=("https://api.trade.gov/static/consolidated_screening_list/consolidated.csv",),
    parse=parse,
    every=timedelta(hours=6),
    stale_after=timedelta(hours=48),
    assertions=Assertions(
        min_entries=3_000,
        max_entries=30_000,
        parts={"Entity List": 1_000, "Denied Persons List": 300, "Unverified List": 50, "Military End User List": 40},
        filled={"programme": 0.99, "measure": 0.99, "notice": 0.8, "address": 0.4},
    ),
    max_bytes=150_000_000,
)
