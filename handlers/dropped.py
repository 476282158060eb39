"""Dropped files: a list of names sent to the bot, or put before it with a mention, is screened where it was sent.

event ─▶ a batch? ─▶ who sent it, who reads along ─▶ all its rows, or a refusal ─▶ screened aside, told in the thread
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.blocks import batch_troubles
from bot.blocks.kit import Message
from bot.core.audience import Surface
from bot.core.escaped import unescape
from bot.services import batch_runs
from bot.services.batch_files import NotRead, is_table, read_file
from bot.services.batch_message import board_at, owning_up, post_batch
from bot.services.batch_runs import Place
from handlers.commands import VERBS
from handlers.context import Asker, tell_there
from handlers.mentions import MENTION


def listen(app: App, pool: Executor) -> None:
    """Listen to files, before mentions and direct messages are read as questions."""

    def on_mention(event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        _take(context["asker"], client, event, "channel", pool)

    def on_direct(event: dict[str, Any], client: WebClient, context: BoltContext) -> None:
        _take(context["asker"], client, event, "dm", pool)

    app.event("app_mention", matchers=[is_batch])(on_mention)
    app.event({"type": "message", "subtype": "file_share"}, matchers=[_is_direct, is_batch])(on_direct)


def is_batch(event: Mapping[str, Any]) -> bool:
    """Whether a message brings a file to be screened: with no other word to the bot, or a list beside plain words."""
    files = event.get("files") or ()
    words = unescape(MENTION.sub(" ", event.get("text") or "")).split()
    if not words or words[0].casefold() == "batch":
        return bool(files)
    return words[0] not in VERBS and any(map(is_table, files))


def _is_direct(event: Mapping[str, Any]) -> bool:
    return event.get("channel_type") == "im" and not event.get("bot_id")


def _take(asker: Asker, client: WebClient, event: Mapping[str, Any], surface: Surface, pool: Executor) -> None:
    place = Place(asker.channel, str(event.get("thread_ts") or event.get("ts") or ""))
    readers = asker.audience(surface)
    if why := asker.refusal():
        _refuse(asker, client, place, surface, batch_troubles.not_for_you(why))
        return
    if readers.is_public:
        _refuse(asker, client, place, surface, batch_troubles.not_here())
        return
    files = event["files"]
    run = batch_runs.begin(asker.desk, asker.tenant, place, asker.user)
    with owning_up(board_at(asker.desk, place, run), run):
        read = read_file(asker.desk, files)
        if isinstance(read, NotRead):
            run.end()
            said = batch_troubles.refused(_name(files), read.reason, read.advice, read.rows, read.wrong)
            asker.desk.slack.post(place.channel, said.payload(), place.thread_ts)
            return
        pool.submit(
            post_batch,
            asker.desk,
            place.channel,
            read.rows,
            asker.now,
            audience=readers,
            thread_ts=place.thread_ts,
            run=run,
            unused=read.unused,
        )


def _refuse(asker: Asker, client: WebClient, place: Place, surface: Surface, said: Message) -> None:
    """Tell the one who sent a file why it is not looked at; in a channel nobody else sees that."""
    if surface == "channel":
        tell_there(client, asker, place.channel, said)
    else:
        asker.desk.slack.post(place.channel, said.payload(), place.thread_ts)


def _name(files: list[dict[str, Any]]) -> str:
    return str(files[0].get("name") or "a file") if len(files) == 1 else f"{len(files)} files"
