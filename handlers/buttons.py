"""Buttons on an answer: share it, ask why, watch the party, pick a candidate.

A click is answered anew for those who will read the answer: nothing is copied from the message clicked on.
"""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.blocks import check as check_blocks
from bot.blocks import ids, problems
from bot.blocks.values import ButtonValue, unpack
from bot.blocks.why import why_modal
from bot.clients.slack import Sent, Unsure
from bot.core.audience import Audience
from bot.core.screening import Answer
from bot.services.questions import asked_why, remember, shared
from bot.services.replies import Reply
from bot.services.screening import check, check_entities
from bot.services.thread_answers import answer_picked
from bot.services.threads import post_reply, subjects_in, thread_at
from handlers.context import Asker, tell
from handlers.watches import watch
from storage.db import ReadOnly


def register(app: App) -> None:
    """Listen to the buttons of answers."""
    app.action(ids.SHARE)(_on_share)
    app.action(ids.WHY)(_on_why)
    app.action(ids.WATCH)(_on_watch)
    app.action(ids.NONE_OF_THESE)(_on_none)
    app.action(re.compile(re.escape(ids.PICK) + r":\d+"))(_on_pick)


def read_value(body: dict[str, Any]) -> ButtonValue | None:
    """What the clicked button remembers; None for a button of a message we do not know."""
    try:
        return unpack(body["actions"][0]["value"])
    except (KeyError, IndexError, TypeError, ValueError):
        return None


def _on_share(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker, value = context["asker"], read_value(body)
    if value is None:
        tell(respond, problems.gone())
        return
    audience = asker.audience("channel")
    answer = _answer(asker, value, audience)
    message = check_blocks.render(answer, audience, shared_by=asker.user, shared_at=asker.now)
    reply = Reply(message, subjects_in(answer))
    match post_reply(asker.desk, asker.tenant, asker.channel, "", reply, asker.now):
        case Sent():
            shared(asker.desk, audience, answer, asker.now)
            return
        case Unsure():
            said = "Slack did not confirm the post. Look whether it stands here before you share again."
        case _:
            said = "I could not post here. Invite me to this channel, then share again."
    tell(respond, problems.plain_problem(said))


def _answer(asker: Asker, value: ButtonValue, audience: Audience) -> Answer:
    """The answer behind a button, anew: to its question, or on its party where the question leads to another."""
    answer = check(asker.desk, value.query, audience, asker.now)
    if value.entity and value.entity != (answer.matches[0].entity if answer.matches else ""):
        return check_entities(asker.desk, [value.entity], value.query.text, audience, asker.now, value.query)
    return answer


def _on_why(ack: Ack, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker, value = context["asker"], read_value(body)
    if value is None:
        return
    audience = asker.audience("ephemeral")
    answer = _answer(asker, value, audience)
    client.views_open(trigger_id=body["trigger_id"], view=why_modal(answer, value.entity))
    asked_why(asker.desk, audience, answer, asker.now)


def _on_watch(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker, value = context["asker"], read_value(body)
    if value is None or not value.entity:
        tell(respond, problems.gone())
        return
    try:
        tell(respond, watch(asker, value.entity, "ephemeral").message)
    except ReadOnly:
        tell(respond, problems.read_only())


def _on_pick(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker, value = context["asker"], read_value(body)
    if value is None or not value.entity:
        tell(respond, problems.gone())
        return
    if is_ephemeral(body):
        audience = asker.audience("ephemeral")
        message = _picked(asker, value, audience).message
        tell(respond, message, replace=True)
        return
    root = body.get("message", {}).get("thread_ts") or body.get("message", {}).get("ts", "")
    audience = asker.audience("channel")
    thread = thread_at(asker.desk, asker.tenant, asker.channel, root)
    reply = thread and answer_picked(asker.desk, thread, value.entity, value.query.text, audience, asker.now)
    reply = reply or _picked(asker, value, audience)
    post_reply(asker.desk, asker.tenant, asker.channel, root, reply, asker.now)


def _picked(asker: Asker, value: ButtonValue, audience: Audience) -> Reply:
    answer = check_entities(asker.desk, [value.entity], value.query.text, audience, asker.now, value.query)
    remember(asker.desk, audience, value.query.text, answer, asker.now)
    return Reply(check_blocks.render(answer, audience), subjects_in(answer))


def _on_none(ack: Ack, respond: Respond) -> None:
    ack()
    tell(respond, problems.none_of_these())


def is_ephemeral(body: dict[str, Any]) -> bool:
    """Whether the click was on a message that only one person sees."""
    return bool((body.get("container") or {}).get("is_ephemeral"))
