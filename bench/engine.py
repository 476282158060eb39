"""The production matcher behind the interface that screening benchmarks use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.core.entries import IndexEntry
from bot.core.index import COMPARED, Index
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Listing
from bot.core.names import Name, NameKind
from bot.core.questions import Query
from bot.core.screening import screen

TYPES = {
    "Person": EntityType.PERSON,
    "Vessel": EntityType.VESSEL,
    "Airplane": EntityType.AIRCRAFT,
    "CryptoWallet": EntityType.WALLET,
}


def entry(entity: dict[str, Any]) -> IndexEntry:
    """An index entry for a benchmark's entity."""
    names = [Name(text, NameKind.ALIAS if i else NameKind.PRIMARY) for i, text in enumerate(entity["names"])]
    kind = TYPES.get(entity["schema"], EntityType.ORGANIZATION)
    return IndexEntry(entity["id"], (Listing("bench", entity["id"], kind, ListKind.NATIONAL, tuple(names)),))


class Engine:
    """`build` once, then `search`: (entity id, score), best first; `candidates` names are compared in full."""

    name = "sanctions-desk"

    def __init__(self, candidates: int = COMPARED) -> None:
        self.candidates = candidates
        self.index = Index.build(())

    def build(self, entities: Iterable[dict[str, Any]]) -> None:
        """Prepare these entities for search."""
        self.index = Index.build((entry(entity) for entity in entities), self.candidates)

    def search(self, query: str, limit: int = 10) -> list[tuple[str, float]]:
        """The candidates in the order of a check, with their scores."""
        found = screen(self.index, Query(text=query)).candidates[:limit]
        return [(candidate.entity, candidate.score) for candidate in found]
