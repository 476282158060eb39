"""Shortcuts: check a name from anywhere; check a message's parties; take a message to the thread of its party."""

from __future__ import annotations

import json
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.blocks import discussions as blocks
from bot.blocks import ids, problems
from bot.blocks.home import check_modal
from bot.blocks.kit import Message
from bot.clients.slack import spoken
from bot.core.escaped import unescape
from bot.services.channels import audience_for
from bot.services.discussing import Discussed, Quoted, discuss
from bot.services.naming import named_in
from bot.services.questions import remember_named
from handlers.context import Asker, tell
from storage.db import ReadOnly


def register(app: App) -> None:
    """Listen to the shortcuts, and to the dialogue that *Discuss* opens."""
    app.shortcut({"type": "shortcut", "callback_id": ids.SHORTCUT_CHECK})(_on_check)
    app.shortcut({"type": "message_action", "callback_id": ids.SHORTCUT_NAMED})(_on_named)
    app.shortcut({"type": "message_action", "callback_id": ids.SHORTCUT_DISCUSS})(_on_discuss)
    app.view(ids.DISCUSS_MODAL)(_on_chosen)


def _on_check(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=check_modal())


def _on_named(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    audience = asker.audience("ephemeral")
    named = named_in(asker.desk, _words(body), audience, asker.now)
    remember_named(asker.desk, audience, named.found, asker.now)
    if named.found:
        tell(respond, blocks.named(named.found, named.looked_up, audience))
    else:
        tell(respond, blocks.nothing_named(named.looked_up))


def _on_discuss(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    named = named_in(asker.desk, _words(body), asker.audience("ephemeral"), asker.now)
    parties = named.parties
    said = spoken(body["message"])
    quoted = Quoted(said.ts, said.thread_ts, said.user, blocks.first_words(_words(body)))
    if not parties:
        tell(
            respond,
            blocks.nothing_named(named.looked_up, "Check the party, press *Share*, and discuss below the card."),
        )
    elif len(parties) == 1:
        tell(respond, _discuss(asker, asker.channel, quoted, parties[0].entity))
    else:
        remembered = json.dumps(
            {"c": asker.channel, "t": quoted.ts, "r": quoted.thread_ts, "a": quoted.author, "q": quoted.text}
        )
        client.views_open(
            trigger_id=body["trigger_id"], view=asker.sealed(blocks.discuss_modal(parties, quoted.text, remembered))
        )


def _on_chosen(ack: Ack, client: WebClient, view: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    option = view["state"]["values"][ids.DISCUSS_BLOCK][ids.DISCUSS_PARTY].get("selected_option") or {}
    if not option.get("value"):
        ack(response_action="errors", errors={ids.DISCUSS_BLOCK: "Choose a party."})
        return
    ack()
    kept = json.loads(view["private_metadata"])
    said = _discuss(asker, kept["c"], Quoted(kept["t"], kept["r"], kept["a"], kept["q"]), option["value"])
    client.chat_postEphemeral(channel=kept["c"], user=asker.user, **said.payload())


def _discuss(asker: Asker, channel: str, quoted: Quoted, entity: str) -> Message:
    audience = audience_for(asker.desk, asker.tenant, "channel", channel, asker.user)
    try:
        done = discuss(asker.desk, audience, quoted, entity, asker.user)
    except ReadOnly:
        return problems.read_only()
    if not isinstance(done, Discussed):
        return problems.plain_problem(done.text)
    return blocks.discussed(asker.desk.dataset.current().caption(entity), done.url, done.opened, done.again)


def _words(body: dict[str, Any]) -> str:
    """The text of the message that a shortcut was used on, as it was typed."""
    return unescape(str((body.get("message") or {}).get("text") or ""))
