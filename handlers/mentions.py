"""Mentions and direct messages: the same words as the command, answered in the thread.

In the thread of a card no name is needed: a question there is about the card's subject.
"""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import App, BoltContext

from bot.core.audience import Surface
from bot.core.subjects import asks_about_subject
from bot.services.threads import answer_about, post_reply, subjects_of
from handlers import commands
from handlers.context import Asker

MENTION = re.compile(r"<@[A-Z0-9]+(\|[^>]*)?>")


def register(app: App) -> None:
    """Listen to mentions and direct messages."""

    @app.event("app_mention")
    def on_mention(event: dict[str, Any], context: BoltContext) -> None:
        _answer(context["asker"], event, "channel")

    @app.event("message")
    def on_message(event: dict[str, Any], context: BoltContext) -> None:
        if event.get("channel_type") == "im" and not event.get("subtype") and not event.get("bot_id"):
            _answer(context["asker"], event, "dm")


def _answer(asker: Asker, event: dict[str, Any], surface: Surface) -> None:
    text = unescape(MENTION.sub(" ", event.get("text", ""))).strip()
    thread = event.get("thread_ts") or event.get("ts", "")
    subjects = subjects_of(asker.desk, asker.tenant, asker.channel, event.get("thread_ts", ""))
    if subjects and asks_about_subject(text):
        reply = answer_about(asker.desk, subjects, text, asker.audience(surface), asker.now)
    else:
        reply = commands.run(asker, text, surface)
    post_reply(asker.desk, asker.tenant, asker.channel, thread, reply, asker.now)


def unescape(text: str) -> str:
    """What the user typed, before Slack escaped it and made links of it."""
    text = re.sub(r"<(?:https?://|mailto:)[^|>]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<([^>]*)>", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
