"""Values: what a button remembers, so that a click can be answered anew for those who will read the answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.blocks.inert import cut, size
from bot.blocks.kit import LIMITS
from bot.core.dates import PartialDate
from bot.core.listings import EntityType
from bot.core.screening import Query


@dataclass(frozen=True, slots=True)
class ButtonValue:
    """The question behind a button and, where it concerns one party, the entity with the listing it was seen on."""

    query: Query
    entity: str = ""
    source: str = ""
    ref: str = ""


TEXT_ROOM = (1500, 700, 300, 100, 20)
"""How much of a long question a button keeps, tried in turn."""
REF_ROOM = 300


def pack(value: ButtonValue, limit: int = LIMITS.button_value) -> str:
    """The compact text of a button value; a question too long for a button loses its end."""
    if size(value.ref) > REF_ROOM:
        value = replace(value, source="", ref="")
    packed = _packed(value)
    for room in TEXT_ROOM:
        if size(packed) <= limit:
            break
        packed = _packed(replace(value, query=replace(value.query, text=cut(value.query.text, room).rstrip("…"))))
    return packed


def _packed(value: ButtonValue) -> str:
    query = value.query
    born = query.born
    body: dict[str, Any] = {
        "e": value.entity,
        "l": f"{value.source}:{value.ref}" if value.source else "",
        "q": query.text,
        "s": query.scheme[:40],
        "b": [born.value, born.circa, born.until] if born else None,
        "c": query.country[:40],
        "t": str(query.type) if query.type else "",
        "i": sorted(query.lists),
        "d": query.as_of.isoformat() if query.as_of else "",
        "n": query.limit,
    }
    text = json.dumps({k: v for k, v in body.items() if v}, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate, which no client types, would break the request that carries it.
    return text.encode("utf-8", "replace").decode()


def unpack(text: str) -> ButtonValue:
    """The value that `pack` wrote; anything else raises ValueError."""
    body = json.loads(text)
    if not isinstance(body, dict):
        raise ValueError("not a button value")
    source, _, ref = str(body.get("l", "")).partition(":")
    born = body.get("b")
    query = Query(
        text=str(body.get("q", "")),
        scheme=str(body.get("s", "")),
        born=PartialDate(*born) if born else None,
        country=str(body.get("c", "")),
        type=EntityType(body["t"]) if body.get("t") else None,
        lists=frozenset(body.get("i", ())),
        as_of=date.fromisoformat(body["d"]) if body.get("d") else None,
        limit=int(body.get("n", 5)),
    )
    return ButtonValue(query, str(body.get("e", "")), source, ref)
