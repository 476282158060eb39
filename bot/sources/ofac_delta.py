"""OFAC delta file: what one publication changed, entity by entity, in the ENHANCED layout.

`add` is a whole record, `remove` the record as it stood; `modify`, or no word, is what changed of it: parts marked
`remove` are lost, all others gained. An entity that joins or leaves one of OFAC's lists is added to or removed from it.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

from bot.core.dates import iso_day
from bot.core.listings import EntityType, Listing
from bot.core.snapshots import Malformed, ParsedDelta
from bot.sources.draft import Draft
from bot.sources.ofac_entities import LOCAL, EntityReader, plain, sections_of
from bot.sources.ofac_kinds import KindOf
from bot.sources.ofac_lists import SDN, belongs, kind_of_lists, unknown_lists
from bot.sources.ofac_xml import OBSERVED as SIMPLE
from bot.sources.raw import Raw
from bot.sources.xml import Element, each, local

OBSERVED = SIMPLE - {"printed:xml"} | {"legal_basis", "listed_on"}
"""What a record of the file can state."""

UNSHARED = frozenset({"relation", "legal_basis", "listed_on"})
"""Facts that other formats put in other words or not at all, so that no record can be patched with them."""

ACTIONS = frozenset({"", "add", "modify", "remove"})


def parse_delta(source: str, kind: KindOf, raw: Raw) -> ParsedDelta:
    """The changes of a delta file that concern the source's list."""
    reader = _Delta(source, kind)
    with raw.open() as stream:
        each(stream, {"entity", "publicationInfo"}, reader.take)
    return reader.finished()


class _Delta:
    """What the file has said so far."""

    def __init__(self, source: str, kind: KindOf) -> None:
        self.source, self.kind = source, kind
        self.reader = EntityReader(source)
        self.info: dict[str, str] = {}
        self.added: dict[str, Listing] = {}
        self.patched: dict[str, tuple[Listing, Listing]] = {}
        self.removed: dict[str, Listing | None] = {}

    def take(self, element: Element) -> None:
        """An entity, or what the file says of itself."""
        if local(element) == "publicationInfo":
            self.info = {LOCAL[child.tag]: plain(child) for child in element}
            return
        ref, action = element.get("id", ""), _action(element)
        if action not in ACTIONS:
            raise Malformed(f"entity {ref} has the unknown action {action[:40]!r}")
        lists = {plain(item): _action(item) for item in sections_of(element).get("sanctionsLists", ())}
        self.reader.unknown.update(f"sanctionsList: {name}" for name in unknown_lists(lists))
        own = {name: said for name, said in lists.items() if belongs(self.source, (name,))}
        if lists and not own:
            return
        if action == "remove" or (own and set(own.values()) == {"remove"}):
            self.removed[ref] = self._whole(element, list(own)) if _has_name(element) else None
        elif action == "add" or (own and set(own.values()) == {"add"} and _has_name(element)):
            self.added[ref] = self._whole(element, list(own))
        else:
            self.patched[ref] = self._patch(element, list(own))

    def finished(self) -> ParsedDelta:
        """The delta; Malformed when one entity is both added and removed."""
        if both := self.added.keys() & self.removed.keys():
            raise Malformed(f"{len(both):,} entities are both added and removed: {', '.join(sorted(both)[:5])}")
        notes = (f"{name} × {n:,}" if n > 1 else name for name, n in self.reader.unknown.most_common())
        return ParsedDelta(
            source=self.source,
            format="delta",
            observed=OBSERVED,
            list_date=iso_day(self.info.get("datePublished", "")),
            publication=self.info.get("publicationType", ""),
            added=self.added,
            patched=self.patched,
            removed=self.removed,
            unknown=tuple(notes),
        )

    def _whole(self, element: Element, own: list[str]) -> Listing:
        """A full record, with names in Latin script only, as all formats have them."""
        sections = sections_of(element)
        draft = self.reader.read(element, sections)
        self._set_list(draft, own)
        for item in sections.get("sanctionsLists", ()):
            if plain(item) in own:
                draft.fact("listed_on", item.get("datePublished", "")[:10])
        return _in_latin(self.kind(draft.listing()))

    def _patch(self, element: Element, own: list[str]) -> tuple[Listing, Listing]:
        """What was gained and what was lost; what stands on both sides is neither."""
        gained = self._side(_without(element, removed=True), own)
        lost = self._side(_without(element, removed=False), own)
        words = (set(gained.measures), set(lost.measures))
        return (
            replace(gained, measures=tuple(sorted(words[0] - words[1]))),
            replace(lost, measures=tuple(sorted(words[1] - words[0]))),
        )

    def _side(self, element: Element, own: list[str]) -> Listing:
        draft = self.reader.read(element, sections_of(element), otherwise=EntityType.ORGANIZATION)
        self._set_list(draft, own)
        found = _in_latin(draft.listing() if self.source == SDN else self.kind(draft.listing()))
        shared = tuple(fact for fact in found.facts if fact.property not in UNSHARED)
        return replace(found, facts=shared, measures=() if self.source == SDN else found.measures)

    def _set_list(self, draft: Draft, own: list[str]) -> None:
        draft.list_kind = kind_of_lists(self.source, own)


def _action(element: Element) -> str:
    return str(element.get("action", "")).strip().casefold()


def _has_name(element: Element) -> bool:
    sections = sections_of(element)
    return "names" in sections and "generalInfo" in sections


def _without(element: Element, *, removed: bool) -> Element:
    """A copy without the parts that are marked as removed, or with these alone."""
    copy = deepcopy(element)
    for section in copy:
        for item in list(section):
            is_type = LOCAL[item.tag] == "entityType"
            if not is_type and (_action(item) == "remove") == removed:
                section.remove(item)
    return copy


def _in_latin(listing: Listing) -> Listing:
    return replace(listing, names=tuple(name for name in listing.names if name.script == "Latn"))
