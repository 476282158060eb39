"""Seals: what a dialogue remembers is signed for that dialogue and its reader, so that it comes back as it was.

Where a note or a watch belongs is remembered there, and decides who may read it.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, Final

from bot.blocks import ids
from bot.blocks.kit import View

SEALED: Final = frozenset(
    {
        ids.WATCH_MODAL,
        ids.WATCH_RETELL_MODAL,
        ids.NOTE_MODAL,
        ids.NOTE_EDIT_MODAL,
        ids.NOTE_DELETE_MODAL,
        ids.KEEP_MODAL,
        ids.CARD_PARTY_MODAL,
        ids.CARD_ASSIGN_MODAL,
        ids.CARD_SHARE_MODAL,
        ids.DISCUSS_MODAL,
        ids.DECIDE_MODAL,
    }
)
"""The dialogues that remember something."""
LENGTH: Final = 32


def sealed(secret: str, reader: str, view: View) -> View:
    """The dialogue with a signed memory."""
    text = str(view.get("private_metadata") or "")
    return {**view, "private_metadata": _seal(secret, reader, view, text) + text}


def unseal(secret: str, reader: str, view: dict[str, Any]) -> bool:
    """Take the seal off, in place; False when it is not ours, or another reader's or dialogue's."""
    if view.get("callback_id") not in SEALED:
        return True
    told = str(view.get("private_metadata") or "")
    seal, text = told[:LENGTH], told[LENGTH:]
    view["private_metadata"] = text
    return hmac.compare_digest(seal.encode(), _seal(secret, reader, view, text).encode())


def _seal(secret: str, reader: str, view: dict[str, Any], text: str) -> str:
    told = "\n".join((reader, str(view.get("callback_id")), text))
    return hmac.new(f"dialogue:{secret}".encode(), told.encode(), hashlib.sha256).hexdigest()[:LENGTH]
