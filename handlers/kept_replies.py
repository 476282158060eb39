"""Kept replies: 📝 keeps a colleague's reply as a note, a shortcut any message; what happens to it happens to the note.

Only who put the 📝 on is told, and may take the note back by taking it off again.
"""

from __future__ import annotations

import json
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.blocks import ids, problems
from bot.blocks import kept_replies as blocks
from bot.blocks.kit import Message
from bot.blocks.notes import notes_refused
from bot.clients.slack import spoken
from bot.core.entities import Ref
from bot.core.notes import Named, Topic, read_subject
from bot.services import kept_replies as service
from bot.services.channels import audience_for
from bot.services.notes import NoteProblem, SeveralParties, subject_of
from bot.services.parties import find_party
from handlers.context import Asker, tell, tell_there
from handlers.late import Answer, settle
from storage.db import ReadOnly

MEMO: Final = frozenset({"memo", "pencil"})
"""📝 by the two names that Slack has for it."""


def register(app: App) -> None:
    """Listen to 📝, to what becomes of the replies kept by it, to the shortcut, and to the buttons of the answers."""
    app.event("reaction_added", matchers=[_is_memo])(_on_added)
    app.event("reaction_removed", matchers=[_is_memo])(_on_removed)
    app.event({"type": "message", "subtype": "message_changed"}, matchers=[_concerns_note])(_on_changed)
    app.event({"type": "message", "subtype": "message_deleted"}, matchers=[_concerns_note])(_on_deleted)
    app.shortcut({"type": "message_action", "callback_id": ids.SHORTCUT_KEEP})(_on_shortcut)
    app.view(ids.KEEP_MODAL)(_on_subject)
    app.action(ids.KEEP_ON)(_on_choice)
    app.action(ids.KEPT_REMOVE)(_on_remove)


def _is_memo(event: dict[str, Any]) -> bool:
    return event.get("reaction") in MEMO and (event.get("item") or {}).get("type") == "message"


def _concerns_note(event: dict[str, Any], context: BoltContext) -> bool:
    """Whether a note was kept of this message; any other is for the listeners after us."""
    asker: Asker = context["asker"]
    return service.is_kept(asker.desk, asker.tenant, str(event.get("channel")), _changed_ts(event))


def _changed_ts(event: dict[str, Any]) -> str:
    return str(event.get("deleted_ts") or (event.get("message") or {}).get("ts") or "")


