"""Payloads: a message as it goes to Slack, with its alert id where it is found again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.blocks.ids import alert_block_id
from bot.blocks.kit import Message, with_block_id

EVENT_TYPE: Final = "desk_alert"


def alert_payload(message: Message, alert: str) -> Mapping[str, Any]:
    """The arguments of a post; the alert id stands in the metadata and in the first block's id."""
    return {
        **message.payload(),
        "blocks": with_block_id(message.blocks, alert_block_id(alert)),
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"alert": alert}},
    }
