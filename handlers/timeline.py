"""Timelines: by command, from the menu of an answer, by choosing among several parties; shared in the channel.

read ─▶ whom or what ─▶ card at once · picture aside, by direct message
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext, Respond

from bot.blocks import ids, problems
from bot.blocks import timeline as blocks
from bot.clients.slack import Sent, Unsure
from bot.core.audience import Surface
from bot.core.entities import Ref
from bot.core.escaped import unescape
from bot.core.queries import QueryProblem
from bot.core.timeline_asked import parse_timeline
from bot.services import timeline_pictures as pictures
from bot.services.questions import remember_timeline
from bot.services.replies import Reply
from bot.services.timeline import Subject, TimelineProblem, subject_of, timeline_of, with_links
from handlers.context import Asker, tell
from handlers.verbs import Command

ASIDE: Final = ThreadPoolExecutor(1, thread_name_prefix="picture")
"""Draws and uploads pictures one after the other, while answers go on."""


def _timeline(asker: Asker, text: str, surface: Surface) -> Reply:
    asked = parse_timeline(unescape(text), asker.now.date())
    if isinstance(asked, QueryProblem):
        return Reply(problems.plain_problem(asked.text))
    found = subject_of(asker.desk, asked.what, asker.audience(surface), asker.now)
    if isinstance(found, TimelineProblem):
        return Reply(_problem(found, asked.since))
    return _told(asker, found, surface, asked.since, asked.what)


def of_party(asker: Asker, entity: str, surface: Surface) -> Reply:
    """The timeline of a party already known."""
    return _told(asker, Ref(entity=entity), surface, None, entity)


def _told(asker: Asker, subject: Subject, surface: Surface, since: date | None, asked: str) -> Reply:
    audience = asker.audience(surface)
    told = timeline_of(asker.desk, subject, audience, asker.now, since)
    if isinstance(told, TimelineProblem):
        return Reply(_problem(told, since))
    remember_timeline(asker.desk, audience, asked, (told.kind, told.about), asker.now)
    value = blocks.TimelineValue(told.kind, told.about, since)
    if told.rows:
        ASIDE.submit(pictures.send_picture, asker.desk, audience, value, asker.now)
    return Reply(blocks.timeline_card(with_links(asker.desk, told), audience), pictures.about(told))


def _problem(problem: TimelineProblem, since: date | None) -> Any:
    if problem.matches:
        return blocks.choose(problem.text, problem.matches, since)
    return problems.plain_problem(problem.text)


COMMANDS: Final = (
    Command(
        "timeline",
        "timeline NAME | REF | programme:CODE [since:DATE]",
        "What happened to a party or under a programme, and when.",
        _timeline,
        examples=(
            "timeline Sberbank",
            "timeline us-ofac-sdn:17018 since:2022",
            "timeline programme:RUSSIA-EO14024",
        ),
    ),
)


def register(app: App) -> None:
    """Listen to the button that shares a timeline, and to those of a choice."""
    app.action(ids.TIMELINE_SHARE)(_on_share)
    app.action(re.compile(re.escape(ids.TIMELINE_OF) + r":\d+"))(_on_choice)


def _value(body: dict[str, Any]) -> blocks.TimelineValue | None:
    try:
        return blocks.unpack(body["actions"][0]["value"])
    except (KeyError, IndexError, TypeError, ValueError):
        return None


def _on_share(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    value = _value(body)
    if value is None:
        tell(respond, problems.gone())
        return
    match pictures.share(asker.desk, asker.audience("channel"), value, asker.user, asker.now):
        case Sent():
            return
        case Unsure():
            said = "Slack did not confirm the post. Look whether it stands here before you share again."
        case _:
            said = "I could not post here. Invite me to this channel, then share again."
    tell(respond, problems.plain_problem(said))


def _on_choice(ack: Ack, respond: Respond, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    value = _value(body)
    if value is None:
        tell(respond, problems.gone())
        return
    tell(respond, _told(context["asker"], pictures.subject(value), "ephemeral", value.since, value.about).message)
