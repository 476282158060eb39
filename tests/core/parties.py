"""Invented parties for tests of the core: every part has a default, so a test names only what it is about."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.dates import PartialDate
from bot.core.identifiers import Identifier
from bot.core.index import Index, IndexEntry
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Fact, Listing
from bot.core.names import Name, NameKind

P, O, V = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.VESSEL  # noqa: E741


def party(
    name: str,
    ref: str = "1",
    kind: EntityType = P,
    source: str = "us-ofac-sdn",
    aliases: Iterable[str] = (),
    weak: Iterable[str] = (),
    born: str = "",
    country: str = "",
    ids: Iterable[tuple[str, str]] = (),
    linked: str = "",
    un: str = "",
) -> Listing:
    """A listing; `linked` is whom it is linked to, `un` the reference of the UN's listing it repeats."""
    facts = [Fact("relation", f"Linked To: {linked}")] if linked else []
    facts += [Fact("nationality", country)] if country else []
    facts += [Fact("reference", un)] if un else []
    return Listing(
        source=source,
        ref=ref,
        type=kind,
        list_kind=ListKind.SDN,
        names=(
            Name(name),
            *(Name(alias, NameKind.ALIAS) for alias in aliases),
            *(Name(alias, NameKind.WEAK_ALIAS) for alias in weak),
        ),
        identifiers=tuple(Identifier(*parts) for parts in ids),
        births=(PartialDate(born),) if born else (),
        facts=tuple(facts),
    )


def index_of(*listings: Listing) -> Index:
    """An index with one entity a listing, called after its reference."""
    return Index.build(IndexEntry(f"{item.source}:{item.ref}", (item,)) for item in listings)