def _on_added(client: WebClient, event: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    channel, ts = event["item"]["channel"], event["item"]["ts"]
    if event.get("item_user") == context.bot_user_id and context.bot_user_id:
        return
    said = _keep(asker, channel, ts, context.bot_user_id or "")
    if said is not None:
        client.chat_postEphemeral(channel=channel, user=asker.user, **said.payload())


def _on_removed(client: WebClient, event: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    channel, ts = event["item"]["channel"], event["item"]["ts"]
    if not service.is_kept(asker.desk, asker.tenant, channel, ts) or asker.refusal("note"):
        return
    try:
        if not service.take_back(asker.desk, asker.tenant, channel, ts, asker.user):
            return
        said = blocks.note_removed()
    except ReadOnly:
        said = problems.read_only()
    client.chat_postEphemeral(channel=channel, user=asker.user, **said.payload())


def _on_changed(event: dict[str, Any], context: BoltContext) -> None:
    """An edit; or a deletion, where a thread hangs on the message and Slack leaves a stone in its place."""
    asker: Asker = context["asker"]
    message = event.get("message") or {}
    if message.get("subtype") == "tombstone":
        service.follow_deletion(asker.desk, asker.tenant, event["channel"], _changed_ts(event))
    else:
        service.follow_edit(asker.desk, asker.tenant, event["channel"], spoken(message))


def _on_deleted(event: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    service.follow_deletion(asker.desk, asker.tenant, event["channel"], _changed_ts(event))


def _on_shortcut(ack: Ack, respond: Respond, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    ts = str(body["message"]["ts"])
    done = _done(asker, asker.channel, ts, context.bot_user_id or "", anywhere=True)
    if isinstance(done, service.NamesNobody):
        remembered = json.dumps({"c": asker.channel, "t": ts, "b": context.bot_user_id or ""})
        view = asker.sealed(blocks.subject_modal(done.text, remembered))
        client.views_open(trigger_id=body["trigger_id"], view=view)
        return
    tell(respond, _said(asker, done, ts) or blocks.no_thread())


def _on_subject(ack: Ack, client: WebClient, view: dict[str, Any], context: BoltContext) -> None:
    """What a message is about was told: found, it is kept; else the dialogue says why."""
    asker: Asker = context["asker"]
    told = json.loads(view["private_metadata"])
    word = (view["state"]["values"][ids.KEEP_ABOUT_BLOCK][ids.KEEP_ABOUT].get("value") or "").strip()

    def keep() -> tuple[Answer, Message | None]:
        entity = _named(asker, told["c"], word)
        if isinstance(entity, NoteProblem):
            return {"response_action": "errors", "errors": {ids.KEEP_ABOUT_BLOCK: entity.text}}, None
        done = _done(asker, told["c"], told["t"], told["b"], entity, anywhere=True)
        return {}, _said(asker, done, told["t"]) or blocks.no_thread()

    if said := settle(ack, client, view, keep):
        tell_there(client, asker, told["c"], said)


def _named(asker: Asker, channel: str, word: str) -> str | NoteProblem:
    """The entity of the party that somebody means."""
    subject = read_subject(word)
    if isinstance(subject, Topic) or not word:
        return NoteProblem("A message is kept on a party: write a name, or a reference such as us-ofac-sdn:17018.")
    audience = audience_for(asker.desk, asker.tenant, "ephemeral", channel, asker.user)
    found = subject_of(asker.desk, subject or Named(word.strip('"“”')[:200]), audience, asker.now)
    if isinstance(found, SeveralParties):
        several = "; ".join(f"{match.caption[:60]} = {match.entity}" for match in found.matches[:5])
        return NoteProblem(f"Several parties may be meant; write the id of one: {several}")
    if not isinstance(found, Ref):
        return found if isinstance(found, NoteProblem) else NoteProblem("Write a name or a reference.")
    with asker.desk.db.read() as session:
        party = find_party(session, found)
    return party.entity if party else NoteProblem("No such entry on the lists loaded.")


def _on_choice(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    option = body["actions"][0].get("selected_option") or {}
    choice = blocks.read_choice(str(option.get("value") or ""))
    if choice is None:
        tell(respond, problems.gone())
        return
    done = _done(asker, asker.channel, choice[0], context.bot_user_id or "", choice[1], anywhere=True)
    said = _said(asker, done, choice[0])
    tell(respond, said or problems.gone(), replace=said is not None)


def _on_remove(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    ts = str(body["actions"][0].get("value") or "")
    try:
        removed = service.take_back(asker.desk, asker.tenant, asker.channel, ts, asker.user)
    except ReadOnly:
        tell(respond, problems.read_only())
        return
    tell(respond, blocks.note_removed() if removed else blocks.nothing_to_remove(), replace=removed)


def _keep(asker: Asker, channel: str, ts: str, bot_user: str) -> Message | None:
    """Keep a reply; what to say of it, if anything."""
    return _said(asker, _done(asker, channel, ts, bot_user), ts)


def _done(
    asker: Asker, channel: str, ts: str, bot_user: str, on: str = "", anywhere: bool = False
) -> service.KeepOutcome:
    audience = audience_for(asker.desk, asker.tenant, "channel", channel, asker.user)
    try:
        return service.keep_reply(asker.desk, audience, ts, asker.user, bot_user, on, anywhere)
    except ReadOnly:
        return service.NotKept("Not kept: the database takes no changes now.")


def _said(asker: Asker, done: service.KeepOutcome, ts: str) -> Message | None:
    match done:
        case service.Kept(party, text, author, shortened):
            return blocks.reply_kept(party.caption, text, author, ts, shortened)
        case service.KeptBefore(party, keeper):
            return blocks.kept_before(party.caption, keeper, ts, mine=keeper == asker.user)
        case service.WhichParty(parties, text, total):
            return blocks.which_party([(party.entity, party.caption) for party in parties], total, text, ts)
        case service.SharedOutside():
            return notes_refused()
        case service.NotKept(text):
            return problems.plain_problem(text)
        case service.NotOurs() | service.Busy() | service.NamesNobody():
            return None
