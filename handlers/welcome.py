"""Welcome: a short hello in a channel that the bot was invited to, once."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext

from bot.services.welcome import greet
from handlers.context import Asker


def register(app: App) -> None:
    """Listen to somebody joining a channel: it may be the bot itself."""

    @app.event("member_joined_channel")
    def on_joined(event: dict[str, Any], context: BoltContext) -> None:
        if event.get("user") == context.bot_user_id:
            say_hello(context["asker"])


def say_hello(asker: Asker) -> None:
    """Greet the channel; who invited the bot is not named, so nobody is pinged."""
    greet(asker.desk, asker.audience("channel"))
