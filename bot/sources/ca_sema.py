"""Canada: the Consolidated Canadian Autonomous Sanctions List (SEMA and JVCFOA), as XML without references.

records ─▶ grouped by programme, name and IMO ─▶ namesakes told apart, records of one party joined ─▶ listings
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from bot.core.dates import PartialDate
from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing
from bot.core.names import Name, NameKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.births import partial_date
from bot.sources.ca_names import aliases, entity_names, mended, person_name
from bot.sources.ca_refs import normalised, programme_of, reference, regime_code
from bot.sources.collect import Collector
from bot.sources.content import recognise
from bot.sources.draft import Draft, digest, folded
from bot.sources.source import Assertions, Contents, Source
from bot.sources.un_sc import script_of
from bot.sources.xml import Element, children, each, local

ID = "ca-sema"
LABEL = "Canadian sanctions list"

FIELDS = {
    "country": "country",
    "lastname": "last",
    "givenname": "given",
    "entityorship": "entity",
    "entity": "entity",
    "titleorship": "title",
    "title": "title",
    "aliases": "aliases",
    "dateofbirthorshipbuilddate": "born",
    "dateofbirth": "born",
    "shipimonumber": "imo",
    "schedule": "schedule",
    "item": "item",
    "dateoflisting": "listed",
}
"""Elements (lower case) of the layouts of 2020 and 2025 and what they hold."""

BOOKKEEPING = frozenset({"schedule", "item"})
"""Renumbered without any act."""

SHIP_TYPES = re.compile(
    r"\b(?:tanker|cargo|carrier|ship|vessel|ferry|tug|barge|yacht|bulk|fso|fpso|ro-?ro|container)", re.IGNORECASE
)
EXCEL_EPOCH = date(1899, 12, 30)
_SERIAL = re.compile(r"\d{5}")
_EITHER = re.compile(r"\s+or\s+", re.IGNORECASE)

OBSERVED = frozenset(
    {
        *("name", "alias", "weak_alias", "former_name", "type", "list_kind", "programme", "birth_date", "identifier"),
        *("title", "vessel_type", "year_built", "listed_on", "remark", "printed:xml"),
    }
)


@dataclass(frozen=True)
class Record:
    """One record as printed, by the names of FIELDS; only filled cells."""

    cells: dict[str, str]

    def __getattr__(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def type(self) -> EntityType:
        """What the record is of: told by the fields that are filled."""
        if not self.entity:
            return EntityType.PERSON
        return EntityType.VESSEL if self.imo or SHIP_TYPES.search(self.title) else EntityType.ORGANIZATION

    @cached_property
    def names(self) -> list[Name]:
        """All names, the leading one first."""
        if self.type is EntityType.PERSON:
            text = person_name(self.given, self.last)
            leading = [Name(text, NameKind.PRIMARY, script_of(text))]
        else:
            leading = entity_names(self.entity)
        last = (self.last or self.given) if self.type is EntityType.PERSON else ""
        return [*leading, *aliases(self.aliases, leading[0].text, last)]

    @property
    def ship_number(self) -> str:
        """The IMO number; "" when what is printed is none."""
        digits = re.sub(r"\D", "", self.imo)
        return digits if len(digits) == 7 else ""

    @cached_property
    def births(self) -> list[PartialDate]:
        """The dates in the cell; none when it is prose."""
        if _SERIAL.fullmatch(self.born):
            return [PartialDate((EXCEL_EPOCH + timedelta(days=int(self.born))).isoformat())]
        found = [partial_date(part) for part in _EITHER.split(self.born)] if self.born else []
        return [birth for birth in found if birth] if all(found) else []

    @property
    def key(self) -> tuple[str, str, str, EntityType]:
        """What makes records one group: programme, leading name and IMO number."""
        return regime_code(self.country), normalised(self.names[0].text), self.ship_number, self.type

    @cached_property
    def digest(self) -> str:
        """The hash of the record without its numbering."""
        return digest(f"{name}={text}" for name, text in sorted(self.cells.items()) if name not in BOOKKEEPING)


def parse(contents: Contents) -> ParsedList:
    """The list in the one XML file."""
    raw = recognise(ID, contents).get("xml")
    if raw is None:
        raise Malformed("no XML file in this delivery")
    found = Collector(ID, "xml", OBSERVED)
    groups: dict[object, list[Record]] = defaultdict(list)

    def take(element: Element) -> None:
        found.unknown(tag for child in children(element) if (tag := local(child)).lower() not in FIELDS)
        record = _record(element)
        groups[record.key].append(record)

    with raw.open() as stream:
        each(stream, {"record"}, take)
    for group in groups.values():
        for party, birth in _parties(group):
            found.take(_listing(party, birth))
    return found.parsed()


def _record(element: Element) -> Record:
    cells: dict[str, str] = {}
    for child in children(element):
        name, text = FIELDS.get(local(child).lower(), ""), folded(child.text)
        if name and text and text.upper() != "N/A":
            cells[name] = text
    record = Record(cells)
    where = f"{record.country or 'no country'}, schedule {record.schedule or '-'}, item {record.item or '-'}"
    if not record.country or not normalised(record.last + record.given + record.entity):
        raise Malformed(f"a record without a name or a programme ({where})")
    if record.entity and record.last + record.given:
        raise Malformed(f"a record that names a person and an entity ({where})")
    return record


def _parties(group: list[Record]) -> list[tuple[list[Record], str]]:
    """The records of each party under one name; births that contradict each other show namesakes."""
    parties: list[list[Record]] = []
    for record in sorted(group, key=lambda r: (r.listed, r.born, r.digest)):
        own = next((party for party in parties if not any(_contradict(record, other) for other in party)), None)
        if own is None:
            parties.append([record])
        else:
            own.append(record)
    return [(party, party[0].births[0].value if at else "") for at, party in enumerate(parties)]


def _contradict(one: Record, other: Record) -> bool:
    if not one.births or not other.births:
        return False
    return not any(
        a.value.startswith(b.value) or b.value.startswith(a.value) or a.until or b.until or a.circa or b.circa
        for a in one.births
        for b in other.births
    )


def _listing(party: list[Record], birth: str) -> Listing:
    first = party[0]
    ref = reference(first.country, first.names[0].text, first.ship_number, birth)
    draft = Draft(ID, ref, first.type, ListKind.NATIONAL, {programme_of(record.country) for record in party})
    _add_names(draft, (name for record in party for name in record.names))
    for record in party:
        _add_plain(draft, record, several=len(party) > 1)
    printed = sorted({record.digest for record in party})
    draft.printed.append(("xml", printed[0] if len(printed) == 1 else digest(printed)))
    return draft.listing()


def _add_names(draft: Draft, names: Iterable[Name]) -> None:
    """Each spelling once; what leads in a further record is an alias here."""
    seen: set[str] = set()
    for name in names:
        kind = NameKind.ALIAS if seen and name.kind is NameKind.PRIMARY else name.kind
        if name.text.casefold() not in seen:
            draft.name(name.text, kind, name.script)
        seen.add(name.text.casefold())


def _add_plain(draft: Draft, record: Record, several: bool) -> None:
    draft.fact("listed_on", record.listed)
    if record.type is EntityType.VESSEL:
        draft.fact("vessel_type", record.title)
        draft.fact("year_built", record.born)
    else:
        # "Major General/major-général": English first.
        draft.fact("title", record.title.partition("/")[0].strip())
        draft.items.extend(record.births)
        draft.fact("remark", f"Date of birth: {record.born}" if record.born and not record.births else "")
    if record.ship_number:
        draft.items.append(Identifier("imo", record.ship_number, "", "IMO"))
    else:
        draft.fact("remark", f"IMO number: {record.imo}" if record.imo else "")
    if record.type is EntityType.PERSON and record.given and record.last:
        draft.fact("remark", f"Last name: {mended(record.last)}; given name: {mended(record.given)}")
    if record.type is EntityType.PERSON and " or " in record.aliases:
        draft.fact("remark", f"Aliases: {record.aliases}")
    draft.fact("remark", _place(record) + (f" (listed on {record.listed})" if several and record.listed else ""))


def _place(record: Record) -> str:
    """Where the record stands in its regulations."""
    schedule = re.sub(r"\s*,\s*", ", ", record.schedule)
    parts = [f"Schedule {schedule}" if schedule[:1].isdigit() else f"Schedule, {schedule}"] if schedule else []
    parts += [f"item {record.item}"] if record.item else []
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


SOURCE = Source(
    id=ID,
    title="Consolidated Canadian Autonomous Sanctions List (SEMA and JVCFOA)",
    label=LABEL,
    publisher="Global Affairs Canada",
    licence="Open Government Licence - Canada",
    home="https://www.international.gc.ca/world-monde/international_relations-relations_internationales/sanctions/"
    "consolidated-consolide.aspx?lang=eng",
    urls={
        "xml": "https://www.international.gc.ca/world-monde/assets/office_docs/"
        "international_relations-relations_internationales/sanctions/sema-lmes.xml"
    },
    parse=parse,
    every=timedelta(hours=1),
    stale_after=timedelta(hours=48),
    assertions=Assertions(min_entries=4_000, max_entries=30_000, filled={"programme": 0.99, "listed_on": 0.9}),
    max_bytes=50_000_000,
)
