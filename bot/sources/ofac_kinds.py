"""OFAC kinds: which of OFAC's lists an entry stands on, and what that means for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from bot.core.issuers import ListKind
from bot.core.listings import Listing

KindOf: TypeAlias = Callable[[Listing], Listing]
"""Gives a listing its kind of list and its measures, from what its entry says."""


def sdn_kind(listing: Listing) -> Listing:
    """Every entry of the SDN list is blocked."""
    return replace(listing, list_kind=ListKind.SDN, measures=("blocking",))
