"""Health: the state of deliveries and lists, and the button that sends again what was not delivered here."""

from __future__ import annotations

from typing import Final

from slack_bolt import Ack, App, BoltContext, Respond

from bot.blocks import health as blocks
from bot.blocks import ids, problems
from bot.core.audience import Surface
from bot.services import health
from bot.services.replies import Reply
from handlers.context import Asker, tell
from handlers.verbs import Command
from storage.db import ReadOnly


def _health(asker: Asker, _text: str, surface: Surface) -> Reply:
    found = health.health_for(asker.desk, asker.audience(surface), asker.now)
    return Reply(blocks.health_card(found, asker.channel, asker.now))


COMMANDS: Final[tuple[Command, ...]] = (
    Command("health", "health", "What could not be delivered, what waits, which lists are late.", _health, "operators"),
)


def register(app: App) -> None:
    """Listen to the button of the health card."""
    app.action(ids.HEALTH_RETRY)(_on_retry)


def _on_retry(ack: Ack, respond: Respond, context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    if refused := asker.refusal():
        tell(respond, problems.plain_problem(refused))
        return
    try:
        again = health.send_again(asker.desk.db, asker.tenant, asker.now, channel=asker.channel, by=asker.user)
    except ReadOnly:
        tell(respond, problems.read_only())
        return
    tell(respond, blocks.sent_again(len(again)))
