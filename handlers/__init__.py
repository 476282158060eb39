"""What Slack sends in: acknowledge, read, one service, respond."""

from __future__ import annotations

from slack_bolt import App

from bot.services.desk import Desk
from handlers import (
    assigning,
    batch,
    buttons,
    catchall,
    changes,
    channels,
    commands,
    context,
    decisions,
    health,
    home,
    kept_replies,
    mentions,
    note_verbs,
    notes,
    open_items,
    roles,
    settings,
    shortcuts,
    snoozes,
    timeline,
    watch_modal,
    watches,
    welcome,
    work,
)

LISTENERS = (
    roles,
    batch,
    watches,
    watch_modal,
    commands,
    kept_replies,
    mentions,
    buttons,
    shortcuts,
    snoozes,
    work,
    assigning,
    open_items,
    notes,
    note_verbs,
    decisions,
    timeline,
    home,
    changes,
    settings,
    welcome,
    health,
    channels,
    catchall,
)
"""In this order: the first listener that matches answers, so the catch-alls come last."""


def register(app: App, desk: Desk) -> None:
    """Hang all listeners on the app."""
    context.attach(app, desk)
    for module in LISTENERS:
        module.register(app)
