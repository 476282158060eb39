"""Drafts: a listing while its parts are still being read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.core.dates import PartialDate
from bot.core.identifiers import Identifier
from bot.core.issuers import ListKind
from bot.core.listings import EntityType, Fact, Listing
from bot.core.names import Name, NameKind

Item = Name | Identifier | PartialDate | Fact
"""One typed thing that a record says."""


@dataclass(slots=True)
class Draft:
    """Collects what the files say of one entry; `listing` gives it a canonical order, each thing once."""

    source: str
    ref: str
    type: EntityType
    list_kind: ListKind
    programmes: Iterable[str] = ()
    measures: tuple[str, ...] = ()
    items: list[Item] = field(default_factory=list)
    printed: list[tuple[str, str]] = field(default_factory=list)

    def fact(self, name: str, value: str) -> None:
        """Add a fact unless it is empty."""
        if value:
            self.items.append(Fact(name, value))

    def name(self, text: str, kind: NameKind, script: str = "Latn") -> None:
        """Add a name unless it is empty."""
        if text:
            self.items.append(Name(text, kind, script))

    def listing(self) -> Listing:
        """The finished listing."""
        items = dict.fromkeys(self.items)
        order = list(NameKind)
        return Listing(
            source=self.source,
            ref=self.ref,
            type=self.type,
            list_kind=self.list_kind,
            names=tuple(sorted((i for i in items if isinstance(i, Name)), key=lambda n: order.index(n.kind))),
            programmes=tuple(sorted(set(self.programmes))),
            measures=tuple(sorted(self.measures)),
            identifiers=tuple(sorted(i for i in items if isinstance(i, Identifier))),
            births=tuple(sorted(i for i in items if isinstance(i, PartialDate))),
            facts=tuple(sorted(i for i in items if isinstance(i, Fact))),
            printed=tuple(sorted(self.printed)),
        )


def folded(text: str | None) -> str:
    """Text with every run of white space made one space."""
    return " ".join((text or "").split())


def digest(parts: Iterable[str]) -> str:
    """The hash of a record as printed."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
