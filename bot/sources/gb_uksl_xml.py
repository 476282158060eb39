"""UK XML: the UK Sanctions List as one `Designation` element an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.core.snapshots import Malformed
from bot.sources.draft import folded
from bot.sources.gb_uksl_record import FIELDS, Record, field_of
from bot.sources.raw import Raw
from bot.sources.xml import Element, children, each, local, text_of

WRAPPERS = frozenset(
    [
        *("names", "name", "nonlatinnames", "nonlatinname", "titles", "addresses", "address", "phonenumbers"),
        *("emailaddresses", "websites", "sanctionsimposedindicators", "individualdetails", "individual", "dobs"),
        *("birthdetails", "location", "genders", "nationalities", "positions", "passportdetails", "passport"),
        *("nationalidentifierdetails", "nationalidentifier", "entitydetails", "entity", "typeofentities"),
        *("shipdetails", "ship", "imonumbers", "currentbelievedflagofships", "typeofshipdetails"),
        *("tonnageofshipdetails", "lengthofshipdetails", "yearsbuilt", "hullidentificationnumbers", "hins"),
    ]
)
"""Elements that only hold others; a list of one field ("Subsidiaries") is known by the field."""

KNOWN = WRAPPERS | FIELDS
TRUE = frozenset({"true", "1", "yes"})


def read_xml(raw: Raw, take: Callable[[Record], None], unknown: Callable[[Iterable[str]], None]) -> str:
    """Give every designation to `take`; returns the date as printed."""
    dates: list[str] = []

    def read(element: Element) -> None:
        if local(element) == "DateGenerated":
            dates.append(text_of(element))
            return
        record = Record(text_of(element, "UniqueID"))
        if not record.ref:
            raise Malformed(f"designation {len(dates)} without UniqueID (OFSI group {text_of(element, 'OFSIGroupID')})")
        unknown(_gather(element, record))
        take(record)

    with raw.open() as stream:
        each(stream, ("Designation", "DateGenerated"), read)
    return dates[0] if dates else ""


def _gather(element: Element, record: Record) -> list[str]:
    """Add what an element and those in it say; returns the names of elements that are not known."""
    values: dict[str, list[str]] = {}
    strange = []
    for child in children(element):
        field = field_of(local(child))
        if len(child):
            strange += [] if field in KNOWN else [local(child)]
            strange += _gather(child, record)
        elif field in FIELDS:
            values.setdefault(field, []).append(folded(child.text))
        elif field_of(local(element)) == "sanctionsimposedindicators":
            _add_indicator(child, record)
        elif field not in WRAPPERS:
            strange.append(local(child))
            record.add({local(child): folded(child.text)})
    record.add({field: found[0] for field, found in values.items()})
    for field, found in values.items():
        for more in found[1:]:
            record.add({field: more})
    return strange


def _add_indicator(child: Element, record: Record) -> None:
    if folded(child.text).casefold() in TRUE:
        record.add({"indicator": local(child)})
