"""Ids: every action, block and callback that a listener answers to, and only those that some card shows."""

from __future__ import annotations

from typing import Final

SHARE: Final = "answer.share"
WHY: Final = "answer.why"
NOTE: Final = "answer.note"
WATCH: Final = "answer.watch"
NONE_OF_THESE: Final = "answer.none"
PICK: Final = "answer.pick"
"""Prefix: the buttons of a choice are `answer.pick:1` to `answer.pick:8` (see `pick`)."""

NOTE_MODAL: Final = "note.modal"
NOTE_TEXT_BLOCK: Final = "note.text"
NOTE_TEXT: Final = "note.text.input"
NOTE_VISIBILITY_BLOCK: Final = "note.visibility"
NOTE_VISIBILITY: Final = "note.visibility.choice"

BATCH_OPEN: Final = "batch.open"
BATCH_ACTIONS: Final = "batch.actions"
BATCH_MODAL: Final = "batch.modal"
BATCH_NAMES: Final = "batch.names"
"""Prefix: the fields of a batch are `batch.names:1` to `batch.names:6` (their blocks: see `batch_block`)."""

ANSWER_ACTIONS: Final = "answer.actions"
ALERT: Final = "alert:"
"""Prefix of the first block id of a posted card, by which it is found again in the channel."""

ACTIONS: Final[tuple[str, ...]] = (SHARE, WHY, NOTE, WATCH, NONE_OF_THESE, BATCH_OPEN)
ACTION_PREFIXES: Final[tuple[str, ...]] = (f"{PICK}:",)
CALLBACKS: Final[tuple[str, ...]] = (NOTE_MODAL, BATCH_MODAL)
INPUTS: Final[tuple[str, ...]] = (
    NOTE_TEXT,
    NOTE_VISIBILITY,
    *(f"{BATCH_NAMES}:{number}" for number in range(1, 7)),
)


def pick(number: int) -> str:
    """The action id of the n-th candidate of a choice."""
    return f"{PICK}:{number}"


def batch_block(number: int) -> str:
    """The block of the n-th field of a batch."""
    return f"{BATCH_NAMES}.block:{number}"


def alert_block_id(alert: str) -> str:
    """The first block id of an alert's card."""
    return f"{ALERT}{alert}"


def detail_block_id(alert: str, page: int) -> str:
    """The first block id of the n-th thread reply (from 1) with an alert's details."""
    return f"{ALERT}{alert}:detail:{page}"
