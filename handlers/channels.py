"""What becomes of a channel, of a card in it, or of the whole installation: followed as Slack tells of it.

A middleware and not listeners: of these events some concern others too (a hello, a kept reply), and Bolt gives an event
to one listener only. Nothing here asks Slack anything; owners are told by the next delivery.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from slack_bolt import App, BoltContext, BoltResponse

from bot.services import channel_life as life
from bot.services import workspaces
from handlers.context import Asker
from storage.db import ReadOnly

log = logging.getLogger(__name__)

Event = Mapping[str, Any]


def register(app: App) -> None:
    """Look at every event on its way to the listeners."""

    @app.middleware
    def follow(body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002
        event = body.get("event") or {}
        act = ACTS.get(str(event.get("type"))) if body.get("type") == "event_callback" else None
        if act is not None:
            try:
                act(context["asker"], event, context.bot_user_id or "")
            except ReadOnly:
                log.warning("%s: the database takes no changes now", event["type"])
        return next()


def _on_rename(asker: Asker, event: Event, _bot: str) -> None:
    life.rename(asker.desk, asker.tenant, event["channel"]["id"], str(event["channel"].get("name") or ""))


def _on_id_changed(asker: Asker, event: Event, _bot: str) -> None:
    old, new = str(event.get("old_channel_id") or ""), str(event.get("new_channel_id") or "")
    life.follow(asker.desk, asker.tenant, old, new)


def _on_archive(asker: Asker, event: Event, _bot: str) -> None:
    life.archive(asker.desk, asker.tenant, _id(event))


def _on_unarchive(asker: Asker, event: Event, _bot: str) -> None:
    life.unarchive(asker.desk, asker.tenant, _id(event))


def _on_left(asker: Asker, event: Event, _bot: str) -> None:
    life.leave(asker.desk, asker.tenant, _id(event))


def _on_deleted(asker: Asker, event: Event, _bot: str) -> None:
    life.delete(asker.desk, asker.tenant, _id(event))


def _on_joined(asker: Asker, event: Event, bot: str) -> None:
    if bot and event.get("user") == bot:
        life.join(asker.desk, asker.tenant, _id(event))


def _on_shared(asker: Asker, event: Event, _bot: str) -> None:
    life.restrict(asker.desk, asker.tenant, _id(event), externally_shared=True)


def _on_message(asker: Asker, event: Event, _bot: str) -> None:
    """Only what becomes of messages and channels comes here; what people say is dropped before."""
    message = event.get("message") or {}
    match event.get("subtype"):
        case "message_deleted":
            life.forget_message(asker.desk, asker.tenant, _id(event), str(event.get("deleted_ts") or ""))
        case "message_changed" if message.get("subtype") == "tombstone":
            life.forget_message(asker.desk, asker.tenant, _id(event), str(message.get("ts") or ""))
        case "channel_convert_to_private":
            life.restrict(asker.desk, asker.tenant, _id(event), private=True)


def _on_uninstalled(asker: Asker, _event: Event, _bot: str) -> None:
    workspaces.lose(asker.desk, asker.tenant, "account_inactive")


def _on_revoked(asker: Asker, event: Event, _bot: str) -> None:
    if (event.get("tokens") or {}).get("bot"):
        workspaces.lose(asker.desk, asker.tenant, "token_revoked")


def _id(event: Event) -> str:
    return str(event.get("channel") or "")


ACTS: Final[Mapping[str, Callable[[Asker, Event, str], None]]] = {
    "channel_rename": _on_rename,
    "group_rename": _on_rename,
    "channel_id_changed": _on_id_changed,
    "channel_archive": _on_archive,
    "group_archive": _on_archive,
    "channel_unarchive": _on_unarchive,
    "group_unarchive": _on_unarchive,
    "channel_left": _on_left,
    "group_left": _on_left,
    "channel_deleted": _on_deleted,
    "group_deleted": _on_deleted,
    "channel_shared": _on_shared,
    "member_joined_channel": _on_joined,
    "message": _on_message,
    "app_uninstalled": _on_uninstalled,
    "tokens_revoked": _on_revoked,
}
