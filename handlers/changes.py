"""Changes: the button beside an official action shows all of its entries, page by page."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.blocks import changes as blocks
from bot.blocks import ids, problems
from bot.blocks.home import in_dialogue
from bot.services.changes import changes_by_action
from handlers.context import Asker, tell


def register(app: App) -> None:
    """Listen to the buttons of actions."""
    app.action(re.compile(re.escape(ids.CHANGES_OF) + r":\d+"))(_on_all)


def _on_all(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    """In a dialogue the page takes its place; under a message only who clicked sees it."""
    ack()
    asker: Asker = context["asker"]
    asked = blocks.read_action_value(str((body.get("actions") or [{}])[0].get("value") or ""))
    said = blocks.changes_card(changes_by_action(asker.desk, asked, asker.now)) if asked else problems.gone()
    if body.get("view"):
        client.views_update(view_id=body["view"]["id"], view=in_dialogue("What changed", said))
    else:
        tell(respond, said)
