"""OFAC ADVANCED XML: the UN's advanced standard, in which codes point to tables and parts to other parts.

values, places, documents ─▶ parties as drafts ─▶ relationships, entries ─▶ listings

One pass: the parts come in this order, so drafts wait until the entries say which lists and programmes they are under.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from bot.core.snapshots import Malformed, ParsedList
from bot.sources.collect import Collector
from bot.sources.draft import Draft, digest
from bot.sources.ofac_advanced_entries import Entry, EntryReader, Relation
from bot.sources.ofac_advanced_parts import Document, Place, read_document, read_place
from bot.sources.ofac_advanced_party import Party, PartyReader
from bot.sources.ofac_advanced_values import Values, calendar_day, day, drop_gone, is_gone, remembered
from bot.sources.ofac_entities import LOCAL
from bot.sources.ofac_kinds import SANCTION_TYPES, KindOf
from bot.sources.ofac_lists import Membership, belongs, kind_of_lists
from bot.sources.ofac_xml import OBSERVED as SIMPLE
from bot.sources.raw import Raw
from bot.sources.xml import Element, each

OBSERVED = SIMPLE - {"printed:xml"} | {"legal_basis", "listed_on", "list_updated_on", "printed:advanced"}
"""What the file can state: all of the simple formats, and the act and day of listing."""

SECTIONS = frozenset(
    {
        *("DateOfIssue", "ReferenceValueSets", "Locations", "IDRegDocuments", "DistinctParties"),
        *("ProfileRelationships", "SanctionsEntries", "SanctionsEntryLinks"),
    }
)
REQUIRED = frozenset({"ReferenceValueSets", "DistinctParties", "SanctionsEntries"})
"""Sections without which nobody can tell who is listed for what."""


def parse_advanced(source: str, kind: KindOf, raw: Raw) -> ParsedList:
    """The parties of an ADVANCED file that stand on the source's list."""
    reader = _Reader(source)
    with raw.open() as stream:
        root = each(stream, reader.parts, reader.read)
    sections = {LOCAL[child.tag] for child in root}
    if missing := REQUIRED - sections:
        raise Malformed(f"an ADVANCED file without {', '.join(sorted(missing))}")
    reader.unknown(f"Sanctions/{tag}" for tag in sections - SECTIONS if tag)
    return reader.finish(kind)


class _Reader:
    """Keeps what the file has said so far; one method for each kind of part."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.counts: Counter[str] = Counter()
        self.unknown = self.counts.update
        self.values = Values(self.unknown)
        self.places: dict[str, Place] = {}
        self.documents: dict[str, list[Document]] = {}
        self.parties: list[Party] = []
        self.names: dict[str, str] = {}
        self.relations: dict[str, list[Relation]] = {}
        self.entries: dict[str, list[Entry]] = {}
        self.issued: date | None = None
        self.is_delta = False
        self.is_own = remembered(self._is_own)
        self.measure = remembered(self._measure)
        self.entry_reader = EntryReader(self.values, self.unknown)
        self.party_reader = PartyReader(source, self.values, self.places, self.documents, self.unknown)
        self.parts = {
            "DateOfIssue": self._issue,
            "ReferenceValueSets": self._values,
            "Location": self._place,
            "IDRegDocument": self._document,
            "DistinctParty": self._party,
            "ProfileRelationship": self._relation,
            "SanctionsEntry": self._entry,
            "SanctionsEntryLink": self._link,
        }

    def read(self, element: Element) -> None:
        if self.is_delta:
            drop_gone(element)
        self.parts[LOCAL[element.tag]](element)

    def _values(self, element: Element) -> None:
        self.is_delta = "DeltaBaseVersion" in element.getparent().attrib
        self.values.read(element)

    def _issue(self, element: Element) -> None:
        self.issued = calendar_day(day(element))

    def _place(self, element: Element) -> None:
        if not is_gone(element):
            self.places[element.get("ID", "")] = read_place(element, self.values, self.unknown)

    def _document(self, element: Element) -> None:
        if not is_gone(element):
            found = read_document(element, self.values, self.unknown)
            self.documents.setdefault(element.get("IdentityID", ""), []).append(found)

    def _party(self, element: Element) -> None:
        for party in self.party_reader.read(element):
            self.parties.append(party)
            self.names.setdefault(party.draft.ref, party.name)

    def _relation(self, element: Element) -> None:
        if not is_gone(element):
            found = self.entry_reader.relation(element)
            self.relations.setdefault(element.get("From-ProfileID", ""), []).append(found)

    def _entry(self, element: Element) -> None:
        ref, found = element.get("ProfileID", ""), self.entry_reader.entry(element)
        if not found.list:
            raise Malformed(f"entry {ref} stands on no list")
        self.entries.setdefault(ref, []).append(found)

    def _link(self, element: Element) -> None:
        self.unknown((f"SanctionsEntryLink {self.values.word('EntryLinkType', element.get('EntryLinkTypeID'))}",))

    def finish(self, kind: KindOf) -> ParsedList:
        """Each party with its entries and relationships; those on other lists only are left out."""
        found, members = Collector(self.source, "advanced", OBSERVED), Membership(self.source)
        self.parties.reverse()
        while self.parties:
            party = self.parties.pop()
            entries = self.entries.get(party.draft.ref, [])
            if not entries:
                self.unknown(("parties without a SanctionsEntry",))
                continue
            force = [] if party.gone else [entry for entry in entries if not entry.deleted]
            former = entries if party.gone else [entry for entry in entries if entry.deleted]
            if members.takes([entry.list for entry in force or former]) and force:
                found.take(kind(self._listed(party, force).listing()))
            elif any(self.is_own(entry.list) for entry in former):
                ended = max(entry.ended for entry in former)
                found.take_delisted(kind(self._listed(party, former).listing()), calendar_day(ended))
        members.check()
        self.unknown("SanctionsEntry of a party that the file lacks" for ref in self.entries if ref not in self.names)
        self.unknown("IDRegDocument of an identity that the file lacks" for _ in self.documents)
        found.unknown(self.counts.elements())
        return found.parsed(self.issued)

    def _listed(self, party: Party, entries: list[Entry]) -> Draft:
        """The draft of a party with what its entries and relationships say."""
        draft, own = party.draft, [entry for entry in entries if self.is_own(entry.list)]
        draft.list_kind = kind_of_lists(self.source, [entry.list for entry in own])
        draft.programmes = {code for entry in entries for code in entry.programmes}
        types = {text for entry in entries for text in entry.types}
        draft.measures = tuple(filter(None, map(self.measure, types)))
        for entry in entries:
            draft.items += entry.facts
        for entry in own:
            draft.fact("listed_on", entry.listed)
        relations = self.relations.get(draft.ref, ())
        for relation in relations:
            draft.fact("relation", relation.words(self.names.get(relation.to, "")))
        said = [*(entry.words for entry in entries), *(relation.words("") for relation in relations)]
        draft.printed.append(("advanced", digest((party.digest, *sorted(said)))))
        return draft

    def _is_own(self, name: str | None) -> bool:
        """Whether a list is this source's."""
        return belongs(self.source, [name or ""])

    def _measure(self, kind: str | None) -> str:
        """What a sanctions type means, in the words that the other formats use."""
        text = (kind or "").casefold()
        if text not in SANCTION_TYPES:
            self.unknown((f"SanctionsType: {kind}",))
        return SANCTION_TYPES.get(text, text)
