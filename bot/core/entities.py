"""Entities: who is meant, across lists."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass

ListingKey = tuple[str, str]
"""(source, ref): what a listing is keyed by everywhere."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A party and the listings that name it; `evidence` says what links them."""

    id: str
    listings: tuple[ListingKey, ...]
    evidence: tuple[str, ...] = ()


def entity_id(source: str, ref: str) -> str:
    """The id of an entity founded by this listing: stable for ever, whatever merges into it."""
    digest = hashlib.sha256(f"{source}|{ref}".encode()).digest()[:10]
    return "e-" + base64.b32encode(digest).decode().lower()


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference typed by a user: an entity id, or a listing's (source, ref)."""

    entity: str = ""
    source: str = ""
    ref: str = ""


def parse_ref(text: str, sources: frozenset[str]) -> Ref | None:
    """`e-…` or `source:ref`; anything else (a bare number, a name) is not a reference."""
    text = text.strip()
    if re.fullmatch(r"e-[a-z2-7]{16}", text):
        return Ref(entity=text)
    source, colon, ref = text.partition(":")
    if colon and source.lower() in sources and ref.strip():
        return Ref(source=source.lower(), ref=ref.strip())
    return None
