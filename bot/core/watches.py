"""Watches: a channel's or a person's standing interest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

TargetKind = Literal["entity", "programme", "issuer", "country", "all"]


@dataclass(frozen=True, slots=True)
class Target:
    """What is watched: an entity id (with the listing it was chosen on), a programme code, an issuer, a country, or all."""

    kind: TargetKind
    value: str = ""
    label: str = ""
    source: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """A saved watch of a channel; `kinds` limits the event kinds (empty: all but cosmetic amendments)."""

    id: int
    tenant: int
    channel: str
    owner: str
    target: Target
    created_at: datetime
    kinds: frozenset[str] = frozenset()
    paused: str = ""
