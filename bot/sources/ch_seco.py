"""Switzerland: SECO's whole list as XML, keyed by the target's ssid; it keeps de-listed targets and says so.

first pass: register ─▶ second pass: targets ─▶ in force · de-listed
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.dates import iso_day
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.ch_seco_history import read_history
from bot.sources.ch_seco_register import is_top, read_register
from bot.sources.ch_seco_target import ID, listing_of, strange_in
from bot.sources.collect import Collector
from bot.sources.content import recognise
from bot.sources.draft import folded
from bot.sources.raw import Raw
from bot.sources.source import Assertions, Contents, Source
from bot.sources.xml import Element, each

LABEL = "SECO list"

WHOLE = "whole-list"

OBSERVED = frozenset(
    [
        *("name", "alias", "weak_alias", "former_name", "type", "list_kind", "programme", "measure", "legal_basis"),
        *("reason", "birth_date", "birth_place", "nationality", "country", "gender", "address", "identifier", "title"),
        *("relation", "remark", "website", "email", "phone", "reference", "listed_on", "list_updated_on"),
        "printed:xml",
    ]
)


def parse(contents: Contents) -> ParsedList:
    """The list in the one XML file; a file of amendments is refused, for what it leaves out is still in force."""
    raw = recognise(ID, contents).get("xml")
    if raw is None:
        raise Malformed("no XML file in this delivery")
    return read_list(raw)


def read_list(raw: Raw, list_type: str = WHOLE) -> ParsedList:
    """The targets of a file that declares this type."""
    register = read_register(raw)
    if register.list_type != list_type:
        raise Malformed(f"this file is {register.list_type or 'of no list-type'}, not the {list_type} of SECO")
    found = Collector(ID, "xml", OBSERVED)
    seen: set[str] = set()

    def take(target: Element) -> None:
        if not is_top(target):
            return
        ref = folded(target.get("ssid"))
        if not ref or ref in seen:
            raise Malformed(
                f"target {ref} occurs twice" if ref else f"a target without ssid, after {len(seen):,} others"
            )
        seen.add(ref)
        history = read_history(ref, target)
        found.unknown(strange_in(target, register))
        listing = listing_of(target, register, history)
        if history.is_delisted and not _is_ahead(history.delisted_on, iso_day(register.date)):
            found.take_delisted(listing, history.delisted_on)
        else:
            found.take(listing)

    with raw.open() as stream:
        each(stream, ("target",), take)
    return found.parsed(iso_day(register.date))


def _is_ahead(day: date | None, list_date: date | None) -> bool:
    """Whether a de-listing takes effect only after the day of the list: until then the entry is in force."""
    return day is not None and list_date is not None and day > list_date


SOURCE = Source(
    id=ID,
    title="Swiss list of sanctioned individuals, entities and organisations (SESAM)",
    label=LABEL,
    publisher="State Secretariat for Economic Affairs, Switzerland",
    authority="SECO",
    licence="Swiss open government data: reuse with the source named",
    home="https://www.seco.admin.ch/seco/en/home/Aussenwirtschaftspolitik_Wirtschaftliche_Zusammenarbeit"
    "/Wirtschaftsbeziehungen/exportkontrollen-und-sanktionen/sanktionen-embargos.html",
    urls={
        "xml": "https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml"
        "?lang=en&action=downloadXmlGesamtlisteAction"
    },
    former_urls=(
        "https://www.sesam.search.admin.ch/sesam-search-web/pages/search/searchSanctionWithExport.xhtml"
        "?lang=en&action=exportXml",
    ),
    parse=parse,
    every=timedelta(hours=3),
    stale_after=timedelta(hours=24),
    assertions=Assertions(min_entries=4_000, filled={"programme": 0.95, "measure": 0.9}),
    max_bytes=200_000_000,
    keeps_first_date=True,
)
