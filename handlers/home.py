"""Home: drawn when it is opened; its buttons open dialogues."""

from __future__ import annotations

import re
from typing import Any, Final

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.blocks import changes as changes_blocks
from bot.blocks import home as blocks
from bot.blocks import ids, problems
from bot.blocks import sources as sources_blocks
from bot.core.changes import parse_changes
from bot.core.queries import QueryProblem
from bot.services.asking import reply_to
from bot.services.changes import changes_by_action
from bot.services.home import gather_home, show_home
from bot.services.sources import source_states
from bot.services.welcome import welcome_first
from handlers.context import Asker

PERIOD: Final = "7d"


def register(app: App) -> None:
    """Listen to Home being opened, and to its buttons."""
    app.event("app_home_opened")(_on_opened)
    app.action(ids.HOME_CHECK)(_on_check)
    app.action(ids.HOME_CHANGES)(_on_changes)
    app.action(ids.HOME_LAW)(_on_changes)
    app.action(ids.HOME_WATCHES)(_on_watches)
    app.action(ids.HOME_SOURCES)(_on_sources)
    app.action(re.compile(re.escape(ids.HOME_OPEN) + r":\d+"))(_on_link)
    app.view(ids.CHECK_MODAL)(_on_asked)


def _on_opened(event: dict[str, Any], context: BoltContext) -> None:
    """The tab may also be *Messages*: whoever opens that has found the bot, but sees no Home."""
    asker: Asker = context["asker"]
    if event.get("tab", "home") == "home":
        show_home(asker.desk, asker.tenant, asker.user, asker.now)
    welcome_first(asker.desk, asker.tenant, asker.user, asker.now)


def _on_check(ack: Ack, client: WebClient, body: dict[str, Any]) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=blocks.check_modal())


def _on_asked(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    asker: Asker = context["asker"]
    text = (view["state"]["values"][ids.CHECK_BLOCK][ids.CHECK_NAME].get("value") or "").strip()
    if not text:
        ack(response_action="errors", errors={ids.CHECK_BLOCK: "Write a name or a number."})
        return
    reply = reply_to(asker.desk, text, asker.audience("ephemeral"), asker.now)
    ack(response_action="update", view=blocks.in_dialogue("Check a name", reply.message))


def _on_changes(ack: Ack, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    asked = parse_changes(PERIOD, asker.now.date())
    said = (
        problems.plain_problem(asked.text)
        if isinstance(asked, QueryProblem)
        else changes_blocks.changes_card(changes_by_action(asker.desk, asked, asker.now))
    )
    client.views_open(trigger_id=body["trigger_id"], view=blocks.in_dialogue("What changed", said))


def _on_watches(ack: Ack, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    home = gather_home(asker.desk, asker.tenant, asker.user, asker.now)
    client.views_open(trigger_id=body["trigger_id"], view=blocks.all_watches(home))


def _on_sources(ack: Ack, client: WebClient, body: dict[str, Any], context: BoltContext) -> None:
    ack()
    asker: Asker = context["asker"]
    states = source_states(asker.desk.db, asker.desk.sources, asker.now)
    view = blocks.in_dialogue("Sources", sources_blocks.sources_card(states, asker.now))
    client.views_open(trigger_id=body["trigger_id"], view=view)


def _on_link(ack: Ack) -> None:
    """A link opens by itself; Slack tells us of the click and wants it acknowledged."""
    ack()
