"""Mentions and direct messages: the same words as the command, answered in the thread.

In the thread of a card no name is needed: a question there is about the card's subject. Thanks are taken in silence.
"""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import App, BoltContext

from bot.core.audience import Surface
from bot.core.escaped import unescape
from bot.core.subjects import is_courtesy, is_watch_this
from bot.services.thread_answers import answer_in_thread, present_ids
from bot.services.threads import post_reply, thread_at
from handlers import assigning, commands
from handlers.context import Asker

MENTION = re.compile(
    r"(?<!by:)(?<!by: )(?<!owner:)(?<!owner: )(?<!assign )(?<!assign to )(?<!items )<@[A-Z0-9]+(\|[^<>]*)?>",
    re.IGNORECASE,
)
"""Who was addressed; a person named as `by:@anna` or in `assign @anna` belongs to the words."""

SPOKEN = (None, "file_share")
"""What people say, with a file beside it or not; lists of names were taken before (`handlers.dropped`)."""


def register(app: App) -> None:
    """Listen to mentions and direct messages."""

    @app.event("app_mention")
    def on_mention(event: dict[str, Any], context: BoltContext) -> None:
        _answer(context["asker"], event, "channel")

    @app.event("message")
    def on_message(event: dict[str, Any], context: BoltContext) -> None:
        if event.get("channel_type") == "im" and event.get("subtype") in SPOKEN and not event.get("bot_id"):
            _answer(context["asker"], event, "dm")


def _answer(asker: Asker, event: dict[str, Any], surface: Surface) -> None:
    text = unescape(MENTION.sub(" ", event.get("text", ""))).strip()
    root = event.get("thread_ts", "")
    if (root or surface == "dm") and is_courtesy(text):
        return  # thanks want no answer
    thread = thread_at(asker.desk, asker.tenant, asker.channel, root)
    about = None
    if thread is not None and thread.subjects:
        about = answer_in_thread(asker.desk, thread, text, asker.audience(surface), asker.now)
        if about is None and is_watch_this(text) and len(thread.subjects) == 1:
            text = f"watch {present_ids(asker.desk, thread.subjects)[0]}"
    reply = assigning.in_thread(asker, root, text) or about or commands.run(asker, text, surface, thread)
    post_reply(asker.desk, asker.tenant, asker.channel, root or event.get("ts", ""), reply, asker.now)
