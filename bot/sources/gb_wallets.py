"""Wallets: addresses of digital currency that a list prints only in prose, told from other words by their check sum."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from bot.core.identifiers import Identifier

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CANDIDATE = re.compile(
    r"(?<!\w)(?:0x[0-9a-fA-F]{40}|bc1[02-9ac-hj-np-z]{25,62}|[13T][1-9A-HJ-NP-Za-km-z]{25,34})(?!\w)"
)
_PAYLOAD = 25


def find_wallets(text: str, label: str) -> Iterator[Identifier]:
    """The addresses in a text, each once."""
    for value in dict.fromkeys(_CANDIDATE.findall(text)):
        if value.startswith(("0x", "bc1")) or _is_base58check(value):
            yield Identifier("wallet", value, "", label)


def _is_base58check(value: str) -> bool:
    number = 0
    for char in value:
        number = number * 58 + _BASE58.index(char)
    try:
        data = number.to_bytes(_PAYLOAD, "big")
    except OverflowError:
        return False
    return hashlib.sha256(hashlib.sha256(data[:-4]).digest()).digest()[:4] == data[-4:]
