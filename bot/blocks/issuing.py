"""Issuing: how an authority is named in a sentence."""

from __future__ import annotations

from typing import Final

from bot.blocks.inert import inert
from bot.core.issuers import issuer_label

AUTHORITY: Final[dict[str, str]] = {
    "US": "US Treasury (OFAC)",
    "EU": "the Council of the EU",
    "GB": "the UK (FCDO)",
    "UN": "the UN Security Council",
    "CH": "Switzerland (SECO)",
    "CA": "Canada (Global Affairs)",
    "AU": "Australia (DFAT)",
}


def issuer_name(code: str) -> str:
    """The authority behind an issuer's code."""
    return AUTHORITY.get(code) or inert(issuer_label(code), 60)


NAMED_ITSELF: Final = ("Australian ", "Canadian ", "SECO ")
"""How the labels of lists begin that name their issuer in another way."""


def list_name(issuer: str, label: str) -> str:
    """A list with its issuer, which stands there once: "US SDN list", "UK Sanctions List"; untreated."""
    return label if label.startswith((f"{issuer} ", *NAMED_ITSELF)) else f"{issuer} {label}"
