"""Events: something to route, keyed by content so that every road to it gives one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.core.delta import Change, Op
from bot.core.listings import Listing, Statement, statements

State = Literal["pending", "confirmed", "cancelled"]


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
