"""Events: something to route, keyed by content so that every road to it gives one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from bot.core.delta import Change, Op
from bot.core.listings import Listing, Statement, statements

State = Literal["pending", "confirmed", "cancelled"]

NOISE: Final = frozenset({"list_updated_on"})
"""Fields that follow any change and tell nothing; the file and the command line have them."""


@dataclass(frozen=True, slots=True)
class Event:
    """A change as recorded: what happened to which party, in which official action, in which state."""

    key: str
    source: str
    ref: str
    op: Op
    kind: str
    action: str
    state: State
    at: datetime
    list_date: date | None
    entity: str
    caption: str
    type: str
    list_kind: str
    programmes: tuple[str, ...]
    countries: tuple[str, ...]
    material: bool
    gained: tuple[Statement, ...]
    lost: tuple[Statement, ...]
    url: str = ""
    related_ref: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """An official action: the events of one promoted snapshot pair, until a notice or delta names it."""

    id: str
    issuer: str
    source: str
    title: str
    at: datetime
    list_date: date | None
    previous_list_date: date | None
    notice_url: str = ""


def is_noise(event: Event) -> bool:
    """Whether nothing changed but when the record was last touched: not worth a line."""
    fields = {s.property for s in (*event.gained, *event.lost)}
    return event.op is Op.MOD and not event.material and bool(fields) and fields <= NOISE


def _content(listing: Listing | None) -> list[list[str]]:
    if listing is None:
        return []
    return sorted([s.property, s.value] for s in statements(listing) if not s.property.startswith("printed"))


def event_key(source: str, change: Change) -> str:
    """SHA-256 over source, op, references and content before and after: no row id, clock or file format."""
    refs = [listing.ref for listing in (change.before, change.after) if listing]
    both_printed_only = bool(change.gained or change.lost) and all(
        s.property.startswith("printed") for s in (*change.gained, *change.lost)
    )
    extra: Sequence[object] = (*change.gained, *change.lost) if both_printed_only else ()
    body = [source, change.op, refs, _content(change.before), _content(change.after), extra]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False).encode()).hexdigest()
