"""What Slack sends in: acknowledge, read, one service, respond."""

from __future__ import annotations

from slack_bolt import App

from bot.services.desk import Desk
from handlers import batch, buttons, catchall, commands, context, mentions, notes

LISTENERS = (batch, commands, mentions, buttons, notes, catchall)
"""In this order: the first listener that matches answers, so the catch-alls come last."""


def register(app: App, desk: Desk) -> None:
    """Hang all listeners on the app."""
    context.attach(app, desk)
    for module in LISTENERS:
        module.register(app)
