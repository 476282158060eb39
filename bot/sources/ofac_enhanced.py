"""OFAC ENHANCED XML: everything that OFAC says of each entity, and the lists it stands on.

entity by entity ─▶ on this source's list? ─▶ draft ─▶ kind and measures ─▶ listing
"""

from __future__ import annotations

from datetime import date

from bot.core.issuers import ListKind
from bot.core.snapshots import Malformed, ParsedList
from bot.sources.collect import Collector
from bot.sources.draft import Draft
from bot.sources.ofac_entities import LOCAL, EntityReader, label, plain, record_digest, sections_of
from bot.sources.ofac_kinds import KindOf
from bot.sources.ofac_lists import LIST_KINDS, SDN, Membership, belongs
from bot.sources.ofac_xml import OBSERVED as SIMPLE
from bot.sources.raw import Raw
from bot.sources.xml import Element, each, local

OBSERVED = SIMPLE - {"printed:xml"} | {"legal_basis", "listed_on", "printed:enhanced"}
"""What the export can state: all of the simple formats, and the act and day of listing."""


def parse_enhanced(source: str, kind: KindOf, raw: Raw) -> ParsedList:
    """The entities of an ENHANCED export that stand on the source's list."""
    found = Collector(source, "enhanced", OBSERVED)
    reader, members = EntityReader(source), Membership(source)
    as_of: list[date | None] = []

    def take(element: Element) -> None:
        if local(element) == "entity":
            if (draft := read_member(reader, members, element)) is not None:
                found.take(kind(draft.listing()))
        elif local(element) == "publicationInfo":
            as_of.append(_as_of(element))
            found.unknown(_filters(source, element))

    with raw.open() as stream:
        each(stream, {"entity", "publicationInfo"}, take)
    members.check()
    found.unknown(reader.unknown.elements())
    return found.parsed(as_of[0] if as_of else None)


def read_member(reader: EntityReader, members: Membership, element: Element) -> Draft | None:
    """The draft of an entity with its kind, day of listing and print; None when it is on other lists only."""
    sections = sections_of(element)
    printed = [item for item in sections.get("sanctionsLists", ()) if LOCAL[item.tag]]
    lists = [(label(item), item.get("datePublished", "")) for item in printed]
    if not lists:
        raise Malformed(f"entity {element.get('id')} stands on no list")
    standing = members.of(tuple(name for name, _ in lists))
    if standing.unknown:
        reader.unknown.update(f"sanctionsList: {name}" for name in standing.unknown)
    if not standing.is_entry:
        return None
    draft = reader.read(element, sections)
    draft.list_kind = standing.kind
    for name, day in lists:
        if standing.is_alone or belongs(reader.source, (name,)):
            draft.fact("listed_on", day[:10])
    draft.printed.append(("enhanced", record_digest(sections)))
    return draft


def _as_of(info: Element) -> date | None:
    """The day of the data (`dataAsOf`)."""
    for child in info:
        if LOCAL[child.tag] == "dataAsOf":
            try:
                return date.fromisoformat(plain(child)[:10])
            except ValueError as error:
                raise Malformed(f"dataAsOf is no day: {plain(child)[:40]!r}") from error
    return None


def _filters(source: str, info: Element) -> list[str]:
    """What the export was filtered by, unless it was by lists alone and keeps all of the source's."""
    chosen: dict[str, list[str]] = {}
    for child in info:
        if LOCAL[child.tag] == "filters":
            for group in child:
                chosen[LOCAL[group.tag]] = [plain(item) for item in group] or [plain(group)]
    if not chosen or (chosen.keys() == {"sanctionsLists"} and _keeps_all(source, chosen["sanctionsLists"])):
        return []
    words = "; ".join(f"{name} {', '.join(values)}" for name, values in sorted(chosen.items()))
    return [f"a filtered export, not the whole list: {words}"]


def _keeps_all(source: str, lists: list[str]) -> bool:
    kept = {LIST_KINDS.get(name.casefold()) for name in lists}
    wanted = {ListKind.SDN} if source == SDN else set(LIST_KINDS.values()) - {ListKind.SDN}
    return wanted <= kept
