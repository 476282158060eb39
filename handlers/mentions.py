"""Mentions and direct messages: the same words as the command, answered in the thread.

In the thread of a card no name is needed: a question there is about the card's subject.
"""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import App, BoltContext

from bot.core.audience import Surface
from bot.core.escaped import unescape
from bot.core.subjects import is_watch_this
from bot.services.thread_answers import answer_in_thread, present_ids
from bot.services.threads import post_reply, subjects_of
from handlers import commands
from handlers.context import Asker

MENTION = re.compile(r"(?<!by:)(?<!by: )(?<!owner:)(?<!owner: )<@[A-Z0-9]+(\|[^<>]*)?>", re.IGNORECASE)
"""Who was addressed; a person named as `by:@anna` or `owner:@anna` belongs to the words."""


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
    about = (
        answer_in_thread(asker.desk, subjects, text, asker.audience(surface), thread, asker.now) if subjects else None
    )
    if about is None and subjects and is_watch_this(text) and len(subjects) == 1:
        text = f"watch {present_ids(asker.desk, subjects)[0]}"
    reply = about or commands.run(asker, text, surface)
    post_reply(asker.desk, asker.tenant, asker.channel, thread, reply, asker.now)
